"""Resolve the places of a text, all at once: each name to one place of the gazetteer, or to none.

Every candidate is scored by how well known it is, by the states, provinces and nationalities that the text tells of,
by how near it lies to what else is named, and by the word for its kind. The best of each name wins; two rounds, so that
the second sees what the first settled (a simple form of the collective resolution of Lieberman & Samet 2012).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.knowledge.gazetteer import TOWNS, Feature, Gazetteer, fold
from sayso.knowledge.toponymy import KINDS_OF
from sayso.reading import grammar as g
from sayso.reading.kit import Kit
from sayso.reading.toponym_scan import Toponym
from sayso.reading.toponyms import find_toponyms
from sayso.records import Entity, Place
from sayso.spans import Span

# Weights of the score, in powers of ten of population: what is worth a town ten times as large.
OWN_NAME = 1.0
KIND_WEIGHT = {
    "country": 3.5,
    "continent": 2.0,
    "region": 4.0,
    "sea": 2.0,
    "ocean": 2.0,
    "capital": 2.0,
    "admin1": 0.6,
    "admin2": -1.5,
}
KIND_SAID = 1.0
COUNTRY_TOLD = 1.3
UNIT_TOLD = 1.6
NEAR = 3.5
NEAR_KM = 150.0
FAR_DEGREES = 8.0  # of latitude: too far to count as near
NATIONALITY = 6.0
LEAST = 2.5  # a score below this, and nothing in the text beside it: the name stays unresolved
PART_NEEDS = 0.9
SHARE_OF_SEAT = 0.15
LARGE = 1_000_000  # people: a town known by its unit's name though it has a longer one (New York)
ROUNDS = 2
EARTH_RADIUS_KM = 6371.0


@dataclass(slots=True)
class Group:
    """The mentions of one name in one sense, while it is being resolved."""

    name: str
    mentions: list[Toponym]
    candidates: tuple[Feature, ...]
    chosen: Feature | None = None
    score: float = 0.0
    support: float = 0.0
    runner_up: float = field(default=-math.inf)

    @property
    def is_part(self) -> bool:
        """Whether it is a building or feature that is located only by the town it is named after."""
        return not any(m.exact or m.kind in ("admin", "town") for m in self.mentions)


def find_places(parsed: g.Parsed, kit: Kit, entities: tuple[Entity, ...]) -> tuple[Place, ...]:
    """One place for each distinct real place that the text names, with all its mentions, in order of text."""
    groups = grouped(find_toponyms(parsed, kit, entities))
    nationalities = told_nationalities(parsed, kit)
    resolve(groups, kit.gazetteer, nationalities)
    return tuple(_place(f"p{n}", merged, kit.gazetteer) for n, merged in enumerate(merge_groups(groups), start=1))


def grouped(toponyms: Iterable[Toponym]) -> list[Group]:
    """One sense a name and text, unless comma chains tell two apart."""
    by_name: dict[str, list[Toponym]] = {}
    for toponym in toponyms:
        by_name.setdefault(fold(toponym.name), []).append(toponym)
    return [group for mentions in by_name.values() for group in _senses(mentions)]


def _senses(mentions: list[Toponym]) -> list[Group]:
    """The pinned mentions by what they are pinned to, the others with the first of them."""
    pinned: dict[tuple[int, ...], list[Toponym]] = {}
    loose = []
    for mention in mentions:
        if mention.pinned:
            pinned.setdefault(tuple(f.row for f in mention.candidates), []).append(mention)
        else:
            loose.append(mention)
    groups = [Group(fold(m[0].name), m, m[0].candidates) for m in pinned.values()]
    if not groups:
        best = max(loose, key=lambda t: (t.kind in KINDS_OF, bool(t.candidates)))
        return [Group(fold(loose[0].name), loose, best.candidates)]
    groups[0].mentions.extend(loose)
    return groups


def told_nationalities(parsed: g.Parsed, kit: Kit) -> Counter[str]:
    """How often the text tells a nationality, by country code."""
    found: Counter[str] = Counter()
    for name in parsed.names:
        if name.label == g.NATIONALITY:
            code = kit.nations.demonym(parsed.tokens[name.last].text)
            if code:
                found[code] += 1
    return found


# --- scoring


def resolve(groups: list[Group], gazetteer: Gazetteer, nationalities: Counter[str]) -> None:
    """Choose for every group; the second round knows what the first chose for the others."""
    priors = [{f.row: prior(f, group) for f in group.candidates} for group in groups]
    for group, own in zip(groups, priors, strict=True):
        _choose(group, own)
    for _ in range(ROUNDS):
        scene = Scene(groups, gazetteer, nationalities)
        for group, own in zip(groups, priors, strict=True):
            support = {f.row: scene.support(f, group) for f in group.candidates}
            _choose(group, {row: own[row] + support[row] for row in support})
            group.support = support[group.chosen.row] if group.chosen else 0.0
    for group in groups:
        if group.chosen:
            group.chosen = (seat_of(group.chosen, group, gazetteer) or group.chosen) if _convinces(group) else None


def _convinces(group: Group) -> bool:
    """Whether the best candidate is good enough: a name known only in part needs the text to speak for it."""
    if any(m.pinned for m in group.mentions):
        return True
    if not any(m.exact for m in group.mentions):
        return group.support >= PART_NEEDS
    alone = len(group.candidates) == 1 and (group.candidates[0].main or " " in group.name)
    return alone or group.score >= LEAST or group.support >= 1


def _choose(group: Group, scores: dict[int, float]) -> None:
    ranked = sorted(group.candidates, key=lambda f: (-scores[f.row], f.row))
    group.chosen = ranked[0] if ranked else None
    group.score = scores[ranked[0].row] if ranked else 0.0
    group.runner_up = scores[ranked[1].row] if len(ranked) > 1 else -math.inf


def seat_of(unit: Feature, group: Group, gazetteer: Gazetteer) -> Feature | None:
    """The large town of a unit that shares its name: "Tomsk" alone is the town, not the region around it."""
    if unit.kind not in ("admin1", "admin2") or any(m.kind == "admin" for m in group.mentions):
        return None
    towns = [f for f in group.candidates if f.kind in TOWNS and (f.main or not unit.main or f.population > LARGE)]
    inside = (t for t in towns if any(p.row == unit.row for p in gazetteer.parents(t)))
    return next((t for t in inside if t.population > SHARE_OF_SEAT * unit.population), None)


def prior(feature: Feature, group: Group) -> float:
    """How likely a name means this place when nothing else is told."""
    score = math.log10(feature.population + 10) + KIND_WEIGHT.get(feature.kind, 0.0)
    score += OWN_NAME if feature.main else 0.0
    for mention in group.mentions:
        if mention.kind in KINDS_OF:
            score += KIND_SAID if feature.kind in KINDS_OF[mention.kind] else -KIND_SAID
            break
    if any(m.country == feature.country for m in group.mentions if m.country):
        score += NATIONALITY
    return score


class Scene:
    """What a text tells about where it plays, as far as it is settled."""

    def __init__(self, groups: list[Group], gazetteer: Gazetteer, nationalities: Counter[str]) -> None:
        self.gazetteer = gazetteer
        self.settled = [g for g in groups if g.chosen is not None]
        self.units = {g.chosen.row: g for g in self.settled if g.chosen and g.chosen.kind in ("admin1", "admin2")}
        self.countries: Counter[str] = Counter(nationalities)
        for group in self.settled:
            if group.chosen and group.chosen.country:
                self.countries[group.chosen.country] += len(group.mentions)
        self.total = sum(self.countries.values())

    def support(self, feature: Feature, group: Group) -> float:
        """What the rest of the text adds to a candidate."""
        return self.of_country(feature, group) + self.of_units(feature, group) + self.of_neighbours(feature, group)

    def of_country(self, feature: Feature, group: Group) -> float:
        """The share of its country among all that the text names, without the group's own mentions."""
        if feature.country is None or feature.kind == "country":
            return 0.0
        own = len(group.mentions) if group.chosen and group.chosen.country == feature.country else 0
        others = self.total - (len(group.mentions) if group.chosen and group.chosen.country else 0)
        count = self.countries[feature.country] - own
        if count <= 0 or others <= 0:
            return 0.0
        return COUNTRY_TOLD * (0.5 + count / others)

    def of_units(self, feature: Feature, group: Group) -> float:
        """The provinces and districts around it that the text names by another name."""
        around = [p.row for p in self.gazetteer.parents(feature)]
        return UNIT_TOLD if any(r in self.units and self.units[r] is not group for r in around) else 0.0

    def of_neighbours(self, feature: Feature, group: Group) -> float:
        """How near other named towns and points lie."""
        if feature.kind in ("country", "continent"):
            return 0.0
        total = 0.0
        for other in self.settled:
            here = other.chosen
            if other is group or here is None or here.kind not in _LOCAL or other.name == group.name:
                continue
            if abs(here.lat - feature.lat) < FAR_DEGREES:
                total += math.exp(-kilometres(feature, here) / NEAR_KM)
        return NEAR * (1 - math.exp(-total))


