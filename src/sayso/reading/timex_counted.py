"""Rules for dates counted in units: two years ago, a week earlier, the day before Tuesday, the year-ago quarter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sayso.reading import grammar as g
from sayso.reading import timex_calendar as c
from sayso.reading.timex_dates import day_in_year
from sayso.reading.timex_lengths import LENGTHS, Length, length, length_value
from sayso.reading.timex_pattern import Match, Rule, rule
from sayso.reading.timex_relative import OPEN, anchor_of, from_told, weekday_by
from sayso.reading.timex_story import Meaning, Story, duration, maybe_dated, open_date

SAME_REPORT = 9  # sentences within which "a year earlier" compares with the quarter told last
ALSO = {"2W": (c.WEEK, 2), "6M": (c.MONTH, 6)}  # units that are so many others


@rule(*(f"{x} ago" for x in LENGTHS), *(f"{x} dash ago" for x in LENGTHS), "units ago")
def ago(m: Match, story: Story) -> Meaning | None:
    """two years ago, a week from now; "years ago" stays open."""
    found = Length(None, m["units"], length_value(None, m["units"]), None) if m["units"] else length(m)
    if found is None:
        return None
    if found.number is None:
        return duration(found.value, mod=found.mod) if m["ago"] < 0 else open_date("FUTURE_REF", c.DAY)
    if _is_comparison(found, m["ago"]):
        return _year_before(m, story)
    return _moved(story.reference, story.anchor, found, m["ago"])


def _moved(start: date | None, anchor: str | None, found: Length, sign: int) -> Meaning:
    """The period of the unit that lies so many units from a day; hours and minutes leave the day itself."""
    unit, times = ALSO.get(found.unit, (found.unit, 1))
    if unit.startswith("T"):
        unit, times = c.DAY, 0
    elif unit in c.YEARS_IN:
        unit, times = c.YEAR, c.YEARS_IN[unit]
    number = round((found.number or 0) * times)
    present = c.period_at(start, unit) if start else None
    moved = maybe_dated(present and c.shift(present, sign * number), mod=found.mod, anchor=anchor)
    return moved or open_date(OPEN[unit], unit, mod=found.mod, anchor=anchor)


@rule(*(f"{x} later|after" for x in LENGTHS), *(f"{x} dash later|after" for x in LENGTHS))
def later(m: Match, story: Story) -> Meaning | None:
    """two days later, a week earlier: counted from the last time told."""
    found = length(m)
    if found is None or _has_object(m, story):
        return None
    if _is_comparison(found, m["later"]) and story.topic(m.first, sentences=SAME_REPORT):
        return _year_before(m, story)
    told = story.last_told(m.first)
    if told is None or found.number is None or told.meaning.period is None:
        unknown = replace(found, number=None)
        return _moved(None, told.id if told else None, unknown, m["later"])
    return _counted(told.meaning.period, told.id, found, m["later"])


def _has_object(m: Match, story: Story) -> bool:
    """Whether "after" or "before" has an object of its own: "two days after the attack" counts from that."""
    token = story.parsed.tokens[m.last.last]
    if token.lower not in ("after", "before"):
        return False
    kids = g.children(story.parsed, token.index, g.PREPOSITION_OBJECT, g.PREPOSITION_CLAUSE)
    return bool(kids) or token.role == g.MARKER


def _counted(start: c.Period, anchor: str, found: Length, sign: int) -> Meaning:
    """From a period told: weeks are counted in days; what is finer than that period stays open."""
    unit, times = ALSO.get(found.unit, (found.unit, 1))
    number = round((found.number or 0) * times)
    if unit == c.WEEK:
        unit, number = c.DAY, 7 * number
    if unit == c.DAY and start.unit == c.WEEK:
        moved = maybe_dated(c.shift(start, sign * number, c.DAY), anchor=anchor)
        return moved or open_date(OPEN[c.WEEK], c.WEEK, anchor=anchor)
    if unit in OPEN and c.finer(unit, start.unit):
        return open_date(OPEN[unit], unit, mod=found.mod, anchor=anchor)
    return _moved(start.first, anchor, replace(found, number=number, unit=unit), sign)


@rule("article unit later|after")
def unit_before_or_after(m: Match, story: Story) -> Meaning | None:
    """the day before, the year after; "the day after the summit" has its anchor outside the times."""
    unit = m["unit"]
    if unit not in OPEN or m["article"] != "the":
        return None
    told = None if _has_object(m, story) else anchor_of(m, story, unit)
    return from_told(told, m["later"], unit, None) if told else open_date(OPEN[unit], unit)


@rule(
    "article? unit after rel? weekday",
    "article? unit after month dom comma? year?",
    "article? unit after deictic",
    "article? week:unit of month dom comma? year?",
)
def beside_a_day(m: Match, story: Story) -> Meaning | None:
    """the day before last Tuesday, the day after May 9, the week of March 6."""
    if (m["unit"] or c.DAY) != c.DAY or (m["week"] or c.WEEK) != c.WEEK:
        return None
    day = _named_day(m, story)
    if day is None:
        return open_date(OPEN[c.DAY if m["unit"] else c.WEEK], c.DAY)
    found = c.week(day.first) if m["week"] else c.shift(day, m["after"])
    return maybe_dated(found, anchor=None if m["year"] else story.anchor)


def _named_day(m: Match, story: Story) -> c.Period | None:
    """The day that the words after "before" or "of" name."""
    if m["year"]:
        return c.day_of(m["year"], m["month"], m["dom"])
    if m["month"]:
        told = day_in_year(m["month"], m["dom"], story, story.tense(m))
        return told.period if told else None
    if story.reference is None:
        return None
    if m["weekday"]:
        near = weekday_by(m["weekday"], m["rel"], story.reference, story.tense(m))
    else:
        near = c.add_days(story.reference, m["deictic"])
    return c.day(near) if near else None


# --- the same time of the year before ------------------------------------------------------------------------------


def _is_comparison(found: Length, sign: int) -> bool:
    return sign < 0 and found.unit == c.YEAR and found.number == 1


def _year_before(m: Match, story: Story) -> Meaning | None:
    """a year ago, the year-earlier period: the same quarter of the last year when the text is about one."""
    quarter = story.topic(m.first, sentences=SAME_REPORT)
    if quarter is not None:
        moved = c.shift(quarter, -1, c.YEAR)
    elif story.reference is not None:
        moved = c.year(story.reference.year - 1)
    else:
        return open_date(OPEN[c.YEAR], c.YEAR)
    found = maybe_dated(moved, anchor=story.anchor)
    return found and replace(found, compared=True)


@rule("article? unit dash later|ago quarter:unit|period", "article? unit dash later|ago")
def year_earlier_period(m: Match, story: Story) -> Meaning | None:
    """the year-ago quarter, the year-earlier period."""
    return None if m["unit"] != c.YEAR or m["later"] == 1 else _year_before(m, story)


@rule("article? unit dash later|ago ordinal dash? quarter:unit")
def year_earlier_quarter(m: Match, story: Story) -> Meaning | None:
    """the year-earlier third quarter."""
    if m["unit"] != c.YEAR or m["quarter"] != c.QUARTER or story.reference is None or not 1 <= m["ordinal"] <= 4:
        return None
    found = maybe_dated(c.quarter(story.reference.year - 1, m["ordinal"]), anchor=story.anchor)
    return found and replace(found, compared=True)


@rule(
    "article? that|comparable period|unit rel year:unit",
    "article? that|comparable period|unit article year:unit ago|later",
    "article? rel unit possessive period:unit",
    "article quarter:unit article unit ago|later",
)
def same_quarter_of_last_year(m: Match, story: Story) -> Meaning | None:
    """the same period last year, the corresponding quarter a year ago, last year's quarter."""
    units = {m["period"], m["unit"], m["year"], m["quarter"]} - {None, "period"}
    if units - {c.QUARTER, c.YEAR} or c.YEAR not in units or m["rel"] in (0, 1) or m["later"] == 1:
        return None
    if c.QUARTER not in units and m["period"] != "period":
        return None
    return _year_before(m, story)


RULES: tuple[Rule[Meaning], ...] = (
    year_earlier_quarter,
    year_earlier_period,
    same_quarter_of_last_year,
    ago,
    later,
    beside_a_day,
    unit_before_or_after,
)
