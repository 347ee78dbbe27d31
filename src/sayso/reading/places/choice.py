"""Choose the place that each name of a text means, all names together, or none where nothing fits.

Every candidate is scored by how well known it is, by the states, provinces and nationalities that the text tells of,
by how near it lies to what else is named, by what it is listed with and by the word for its kind. The best of each name
wins; two rounds, so that the second sees what the first settled.
"""

from __future__ import annotations

import math
from collections import Counter

from sayso.knowledge.gazetteer import TOWNS, Feature, Gazetteer
from sayso.reading.places.context import UNITS, Context, Group, Units, kind_said

# Weights of the score, in powers of ten of population: what is worth a town ten times as large.
OWN_NAME = 1.0
KIND_WEIGHT = {
    "country": 3.5,
    "continent": 2.0,
    "region": 4.0,
    "sea": 2.0,
    "ocean": 2.0,
    "capital": 1.2,
    "admin1": 0.6,
    "admin2": -1.5,
    "launch site": 4.5,  # there are few, and more is told of each than of a suburb of its name
}
FAME = 0.6  # a town that everybody knows
KIND_SAID = 1.0
NATIONALITY = 6.0
ATTRIBUTIVE = 4.0  # "Lebanon police": a state's would be "Lebanese"
LEAST = 2.5  # a score below this, and nothing in the text beside it: the name stays unresolved
PART_NEEDS = 0.9
PART_LEAST = 7.0  # the score of a town so well known that "its" airport needs no support
SHARE_OF_SEAT = 0.1
LARGE = 1_000_000  # people: a town known by its unit's name though it has a longer one (New York)
ROUNDS = 2


def resolve(groups: list[Group], gazetteer: Gazetteer, told: Counter[str], home: str | None = None) -> None:
    """Choose for every group; each round knows what the one before chose for the others."""
    priors = [{f.row: prior(f, group) for f in group.candidates} for group in groups]
    units = Units(groups, gazetteer)
    for group, own in zip(groups, priors, strict=True):
        _choose(group, own)
    for _ in range(ROUNDS):
        before = [group.chosen for group in groups]
        _weigh(groups, priors, Context(groups, units, told, home))
        if before == [group.chosen for group in groups]:
            break
    for group in groups:
        if group.chosen:
            group.chosen = (seat_of(group.chosen, group, gazetteer) or group.chosen) if _convinces(group) else None


def _weigh(groups: list[Group], priors: list[dict[int, float]], context: Context) -> None:
    """Choose again for each name that can mean several places, or whose one place needs the text to speak for it."""
    for group, own in zip(groups, priors, strict=True):
        if len(group.candidates) > 1 or not _is_certain(group):
            support = {f.row: context.support(f, group) for f in group.candidates}
            _choose(group, {row: own[row] + support[row] for row in support})
            group.support = support[group.chosen.row] if group.chosen else 0.0


def _is_certain(group: Group) -> bool:
    """Whether there is nothing to decide: one place goes by the name, and by the whole of it."""
    if len(group.candidates) != 1 or not any(m.exact for m in group.mentions):
        return not group.candidates
    return group.candidates[0].main or " " in group.name or any(m.pinned for m in group.mentions)


def _convinces(group: Group) -> bool:
    """Whether the best candidate is good enough: a name known only in part needs the text to speak for it."""
    if any(m.pinned for m in group.mentions):
        return True
    if not any(m.exact for m in group.mentions):
        return group.support >= PART_NEEDS or group.score >= PART_LEAST
    return _is_certain(group) or group.score >= LEAST or group.support >= 1


def _choose(group: Group, scores: dict[int, float]) -> None:
    ranked = sorted(group.candidates, key=lambda f: (-scores[f.row], f.row))
    group.chosen = ranked[0] if ranked else None
    group.score = scores[ranked[0].row] if ranked else 0.0
    group.runner_up = scores[ranked[1].row] if len(ranked) > 1 else -math.inf


def seat_of(unit: Feature, group: Group, gazetteer: Gazetteer) -> Feature | None:
    """The large town of a unit that shares its name: "Tomsk" alone is the town, not the region around it; in a list of
    units that have no such town ("Ohio, New York and Utah") it is the unit."""
    if unit.kind not in UNITS or any(m.kind == "admin" for m in group.mentions):
        return None
    seats = [f for f in _towns(unit, group) if f.population > SHARE_OF_SEAT * unit.population]
    if 2 * sum(_is_unit(other, unit.kind) for other in group.listed) > len(group.listed):
        return None
    return next((t for t in seats if any(p.row == unit.row for p in gazetteer.parents(t))), None)


def _towns(unit: Feature, group: Group) -> list[Feature]:
    return [f for f in group.candidates if f.kind in TOWNS and (f.main or not unit.main or f.population > LARGE)]


def _is_unit(group: Group, kind: str) -> bool:
    """Whether a name means a unit of a kind and has no large town in it."""
    unit = group.chosen
    if unit is None or unit.kind != kind:
        return False
    return all(f.population <= SHARE_OF_SEAT * unit.population for f in _towns(unit, group))


def prior(feature: Feature, group: Group) -> float:
    """How likely a name means this place when nothing else is told."""
    score = math.log10(feature.population + 10) + KIND_WEIGHT.get(feature.kind, 0.0)
    score += OWN_NAME if feature.main else 0.0
    score += FAME if feature.main and feature.population > LARGE / 2 else 0.0
    kinds = kind_said(group)
    if kinds:
        score += KIND_SAID if feature.kind in kinds else -KIND_SAID
    if feature.kind == "country" and any(m.attributive for m in group.mentions):
        score -= ATTRIBUTIVE
    if any(m.country == feature.country for m in group.mentions if m.country):
        score += NATIONALITY
    return score
