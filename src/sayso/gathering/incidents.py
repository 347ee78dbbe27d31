"""Events of many texts gathered into incidents: the answer depends on the set of events, never on their order.

Pairs are looked for within blocks; the accepted ones join events into components, and each component is settled by
itself: groups that are alike on average are joined, the most alike first, never two that hold events known apart
(average linkage with cannot-links). What a text only plans and what it denies are settled by themselves: a plan is
linked to what fulfils it, a denial is put with what it denies.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Protocol

from sayso.gathering.compared import APART, Compared, ready
from sayso.gathering.facts import EventFacts
from sayso.gathering.keys import block_keys, rank_of
from sayso.gathering.likeness import Likeness, likeness

WIDTH = 5  # neighbours on either side of an event in a block
SMALL = 100  # events of a component in which every pair is compared

NEVER = (1, 0)
DECIDED = -500 * APART  # thousandths: no sum of votes is as high, a person's decision is

Neighbours = tuple[Sequence[str], Sequence[str]]
Decided = Mapping[tuple[str, str], bool]


@dataclass(frozen=True, slots=True)
class Joined:
    """Two events taken for one happening, and why."""

    one: str
    other: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """An incident: the ids of its events in order of days, those that deny it, and the pairs that hold it together."""

    id: str
    events: tuple[str, ...]
    denials: tuple[str, ...] = ()
    because: tuple[Joined, ...] = ()


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """An incident that was planned and the one that seems to carry the plan out."""

    plan: str
    incident: str
    because: Joined


@dataclass(frozen=True, slots=True)
class Gathering:
    """Incidents in order of their ids, and which of them carries out the plan of another."""

    incidents: tuple[Gathered, ...] = ()
    fulfilments: tuple[Fulfilment, ...] = ()


class Blocks(Protocol):
    """What gathering asks of a store: an event ready for comparison, and its neighbours in a block."""

    def ready(self, identifier: str) -> Compared: ...

    def near(self, key: str, rank: str, width: int) -> Neighbours:
        """Ids of up to `width` events before `rank` and of as many after it in the block `key`, the nearest first."""
        ...


class MemoryBlocks:
    """Blocks in memory."""

    def __init__(self, facts: Iterable[EventFacts] = ()) -> None:
        self._facts: dict[str, EventFacts] = {}
        self._ready: dict[str, Compared] = {}
        self._blocks: dict[str, list[str]] = {}
        for found in facts:
            if found.id not in self._facts:
                self._facts[found.id] = found
                for key in block_keys(found):
                    self._blocks.setdefault(key, []).append(rank_of(found))
        for block in self._blocks.values():
            block.sort()

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def add(self, facts: EventFacts) -> None:
        """Puts an event into its blocks."""
        if facts.id not in self._facts:
            self._facts[facts.id] = facts
            for key in block_keys(facts):
                insort(self._blocks.setdefault(key, []), rank_of(facts))

    def remove(self, identifier: str) -> None:
        """Takes an event out of its blocks."""
        facts = self._facts.pop(identifier)
        self._ready.pop(identifier, None)
        for key in block_keys(facts):
            self._blocks[key].remove(rank_of(facts))

    def ready(self, identifier: str) -> Compared:
        found = self._ready.get(identifier)
        if found is None:
            found = self._ready[identifier] = ready(self._facts[identifier])
        return found

    def near(self, key: str, rank: str, width: int) -> Neighbours:
        block = self._blocks.get(key, [])
        at = bisect_left(block, rank)
        after = at + (block[at : at + 1] == [rank])
        return (
            [found.rpartition("|")[2] for found in reversed(block[max(0, at - width) : at])],
            [found.rpartition("|")[2] for found in block[after : after + width]],
        )


def gather(facts: Iterable[EventFacts], *, decided: Decided | None = None) -> Gathering:
    """The incidents of a set of events; every event is in one incident.

    `decided` holds what people decided about pairs of events (ids in order): True for the same, False for different.
    """
    blocks = MemoryBlocks(facts)
    pairs = _Pairs(blocks, decided or {})
    return _gathered(_all_components(blocks, pairs), pairs)


def regather(events: Iterable[str], blocks: Blocks, *, decided: Decided | None = None) -> Gathering:
    """The incidents of the components that hold the given events: all that can have changed with them.

    For new events give `touched` of them; every event of an incident that comes back replaces what was known of it.
    """
    pairs = _Pairs(blocks, decided or {})
    return _gathered(_components(events, pairs), pairs)


def _gathered(components: Iterable[list[str]], pairs: _Pairs) -> Gathering:
    settled = [_settled(component, pairs) for component in components]
    return Gathering(
        tuple(sorted((i for s in settled for i in s.incidents), key=lambda i: i.id)),
        tuple(sorted((f for s in settled for f in s.fulfilments), key=lambda f: (f.plan, f.incident))),
    )


def touched(facts: EventFacts, blocks: Blocks) -> frozenset[str]:
    """What is to be gathered again after an event was put into the blocks, or taken out of them, besides itself.

    These are the events alike to it, and in a large block those that it moves out of each other's sight, or into it.
    Call it after each single event that comes or goes, then `regather` once with all of them.
    """
    pairs, rank, own = _Pairs(blocks, {}), rank_of(facts), ready(facts)
    found: set[str] = set()
    for key in block_keys(facts):
        before, after = blocks.near(key, rank, WIDTH)
        found.update(e for e in (*before, *after) if e not in found and likeness(own, pairs.ready(e)).score > 0)
        for one, other in _shifted(before, after):
            if pairs.likeness(one, other).score > 0:
                found |= {one, other}
    return frozenset(found)


def _shifted(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs that stand `WIDTH` apart when the event between them is left out."""
    for n, one in enumerate(before):
        if WIDTH - 1 - n < len(after):
            yield one, after[WIDTH - 1 - n]


