"""Pairs of events that may tell one happening: who stands near whom in the blocks, and how alike two are."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import Protocol

from sayso.gathering.compared import APART, Compared, ready
from sayso.gathering.decided import Decided
from sayso.gathering.decided import settled as settle_decided
from sayso.gathering.facts import EventFacts
from sayso.gathering.keys import event_of
from sayso.gathering.likeness import Likeness, likeness, score

WIDTH = 5  # neighbours on either side of an event in a block
MOST = 1_000_000  # pairs whose score is kept

Neighbours = tuple[Sequence[str], Sequence[str]]


class Scores:
    """How alike the machine finds pairs of events, each worked out once; the oldest go when there are too many."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._number = 0
        self._beside: dict[str, dict[str, float]] = {}

    def of(self, one: Compared, other: Compared) -> float:
        """The score of a pair; it has no direction."""
        found = self.known(one.facts.id, other.facts.id)
        return self._put(one, other, score(one, other)) if found is None or found == -inf else found

    def above(self, one: Compared, other: Compared, least: float) -> bool:
        """Whether the score of a pair is above `least`, which is 0 or more."""
        found = self.known(one.facts.id, other.facts.id)
        return (self.put(one, other) if found is None else found) > least

    def put(self, one: Compared, other: Compared) -> float:
        """The score of a pair that is not known, -inf when it is not above 0."""
        return self._put(one, other, score(one, other, least=0.0))

    def beside(self, event: str) -> Mapping[str, float]:
        """What is known of the pairs of an event, by the other."""
        return self._beside.get(event, {})

    def known(self, one: str, other: str) -> float | None:
        """The score of two events by their ids; -inf when it is only known not to be above 0, None when it is not."""
        beside = self._beside.get(one)
        return None if beside is None else beside.get(other)

    def _put(self, one: Compared, other: Compared, found: float) -> float:
        while self._number >= self._most:
            self.forget(next(iter(self._beside)))
        a, b = one.facts.id, other.facts.id
        mine = self._beside.setdefault(a, {})
        self._number += b not in mine
        mine[b] = self._beside.setdefault(b, {})[a] = found
        return found

    def forget(self, event: str) -> None:
        """Drops the pairs of an event."""
        beside = self._beside.pop(event, {})
        for other in beside:
            if other in self._beside:
                self._beside[other].pop(event, None)
        self._number -= len(beside)


class Blocks(Protocol):
    """What gathering asks of a store: an event ready for comparison, and its neighbours in a block."""

    scores: Scores

    def ready(self, identifier: str) -> Compared: ...

    def near(self, key: str, rank: str, width: int) -> Neighbours:
        """Ranks of up to `width` events before `rank` and of as many after it in the block `key`, the nearest first."""
        ...

    def level(self, identifier: str) -> int:
        """The level at which an event was settled last, as `gathering.components` tells it; 0 when it is not known."""
        ...

    def is_new(self, identifier: str) -> bool:
        """Whether it is known that an event was never gathered."""
        ...


class MemoryBlocks:
    """Blocks in memory."""

    def __init__(self, facts: Iterable[EventFacts] = ()) -> None:
        self.scores = Scores()
        self.levels: dict[str, int] = {}
        self._ready: dict[str, Compared] = {}
        self._blocks: dict[str, list[str]] = {}
        self._fill(map(ready, facts))

    @classmethod
    def of(cls, events: Iterable[Compared], scores: Scores) -> MemoryBlocks:
        """Blocks of events that are ready, with the scores that are known of them."""
        blocks = cls()
        blocks.scores = scores
        blocks._fill(events)
        return blocks

    def _fill(self, events: Iterable[Compared]) -> None:
        for found in events:
            if found.facts.id not in self._ready:
                self._ready[found.facts.id] = found
                for key in found.keys:
                    self._blocks.setdefault(key, []).append(found.rank)
        for block in self._blocks.values():
            block.sort()

    def __iter__(self) -> Iterator[str]:
        return iter(self._ready)

    def add(self, facts: EventFacts) -> None:
        """Puts an event into its blocks."""
        if facts.id not in self._ready:
            found = self._ready[facts.id] = ready(facts)
            for key in found.keys:
                insort(self._blocks.setdefault(key, []), found.rank)

    def remove(self, identifier: str) -> None:
        """Takes an event out of its blocks."""
        found = self._ready.pop(identifier)
        self.scores.forget(identifier)
        for key in found.keys:
            self._blocks[key].remove(found.rank)

    def ready(self, identifier: str) -> Compared:
        return self._ready[identifier]

    def level(self, identifier: str) -> int:
        return self.levels.get(identifier, 0)

    def is_new(self, identifier: str) -> bool:
        return False

    def near(self, key: str, rank: str, width: int) -> Neighbours:
        return beside(self._blocks.get(key, []), rank, width)


