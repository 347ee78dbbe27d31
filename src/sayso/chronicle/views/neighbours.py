"""Incidents near another one in time that share somebody or a place with it: to read on, and to find what is the same.

Incidents are walked through by their days, outwards, at most LOOKED_AT or COMPARED of them to either side.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from typing import TypeVar

from sayso.chronicle.views.spans import Span, spans_of
from sayso.knowledge.kinds import load_kinds
from sayso.knowledge.word_families import stem_of

LOOKED_AT = 2_000  # incidents that are looked through before, and after
COMPARED = 400  # that are compared more closely, to find what may be the same
MOST = 10  # neighbours to either side
LIKELY = 8  # incidents that may be the same
CLOSE = 7  # days between incidents that may be the same
_AT_ONCE = 100  # incidents whose names are asked for together
_BROAD = ("country", "region")  # places that nearly everything shares
_UNDATED = "(i.earliest IS NULL AND i.latest IS NULL)"
_FIRST = "coalesce(i.earliest, i.latest)"
_WALKS = {
    "before": f"{_UNDATED} = 0 AND {_FIRST} < ? ORDER BY {_FIRST} DESC, i.latest DESC, i.id",
    "after": f"{_UNDATED} = 0 AND {_FIRST} >= ? ORDER BY {_FIRST}, i.latest, i.id",
    "undated": f"{_UNDATED} = 1 AND i.id <> ? ORDER BY {_FIRST}, i.latest, i.id",
}  # each along an index
_PARTIES = (
    "SELECT e.id, d.id, lower(p.name), coalesce(d.name, p.name) FROM json_each(?) j"
    " CROSS JOIN events e ON e.id = j.value CROSS JOIN participants p ON p.event = e.id AND p.role <> 'equipment'"
    " LEFT JOIN identity_members b ON b.reading = e.reading AND b.local = p.local"
    " LEFT JOIN identity_variants v ON v.variant = b.variant LEFT JOIN identities d ON d.id = v.identity"
)
_PLACES = (
    "SELECT e.id, 'in ' || lower(p.name), 'in ' || p.name, p.precision FROM json_each(?) j"
    " CROSS JOIN events e ON e.id = j.value CROSS JOIN places p ON p.reading = e.reading AND p.local = e.place"
)
Row = tuple[str, str, str, str, str, str | None]  # id, shown event, event of its place, kind, word, first day
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An incident that is near another one; `shared` names who and what both have ("Kim Jong Un", "in Vladivostok")."""

    incident: Span
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """The nearest incidents before an incident, and from its first day on, both in order of time."""

    before: tuple[Neighbour, ...] = ()
    after: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, slots=True)
class Likely:
    """An incident that may be the same as another, and what speaks for it."""

    incident: Span
    why: tuple[str, ...]


def around(file: sqlite3.Connection, incident: str, *, most: int = MOST) -> Around:
    """The neighbours of an incident in time, so many to either side; none when it has no day."""
    own = _own(file, incident)
    if own is None or own[5] is None:
        return Around()
    shared = _names(file, _events(file, incident))
    walks = (_walk(file, own, way, LOOKED_AT) for way in ("before", "after"))
    sides = [list(islice(_sharing(file, rows, own, shared), most)) for rows in walks]
    return Around(_neighbours(file, sides[0]), _neighbours(file, sides[1]))


def likely_same(file: sqlite3.Connection, incident: str, *, most: int = LIKELY) -> list[Likely]:
    """Incidents that may be this one too: near in time or undated, alike in kind or word, and with a name in common."""
    own = _own(file, incident)
    if own is None:
        return []
    shared = _names(file, _events(file, incident))
    found = [match for way in _WALKS for match in _sharing(file, _close(file, own, way), own, shared)]
    ranked = sorted(((_likeness(own, row, names), row[0]) for row, names in found), key=_best_first)
    why = {identifier: reasons for (_, reasons), identifier in ranked[:most]}
    spans = {span.id: span for span in spans_of(file, why, most)}
    return [Likely(spans[identifier], why[identifier]) for identifier in why if identifier in spans]


def _best_first(ranked: tuple[tuple[float, tuple[str, ...]], str]) -> tuple[float, str]:
    (score, _), identifier = ranked
    return -score, identifier


def _own(file: sqlite3.Connection, incident: str) -> Row | None:
    found: Row | None = file.execute(_rows("i.id = ?"), (incident, 1)).fetchone()
    return found


