"""The lines of a PDF page with their places, in the order in which the page draws them."""

from __future__ import annotations

import math
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sayso.intake.compose import Refused
from sayso.intake.pdf_columns import FEWEST, beside, by_column, gutters
from sayso.intake.pdf_columns import Line as Line

MOST_STEPS = 4_000_000  # drawing steps of one document
MOST_LETTERS = 5_000_000  # of one document
SECONDS = 60.0  # of the processor; the limits above are met first, but for files made to be slow
_LEAP = 60.0  # points between the beginnings of what stands beside each other
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_PLAIN = {**_LIGATURES, 0xA0: " ", 0xAD: "-", 0x2010: "-", 0x2011: "-"}  # soft hyphens are what hyphens come out as
_BLANKS = re.compile(r"[ \t\u2000-\u200a\u202f\u205f\u3000]+")


class Effort:
    """What one document has cost so far; raises `Refused` at a limit."""

    def __init__(self, clock: Callable[[], float] = time.thread_time) -> None:
        self._clock, self._end = clock, clock() + SECONDS
        self.steps = self.letters = 0

    def step(self) -> None:
        """Counts one step of drawing."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Refused("too-large", f"it takes over {MOST_STEPS:,} steps to draw; no report needs so many")
        if self.steps % 256 == 0:
            self.look()

    def look(self) -> None:
        """Compares with the clock."""
        if self._clock() > self._end:
            raise Refused("too-slow", f"it takes over {SECONDS:.0f} seconds to read")

    def write(self, letters: int) -> None:
        """Counts letters."""
        self.letters += letters
        if self.letters > MOST_LETTERS:
            raise Refused("too-large", f"it has over {MOST_LETTERS:,} letters; split it")


def lines_of_page(page: Any, number: int, effort: Effort) -> list[Line]:
    """The lines of a page (of pypdf), columns one after the other; turned ones are left out.

    Those that are drawn beside each other are one, unless they are lines of columns.
    """
    drawn = _drawn(page, number, effort)
    cells = _upright(_lines(drawn.pieces, apart=True))
    begins = gutters(cells)
    if not begins and drawn.leaps >= FEWEST:
        cells = _upright(_lines(_drawn(_paused(page), number, effort).pieces, apart=True))
        begins = gutters(cells)
    return by_column(cells, begins) if begins else _rows(_upright(_lines(drawn.pieces)))


@dataclass(slots=True)
class _Drawn:
    """Pieces of text as a page draws them, and how often it goes on far to the right of what it drew last."""

    pieces: list[Line] = field(default_factory=list)
    leaps: int = 0
    last: Line | None = None

    def shows(self, here: Line) -> None:
        """Text is about to be drawn at a place."""
        last = self.last
        self.leaps += last is not None and abs(here.down - last.down) < 1 and here.along - last.along > _LEAP
        self.last = here


def _drawn(page: Any, number: int, effort: Effort) -> _Drawn:
    found = _Drawn()

    def step(operator: bytes, _operands: Any, shift: Sequence[float], place: Sequence[float]) -> None:
        effort.step()
        if operator in (b"Tj", b"TJ"):
            found.shows(_placed("", number, shift, place, 0))

    def write(text: str, shift: Sequence[float], place: Sequence[float], _font: Any, size: float) -> None:
        effort.write(len(text))
        if text:
            found.pieces.append(_placed(text, number, shift, place, size))

    page.extract_text(visitor_operand_before=step, visitor_text=write)
    return found


def _paused(page: Any) -> Any:
    """The page, changed so that each move to another place ends a piece of text: else one can go over all columns."""
    from pypdf.generic import ContentStream, NameObject, NumberObject

    content = page.get_contents()
    if isinstance(content, ContentStream):
        same: Any = ([NumberObject(n) for n in (1, 0, 0, 1, 0, 0)], b"cm")
        told = content.operations
        content.operations = [
            each for one in told for each in ((same, one) if one[1] in (b"Td", b"TD", b"Tm") else (one,))
        ]
        page[NameObject("/Contents")] = content
    return page


def _placed(text: str, page: int, shift: Sequence[float], place: Sequence[float], size: float) -> Line:
    """A piece of text with its place on the page: the matrices of text and page taken together."""
    a, b, c, d, e, f = (float(number) for number in shift)
    right = (place[0] * a + place[1] * c, place[0] * b + place[1] * d)
    up = (place[2] * a + place[3] * c, place[2] * b + place[3] * d)
    x, y = place[4] * a + place[5] * c + e, place[4] * b + place[5] * d + f
    angle = math.atan2(right[1], right[0]) if math.isfinite(right[0] + right[1]) else 0.0
    along, down = x * math.cos(angle) + y * math.sin(angle), x * math.sin(angle) - y * math.cos(angle)
    height = abs(float(size)) * math.hypot(*up)
    fit = all(map(math.isfinite, (along, down, height)))
    turned = round(math.degrees(angle) / 90) % 4
    return Line(text, page, along, down, height, turned) if fit else Line(text, page, 0, 0, 0)


def _lines(pieces: Sequence[Line], *, apart: bool = False) -> list[Line]:
    """Pieces put together to lines, each where its first word is; `apart`: what is drawn far to the right of a line
    begins another."""
    found: list[Line] = []
    waiting: list[Line] = []
    for piece in pieces:
        *ended, rest = piece.text.split("\n")
        if apart and waiting and piece.along > waiting[0].along + _LEAP:
            found.extend(_line(waiting))
            waiting = []
        for part in ended:
            found.extend(_line([*waiting, replace(piece, text=part)]))
            waiting = []
        if waiting or rest.strip():
            waiting.append(replace(piece, text=rest))
    return [*found, *_line(waiting)]


def _line(pieces: Sequence[Line]) -> list[Line]:
    text = _BLANKS.sub(" ", "".join(piece.text for piece in pieces).translate(_PLAIN)).strip()
    first = next((piece for piece in pieces if piece.text.strip()), None)
    return [replace(first, text=text, size=_main_size(pieces))] if text and first else []


def _main_size(pieces: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[round(piece.size, 1)] += len(piece.text.strip())
    return sizes.most_common(1)[0][0]


def _upright(lines: Sequence[Line]) -> list[Line]:
    """The lines that run as most of the page does: stamps along the edge go."""
    letters: Counter[int] = Counter()
    for line in lines:
        letters[line.turned] += len(line.text)
    main = letters.most_common(1)[0][0] if letters else 0
    return [line for line in lines if line.turned == main]


def _rows(lines: Sequence[Line]) -> list[Line]:
    """Lines with what stands to the right of them at the same height: raised marks, the cells of a table."""
    rows: list[Line] = []
    for line in lines:
        if rows and beside(rows[-1], line):
            rows[-1] = replace(rows[-1], text=f"{rows[-1].text} {line.text}")
        else:
            rows.append(line)
    return rows
