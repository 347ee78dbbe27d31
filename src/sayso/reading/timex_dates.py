"""Rules for days and months of the calendar, with their year or without."""

from __future__ import annotations

from datetime import date

from sayso.reading import timex_calendar as c
from sayso.reading.timex_pattern import Match, Rule, rule
from sayso.reading.timex_story import Meaning, Story, dated, maybe_dated, open_date
from sayso.reading.timex_tense import FUTURE, PAST

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


@rule("month dom dash last:dom comma? year", "dom dash|to|and last:dom month comma? year")
def days_of_month_of_year(m: Match, story: Story) -> Meaning | None:
    """March 3-5, 2022."""
    first, last = (c.day_of(m["year"], m["month"], m[name]) for name in ("dom", "last"))
    return stretch(first, last)


def stretch(first: c.Period | None, last: c.Period | None, *, anchor: str | None = None) -> Meaning | None:
    """All from the first to the last period; None when they are not in order."""
    if first is None or last is None or last.first <= first.first:
        return None
    return dated(c.Period(first.unit, first.first, last.last, f"{first.value}/{last.value}"), anchor=anchor)


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
    tense = m["rel"] if m["rel"] else story.tense(m)
    return day_in_year(m["month"], m["dom"], story, tense)


def day_in_year(month: int, number: int, story: Story, tense: int | None) -> Meaning | None:
    """The day of the year that suits the tense and lies nearest to the day of writing."""
    if c.day_of(2000, month, number) is None:
        return None
    if story.reference is None:
        return open_date(f"XXXX-{month:02}-{number:02}", c.DAY)
    today = story.reference
    found = [p for y in (-1, 0, 1) if (p := c.day_of(today.year + y, month, number))]
    best = min(found, key=lambda p: distance(p.first, today, tense), default=None)
    return maybe_dated(best, anchor=story.anchor)


def distance(day: date, today: date, tense: int | None) -> int:
    """Days between, those against the tense counted six times."""
    days = (day - today).days
    against = (tense == PAST and days > 0) or (tense == FUTURE and days < 0)
    return abs(days) * (6 if against else 1)


@rule("month dom dash last:dom", "dom dash|to|and last:dom month")
def days_of_month(m: Match, story: Story) -> Meaning | None:
    """June 7-9, 3 and 5 May."""
    tense = story.tense(m)
    first, last = (day_in_year(m["month"], m[name], story, tense) for name in ("dom", "last"))
    if first is None or last is None:
        return None
    if story.reference is None and m["dom"] < m["last"]:
        return open_date(f"{first.value}/{last.value}", c.DAY)
    return stretch(first.period, last.period, anchor=story.anchor)


@rule("article nth")
def nth_of_month(m: Match, story: Story) -> Meaning | None:
    """on the 13th: of the month that the tense looks to."""
    token = story.parsed.tokens[m.last.last]
    led_in = story.words.has("before_nth", story.word_before(m)) and not story.is_prenominal(m)
    if not led_in or not 1 <= m["nth"] <= 31 or max(token.children, default=-1) > token.index:
        return None
    if story.reference is None:
        return open_date(f"XXXX-XX-{m['nth']:02}", c.DAY)
    today, tense = story.reference, story.tense(m)
    months = [moved for n in (-1, 0, 1) if (moved := c.add_months(today, n))]
    found = [p for d in months if (p := c.day_of(d.year, d.month, m["nth"]))]
    fitting = [p for p in found if (p.first > today) - (p.first < today) in (0, tense)]
    best = min(fitting or found, key=lambda p: distance(p.first, today, tense), default=None)
    return maybe_dated(best, anchor=story.anchor)


@rule(*edged("rel? month", "that month", "article? unit of month"), "edge|later in month")
def month(m: Match, story: Story) -> Meaning | None:
    """July, last May, early October, the month of June."""
    if m["unit"] not in (None, c.MONTH):
        return None
    if story.reference is None:
        return open_date(f"XXXX-{m['month']:02}", c.MONTH, mod=edge_of(m))
    found = _month_by(m["month"], m["rel"], story.reference, story.tense(m))
    return maybe_dated(found, mod=edge_of(m), anchor=story.anchor)


def _month_by(number: int, rel: int | None, today: date, tense: int | None) -> c.Period | None:
    if rel == 0:
        return c.month(today.year, number)
    if rel == -1:
        return c.month(today.year - (number >= today.month), number)
    if rel == 1:
        return c.month(today.year + (number <= today.month), number)
    if tense == FUTURE:
        return c.month(today.year + (number < today.month), number)
    return c.month(today.year - (number > today.month), number)


@rule(*edged("month comma? of? rel unit"), *edged("month dom comma? of? rel unit"))
def month_of_relative_year(m: Match, story: Story) -> Meaning | None:
    """July last year, January of this year, May 9 this year."""
    if m["unit"] != c.YEAR or story.reference is None:
        return None
    year = story.reference.year + m["rel"]
    found = c.day_of(year, m["month"], m["dom"]) if m["dom"] else c.month(year, m["month"])
    return maybe_dated(found, mod=edge_of(m), anchor=story.anchor)


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
    nth_of_month,
)
