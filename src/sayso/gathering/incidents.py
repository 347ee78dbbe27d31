"""Events of many texts gathered into incidents: the answer depends on the set of events, never on their order.

Pairs are looked for within blocks; the accepted ones join events into components, and each component is settled by
itself: groups that are alike on average are joined, the most alike first, never two that hold events known apart
(average linkage with cannot-links). What a text only plans and what it denies are settled by themselves: a plan is
linked to what fulfils it, a denial is put with what it denies.
"""

from __future__ import annotations

import heapq
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from sayso.gathering.compared import APART
from sayso.gathering.components import Component, all_components, components_with, levels_of
from sayso.gathering.decided import Decided, Verdicts
from sayso.gathering.decided import settled as settle_decided
from sayso.gathering.facts import EventFacts
from sayso.gathering.pairs import Blocks, MemoryBlocks, Pairs

SMALL = 40  # events of a component in which every pair is compared

NEVER = (1, 0)


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
    """Incidents in order of their ids, which of them carries out the plan of another, and the levels of events."""

    incidents: tuple[Gathered, ...] = ()
    fulfilments: tuple[Fulfilment, ...] = ()
    levels: Mapping[str, int] = field(default_factory=dict)


def gather(facts: Iterable[EventFacts], *, decided: Verdicts | None = None) -> Gathering:
    """The incidents of a set of events; every event is in one incident.

    `decided` holds what people decided about pairs of events, as `gathering.decided` takes it.
    """
    return gather_all(MemoryBlocks(facts), decided=decided)


def gather_all(blocks: MemoryBlocks, *, decided: Verdicts | None = None) -> Gathering:
    """The incidents of all events of the blocks, which know afterwards how alike these are."""
    pairs = Pairs(blocks, settle_decided(decided or {}))
    pairs.compare(blocks)
    return _gathered(list(all_components(blocks, pairs)), pairs)


def regather(events: Iterable[str], blocks: Blocks, *, decided: Verdicts | None = None) -> Gathering:
    """The incidents of the components that hold the given events: all that can have changed with them.

    Give new events with what they `parted`, of those that are gone what they `touched`; every event of an incident
    that comes back replaces what was known of it.
    """
    events, pairs = list(events), Pairs(blocks, settle_decided(decided or {}))
    pairs.compare(events)
    return _gathered(list(components_with(events, pairs)), pairs)


def _gathered(components: Sequence[Component], pairs: Pairs) -> Gathering:
    settled = [_settled(component.events, pairs) for component in components]
    return Gathering(
        tuple(sorted((i for s in settled for i in s.incidents), key=lambda i: i.id)),
        tuple(sorted((f for s in settled for f in s.fulfilments), key=lambda f: (f.plan, f.incident))),
        levels_of(components),
    )


# --- settling ----------------------------------------------------------------------------------------------------

Scores = dict[str, dict[str, int]]  # of an event with others, in thousandths so that sums are exact
Sum = tuple[int, int]  # of scores, and their number


@dataclass(slots=True)
class _Group:
    """Events held for one; `beside` has the sum of the scores with each other group."""

    events: list[str]
    days: tuple[int, int] | None
    beside: dict[int, Sum] = field(default_factory=dict)


def _settled(component: list[str], pairs: Pairs) -> Gathering:
    found = _scores(component, pairs)
    told, planned, denied = (
        _agglomerated([e for e in component if _manner(pairs.ready(e).facts) == manner], found, pairs)
        for manner in ("told", "planned", "denied")
    )
    scores = found
    if pairs.decided:
        scores = _as_decided(found, pairs)
        told, planned = _by_manner(pairs.decided.united([*told, *planned]), pairs)
        denied = _parted(pairs.decided.united(denied), [*told, *planned], pairs.decided)
    vouched = [*told, *planned]
    denials: dict[int, list[str]] = {}
    for group, of in zip(denied, _most_alike(denied, vouched, scores, pairs.decided), strict=True):
        none = of is None or pairs.decided.apart(group, denials.get(of, ()))
        denials.setdefault(len(vouched) if none or of is None else of, []).extend(group)
    alone = [group for group in denied if group[0] in denials.get(len(vouched), ())]
    incidents = [_incident(g, denials.get(n, []), scores, pairs) for n, g in enumerate(vouched)]
    incidents += [_incident(group, [], scores, pairs) for group in alone]
    return Gathering(tuple(incidents), tuple(_fulfilments(told, planned, incidents, scores, pairs)))


