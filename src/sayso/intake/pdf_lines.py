"""The lines of a PDF page with their places, in the order in which the page draws them."""

from __future__ import annotations

import math
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sayso.intake.compose import Refused

MOST_STEPS = 4_000_000  # drawing steps of one document
MOST_LETTERS = 5_000_000  # of one document
SECONDS = 60.0  # of the processor; the limits above are met first, but for files made to be slow
_SAME_ROW = 0.3  # of the letters' height
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_PLAIN = {**_LIGATURES, 0xA0: " ", 0xAD: "-", 0x2010: "-", 0x2011: "-"}  # soft hyphens are what hyphens come out as
_BLANKS = re.compile(r"[ \t\u2000-\u200a\u202f\u205f\u3000]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: where it begins (in points, `down` grows towards the foot), the height of its letters."""

    text: str
    page: int
    along: float
    down: float
    size: float
    turned: int = 0


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
    """The lines of a page (of pypdf); those that are drawn beside each other are one, turned ones are left out."""
    pieces: list[Line] = []

    def write(text: str, shift: Sequence[float], place: Sequence[float], _font: Any, size: float) -> None:
        effort.write(len(text))
        if text:
            pieces.append(_placed(text, number, shift, place, size))

    page.extract_text(visitor_operand_before=lambda *_: effort.step(), visitor_text=write)
    return _rows(_upright(_lines(pieces)))


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


def _lines(pieces: Sequence[Line]) -> list[Line]:
    """Pieces put together to lines, each where its first word is."""
    found: list[Line] = []
    waiting: list[Line] = []
    for piece in pieces:
        *ended, rest = piece.text.split("\n")
        for part in ended:
            found.extend(_line([*waiting, replace(piece, text=part)]))
            waiting = []
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
        last = rows[-1] if rows else None
        if last and last.size and abs(last.down - line.down) < _SAME_ROW * last.size and line.along > last.along:
            rows[-1] = replace(last, text=f"{last.text} {line.text}")
        else:
            rows.append(line)
    return rows
