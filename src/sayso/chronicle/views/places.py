"""Incidents by place: how many stand at each point, and how many at none, as only a country or no place is told.

What is asked for is narrowed down by `among`, a JSON list of ids as `spans.among_of` makes it; None stands for all.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.chronicle.views.network import most_first
from sayso.chronicle.views.spans import Span, spans_of

_PLACED = (
    " FROM incidents i JOIN events w ON w.id = coalesce(i.place_of, i.shown)"
    " LEFT JOIN places p ON p.reading = w.reading AND p.local = w.place"
)
_AMONG = "i.id IN (SELECT value FROM json_each(?))"
_ON_MAP = "coalesce(p.precision, 'country') <> 'country' AND abs(p.lat) <= 90 AND abs(p.lon) <= 180"
_SOMEWHERE = f"p.local IS NOT NULL AND NOT coalesce({_ON_MAP}, 0)"
_WITHOUT = {
    "country": f"{_SOMEWHERE} AND p.precision = 'country' AND coalesce(p.country, p.name) = ?",
    "name": f"{_SOMEWHERE} AND p.precision IS NOT 'country' AND p.name = ?",
    "nowhere": "p.local IS NULL AND ? = ''",
}

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with a point: degrees north and east, one of the precisions of `Place`, its incidents by status."""

    name: str
    country: str | None
    lat: float
    lon: float
    precision: str
    statuses: Counts

    @property
    def incidents(self) -> int:
        return sum(count for _, count in self.statuses)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of it."""
        return self.lon, self.lat, self.lon, self.lat


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Incidents without a point: `sort` country (no closer), name (of a place that was not found) or nowhere."""

    sort: str
    key: str
    statuses: Counts

    @property
    def incidents(self) -> int:
        return sum(count for _, count in self.statuses)


def spots_of(file: sqlite3.Connection, among: str | None) -> list[Spot]:
    """The places with a point, those with the most incidents first; one point is one place, however it is called."""
    where, given = _where(among, _ON_MAP)
    rows = file.execute(
        f"SELECT p.lat, p.lon, p.precision, p.name, p.country, i.status, count(*){_PLACED}{where}"
        " GROUP BY p.lat, p.lon, p.precision, p.name, p.country, i.status",
        given,
    )
    names: dict[tuple[float, float, str], Counter[tuple[str, str | None]]] = defaultdict(Counter)
    statuses: dict[tuple[float, float, str], Counter[str]] = defaultdict(Counter)
    for lat, lon, precision, name, country, status, count in rows:
        names[lat, lon, precision][name, country] += count
        statuses[lat, lon, precision][status] += count
    found = [
        Spot(*_commonest(names[point]), point[0], point[1], point[2], most_first(counts))
        for point, counts in statuses.items()
    ]
    return sorted(found, key=lambda spot: (-spot.incidents, spot.name, spot.lat, spot.lon, spot.precision))


def elsewhere_of(file: sqlite3.Connection, among: str | None) -> list[Elsewhere]:
    """What no point can stand for: countries first, then places that were not found, then incidents without place."""
    where, given = _where(among, f"NOT coalesce({_ON_MAP}, 0)")
    rows = file.execute(
        "SELECT CASE WHEN p.local IS NULL THEN 'nowhere' WHEN p.precision = 'country' THEN 'country' ELSE 'name' END,"
        " CASE WHEN p.precision = 'country' THEN coalesce(p.country, p.name) ELSE coalesce(p.name, '') END,"
        f" i.status, count(*){_PLACED}{where} GROUP BY 1, 2, 3",
        given,
    )
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sort, key, status, count in rows:
        counted[sort, key][status] += count
    found = [Elsewhere(sort, key, most_first(counts)) for (sort, key), counts in counted.items()]
    order = list(_WITHOUT)
    return sorted(found, key=lambda e: (order.index(e.sort), -e.incidents, e.key))


def incidents_within(
    file: sqlite3.Connection, among: str | None, box: tuple[float, float, float, float], most: int
) -> tuple[int, list[Span]]:
    """How many incidents stand in a box (west, south, east, north; east of 180 behind the date line), and so many."""
    west, south, east, north = box
    inside = f"{_ON_MAP} AND p.lat BETWEEN ? AND ? AND (p.lon BETWEEN ? AND ? OR p.lon + 360 BETWEEN ? AND ?)"
    return _listed(file, among, inside, [south, north, west, east, west, east], most)


def incidents_without(
    file: sqlite3.Connection, among: str | None, sort: str, key: str, most: int
) -> tuple[int, list[Span]]:
    """The same for a sort and key of `Elsewhere`."""
    return _listed(file, among, _WITHOUT[sort], [key], most)


def _listed(
    file: sqlite3.Connection, among: str | None, condition: str, values: Iterable[float | str], most: int
) -> tuple[int, list[Span]]:
    where, given = _where(among, condition)
    rows = file.execute(f"SELECT i.id{_PLACED}{where}", [*given, *values]).fetchall()
    return len(rows), spans_of(file, [identifier for (identifier,) in rows], most)


def _where(among: str | None, condition: str) -> tuple[str, list[str | float]]:
    return (f" WHERE {condition}", []) if among is None else (f" WHERE {_AMONG} AND {condition}", [among])


def _commonest(names: Counter[tuple[str, str | None]]) -> tuple[str, str | None]:
    return min(names, key=lambda name: (-names[name], name[0], name[1] or ""))
