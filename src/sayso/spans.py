"""Span arithmetic: half-open offsets in Unicode code points into `Document.text`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open `[start, stop)` offsets, in code points; written as `[start, stop]` in JSON."""

    start: int
    stop: int

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.stop]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.stop and other.start < self.stop

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.stop <= self.stop

    def shift(self, by: int) -> Span:
        return Span(self.start + by, self.stop + by)


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span that covers all; ValueError when there is none."""
    found = list(spans)
    return Span(min(s.start for s in found), max(s.stop for s in found))


def trim(text: str, span: Span, characters: str = " \t\r\n") -> Span:
    """The span without the given characters at its ends; empty at its start when nothing remains."""
    start, stop = span
    while start < stop and text[start] in characters:
        start += 1
    while stop > start and text[stop - 1] in characters:
        stop -= 1
    return Span(start, stop)


def subtract(whole: Span, holes: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of `whole` without the holes, in order."""
    left, start = [], whole.start
    for hole in sorted(h for h in holes if h.overlaps(whole)):
        if hole.start > start:
            left.append(Span(start, hole.start))
        start = max(start, hole.stop)
    if start < whole.stop:
        left.append(Span(start, whole.stop))
    return tuple(left)


def merge(spans: Iterable[Span], gap: int = 0) -> tuple[Span, ...]:
    """The spans in order, those that overlap or lie at most `gap` characters apart joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].stop + gap:
            joined[-1] = Span(joined[-1].start, max(joined[-1].stop, span.stop))
        else:
            joined.append(span)
    return tuple(joined)
