"""The axis of time: windows of whole days, what a step in or out leads to, ticks that leave each other room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from sayso.web.charts.words import width_of

ZOOMS = {"days": 28, "weeks": 120, "months": 730, "years": 4383}  # days that a window of each has
_UP_TO = (("days", 50), ("weeks", 240), ("months", 1500))  # a wider window shows years
STEPS = (
    ("day", 1), ("day", 2), ("week", 1), ("week", 2), ("month", 1), ("month", 3), ("year", 1), ("year", 2),
    ("year", 5), ("year", 10), ("year", 25), ("year", 50), ("year", 100), ("year", 500),
)  # fmt: skip
LENGTHS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25, "decade": 3652.5, "century": 36525.0}
ROOM = 58  # pixels from one tick to the next, at least
BESIDE = 3  # pixels between a line and its words
LEAST = 3  # days of a window


@dataclass(frozen=True, slots=True)
class Window:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def zoom(self) -> str:
        """The name in ZOOMS of what it shows."""
        return next((name for name, most in _UP_TO if self.days <= most), "years")

    def place(self, day: date, width: float) -> float:
        """Where a day begins, in pixels from the left; outside of the window below 0 or above the width."""
        return (day - self.first).days / self.days * width

    def moved(self, share: float) -> Window:
        """The window a share of its length later, or earlier."""
        return around(self.first.toordinal() + self.days * (0.5 + share), self.days)

    def zoomed(self, days: float) -> Window:
        """A window of so many days around the same middle."""
        return around(self.first.toordinal() + self.days / 2, ceil(days))


@dataclass(frozen=True, slots=True)
class Tick:
    """A line with its words: `label`, and `year` where a new one begins."""

    x: float
    label: str
    year: str


def around(middle: float, days: int) -> Window:
    """The window of so many days around an ordinal, within what a calendar has."""
    whole = date.max.toordinal()
    length = min(max(days, LEAST), whole)
    first = min(max(1, round(middle - length / 2)), whole - length + 1)
    return Window(date.fromordinal(first), date.fromordinal(first + length - 1))


def bins_of(window: Window, most: int) -> str:
    """The finest unit of which a window has at most so many."""
    return next((unit for unit, days in LENGTHS.items() if window.days / days <= most), "century")


def bin_end(first: date, unit: str) -> date:
    """The last day of the bin that begins on a day."""
    onward = _after(
        first, {"decade": "year", "century": "year"}.get(unit, unit), {"decade": 10, "century": 100}.get(unit, 1)
    )
    return date.max if onward is None else onward - timedelta(1)


def ticks(window: Window, width: float) -> list[Tick]:
    """The ticks of a window that is so many pixels wide."""
    unit, number = next(
        ((u, n) for u, n in STEPS if window.days / (LENGTHS[u] * n) <= width / ROOM), STEPS[-1]
    )  # fmt: skip
    found: list[Tick] = []
    year = None
    for day in _days(window, unit, number):
        label = str(day.year) if unit == "year" else f"{day:%b}" if unit == "month" else f"{day.day} {day:%b}"
        x, new = window.place(day, width), unit != "year" and day.year != year
        found.append(Tick(x, _within(label, width - x), _within(str(day.year), width - x) if new else ""))
        year = day.year
    return found


def _within(words: str, room: float) -> str:
    """The words of a tick; "" where the drawing ends before they do."""
    return words if BESIDE + width_of(words) <= room else ""


def _days(window: Window, unit: str, number: int) -> Iterator[date]:
    day: date | None = _begin(window.first, unit, number)
    while day is not None and day <= window.last:
        if day >= window.first:
            yield day
        day = _after(day, unit, number)


def _begin(day: date, unit: str, number: int) -> date:
    """The last day up to this one on which a step begins, else the first of all."""
    if unit == "year":
        return date(day.year - day.year % number or number, 1, 1)  # there is no year 0
    if unit == "month":
        return date(day.year, day.month - (day.month - 1) % number, 1)
    back = day.weekday() + (7 if number == 2 and day.toordinal() // 7 % 2 else 0) if unit == "week" else 0
    back = day.toordinal() % number if unit == "day" else back
    return day - timedelta(min(back, day.toordinal() - 1))


def _after(day: date, unit: str, number: int) -> date | None:
    """The day on which the next step begins, None behind the end of the calendar."""
    try:
        if unit == "year":
            return date(day.year - day.year % number + number, 1, 1)
        if unit == "month":
            months = day.month - 1 + number
            return date(day.year + months // 12, months % 12 + 1, 1)
        return day + timedelta(number * (7 if unit == "week" else 1))
    except (ValueError, OverflowError):
        return None
