"""Rules for years, decades and centuries, quarters and halves of years."""

from __future__ import annotations

from dataclasses import replace

from sayso.dates import calendar as c
from sayso.dates.shift import step
from sayso.dates.steps import stretch
from sayso.reading.times.dates import edge_of, edged, in_year
from sayso.reading.times.pattern import Match, Rule, rule
from sayso.reading.times.story import NO_TIME, Meaning, Start, Story, counted, maybe_dated

RECENT_YEARS = range(1900, 2051)  # four figures that are a year unless something speaks against it
YEARS_AFTER_A_WORD = range(1500, 2101)


@rule(
    *edged("year", "article? year calendar unit"),
    "calendar unit? year",
    "article unit year|number",
    "prefix year",
    "about year",
)
def year(m: Match, story: Story) -> Meaning | None:
    """1984, fiscal 2022, the 2021 fiscal year, the year 2000, the end of 2028."""
    if m["unit"] not in (None, c.YEAR) or (m.first.category == "year" and not _is_year(m, story)):
        return None
    if "EQUAL_OR_LESS" in (m["prefix"], m["about"]):
        return None  # "as many as 1300" people
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
    return maybe_dated(stretch(c.year(m["year"]), c.year(int(last))))


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
    "article final:rel unit of year",
    "quarter-name of? year?",
)
def numbered_quarter(m: Match, story: Story) -> Meaning | None:
    """the third quarter, fourth-quarter, the 1988 second quarter, Q3 2019."""
    number = 4 if m.word("final") == "last" else m["quarter_name"] or m["ordinal"]
    if number is None or m["unit"] not in (None, c.QUARTER) or not 1 <= number <= 4:
        return None
    if m["year"]:
        return maybe_dated(c.quarter(m["year"], number), mod=edge_of(m))
    shift = step("quarter", number, tense=story.tense(m))
    return counted(story.writing, shift, f"XXXX-Q{number}", c.QUARTER, mod=edge_of(m))


@rule(
    "article? year:rel year_unit:unit possessive? calendar? ordinal dash? unit",
    "article? ordinal unit of? year:rel year_unit:unit",
)
def quarter_of_relative_year(m: Match, story: Story) -> Meaning | None:
    """this year's third quarter, the third quarter of last year."""
    if m["year_unit"] != c.YEAR or m["unit"] != c.QUARTER or not 1 <= m["ordinal"] <= 4:
        return None
    return in_year(m["year"], f"Q{m['ordinal']}", c.QUARTER, story)


@rule(
    "article unit",
    "that unit",
    "article? rel|recent unit",
    "article? year unit|period",
    "article? rel|recent period",
)
def quarter_at_hand(m: Match, story: Story) -> Meaning | None:
    """the quarter, the latest quarter, the 1988 quarter or period: the one that the report is about."""
    if (m["unit"] or m["period"]) not in (c.QUARTER, "period") or m["article"] == "a":
        return None
    if m.after and m.after.category == "dash":
        return NO_TIME  # "quarter-to-quarter", "quarter-century"
    if story.words.has("ended", story.word_after(m)) and (named := ended_on(m)) is not None:
        return counted(story.writing, step("ended", c.QUARTER, named), c.OPEN[c.QUARTER], c.QUARTER)
    about = story.topic(m.first, sentences=12)
    if m["year"]:
        found = counted(about.start, step("of", m["year"]), f"{m['year']:04}-QX", c.QUARTER) if about else None
        return replace(found, compared=True) if found else None
    return _quarter_in_order(m, about.start if about else None, story.writing)


def _quarter_in_order(m: Match, about: Start | None, now: Start) -> Meaning | None:
    """The quarter told of, or the last one: "the quarter", "the latest quarter"; "the next quarter" from now."""
    if m["rel"] is not None and m.word("rel") not in ("latest", "most recent"):
        return None if m["period"] else _quarter_away(now, m["rel"])
    return _quarter_away(about, 0) if about else _quarter_away(now, -1)


def _quarter_away(start: Start, count: int) -> Meaning | None:
    return counted(start, step("unit", c.QUARTER, count), c.OPEN[c.QUARTER], c.QUARTER)


def ended_on(m: Match) -> str | None:
    """The day named after "ended": "07-31"."""
    near = [x for x in m.row[m.found.end() : m.found.end() + 4] if x is not None]
    if len(near) < 2 or near[0].category != "month" or near[1].category != "day":
        return None
    return f"{near[0].value:02}-{near[1].value:02}" if c.day_of(2000, near[0].value, near[1].value) else None


@rule(*edged("article? ordinal|rel half of year", "article? ordinal|rel half of this:rel|article unit"))
def half_year(m: Match, story: Story) -> Meaning | None:
    """the first half of 2019, the second half of this year."""
    number = 2 if m.word("ordinal") == "last" else m["ordinal"]
    if m["unit"] not in (None, c.YEAR) or number not in (1, 2):
        return None
    if m["year"]:
        return maybe_dated(c.half(m["year"], number))
    away = m["this"] if isinstance(m["this"], int) else 0
    return in_year(away, f"H{number}", c.HALF, story)


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
