"""Rules for lengths of time: five years, a few days, half an hour, the last two weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.dates import calendar as c
from sayso.dates.shift import PAST, step
from sayso.reading import grammar as g
from sayso.reading.times.occasions import counted_from_occasion
from sayso.reading.times.pattern import Match, Rule, rule
from sayso.reading.times.story import DATE, DURATION, NO_TIME, Meaning, Story, counted, duration

# Every way to give an amount of time; `length` reads them all.
LENGTHS = (
    "about? article? number:count dash? calendar|filler? filler? dash? anyunit",
    "about? article? number:few dash? calendar|filler? filler? dash? anyunit",
    "about? article? number:dozen filler? anyunit",
    "about? article calendar|filler? filler? unit",
    "about? article? half dash? article? unit",
    "about? number:count dash? and dash? article? dash? half:half|fraction dash? anyunit",
    "about? number:count fraction anyunit",
    "about? article? quarter:unit dash? of? article? century:unit",
    "about? article unit and article half",
    "about? article unit or more:number",
    "about? number:count or|to|dash dash? high:count dash? filler? dash? anyunit",
)
IN_UNITS = {"2W": ("W", 2), "6M": ("M", 6), c.DECADE: ("Y", 10), c.CENTURY: ("Y", 100), c.MILLENNIUM: ("Y", 1000)}
OPEN_UNITS = {"2W": "W", "6M": "M"}
ALSO = {"2W": (c.WEEK, 2), "6M": (c.MONTH, 6)}  # units that are so many others
SMALLER = {"TM": ("S", 60), "TH": ("M", 60), "D": ("TH", 24), "W": ("D", 7), "M": ("D", 30), "Y": ("M", 12)}


@dataclass(frozen=True, slots=True)
class Length:
    """So many units; `number` is None for an open amount ("several years")."""

    number: float | None
    unit: str
    value: str
    mod: str | None


def length(m: Match) -> Length | None:
    """The amount that a match of one of LENGTHS gives; None for a definite article with a single unit."""
    unit, number = m["anyunit"] or m["unit"] or m["century"], _number(m)
    if number is False:
        return None
    return Length(number, unit, length_value(number, unit), m["about"])


def _number(m: Match) -> Any:
    """A float, None for an open amount, False where the words are no amount."""
    number, half = m["number"], m["half"]
    if number == "X":
        return None
    if m["century"]:
        return 0.25 if (m["quarter"], m["century"]) == (c.QUARTER, c.CENTURY) else False
    part = 0.5 if half == 2 else half or m["fraction"] or 0
    if number is not None:
        return float(number) + part
    if m["and"] and m["article"] == "a":
        return 1.0 + part
    return part or (1.0 if m["article"] == "a" else False)


def whole_units(found: Length) -> tuple[str, int]:
    """The unit of the calendar that a length is counted in, and how many; hours and minutes leave the day itself."""
    unit, times = ALSO.get(found.unit, (found.unit, 1))
    if unit.startswith("T"):
        return c.DAY, 0
    if unit in c.YEARS_IN:
        unit, times = c.YEAR, c.YEARS_IN[unit]
    return unit, round((found.number or 0) * times)


def length_value(number: float | None, unit: str) -> str:
    """TIMEX3: P5Y, PT90M, P2Y6M, PXW; a half in the next smaller unit."""
    clock, letter = ("T", unit[1]) if unit.startswith("T") else ("", unit)
    if number is None:
        return f"P{clock}X{OPEN_UNITS.get(letter, letter)}"
    letter, times = IN_UNITS.get(letter, (letter, 1))
    whole, part = divmod(number * times, 1)
    large = f"{clock}{whole:.0f}{letter}" if whole or not part else clock
    if not part:
        return f"P{large}"
    smaller, parts = SMALLER.get(clock + letter, ("D", 7))
    before = "T" if smaller.startswith("T") else ""
    return f"P{large}{before}{part * parts:.0f}{smaller[-1]}"


@rule(*(f"{x} dash? old" for x in LENGTHS), "units dash? old")
def age(m: Match, story: Story) -> Meaning | None:
    """ "a 45-year-old man" tells no time."""
    return NO_TIME


@rule(*LENGTHS)
def amount(m: Match, story: Story) -> Meaning | None:
    """five years, a few days, half an hour, 30-day."""
    found = length(m)
    if found is None or is_rate(m, story) or (found.unit == c.QUARTER and m["number"] is None):
        return None
    if found.unit == c.QUARTER and found.number is not None and story.word_after(m) == "of":
        return NO_TIME
    if found.number and _goes_on(found.number, m, story) and found.mod is None:
        return _reaching(found.number, found.unit, PAST, None, story)
    away = _away_from(found, m, story) if found.number and found.mod in (None, "APPROX") else None
    return _until(found, away) if away else duration(found.value, mod=found.mod)


def _away_from(found: Length, m: Match, story: Story) -> Meaning | None:
    """The days that a length leads to: "two days after the attack", "will meet in two weeks"; none for "within"."""
    before = story.word_before(m)
    if any(story.words.has("business_days", x.word) for x in m.lexemes):
        return None
    if story.words.has("from_an_occasion", story.word_after(m)) and not story.words.has("stretching", before):
        return counted_from_occasion(m, m.last.last + 1, whole_units(found), story)
    if before != "in" or m["high"] or found.unit.startswith("T") or not story.is_announced(m):
        return None
    unit, number = whole_units(found)
    return counted(story.writing, step("unit", unit, number), c.OPEN[unit], unit)


def _until(found: Length, away: Meaning) -> Meaning:
    return Meaning(DURATION, found.value, mod=found.mod, anchor=away.anchor, bounds=away.days, shift=away.shift)


def _goes_on(number: float, m: Match, story: Story) -> bool:
    """ "has lasted for three years": up to the day of writing."""
    return number == int(number) and story.word_before(m) == "for" and story.is_present_perfect(m)


def is_rate(m: Match, story: Story) -> bool:
    """ "10 deaths a year": an article and a bare unit that hang on a noun or number."""
    if len(m.lexemes) != 2 or m["article"] != "a":
        return False
    token = story.parsed.tokens[m.last.last]
    head = story.parsed.tokens[token.head]
    return token.role == g.NOUN_ADVERBIAL and head.pos in (g.NOUN, g.NUMBER, g.OTHER)


@rule("lengthy", "number:count dash? lengthy", "lengthies")
def as_long(m: Match, story: Story) -> Meaning | None:
    """a day-long raid, a three-day-long raid, a months-long siege."""
    if m["lengthies"]:
        return duration(length_value(None, m["lengthies"]))
    return duration(length_value(float(m["number"] or 1), m["lengthy"]))


@rule("article ordinal|edge units", "units", "units or units", "article? calendar units", "few of article units")
def open_length(m: Match, story: Story) -> Meaning | None:
    """years, weeks of talks; not "three quarters of" the fleet, nor Inauguration Days."""
    minutes = m["units"] == "TM" and story.word_before(m) == "the"  # of a meeting
    if len(m.lexemes) == 1 and (minutes or story.parsed.tokens[m.last.last].pos == g.NAME):
        return NO_TIME
    return NO_TIME if m["units"] == c.QUARTER else duration(length_value(None, m["units"]))


@rule(
    "article? ordinal number:count|few filler? anyunit",
    "article number:count filler? anyunit",
    "article unit dash later number:count anyunit",
    "article? that number:few|count filler? anyunit",
)
def counted_length(m: Match, story: Story) -> Meaning | None:
    """the first nine months, the nine months, the year-earlier nine months, these many weeks."""
    number = None if m["number"] == "X" else float(m["number"])
    return duration(length_value(number, m["anyunit"]))


@rule("all unit")
def all_the_unit(m: Match, story: Story) -> Meaning | None:
    """all week, all year: the present one; all day."""
    unit = m["unit"]
    if unit not in (c.DAY, c.WEEK, c.MONTH, c.YEAR):
        return None
    found = counted(story.writing, step("unit", unit, 0), c.OPEN[unit], unit) if unit != c.DAY else None
    return _until(Length(1.0, unit, length_value(1.0, unit), None), found) if found else duration("P1D")


# --- that end or begin on the day of writing -----------------------------------------------------------------------


@rule(
    "about? article? rel|recent number:count filler? anyunit",
    "about? article? rel|recent number:few|dozen filler? anyunit",
    "about? article? rel|recent number:count or|to|dash high:count anyunit",
)
def recent_length(m: Match, story: Story) -> Meaning | None:
    """the last four years, the next few days."""
    number = None if m["number"] == "X" or m["high"] else float(m["number"])
    if m["rel"] > 0 and _is_long_past(m, story):
        return duration(length_value(number, m["anyunit"]), mod=m["about"])
    return _reaching(number, m["anyunit"], m["rel"], m["about"], story)


def _is_long_past(m: Match, story: Story) -> bool:
    """ "In 1981 he joined the bank, and for the next 13 years he worked there": not counted from the day of writing."""
    told, now = story.last_told(m.first, sentences=1), story.writing.period
    last = told.meaning.days[1] if told else None
    return last is not None and (now is None or last.year < now.first.year) and story.tense(m) == PAST


@rule("article? rel|recent units", "article? rel|recent units and|or units")
def recent_units(m: Match, story: Story) -> Meaning | None:
    """recent weeks, the coming months; "recent years" are the past, "future quarters" the future."""
    unit, word = m["units"], m.word("rel")
    if word == "future":
        return Meaning(DATE, "FUTURE_REF")
    if m["rel"] < 0 and unit in (c.YEAR, c.QUARTER, c.DECADE, c.CENTURY):
        return Meaning(DATE, "PAST_REF")
    return duration(length_value(None, unit))


@rule("article? rel unit")
def past_decade(m: Match, story: Story) -> Meaning | None:
    """the past decade, over the last century: ten and a hundred years back, not those of the calendar."""
    word, before = m.word("rel"), story.word_before(m)
    if m["unit"] not in (c.DECADE, c.CENTURY):
        return None
    if word != "past" and not (word == "last" and story.words.has("spanning", before)):
        return None
    return _reaching(1.0, m["unit"], PAST, None, story)


def _reaching(number: float | None, unit: str, sign: int, mod: str | None, story: Story) -> Meaning:
    value = length_value(number, unit)
    if number is None or not sign or unit.startswith("T"):
        return duration(value, mod=mod)
    letter, times = IN_UNITS.get(unit, (unit, 1))
    found = counted(story.writing, step("reach", letter, sign * round(number * times)), value, letter)
    if found is None:
        return duration(value, mod=mod)
    return Meaning(DURATION, value, mod=mod, anchor=found.anchor, bounds=found.days, shift=found.shift)


RULES: tuple[Rule[Meaning], ...] = (
    age,
    recent_length,
    recent_units,
    counted_length,
    amount,
    as_long,
    all_the_unit,
    open_length,
)
