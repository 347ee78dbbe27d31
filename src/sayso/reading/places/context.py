"""What a text tells about where its names lie: the states, units, neighbours and lists around each name.

A simple form of collective resolution (Lieberman & Samet 2012): what is chosen for one name speaks for the candidates
of the others; a town and a county that share a text speak for each other before either is chosen.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sayso.knowledge.gazetteer import Feature, Gazetteer
from sayso.knowledge.toponymy import KINDS_OF
from sayso.reading.places.scan import Toponym

# Weights of the score, in powers of ten of population: what is worth a town ten times as large.
COUNTRY_TOLD = 2.3
UNIT_TOLD = 2.2
UNIT_NAMED = {"admin1": 1.0, "admin2": 2.6}  # a unit of that name is told, whichever place is chosen for it
MEMBERS = 2.5
LISTED = 2.5
NEAR = 4.0
NEAR_KM = 150.0
FAR_DEGREES = 8.0  # of latitude: too far to count as near
AT_HOME = 1.0
UNITS = frozenset({"admin1", "admin2"})
LOCAL = frozenset(
    {"town", "capital", "admin2", "base", "airfield", "port", "facility", "nuclear plant", "test site", "launch site"}
)
KM_A_DEGREE = 111.2


@dataclass(slots=True)
class Group:
    """The mentions of one name in one sense, while it is being resolved; `listed` are those it is listed with."""

    name: str
    mentions: list[Toponym]
    candidates: tuple[Feature, ...]
    chosen: Feature | None = None
    score: float = 0.0
    support: float = 0.0
    runner_up: float = field(default=-math.inf)
    listed: list[Group] = field(default_factory=list)

    @property
    def is_part(self) -> bool:
        """Whether it is a building or feature that is located only by the town it is named after."""
        return not any(m.exact or m.kind in ("admin", "town") for m in self.mentions)

    @property
    def is_metonym(self) -> bool:
        """Whether all its mentions may stand for a state."""
        return all(m.state is not None for m in self.mentions)


class Units:
    """The units that the candidates of a text lie in, and those that its names may mean: by row of the gazetteer."""

    def __init__(self, groups: Sequence[Group], gazetteer: Gazetteer) -> None:
        self.around = {f.row: tuple(p.row for p in gazetteer.parents(f)) for g in groups for f in g.candidates}
        self.named: dict[int, set[int]] = {}
        self.inside: dict[int, set[int]] = {}
        for number, group in enumerate(groups):
            for feature in group.candidates:
                if feature.kind in UNITS:
                    self.named.setdefault(feature.row, set()).add(number)
                for row in self.around[feature.row]:
                    self.inside.setdefault(row, set()).add(number)


class Context:
    """What a text tells about where it plays, as far as it is settled; `home` is its publisher's state."""

    def __init__(self, groups: Sequence[Group], units: Units, told: Counter[str], home: str | None) -> None:
        self.units, self.home = units, home
        self.number = {id(g): n for n, g in enumerate(groups)}
        self.settled = [(g, g.chosen) for g in groups if g.chosen is not None and not g.is_metonym]
        self.local = [(g, f.lat, f.lon) for g, f in self.settled if f.kind in LOCAL]
        self.chosen_units = {f.row: g for g, f in self.settled if f.kind in UNITS}
        self.members: Counter[int] = Counter(r for _, f in self.settled for r in units.around[f.row])
        self.countries: Counter[str] = Counter(told)
        for group, feature in self.settled:
            if feature.country:
                self.countries[feature.country] += len(group.mentions)
        self.total = sum(self.countries.values())

    def support(self, feature: Feature, group: Group) -> float:
        """What the rest of the text adds to a candidate."""
        total = self.of_country(feature, group) + self.of_units(feature, group) + self.of_list(feature, group)
        if feature.kind in UNITS:
            total += self.of_members(feature, group)
        if feature.kind not in ("country", "continent"):
            total += self.of_neighbours(feature, group)
        return total

    def of_country(self, feature: Feature, group: Group) -> float:
        """The share of its country among all that the text names, without the group's own mentions."""
        if feature.country is None:
            return 0.0
        at_home = AT_HOME if feature.country == self.home and feature.kind != "country" else 0.0
        own = len(group.mentions) if group.chosen and group.chosen.country == feature.country else 0
        others = self.total - (len(group.mentions) if group.chosen and group.chosen.country else 0)
        count = self.countries[feature.country] - own
        if count <= 0 or others <= 0:
            return at_home
        return max(at_home, COUNTRY_TOLD * (0.5 + count / others))

    def of_units(self, feature: Feature, group: Group) -> float:
        """The provinces and districts around it that the text names by another name."""
        best, own = 0.0, self.number[id(group)]
        for row in self.units.around[feature.row]:
            if row in self.chosen_units and self.chosen_units[row].name != group.name:
                best = max(best, UNIT_TOLD)
            if self.units.named.get(row, _NOBODY) - {own}:
                best = max(best, UNIT_NAMED[self._kind(row)])
        return best

    def _kind(self, row: int) -> str:
        return "admin2" if len(self.units.around.get(row, ())) > 1 else "admin1"

    def of_members(self, unit: Feature, group: Group) -> float:
        """The places told that lie in a province or district."""
        mine = group.chosen is not None and unit.row in self.units.around[group.chosen.row]
        certain = self.members[unit.row] - mine
        possible = len(self.units.inside.get(unit.row, _NOBODY) - {self.number[id(group)]})
        return MEMBERS * (1 - math.exp(-certain - (0.5 * possible if unit.kind == "admin2" else 0.0)))

    def of_list(self, feature: Feature, group: Group) -> float:
        """The share of those it is listed with that are of its kind, and of its unit too."""
        others = [g.chosen for g in group.listed if g.chosen is not None and not g.is_metonym]
        if not others:
            return 0.0
        return LISTED * sum(_alike(feature, other) for other in others) / len(others)

    def of_neighbours(self, feature: Feature, group: Group) -> float:
        """How near other named towns and points lie."""
        total, wide = 0.0, 1 / max(math.cos(math.radians(feature.lat)), 0.05)
        for other, lat, lon in self.local:
            north = lat - feature.lat
            if other is group or not -FAR_DEGREES < north < FAR_DEGREES or other.name == group.name:
                continue
            east = (lon - feature.lon + 180) % 360 - 180
            if -FAR_DEGREES * wide < east < FAR_DEGREES * wide:
                total += math.exp(-KM_A_DEGREE * math.hypot(north, east / wide) / NEAR_KM)
        return NEAR * (1 - math.exp(-total)) if total else 0.0


