"""Incidents along time: how many begin on which day, those that touch a window, and counts where these are too many.

What is asked for is narrowed down by `among`, a JSON list of ids as `among_of` makes it; None stands for all.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sayso.chronicle.views.edges import COLUMNS, Told, edge_of
from sayso.chronicle.views.entries import View, where_of
from sayso.chronicle.views.identified import identity_of, shown_name

LANES = ("kind", "actor", "place")
BINS = {
    "day": "{}",
    "week": "date({}, 'weekday 0', '-6 days')",
    "month": "substr({}, 1, 7) || '-01'",
    "year": "substr({}, 1, 4) || '-01-01'",
    "decade": "substr({}, 1, 3) || '0-01-01'",
    "century": "substr({}, 1, 2) || '00-01-01'",
}  # the first day of the bin of a day
FIRST, LAST = "coalesce(i.earliest, i.latest)", "coalesce(i.latest, i.earliest)"
_DATED = f"{FIRST} IS NOT NULL"
_WITHIN = f"{LAST} >= ? AND {FIRST} <= ?"
_EDGE = ", ".join(f"t.{column}" for column in COLUMNS)
_AMONG = "i.id IN (SELECT value FROM json_each(?))"
_JOINED = {
    "kind": ("i.kind", ""),
    "place": (
        "p.name",
        " JOIN events e ON e.id = coalesce(i.place_of, i.shown)"
        " LEFT JOIN places p ON p.reading = e.reading AND p.local = e.place",
    ),
    "actor": (
        shown_name("p"),
        " JOIN events e ON e.id = i.shown LEFT JOIN participants p ON p.event = i.shown AND p.role = 'actor'"
        + identity_of("p"),
    ),
}


@dataclass(frozen=True, slots=True)
class Span:
    """One incident on a timeline; `earliest` or `latest` is None where that end stays open, both for no day at all.

    `relation` tells what the days bound: "throughout", "since" and "until" last, all else falls somewhere within.
    `edge` has the first and last day of what the words say of the one that it lasts since or until ("since 2022").
    """

    id: str
    kind: str
    status: str
    earliest: str | None
    latest: str | None
    relation: str | None
    word: str
    reports: int
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    place: str | None
    edge: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many incidents of one status begin in the bin that begins on a day; `lane` is None where none is told."""

    lane: str | None
    day: str
    status: str
    incidents: int


def among_of(file: sqlite3.Connection, view: View) -> str | None:
    """The incidents of a view for the questions below."""
    if view == View():
        return None
    where, given = where_of(view)
    incidents = " JOIN incidents i ON i.id = m.incident" if "i." in where else ""
    rows = file.execute(
        f"SELECT DISTINCT m.incident FROM events e JOIN incident_events m ON m.event = e.id{incidents}{where}", given
    )
    return json.dumps([identifier for (identifier,) in rows])


def days_of(file: sqlite3.Connection, among: str | None) -> list[tuple[str | None, int]]:
    """How many incidents begin on each day, in order; the day None counts those without any."""
    where, given = _where(among)
    return file.execute(
        f"SELECT {FIRST}, count(*) FROM incidents i{where}"
        f" GROUP BY (i.earliest IS NULL AND i.latest IS NULL), {FIRST} ORDER BY 1",
        given,
    ).fetchall()


def last_day(file: sqlite3.Connection, among: str | None) -> str | None:
    """The last day that any incident can have been."""
    where, given = _where(among)
    found: str | None = file.execute(f"SELECT max({LAST}) FROM incidents i{where}", given).fetchone()[0]
    return found


def touching(file: sqlite3.Connection, among: str | None, first: str, last: str) -> int:
    """How many incidents can have been within a window."""
    where, given = _where(among, _WITHIN, last_given=(first, last))
    return int(file.execute(f"SELECT count(*) FROM incidents i{where}", given).fetchone()[0])


def spans(file: sqlite3.Connection, among: str | None, first: str, last: str) -> list[Span]:
    """The incidents that can have been within a window, in order of their first day."""
    where, given = _where(among, _WITHIN, last_given=(first, last))
    return _spans(file, f"{where} ORDER BY {FIRST}, {LAST}, i.id", given)