def _rows(where: str) -> str:
    return (
        f"SELECT i.id, i.shown, coalesce(i.place_of, i.shown), i.kind, e.word, {_FIRST}"
        f" FROM (SELECT * FROM incidents i WHERE {where} LIMIT ?) i CROSS JOIN events e ON e.id = i.shown"
    )


def _events(file: sqlite3.Connection, incident: str) -> list[str]:
    return [event for (event,) in file.execute("SELECT event FROM incident_events WHERE incident = ?", (incident,))]


def _names(file: sqlite3.Connection, events: Iterable[str]) -> dict[str, str]:
    """Who takes part in some events and where they were, by what makes a name the same in two texts."""
    wanted = list(events)
    return {key: name for found in _named(file, wanted, wanted).values() for key, name in found.items()}


def _named(file: sqlite3.Connection, of: list[str], at: list[str]) -> dict[str, dict[str, str]]:
    """Who takes part in events `of` and where events `at` were, by event."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for event, identity, plain, name in file.execute(_PARTIES, (json.dumps(of),)):
        found[event] |= {plain: name} if identity is None else {identity: name, plain: name}
    for event, key, name, precision in file.execute(_PLACES, (json.dumps(at),)):
        if precision not in _BROAD:
            found[event][key] = name
    return found


def _walk(file: sqlite3.Connection, own: Row, way: str, most: int) -> Iterator[Row]:
    """So many incidents along one of _WALKS, the nearest first."""
    yield from file.execute(_rows(_WALKS[way]), (own[0] if way == "undated" else own[5], most))


def _close(file: sqlite3.Connection, own: Row, way: str) -> Iterator[Row]:
    """The incidents along a way that are alike in kind or word, and not far off."""
    if way != "undated" and own[5] is None:
        return
    for row in _walk(file, own, way, COMPARED):
        if _days(own, row) > CLOSE:
            return
        if _same_kind(own, row) or _same_word(own, row):
            yield row


def _sharing(
    file: sqlite3.Connection, rows: Iterable[Row], own: Row, shared: dict[str, str]
) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Those of some incidents that share a name with one, and the names."""
    for some in _some(row for row in rows if row[0] != own[0]):
        named = _named(file, [row[1] for row in some], [row[2] for row in some])
        for row in some:
            there = named[row[1]] | named[row[2]]
            names = tuple(dict.fromkeys(name for key, name in there.items() if key in shared))
            if names:
                yield row, names


def _some(rows: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(rows)
    while found := list(islice(waiting, _AT_ONCE)):
        yield found


def _days(one: Row, other: Row) -> int:
    """Days between the first days of two incidents; 0 where one has none."""
    if one[5] is None or other[5] is None:
        return 0
    return abs((date.fromisoformat(one[5]) - date.fromisoformat(other[5])).days)


def _neighbours(file: sqlite3.Connection, found: list[tuple[Row, tuple[str, ...]]]) -> tuple[Neighbour, ...]:
    names = {row[0]: shared for row, shared in found}
    return tuple(Neighbour(span, names[span.id]) for span in spans_of(file, names, len(names)))


def _same_kind(own: Row, other: Row) -> bool:
    return _habits(own[3]) == _habits(other[3])


@cache
def _habits(kind: str) -> str:
    """The kind of the codebook that a kind behaves as."""
    return load_kinds().acts_as(kind)


def _same_word(own: Row, other: Row) -> bool:
    return stem_of(own[4].lower()) == stem_of(other[4].lower())


def _likeness(own: Row, other: Row, names: tuple[str, ...]) -> tuple[float, tuple[str, ...]]:
    """How alike two incidents are at first sight, and what says so."""
    parties = [name for name in names if not name.startswith("in ")]
    places = [name for name in names if name.startswith("in ")]
    apart, dated = _days(own, other), own[5] is not None and other[5] is not None
    told = {
        "the same word": _same_word(own, other),
        "the same kind": _same_kind(own, other),
        f"both name {', '.join(parties[:3])}": bool(parties),
        f"both {', '.join(places[:2])}": bool(places),
        "on the same day": dated and not apart,
        f"{apart} day{'s' * (apart != 1)} apart": dated and apart > 0,
    }
    reasons = tuple(words for words, holds in told.items() if holds)
    return len(reasons) + min(len(parties), 3) - 2 * (apart / CLOSE), reasons
