"""Who deals with whom: the parties of incidents and the ties between them, as identities where these are settled."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, groupby, product

from sayso.chronicle.views.identified import identity_of
from sayso.chronicle.views.spans import Span, spans_of

_AMONG = " AND i.id IN (SELECT value FROM json_each(?))"
_OF_KINDS = " AND i.kind IN (SELECT value FROM json_each(?))"
_PARTIES = (
    "SELECT i.id, i.kind, i.status, p.role, coalesce(d.id, n.name), coalesce(d.name, n.name), coalesce(d.sort, n.kind)"
    " FROM incidents i CROSS JOIN events e ON e.id = i.shown"
    " CROSS JOIN participants p ON p.event = i.shown AND p.role <> 'equipment'"
    " CROSS JOIN entities n ON n.reading = e.reading AND n.local = p.local AND n.kind NOT IN ('facility', 'other')"
    + identity_of("p")
    + " WHERE 1"
)  # incident by incident


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody: `key` is an identity, or a name that belongs to none; `sort` a sort of identity or kind of entity."""

    key: str
    name: str
    sort: str
    incidents: int


@dataclass(frozen=True, slots=True)
class Tie:
    """What goes from one party to another, or between two who do it together (`mutual`); counts by kind and status."""

    one: str
    other: str
    mutual: bool
    kinds: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Parties by key and the ties between them, those with the most incidents first."""

    parties: dict[str, Party]
    ties: tuple[Tie, ...]

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        """How many ties have incidents of each kind."""
        return most_first(Counter(kind for tie in self.ties for kind, _ in tie.kinds))

    def around(self, key: str) -> Network:
        """Only the ties of one party, and whom they lead to."""
        ties = tuple(tie for tie in self.ties if key in (tie.one, tie.other))
        ends = {key} | {end for tie in ties for end in (tie.one, tie.other)}
        return Network({key: party for key, party in self.parties.items() if key in ends}, ties)


def network_of(file: sqlite3.Connection, among: str | None, kinds: tuple[str, ...] = ()) -> Network:
    """The network of the incidents among some, as `spans.among_of` makes them; None stands for all. `kinds`: of these.

    A tie leads from each actor to each target of the telling that an incident shows, both ways between actors
    who have no target. Parties who stand alone, and what is no person, body or state, are left out.
    """
    given = {_AMONG: among, _OF_KINDS: json.dumps(kinds) if kinds else None}
    conditions = [condition for condition, value in given.items() if value is not None]
    rows = file.execute(_PARTIES + "".join(conditions), [given[condition] for condition in conditions])
    met: dict[tuple[str, str, bool], list[tuple[str, str, str]]] = defaultdict(list)
    known: dict[str, tuple[str, str]] = {}
    taking_part: dict[str, set[str]] = defaultdict(set)
    for (incident, kind, status), held in groupby(rows, key=lambda row: row[:3]):
        roles: dict[str, dict[str, None]] = {"actor": {}, "target": {}}
        for *_, role, key, name, sort in held:
            roles[role][key] = None
            known.setdefault(key, (name, sort))
        for tie in _ties(roles["actor"], roles["target"]):
            met[tie].append((incident, kind, status))
            taking_part[tie[0]].add(incident)
            taking_part[tie[1]].add(incident)
    parties = {key: Party(key, *known[key], len(incidents)) for key, incidents in taking_part.items()}
    ordered = sorted(parties.values(), key=lambda party: (-party.incidents, party.name, party.key))
    ties = sorted((_tie(ends, told) for ends, told in met.items()), key=lambda t: (-len(t.incidents), t.one, t.other))
    return Network({party.key: party for party in ordered}, tuple(ties))


def incidents_of(file: sqlite3.Connection, tie: Tie, most: int) -> list[Span]:
    """The incidents behind a tie in order of time."""
    return spans_of(file, tie.incidents, most)


def _ties(actors: Iterable[str], targets: Iterable[str]) -> Iterator[tuple[str, str, bool]]:
    """From whom to whom, and whether both do it."""
    others = list(targets)
    if others:
        yield from ((one, other, False) for one, other in product(actors, others) if one != other)
    else:
        yield from ((one, other, True) for one, other in combinations(sorted(actors), 2))


def _tie(ends: tuple[str, str, bool], told: Iterable[tuple[str, str, str]]) -> Tie:
    rows = list(told)
    kinds, statuses = Counter(kind for _, kind, _ in rows), Counter(status for *_, status in rows)
    return Tie(*ends, most_first(kinds), most_first(statuses), tuple(sorted(incident for incident, *_ in rows)))


def most_first(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Counts by name, the greatest first."""
    return tuple(sorted(counts.items(), key=lambda count: (-count[1], count[0])))