# --- pairs -------------------------------------------------------------------------------------------------------


class _Pairs:
    """Candidates of an event, and likeness of pairs, with what people decided of them."""

    def __init__(self, blocks: Blocks, decided: Decided) -> None:
        self._blocks = blocks
        self._decided = decided
        self._known: dict[tuple[str, str], Likeness] = {}
        self._partners: dict[str, list[str]] = {}
        for one, other in decided:
            self._partners.setdefault(one, []).append(other)
            self._partners.setdefault(other, []).append(one)

    def ready(self, event: str) -> Compared:
        return self._blocks.ready(event)

    def candidates(self, event: str) -> list[str]:
        """Events that share a block with one, near it, and those that people named with it."""
        facts = self.ready(event).facts
        rank = rank_of(facts)
        sides = (side for key in block_keys(facts) for side in self._blocks.near(key, rank, WIDTH))
        found = {near for side in sides for near in side}
        return sorted(found.union(self._partners.get(event, ())))

    def among(self, events: Iterable[str]) -> _Pairs:
        """The pairs of some events as if there were no others."""
        kept = set(events)
        decided = {pair: same for pair, same in self._decided.items() if kept.issuperset(pair)}
        return _Pairs(MemoryBlocks(self.ready(event).facts for event in events), decided)

    def likeness(self, one: str, other: str) -> Likeness:
        """How alike two events are, worked out once; likeness has no direction."""
        pair = (one, other) if one < other else (other, one)
        found = self._known.get(pair)
        if found is None:
            found = self._known[pair] = self._decision(pair) or likeness(self.ready(pair[0]), self.ready(pair[1]))
        return found

    def _decision(self, pair: tuple[str, str]) -> Likeness | None:
        decided = self._decided.get(pair)
        if decided is None:
            return None
        return Likeness(-APART, ("decided: the same",)) if decided else Likeness(APART, ("but decided: different",))


def _all_components(events: Iterable[str], pairs: _Pairs) -> list[list[str]]:
    """The components of a whole set, each pair looked at once."""
    above: dict[str, str] = {event: event for event in sorted(events)}
    for one in above:
        for other in pairs.candidates(one):
            if one < other and _root(above, one) != _root(above, other) and pairs.likeness(one, other).score > 0:
                first, second = sorted((_root(above, one), _root(above, other)))
                above[second] = first
    found: dict[str, list[str]] = {}
    for event in above:
        found.setdefault(_root(above, event), []).append(event)
    return list(found.values())


