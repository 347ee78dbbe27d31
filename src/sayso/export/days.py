"""Days as a person writes them, at the precision that the text has: no invented day, no invented midnight."""

from __future__ import annotations

from calendar import month_name, monthrange
from collections.abc import Sequence
from datetime import date

from sayso.records import EventTime, Timex

BEFORE = {"since": "since ", "until": "until ", "throughout": "throughout ", "repeated": "repeatedly, "}


def show_time(time: EventTime | None, times: Sequence[Timex]) -> str:
    """ "2023-09-16", "July 2023", "since 2021", "“Saturday” (date unknown)", or "" for an event without a date."""
    if time is None:
        return ""
    words = BEFORE.get(time.relation or "", "")
    if time.relation == "since" or not (time.earliest and time.latest):
        return words + _of_expressions(time, times) if time.times else ""
    return words + show_days(time.earliest, time.latest)


def _of_expressions(time: EventTime, times: Sequence[Timex]) -> str:
    """What the words themselves say, where the whole has an open end."""
    known = {t.id: t for t in times}
    expressions = [known[i] for i in time.times if i in known]
    if time.relation in ("since", "until") and expressions and expressions[0].earliest and expressions[0].latest:
        return show_days(expressions[0].earliest, expressions[0].latest)
    if time.earliest or time.latest:
        return f"from {time.earliest}" if time.earliest else f"by {time.latest}"
    quotes = ", ".join(f"“{t.quote}”" for t in expressions)
    return f"{quotes} (date unknown)" if quotes else ""


def show_days(earliest: str, latest: str) -> str:
    """A day, month, year, decade or interval from its first and last day (ISO dates)."""
    first, last = as_day(earliest), as_day(latest)
    if first is None or last is None:
        return earliest if earliest == latest else f"{earliest} to {latest}"
    if first == last:
        return earliest
    return _whole_months(first, last) or f"{earliest} to {latest}"


def _whole_months(first: date, last: date) -> str | None:
    """ "2011", "1990 to 1999", "July 2023", "June to August 2023"; None when it is not made of whole months."""
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return None
    if (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if first.year != last.year:
        return f"{month_name[first.month]} {first.year} to {month_name[last.month]} {last.year}"
    if first.month == last.month:
        return f"{month_name[first.month]} {first.year}"
    return f"{month_name[first.month]} to {month_name[last.month]} {first.year}"


def as_day(value: str) -> date | None:
    """The day of an ISO date, None for anything else."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
