"""Votes on who took part, with what: a party in common, or two that are not the same."""

from __future__ import annotations

from functools import cache, lru_cache

from sayso.gathering.compared import Compared, Side, Vote, name_weight
from sayso.gathering.facts import Party
from sayso.gathering.kin import both_in, kinds_in
from sayso.knowledge.tables import rows
from sayso.knowledge.word_families import stem_of

KEPT = 1 << 18  # votes on two sides that are kept

OTHER_PERSON = -3.5
OTHER_BODY = -2.0
OTHER_STATE = -4.0
OTHER_THING = -2.0
NAMED, MOST_NAMED = 0.8, 1.5  # a name in common that stands in both sentences, and all of them
OTHER_NAMED = -2.0  # other persons in the sentence
OTHER_WORDS = -0.7  # parties that are only described, in other words
OTHER_WEAPON = -2.5
OTHER_SORT = -1.0  # equipment that is only described, in other words
CROSSED = 0.8
TARGET = 1.6  # another target counts for more than another actor
RULING = 2.0  # what one state imposes or says is not what another does
OTHER_SITE = -9.0  # two sites that are struck, told by other words
CONTENT = 5.0  # and for most where it is all that tells two statements apart


def actors(one: Compared, other: Compared) -> Vote | None:
    """Those who did it; a party that is actor here and target there speaks for the pair too."""
    found = _parties(one.actors, other.actors) or _crossed(one, other)
    if found and found[0] <= OTHER_BODY and both_in("side_by_side", one.facts, other.facts):
        return min(found[0], OTHER_STATE) * RULING, found[1]
    return found


def targets(one: Compared, other: Compared) -> Vote | None:
    """Those it was done to, or what was said about whom."""
    found = _parties(one.targets, other.targets)
    if found is None or (found[0] > 0 and _is_place(one) and _is_place(other)):
        return None
    if found[0] > 0:
        return found
    if found[0] == OTHER_WORDS and both_in("on_sites", one.facts, other.facts):
        mine, theirs = _sites(one.targets), _sites(other.targets)
        if mine and theirs and not mine & theirs:
            return OTHER_SITE, "on another site"
    about = not kinds_in("about").isdisjoint((one.facts.kind, other.facts.kind))
    return found[0] * (CONTENT if about else TARGET), found[1]


def _is_place(event: Compared) -> bool:
    """Whether a target is the place, which votes by itself ("visited Pyongyang")."""
    place = event.facts.place
    return place is not None and any(set(p.words) <= set(place.words) for p in event.facts.targets)


def most_of(side: Side) -> float:
    """The highest vote that a side can get."""
    if side.persons:
        return 2.0
    return 1.5 if any(p.named for p in side.all) else 0.7 if side.all else 0.0


def names(one: Compared, other: Compared) -> Vote | None:
    """Who else is named in the two sentences."""
    mine, theirs = one.names, other.names
    return _named(mine, theirs) if mine.all and theirs.all else None


@lru_cache(maxsize=KEPT)
def _named(mine: Side, theirs: Side) -> Vote | None:
    pairs = [] if mine.words.isdisjoint(theirs.words) else _same_named(mine.all, theirs.all)
    if pairs:
        left = min(len(mine.all) - len({a.name for a, _ in pairs}), len(theirs.all) - len({b.name for _, b in pairs}))
        shared = sorted({min(a.name, b.name) for a, b in pairs})
        return min(MOST_NAMED, NAMED * (len(shared) - left)), "naming " + ", ".join(shared[:3])
    found = _others(mine.persons, theirs.persons)
    return (OTHER_NAMED, found) if found else None


def _same_named(mine: tuple[Party, ...], theirs: tuple[Party, ...]) -> list[tuple[Party, Party]]:
    return [(a, b) for a in mine for b in theirs if same_party(a, b) >= 1.5]


def weapons(one: Compared, other: Compared) -> Vote | None:
    """What it was done with: the same designation, or another one."""
    mine, theirs = one.facts.equipment, other.facts.equipment
    if not mine or not theirs:
        return None
    shared = _stems(mine) & _stems(theirs)
    named, others = (tuple(p for p in side if p.named) for side in (mine, theirs))
    if named and others and not {w for p in named for w in p.words} & {w for p in others for w in p.words}:
        return OTHER_WEAPON, "{}, not {}".format(*sorted((named[0].name, others[0].name)))
    if not shared:
        return None if named or others else (OTHER_SORT, "{}, not {}".format(*sorted((mine[0].name, theirs[0].name))))
    used = min(p.name for p in (*mine, *theirs) if max(shared) in _stems((p,)))
    return (1.2 if named and others else 0.5), f"both with {used}"


