"""How well two tellings of one kind fit as one event: what they share counts for it, what differs against it."""

from __future__ import annotations

from sayso.knowledge.setting import load_setting
from sayso.reading.events.clues import DEFINITE, INDEFINITE, LONG, SHORT, Clues
from sayso.reading.events.dated_words import days_apart
from sayso.reading.events.occasions import SPOKEN
from sayso.records import EventTime, Place

NEAR = 1.1  # added for tellings of one sentence, half of it for the next sentence
TARGETS = 2.5  # taken off when both tell whom or what, and not the same
VAGUE = 1.5  # taken off when one of them tells it by a class word only
REFERS = 1.5  # added for a definite noun
SAME_WORD = 1.1  # added when both have one trigger, for kinds told in parts
OTHER_WORD = 0.5  # the same for other kinds
PARTS = 0.85  # added for kinds that are told in parts, as long as nothing speaks against it
TITLE = 1.25  # added when one of them is the headline
NEW = 1.5  # taken off for an indefinite noun, which brings a new event
ONE_OF_MANY = 1.0  # taken off when one noun tells several and the other one
ANOTHER_KIND = 0.5  # taken off for a noun of another kind of the family
ANOTHER_DAY = 6.0  # taken off for days apart
NEXT_DAY = 1.5  # the same for neighbouring days and a definite noun: a night lies between
GEAR = 0.25  # taken off for other equipment told by class words only
UNDONE = 1.5  # taken off when one was done and the other is planned, feared or supposed
THREAT = 2.5  # the same for attacks: a threat and a blow are two things
FEARED = 1.0  # taken off when a noun with an article ("the blast") comes after what is feared
CHARGE = 0.75  # taken off when one is told in somebody's own words, and they share nobody and nothing
APART = -9.0  # what cannot be one event
STEP = 1.5  # taken off for a verb in a further sentence
_SINGLE = frozenset({"test", "launch", "visit", "meet", "exercise"})
_TOLD_IN_PARTS = frozenset({"attack", "accident", "protest"})


def likeness(one: Clues, other: Clues) -> float:
    """How far two tellings speak for being one event, `one` coming first in the text or in order of reading."""
    title = one.title or other.title
    refers = other.article == DEFINITE
    if speaks_against(one, other, title):
        return APART
    targets = _targets(one, other, title)
    score = targets + _actors(one, other)
    score += _shared(one.equipment, other.equipment, 0.75, -1.0 if one.designated and other.designated else -GEAR)
    score += _places(one.place, other.place) + _times(one.time, other.time, refers)
    score -= 2.0 * (one.negated != other.negated) + _undone(one, other)
    score += min(_refers_back(one, other), 0.0 if targets < 0 else REFERS)
    score -= CHARGE * (one.charge != other.charge and not _share(one, other))
    score -= ONE_OF_MANY * (
        one.acts_as in _SINGLE and one.plural != other.plural and not (one.is_verb or other.is_verb)
    )
    if one.acts_as in _TOLD_IN_PARTS:
        score += PARTS + SAME_WORD * _is_cognate(one.word, other.word)
    else:
        score += OTHER_WORD * (one.word == other.word) - ANOTHER_KIND * (one.kind != other.kind and other.bare)
    return score + TITLE * title + _nearness(one, other) + _another_step(one, other, title)


def _is_cognate(one: str, other: str) -> bool:
    """Whether two words are one, or a verb and its noun ("shell" and "shelling", "explode" and "explosion")."""
    stem = max(4, min(len(one), len(other)) - 3)
    return one[:stem] == other[:stem]


def _undone(one: Clues, other: Clues) -> float:
    """What parts a plan or a fear from a deed, but no "plot to kill", nor acts of words ("warned that it would")."""
    if one.acts_as in SPOKEN or hang_together(one, other):
        return 0.0
    if (one.open and other.done) or (one.done and other.open):
        return THREAT if one.acts_as in _TOLD_IN_PARTS else UNDONE
    points = other.bare and other.article == DEFINITE and not _is_cognate(one.word, other.word)
    return FEARED * (points and one.open and not other.open)


def hang_together(one: Clues, other: Clues) -> bool:
    """Whether one of two triggers stands below the other in one clause."""
    return one.sentence == other.sentence and (one.index in other.above or other.index in one.above)


def speaks_against(one: Clues, other: Clues, title: bool) -> bool:
    """Whether a word shows two events: another bomb, another number, a war and a blow, "in retaliation for"."""
    if None not in (one.nuclear, other.nuclear) and one.nuclear != other.nuclear:
        return True
    if {one.course, other.course} == {LONG, SHORT}:
        return True
    if one.sentence == other.sentence and (_is_counted_from(one, other) or _is_counted_from(other, one)):
        return True
    if not title and (_beside(one, other) or _beside(other, one)):
        return True
    if None not in (one.in_space, other.in_space) and one.in_space != other.in_space and one.is_verb and other.is_verb:
        return True
    if one.acts_as in _SINGLE and ((one.rank and other.plural) or (other.rank and one.plural)):
        return True  # "its seventh test" and "six tests"
    return None not in (one.rank, other.rank) and one.rank != other.rank


