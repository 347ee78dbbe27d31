"""Rules for years, decades and centuries, quarters and halves of years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sayso.reading import timex_calendar as c
from sayso.reading.timex_dates import day_in_year, edge_of, edged, stretch
from sayso.reading.timex_pattern import Match, Rule, rule
from sayso.reading.timex_story import Meaning, Story, maybe_dated, open_date
from sayso.reading.timex_tense import FUTURE, PAST

RECENT_YEARS = range(1900, 2051)  # four figures that are a year unless something speaks against it
YEARS_AFTER_A_WORD = range(1500, 2101)


@rule(*edged("year"), "calendar unit? year", "article unit year|number", "prefix year", "about year")
def year(m: Match, story: Story) -> Meaning | None:
    """1984, fiscal 2022, the year 2000, the end of 2028."""
    if m["unit"] not in (None, c.YEAR) or (m.first.category == "year" and not _is_year(m, story)):
        return None
    found = maybe_dated(c.year(int(m["year"])), mod=edge_of(m))
    return replace(found, mod=m["prefix"], bounds=(None, None)) if found and m["prefix"] else found


def _is_year(m: Match, story: Story) -> bool:
    """Whether four figures are a year and no amount."""
    number, words, before = int(m["year"]), story.words, story.word_before(m)
    if m.first.word[0].isalpha():
        return number % 1000 != 0
    if words.has("before_no_year", before) or words.has("after_no_year", story.word_after(m)):
        return False
    allowed = YEARS_AFTER_A_WORD if words.has("before_year", before) else RECENT_YEARS
    return number in allowed and not _counts(m, story)


def _counts(m: Match, story: Story) -> bool:
    """Whether round figures count the plural noun after them: "2000 soldiers"; "the 1900 games" do not."""
    token = story.parsed.tokens[m.first.first]
    head = story.parsed.tokens[token.head]
    plural = head.form == "plural" and token.role == "numeric" and head.index > token.index
    return plural and m["year"] % 100 == 0 and story.word_before(m) not in ("the", "'s")


@rule("year dash last:day|year|number|decade|hhmm")
def years(m: Match, story: Story) -> Meaning | None:
    """2011-2014, 1998-99."""
    figures = m.word("last") or ""
    last = m["last"] if len(figures) == 4 else m["year"] // 100 * 100 + m["last"]
    if len(figures) not in (2, 4) or not m["year"] < last < m["year"] + 100:
        return None
    return stretch(c.year(m["year"]), c.year(int(last)))


@rule(
    *edged("article? possessive? decade", "article? rel half of article? possessive? decade"),
    "article? edge? dash? decade:year possessive",
)
def decade(m: Match, story: Story) -> Meaning | None:
    """the 1990s, the '80s, the late 1980's, the nineties; not "in his 30s"."""
    number = m["decade"]
    if m.last.category == "possessive" and (number % 10 or m["article"] != "the"):
        return None
    if number < 100 and not (m["possessive"] or m.word("article") == "the"):
        return None
    return maybe_dated(c.decade(number if number > 100 else 1900 + number), mod=edge_of(m))


@rule(*edged("article? ordinal dash? anyunit"))
def century(m: Match, story: Story) -> Meaning | None:
    """the 20th century."""
    if m["anyunit"] != c.CENTURY or not 1 <= m["ordinal"] <= 30:
        return None
    return maybe_dated(c.century((m["ordinal"] - 1) * 100), mod=edge_of(m))


# --- quarters and halves -------------------------------------------------------------------------------------------


@rule(
    *edged(
        "article? calendar? dash? ordinal dash? unit",
        "article? calendar? dash? ordinal dash? unit of? calendar? year",
        "article? year calendar? ordinal dash? unit",
    ),
    "quarter-name of? year?",
)
def numbered_quarter(m: Match, story: Story) -> Meaning | None:
    """the third quarter, fourth-quarter, the 1988 second quarter, Q3 2019."""
    number = m["quarter_name"] or m["ordinal"]
    if m["unit"] not in (None, c.QUARTER) or not 1 <= number <= 4:
        return None
    if m["year"]:
        return maybe_dated(c.quarter(m["year"], number), mod=edge_of(m))
    if story.reference is None:
        return open_date(f"XXXX-Q{number}", c.QUARTER, mod=edge_of(m))
    found = _quarter_by(number, story.reference, story.tense(m))
    return maybe_dated(found, mod=edge_of(m), anchor=story.anchor)


def _quarter_by(number: int, today: date, tense: int | None) -> c.Period | None:
    """The nearest quarter of that number: begun already unless the verb looks ahead."""
    this = (today.month + 2) // 3
    if tense == FUTURE:
        return c.quarter(today.year + (number < this - 1), number)
    return c.quarter(today.year - (number > this), number)


@rule(
    "article? year:rel year_unit:unit possessive? calendar? ordinal dash? unit",
    "article? ordinal unit of? year:rel year_unit:unit",
)
def quarter_of_relative_year(m: Match, story: Story) -> Meaning | None:
    """this year's third quarter, the third quarter of last year."""
    if m["year_unit"] != c.YEAR or m["unit"] != c.QUARTER or story.reference is None or not 1 <= m["ordinal"] <= 4:
        return None
    return maybe_dated(c.quarter(story.reference.year + m["year"], m["ordinal"]), anchor=story.anchor)