def spans_of(file: sqlite3.Connection, incidents: Iterable[str], most: int) -> list[Span]:
    """So many of some incidents, in order of their first day, undated ones last."""
    return _spans(
        file, f" WHERE {_AMONG} ORDER BY {FIRST} IS NULL, {FIRST}, {LAST}, i.id LIMIT ?",
        [json.dumps(list(incidents)), most],
    )  # fmt: skip


def undated(file: sqlite3.Connection, among: str | None, most: int) -> list[Span]:
    """Incidents without any day, those with the most reports first."""
    where, given = _where(among, f"NOT ({_DATED})")
    return _spans(file, f"{where} ORDER BY i.reports DESC, i.id LIMIT ?", [*given, most])


def undated_by_status(file: sqlite3.Connection, among: str | None) -> dict[str, int]:
    """How many incidents without any day have which status."""
    where, given = _where(among, f"NOT ({_DATED})")
    rows = file.execute(
        f"SELECT i.status, count(*) FROM incidents i{where} GROUP BY 1 ORDER BY 2 DESC, 1", given
    ).fetchall()
    return dict(rows)


def tallies(
    file: sqlite3.Connection, among: str | None, first: str, last: str, *, lanes: str, bins: str
) -> list[Tally]:
    """Counts of the incidents that can have been within a window by one of LANES, one of BINS and status.

    Each is counted in the bin in which it can have begun, what began before the window in the first one; in every lane
    that it belongs to.
    """
    lane, join = _JOINED[lanes]
    where, given = _where(among, _WITHIN, last_given=(first, last))
    day = BINS[bins].format(f"max({FIRST}, ?)")
    rows = file.execute(
        f"SELECT {lane}, {day}, i.status, count(DISTINCT i.id) FROM incidents i{join}{where} GROUP BY 1, 2, 3"
        if lanes == "actor"
        else f"SELECT {lane}, {day}, i.status, count(*) FROM incidents i{join}{where} GROUP BY 1, 2, 3",
        [first, *given],
    )
    return [Tally(*row) for row in rows]


def _where(among: str | None, *conditions: str, last_given: Iterable[str] = ()) -> tuple[str, list[str | int]]:
    parts = [*([_AMONG] if among is not None else []), *conditions]
    given: list[str | int] = [*([among] if among is not None else []), *last_given]
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), given


def _spans(file: sqlite3.Connection, where: str, given: list[str | int]) -> list[Span]:
    rows: list[Any] = file.execute(
        "SELECT i.id, i.kind, i.status, i.earliest, i.latest, t.relation, s.word, i.reports, p.name, i.shown,"
        f" {_EDGE}"
        " FROM incidents i JOIN events s ON s.id = i.shown JOIN events t ON t.id = coalesce(i.days_of, i.shown)"
        " JOIN events w ON w.id = coalesce(i.place_of, i.shown)"
        f" LEFT JOIN places p ON p.reading = w.reading AND p.local = w.place{where}",
        given,
    ).fetchall()
    actors, targets = _parties(file, [row[9] for row in rows])
    return [Span(*(*row[:8], tuple(actors[row[9]]), tuple(targets[row[9]]), row[8], _edge(file, row))) for row in rows]


def _edge(file: sqlite3.Connection, row: Any) -> tuple[str, str] | None:
    return edge_of(file, Told(*row[10:]), row[3], row[4])


def _parties(file: sqlite3.Connection, events: list[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The names of actors and of targets by event, as identities are called where they are settled."""
    found: tuple[dict[str, list[str]], dict[str, list[str]]] = (defaultdict(list), defaultdict(list))
    rows = file.execute(
        f"SELECT e.id, p.role, {shown_name('p')} FROM json_each(?) j JOIN events e ON e.id = j.value"
        f" JOIN participants p ON p.event = e.id AND p.role <> 'equipment'{identity_of('p')} ORDER BY p.rowid",
        (json.dumps(events),),
    )
    for event, role, name in rows:
        names = found[role == "target"][event]
        if name not in names:
            names.append(name)
    return found
