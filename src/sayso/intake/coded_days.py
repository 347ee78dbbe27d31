"""The days that a row of a team's table leaves open, from cells in many forms; never a guess between two."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from sayso.intake.coded_cells import Cells, RowError, code_of
from sayso.knowledge.import_maps import ImportMap

WEEK = 6  # days before and after a day that is known to a week
_PART = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_WITH_CLOCK = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[T ]\d{1,2}:.*")
_YEARS = re.compile(r"\(?(\d{4})\)?(?:\s*[-–;,]\s*\(?(\d{4})\)?)*")
_YEAR = re.compile(r"\d{4}")


def days_of(cells: Cells, wanted: ImportMap) -> tuple[str | None, str | None]:
    """First and last day that the row leaves open."""
    precision = code_of(cells.one("precision"), wanted.precisions, "precision")
    first, last, day = (_told_days(cells.one(field), wanted) for field in ("earliest", "latest", "day"))
    first, last, day = (found and _widened(found, precision) for found in (first, last, day or _of_parts(cells)))
    begins, ends = first or day, last or day or first
    start, stop = begins[0].isoformat() if begins else None, ends[1].isoformat() if ends else None
    if start and stop and start > stop:
        raise RowError(f"it ends on {stop} before it begins on {start}")
    return start, stop


def _told_days(told: str | None, wanted: ImportMap) -> tuple[date, date] | None:
    """The days of a cell: ISO 8601, or the formats of the map, when all that fit agree."""
    if told is None:
        return None
    part = _PART.fullmatch(told) or _WITH_CLOCK.fullmatch(told)
    if part is not None:
        return _bounds(*(int(number) if number else None for number in part.groups()))
    if _YEARS.fullmatch(told):
        years = [int(year) for year in _YEAR.findall(told)]
        return _bounds(min(years), None, None)[0], _bounds(max(years), None, None)[1]
    found = {day for form in wanted.formats if (day := _parsed(told, form))}
    if len(found) > 1:
        several = " or ".join(sorted(day[0].isoformat() for day in found))
        raise RowError(f"{told!r} can be {several} by the formats of the map")
    if not found:
        raise RowError(f"{told!r} is no day as the map writes them ({', '.join(('YYYY-MM-DD', *wanted.formats))})")
    return found.pop()


def _parsed(told: str, form: str) -> tuple[date, date] | None:
    """The days of a format: of one without a day the month, of one without a month the year."""
    try:
        day = datetime.strptime(told, form).date()
    except (ValueError, OverflowError):
        return None
    whole = "%d" in form or "%j" in form or "%x" in form or "%c" in form
    month = "%m" in form or "%b" in form or "%B" in form
    return _bounds(day.year, day.month if whole or month else None, day.day if whole else None)


def _of_parts(cells: Cells) -> tuple[date, date] | None:
    """The days of a table with columns for year, month and day, in which 0 is unknown."""
    told = [cells.one(field) for field in ("year", "month", "day_of_month")]
    if told[0] is None:
        return None
    try:
        numbers = [int(float(part)) if part else 0 for part in told]
    except (ValueError, OverflowError) as error:
        raise RowError(f"{'-'.join(part or '' for part in told)!r} is no day") from error
    year, month, day = (number or None for number in numbers)
    return _bounds(year, month, day if month else None)


def _bounds(year: int | None, month: int | None, day: int | None) -> tuple[date, date]:
    try:
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        return first, date(first.year, last_month, day or monthrange(first.year, last_month)[1])
    except ValueError as error:
        raise RowError(f"{year}-{month or 0:02}-{day or 0:02} is no day") from error


def _widened(days: tuple[date, date], precision: str | None) -> tuple[date, date]:
    """The days that a date leaves open when it is known to a week, a month or a year only."""
    first, last = days
    if precision == "week":
        return first - timedelta(WEEK), last + timedelta(WEEK)
    if precision == "month":
        return first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    if precision == "year":
        return first.replace(month=1, day=1), last.replace(month=12, day=31)
    return days