@lru_cache(maxsize=KEPT)
def _stems(parties: tuple[Party, ...]) -> frozenset[str]:
    return frozenset(stem_of(w) for p in parties for w in p.words)


@lru_cache(maxsize=1 << 14)
def _sites(side: Side) -> frozenset[str]:
    """The sorts of site that the things of a side can be, when all of them are told without a name."""
    things = [p for p in side.all if p.kind != "person"]
    if any(p.named for p in things):
        return frozenset()
    return frozenset().union(*(_site_words().get(word, frozenset()) for p in things for word in p.words))


@cache
def _site_words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("en/site_words.csv"):
        for word in row["words"].split():
            found.setdefault(word, set()).add(row["site"])
    return {word: frozenset(sites) for word, sites in found.items()}


def _parties(mine: Side, theirs: Side) -> Vote | None:
    """One party in common speaks for the pair; named ones of one sort that have nothing in common against it."""
    return _compared(mine, theirs) if mine.all and theirs.all else None


@lru_cache(maxsize=KEPT)
def _compared(mine: Side, theirs: Side) -> Vote | None:
    strangers = mine.words.isdisjoint(theirs.words)
    if found := _others(mine.persons, theirs.persons, strangers=strangers):
        return OTHER_PERSON, found
    if found := _others(mine.bodies, theirs.bodies, strangers=strangers):
        return _weight(mine.bodies + theirs.bodies), found
    if found := _others(mine.things, theirs.things, strangers=strangers):
        return OTHER_THING, found
    if not strangers:
        best = max((same_party(a, b), min(a.name, b.name)) for a in mine.all for b in theirs.all)
        if best[0] > 0:
            return best[0], f"both {best[1]}"
    if _of_other_states(mine, theirs):
        return OTHER_BODY, "{}, not {}".format(*sorted((mine.all[0].name, theirs.all[0].name)))
    described = not any(p.named for p in (*mine.all, *theirs.all))
    return (OTHER_WORDS, "parties told by other words") if described else None


def _of_other_states(mine: Side, theirs: Side) -> bool:
    """Whether every party is of a known state, and none of one state with a party of the other side."""
    one, other = ({p.country for p in side.all} for side in (mine, theirs))
    return None not in one | other and not one & other


def _weight(bodies: tuple[Party, ...]) -> float:
    return OTHER_STATE if all(p.kind == "country" for p in bodies) else OTHER_BODY


def _others(mine: tuple[Party, ...], theirs: tuple[Party, ...], *, strangers: bool = False) -> str | None:
    """Two names when nobody of one side is on the other, as is known of `strangers`."""
    if not mine or not theirs:
        return None
    if not strangers and any(same_party(a, b) > 0 for a in mine for b in theirs):
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
    return 0.4 if one.country and one.country == other.country and (_speaks(one) or _speaks(other)) else 0.0


def _speaks(party: Party) -> bool:
    """Whether its name stands for its state: the state itself, its capital, its seat of power."""
    return party.named and party.kind in ("country", "government")


def _one_model(one: Party, other: Party) -> bool:
    """Not the iPhone 4S here and the iPhone 5 there."""
    mine, theirs = ({w for w in p.proper if any(c.isdigit() for c in w)} for p in (one, other))
    return not mine or not theirs or bool(mine & theirs)


def _one_person(one: Party, other: Party) -> bool:
    return one.words[-1] in other.words or other.words[-1] in one.words


def _crossed(one: Compared, other: Compared) -> Vote | None:
    """A named party in one role here and in the other there: voices and readers differ."""
    for mine, theirs in ((one.actors, other.targets), (one.targets, other.actors)):
        shared = _in_both(mine, theirs) if mine.all and theirs.all else None
        if shared is not None:
            return CROSSED, shared
    return None


@lru_cache(maxsize=KEPT)
def _in_both(mine: Side, theirs: Side) -> str | None:
    if mine.words.isdisjoint(theirs.words):
        return None
    shared = _same_named((*mine.persons, *mine.bodies), (*theirs.persons, *theirs.bodies))
    return f"{min(min(a.name, b.name) for a, b in shared)} in both" if shared else None