@rule(
    "article unit",
    "that unit",
    "article? rel|recent unit",
    "article? year unit|period",
    "article? rel|recent period",
)
def quarter_at_hand(m: Match, story: Story) -> Meaning | None:
    """the quarter, the latest quarter, the 1988 quarter or period: the one that the report is about."""
    if (m["unit"] or m["period"]) not in (c.QUARTER, "period") or story.reference is None or m["article"] == "a":
        return None
    if story.words.has("ended", story.word_after(m)) and (told := _quarter_ended(m, story)) is not None:
        return told
    about = story.topic(m.first, sentences=12)
    if m["year"]:
        found = maybe_dated(about and c.quarter(m["year"], int(about.value[-1])), anchor=story.anchor)
        return found and replace(found, compared=True)
    return _quarter_in_order(m, about, story.reference, story)


def _quarter_in_order(m: Match, about: c.Period | None, today: date, story: Story) -> Meaning | None:
    current = c.period_at(today, c.QUARTER)
    over = current and c.shift(current, -1)
    if m["rel"] is None:
        return maybe_dated(about or over, anchor=story.anchor)
    if m.word("rel") in ("latest", "most recent"):
        return maybe_dated(about if about and about.last < today else over, anchor=story.anchor)
    return None if m["period"] else maybe_dated(current and c.shift(current, m["rel"]), anchor=story.anchor)


def _quarter_ended(m: Match, story: Story) -> Meaning | None:
    """the quarter ended July 31: the three months before, under the calendar quarter that they share most with."""
    last = ended_on(m, story)
    begin = last and c.add_months(last, -3)
    near = begin and c.add_days(begin, 45)
    found = maybe_dated(c.period_at(near, c.QUARTER) if near else None, anchor=story.anchor)
    return replace(found, bounds=(c.add_days(begin, 1), last)) if found and begin else None


def ended_on(m: Match, story: Story) -> date | None:
    """The day named after "ended"."""
    near = [x for x in m.row[m.found.end() : m.found.end() + 4] if x is not None]
    if len(near) < 2 or near[0].category != "month" or near[1].category != "day":
        return None
    told = day_in_year(near[0].value, near[1].value, story, PAST)
    return told.days[0] if told else None


@rule(*edged("article? ordinal|rel half of year", "article? ordinal|rel half of this:rel|article unit"))
def half_year(m: Match, story: Story) -> Meaning | None:
    """the first half of 2019, the second half of this year."""
    number = 2 if m.word("ordinal") == "last" else m["ordinal"]
    if m["unit"] not in (None, c.YEAR) or number not in (1, 2):
        return None
    if m["year"]:
        return maybe_dated(c.half(m["year"], number))
    if story.reference is None:
        return open_date(f"XXXX-H{number}", c.HALF)
    away = m["this"] if isinstance(m["this"], int) else 0
    return maybe_dated(c.half(story.reference.year + away, number), anchor=story.anchor)


RULES: tuple[Rule[Meaning], ...] = (
    years,
    year,
    decade,
    century,
    quarter_of_relative_year,
    numbered_quarter,
    quarter_at_hand,
    half_year,
)
