"""Rules for days and months of the calendar, with their year or without."""

from __future__ import annotations

from sayso.dates import calendar as c
from sayso.dates.shift import PAST, shifted, step, steps
from sayso.dates.steps import stretch
from sayso.reading.times.pattern import Match, Rule, rule
from sayso.reading.times.story import Meaning, Start, Story, counted, maybe_dated

THIS_CENTURY_UP_TO = 50  # two figures: "49" is 2049, "51" is 1951


def edged(*patterns: str) -> tuple[str, ...]:
    """The patterns as they are, after "early", "mid-", "later", and after "the end of"."""
    ahead = ("", "article? edge|later dash? ", "article? border of article? ")
    return tuple(prefix + pattern for pattern in patterns for prefix in ahead)


def edge_of(m: Match) -> str | None:
    """Which part of a period is told: START, MID, END, or None for all of it."""
    edge: str | None = m["border"] or (m["edge"] if isinstance(m["edge"], str) else None)
    return edge


# --- with a year of their own --------------------------------------------------------------------------------------


@rule(
    "month dom comma? year",
    "rel? weekday comma? month dom comma? year",
    "article? dom of? month comma? year",
    "weekday comma? article? dom of? month comma? year",
    "article? dom dash month dash year",
)
def full_date(m: Match, story: Story) -> Meaning | None:
    """Thursday, January 24, 2019; 5 May 2020; the 5th of May, 2020."""
    return maybe_dated(c.day_of(m["year"], m["month"], m["dom"]))


@rule("year dash month:day|number dash dom:day|number", "iso")
def iso_date(m: Match, story: Story) -> Meaning | None:
    """2023-09-16."""
    if m["iso"]:
        return maybe_dated(c.day_of(*m["iso"]))
    if not len(m.word("month") or "") == len(m.word("dom") or "") == 2:
        return None
    return maybe_dated(c.day_of(m["year"], int(m["month"]), int(m["dom"])))


@rule("slashed")
def slashed_date(m: Match, story: Story) -> Meaning | None:
    """9/16/2023 as Americans write it, 16/9/2023 where only that can be, 16.09.2023 as Europeans do."""
    one, two, figures, mark = m["slashed"]
    month, day = (two, one) if mark == "." or one > 12 else (one, two)
    if mark == "." and len(figures) == 2:
        return None
    return maybe_dated(c.day_of(full_year(figures), month, day))


def full_year(figures: str) -> int:
    number = int(figures)
    if len(figures) == 4:
        return number
    return number + (2000 if number <= THIS_CENTURY_UP_TO else 1900)


@rule(*edged("month comma? of? year"))
def month_of_year(m: Match, story: Story) -> Meaning | None:
    """September 2019, late July 2020."""
    return maybe_dated(c.month(m["year"], m["month"]), mod=edge_of(m))


@rule("month dom dash|to last:dom comma? year", "dom dash|to|and last:dom month comma? year")
def days_of_month_of_year(m: Match, story: Story) -> Meaning | None:
    """March 3-5, 2022."""
    first, last = (c.day_of(m["year"], m["month"], m[name]) for name in ("dom", "last"))
    return maybe_dated(stretch(first, last))


# --- whose year the text leaves to the reader ----------------------------------------------------------------------


@rule(
    "month dom",
    "rel month dom",
    "rel? weekday comma? month dom",
    "article? dom of? month",
    "rel? weekday comma? article? dom of? month",
    "about month dom",
    "about dom month",
    "edge|later month dom",
)
def month_day(m: Match, story: Story) -> Meaning | None:
    """Sept. 13, the 13th of May, Sunday 10 September."""
    if story.is_prenominal(m) and (same := _told_with_its_year(m, story)) is not None:
        return maybe_dated(same)
    tense = m["rel"] if m["rel"] else story.tense(m)
    if tense is None and story.names_what_was(m):
        tense = PAST
    return day_in_year(m["month"], m["dom"], story.writing, tense)


def _told_with_its_year(m: Match, story: Story) -> c.Period | None:
    """The day of that name that the text has told with its year: "on Jan. 6, 2021 ... the Jan. 6 attack"."""
    days = (t.meaning.period for t in reversed(story.told) if t.meaning.unit == c.DAY and t.meaning.anchor is None)
    return next((d for d in days if d and (d.first.month, d.first.day) == (m["month"], m["dom"])), None)


def day_in_year(month: int, number: int, start: Start, tense: int | None) -> Meaning | None:
    """The day of the year that suits the tense and lies nearest to the day of writing."""
    if c.day_of(2000, month, number) is None:
        return None
    named = f"{month:02}-{number:02}"
    return counted(start, step("month-day", named, tense=tense), f"XXXX-{named}", c.DAY)


