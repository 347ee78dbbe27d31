"""Rules for seasons and holidays."""

from __future__ import annotations

from datetime import date

from sayso.reading import timex_calendar as c
from sayso.reading.timex_dates import distance, edge_of, edged
from sayso.reading.timex_pattern import Match, Rule, rule
from sayso.reading.timex_story import Meaning, Story, maybe_dated, open_date
from sayso.reading.timex_tense import FUTURE, PAST


@rule(*edged("article? season comma? of? year", "article? season of? rel unit"))
def season_of_year(m: Match, story: Story) -> Meaning | None:
    """the summer of 2021, spring of last year."""
    if m["year"]:
        return maybe_dated(c.season(m["year"], m["season"]), mod=edge_of(m))
    if m["unit"] != c.YEAR or story.reference is None:
        return None
    year = story.reference.year + m["rel"]
    return maybe_dated(c.season(year, m["season"]), mod=edge_of(m), anchor=story.anchor)


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
    if story.reference is None:
        return open_date(f"XXXX-{m['season']}", c.SEASON, mod=edge_of(m))
    found = _season_by(m["season"], m["rel"], story.reference, story.tense(m))
    return maybe_dated(found, mod=edge_of(m), anchor=story.anchor)


def _season_by(name: str, rel: int | None, today: date, tense: int | None) -> c.Period | None:
    found = [p for away in range(-2, 3) if (p := c.season(today.year + away, name))]
    begun = [p for p in found if p.first <= today]
    unended = [p for p in found if p.last >= today]
    if rel == -1:
        return next((p for p in reversed(found) if p.last < today), None)
    if not begun or not unended:
        return None
    if rel is None and tense not in (PAST, FUTURE):
        return min((begun[-1], unended[0]), key=lambda p: abs((p.first - today).days))
    return unended[0] if rel == 1 or tense == FUTURE or (rel == 0 and tense != PAST) else begun[-1]


@rule("rel? holiday", "holiday comma? year", "article holiday")
def holiday(m: Match, story: Story) -> Meaning | None:
    """Christmas Eve, last Thanksgiving, Good Friday 2022."""
    named = m["holiday"]
    if m["year"]:
        day = holiday_in(named, m["year"])
        return maybe_dated(c.day(day) if day else None)
    if story.reference is None:
        return open_date(f"XXXX-{named}" if len(named) == 5 else "XXXX-XX-XX", c.DAY)
    today, tense = story.reference, m["rel"] or story.tense(m)
    found = [d for away in (-1, 0, 1) if (d := holiday_in(named, today.year + away))]
    best = min(found, key=lambda d: distance(d, today, tense), default=None)
    return maybe_dated(c.day(best) if best else None, anchor=story.anchor)


def holiday_in(named: str, year: int) -> date | None:
    """The day of a holiday in a year: "12-25", "11-4-4" (the fourth Thursday of November), "easter-2"."""
    if not date.min.year < year < date.max.year:
        return None
    if named.startswith("easter"):
        return c.add_days(c.easter(year), int(named.removeprefix("easter")))
    month, day, *nth = named.split("-", 2)
    if nth:
        return c.nth_weekday(year, int(month), int(day), int(nth[0]))
    return date(year, int(month), int(day))


RULES: tuple[Rule[Meaning], ...] = (season_of_year, season, holiday)