def _root(above: dict[str, str], event: str) -> str:
    while above[event] != event:
        above[event] = above[above[event]]
        event = above[event]
    return event


def _components(events: Iterable[str], pairs: _Pairs) -> Iterator[list[str]]:
    """The components of the accepted pairs that hold these events, each in order."""
    seen: set[str] = set()
    for event in sorted(set(events)):
        if event not in seen:
            component = _component(event, pairs)
            seen |= component
            yield sorted(component)


def _component(event: str, pairs: _Pairs) -> set[str]:
    found, waiting = {event}, [event]
    while waiting:
        one = waiting.pop()
        for other in pairs.candidates(one):
            if other not in found and pairs.likeness(one, other).score > 0:
                found.add(other)
                waiting.append(other)
    return found


# --- settling ----------------------------------------------------------------------------------------------------

Scores = dict[str, dict[str, int]]  # of an event with others, in thousandths so that sums are exact
Sum = tuple[int, int]  # of scores, and their number


@dataclass(slots=True)
class _Group:
    """Events held for one; `beside` has the sum of the scores with each other group."""

    events: list[str]
    days: tuple[int, int] | None
    beside: dict[int, Sum] = field(default_factory=dict)


def _settled(component: list[str], pairs: _Pairs) -> Gathering:
    scores = _scores(component, pairs)
    told, planned, denied = (
        _agglomerated([e for e in component if _manner(pairs.ready(e).facts) == manner], scores, pairs)
        for manner in ("told", "planned", "denied")
    )
    vouched = [*told, *planned]
    denials: dict[int, list[str]] = {}
    for group, of in zip(denied, _most_alike(denied, vouched, scores), strict=True):
        denials.setdefault(len(vouched) if of is None else of, []).extend(group)
    alone = [group for group in denied if group[0] in denials.get(len(vouched), ())]
    incidents = [_incident(g, denials.get(n, []), scores, pairs) for n, g in enumerate(vouched)]
    incidents += [_incident(group, [], scores, pairs) for group in alone]
    return Gathering(tuple(incidents), tuple(_fulfilments(told, planned, incidents, scores, pairs)))


def _scores(component: list[str], pairs: _Pairs) -> Scores:
    """The scores of the pairs of a component: of every pair when it is small, else of those that share a block."""
    found: Scores = {event: {} for event in component}
    for one, other in _compared(component, pairs):
        found[one][other] = found[other][one] = round(1000 * pairs.likeness(one, other).score)
    return found


def _compared(component: list[str], pairs: _Pairs) -> Iterable[tuple[str, str]]:
    if len(component) <= SMALL:
        return combinations(component, 2)
    inside = pairs.among(component)
    return ((one, other) for one in component for other in inside.candidates(one) if one < other)


def _manner(facts: EventFacts) -> str:
    if facts.status == "negated":
        return "denied"
    if facts.status == "planned" or (facts.status == "possible" and facts.tense == "future"):
        return "planned"
    return "told"


def _agglomerated(events: list[str], scores: Scores, pairs: _Pairs) -> list[list[str]]:
    """Groups by average linkage over the compared pairs; ties by the first ids."""
    numbers = {e: n for n, e in enumerate(events)}
    groups = {
        n: _Group([e], pairs.ready(e).days, {numbers[o]: (s, 1) for o, s in scores[e].items() if o in numbers})
        for e, n in numbers.items()
    }
    waiting = [
        _bid(groups, n, o) for n, g in groups.items() for o, (score, _) in g.beside.items() if n < o and score > 0
    ]
    heapq.heapify(waiting)
    while waiting:
        mean, _, _, one, other = heapq.heappop(waiting)
        if one in groups and other in groups and _bid(groups, one, other)[0] == mean:
            for bid in _join(groups, one, other):
                heapq.heappush(waiting, bid)
    return sorted(g.events for g in groups.values())


