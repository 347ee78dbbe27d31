"""Rules for times of the day: 10:42 p.m. local time, 0600 GMT, noon Thursday, Saturday morning, last night."""

from __future__ import annotations

from datetime import date

from sayso.reading import timex_calendar as c
from sayso.reading.timex_dates import day_in_year
from sayso.reading.timex_pattern import Match, Rule, rule
from sayso.reading.timex_relative import weekday_by
from sayso.reading.timex_story import TIME, Meaning, Story

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
)
DAY_WITHIN = 8  # lexemes after a clock time in which its day may follow
Day = tuple[date | None, str | None]  # with its anchor


def of_day(day: Day, clock: str, *, unknown: str = "XXXX-XX-XX") -> Meaning:
    """A TIME on a day, or on an open one."""
    moment, anchor = day
    value = f"{moment.isoformat() if moment else unknown}T{clock}"
    return Meaning(TIME, value, c.day(moment) if moment else None, anchor=anchor, unit=c.DAY)


# --- by the clock --------------------------------------------------------------------------------------------------


@rule(*(hour + day for hour in HOURS for day in DAYS), "rel? weekday instant", "deictic at? instant")
def clock_time(m: Match, story: Story) -> Meaning | None:
    """10:42 p.m. local time, 0600 GMT, 10 p.m. Wednesday."""
    alone = len(m.lexemes) == 1 and not m["instant"]
    clock = _clock(m)
    if clock is None or (alone and not _is_clock(m, story)):
        return None
    return of_day(_day_of(m, story), clock + ("Z" if m["zone"] == "Z" else ""), unknown=_unknown_day(m))


def _unknown_day(m: Match) -> str:
    """How an open day is written: a weekday keeps its number."""
    return f"XXXX-WXX-{m['weekday']}" if m["weekday"] and not m["month"] else "XXXX-XX-XX"


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


def _day_of(m: Match, story: Story) -> Day:
    """The day that the expression names or that follows it, else the one that the text is at."""
    reference, anchor = story.reference, story.anchor
    if m["month"]:
        return _named_date(m, story)
    if m["weekday"] or m["deictic"] is not None:
        if reference is None:
            return None, None
        if m["weekday"]:
            return weekday_by(m["weekday"], m["rel"], reference, story.tense(m)), anchor
        return c.add_days(reference, m["deictic"]), anchor
    return _day_after(m, story) or story.today_at(m.first)


def _named_date(m: Match, story: Story) -> Day:
    if m["full_year"]:
        named = c.day_of(m["full_year"], m["month"], m["dom"])
        return (named.first if named else None), None
    told = day_in_year(m["month"], m["dom"], story, story.tense(m))
    return (told.days[0] if told else None), story.anchor


def _day_after(m: Match, story: Story) -> Day | None:
    """The day that follows in a moment: "10:35 a.m. (0735 GMT) Friday"."""
    near = [x for x in m.row[m.found.end() : m.found.end() + DAY_WITHIN] if x is not None]
    named = next((n for n, x in enumerate(near[:-1]) if x.category == "month" and near[n + 1].category == "day"), None)
    if named is not None:
        told = day_in_year(near[named].value, near[named + 1].value, story, story.tense(near[named]))
        return (told.days[0], story.anchor) if told else None
    weekday = next((x for x in near if x.category == "weekday"), None)
    if weekday is None or story.reference is None:
        return None
    return weekday_by(weekday.value, None, story.reference, story.tense(weekday)), story.anchor


@rule("about? count oclock? in article part", "about? clock in article part")
def hour_of_part(m: Match, story: Story) -> Meaning | None:
    """4 in the morning, 3:15 in the afternoon."""
    hour, minute = m["clock"] or (int(m["count"]), 0)
    if not 1 <= hour <= 12:
        return None
    late = m["part"] in ("AF", "EV") or (m["part"] == "NI" and hour > 5)
    return of_day(story.today_at(m.first), f"{hour % 12 + (12 if late else 0):02}:{minute:02}")


# --- by the part of the day ----------------------------------------------------------------------------------------


@rule(
    "edge|later? dash? weekday dash? part",
    "article? rel weekday part",
    "weekday edge part",
    "edge|later? dash? deictic part",
    "edge dash? part deictic|weekday",
    "part deictic",
    "part of|on? weekday",
    "article edge? part of|on weekday|deictic",
    "article edge? part of|on weekday? comma? month dom",
    "article edge? part of|on weekday? comma? month dom comma? full_year:year",
    "article edge? part of|on article? dom of? month",
    "article edge? part of|on article? dom of? month comma? full_year:year",
)
def part_of_named_day(m: Match, story: Story) -> Meaning | None:
    """Saturday morning, yesterday afternoon, the night of Feb. 25."""
    return of_day(_day_of(m, story), m["part"], unknown=_unknown_day(m))


@rule("edge|later? dash? tonight")
def tonight(m: Match, story: Story) -> Meaning | None:
    """tonight, overnight."""
    return of_day((story.reference, story.anchor), m["tonight"])


@rule("edge|later? article? rel part", "edge|later? that part")
def part_by_order(m: Match, story: Story) -> Meaning | None:
    """last night, this morning; "the following morning", "that evening" count from the day told last."""
    rel, now = m["rel"] or 0, (story.reference, story.anchor)
    counts_from_now = m["that"] is None and not m["article"] and not (m.word("rel") or "").startswith("prev")
    start, anchor = now if counts_from_now or m["rel"] == 0 else story.today_at(m.first)
    return of_day((c.add_days(start, rel) if start else None, anchor), m["part"])


@rule("article edge? dash? part", "edge|prefix dash? part", "part:dawn", "part")
def part_of_day(m: Match, story: Story) -> Meaning | None:
    """the morning, pre-dawn: of the day that the text is at."""
    alone = m.first.category == "part" and not story.words.has("before_part", story.word_before(m))
    if m["article"] in ("a", "own") or alone:
        return None
    return of_day(story.today_at(m.first), m["part"])


RULES: tuple[Rule[Meaning], ...] = (
    clock_time,
    hour_of_part,
    part_of_named_day,
    tonight,
    part_by_order,
    part_of_day,
)