def _is_counted_from(one: Clues, other: Clues) -> bool:
    """Whether a telling is that from which the other is counted: "two days after it hit a mill, ..."."""
    return one.counted and one.index not in other.path and not other.is_result


def _beside(one: Clues, other: Clues) -> bool:
    """Whether a word such as "retaliation" stands between a trigger and what the other one hangs on at once."""
    above = one.index if one.index in other.path else next(iter(one.path), None)
    if one.sentence != other.sentence or above not in other.path:
        return False
    way = [word for index, word in other.path.items() if index == above or index not in one.path]
    way = way[: way.index(other.path[above]) + (above != one.index)]
    return any(load_setting().has("between", word) for word in way)


def _targets(one: Clues, other: Clues, title: bool) -> float:
    score = _shared(one.targets, other.targets, 1.5, -1.5 if title else -TARGETS)
    if score < 0 and one.hit and other.hit and not one.hit & other.hit:
        return 0.0  # people and the house that they were in
    if score < 0 and one.open and other.open and one.states & other.lands:
        return 0.25  # "will visit Egypt ... is to arrive in Cairo": a plan is told as one
    if score < 0 and not (one.named_target and other.named_target):
        return -VAGUE  # "the ship" and a named ship may be one
    return score


def _actors(one: Clues, other: Clues) -> float:
    """The same doers, different ones, or a state here and its army or minister there, which agree half-way."""
    score = _shared(one.actors, other.actors, 1.5, -2.5)
    if score >= 0:
        return score
    lands = {(mine, theirs) for a, mine in one.doers for b, theirs in other.doers if a != "person" or a != b}
    return 0.5 if any(mine is not None and mine == theirs for mine, theirs in lands) else score


def _shared(one: frozenset[str], other: frozenset[str], same: float, different: float) -> float:
    if not one or not other:
        return 0.0
    return same if one & other else different


def _share(one: Clues, other: Clues) -> bool:
    """Whether two tellings have anybody, anything or the place in common, or words of one stem."""
    same_place = one.place is not None and other.place is not None and one.place.id == other.place.id
    in_common = one.actors & other.actors or one.targets & other.targets or one.equipment & other.equipment
    return bool(in_common) or same_place or _is_cognate(one.word, other.word)


def _nearness(one: Clues, other: Clues) -> float:
    """Neighbouring sentences of one paragraph tend to tell one event ("attacked a convoy ... killed two")."""
    if hang_together(one, other):
        return NEAR + 1.5  # "visited the port to view the fleet": one hangs on the other
    apart = abs(one.sentence - other.sentence)
    if apart == 0 and one.clause != other.clause:
        return NEAR / 2  # a clause with a subject of its own
    return {0: NEAR, 1: NEAR / 2}.get(apart, 0.0)


def _another_step(one: Clues, other: Clues, title: bool) -> float:
    """A verb in a further sentence tells a further step ("arrived ... inspected"), but for attacks and their toll."""
    differ = one.word != other.word and one.sentence != other.sentence
    return -STEP if other.is_verb and not title and differ and one.acts_as not in _TOLD_IN_PARTS else 0.0


def _places(one: Place | None, other: Place | None) -> float:
    if one is None or other is None:
        return 0.0
    if one.id == other.id:
        return 0.75
    if None in (one.lat, other.lat) and one.country == other.country:
        return 0.0  # the index does not know where one of them is
    within = one.country == other.country and "country" in (one.precision, other.precision)
    return 0.25 if within else -2.0


def _times(one: EventTime | None, other: EventTime | None, refers: bool) -> float:
    if one is None or other is None:
        return 0.0
    if one.times == other.times:
        return 0.75
    if None in (one.earliest, other.earliest, one.latest, other.latest):
        return 0.0
    if str(one.latest) < str(other.earliest) or str(other.latest) < str(one.earliest):
        return -NEXT_DAY if refers and _next_day(one, other) else -ANOTHER_DAY
    same = (one.earliest, one.latest) == (other.earliest, other.latest)
    return 0.75 if same else 0.25


def _next_day(one: EventTime, other: EventTime) -> bool:
    """Whether the one ends on the day before the other begins, as what went on over night does."""
    return 1 in (days_apart(one.latest, other.earliest), days_apart(other.latest, one.earliest))


def _refers_back(one: Clues, other: Clues) -> float:
    """A definite noun ("the attack", "his trip") refers to an event told before, an indefinite one brings a new one."""
    if other.article == DEFINITE:
        return 0.0 if one.word != other.word and other.self_named else REFERS
    new = other.article == INDEFINITE and not one.title and not hang_together(one, other)
    return -NEW if new else 0.0
