"""Rules for dates told from the day of writing or from a time told before: today, Friday, last week, that month."""

from __future__ import annotations

from datetime import date

from sayso.reading import timex_calendar as c
from sayso.reading.timex_dates import edge_of, edged
from sayso.reading.timex_pattern import Match, Rule, rule
from sayso.reading.timex_story import DURATION, Meaning, Story, Told, duration, maybe_dated, open_date
from sayso.reading.timex_tense import FUTURE, PAST
from sayso.reading.timex_years import ended_on

OPEN = {
    c.DAY: "XXXX-XX-XX", c.WEEK: "XXXX-WXX", c.WEEKEND: "XXXX-WXX-WE", c.MONTH: "XXXX-XX", c.QUARTER: "XXXX-QX",
    c.YEAR: "XXXX", c.DECADE: "XXXX", c.CENTURY: "XXXX", c.MILLENNIUM: "XXXX",
}  # fmt: skip


# --- days ----------------------------------------------------------------------------------------------------------


@rule("deictic", "edge|later deictic")
def day_from_today(m: Match, story: Story) -> Meaning | None:
    """today, yesterday, late yesterday, the day before yesterday."""
    moved = story.reference and c.add_days(story.reference, m["deictic"])
    return maybe_dated(c.day(moved) if moved else None, anchor=story.anchor) or open_date(OPEN[c.DAY], c.DAY)


@rule("weekday", "article? rel weekday", "edge|later weekday", "edge on weekday", "that weekday")
def weekday(m: Match, story: Story) -> Meaning | None:
    """Friday, last Monday, the previous Friday, late on Sunday: the one that the tense of the verb looks to."""
    if story.reference is None:
        return open_date(f"XXXX-WXX-{m['weekday']}", c.DAY)
    start = story.reference
    if m["article"] and story.words.has("from_a_time_told", m.word("rel") or ""):
        told = anchor_of(m, story, c.DAY)
        start = told.meaning.period.first if told and told.meaning.period else start
    found = weekday_by(m["weekday"], m["rel"], start, story.tense(m))
    return maybe_dated(c.day(found) if found else None, anchor=story.anchor)


def weekday_by(number: int, rel: int | None, today: date, tense: int | None) -> date | None:
    """The Monday (1) to Sunday (7) before, in or after the week of a day, by "last", "this", "next" or the tense."""
    back, ahead = (today.isoweekday() - number) % 7, (number - today.isoweekday()) % 7
    if rel == -1:
        return c.add_days(today, -(back or 7))
    if rel == 1:
        return c.add_days(today, ahead or 7)
    if rel == 0 and tense != PAST:
        return c.add_days(today, number - today.isoweekday())
    return c.add_days(today, ahead if tense == FUTURE else -back)


# --- weeks, months, years ------------------------------------------------------------------------------------------


@rule(
    *edged("article? rel|recent unit"),
    "edge|later in article? rel unit",
    "article? rel|recent calendar unit",
)
def unit_by_order(m: Match, story: Story) -> Meaning | None:
    """last week, early next year, the following day: a unit of the calendar before or after the present one."""
    unit, word = m["unit"], m.word("rel") or ""
    if unit not in OPEN:
        return duration(f"PT1{unit[1]}") if unit.startswith("T") and m["rel"] else None
    if word in ("recent", "most recent", "latest"):
        return None
    if story.words.has("from_a_time_told", word) and (word != "next" or m["article"]):
        told = anchor_of(m, story, unit)
        if told is not None:
            return from_told(told, m["rel"], unit, edge_of(m))
    if story.reference is None:
        return open_date(OPEN[unit], unit, mod=edge_of(m))
    present = c.period_at(story.reference, unit)
    return maybe_dated(present and c.shift(present, m["rel"]), mod=edge_of(m), anchor=story.anchor)


def anchor_of(m: Match, story: Story, unit: str) -> Told | None:
    """The last time told that is no coarser than the unit: "the following month" may count from a day."""
    told = story.last_told(m.first)
    if told is None or (told.meaning.unit in OPEN and c.finer(unit, told.meaning.unit)):
        return None
    return told


def from_told(told: Told, count: int, unit: str, mod: str | None) -> Meaning:
    """The unit so many away from the one that a time told lies in."""
    period = told.meaning.period
    if period is None or (unit != period.unit and c.finer(unit, period.unit)):
        return open_date(OPEN[unit], unit, mod=mod, anchor=told.id)
    present = c.period_at(period.first, unit)
    moved = maybe_dated(present and c.shift(present, count), mod=mod, anchor=told.id)
    return moved or open_date(OPEN[unit], unit, mod=mod, anchor=told.id)


@rule(*edged("that unit"), "article that unit")
def unit_told_before(m: Match, story: Story) -> Meaning | None:
    """that day, the same year: the one told before."""
    unit = m["unit"]
    if unit not in OPEN or m.word("that") in ("these", "those"):
        return None
    told = story.last_told(m.first)
    return from_told(told, 0, unit, edge_of(m)) if told else open_date(OPEN[unit], unit, mod=edge_of(m))


@rule(
    "article unit",
    "edge|later in? article unit",
    "article? border of article unit",
    "article? calendar unit",
    "article? edge dash? unit",
)
def unit_at_hand(m: Match, story: Story) -> Meaning | None:
    """the week, earlier in the month, the end of the year: the present one."""
    unit, after = m["unit"], story.word_after(m)
    if unit not in (c.WEEK, c.WEEKEND, c.MONTH, c.YEAR) or m["article"] == "a":
        return None
    if story.words.has("ended", after):
        return _unit_ended(m, story)
    if len(m.lexemes) == 2 and m["article"] and story.words.has("other_ones", after):
        return open_date(OPEN[unit], unit)
    if story.reference is None:
        return open_date(OPEN[unit], unit, mod=edge_of(m))
    present = c.period_at(story.reference, unit)
    if unit == c.WEEKEND and present and story.reference < present.first and story.tense(m) == PAST:
        present = c.shift(present, -1)
    return maybe_dated(present, mod=edge_of(m), anchor=story.anchor)


def _unit_ended(m: Match, story: Story) -> Meaning:
    """the year ended July 2: the twelve months before."""
    last = ended_on(m, story)
    before = last and {c.YEAR: c.add_months(last, -12), c.MONTH: c.add_months(last, -1)}.get(m["unit"])
    return Meaning(DURATION, f"P1{m['unit']}", bounds=(c.add_days(before, 1), last) if before else None)


@rule("article? calendar? unit dash? border", "article? unit possessive border")
def last_day(m: Match, story: Story) -> Meaning | None:
    """year-end, the year's end: its last day."""
    unit = m["unit"]
    if m["border"] != "END" or unit not in (c.YEAR, c.MONTH, c.QUARTER) or m["article"] == "a":
        return None
    if story.reference is None:
        return open_date(OPEN[unit], unit, mod="END")
    present = c.period_at(story.reference, unit)
    found = present and c.shift(present, -1) if story.tense(m) == PAST else present
    return maybe_dated(found and c.day(found.last), anchor=story.anchor)


RULES: tuple[Rule[Meaning], ...] = (
    day_from_today,
    weekday,
    unit_by_order,
    unit_told_before,
    last_day,
    unit_at_hand,
)
