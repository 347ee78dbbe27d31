"""One happening in several events: the day and place that one which tells neither takes from those of its kind.

A headline, the lead and the later mentions of one attack are joined where the words show that they are one
(`grouping.py`). Where they do not show it, the events stay apart, but an undated one may still have the day of the
others: when they agree on it, when it is of the days before the report, and when no participant, place, distance or
word such as "another" speaks against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.events.accounts import Account, accounts_of, alike
from sayso.reading.events.dated_words import ANSWERED, LONGEST_OF_NEWS, days_apart, past_day_in_clause
from sayso.reading.events.scene import Scene
from sayso.reading.events.tellings import Setting, Telling
from sayso.reading.events.whereabouts import is_within, most_specific
from sayso.records import EventTime, Place

T = TypeVar("T")
NEWS = 10  # days before the report in which its story lies
_RULE = "same kind of event"
_TOLD = frozenset({"CT+", "CT-", "PR+"})
_OFTEN = 3  # tellings of what a text is about


def retell(scene: Scene, groups: Sequence[Sequence[Telling]], settings: list[Setting]) -> None:
    """Fills the day, then the place, of events that tell none from the events of their kind that do."""
    by_kind = accounts_of(scene, groups)
    takers = [a for accounts in by_kind.values() for a in accounts if _is_told_again(scene, a)]
    named = _days_before_nouns(scene, groups)
    for taker in takers:
        if settings[taker.number].time is None and not _is_dated_by_words(scene, taker):
            time = _day_of(scene, taker, by_kind[taker.kind], settings) or _day_before_noun(scene, taker, named)
            if time is not None:
                settings[taker.number] = replace(settings[taker.number], time=replace(time, rule=_RULE))
    for taker in takers:
        place = _place_of(scene, taker, by_kind[taker.kind], settings)
        if place is not None:
            settings[taker.number] = replace(settings[taker.number], place=place.id, place_rule=_RULE)


# --- who may take --------------------------------------------------------------------------------------------------


def _is_told_again(scene: Scene, account: Account) -> bool:
    """Whether an event is told as one past happening that may have been told elsewhere too."""
    judged = account.tellings[0].judgement
    if judged.tense in ("future", "generic") or judged.factuality not in _TOLD:
        return False
    token = scene.parsed.tokens[account.tellings[0].trigger.index]
    if token.form == g.BASE or load_setting().has("no_occasion", token.lemma):
        return False
    return not is_another(scene, account.tellings[0]) and not all(_is_many(scene, t) for t in account.tellings)


def is_another(scene: Scene, telling: Telling, words: str = "tells_apart") -> bool:
    """ "another raid", "a previous test": one that the text tells apart from that of the story."""
    kids = g.children(scene.parsed, telling.trigger.index)
    return any(load_setting().has(words, k.lower) for k in kids)


def _is_many(scene: Scene, telling: Telling) -> bool:
    """ "attacks on ships": several, of several days."""
    token = scene.parsed.tokens[telling.trigger.index]
    return token.pos == g.NOUN and token.form == g.PLURAL and not telling.title


def _is_dated_by_words(scene: Scene, account: Account) -> bool:
    """ "the 1998 bombing", "have been shelled since": words of an own time, known or not."""
    return any(past_day_in_clause(scene, t.trigger.index) or _has_own_time(scene, t) for t in account.tellings)


def _has_own_time(scene: Scene, telling: Telling) -> bool:
    token = scene.parsed.tokens[telling.trigger.index]
    kids = g.children(scene.parsed, token.index)
    perfect = any(k.lower in ("has", "have") for k in kids) and token.role == g.RELATIVE_CLAUSE
    marks = [m for k in kids if k.role == g.ADVERBIAL_CLAUSE for m in g.children(scene.parsed, k.index, g.MARKER)]
    since = any(k.lower == "since" for k in (*kids, *marks))
    times = [scene.time_at[k.index] for k in kids if k.index in scene.time_at]
    return perfect or since or any(time.type in ("DATE", "TIME") for time in times)


# --- who may give --------------------------------------------------------------------------------------------------


def _day_of(scene: Scene, taker: Account, accounts: Sequence[Account], settings: Sequence[Setting]) -> EventTime | None:
    """The day of the like event in the same sentence, else of those with the same people, else of all in the news."""
    told: list[tuple[Account, EventTime]] = []
    for account in alike(scene, taker, accounts, settings):
        time = settings[account.number].time
        answered = time is not None and time.rule == ANSWERED and _in_one_sentence(account, taker)
        if time is not None and time.rule != _RULE and _width(time) <= LONGEST_OF_NEWS and not answered:
            told.append((account, time))
    beside = [(a, t) for a, t in told if _in_one_sentence(a, taker)]
    news = [(a, t) for a, t in told if _is_of_news(scene, t)]
    tied = [(a, t) for a, t in news if a.actors & taker.actors or a.targets & taker.targets]
    found = (_agreed(beside), _agreed(tied), _agreed(news))
    return next((time for time in found if time is not None), None)


def _days_before_nouns(scene: Scene, groups: Sequence[Sequence[Telling]]) -> dict[str, list[EventTime]]:
    """By lemma, the days of "Tuesday's test", where the noun alone was too vague to be an event of its kind."""
    found: dict[str, list[EventTime]] = {}
    for telling in (t for group in groups for t in group if t.kind == "other" and t.time is not None):
        token = scene.parsed.tokens[telling.trigger.index]
        owners = g.children(scene.parsed, token.index, g.POSSESSOR) if token.pos == g.NOUN else []
        if telling.time is not None and any(k.index in scene.time_at for k in owners):
            found.setdefault(token.lemma, []).append(telling.time)
    return found


def _day_before_noun(scene: Scene, taker: Account, named: dict[str, list[EventTime]]) -> EventTime | None:
    """The one day of the news that stands before a noun by which the event is told."""
    lemmas = dict.fromkeys(scene.parsed.tokens[t.trigger.index].lemma for t in taker.tellings)
    times = [time for lemma in lemmas for time in named.get(lemma, ()) if _is_of_news(scene, time)]
    return times[0] if len({_days(time) for time in times}) == 1 else None


def _agreed(told: Sequence[tuple[Account, EventTime]]) -> EventTime | None:
    """The one day of several events, or that of the one which the text tells far more often than the others."""
    often: Counter[tuple[str | None, str | None] | None] = Counter()
    for account, time in told:
        often[_days(time)] += len(account.tellings)
    day = _foremost(often)
    return next((time for _, time in told if _days(time) == day), None)


def _foremost(often: Counter[T]) -> T | None:
    """What is counted alone, or at least three times and more than twice as often as the next; None else."""
    first = often.most_common(2)
    alone = len(first) == 1 or (len(first) == 2 and first[0][1] >= _OFTEN and first[0][1] > 2 * first[1][1])
    return first[0][0] if alone else None


def _place_of(scene: Scene, taker: Account, accounts: Sequence[Account], settings: Sequence[Setting]) -> Place | None:
    """The most exact place of the like events of one day, when each of their places lies in the next."""
    mine = settings[taker.number]
    here = scene.place_by_id.get(mine.place or "")
    if here is not None and here.precision not in ("country", "region"):
        return None
    if mine.time is None and (_is_dated_by_words(scene, taker) or not load_setting().has("once", taker.kind)):
        return None
    often: Counter[str] = Counter()
    for account in alike(scene, taker, accounts, settings):
        theirs = settings[account.number]
        if theirs.place is not None and theirs.place_rule != _RULE and _days(theirs.time) == _days(mine.time):
            often[theirs.place] += len(account.tellings)
    return _exact(scene, often, here)


def _exact(scene: Scene, often: Counter[str], here: Place | None) -> Place | None:
    """The most exact of places that lie in one another, or the one told far more often than the others."""
    found = [scene.place_by_id[p] for p in often]
    known = [p for p in found if p.lat is not None] or found
    if not known:
        return None
    narrowest = most_specific(known)
    exact: Place | None = narrowest
    if not all(is_within(narrowest, other) for other in known):
        exact = scene.place_by_id.get(_foremost(often) or "")
    return exact if exact is not None and exact is not here and (here is None or is_within(exact, here)) else None


def _in_one_sentence(one: Account, other: Account) -> bool:
    return bool({t.sentence for t in one.tellings} & {t.sentence for t in other.tellings})


def _is_of_news(scene: Scene, time: EventTime) -> bool:
    """Whether a day lies in the days before the report; any does, for a report without a date."""
    published = scene.parsed.document.published
    if published is None or time.latest is None:
        return True
    day = date.fromisoformat(published[:10])
    return (day - timedelta(NEWS)).isoformat() <= time.latest <= day.isoformat()


def _width(time: EventTime) -> int:
    return days_apart(time.earliest, time.latest)


def _days(time: EventTime | None) -> tuple[str | None, str | None] | None:
    return None if time is None else (time.earliest, time.latest)
