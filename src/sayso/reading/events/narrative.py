"""The story's day and place: what an event without date or place of its own takes from the events told before it.

Nothing is taken by default. An event takes a setting where the text clearly goes on with it: the same doer in a
pronoun or description ("They called on ..."), "There, ...", a distance from another event ("a week after the raid"),
the headline's event from the lead, the same happening told elsewhere (`retold.py`). A day that is the report's own
("today") is carried on by no pronoun: it would be the publication date by default.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.events.dated_words import LONGEST_OF_NEWS, days_apart
from sayso.reading.events.event_distances import distance_times
from sayso.reading.events.retold import is_another, retell
from sayso.reading.events.scene import Scene
from sayso.reading.events.setting import is_done_by_words
from sayso.reading.events.tellings import Setting, Telling
from sayso.reading.events.threads import TIGHT, Step, goes_on_with, is_next, steps_of
from sayso.reading.events.whereabouts import is_within
from sayso.records import EventTime, Place

_PRECISE = {"point": 0, "populated place": 1, "admin": 2, "sea": 2, "region": 3, "country": 4}


def settle(scene: Scene, groups: Sequence[Sequence[Telling]]) -> list[Setting]:
    """The setting of each group of tellings, the principal telling first in each."""
    settings = [_told(scene, group) for group in groups]
    steps = steps_of(scene, groups)
    _take_distances(scene, steps, settings)
    _take_lead(scene, groups, steps, settings)
    _go_on(scene, steps, settings)
    retell(scene, groups, settings)
    return settings


# --- what the tellings of one event say ----------------------------------------------------------------------------


def _told(scene: Scene, group: Sequence[Telling]) -> Setting:
    """The narrowest date that a telling gives, and the first place, or the one that came with the date."""
    earlier = [t for t in group if is_another(scene, t, "earlier_ones")]
    group = [t for t in group if t not in earlier] or group
    times = [t.time for t in group if t.time is not None]
    time = min(times, key=_width, default=None)
    placed = [t for t in group if t.place]
    if not placed:
        return Setting(time)
    with_date = [t for t in placed if t.time is not None and t.time == time and not t.title]
    chosen = _more_exact(scene, _foremost(scene, with_date[:1] or placed[:1], placed), placed)
    return Setting(time, chosen.place, chosen.place_rule)


def _width(time: EventTime) -> int:
    return days_apart(time.earliest, time.latest)


def _foremost(scene: Scene, first: Sequence[Telling], placed: Sequence[Telling]) -> Telling:
    """The telling chosen first, unless more tellings than share its place share another."""
    known = scene.place_by_id
    told = Counter(str(t.place) for t in placed)
    sharing = {
        here: sum(count for other, count in told.items() if _is_nested(known[here], known[other])) for here in told
    }
    return max((*first, *placed), key=lambda telling: sharing[str(telling.place)])


def _is_nested(one: Place, other: Place) -> bool:
    return is_within(one, other) or is_within(other, one)


def _more_exact(scene: Scene, first: Telling, placed: Sequence[Telling]) -> Telling:
    """A telling whose place lies in a country that the first one names: "in Russia" ... "at the airfield in Artyom"."""
    known = scene.place_by_id
    wide = known[str(first.place)]
    if wide.precision != "country":
        return first
    inside = [t for t in placed if known[str(t.place)].country == wide.country and not t.title]
    return min(inside, key=lambda t: _PRECISE.get(known[str(t.place)].precision or "", 3), default=first)


# --- the story -----------------------------------------------------------------------------------------------------


def _go_on(scene: Scene, steps: Sequence[Step], settings: list[Setting]) -> None:
    """Fills settings in order of text, each from a step before it."""
    main = {s.telling.trigger.index: s for s in steps}
    done: list[Step] = []
    for step in steps:
        if not step.telling.title:
            before = goes_on_with(scene, step, done, main)
            if before is not None:
                rule, giver = before
                _give(scene, settings, giver, step, rule)
            done.append(step)


def _give(scene: Scene, settings: list[Setting], giver: Step, taker: Step, rule: str) -> None:
    """The taker's setting completed by the giver's, but for the report's own day."""
    mine, theirs = settings[taker.group], settings[giver.group]
    if giver.group == taker.group:
        return
    if mine.time is None and theirs.time is not None and (rule in TIGHT or _is_day_told(scene, theirs.time)):
        settings[taker.group] = mine = replace(mine, time=replace(theirs.time, rule=rule))
    same_day = mine.time is None or (theirs.time is not None and mine.time.times == theirs.time.times)
    if theirs.time is None and not is_next(scene, giver, taker):
        return  # a place alone holds for the next sentence
    place = scene.place_by_id.get(theirs.place or "")
    if mine.place is None and place is not None and same_day and _is_same_spot(taker, place, rule):
        settings[taker.group] = replace(mine, place=place.id, place_rule=rule)


