"""Rules for dates told from the day of writing or from a time told before: today, Friday, last week, that month."""

from __future__ import annotations

from sayso.reading import timex_calendar as c
from sayso.reading.timex_dates import edge_of, edged
from sayso.reading.timex_pattern import Match, Rule, rule
from sayso.reading.timex_shift import PAST, step, steps
from sayso.reading.timex_story import DURATION, Meaning, Story, Told, counted, duration, open_date
from sayso.reading.timex_years import ended_on

# --- days ----------------------------------------------------------------------------------------------------------


@rule("deictic", "edge|later deictic")
def day_from_today(m: Match, story: Story) -> Meaning | None:
    """today, yesterday, late yesterday, the day before yesterday."""
    told = counted(story.writing, step("day", m["deictic"]), c.OPEN[c.DAY], c.DAY)
    return told or open_date(c.OPEN[c.DAY], c.DAY)


@rule("weekday", "article? rel weekday", "edge|later on? weekday", "that weekday")
def weekday(m: Match, story: Story) -> Meaning | None:
    """Friday, last Monday, the previous Friday, late on Sunday: the one that the tense of the verb looks to."""
    start = story.writing
    if m["article"] and story.words.has("from_a_time_told", m.word("rel") or ""):
        told = anchor_of(m, story, c.DAY)
        start = told.start if told and (told.meaning.period or start.period is None) else start
    shift = story.weekday(m["weekday"], m["rel"], story.tense(m))
    return counted(start, shift, f"XXXX-WXX-{m['weekday']}", c.DAY)


@rule("weekday of? article? rel unit")
def weekday_of_week(m: Match, story: Story) -> Meaning | None:
    """Friday last week, Monday of next week."""
    if m["unit"] != c.WEEK:
        return None
    shift = steps(step("unit", c.WEEK, m["rel"]), step("weekday", m["weekday"], rel=0))
    return counted(story.writing, shift, f"XXXX-WXX-{m['weekday']}", c.DAY)


# --- weeks, months, years ------------------------------------------------------------------------------------------


@rule(
    *edged("article? rel|recent unit"),
    "edge|later in article? rel unit",
    "article? rel|recent calendar unit",
)
def unit_by_order(m: Match, story: Story) -> Meaning | None:
    """last week, early next year, the following day: a unit of the calendar before or after the present one."""
    unit, word = m["unit"], m.word("rel") or ""
    if unit not in c.OPEN:
        return duration(f"PT1{unit[1]}") if unit.startswith("T") and m["rel"] else None
    if word in ("recent", "most recent", "latest") and not m["calendar"]:
        return None
    if story.words.has("from_a_time_told", word) and (word != "next" or m["article"]):
        told = anchor_of(m, story, unit)
        if told is not None:
            return from_told(told, m["rel"], unit, edge_of(m))
    tense = story.tense(m) if (unit, m["rel"]) == (c.WEEK, 0) else None
    return counted(story.writing, step("unit", unit, m["rel"], tense=tense), c.OPEN[unit], unit, mod=edge_of(m))


def anchor_of(m: Match, story: Story, unit: str) -> Told | None:
    """The last time told that is no coarser than the unit: "the following month" may count from a day."""
    told = story.last_told(m.first)
    if told is None or (told.meaning.unit in c.OPEN and c.finer(unit, told.meaning.unit)):
        return None
    return told


def from_told(told: Told, count: int, unit: str, mod: str | None) -> Meaning:
    """The unit so many away from the one that a time told lies in."""
    found = counted(told.start, step("unit", unit, count), c.OPEN[unit], unit, mod=mod)
    return found or open_date(c.OPEN[unit], unit, mod=mod, anchor=told.id)


@rule(*edged("that unit"), "article that unit")
def unit_told_before(m: Match, story: Story) -> Meaning | None:
    """that day, the same year: the one told before."""
    unit = m["unit"]
    if unit not in c.OPEN or m.word("that") in ("these", "those"):
        return None
    told = story.last_told(m.first)
    return from_told(told, 0, unit, edge_of(m)) if told else open_date(c.OPEN[unit], unit, mod=edge_of(m))


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
        return open_date(c.OPEN[unit], unit)
    shift = step("weekend", tense=story.tense(m)) if unit == c.WEEKEND else step("unit", unit, 0)
    return counted(story.writing, shift, c.OPEN[unit], unit, mod=edge_of(m))


def _unit_ended(m: Match, story: Story) -> Meaning:
    """the year ended July 2: the twelve months before."""
    named, value = ended_on(m), f"P1{m['unit']}"
    found = named and counted(story.writing, step("ended", m["unit"], named), value, m["unit"])
    if not found:
        return duration(value)
    return Meaning(DURATION, value, anchor=found.anchor, bounds=found.days, shift=found.shift)


@rule("article? calendar? unit dash? border", "article? unit possessive border")
def last_day(m: Match, story: Story) -> Meaning | None:
    """year-end, the year's end: its last day."""
    unit = m["unit"]
    if m["border"] != "END" or unit not in (c.YEAR, c.MONTH, c.QUARTER) or m["article"] == "a":
        return None
    shift = steps(step("unit", unit, -1 if story.tense(m) == PAST else 0), step("last-day"))
    return counted(story.writing, shift, c.OPEN[c.DAY], c.DAY)


RULES: tuple[Rule[Meaning], ...] = (
    day_from_today,
    weekday_of_week,
    weekday,
    unit_by_order,
    unit_told_before,
    last_day,
    unit_at_hand,
)
