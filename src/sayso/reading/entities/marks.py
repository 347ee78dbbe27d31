"""What the tables of knowledge recognise in a text: states and nationalities, bodies, titles, body nouns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from sayso.knowledge.bodies import Bodies, Body, BodyNoun, load_bodies
from sayso.knowledge.nations import Sign
from sayso.knowledge.offices import Title
from sayso.reading import grammar as g
from sayso.reading.kit import Kit
from sayso.records import Equipment
from sayso.spans import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """Tokens `[first, last]` that an entry of a table covers."""

    first: int
    last: int


M = TypeVar("M", bound=Mark)


@dataclass(frozen=True, slots=True)
class SignMark(Mark):
    sign: Sign


@dataclass(frozen=True, slots=True)
class BodyMark(Mark):
    body: Body


@dataclass(frozen=True, slots=True)
class TitleMark(Mark):
    title: Title


@dataclass(frozen=True, slots=True)
class NounMark(Mark):
    noun: BodyNoun


@dataclass(frozen=True, slots=True)
class Marks:
    """The finds of each table by each token they cover (for nouns and titles: the longest that ends there)."""

    words: tuple[str, ...]
    signs: dict[int, SignMark]
    bodies: dict[int, BodyMark]
    titles: dict[int, TitleMark]
    in_title: dict[int, TitleMark]
    nouns: dict[int, NounMark]
    equipment: frozenset[int]
    tables: Bodies


def find_marks(parsed: g.Parsed, kit: Kit, equipment: Iterable[Equipment] = ()) -> Marks:
    """All that the tables know in a text, but for what `equipment` covers; names and chains both want them."""
    words = tuple([t.text for t in parsed.tokens])
    if "’" in parsed.text or "‘" in parsed.text:
        words = tuple([w.replace("’", "'").replace("‘", "'") for w in words])
    lower = tuple([w.lower() for w in words])
    sentences = [(s.first, s.last + 1) for s in parsed.sentences]
    bodies = load_bodies()
    titles = [TitleMark(m.start, m.stop - 1, m.value) for m in kit.offices.phrases.all_in(lower, sentences)]
    nouns = [NounMark(m.start, m.stop - 1, m.value) for m in bodies.nouns.all_in(lower, sentences)]
    signs = [SignMark(m.start, m.stop - 1, m.value) for m in kit.nations.phrases.all_in(lower, sentences)]
    named = [BodyMark(m.start, m.stop - 1, m.value) for m in bodies.names.all_in(words, sentences)]
    return Marks(
        words=words,
        signs=_by_token(m for m in signs if _written_as_name(words[m.first], m.sign)),
        bodies=_by_token(m for m in named if parsed.tokens[m.first].pos != g.PRONOUN or _shouted(words[m.first])),
        titles={m.last: m for m in titles},
        in_title=_by_token(titles),
        nouns={m.last: m for m in nouns},
        equipment=frozenset(_tokens_of(parsed, kit, equipment)),
        tables=bodies,
    )


def _written_as_name(word: str, sign: Sign) -> bool:
    return not word.islower() and (not sign.acronym or word.isupper())


def _shouted(word: str) -> bool:
    """Whether what looks like a pronoun is an acronym ("WHO")."""
    return len(word) > 2 and word.isupper()


def _by_token(marks: Iterable[M]) -> dict[int, M]:
    return {i: m for m in marks for i in range(m.first, m.last + 1)}


def _tokens_of(parsed: g.Parsed, kit: Kit, equipment: Iterable[Equipment]) -> Iterable[int]:
    """The words of equipment, with the noun that a designation stands before ("Su-57 fighters")."""
    for item in equipment:
        for mention in item.mentions:
            inside = [t for t in parsed.tokens_in(mention.span) if t.stop <= mention.span.stop]
            yield from (t.index for t in inside)
            heads = (parsed.tokens[t.head] for t in inside[-1:])
            yield from (h.index for h in heads if item.class_ in kit.frames.classes(h.lemma) and h.pos == g.NOUN)


def quote(parsed: g.Parsed, first: int, last: int) -> str:
    """The words of tokens `[first, last]` as the text has them."""
    return parsed.text[parsed.tokens[first].start : parsed.tokens[last].stop]


def span(parsed: g.Parsed, first: int, last: int) -> Span:
    return Span(parsed.tokens[first].start, parsed.tokens[last].stop)
