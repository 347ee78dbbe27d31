"""What of a text means a person, body or product that somebody asks for by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from sayso.gathering.fact_words import name_words
from sayso.knowledge.bodies import load_bodies
from sayso.knowledge.desk_words import free_words
from sayso.knowledge.word_families import stem_of
from sayso.records import Entity, Equipment, Event, Participant, Reading
from sayso.spans import Span

_WORD = re.compile(r"[\w'’.-]+")
_REACH = 40  # characters between a doer and its verb
_SENTENCE_START = re.compile(r"(?:^|\n+|(?<=[.!?”\"])\s+)(?=[\"“‘]?[A-Z0-9])")


class Meant:
    """The mentions of one target in one reading.

    An entity or thing is the target when its name is the target's, shortened ("Jobs" for "Steve Jobs") or extended in
    front ("the new iPhone 3G"); the last word of the shorter one must end the longer one, so that "Airbus A380" is not
    Airbus. Its pronouns and descriptions come with its chain. A capitalised name that no chain has counts as well.
    """

    def __init__(self, name: str, reading: Reading) -> None:
        self.name = name
        self.text = reading.document.text
        self._reading = reading
        self._is = _bare_words(name)
        self.refs = frozenset(self._refs())
        self.cues = tuple(a.cue for a in reading.attributions if a.cue and a.source.entity in self.refs)

    def _refs(self) -> Iterator[str]:
        named: list[Entity | Equipment] = [*self._reading.entities, *self._reading.equipment]
        for entity in named:
            aliases = entity.aliases if isinstance(entity, Entity) else ()
            if self._means(entity.name) or any(self._spells_out(alias) for alias in aliases):
                yield entity.id

    def _means(self, words: str) -> bool:
        return same_name(_bare_words(words), self._is) or self._is_designation_in(words)

    def _is_designation_in(self, words: str) -> bool:
        """Whether words are the target's designation with a name behind it ("Boeing 787 Dreamliner")."""
        begun = _bare_words(words)[: len(self._is)] == self._is
        return begun and self._is[-1][:1].isdigit() and all(w[0].isupper() or w[0].isdigit() for w in words.split())

    def _spells_out(self, alias: str) -> bool:
        """Whether an alias is no shorter than the target's name, or its initials."""
        words = _bare_words(alias)
        return (same_name(words, self._is) and set(words) >= set(self._is)) or alias == _initials(self.name)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Where the target is mentioned, in order, with names that stand in no chain."""
        known = [e for e in self._reading.entities if e.id in self.refs]
        found = {m.span for e in known for m in e.mentions}
        found |= {m.span for q in self._reading.equipment if q.id in self.refs for m in q.mentions}
        names = {m.quote for e in known for m in e.mentions if m.form == "name"} | {self.name}
        for name in names:
            found |= {Span(*m.span()) for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", self.text)}
        return tuple(sorted(found))

    def is_filled_by(self, found: Participant) -> bool:
        """Whether a participant of an event is the target."""
        return found.ref in self.refs if found.ref else self._means(found.name)

    def does(self, event: Event) -> bool:
        """Whether it is the doer of an event, or speaks in it, as far as its chain or the words beside it tell."""
        doers = [p for p in event.participants if p.role == "actor"]
        if doers:
            return any(self.is_filled_by(p) for p in doers)
        word = event.triggers[0]
        return any(cue.overlaps(span) for cue in self.cues for span in event.triggers) or self._stands_by(word)

    def suffers(self, event: Event) -> bool:
        """Whether an event is done to it."""
        return any(p.role != "actor" and self.is_filled_by(p) for p in event.participants)

    def _stands_by(self, word: Span) -> bool:
        """ "Jobs has also [said]", "was [praised] by Jobs"."""
        for span in self.spans:
            if 0 < word.start - span.stop < _REACH and _only_small(self.text[span.stop : word.start]):
                return True
            if self.text[word.stop : span.start].split() == ["by"]:
                return True
        return False

    def is_named_beside(self, word: Span) -> bool:
        """Whether the sentence of a word mentions it."""
        starts = [m.end() for m in _SENTENCE_START.finditer(self.text)]
        first = max((s for s in starts if s <= word.start), default=0)
        stop = min((s for s in starts if s > word.start), default=len(self.text))
        return any(first <= span.start < stop for span in self.spans)


def signs_of(name: str) -> tuple[str, ...]:
    """Beginnings of words of which a text has one when it names the target: the last word of its name, its initials."""
    words = name_words(name.replace("-", " "))
    return tuple(w for w in (words[-1] if words else None, _initials(name)) if w)


def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the one name is the other, or a part of it that ends with its last word."""
    return bool(one and other) and one[-1] == other[-1] and (set(one) <= set(other) or set(other) <= set(one))


@lru_cache(maxsize=1 << 14)
def _bare_words(name: str) -> tuple[str, ...]:
    """The stems of a name, "Kim Jong-un" as "Kim Jong Un", without the abbreviation of a firm ("Apple Inc.")."""
    words = list(name_words(name.replace("-", " ")))
    while len(words) > 1 and _is_of_firms(words[-1]) and _is_of_firms(f"{words[-1]}."):
        words.pop()
    return tuple(stem_of(w) for w in words)


def _is_of_firms(word: str) -> bool:
    """Whether a word ends names of firms ("Inc", "Motors")."""
    noun = load_bodies().noun(word)
    return noun is not None and noun.use == "name" and noun.sector == "business"


def _initials(name: str) -> str | None:
    letters = "".join(w[0] for w in name.split() if w[0].isupper())
    return letters if len(letters) > 1 else None


def _only_small(words: str) -> bool:
    """Whether nothing but auxiliaries and adverbs stands between a doer and its verb."""
    found = _WORD.findall(words)
    plain = not set(words) & set(',;:.\n"“”()')
    return plain and all(word in free_words() or (word.islower() and word.endswith("ly")) for word in found)
