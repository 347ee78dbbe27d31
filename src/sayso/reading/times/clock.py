"""Rules for times of the day: 10:42 p.m. local time, 0600 GMT, noon Thursday, Saturday morning, last night."""

from __future__ import annotations

from sayso.dates import calendar as c
from sayso.dates.shift import FUTURE, step, steps
from sayso.reading.times.dates import day_in_year
from sayso.reading.times.pattern import Match, Rule, rule
from sayso.reading.times.relative import end_of_stretch
from sayso.reading.times.story import TIME, Meaning, Start, Story, counted, dated

HOURS = (
    "about? clock meridiem? zone?",
    "about? count meridiem zone?",
    "about? year|hhmm zone",
    "about? instant zone?",
    "about? count oclock zone?",
)
DAYS = (
    "",
    " comma? on? article? rel? weekday",
    " comma? deictic",
    " comma? on? rel? weekday? comma? month dom",
    " comma? on? weekday? comma? month dom comma? full_year:year",
    " comma? on? weekday? comma? article? dom of? month",
    " comma? on? weekday? comma? article? dom of? month comma? full_year:year",
)
DAY_WITHIN = 8  # lexemes after a clock time in which its day may follow


def of_day(day: Meaning | None, clock: str) -> Meaning:
    """A TIME on a day, or on an open one."""
    value, period = (day.value, day.period) if day else (c.OPEN[c.DAY], None)
    anchor, shift = (day.anchor, day.shift) if day else (None, None)
    return Meaning(TIME, f"{value}T{clock}", period, anchor=anchor, unit=c.DAY, shift=shift)


def days_from(start: Start, count: int) -> Meaning | None:
    """The day so many days from a day."""
    return counted(start, step("day", count), c.OPEN[c.DAY], c.DAY)


# --- by the clock --------------------------------------------------------------------------------------------------


@rule(*(hour + day for hour in HOURS for day in DAYS), "rel? weekday instant", "deictic at? instant")
def clock_time(m: Match, story: Story) -> Meaning | None:
    """10:42 p.m. local time, 0600 GMT, 10 p.m. Wednesday."""
    alone = len(m.lexemes) == 1 and not m["instant"]
    clock = _clock(m)
    if clock is None or (alone and not _is_clock(m, story)):
        return None
    return of_day(_day_of(m, story), clock + ("Z" if m["zone"] == "Z" else ""))


def _clock(m: Match) -> str | None:
    """ "22:42" from the figures and the "p.m."; None when they are no time of day."""
    if m["instant"]:
        return str(m["instant"])
    hour, minute = m["clock"] or (divmod(m["year"], 100) if m["year"] is not None else (int(m["count"]), 0))
    if "." in (m.word("clock") or "") and m["meridiem"] is None and m["zone"] is None:
        return None
    if m["meridiem"] is not None and hour <= 12:
        hour = hour % 12 + m["meridiem"]
    return f"{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else None


def _is_clock(m: Match, story: Story) -> bool:
    """A bare "6:30" tells a time after "at", a bare "18:30" always does."""
    word = m.first.word
    return ":" in word and (len(word) == 5 or story.words.has("before_clock", story.word_before(m)))


def _day_of(m: Match, story: Story) -> Meaning | None:
    """The day that the expression names or that follows it, else the one that the text is at."""
    if m["full_year"]:
        day = c.day_of(m["full_year"], m["month"], m["dom"])
        return dated(day) if day else None
    if m["month"]:
        return day_in_year(m["month"], m["dom"], story.writing, story.tense(m))
    if m["weekday"]:
        return end_of_stretch(m, story) or _weekday(m["weekday"], m["rel"], story.tense(m), story)
    if m["deictic"] is not None:
        return days_from(story.writing, m["deictic"])
    return _day_after(m, story) or days_from(story.today_at(m.first), 0)


def _weekday(number: int, rel: int | None, tense: int | None, story: Story) -> Meaning | None:
    return counted(story.writing, story.weekday(number, rel, tense), f"XXXX-WXX-{number}", c.DAY)


def _day_after(m: Match, story: Story) -> Meaning | None:
    """The day that follows in a moment: "10:35 a.m. (0735 GMT) Friday"."""
    near = [x for x in m.row[m.found.end() : m.found.end() + DAY_WITHIN] if x is not None]
    named = next((n for n, x in enumerate(near[:-1]) if x.category == "month" and near[n + 1].category == "day"), None)
    if named is not None:
        return day_in_year(near[named].value, near[named + 1].value, story.writing, story.tense(near[named]))
    weekday = next((x for x in near if x.category == "weekday"), None)
    return _weekday(weekday.value, None, story.tense(weekday), story) if weekday else None