@rule("month dom dash|to last:dom", "dom dash|to|and last:dom month")
def days_of_month(m: Match, story: Story) -> Meaning | None:
    """June 7-9, 3 and 5 May."""
    if not m["dom"] < m["last"] or c.day_of(2000, m["month"], m["last"]) is None:
        return None
    one, other = (f"{m['month']:02}-{m[name]:02}" for name in ("dom", "last"))
    shift = step("days", one, other, tense=story.tense(m))
    return counted(story.writing, shift, f"XXXX-{one}/XXXX-{other}", c.DAY)


@rule(
    "article? ordinal|rel unit of month",
    "article? ordinal|rel unit of month comma? year",
    "article? ordinal|rel half of month",
    "article? ordinal|rel half of month comma? year",
)
def part_of_month(m: Match, story: Story) -> Meaning | None:
    """the last day of May, the second week of August, the first half of September 2021."""
    unit, number = c.HALF if m["half"] else m["unit"], _which(m, 2 if m["half"] else 5)
    if unit not in (c.DAY, c.WEEK, c.HALF) or number is None:
        return None
    part = step("part", unit, number)
    if m["year"]:
        whole = c.month(m["year"], m["month"])
        return maybe_dated(whole and shifted(whole, part))
    shift = steps(step("month", f"{m['month']:02}", tense=story.tense(m)), part)
    return counted(story.writing, shift, f"XXXX-{m['month']:02}", c.DAY if unit == c.DAY else c.MONTH)


def _which(m: Match, most: int) -> int | None:
    """The number of an ordinal up to so many, -1 for "last"."""
    named = m.lexeme("ordinal")
    if named is None or named.category == "rel":
        return -1 if named and named.word == "last" else None
    return named.value if named.value <= most else None


@rule("dom")
def joined_day(m: Match, story: Story) -> Meaning | None:
    """The 25 of "April 24 and 25"."""
    at = m.found.start()
    month = _month_of_list(m, at - 1)
    return day_in_year(month, m["dom"], story.writing, story.tense(m)) if month else None


def _month_of_list(m: Match, at: int) -> int | None:
    """The month at the head of "October 12, 13 and 14"; a comma goes on only to an "and"."""
    joined = False
    while at >= 2 and (mark := m.row[at]) is not None and mark.category in ("and", "or", "comma"):
        after = m.row[m.found.end()] if m.found.end() < len(m.row) else None
        if not joined and mark.category == "comma" and (after is None or after.category not in ("and", "or", "comma")):
            return None
        day, month = m.row[at - 1], m.row[at - 2]
        if day is None or day.category != "day":
            return None
        if month is not None and month.category == "month":
            return int(month.value)
        joined, at = True, at - 2
    return None


@rule("article nth")
def nth_of_month(m: Match, story: Story) -> Meaning | None:
    """on the 13th: of the month that the tense looks to."""
    token = story.parsed.tokens[m.last.last]
    led_in = story.words.has("before_nth", story.word_before(m)) and not story.is_prenominal(m)
    if not led_in or not 1 <= m["nth"] <= 31 or max(token.children, default=-1) > token.index:
        return None
    shift = step("nth", m["nth"], tense=story.tense(m))
    return counted(story.writing, shift, f"XXXX-XX-{m['nth']:02}", c.DAY)


@rule(*edged("rel? month", "that month", "article? unit of month"), "edge|later in month")
def month(m: Match, story: Story) -> Meaning | None:
    """July, last May, early October, the month of June."""
    if m["unit"] not in (None, c.MONTH):
        return None
    shift = step("month", f"{m['month']:02}", tense=story.tense(m), rel=m["rel"])
    return counted(story.writing, shift, f"XXXX-{m['month']:02}", c.MONTH, mod=edge_of(m))


@rule(*edged("month comma? of? rel unit"), *edged("month dom comma? of? rel unit"))
def month_of_relative_year(m: Match, story: Story) -> Meaning | None:
    """July last year, January of this year, May 9 this year."""
    if m["unit"] != c.YEAR or (m["dom"] and c.day_of(2000, m["month"], m["dom"]) is None):
        return None
    named = f"{m['month']:02}-{m['dom']:02}" if m["dom"] else f"{m['month']:02}"
    return in_year(m["rel"], named, c.DAY if m["dom"] else c.MONTH, story, mod=edge_of(m))


def in_year(away: int, part: str, unit: str, story: Story, *, mod: str | None = None) -> Meaning | None:
    """The part ("07", "05-09", "Q3", "SU") of this year, the last, the next one."""
    shift = steps(step("unit", c.YEAR, away), step("in", part))
    return counted(story.writing, shift, f"XXXX-{part}", unit, mod=mod)


RULES: tuple[Rule[Meaning], ...] = (
    full_date,
    iso_date,
    slashed_date,
    days_of_month_of_year,
    month_of_year,
    days_of_month,
    month_of_relative_year,
    month_day,
    month,
    joined_day,
    part_of_month,
    nth_of_month,
)
