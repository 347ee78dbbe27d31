"""The world of a drawing as paths of SVG: cut at the rim of the sheet, and no point nearer than a pixel to the last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from sayso.web.charts.window import Point, Sheet, down, east
from sayso.web.charts.world import Line, world

STEP = 0.9  # pixels between two points of a line
FINENESS = 10  # parts of a pixel that a path tells
RIM = 20  # pixels around the sheet that are drawn too
ROUNDS = range(-2, 3)  # around the world, of which parts may be within a sheet
COARSE = 1 / 3000  # of the world: steps of the lines that large parts of the world are drawn from

Box = tuple[float, float, float, float]
Shape = tuple[Box, tuple[Point, ...]]


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths in tenths of a pixel."""

    land: str
    borders: str
    disputed: str


@lru_cache(maxsize=64)
def land_of(sheet: Sheet) -> Paths:
    """What is land, and where borders are."""
    known = _plane(COARSE if sheet.scale * COARSE < STEP else 0.0)
    land, borders, disputed = ("".join(_drawn(shapes, sheet, is_ring=n == 0)) for n, shapes in enumerate(known))
    return Paths(land, borders, disputed)


def warm() -> None:
    """Reads the world, so that the first map is drawn as fast as the next."""
    for step in (0.0, COARSE):
        _plane(step)


@cache
def _plane(step: float) -> tuple[tuple[Shape, ...], ...]:
    """Rings of land, borders and disputed borders on the map of the whole world, with the box of each."""
    found = world()
    rings = [ring for polygon in found.land for ring in polygon]
    return tuple(tuple(shape_of(line, step) for line in lines) for lines in (rings, found.borders, found.disputed))


def shape_of(line: Line, step: float) -> Shape:
    """A line on the map of the whole world, in steps that are at least so long, with its box."""
    points = tuple(_thinned([(east(lon), down(lat)) for lon, lat in line], step))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys)), points


def _thinned(points: Sequence[Point], step: float) -> Iterator[Point]:
    """The points that are at least a step away from the last one; the first and the last stay."""
    last = points[0]
    yield last
    for point in points[1:-1]:
        if abs(point[0] - last[0]) >= step or abs(point[1] - last[1]) >= step:
            yield point
            last = point
    yield points[-1]


def _drawn(shapes: Iterable[Shape], sheet: Sheet, *, is_ring: bool) -> Iterator[str]:
    """The paths of what is within a sheet, also of the world's next round."""
    half_x, half_y = (sheet.width / 2 + RIM) / sheet.scale, (sheet.height / 2 + RIM) / sheet.scale
    box = (sheet.x - half_x, sheet.y - half_y, sheet.x + half_x, sheet.y + half_y)
    for (left, top, right, foot), points in shapes:
        for turn in ROUNDS:
            here = (box[0] - turn, box[1], box[2] - turn, box[3])
            apart = left > here[2] or right < here[0] or top > here[3] or foot < here[1]
            if apart or (is_ring and max(right - left, foot - top) * sheet.scale < STEP):
                continue
            inside = left >= here[0] and right <= here[2] and top >= here[1] and foot <= here[3]
            pieces = [points] if inside else _cut(points, here) if is_ring else _parts(points, here)
            for piece in pieces:
                yield _path(piece, sheet, turn, is_ring)


def _cut(points: Sequence[Point], box: Box) -> list[Sequence[Point]]:
    """A ring without what lies outside of a box (Sutherland and Hodgman 1974)."""
    for axis, edge, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        kept: list[Point] = []
        before = points[-1] if points else (0.0, 0.0)
        for point in points:
            if ((point[axis] - edge) * sign >= 0) != ((before[axis] - edge) * sign >= 0):
                kept.append(_at_edge(before, point, axis, edge))
            if (point[axis] - edge) * sign >= 0:
                kept.append(point)
            before = point
        points = kept
    return [points] if len(points) > 2 else []


def _at_edge(one: Point, other: Point, axis: int, edge: float) -> Point:
    """Where the way from one point to another crosses an edge."""
    share = (edge - one[axis]) / (other[axis] - one[axis])
    across = one[1 - axis] + share * (other[1 - axis] - one[1 - axis])
    return (edge, across) if axis == 0 else (across, edge)


def _parts(points: Sequence[Point], box: Box) -> list[Sequence[Point]]:
    """The parts of a line of which one end of a step lies in a box."""
    found: list[list[Point]] = []
    open_part = False
    for one, other in pairwise(points):
        if _within(one, box) or _within(other, box):
            if not open_part:
                found.append([one])
            found[-1].append(other)
            open_part = True
        else:
            open_part = False
    return list(found)


def _within(point: Point, box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _path(points: Sequence[Point], sheet: Sheet, turn: int, is_ring: bool) -> str:
    """The path of a line in whole tenths of a pixel, each point by its distance from the one before."""
    scale, left, top = sheet.scale, sheet.x - turn, sheet.y
    middle_x, middle_y = sheet.width / 2, sheet.height / 2
    placed = _thinned([((x - left) * scale + middle_x, (y - top) * scale + middle_y) for x, y in points], STEP)
    whole = [(round(x * FINENESS), round(y * FINENESS)) for x, y in placed]
    steps = [f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(whole)]
    return f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps)}{'z' if is_ring else ''}" if steps else ""