_LOCAL = frozenset(
    {"town", "capital", "admin2", "base", "airfield", "port", "facility", "nuclear plant", "test site", "launch site"}
)


def kilometres(a: Feature, b: Feature) -> float:
    """The distance along a great circle."""
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


# --- records


def merge_groups(groups: list[Group]) -> list[list[Group]]:
    """The groups that mean one place together, by their first mention."""
    by_place: dict[str, list[Group]] = {}
    for group in groups:
        key = "?" + group.name if group.chosen is None or group.is_part else group.chosen.id
        by_place.setdefault(key, []).append(group)
    return sorted(by_place.values(), key=lambda own: min(m.span for group in own for m in group.mentions))


def _place(identifier: str, groups: list[Group], gazetteer: Gazetteer) -> Place:
    mentions = sorted((m for group in groups for m in group.mentions), key=lambda m: m.span)
    chosen = groups[0].chosen
    spans = tuple(Span(*m.span) for m in mentions)
    if chosen is None:
        told = next((m.country for m in mentions if m.country), None)
        return Place(identifier, mentions[0].name, country=told, mentions=spans, rule=mentions[0].rule)
    return Place(
        id=identifier,
        name=_shown(chosen, mentions),
        country=chosen.country,
        lat=round(chosen.lat, 4),
        lon=round(chosen.lon, 4),
        precision=chosen.precision,
        within=tuple(p.name for p in gazetteer.parents(chosen)),
        gazetteer=chosen.id,
        mentions=spans,
        score=round(_certainty(groups[0]), 3),
        rule=mentions[0].rule,
    )


def _shown(chosen: Feature, mentions: list[Toponym]) -> str:
    """The state's or sea's common name; other places as the text names them most fully."""
    if chosen.kind not in ("town", "capital", "admin1", "admin2"):
        return chosen.name
    written = [m.name for m in mentions if not (m.name.isupper() and len(m.name) > 3)]  # a dateline's capitals
    return max(written, key=len, default=chosen.name)


def _certainty(group: Group) -> float:
    """How far the best candidate leads: 0.5 a draw, 1 no rival."""
    lead = group.score - group.runner_up
    return 1.0 if lead > 700 else 1 / (1 + math.exp(-lead))
