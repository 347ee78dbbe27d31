"""Where names stand in a drawing: beside their mark, where they touch no other mark and no other name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from sayso.web.charts.words import fitted, width_of

LABEL, LINE = 190, 15  # pixels of a name, and of its height
SQUARE = 64  # pixels of the squares by which boxes are kept

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Named:
    """A mark at a point with a name and half of the room that it takes."""

    name: str
    x: float
    y: float
    radius: float

    @property
    def box(self) -> Box:
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius


@dataclass(frozen=True, slots=True)
class Label:
    """A name, shortened where there is less room, at a point; `anchor` as SVG has it. No words: no room."""

    words: str
    x: float
    y: float
    anchor: str

    @property
    def box(self) -> Box:
        """The room of the words."""
        long = width_of(self.words)
        left = self.x - {"start": 0.0, "middle": long / 2, "end": long}[self.anchor]
        return left, self.y - 11, left + long, self.y + 2


NO_ROOM = Label("", 0.0, 0.0, "middle")


def labels_of(
    marks: Sequence[Named], sheet: Box, crossed: Sequence[Point] = (), barred: Sequence[Box] = ()
) -> tuple[Label, ...]:
    """The label of each mark, what comes first chooses first: never in a box that is `barred`, and over none of the
    points `crossed` if that can be."""
    taken = Room([*barred, *(mark.box for mark in marks)])
    found = []
    for mark in marks:
        free = [
            (sum(_holds(box, point) for point in crossed), order, words, at, box)
            for order, (words, at, box) in enumerate(_options(mark))
            if _within(box, sheet) and taken.is_free(box, but=mark.box)
        ]
        if not free or not mark.name:
            found.append(NO_ROOM)
            continue
        _, _, words, spot, box = min(free)
        taken.add(box)
        found.append(Label(words, *spot))
    return tuple(found)


class Room:
    """The boxes of a drawing, kept by the squares that they lie in, so that few are looked at for each question."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._squares: dict[tuple[int, int], list[Box]] = defaultdict(list)
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        for square in _squares(box):
            self._squares[square].append(box)

    def is_free(self, box: Box, *, but: Box | None = None) -> bool:
        """Whether a box touches no other; one can be left aside."""
        return not any(
            touch(box, other) and other != but for square in _squares(box) for other in self._squares.get(square, ())
        )


def _squares(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, foot = (int(edge // SQUARE) for edge in box)
    return product(range(left, right + 1), range(top, foot + 1))


def _options(mark: Named) -> Iterable[tuple[str, tuple[float, float, str], Box]]:
    """Where a name can stand: right, left, below, above; then the same, shorter."""
    x, y = mark.x, mark.y
    for room in (LABEL, LABEL * 0.6):
        words = fitted(mark.name, room)
        long, far = width_of(words), mark.radius + 4
        yield words, (x + far, y + 4, "start"), (x + far, y - LINE / 2, x + far + long, y + LINE / 2)
        yield words, (x - far, y + 4, "end"), (x - far - long, y - LINE / 2, x - far, y + LINE / 2)
        yield words, (x, y + far + 10, "middle"), (x - long / 2, y + far - 2, x + long / 2, y + far + LINE)
        yield words, (x, y - far, "middle"), (x - long / 2, y - far - LINE, x + long / 2, y - far + 3)


def touch(one: Box, other: Box) -> bool:
    """Whether two boxes have room in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _holds(box: Box, point: Point) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _within(box: Box, sheet: Box) -> bool:
    return box[0] >= sheet[0] and box[1] >= sheet[1] and box[2] <= sheet[2] and box[3] <= sheet[3]
