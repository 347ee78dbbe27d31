"""Names of states on a map: where each fits into what is seen of its state, and touches nothing else.

A name stands where there is the most room for its line of words, found by rows of pixels through the state. States that
hold incidents are named even where the name is wider than they are; others only where it fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from sayso.web.charts.labels import LINE, Box, Point, Room
from sayso.web.charts.land import ROUNDS, Shape, shape_of
from sayso.web.charts.land import warm as warm_land
from sayso.web.charts.window import Sheet
from sayso.web.charts.words import width_of
from sayso.web.charts.world import world
from sayso.web.words import country_name

ROW = 8  # pixels between two rows
RIM = 6  # pixels at the edge of a sheet that stay free
MOST_SPOTS = 24  # of one name, where the first ones may be taken
MOST_NAMES = 40
PLENTY = 3.0  # times the width of a name: more room is no better
FITS = 0.6  # of the width of a name, which is reckoned rather too large
LEAST = 0.05  # of the width of a name: so much of a state must be seen
ALONE = 0.25  # what the room of a row is worth without those beside it
STEPS = (1 / 750, 1 / 3000, 0.0)  # of the world: outlines, the coarsest first
FINE = 3.0  # pixels by which an outline may be off
SPACED = 1.1  # names of states are set wider than other names

Run = tuple[float, float]
Rows = dict[int, list[Run]]


@dataclass(frozen=True, slots=True)
class Named:
    """A state in a drawing: the points at which its name can stand in the middle, the best first.

    `room` is how often the name goes into the state there, beside itself.
    """

    code: str
    name: str
    width: float
    room: float
    spots: tuple[Point, ...]

    def box(self, spot: Point) -> Box:
        """What the name covers at a point."""
        x, y = spot
        return x - self.width / 2, y - LINE / 2, x + self.width / 2, y + LINE / 2


@dataclass(frozen=True, slots=True)
class Placed:
    """The name of a state, its middle at a point."""

    name: str
    x: float
    y: float


def placed_names(
    sheet: Sheet, holding: Collection[str], taken: Iterable[Box], crossed: Sequence[Point] = ()
) -> tuple[Placed, ...]:
    """The names that a drawing has room for beside what is `taken` and `crossed`; those that hold incidents first."""
    room, found = Room([*taken, *((x - 3, y - 3, x + 3, y + 3) for x, y in crossed)]), []
    for state in states_to_name(sheet, frozenset(holding)):
        free = next((spot for spot in state.spots if room.is_free(state.box(spot))), None)
        if free:
            room.add(state.box(free))
            found.append(Placed(state.name, *free))
    return tuple(found)


@lru_cache(maxsize=64)
def states_to_name(sheet: Sheet, holding: frozenset[str]) -> tuple[Named, ...]:
    """The states that are seen in a drawing and can be named, those that hold incidents first, then the roomiest."""
    step = next(step for step in STEPS if step * sheet.scale <= FINE)
    seen = (named for code, shapes in _plane(step) if (named := _named(code, shapes, sheet)))
    kept = [one for one in seen if one.room >= FITS or one.code in holding]
    return tuple(sorted(kept, key=lambda one: (one.code not in holding, -one.room, one.name))[:MOST_NAMES])


def warm() -> None:
    """Reads the world and the outlines of all states, so that the first map is drawn as fast as the next."""
    warm_land()
    for step in STEPS:
        _plane(step)


@cache
def _plane(step: float) -> tuple[tuple[str, tuple[Shape, ...]], ...]:
    """The rings of each state on the map of the whole world."""
    return tuple((state.code, tuple(shape_of(ring, step) for ring in state.rings)) for state in world().states)


def _named(code: str, shapes: Sequence[Shape], sheet: Sheet) -> Named | None:
    """Where the name of a state can stand; None where too little of it is seen."""
    name = country_name(code)
    width = width_of(name) * SPACED
    rows = _rows(shapes, sheet)
    best = sorted(_spots(rows, width, sheet), reverse=True)[:MOST_SPOTS]
    if not best or best[0][0] < LEAST:
        return None
    return Named(code, name, width, best[0][0], tuple((x, y) for _, _, x, y in best))


def _spots(rows: Rows, width: float, sheet: Sheet) -> Iterator[tuple[float, float, float, float]]:
    """The best point of each row: how much room it has, how near the middle of what is seen it is, and the point."""
    middle = _middle(rows)
    half = width / 2 + RIM
    for row, runs in rows.items():
        y = (row + 0.5) * ROW
        points = (x for run in runs for x in _points(run, width) if half <= x <= sheet.width - half)
        if LINE <= y <= sheet.height - LINE:
            yield from sorted((_room(rows, row, x, width), -abs(x - middle[0]) - abs(y - middle[1]), x, y)
                              for x in points)[-1:]  # fmt: skip


def _points(run: Run, width: float) -> tuple[float, ...]:
    """Where in a run a name can have its middle: in that of the run, in a long one also beside it."""
    start, stop = run
    shares = (0.2, 0.35, 0.5, 0.65, 0.8) if stop - start > PLENTY * width else (0.5,)
    return tuple(start + (stop - start) * share for share in shares)


def _room(rows: Rows, row: int, x: float, width: float) -> float:
    """How often a name goes into the rows that it covers, with its middle at x; little where that is one row alone."""
    above, here, below = (_side(rows.get(near, ()), x) for near in (row - 1, row, row + 1))
    return min(PLENTY, 2 * max(min(above, here, below), here * ALONE) / width)


def _side(runs: Iterable[Run], x: float) -> float:
    """How far it is from a point in a row to where the state ends; 0 outside of it."""
    return next((min(x - start, stop - x) for start, stop in runs if start <= x <= stop), 0.0)


def _middle(rows: Rows) -> Point:
    """The middle of all that is seen of a state."""
    parts = [
        ((start + stop) / 2, (row + 0.5) * ROW, stop - start) for row, runs in rows.items() for start, stop in runs
    ]
    area = sum(long for *_, long in parts) or 1.0
    return sum(x * long for x, _, long in parts) / area, sum(y * long for _, y, long in parts) / area


# --- what is seen of a state, row by row ---------------------------------------------------------------------------


def _rows(shapes: Sequence[Shape], sheet: Sheet) -> Rows:
    """The runs of a state in the rows of a drawing, cut at its sides."""
    crossings: dict[int, list[float]] = defaultdict(list)
    for box, points in shapes:
        for turn in ROUNDS:
            if _is_seen(box, sheet, turn):
                for row, x in _crossings(points, sheet, turn):
                    crossings[row].append(x)
    return {row: runs for row, found in crossings.items() if (runs := _runs(sorted(found), sheet.width))}


def _runs(crossings: Sequence[float], width: int) -> list[Run]:
    """From each side of a state in a row to the next one, as far as the drawing shows them."""
    sides = zip(crossings[::2], crossings[1::2], strict=False)
    cut = ((max(0.0, start), min(float(width), stop)) for start, stop in sides)
    return [(start, stop) for start, stop in cut if start < stop]


def _is_seen(box: Box, sheet: Sheet, turn: int) -> bool:
    left, top, right, foot = box
    half_x, half_y = sheet.width / 2 / sheet.scale, sheet.height / 2 / sheet.scale
    across = left + turn <= sheet.x + half_x and right + turn >= sheet.x - half_x
    return across and top <= sheet.y + half_y and foot >= sheet.y - half_y and (right - left) * sheet.scale > 2 * ROW


def _crossings(points: Sequence[Point], sheet: Sheet, turn: int) -> Iterator[tuple[int, float]]:
    """The rows that a ring crosses, and where; a side counts from its upper end to just before its lower one."""
    scale, left, top = sheet.scale, sheet.x - turn, sheet.y
    most = sheet.height // ROW
    placed = [
        ((x - left) * scale + sheet.width / 2, ((y - top) * scale + sheet.height / 2) / ROW - 0.5) for x, y in points
    ]
    for (x1, y1), (x2, y2) in pairwise([*placed, placed[0]]):
        if y1 > y2:
            x1, y1, x2, y2 = x2, y2, x1, y1
        for row in range(max(0, -int(-y1 // 1)), min(most, -int(-y2 // 1))):
            yield row, x1 + (x2 - x1) * (row - y1) / (y2 - y1)
