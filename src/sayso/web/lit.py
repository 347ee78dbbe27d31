"""A text cut where marks begin and end, so that marks may overlap as they like and every piece is plain words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.spans import Span

_BLOCK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that belong to record number `record`, as `sort` ("event", "place", "bare", ...)."""

    span: Span
    sort: str
    record: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring characters under the same marks; none for words between them."""

    start: int
    words: str
    marks: tuple[Mark, ...]

    @property
    def records(self) -> str:
        """The numbers of the records, a space between."""
        return " ".join(dict.fromkeys(str(mark.record) for mark in self.marks))

    @property
    def sorts(self) -> str:
        """The sorts of the marks, a space between."""
        return " ".join(dict.fromkeys(mark.sort for mark in self.marks))

    @property
    def leads_to(self) -> int | None:
        """The event that is told by these words, the shortest where several are."""
        told = [mark for mark in self.marks if mark.sort == "event"]
        return min(told, key=lambda mark: mark.span.stop - mark.span.start).record if told else None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: where it begins in the text, its pieces, and whether it lies in the title."""

    start: int
    pieces: tuple[Piece, ...]
    is_title: bool


def blocks(text: str, marks: Iterable[Mark], title_stop: int = 0) -> list[Block]:
    """The paragraphs of a text in pieces; the words of all pieces are the text without the lines between.

    A mark that reaches beyond the text is cut there, an empty one is left out.
    """
    inside = (Mark(Span(max(0, m.span.start), min(len(text), m.span.stop)), m.sort, m.record) for m in marks)
    found = [m for m in inside if m.span.start < m.span.stop]
    cuts = sorted({edge for mark in found for edge in mark.span})
    covering = _covering(cuts, found)
    return [
        Block(span.start, tuple(_pieces(text, span, cuts, covering)), span.stop <= title_stop)
        for span in _paragraphs(text)
    ]


def _covering(cuts: Sequence[int], marks: Sequence[Mark]) -> list[tuple[Mark, ...]]:
    """The marks over the stretch from each cut to the next."""
    begin: dict[int, list[Mark]] = {}
    for mark in marks:
        begin.setdefault(mark.span.start, []).append(mark)
    found: list[tuple[Mark, ...]] = []
    open_: list[Mark] = []
    for cut in cuts:
        open_ = [m for m in open_ if m.span.stop > cut] + begin.get(cut, [])
        found.append(tuple(open_))
    return found


def _pieces(text: str, span: Span, cuts: Sequence[int], covering: Sequence[tuple[Mark, ...]]) -> Iterable[Piece]:
    edges = [span.start, *cuts[bisect_right(cuts, span.start) : bisect_left(cuts, span.stop)], span.stop]
    for start, stop in pairwise(edges):
        cut = bisect_right(cuts, start) - 1
        yield Piece(start, text[start:stop], covering[cut] if cut >= 0 else ())


def _paragraphs(text: str) -> Iterable[Span]:
    start = 0
    for gap in [*_BLOCK.finditer(text), None]:
        stop = gap.start() if gap else len(text)
        if text[start:stop].strip():
            yield Span(start, stop)
        start = gap.end() if gap else stop
