"""Days as a person writes them, at the precision that the text has: no invented day, no invented midnight."""

from __future__ import annotations

from calendar import month_name, monthrange
from collections.abc import Sequence
from datetime import date

from sayso.records import EventTime, Timex

_BEFORE = {"since": "since ", "until": "until ", "throughout": "throughout ", "repeated": "repeatedly, "}


def show_time(time: EventTime | None, times: Sequence[Timex]) -> str:
    """ "2023-09-16", "July 2023", "since 2021", "“Saturday” (day unknown)", or "" for an event without a date."""
    if time is None:
        return ""
    words = _BEFORE.get(time.relation or "", "")
    if time.earliest and time.latest and not (time.relation == "since"):
        return words + show_days(time.earliest, time.latest)
    known = {t.id: t for t in times}
    expressions = [known[i] for i in time.times if i in known]
    if time.relation in ("since", "until") and expressions and expressions[0].earliest and expressions[0].latest:
        return words + show_days(expressions[0].earliest, expressions[0].latest)
    quotes = ", ".join(f"“{t.quote}”" for t in expressions)
    return f"{words}{quotes} (day unknown)" if quotes else ""


def show_days(earliest: str, latest: str) -> str:
    """A day, month, year, decade or interval from its first and last day (ISO dates)."""
    first, last = _day(earliest), _day(latest)
    if first is None or last is None:
        return earliest if earliest == latest else f"{earliest} to {latest}"
    if first == last:
        return earliest
    whole_months = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if whole_months and (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if whole_months and (first.year, first.month) == (last.year, last.month):
        return f"{month_name[first.month]} {first.year}"
    return f"{earliest} to {latest}"


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
