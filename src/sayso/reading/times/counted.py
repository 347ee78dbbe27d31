"""Rules for dates counted in units: two years ago, a week earlier, the day before Tuesday, the year-ago quarter."""

from __future__ import annotations

from dataclasses import replace

from sayso.dates import calendar as c
from sayso.dates.shift import PAST, shifted, step, steps
from sayso.reading import grammar as g
from sayso.reading.times.dates import in_year
from sayso.reading.times.lengths import LENGTHS, Length, length, length_value, whole_units
from sayso.reading.times.occasions import counted_from_occasion
from sayso.reading.times.pattern import Match, Rule, rule
from sayso.reading.times.relative import anchor_of, from_told
from sayso.reading.times.story import DATE, Meaning, Start, Story, Told, counted, maybe_dated, open_date

SAME_REPORT = 9  # sentences within which "a year earlier" compares with the quarter told last


@rule(*(f"{x} so? ago" for x in LENGTHS), *(f"{x} dash ago" for x in LENGTHS), "units ago")
def ago(m: Match, story: Story) -> Meaning | None:
    """two years ago, a week from now; "years ago" stays open."""
    found = Length(None, m["units"], length_value(None, m["units"]), None) if m["units"] else length(m)
    if found is None:
        return None
    if found.number is None:
        return Meaning(DATE, "PAST_REF" if m["ago"] < 0 else "FUTURE_REF", mod=found.mod, unit=c.DAY)
    if _is_comparison(found, m["ago"]):
        return _year_before(m, story)
    unit, number = whole_units(found)
    return _away(story.writing, step("unit", unit, m["ago"] * number), unit, found.mod)


def _away(start: Start, shift: str, unit: str, mod: str | None) -> Meaning:
    found = counted(start, shift, c.OPEN[unit], unit, mod=mod)
    return found or open_date(c.OPEN[unit], unit, mod=mod, anchor=start.anchor)


@rule(*(f"{x} later|after" for x in LENGTHS), *(f"{x} dash later|after" for x in LENGTHS))
def later(m: Match, story: Story) -> Meaning | None:
    """two days later, a week earlier: counted from the last time told."""
    found = length(m)
    if found is None or _has_object(m, story):
        return None
    if _is_comparison(found, m["later"]) and story.topic(m.first, sentences=SAME_REPORT):
        return _year_before(m, story)
    told, (unit, number) = story.last_told(m.first), whole_units(found)
    open_unit = c.DAY if unit == c.WEEK else unit
    if told is None or found.number is None:
        return open_date(c.OPEN[open_unit], open_unit, mod=found.mod, anchor=told.id if told else None)
    shift = step("later", unit, m["later"] * number, tense=story.tense(m))
    return _away(told.start, shift, open_unit, found.mod)


def _has_object(m: Match, story: Story) -> bool:
    """Whether "after" or "before" has an object of its own: "two days after the attack" counts from that."""
    token = story.parsed.tokens[m.last.last]
    if token.lower not in ("after", "before"):
        return False
    kids = g.children(story.parsed, token.index, g.PREPOSITION_OBJECT, g.PREPOSITION_CLAUSE)
    return bool(kids) or token.role == g.MARKER


@rule("article unit later|after")
def unit_before_or_after(m: Match, story: Story) -> Meaning | None:
    """the day before, the year after; "the day after the summit" has its anchor outside the times."""
    unit = m["unit"]
    if unit not in c.OPEN or m["article"] != "the":
        return None
    if _has_object(m, story):
        return _beside_occasion(m, story)
    told = anchor_of(m, story, unit)
    return from_told(told, m["later"], unit, None) if told else open_date(c.OPEN[unit], unit)


def _beside_occasion(m: Match, story: Story) -> Meaning:
    """the day after the attack; "Oct. 12, the day before the crash" is that day itself."""
    unit = m["unit"]
    told = story.told[-1] if story.told and story.word_before(m) == "," else None
    if told and told.meaning.unit == unit and told.last == m.first.first - 2:
        return from_told(told, 0, unit, None)
    found = counted_from_occasion(m, m.last.last, (unit, 1), story)
    return found or open_date(c.OPEN[unit], unit)


