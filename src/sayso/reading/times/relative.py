"""Rules for dates told from the day of writing or from a time told before: today, Friday, last week, that month."""

from __future__ import annotations

from sayso.dates import calendar as c
from sayso.dates.shift import PAST, step, steps
from sayso.reading.times.dates import edge_of, edged
from sayso.reading.times.pattern import Match, Rule, rule
from sayso.reading.times.story import DURATION, Meaning, Story, Told, counted, duration, open_date
from sayso.reading.times.years import ended_on

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
    end = end_of_stretch(m, story) if m.first.category == "weekday" else None
    if end is not None:
        return end
    shift = _begin_of_stretch(m, story) or story.weekday(m["weekday"], m["rel"], story.tense(m))
    return counted(start, shift, f"XXXX-WXX-{m['weekday']}", c.DAY)


def _begin_of_stretch(m: Match, story: Story) -> str | None:
    """ "was held from Wednesday to Monday": the Wednesday before the last Monday."""
    at, led_in, joined = m.found.end() + 1, story.word_before(m), story.word_after(m)
    stretch = (led_in == "from" and story.words.has("up_to", joined)) or (led_in, joined) == ("between", "and")
    end = m.row[at] if at < len(m.row) and stretch else None
    if end is None or end.category != "weekday" or end.first != m.last.last + 2 or len(m.lexemes) > 1:
        return None
    if story.tense(m) != PAST or end.value == m["weekday"]:
        return None
    return steps(story.weekday(end.value, None, PAST), step("weekday", m["weekday"], rel=-1))


def end_of_stretch(m: Match, story: Story) -> Meaning | None:
    """ "from Friday to Sunday": the Sunday after that Friday, if it has come when the verb looks back."""
    told = story.told[-1] if story.told else None
    at, joined = m.found.start() - 2, story.word_before(m)
    begin = m.row[at] if at >= 0 else None
    if told is None or begin is None or begin.category not in ("weekday", "part") or told.last != begin.last:
        return None
    if not story.words.has("up_to", joined) and (story.word_before(begin), joined) != ("between", "and"):
        return None
    found = counted(told.start, step("weekday", m["weekday"], rel=1), f"XXXX-WXX-{m['weekday']}", c.DAY)
    now = story.writing.period
    ahead = found is not None and found.period and now and found.period.first > now.first
    return None if ahead and story.tense(m) == PAST else found


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


@rule("edge|later in article unit", "edge|later in article unit on? weekday")
def later_in_the_day(m: Match, story: Story) -> Meaning | None:
    """later in the day: of the day that the text is at; late in the day on Tuesday."""
    if m["unit"] != c.DAY or m["article"] != "the":
        return None
    if m["weekday"]:
        shift = story.weekday(m["weekday"], None, story.tense(m))
        return counted(story.writing, shift, f"XXXX-WXX-{m['weekday']}", c.DAY)
    return counted(story.today_at(m.first), step("day", 0), c.OPEN[c.DAY], c.DAY)


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
    later_in_the_day,
    unit_at_hand,
)
