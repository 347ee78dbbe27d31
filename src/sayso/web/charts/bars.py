"""Very many incidents in lanes: a bar for each bin, as high as it has incidents, in a part for each status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import sqrt

from sayso.chronicle.views.spans import Tally
from sayso.export.days import as_day
from sayso.records import STATUSES
from sayso.web.charts.axis import Window, bin_end
from sayso.web.charts.marks import FOOT, HEAD, OTHERS, top_lanes
from sayso.web.charts.words import width_of

HIGHEST = 44  # pixels
MOST_BINS = 60
NARROWEST = 11  # pixels of a bar and what is between two

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """One status of a bar, as a path."""

    status: str
    path: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The incidents of one bin of a lane, by status; `words` are their number where there is room for it."""

    middle: float
    top: float
    parts: tuple[Part, ...]
    counts: Counts
    words: str
    window: Window

    @property
    def incidents(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class BarLane:
    """A name, and the bars under it."""

    name: str
    incidents: int
    y: float
    height: float
    bars: tuple[Bar, ...]


def most_bins(width: float) -> int:
    """How many bins a drawing has room for."""
    return max(12, min(MOST_BINS, int(width // NARROWEST)))


def bar_lanes(tallies: Iterable[Tally], bins: str, window: Window, width: float, missing: str) -> tuple[BarLane, ...]:
    """The lanes from the top down; the heights are drawn so that four times as many are twice as high."""
    by_lane = _by_lane(tallies, missing)
    most = max((sum(counts.values()) for held in by_lane.values() for counts in held.values()), default=1)
    height = HEAD + HIGHEST + 14 + FOOT
    found = []
    for number, (name, held) in enumerate(by_lane.items()):
        foot = number * height + HEAD + 14 + HIGHEST
        bars = tuple(_bar(day, held[day], bins, window, width, foot, most) for day in sorted(held))
        found.append(BarLane(name, sum(bar.incidents for bar in bars), number * height, height, bars))
    return tuple(found)


def _by_lane(tallies: Iterable[Tally], missing: str) -> dict[str, dict[date, Counts]]:
    totals: dict[str, int] = defaultdict(int)
    rows = [(tally.lane or missing, tally) for tally in tallies]
    for name, tally in rows:
        totals[name] += tally.incidents
    kept = top_lanes(totals)
    names = [*kept, OTHERS] if len(totals) > len(kept) else kept
    found: dict[str, dict[date, Counts]] = {name: defaultdict(lambda: defaultdict(int)) for name in names}
    for name, tally in rows:
        found[name if name in found else OTHERS][as_day(tally.day) or date.min][tally.status] += tally.incidents
    return found


def _bar(first: date, counts: Counts, bins: str, window: Window, width: float, foot: float, most: int) -> Bar:
    own = Window(first, bin_end(first, bins))
    begin, end = (
        max(0.0, window.place(own.first, width)),
        min(width, window.place(own.last, width) + width / window.days),
    )
    total = sum(counts.values())
    height, top = max(3.0, sqrt(total / most) * HIGHEST), foot
    left, wide = round(begin + 0.5, 1), round(max(1.0, end - begin - 1), 1)
    parts = []
    for status in (*STATUSES, *sorted(counts.keys() - set(STATUSES))):
        if share := counts.get(status, 0) / total * height:
            top -= share
            parts.append(Part(status, f"M{left} {top:.1f}h{wide}v{share:.1f}h-{wide}z"))
    words = f"{total:,}"
    room = words if width_of(words) * 0.8 <= end - begin else ""
    return Bar(round(left + wide / 2, 1), round(top - 3, 1), tuple(parts), dict(counts), room, own)
