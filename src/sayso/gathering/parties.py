"""Votes on who took part, with what: a party in common, or two that are not the same."""

from __future__ import annotations

from functools import cache

from sayso.gathering.compared import Compared, Side, Vote, name_weight
from sayso.gathering.facts import Party
from sayso.knowledge.tables import table

OTHER_PERSON = -3.5
OTHER_BODY = -2.0
OTHER_STATE = -4.0
OTHER_THING = -2.0
NAMED, MOST_NAMED = 0.8, 1.5  # a name in common that stands in both sentences, and all of them
OTHER_NAMED = -2.0  # other persons in the sentence
OTHER_WORDS = -0.7  # parties that are only described, in other words
OTHER_WEAPON = -2.5
TARGET = 1.6  # another target counts for more than another actor
CONTENT = 5.0  # and for most where it is all that tells two statements apart


def actors(one: Compared, other: Compared) -> Vote | None:
    """Those who did it; a party that is actor here and target there speaks for the pair too."""
    return _parties(one.actors, other.actors) or _crossed(one, other)


def targets(one: Compared, other: Compared) -> Vote | None:
    """Those it was done to, or what was said about whom."""
    found = _parties(one.targets, other.targets)
    if found is None or found[0] > 0:
        return found
    about = one.facts.kind in _spoken() or other.facts.kind in _spoken()
    return found[0] * (CONTENT if about else TARGET), found[1]


def names(one: Compared, other: Compared) -> Vote | None:
    """Who else is named in the two sentences."""
    pairs = [(a, b) for a in one.names.all for b in other.names.all if same_party(a, b) >= 1.5]
    if pairs:
        left = min(
            len(one.names.all) - len({a.name for a, _ in pairs}), len(other.names.all) - len({b.name for _, b in pairs})
        )
        shared = sorted({min(a.name, b.name) for a, b in pairs})
        return min(MOST_NAMED, NAMED * (len(shared) - left)), "naming " + ", ".join(shared[:3])
    found = _others(one.names.persons, other.names.persons)
    return (OTHER_NAMED, found) if found else None


def weapons(one: Compared, other: Compared) -> Vote | None:
    """What it was done with: the same designation, or another one."""
    mine, theirs = one.facts.equipment, other.facts.equipment
    if not mine or not theirs:
        return None
    shared = {w for p in mine for w in p.words} & {w for p in theirs for w in p.words}
    named, others = (tuple(p for p in side if p.named) for side in (mine, theirs))
    if named and others and not {w for p in named for w in p.words} & {w for p in others for w in p.words}:
        return OTHER_WEAPON, "{}, not {}".format(*sorted((named[0].name, others[0].name)))
    if not shared:
        return None
    return (1.2 if named and others else 0.5), f"both with {max(shared)}"


@cache
def _spoken() -> frozenset[str]:
    """Kinds that are words or rulings, told apart by what they are about."""
    return frozenset(table("world/kin.toml")["about"])


def _parties(mine: Side, theirs: Side) -> Vote | None:
    """One party in common speaks for the pair; named ones of one sort that have nothing in common against it."""
    if not mine.all or not theirs.all:
        return None
    for weight, one, other in (
        (OTHER_PERSON, mine.persons, theirs.persons),
        (_weight(mine.bodies + theirs.bodies), mine.bodies, theirs.bodies),
        (OTHER_THING, mine.things, theirs.things),
    ):
        if found := _others(one, other):
            return weight, found
    best = max((same_party(a, b), min(a.name, b.name)) for a in mine.all for b in theirs.all)
    if best[0] > 0:
        return best[0], f"both {best[1]}"
    described = not any(p.named for p in (*mine.all, *theirs.all))
    return (OTHER_WORDS, "parties told by other words") if described else None


def _weight(bodies: tuple[Party, ...]) -> float:
    return OTHER_STATE if all(p.kind == "country" for p in bodies) else OTHER_BODY


def _others(mine: tuple[Party, ...], theirs: tuple[Party, ...]) -> str | None:
    """Two names when nobody of one side is on the other."""
    if not mine or not theirs or any(same_party(a, b) > 0 for a in mine for b in theirs):
        return None
    return "{}, not {}".format(*sorted((min(p.name for p in mine), min(p.name for p in theirs))))


def same_party(one: Party, other: Party) -> float:
    """How much speaks for two parties being one, 0 when nothing does."""
    if one.kind == other.kind == "country":
        return 0.8 if one.country and one.country == other.country else 0.0
    shared = [w for w in one.words if w in other.words]
    if not _one_model(one, other) or (one.proper and other.proper and not set(one.proper) & set(other.proper)):
        return 0.0
    telling = any(name_weight(w) == 1.0 for w in shared)
    if shared and not (one.named and other.named):
        return 0.7 if telling else 0.3
    if shared and one.kind == other.kind == "person":
        return 2.0 if _one_person(one, other) or len(shared) > 1 else 0.0
    if telling:
        return 1.5 if 2 * len(shared) >= min(len(one.words), len(other.words)) else 0.3
    persons = one.kind == other.kind == "person"
    return 0.4 if one.country and one.country == other.country and not persons else 0.0


def _one_model(one: Party, other: Party) -> bool:
    """Not the iPhone 4S here and the iPhone 5 there."""
    mine, theirs = ({w for w in p.proper if any(c.isdigit() for c in w)} for p in (one, other))
    return not mine or not theirs or bool(mine & theirs)


def _one_person(one: Party, other: Party) -> bool:
    return one.words[-1] in other.words or other.words[-1] in one.words


def _crossed(one: Compared, other: Compared) -> Vote | None:
    """A named party in one role here and in the other there: voices and readers differ."""
    for mine, theirs in ((one.actors, other.targets), (one.targets, other.actors)):
        shared = [
            min(a.name, b.name)
            for a in (*mine.persons, *mine.bodies)
            for b in (*theirs.persons, *theirs.bodies)
            if same_party(a, b) >= 1.5
        ]
        if shared:
            return 0.8, f"{min(shared)} in both"
    return None