_NOBODY: frozenset[int] = frozenset()


def _alike(feature: Feature, other: Feature) -> float:
    """1 for two towns or districts of one unit, or two states; half for the same kind elsewhere."""
    if feature.kind != other.kind:
        return 0.0
    return 1.0 if feature.kind == "country" or feature.parent == other.parent else 0.4


def kind_said(group: Group) -> frozenset[str]:
    """The kinds that the word beside a name allows; empty when no word tells."""
    return next((KINDS_OF[m.kind] for m in group.mentions if m.kind in KINDS_OF), frozenset())


def join_lists(groups: Iterable[Group], text: str) -> None:
    """Note which names are listed together: "Ohio, Georgia and Utah"."""
    ordered = sorted(((m.span, g) for g in groups for m in g.mentions), key=lambda entry: entry[0])
    run: list[Group] = []
    for (span, group), (following, after) in pairwise(ordered):
        run = run or [group]
        if text[span.stop : following.start] in _LISTED:
            run.append(after)
            continue
        _join(run)
        run = []
    _join(run)


def _join(run: list[Group]) -> None:
    members = list({id(g): g for g in run}.values())
    if len(members) > 2:
        for group in members:
            known = {id(g) for g in group.listed}
            group.listed.extend(g for g in members if g is not group and id(g) not in known)


_LISTED = frozenset({", ", " and ", ", and ", " or ", ", or ", " & ", "; ", " / ", "/", ", the ", " and the "})