@rule("about? count oclock? in article part", "about? clock in article part")
def hour_of_part(m: Match, story: Story) -> Meaning | None:
    """4 in the morning, 3:15 in the afternoon."""
    hour, minute = m["clock"] or (int(m["count"]), 0)
    if not 1 <= hour <= 12:
        return None
    late = m["part"] in ("AF", "EV") or (m["part"] == "NI" and hour > 5)
    return of_day(days_from(story.today_at(m.first), 0), f"{hour % 12 + (12 if late else 0):02}:{minute:02}")


# --- by the part of the day ----------------------------------------------------------------------------------------


@rule(
    "edge|later? dash? weekday dash? part",
    "article? rel weekday part",
    "weekday edge part",
    "edge|later? dash? deictic part",
    "edge dash? part deictic",
    "edge dash? part weekday",
    "part deictic",
    "part of|on? weekday",
    "article edge? within:part of weekday part",
    "edge? weekday part comma? month dom",
    "edge? weekday part comma? article? dom of? month",
    "edge? part of|on weekday comma? month dom",
    "edge? part of|on weekday comma? article? dom of? month",
    "edge? part of|on weekday comma? article? dom of? month comma? full_year:year",
    "article edge? part of dom dash to:dom of? month",
    "article edge? part from|of weekday to|dash weekday",
    "article edge? part of|on weekday",
    "article edge? part of|on deictic",
    "article edge? part of|on weekday? comma? month dom",
    "article edge? part of|on weekday? comma? month dom comma? full_year:year",
    "article edge? part of|on article? dom of? month",
    "article edge? part of|on article? dom of? month comma? full_year:year",
)
def part_of_named_day(m: Match, story: Story) -> Meaning | None:
    """Saturday morning, yesterday afternoon, the night of Feb. 25."""
    return of_day(_day_of(m, story), m["part"])


@rule("edge|later? dash? tonight", "edge|later? dash? tonight on? weekday")
def tonight(m: Match, story: Story) -> Meaning | None:
    """tonight; overnight: the night before the day of writing, unless the verb looks ahead."""
    night = _night_named(m, story)
    if night is not None:
        return of_day(counted(story.writing, night, c.OPEN[c.DAY], c.DAY), m["tonight"])
    if m.word("tonight") == "tonight" or story.tense(m) == FUTURE:
        return of_day(days_from(story.writing, 0), m["tonight"])
    return of_day(counted(story.writing, step("night", -1), c.OPEN[c.DAY], c.DAY), m["tonight"])


def _night_named(m: Match, story: Story) -> str | None:
    """The step to the night that a weekday names: "overnight Wednesday", "overnight into Thursday"."""
    if m["weekday"]:
        return steps(story.weekday(m["weekday"], None, story.tense(m)), step("night", 0))
    at = m.found.end() + 1
    into = m.row[at] if at < len(m.row) and story.word_after(m) == "into" else None
    if into is None or into.category != "weekday":
        return None
    return steps(story.weekday(into.value, None, story.tense(m)), step("night", -1))


@rule("edge|later? article? rel part", "edge|later? that part")
def part_by_order(m: Match, story: Story) -> Meaning | None:
    """last night, this morning; "the following morning", "that evening" count from the day told last."""
    rel = m["rel"] or 0
    counts_from_now = m["that"] is None and not m["article"] and not (m.word("rel") or "").startswith("prev")
    start = story.writing if counts_from_now or m["rel"] == 0 else story.today_at(m.first)
    return of_day(days_from(start, rel), m["part"])


@rule("article edge? dash? part", "edge|prefix dash? part", "part:dawn", "part", "all part")
def part_of_day(m: Match, story: Story) -> Meaning | None:
    """the morning, pre-dawn, all night: of the day that the text is at; a pre-dawn raid on 22 April: of that day."""
    alone = m.first.category == "part" and not story.words.has("before_part", story.word_before(m))
    if m["article"] in ("a", "own") or alone:
        return None
    named = _day_after(m, story) if story.is_prenominal(m) else None
    return of_day(named or days_from(story.today_at(m.first), 0), m["part"])


RULES: tuple[Rule[Meaning], ...] = (
    clock_time,
    hour_of_part,
    part_of_named_day,
    tonight,
    part_by_order,
    part_of_day,
)
