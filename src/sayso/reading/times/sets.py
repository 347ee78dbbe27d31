"""Rules for what recurs, and for times that are no day: daily, every Friday, twice a week; now, recently, soon."""

from __future__ import annotations

from sayso.dates import calendar as c
from sayso.dates.shift import FUTURE, PAST
from sayso.reading.times.lengths import is_rate, length_value
from sayso.reading.times.pattern import Match, Rule, rule
from sayso.reading.times.story import DATE, DURATION, NO_TIME, SET, Meaning, Story, counted


@rule("every number:count? anyunit", "every ordinal? unit")
def every(m: Match, story: Story) -> Meaning | None:
    """every two weeks, each year, every other day."""
    number = m["number"] or m["ordinal"] or m["every"]
    return Meaning(SET, length_value(float(number), m["anyunit"] or m["unit"]))


@rule("article unit")
def a_unit(m: Match, story: Story) -> Meaning | None:
    """10 deaths a year."""
    return Meaning(SET, length_value(1.0, m["unit"])) if is_rate(m, story) else None


@rule(
    "every weekday",
    "weekdays",
    "every ordinal weekday",
    "every part",
    "every season",
    "every month",
    "weekday parts",
    "parts",
    "weekends",
)
def every_named(m: Match, story: Story) -> Meaning | None:
    """every Friday, Mondays, every spring, Tuesday nights."""
    weekday, part = m["weekday"] or m["weekdays"], m["part"] or m["parts"]
    if m["weekdays"] and _has_lost_mark(m, story):
        return counted(story.writing, story.weekday(weekday, None, PAST), f"XXXX-WXX-{weekday}", c.DAY)
    if m["weekends"]:
        return Meaning(SET, f"XXXX-WXX-{m['weekends']}")
    if m["month"]:
        return Meaning(SET, f"XXXX-{m['month']:02}")
    if m["season"]:
        return Meaning(SET, f"XXXX-{m['season']}")
    day = f"XXXX-WXX-{weekday}" if weekday else "XXXX-XX-XX"
    return Meaning(SET, f"{day}T{part}" if part else day)


def _has_lost_mark(m: Match, story: Story) -> bool:
    """ "Saturdays bombing", in a text that lost its apostrophes."""
    marks = any(mark in story.parsed.text for mark in "'\u2019")
    return not marks and story.is_prenominal(m) and story.word_before(m) != "on"


@rule(
    "often article|every unit",
    "number:count fold article|every unit",
    "number:count many:anyunit article:article|every unit",
)
def times_a_unit(m: Match, story: Story) -> Meaning | None:
    """twice a week, three times a day, 24 hours a day, five days a week."""
    if m["article"] == "the":
        return None
    return Meaning(SET, length_value(1.0, m["unit"]))


@rule("frequency")
def frequency(m: Match, story: Story) -> Meaning | None:
    """daily, weekly, annual; not the measure of "an annual rate of 3 percent"."""
    token = story.parsed.tokens[m.last.last]
    if story.is_prenominal(m) and story.words.has("measured", story.parsed.tokens[token.head].lemma):
        return NO_TIME
    return Meaning(SET, m["frequency"])


# --- no day --------------------------------------------------------------------------------------------------------


@rule("vague")
def vague(m: Match, story: Story) -> Meaning | None:
    """now, recently, the future, a while; "will soon", not "soon after"."""
    if story.words.has("only_ahead", m.first.word) and story.tense(m) != FUTURE:
        return NO_TIME
    return Meaning(DURATION if m["vague"].startswith("PX") else DATE, m["vague"])


@rule("recent")
def vague_adjective(m: Match, story: Story) -> Meaning | None:
    """recent, current before a noun."""
    return Meaning(DATE, "PAST_REF" if m["recent"] else "PRESENT_REF")


@rule("article past")
def the_past(m: Match, story: Story) -> Meaning | None:
    if m["article"] != "the":
        return None
    return NO_TIME if story.is_prenominal(m) else Meaning(DATE, "PAST_REF")  # "the past three summers"


RULES: tuple[Rule[Meaning], ...] = (
    every,
    a_unit,
    times_a_unit,
    every_named,
    frequency,
    vague,
    vague_adjective,
    the_past,
)
