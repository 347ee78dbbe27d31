"""The parts of a card: what a chronicle tells of one identity, each with the reports behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.chronicle.entities.who import Identity
from sayso.records import Entry

Parts = set[tuple[str, str]]  # kind of event and role in it


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name and the number of texts that use it."""

    name: str
    texts: int


@dataclass(frozen=True, slots=True)
class Said:
    """Words of one report: its id, publisher, day of publication, address."""

    quote: str
    document: str
    publisher: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class HeldRole:
    """An office or description that reports give, as most of them write it, with every report that does."""

    role: str
    reports: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who takes part in the same incidents, with the kinds of these and how many there are of each."""

    identity: Identity
    incidents: int
    kinds: tuple[tuple[str, int], ...]
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """An incident for which somebody is the source, the stances that this source takes, and the words."""

    entry: Entry
    stances: tuple[str, ...]
    words: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class TakesPart:
    """An incident that somebody takes part in, with kind and role in each telling, and the reports that say so."""

    entry: Entry
    parts: Parts
    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Card:
    """All of it, in order of time where there is one; `stops` are incidents that put a person on the spot.

    `texts` counts the reports that name somebody, `looked_at` those of them, the latest, that the card is made from.
    `unlisted` counts what weighs on the name of a person without a public role, which no card gathers: accusations,
    arrests, sentences; `more` the incidents beyond the limit of the call.
    """

    identity: Identity
    spellings: tuple[Spelling, ...]
    open: tuple[tuple[Identity, str], ...]
    texts: int
    looked_at: int
    roles: tuple[HeldRole, ...]
    stops: tuple[TakesPart, ...]
    company: tuple[Companion, ...]
    accused: tuple[TakesPart, ...]
    accuses: tuple[TakesPart, ...]
    cited: tuple[Cited, ...]
    incidents: tuple[TakesPart, ...]
    unlisted: int = 0
    more: int = 0


def reports_of(said: Iterable[Said]) -> list[Said]:
    """One of the words of every report, in order."""
    return list({one.document: one for one in reversed(list(said))}.values())[::-1]