def _bid(groups: Mapping[int, _Group], one: int, other: int) -> tuple[float, str, str, int, int]:
    total, number = groups[one].beside.get(other, (0, 1))
    first, second = sorted((groups[one].events[0], groups[other].events[0]))
    return -total / number, first, second, one, other


def _join(groups: dict[int, _Group], one: int, other: int) -> Iterator[tuple[float, str, str, int, int]]:
    """Puts the group with fewer neighbours into the other, and bids anew for the pairs that this changes."""
    if len(groups[one].beside) < len(groups[other].beside):
        one, other = other, one
    a, b = groups[one], groups[other]
    days = _common_days(a, b)
    if days == NEVER and a.beside[other][0] < a.beside[other][1] * DECIDED:
        a.beside[other] = b.beside[one] = (round(1000 * APART), 1)
        return
    del groups[other], a.beside[other], b.beside[one]
    a.events = sorted(a.events + b.events)
    a.days = None if days == NEVER else days
    for third, (total, number) in b.beside.items():
        before = a.beside.get(third, (0, 0))
        a.beside[third] = groups[third].beside[one] = before[0] + total, before[1] + number
        del groups[third].beside[other]
        if a.beside[third][0] > 0:
            yield _bid(groups, one, third)


def _common_days(one: _Group, other: _Group) -> tuple[int, int] | None:
    """The days that two groups leave open for both, NEVER when there are none."""
    if not one.days or not other.days:
        return one.days or other.days
    first, last = max(one.days[0], other.days[0]), min(one.days[1], other.days[1])
    return (first, last) if first <= last else NEVER


def _most_alike(groups: list[list[str]], others: list[list[str]], scores: Scores) -> list[int | None]:
    """For each group the number of the one among the others that is most alike on average, None when none is."""
    home = {event: n for n, other in enumerate(others) for event in other}
    return [_best_of(_sums(group, home, scores)) for group in groups]


def _sums(group: list[str], home: Mapping[str, int], scores: Scores) -> dict[int, Sum]:
    sums: dict[int, Sum] = {}
    for event in group:
        for other, score in scores[event].items():
            if other in home:
                total, number = sums.get(home[other], (0, 0))
                sums[home[other]] = total + score, number + 1
    return sums


def _best_of(sums: Mapping[int, Sum]) -> int | None:
    means = [(total / number, -n) for n, (total, number) in sums.items() if total > 0]
    return -max(means)[1] if means else None


def _fulfilments(
    told: list[list[str]], planned: list[list[str]], incidents: list[Gathered], scores: Scores, pairs: _Pairs
) -> Iterator[Fulfilment]:
    for n, best in enumerate(_most_alike(planned, told, scores)):
        if best is not None:
            because = _strongest(planned[n], set(told[best]), scores, pairs)
            yield Fulfilment(incidents[len(told) + n].id, incidents[best].id, because)


def _strongest(group: Iterable[str], others: Container[str], scores: Scores, pairs: _Pairs) -> Joined:
    """The most alike pair between two groups that were compared."""
    _, one, other = min((-s, e, o) for e in group for o, s in scores[e].items() if o in others)
    return _joined(one, other, pairs)


def _joined(one: str, other: str, pairs: _Pairs) -> Joined:
    found = pairs.likeness(one, other)
    return Joined(one, other, round(found.score, 3), found.reasons)


def _incident(events: list[str], denials: list[str], scores: Scores, pairs: _Pairs) -> Gathered:
    """The incident of a group, named after its earliest-anchored event."""
    ordered, denying = (sorted(part, key=lambda e: _anchored(pairs.ready(e).facts)) for part in (events, denials))
    before: set[str] = set()
    because = []
    for event in ordered + denying:
        if before & scores[event].keys():
            because.append(_strongest([event], before, scores, pairs))
        if event not in denials:
            before.add(event)
    return Gathered(ordered[0], tuple(ordered), tuple(denying), tuple(because))


def _anchored(facts: EventFacts) -> tuple[str, str, str]:
    return facts.earliest or facts.published or "9999", facts.published or "9999", facts.id
