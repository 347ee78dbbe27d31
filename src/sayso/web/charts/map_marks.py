"""What stands on a map: places as signs, those that would touch as one circle with their number, and how exact each is.

A circle of several places stands at the one with the most incidents, never where nothing was told to happen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import cos, hypot, log2, pi, sin

from sayso.chronicle.views.network import most_first
from sayso.chronicle.views.places import Counts, Spot
from sayso.export.rows import MARKS
from sayso.records import STATUSES
from sayso.web.charts.labels import Box, Label, Named, labels_of
from sayso.web.charts.window import Sheet

REACH = {"point": 0.0, "populated place": 10.0, "admin": 100.0, "sea": 200.0, "region": 300.0}  # kilometres, about
SIGN = 8.0  # half of the room of a single incident
GAP = 2.0  # pixels between two marks
MOST_CIRCLES = 80
WIDEST = 24.0  # pixels from the middle of a circle to its rim
SQUARE = 2 * WIDEST + GAP  # whatever touches lies in this one or one beside it
RING = 3.5  # pixels of the rim of a circle, which tells by parts how certain its incidents are


@dataclass(slots=True)
class Group:
    """Places that stand together at the point of the first, and how many incidents they have."""

    spots: list[Spot]
    x: float
    y: float
    incidents: int

    @property
    def radius(self) -> float:
        return SIGN if self.incidents == 1 else min(WIDEST, 9.0 + 1.7 * log2(self.incidents))

    def take_in(self, other: Group) -> None:
        self.spots.extend(other.spots)
        self.incidents += other.incidents


@dataclass(frozen=True, slots=True)
class Arc:
    """The part of a rim that belongs to a status, as a path around the middle of the mark."""

    status: str
    path: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Places that stand together: `status` when all their incidents have one, `box` in degrees around all of them."""

    spots: tuple[Spot, ...]
    x: float
    y: float
    radius: float
    statuses: Counts
    arcs: tuple[Arc, ...]
    box: tuple[float, float, float, float]
    label: Label

    @property
    def incidents(self) -> int:
        return sum(count for _, count in self.statuses)

    @property
    def taken(self) -> tuple[Box, ...]:
        """What the mark and its name cover."""
        own = Named("", self.x, self.y, self.radius).box
        return (own, self.label.box) if self.label.words else (own,)


@dataclass(frozen=True, slots=True)
class Circle:
    """How far around its point a place may reach."""

    spot: Spot
    x: float
    y: float
    radius: float


def marks_of(
    spots: Iterable[Spot], sheet: Sheet, crossed: Sequence[tuple[float, float]] = (), barred: Sequence[Box] = ()
) -> tuple[Mark, ...]:
    """The marks within a drawing, the largest first; `crossed` and `barred` are what their names keep off."""
    placed = [(spot, *sheet.place(spot.lon, spot.lat)) for spot in spots]
    inside = [p for p in placed if -SIGN <= p[1] <= sheet.width + SIGN and -SIGN <= p[2] <= sheet.height + SIGN]
    groups = _grouped(inside)
    named = [Named(_name(group.spots), group.x, group.y, group.radius) for group in groups]
    labels = labels_of(named, (0.0, 0.0, float(sheet.width), float(sheet.height)), crossed, barred)
    return tuple(_mark(group, label, sheet) for group, label in zip(groups, labels, strict=True))


def circles_of(spots: Iterable[Spot], sheet: Sheet) -> tuple[Circle, ...]:
    """How far the places of a drawing reach, where that is more than their sign; the widest first, not all of many."""
    found = [
        Circle(spot, x, y, reach)
        for spot in spots
        if (reach := sheet.pixels(REACH.get(spot.precision, 0.0), spot.lat)) > SIGN * 1.2
        for x, y in [sheet.place(spot.lon, spot.lat)]
        if -reach <= x <= sheet.width + reach and -reach <= y <= sheet.height + reach
    ]
    return tuple(sorted(found[:MOST_CIRCLES], key=lambda circle: -circle.radius))


def arcs_of(statuses: Counts, radius: float) -> tuple[Arc, ...]:
    """The rim of a circle in parts, clockwise from the top, in the order of the statuses."""
    counts = dict(statuses)
    total, turned = sum(counts.values()), 0.0
    found = []
    for status in (*STATUSES, *sorted(counts.keys() - set(STATUSES))):
        if status in counts:
            share = counts[status] / total
            found.append(Arc(status, _arc(turned, turned + share, radius)))
            turned += share
    return tuple(found)


def told(statuses: Counts) -> str:
    """ "● 3 happened, ▷ 1 planned"."""
    return ", ".join(f"{MARKS.get(status, '▪')} {count:,} {status}" for status, count in statuses)


def exactness(precision: str) -> str:
    """How exact a point is, in words."""
    reach = REACH.get(precision)
    if reach is None:
        return precision
    return f"{precision}, within about {reach:.0f} km" if reach else f"{precision}, exact"


def _grouped(placed: Sequence[tuple[Spot, float, float]]) -> list[Group]:
    """Places in groups none of which touches another: again and again, as groups grow by what they take in."""
    groups = [Group([spot], x, y, spot.incidents) for spot, x, y in placed]
    while True:
        merged = _merged(groups)
        if len(merged) == len(groups):
            return merged
        groups = sorted(merged, key=lambda group: -group.incidents)


def _merged(groups: Sequence[Group]) -> list[Group]:
    """Each group that touches one before it goes into that; looked for only in the squares around."""
    found: list[Group] = []
    squares: dict[tuple[int, int], list[Group]] = defaultdict(list)
    for group in groups:
        column, row = int(group.x // SQUARE), int(group.y // SQUARE)
        around = product(range(column - 1, column + 2), range(row - 1, row + 2))
        near = (other for square in around for other in squares.get(square, ()))
        if held := next((other for other in near if _touch(group, other)), None):
            held.take_in(group)
        else:
            found.append(group)
            squares[column, row].append(group)
    return found


def _touch(one: Group, other: Group) -> bool:
    return hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius + GAP


def _name(spots: Sequence[Spot]) -> str:
    more = len({spot.name for spot in spots}) - 1
    return f"{spots[0].name} and {more:,} more" if more else spots[0].name


def _mark(group: Group, label: Label, sheet: Sheet) -> Mark:
    counts: Counter[str] = Counter()
    for spot in group.spots:
        counts.update(dict(spot.statuses))
    statuses, radius = most_first(counts), group.radius
    arcs = arcs_of(statuses, radius - RING / 2)
    return Mark(tuple(group.spots), group.x, group.y, radius, statuses, arcs, _box(group.spots, sheet), label)


def _box(spots: Sequence[Spot], sheet: Sheet) -> tuple[float, float, float, float]:
    """West, south, east, north of all points, in the round of the world that the drawing shows."""
    middle = (sheet.window.west + sheet.window.east) / 2
    longitudes = [spot.lon - 360 * round((spot.lon - middle) / 360) for spot in spots]
    turn = 360 * ((min(longitudes) + 180) // 360)
    latitudes = [spot.lat for spot in spots]
    return min(longitudes) - turn, min(latitudes), max(longitudes) - turn, max(latitudes)


def _arc(start: float, stop: float, radius: float) -> str:
    """A part of a circle from one share of it to another; a whole one in two halves."""
    (x1, y1), (x2, y2) = (
        (radius * sin(2 * pi * share), -radius * cos(2 * pi * share)) for share in (start, min(stop, start + 0.9999))
    )
    return f"M{x1:.2f} {y1:.2f}A{radius:.1f} {radius:.1f} 0 {int(stop - start > 0.5)} 1 {x2:.2f} {y2:.2f}"