@rule(
    *(f"{x} ago weekday" for x in LENGTHS),
    *(f"{x} ago deictic" for x in LENGTHS),
    *(f"{x} ago this:rel same:unit" for x in LENGTHS),
)
def ago_to_the_day(m: Match, story: Story) -> Meaning | None:
    """a year ago Thursday, two weeks ago today, five years ago this month."""
    found = length(m)
    if found is None or found.number is None or found.mod or m["ago"] > 0 or m["this"]:
        return None
    unit, number = whole_units(found)
    back = {c.YEAR: step("years", -number), c.WEEK: step("day", -7 * number), c.DAY: step("day", -number)}.get(unit)
    same = m["same"] or c.DAY
    if back is None or (m["same"] and (unit != c.YEAR or same not in (c.WEEK, c.MONTH))):
        return None
    return counted(story.writing, steps(_here(m, story), back), c.OPEN[same], same)


def _here(m: Match, story: Story) -> str:
    """The step to the day, week or month of this year that "ago" is counted back from."""
    if m["same"]:
        return step("unit", m["same"], 0)
    return story.weekday(m["weekday"], None, PAST) if m["weekday"] else step("day", m["deictic"])


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
    if m["year"]:
        day = c.day_of(m["year"], m["month"], m["dom"])
        return maybe_dated(day and shifted(day, _beside(m)))
    named = _named_day(m, story)
    if named is None:
        return None
    return counted(story.writing, steps(named, _beside(m)), c.OPEN[c.WEEK if m["week"] else c.DAY], c.DAY)


def _beside(m: Match) -> str:
    return step("unit", c.WEEK, 0) if m["week"] else step("day", m["after"])


def _named_day(m: Match, story: Story) -> str | None:
    """How the day that the words after "before" or "of" name is counted from the day of writing."""
    if m["weekday"]:
        return story.weekday(m["weekday"], m["rel"], story.tense(m))
    if not m["month"]:
        return step("day", m["deictic"])
    if c.day_of(2000, m["month"], m["dom"]) is None:
        return None
    return step("month-day", f"{m['month']:02}-{m['dom']:02}", tense=story.tense(m))


# --- the same time of the year before ------------------------------------------------------------------------------


def _is_comparison(found: Length, sign: int) -> bool:
    return sign < 0 and found.unit == c.YEAR and found.number == 1


def _year_before(m: Match, story: Story) -> Meaning | None:
    """a year ago, the year-earlier period: the same quarter of the last year when the text is about one."""
    quarter = story.topic(m.first, sentences=SAME_REPORT)
    found = _year_before_quarter(quarter) if quarter else _away(story.writing, step("unit", c.YEAR, -1), c.YEAR, None)
    return found and replace(found, compared=True)


def _year_before_quarter(quarter: Told) -> Meaning | None:
    return counted(quarter.start, step("years", -1), c.OPEN[c.QUARTER], c.QUARTER)


@rule("article? comparable? unit dash later|ago quarter:unit|period", "article? unit dash later|ago")
def year_earlier_period(m: Match, story: Story) -> Meaning | None:
    """the year-ago quarter, the year-earlier period."""
    return None if m["unit"] != c.YEAR or m["later"] == 1 else _year_before(m, story)


@rule("article? unit dash later|ago ordinal dash? quarter:unit")
def year_earlier_quarter(m: Match, story: Story) -> Meaning | None:
    """the year-earlier third quarter."""
    if m["unit"] != c.YEAR or m["quarter"] != c.QUARTER or not 1 <= m["ordinal"] <= 4:
        return None
    found = in_year(-1, f"Q{m['ordinal']}", c.QUARTER, story)
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
    ago_to_the_day,
    ago,
    later,
    beside_a_day,
    unit_before_or_after,
)
