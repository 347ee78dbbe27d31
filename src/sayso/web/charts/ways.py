"""The way of a person over a map: the stops in order of days, numbered, and the legs between those with a point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import hypot

from sayso.chronicle.entities.card_parts import TakesPart
from sayso.export.incident_rows import on_map
from sayso.records import Entry
from sayso.web.charts.window import Sheet

APART = 20  # pixels between the numbers of two stops, one above the other
ABOVE = 19  # pixels from a point up to its numbers
SHORTEST = 14  # pixels of a leg that is drawn
BETWEEN, MOST_POINTS = 10, 500  # pixels between two points on a leg, and how many it has

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stop:
    """One or more incidents running at one place; `number` is None where no day tells its turn."""

    number: int | None
    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        return self.entries[0]

    @property
    def planned(self) -> bool:
        """Whether nothing tells that somebody has been there."""
        return all(entry.status == "planned" for entry in self.entries)

    @property
    def has_point(self) -> bool:
        return on_map(self.first)

    @property
    def position(self) -> Point:
        """Longitude and latitude of a stop that has a point."""
        return self.first.lon or 0.0, self.first.lat or 0.0


@dataclass(frozen=True, slots=True)
class Leg:
    """From a stop to the next that has a point; `planned` when the way there is not told as gone."""

    start: Point
    stop: Point
    planned: bool

    @property
    def points(self) -> list[Point]:
        """Points on the way."""
        (x1, y1), (x2, y2) = self.start, self.stop
        parts = min(MOST_POINTS, 16 + int(hypot(x2 - x1, y2 - y1) / BETWEEN))
        return [(x1 + (x2 - x1) * n / parts, y1 + (y2 - y1) * n / parts) for n in range(1, parts)]


@dataclass(frozen=True, slots=True)
class Turn:
    """The numbers of the stops at one point of a drawing, or of several that would touch: "1, 4"."""

    x: float
    y: float
    words: str
    planned: bool

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The room of the numbers, above their point."""
        half = 5 + len(self.words) * 3.4
        return self.x - half, self.y - ABOVE - 9, self.x + half, self.y - ABOVE + 8


def stops_of_way(taken: Iterable[TakesPart]) -> tuple[Stop, ...]:
    """The stops in order of days, undated ones last; what runs on at one place is one stop."""
    entries = sorted((t.entry for t in taken), key=lambda e: (not e.earliest, e.earliest or "", e.latest or ""))
    found = []
    number = 0
    for (_, is_dated), same in groupby(entries, key=lambda e: (e.place, bool(e.earliest))):
        number += is_dated
        found.append(Stop(number if is_dated else None, tuple(same)))
    return tuple(found)


def legs_of(stops: Sequence[Stop], sheet: Sheet) -> tuple[Leg, ...]:
    """The legs on a drawing, each the short way round the world."""
    found = []
    for one, other in pairwise(_on_way(stops)):
        start, stop = sheet.place(*one.position), sheet.place(*other.position)
        around = round((stop[0] - start[0]) / sheet.scale) * sheet.scale
        if hypot(stop[0] - around - start[0], stop[1] - start[1]) >= SHORTEST:
            found.append(Leg(start, (stop[0] - around, stop[1]), other.planned))
        if around:  # it leaves the drawing at one side, and comes in at the other
            found.append(Leg((start[0] + around, start[1]), stop, other.planned))
    return tuple(found)


def turns_of(stops: Iterable[Stop], sheet: Sheet) -> tuple[Turn, ...]:
    """The numbers at each point; those that would touch stand together at the first of them."""
    found: list[tuple[Point, list[Stop]]] = []
    for stop in _on_way(stops):
        x, y = sheet.place(*stop.position)
        near = (here for (near_x, near_y), here in found if abs(x - near_x) < APART * 2 and abs(y - near_y) < APART)
        if held := next(near, None):
            held.append(stop)
        else:
            found.append(((x, y), [stop]))
    return tuple(Turn(*at, ", ".join(str(s.number) for s in here), all(s.planned for s in here)) for at, here in found)


def _on_way(stops: Iterable[Stop]) -> list[Stop]:
    return [stop for stop in stops if stop.number is not None and stop.has_point]
