"""Groups by average linkage: the two that are most alike on average are joined, as long as any are alike."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sayso.gathering.compared import APART
from sayso.gathering.pairs import Pairs
from sayso.gathering.scores import NONE, Scores, Sum

NEVER = (1, 0)

Bid = tuple[float, str, str, int, int]  # mean score, negated; first ids of two groups, and their numbers


@dataclass(slots=True)
class _Group:
    """Events held for one; `beside` has the sum of the scores with each other group."""

    events: list[str]
    days: tuple[int, int] | None
    beside: dict[int, Sum] = field(default_factory=dict)


def agglomerated(events: list[str], scores: Scores, pairs: Pairs) -> list[list[str]]:
    """Groups of events over the compared pairs; ties by the first ids."""
    groups = _alone(events, scores, pairs)
    waiting = [_bid(groups, n, o) for n, g in groups.items() for o, found in g.beside.items() if n < o and found[0] > 0]
    heapq.heapify(waiting)
    while waiting:
        mean, _, _, one, other = heapq.heappop(waiting)
        if one in groups and other in groups and _bid(groups, one, other)[0] == mean:
            if _may_join(groups[one], groups[other], pairs):
                for bid in _join(groups, one, other, scores):
                    heapq.heappush(waiting, bid)
            else:
                groups[one].beside[other] = groups[other].beside[one] = (round(1000 * APART), 1, ())
    return sorted(g.events for g in groups.values())


def _alone(events: list[str], scores: Scores, pairs: Pairs) -> dict[int, _Group]:
    """A group for each event."""
    numbers = {event: n for n, event in enumerate(events)}
    return {
        n: _Group([e], pairs.ready(e).days, {numbers[o]: scores.first(e, o) for o in scores.beside(e) if o in numbers})
        for e, n in numbers.items()
    }


def _bid(groups: Mapping[int, _Group], one: int, other: int) -> Bid:
    total, number, _ = groups[one].beside.get(other, (0, 1, ()))
    first, second = sorted((groups[one].events[0], groups[other].events[0]))
    return -total / number, first, second, one, other


def _may_join(one: _Group, other: _Group, pairs: Pairs) -> bool:
    return _common_days(one, other) != NEVER and not pairs.decided.apart(one.events, other.events)


def _join(groups: dict[int, _Group], one: int, other: int, scores: Scores) -> Iterator[Bid]:
    """Puts the group with fewer neighbours into the other, and bids anew for the pairs that this changes."""
    if len(groups[one].beside) < len(groups[other].beside):
        one, other = other, one
    a, b = groups[one], groups.pop(other)
    del a.beside[other], b.beside[one]
    a.days = _common_days(a, b)
    a.events = sorted(a.events + b.events)
    for third, found in b.beside.items():
        found = scores.added(a.beside.get(third, NONE), found)
        a.beside[third] = groups[third].beside[one] = found
        del groups[third].beside[other]
        if found[0] > 0:
            yield _bid(groups, one, third)


def _common_days(one: _Group, other: _Group) -> tuple[int, int] | None:
    """The days that two groups leave open for both, NEVER when there are none."""
    if not one.days or not other.days:
        return one.days or other.days
    first, last = max(one.days[0], other.days[0]), min(one.days[1], other.days[1])
    return (first, last) if first <= last else NEVER