def _scores(component: list[str], pairs: Pairs) -> Scores:
    """The scores of the pairs of a component: of every pair when it is small, else of those that share a block."""
    found: Scores = {event: {} for event in component}
    for one, other in _compared(component, pairs):
        found[one][other] = found[other][one] = round(1000 * pairs.found(one, other))
    return found


def _as_decided(scores: Scores, pairs: Pairs) -> Scores:
    """The scores of a component, with those that people decided in place of what the machine finds."""
    found = {event: dict(beside) for event, beside in scores.items()}
    for one, beside in found.items():
        for other in pairs.decided.partners.get(one, set()) & beside.keys():
            beside[other] = round(1000 * pairs.score(one, other))
    return found


def _by_manner(groups: list[list[str]], pairs: Pairs) -> tuple[list[list[str]], list[list[str]]]:
    """The groups of which some report tells that it happened, and those that are only planned."""
    told = [g for g in groups if any(_manner(pairs.ready(e).facts) == "told" for e in g)]
    return told, [g for g in groups if g not in told]


def _parted(denied: list[list[str]], vouched: list[list[str]], decided: Decided) -> list[list[str]]:
    """The denials, with those apart that people put with different incidents."""
    home = {event: n for n, group in enumerate(vouched) for event in group}
    found = []
    for group in denied:
        bound = {e: min((home[c] for c in decided.cluster(e) if c in home), default=None) for e in group}
        aims = {n for n in bound.values() if n is not None}
        if len(aims) == 1 and not decided.apart(group, vouched[min(aims)]):
            aims = set()  # the whole group goes there
        parts = [[e for e in group if bound[e] == aim] for aim in sorted(aims)]
        found += [part for part in (*parts, [e for e in group if bound[e] not in aims]) if part]
    return sorted(found)


def _compared(component: list[str], pairs: Pairs) -> Iterable[tuple[str, str]]:
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


def _agglomerated(events: list[str], scores: Scores, pairs: Pairs) -> list[list[str]]:
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
            for bid in _join(groups, one, other, pairs.decided):
                heapq.heappush(waiting, bid)
    return sorted(g.events for g in groups.values())


def _bid(groups: Mapping[int, _Group], one: int, other: int) -> tuple[float, str, str, int, int]:
    total, number = groups[one].beside.get(other, (0, 1))
    first, second = sorted((groups[one].events[0], groups[other].events[0]))
    return -total / number, first, second, one, other


def _join(
    groups: dict[int, _Group], one: int, other: int, decided: Decided
) -> Iterator[tuple[float, str, str, int, int]]:
    """Puts the group with fewer neighbours into the other, and bids anew for the pairs that this changes."""
    if len(groups[one].beside) < len(groups[other].beside):
        one, other = other, one
    a, b = groups[one], groups[other]
    days = _common_days(a, b)
    if days == NEVER or decided.apart(a.events, b.events):
        a.beside[other] = b.beside[one] = (round(1000 * APART), 1)
        return
    del groups[other], a.beside[other], b.beside[one]
    a.events = sorted(a.events + b.events)
    a.days = days
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


def _most_alike(groups: list[list[str]], others: list[list[str]], scores: Scores, decided: Decided) -> list[int | None]:
    """For each group the number of the one among the others that is most alike on average, None when none is.

    One that is decided to be the same comes first, one that is decided to be different never.
    """
    home = {event: n for n, other in enumerate(others) for event in other}
    found = []
    for group in groups:
        sums = {n: s for n, s in _sums(group, home, scores).items() if not decided.apart(group, others[n])}
        same = sorted(home[e] for one in group for e in decided.cluster(one) if e in home)
        found.append(same[0] if same else _best_of(sums))
    return found


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
    told: list[list[str]], planned: list[list[str]], incidents: list[Gathered], scores: Scores, pairs: Pairs
) -> Iterator[Fulfilment]:
    for n, best in enumerate(_most_alike(planned, told, scores, pairs.decided)):
        if best is not None:
            because = _strongest(planned[n], set(told[best]), scores, pairs)
            yield Fulfilment(incidents[len(told) + n].id, incidents[best].id, because)


def _strongest(group: Iterable[str], others: Container[str], scores: Scores, pairs: Pairs) -> Joined:
    """The most alike pair between two groups that were compared."""
    _, one, other = min((-s, e, o) for e in group for o, s in scores[e].items() if o in others)
    return _joined(one, other, pairs)


def _joined(one: str, other: str, pairs: Pairs) -> Joined:
    found = pairs.likeness(one, other)
    return Joined(one, other, round(found.score, 3), found.reasons)


def _incident(events: list[str], denials: list[str], scores: Scores, pairs: Pairs) -> Gathered:
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
