"""One text being searched for places: its words, their neighbours, and what a stretch of them may name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.knowledge.gazetteer import Feature
from sayso.knowledge.toponymy import load_place_words
from sayso.reading import grammar as g
from sayso.reading.kit import Kit
from sayso.records import Entity, Mention
from sayso.spans import Span

PLACE_LABELS = frozenset({g.PLACE, g.LOCATION, g.FACILITY})
LONGEST = 5  # tokens of a name looked up beyond the model's names
LONGEST_ACRONYM = 4  # letters
CLOSED = frozenset({"group", "military", "media"})  # entities whose names hold no place
SETTLED = frozenset({"town", "capital", "admin1", "admin2"})
SAME = frozenset({"admin", "town"})  # "Nyanza Province" and "Nyanza" are one place, "Jolo Cathedral" and "Jolo" two
UNPLACED = frozenset({"road", "water"})  # a road or river is not where the town of its name is


@dataclass(frozen=True, slots=True)
class Toponym:
    """One mention of a place: `name` is what was looked up, `kind` the kind of the word beside it ("province").

    `country` comes from a nationality before it ("the Ukrainian city of"); `rule` says what spoke for a place; `exact`
    is false when only a part of the name is known ("Boone County Jail"); `pinned` when a comma chain left only the
    candidates that fit it. `state`: the code of the state that it stands for, when it is that state's capital;
    `attributive` before the townspeople or bodies that it describes ("a Lebanon woman").
    """

    span: Span
    first: int
    last: int
    name: str
    candidates: tuple[Feature, ...]
    kind: str | None = None
    country: str | None = None
    rule: str = "model"
    exact: bool = True
    pinned: bool = False
    state: str | None = None
    attributive: bool = False


class Scan:
    """A text with its model's names by token; `taken` are the tokens of toponyms found so far, `known` their keys."""

    def __init__(self, parsed: g.Parsed, kit: Kit, entities: tuple[Entity, ...]) -> None:
        self.parsed, self.tokens, self.text = parsed, parsed.tokens, parsed.text
        self.gazetteer, self.nations = kit.gazetteer, kit.nations
        self.words = load_place_words()
        self.name_at = {i: n for n in parsed.names for i in range(n.first, n.last + 1)}
        self.surnames = frozenset(
            self.tokens[n.last].lower for n in parsed.names if n.label == g.PERSON and n.last > n.first
        )
        self.stands_for_state = {m.span: e.country for e in entities if e.kind == "country" for m in e.mentions}
        self.inside_bodies = {t.index for m in _closed(entities) for t in parsed.tokens_in(m.span)}
        owners = _named(entities, "person", "organisation")
        self.inside_names = {t.index for m in owners for t in parsed.tokens_in(m.span)}
        self._found: dict[str, tuple[Feature, ...]] = {}
        self.known: set[str] = set()
        self.taken: set[int] = set()

    # --- neighbours

    def slice(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last].stop]

    def next_word(self, index: int) -> g.Token | None:
        """The token after, when one space parts them and the sentence goes on."""
        here = self.tokens[index]
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return after if after is not None and after.sentence == here.sentence and after.start == here.stop + 1 else None

    def before(self, index: int) -> g.Token | None:
        """The token before in the same sentence, articles skipped."""
        here = self.tokens[index].sentence
        index -= 1
        while index >= 0 and self.tokens[index].lower in self.words.articles:
            index -= 1
        return self.tokens[index] if index >= 0 and self.tokens[index].sentence == here else None

    def word_of(self, index: int) -> g.Token | None:
        """The noun of "the city of" before a token."""
        of = self.before(index)
        return self.before(of.index) if of is not None and of.lower == "of" else None

    def is_person(self, index: int) -> bool:
        name = self.name_at.get(index)
        return name is not None and name.label == g.PERSON

    # --- what a stretch may be

    def candidates(self, words: str) -> tuple[Feature, ...]:
        """The places of a name or of an abbreviated state."""
        found = self._found.get(words)
        if found is None:
            found = self._found[words] = self._candidates(words)
        return found

    def _candidates(self, words: str) -> tuple[Feature, ...]:
        short = self.words.shortened(words)
        if short is not None:
            same = self.gazetteer.lookup(short.name)
            return tuple(f for f in same if f.country == short.country and f.kind == short.kind)
        found = self.gazetteer.lookup(words)
        if len(words) > LONGEST_ACRONYM or words.isupper() or "." in words:
            return found
        return tuple(f for f in found if f.main or f.kind != "country")  # "Car" is not CAR


def is_capital(token: g.Token) -> bool:
    return token.text[:1].isupper()


def is_name_word(token: g.Token) -> bool:
    return token.pos != g.PUNCTUATION and token.role != g.CASE and not token.text[:1].isdigit()


def is_acronym(words: str) -> bool:
    return words.isupper() and len(words.replace(".", "")) <= LONGEST_ACRONYM


def _named(entities: tuple[Entity, ...], *kinds: str) -> Iterator[Mention]:
    """The mentions by name of entities of some kinds."""
    return (m for e in entities if e.kind in kinds for m in e.mentions if m.form == "name")


def _closed(entities: tuple[Entity, ...]) -> Iterator[Mention]:
    """The names that hold no place: of groups, forces and outlets, and full names of persons of known country."""
    for entity in entities:
        for mention in entity.mentions:
            full_name = entity.kind == "person" and mention.form == "name" and " " in mention.quote and entity.country
            if (entity.kind in CLOSED and mention.form == "name") or full_name:
                yield mention