def beside(block: Sequence[str], rank: str, width: int) -> Neighbours:
    """The neighbours of a rank in a block in order, whether it stands there or not."""
    at = bisect_left(block, rank)
    after = at + (at < len(block) and block[at] == rank)
    return block[max(0, at - width) : at][::-1], block[after : after + width]


class Pairs:
    """Candidates of an event, and likeness of pairs, with what people decided of them."""

    def __init__(self, blocks: Blocks, decided: Decided) -> None:
        self.blocks = blocks
        self.decided = decided

    def ready(self, event: str) -> Compared:
        return self.blocks.ready(event)

    def candidates(self, event: str) -> list[str]:
        """Events that share a block with one, near it, and those that people named with it."""
        found = self.ready(event)
        ranks: set[str] = set()
        for key in found.keys:
            ranks.update(*self.blocks.near(key, found.rank, WIDTH))
        near = set(map(event_of, ranks))
        return sorted(near.union(self.decided.partners.get(event, ())))

    def among(self, events: Iterable[str]) -> Pairs:
        """The pairs of some events as if there were no others."""
        kept = set(events)
        decided = {pair: same for pair, same in self.decided.verdicts.items() if kept.issuperset(pair)}
        return Pairs(MemoryBlocks.of(map(self.ready, events), self.blocks.scores), settle_decided(decided))

    def score(self, one: str, other: str) -> float:
        """How alike two events are: as decided, else as the machine finds."""
        decided = self._decision(one, other)
        if decided is None:
            return self.found(one, other)
        return -APART if decided else APART

    def joined(self, event: str, least: float, known: Container[str]) -> Iterator[str]:
        """The candidates of an event that are more alike to it than `least`, but for those already `known`."""
        own, scores, verdicts = self.blocks.ready(event), self.blocks.scores, self.decided.verdicts
        beside = scores.beside(event)
        for other in self.candidates(event):
            if other not in known:
                decided = verdicts.get((event, other) if event < other else (other, event)) if verdicts else None
                if decided is None:
                    found = beside.get(other)
                    decided = (scores.put(own, self.blocks.ready(other)) if found is None else found) > least
                if decided:
                    yield other

    def found(self, one: str, other: str) -> float:
        """How alike the machine finds two events."""
        known = self.blocks.scores.known(one, other)
        if known is None or known == -inf:
            return self.blocks.scores.of(self.blocks.ready(one), self.blocks.ready(other))
        return known

    def likeness(self, one: str, other: str) -> Likeness:
        """The score of a pair with its reasons."""
        decided = self._decision(one, other)
        if decided is None:
            return likeness(self.ready(min(one, other)), self.ready(max(one, other)))
        return Likeness(-APART, ("decided: the same",)) if decided else Likeness(APART, ("but decided: different",))

    def _decision(self, one: str, other: str) -> bool | None:
        return self.decided.verdicts.get((one, other) if one < other else (other, one)) if self.decided else None


def moved(found: Compared, blocks: Blocks) -> frozenset[str]:
    """Alike events that an event moves out of each other's sight when it comes, or into it when it goes.

    Call it when the event has come, or has gone; all that it moves is to be gathered again.
    """
    moving: set[str] = set()
    for key in found.keys:
        for one, other in _shifted(*blocks.near(key, found.rank, WIDTH)):
            if blocks.is_new(mine := event_of(one)) or blocks.is_new(theirs := event_of(other)):
                continue
            if moving.issuperset((mine, theirs)):
                continue
            if blocks.scores.above(blocks.ready(mine), blocks.ready(theirs), 0.0):
                moving.update((mine, theirs))
    return frozenset(moving)


def _shifted(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs that stand `WIDTH` apart when the event between them is left out."""
    for n, one in enumerate(before):
        if WIDTH - 1 - n < len(after):
            yield one, after[WIDTH - 1 - n]


def touched(facts: EventFacts, blocks: Blocks) -> frozenset[str]:
    """What is to be gathered again after an event was taken out of the blocks: those alike to it, and what it moved.

    Call it after each single event that goes, then gather once with all of them.
    """
    own, found = ready(facts), set[str]()
    for key in own.keys:
        for side in blocks.near(key, own.rank, WIDTH):
            new = (e for e in map(event_of, side) if e not in found)
            found.update(e for e in new if score(own, blocks.ready(e), least=0.0) > 0)
    return moved(own, blocks).union(found)
