"""Rules for seasons and holidays."""

from __future__ import annotations

from sayso.dates import calendar as c
from sayso.dates.shift import step
from sayso.dates.steps import holiday_in
from sayso.reading.times.dates import edge_of, edged, in_year
from sayso.reading.times.pattern import Match, Rule, rule
from sayso.reading.times.story import Meaning, Story, counted, maybe_dated, open_date

COUNTRY_WITHIN = 300  # tokens before an Independence Day in which its country may be named


@rule(*edged("article? season comma? of? year", "article? season of? rel unit"))
def season_of_year(m: Match, story: Story) -> Meaning | None:
    """the summer of 2021, spring of last year."""
    if m["year"]:
        return maybe_dated(c.season(m["year"], m["season"]), mod=edge_of(m))
    if m["unit"] != c.YEAR:
        return None
    return in_year(m["rel"], m["season"], c.SEASON, story, mod=edge_of(m))


@rule(
    *edged("rel season", "article season", "article rel season"),
    "article? edge dash? season",
    "edge|later in article season",
    "season",
)
def season(m: Match, story: Story) -> Meaning | None:
    """last summer, the winter, this coming spring; alone only after a preposition: "in summer"."""
    if m.first.category == "season" and not story.words.has("before_season", story.word_before(m)):
        return None
    shift = step("season", m["season"], tense=story.tense(m), rel=m["rel"])
    return counted(story.writing, shift, f"XXXX-{m['season']}", c.SEASON, mod=edge_of(m))


@rule("rel? holiday", "holiday comma? year", "article holiday")
def holiday(m: Match, story: Story) -> Meaning | None:
    """Christmas Eve, last Thanksgiving, Good Friday 2022."""
    named = m["holiday"] if m["holiday"] != "independence" else _independence_day(m, story)
    if named is None:
        return open_date(c.OPEN[c.DAY], c.DAY)
    if m["year"]:
        day = holiday_in(named, m["year"])
        return maybe_dated(c.day(day) if day else None)
    shift = step("holiday", named, tense=m["rel"] or story.tense(m))
    return counted(story.writing, shift, f"XXXX-{named}" if len(named) == 5 else c.OPEN[c.DAY], c.DAY)


def _independence_day(m: Match, story: Story) -> str | None:
    """That of the country named nearest: before it in the sentence, after it, else earlier in the text."""
    first, last = m.tokens
    tokens, sentence = story.parsed.tokens, story.parsed.sentence_of(first)
    before, after = tokens[max(0, first - COUNTRY_WITHIN) : first], tokens[last + 1 : sentence.last + 1]
    own = [t for t in before if t.index >= sentence.first]
    nearest = (*reversed(own), *after, *reversed(before))
    days = story.words.independence
    return next((days[t.lower] for t in nearest if t.lower in days), None)


RULES: tuple[Rule[Meaning], ...] = (season_of_year, season, holiday)