def _is_same_spot(taker: Step, place: Place, rule: str) -> bool:
    """Whether a place holds for the taker too: a known one, and a town, unless the same people go on."""
    if place.lat is None:
        return False
    if rule in TIGHT and rule != "there" and place.precision not in ("point", "populated place"):
        return False
    said = rule == "clause of the story" and is_done_by_words(taker.telling.trigger)
    return not said  # "shot down a jet near Oslo, blaming ..."


def _is_day_told(scene: Scene, time: EventTime) -> bool:
    """Whether a time is a day or so in the story, and not the day of the report."""
    if time.latest is None:  # of an undated report
        told = [t for t in scene.times if t.id in time.times]
        return not any(load_setting().has("own_day", t.quote.lower()) for t in told)
    return time.latest != scene.parsed.document.published and _width(time) <= LONGEST_OF_NEWS


# --- headline and distances ----------------------------------------------------------------------------------------


def _take_lead(
    scene: Scene, groups: Sequence[Sequence[Telling]], steps: Sequence[Step], settings: list[Setting]
) -> None:
    """The event of the headline has the day that opens the lead, where the text dates it nowhere."""
    day = _day_of_lead(scene)
    if day is None:
        return
    for n, group in enumerate(groups):
        heads = any(t.title and _leads_title(scene, t) for t in group)
        if heads and len(group) > 1 and settings[n].time is None and group[0].judgement.tense == "past":
            settings[n] = replace(settings[n], time=day)


def _leads_title(scene: Scene, telling: Telling) -> bool:
    """Whether a trigger is what the headline tells ("Protesters storm ..."), not what it tells about."""
    token = scene.parsed.tokens[telling.trigger.index]
    above = scene.parsed.tokens[token.head]
    tried = token.role == g.OPEN_CLAUSE and above.head == above.index and scene.kit.reporting.verb(above.lemma) is None
    return token.pos == g.VERB and (token.head == token.index or tried)


def _day_of_lead(scene: Scene) -> EventTime | None:
    """The day that stands first in the first sentence of the text, when no one reports there."""
    lead = next((s for s in scene.parsed.sentences if not s.title and _tells(scene, s.first, s.last)), None)
    if lead is None:
        return None
    root = next((t for t in scene.parsed.tokens[lead.first : lead.last + 1] if t.head == t.index), None)
    if root is None or scene.kit.reporting.verb(root.lemma) is not None:
        return None
    here = next((scene.time_at[i] for i in (lead.first, lead.first + 1) if i in scene.time_at), None)
    if here is None or here.type not in ("DATE", "TIME") or here.earliest is None or here.earliest != here.latest:
        return None
    return EventTime((here.id,), "within", here.earliest, here.latest, "day of the lead")


def _tells(scene: Scene, first: int, last: int) -> bool:
    return any(t.pos in (g.VERB, g.AUX) for t in scene.parsed.tokens[first : last + 1])


def _take_distances(scene: Scene, steps: Sequence[Step], settings: list[Setting]) -> None:
    """ "a week after the raid", "hours before the crash": one event dated by the other."""
    groups = {s.telling.trigger.index: s.group for s in steps}
    for _ in range(2):  # an event may be dated by one that is itself so dated
        dates = {i: settings[n].time for i, n in groups.items()}
        for index, time in distance_times(scene, dates):
            if settings[groups[index]].time is None:
                settings[groups[index]] = replace(settings[groups[index]], time=time)
