"""The lines of a PDF page, and the order in which people read them where columns are drawn line by line across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_SAME_ROW = 0.3  # of the letters' height
FEWEST = 4  # rows in which a column begins at one place
_ALIGNED = 3.0  # points by which the lines of a column may begin apart
_SHORTEST = 18  # letters of most lines of a column; cells of tables are shorter
_RUNNING = 0.5  # of the lines of running text begin with a small letter, those of tables and lists do not
_WIDTH = 0.4  # heights of letters that a letter is wide at least, on the average
_OVER = 2.0  # heights of letters by which a line that is no line of a column reaches over the gap


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: where it begins (in points, `down` grows towards the foot), the height of its letters."""

    text: str
    page: int
    along: float
    down: float
    size: float
    turned: int = 0


def beside(line: Line, following: Line) -> bool:
    """Whether a line stands to the right of another, at the same height."""
    same = abs(line.down - following.down) < _SAME_ROW * line.size
    return bool(line.size) and same and following.along > line.along


def gutters(cells: Sequence[Line]) -> list[float]:
    """Where the columns but the first begin, none when the page has one column or a table.

    `cells` are the lines of the page, what stands beside each other apart.
    """
    pairs = sorted((pair for pair in pairwise(cells) if beside(*pair)), key=lambda pair: pair[1].along)
    groups: list[list[tuple[Line, Line]]] = []
    for pair in pairs:
        if groups and pair[1].along - groups[-1][-1][1].along <= _ALIGNED:
            groups[-1].append(pair)
        else:
            groups.append([pair])
    return [group[0][1].along for group in groups if _of_running_text(group)]


def _of_running_text(group: Sequence[tuple[Line, Line]]) -> bool:
    sides = list(zip(*group, strict=True))
    long = all(median(len(line.text) for line in side) >= _SHORTEST for side in sides)
    small = [line.text[:1].islower() for side in sides for line in side]
    return len(group) >= FEWEST and long and sum(small) >= _RUNNING * len(small)


def by_column(cells: Sequence[Line], begins: Sequence[float]) -> list[Line]:
    """The lines of one column after those of another; a line over several columns stands between what is above and
    below it."""
    found: list[Line] = []
    columns: list[list[Line]] = [[] for _ in range(len(begins) + 1)]
    for cell in cells:
        column = sum(cell.along >= begin - _ALIGNED for begin in begins)
        if column < len(begins) and _end(cell) > begins[column] + _OVER * cell.size:
            found += [line for lines in columns for line in lines] + [cell]
            columns = [[] for _ in columns]
        else:
            columns[column].append(cell)
    return found + [line for lines in columns for line in lines]


def _end(cell: Line) -> float:
    return cell.along + _WIDTH * cell.size * len(cell.text)
