"""Facts made ready to be compared: sets for words, numbers for days, named parties by their sort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache

from sayso.gathering.facts import EventFacts, Party
from sayso.gathering.keys import block_keys, rank_of
from sayso.knowledge.bodies import load_bodies
from sayso.knowledge.desk_words import free_words
from sayso.knowledge.persons import load_persons
from sayso.knowledge.tables import lines, rows
from sayso.knowledge.word_families import happenings_of, stem_of

PLAIN_NAME = 0.3  # what a word tells that many names share ("=US", "John", "church"), by that of a telling one
NEITHER = (None, "equipment", "other", "facility")  # kinds of what is neither person nor body

Told = str | frozenset[str]  # a name, or several that are told in order
Vote = tuple[float, str] | tuple[float, str, Told]  # weight, and reason with a gap for what follows
APART = -100.0  # a vote that ends the matter


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Those who fill a role: all, the named persons, the named bodies and states, the things told by a name.

    `words` are those of all names and their states: without one in common no two are the same. Two sides with the same
    parties are one object, so that rules can keep their votes by it.
    """

    all: tuple[Party, ...]
    persons: tuple[Party, ...]
    bodies: tuple[Party, ...]
    things: tuple[Party, ...]
    words: frozenset[str]


@dataclass(frozen=True, eq=False)
class Compared:
    """The facts of an event, ready for many comparisons; days are ordinals.

    What only some comparisons come to is worked out when they do; `left` is for `likeness.most_left`.
    """

    facts: EventFacts
    days: tuple[int, int] | None
    weekdays: frozenset[int]
    actors: Side
    targets: Side
    left: list[float] = field(default_factory=list)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.facts.words)

    @cached_property
    def happenings(self) -> frozenset[str]:
        return frozenset().union(*map(happenings_of, self.facts.words))

    @cached_property
    def pale(self) -> bool:
        return bool(self.facts.words) and self.facts.words[0] in _pale()

    @cached_property
    def near(self) -> frozenset[str]:
        """The telling words of its sentence without the names."""
        return frozenset(self.facts.near).difference(map(stem_of, _named_in(self.facts)))

    @cached_property
    def story(self) -> frozenset[str]:
        return frozenset(self.facts.story).union(_countries(self.facts))

    @cached_property
    def plain(self) -> frozenset[str]:
        """The names of `story` that tell little."""
        return frozenset(word for word in self.story if name_weight(word) == PLAIN_NAME)

    @cached_property
    def published(self) -> int | None:
        return _number(self.facts.published) if self.facts.published else None

    @cached_property
    def names(self) -> Side:
        return _side(self.facts.names)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Its blocks."""
        return block_keys(self.facts)

    @cached_property
    def rank(self) -> str:
        """Its place in its blocks."""
        return rank_of(self.facts)


def ready(facts: EventFacts) -> Compared:
    """The facts of an event as rules compare them."""
    days = _days(facts)
    return Compared(facts, days, _weekdays(facts, days), _side(facts.actors), _side(facts.targets))


@lru_cache(maxsize=1 << 14)
def name_weight(word: str) -> float:
    """How much a word of a name tells: little when many share it ("=US", "John", "church")."""
    common = (
        word.startswith("=")
        or load_persons().gender(word.capitalize())
        or load_bodies().kind(word)
        or word in _place_words()
    )
    return PLAIN_NAME if common else 1.0


@cache
def _place_words() -> frozenset[str]:
    return frozenset(row["word"].lower() for row in rows("en/place_words.csv"))


def _named_in(facts: EventFacts) -> Iterator[str]:
    """The words of the names that other rules compare: they are not counted twice."""
    yield from (w for party in (*facts.actors, *facts.targets, *facts.equipment) for w in party.words)
    yield from facts.place.words if facts.place else ()
    yield from facts.story


def _countries(facts: EventFacts) -> Iterator[str]:
    yield from (f"={p.country}" for p in (*facts.actors, *facts.targets) if p.country)
    if facts.place and facts.place.country:
        yield f"={facts.place.country}"


@cache
def _pale() -> frozenset[str]:
    """Stems of words that tell little of what happened."""
    return frozenset(map(stem_of, free_words().union(lines("en/pale_words.txt"))))


@lru_cache(maxsize=1 << 16)
def _side(parties: tuple[Party, ...]) -> Side:
    named = tuple(p for p in parties if p.named and p.kind not in NEITHER)
    return Side(
        parties,
        tuple(p for p in named if p.kind == "person"),
        tuple(p for p in named if p.kind != "person"),
        tuple(p for p in parties if p.proper and p.kind is None),
        frozenset(w for p in parties for w in (*p.words, *([f"={p.country}"] if p.country else ()))),
    )


def _weekdays(facts: EventFacts, days: tuple[int, int] | None) -> frozenset[int]:
    """The days of the week, Monday is 1, as far as they are told."""
    if days and days[0] == days[1]:
        return frozenset({date.fromordinal(days[0]).isoweekday()})
    return frozenset() if days else frozenset(int(value[9]) for value in facts.open)


def _days(facts: EventFacts) -> tuple[int, int] | None:
    if facts.earliest is None or facts.latest is None:
        return None
    first, last = _number(facts.earliest), _number(facts.latest)
    return (first, last) if first is not None and last is not None else None


@lru_cache(maxsize=1 << 14)
def _number(day: str) -> int | None:
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return None
