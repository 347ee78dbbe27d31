"""One happening in several events: the day and place that one which tells neither takes from those of its kind.

A headline, the lead and the later mentions of one attack are joined where the words show that they are one
(`grouping.py`). Where they do not show it, the events stay apart, but an undated one may still have the day of the
others: when they agree on it, when it is of the days before the report, and when no participant, place, distance or
word such as "another" speaks against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.dated_words import LONGEST_OF_NEWS, days_apart, past_day_in_clause
from sayso.reading.scene import Scene
from sayso.reading.tellings import Setting, Telling
from sayso.reading.whereabouts import is_within, most_specific
from sayso.records import EventTime, Place

T = TypeVar("T")
NEWS = 10  # days before the report in which its story lies
_FAMILY = {"test": "launch"}  # kinds that one happening may be told as
_RULE = "same kind of event"
_TOLD = frozenset({"CT+", "CT-", "PR+"})
_OFTEN = 3  # tellings of what a text is about
_ROLES = ("actor", "target", "equipment")
_NUCLEAR = "nuclear weapon"


@dataclass(frozen=True, slots=True)
class _Account:
    """One event as told so far: the number of its group, its tellings, and the names that tie it to the world."""

    number: int
    kind: str
    tellings: Sequence[Telling]
    actors: frozenset[str]
    targets: frozenset[str]
    classes: frozenset[str]
    negated: bool


def retell(scene: Scene, groups: Sequence[Sequence[Telling]], settings: list[Setting]) -> None:
    """Fills the day, then the place, of events that tell none from the events of their kind that do."""
    accounts = [_account(scene, n, group) for n, group in enumerate(groups) if group[0].kind != "other"]
    takers = [a for a in accounts if _is_told_again(scene, a)]
    for taker in takers:
        if settings[taker.number].time is None and not _is_dated_by_words(scene, taker):
            time = _day_of(scene, taker, accounts, settings)
            if time is not None:
                settings[taker.number] = replace(settings[taker.number], time=replace(time, rule=_RULE))
    for taker in takers:
        place = _place_of(scene, taker, accounts, settings)
        if place is not None:
            settings[taker.number] = replace(settings[taker.number], place=place.id, place_rule=_RULE)


def _account(scene: Scene, number: int, group: Sequence[Telling]) -> _Account:
    refs = {role: {p.ref for t in group for p in t.participants if p.role == role and p.ref} for role in _ROLES}
    gear = {e.class_ for e in scene.equipment if e.id in refs["equipment"]}
    kind = _FAMILY.get(group[0].kind, group[0].kind)
    judged = group[0].judgement
    negated = judged.factuality.endswith("-") and judged.outcome != "failed"
    return _Account(number, kind, group, frozenset(refs["actor"]), frozenset(refs["target"]), frozenset(gear), negated)


# --- who may take --------------------------------------------------------------------------------------------------


def _is_told_again(scene: Scene, account: _Account) -> bool:
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


def _is_dated_by_words(scene: Scene, account: _Account) -> bool:
    return any(past_day_in_clause(scene, t.trigger.index) for t in account.tellings)


# --- who may give --------------------------------------------------------------------------------------------------


def _day_of(
    scene: Scene, taker: _Account, accounts: Sequence[_Account], settings: Sequence[Setting]
) -> EventTime | None:
    """The day of the like event in the same sentence, else of those with the same people, else of all in the news."""
    told: list[tuple[_Account, EventTime]] = []
    for account in _alike(scene, taker, accounts, settings):
        time = settings[account.number].time
        if time is not None and time.rule != _RULE and _width(time) <= LONGEST_OF_NEWS:
            told.append((account, time))
    beside = [(a, t) for a, t in told if _in_one_sentence(a, taker)]
    news = [(a, t) for a, t in told if _is_of_news(scene, t)]
    tied = [(a, t) for a, t in news if a.actors & taker.actors or a.targets & taker.targets]
    found = (_agreed(beside), _agreed(tied), _agreed(news))
    return next((time for time in found if time is not None), None)


def _agreed(told: Sequence[tuple[_Account, EventTime]]) -> EventTime | None:
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


def _place_of(scene: Scene, taker: _Account, accounts: Sequence[_Account], settings: Sequence[Setting]) -> Place | None:
    """The most exact place of the like events of one day, when each of their places lies in the next."""
    mine = settings[taker.number]
    here = scene.place_by_id.get(mine.place or "")
    if here is not None and here.precision not in ("country", "region"):
        return None
    if mine.time is None and not load_setting().has("once", taker.kind):
        return None
    often: Counter[str] = Counter()
    for account in _alike(scene, taker, accounts, settings):
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


def _alike(
    scene: Scene, taker: _Account, accounts: Sequence[_Account], settings: Sequence[Setting]
) -> Iterator[_Account]:
    """The other events of the kind that may be the same happening."""
    for account in accounts:
        same_kind = account.kind == taker.kind and account.number != taker.number and account.negated == taker.negated
        if same_kind and account.tellings[0].judgement.tense != "future":
            places = [scene.place_by_id.get(settings[a.number].place or "") for a in (taker, account)]
            if _nested(places[0], places[1]) and _agree(scene, taker, account):
                yield account


def _nested(one: Place | None, other: Place | None) -> bool:
    """Whether two places may be one: the one lies in the other, or the index does not know where one of them is."""
    if one is None or other is None or one.lat is None or other.lat is None:
        return True
    return is_within(one, other) or is_within(other, one)


def _agree(scene: Scene, one: _Account, other: _Account) -> bool:
    """Whether no doer, target or equipment of the one speaks against those of the other."""
    if _clash(scene, one.actors, other.actors) or _clash(scene, one.targets, other.targets):
        return False
    if (
        one.kind == "launch"
        and one.classes
        and other.classes
        and (_NUCLEAR in one.classes) != (_NUCLEAR in other.classes)
    ):
        return False
    if load_setting().has("once", one.kind):
        return True
    same_word = one.tellings[0].trigger.frame.words[0] == other.tellings[0].trigger.frame.words[0]
    untold = not one.targets or not other.targets
    return bool(one.actors & other.actors) and (untold or same_word or bool(one.targets & other.targets))


def _clash(scene: Scene, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether both name somebody, and neither the same nor of one country."""
    one, other = mine & scene.specific, theirs & scene.specific
    if not one or not other or one & other:
        return False
    lands, others = _countries(scene, one), _countries(scene, other)
    return not lands & others


def _countries(scene: Scene, refs: frozenset[str]) -> set[str]:
    found = [scene.entity_by_id.get(r) or scene.place_by_id.get(r) for r in refs]
    return {f.country for f in found if f is not None and f.country is not None}


def _in_one_sentence(one: _Account, other: _Account) -> bool:
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
