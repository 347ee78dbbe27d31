"""Pairs of events that may tell one happening: who stands near whom in the blocks, and how alike two are."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from sayso.gathering.compared import APART, Compared, ready
from sayso.gathering.decided import Decided
from sayso.gathering.decided import settled as settle_decided
from sayso.gathering.facts import EventFacts
from sayso.gathering.keys import event_of
from sayso.gathering.likeness import Likeness, likeness, score

WIDTH = 5  # neighbours on either side of an event in a block

Neighbours = tuple[Sequence[str], Sequence[str]]


class Blocks(Protocol):
    """What gathering asks of a store: an event ready for comparison, and its neighbours in a block."""

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

    def alike(self, identifier: str) -> Mapping[str, float] | None:
        """The scores above 0 of an event with those near it; None when it waits to be compared."""
        ...

    def keep_alike(self, identifier: str, scores: Mapping[str, float]) -> None:
        """Keeps the scores above 0 of an event with all those near it: it is compared with that."""
        ...

    def wait(self, events: Iterable[str]) -> None:
        """Lets events wait to be compared again."""
        ...


class MemoryBlocks:
    """Blocks in memory."""

    def __init__(self, facts: Iterable[EventFacts] = ()) -> None:
        self.levels: dict[str, int] = {}
        self._ready: dict[str, Compared] = {}
        self._blocks: dict[str, list[str]] = {}
        self._alike: dict[str, dict[str, float]] = {}
        self._fill(map(ready, facts))

    @classmethod
    def of(cls, events: Iterable[Compared]) -> MemoryBlocks:
        """Blocks of events that are ready."""
        blocks = cls()
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
        self.wait([identifier])
        for key in found.keys:
            self._blocks[key].remove(found.rank)

    def ready(self, identifier: str) -> Compared:
        return self._ready[identifier]

    def level(self, identifier: str) -> int:
        return self.levels.get(identifier, 0)

    def is_new(self, identifier: str) -> bool:
        return False

    def alike(self, identifier: str) -> Mapping[str, float] | None:
        return self._alike.get(identifier)

    def keep_alike(self, identifier: str, scores: Mapping[str, float]) -> None:
        self.wait([identifier])
        self._alike[identifier] = dict(scores)
        for other in scores.keys() & self._alike.keys():
            self._alike[other][identifier] = scores[other]

    def wait(self, events: Iterable[str]) -> None:
        for event in events:
            for other in self._alike.pop(event, {}).keys() & self._alike.keys():
                self._alike[other].pop(event, None)

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
        return sorted(self._near(event).union(self.decided.partners.get(event, ())))

    def _near(self, event: str) -> set[str]:
        found = self.ready(event)
        ranks: set[str] = set()
        for key in found.keys:
            ranks.update(*self.blocks.near(key, found.rank, WIDTH))
        return set(map(event_of, ranks))

    def compare(self, events: Iterable[str]) -> None:
        """Lets the blocks keep how alike events are to those near them, where that is not known or has changed."""
        compared: dict[str, Mapping[str, float]] = {}
        for event in events:
            near, known = self._near(event), self.blocks.alike(event)
            if known is None:
                compared[event] = self._compared(event, near, compared)
                self.blocks.keep_alike(event, compared[event])
            elif not near.issuperset(known):
                self.blocks.keep_alike(event, {other: known[other] for other in known if other in near})

    def _compared(self, event: str, near: Iterable[str], done: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
        """The scores above 0 of an event with those near it, taken from those that were compared with it before."""
        own, found = self.ready(event), {}
        for other in near:
            beside = done.get(other)
            alike = score(own, self.ready(other), least=0.0) if beside is None else beside.get(event, 0.0)
            if alike > 0:
                found[other] = alike
        return found

    def among(self, events: Iterable[str]) -> Pairs:
        """The pairs of some events as if there were no others."""
        kept = set(events)
        decided = {pair: same for pair, same in self.decided.verdicts.items() if kept.issuperset(pair)}
        return Pairs(MemoryBlocks.of(map(self.ready, events)), settle_decided(decided))

    def score(self, one: str, other: str) -> float:
        """How alike two events are: as decided, else as the machine finds."""
        decided = self._decision(one, other)
        if decided is None:
            return self.found(one, other)
        return -APART if decided else APART

    def joined(self, event: str, least: float, known: Container[str] = ()) -> Iterator[str]:
        """The candidates of an event that are more alike to it than `least`, but for those already `known`."""
        alike, verdicts = self._alike(event), self.decided.verdicts
        for other in sorted(alike.keys() | self.decided.partners.get(event, ())):
            if other not in known:
                decided = verdicts.get((event, other) if event < other else (other, event)) if verdicts else None
                if alike[other] > least if decided is None else decided:
                    yield other

    def _alike(self, event: str) -> Mapping[str, float]:
        if self.blocks.alike(event) is None:
            self.compare([event])
        return self.blocks.alike(event) or {}

    def found(self, one: str, other: str) -> float:
        """How alike the machine finds two events."""
        known = (self.blocks.alike(one) or {}).get(other)
        return score(self.ready(one), self.ready(other)) if known is None else known

    def likeness(self, one: str, other: str) -> Likeness:
        """The score of a pair with its reasons."""
        decided = self._decision(one, other)
        if decided is None:
            return likeness(self.ready(min(one, other)), self.ready(max(one, other)))
        return Likeness(-APART, ("decided: the same",)) if decided else Likeness(APART, ("but decided: different",))

    def _decision(self, one: str, other: str) -> bool | None:
        return self.decided.verdicts.get((one, other) if one < other else (other, one)) if self.decided else None


def parted(found: Compared, blocks: Blocks) -> frozenset[str]:
    """Alike events that an event that has come moves out of each other's sight; they are to be gathered again."""

    def alike(one: str, other: str) -> bool:
        kept = blocks.alike(one)
        return _are_alike(blocks.ready(one), blocks.ready(other)) if kept is None else other in kept

    return frozenset(_moved(found, blocks, alike))


def _moved(found: Compared, blocks: Blocks, alike: Callable[[str, str], bool]) -> set[str]:
    moving: set[str] = set()
    for key in found.keys:
        for one, other in _shifted(*blocks.near(key, found.rank, WIDTH)):
            mine, theirs = event_of(one), event_of(other)
            if blocks.is_new(mine) or blocks.is_new(theirs) or moving.issuperset((mine, theirs)):
                continue
            if alike(mine, theirs):
                moving.update((mine, theirs))
    return moving


def _shifted(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs that stand `WIDTH` apart when the event between them is left out."""
    for n, one in enumerate(before):
        if WIDTH - 1 - n < len(after):
            yield one, after[WIDTH - 1 - n]


def touched(facts: EventFacts, blocks: Blocks) -> frozenset[str]:
    """What is to be gathered again after an event was taken out of the blocks; the blocks let it wait to be compared.

    Those alike to it, and those that see each other now that it is gone. Call it after each single event that goes,
    then gather once with all of them.
    """
    own, near = ready(facts), set[str]()
    for key in own.keys:
        near.update(*blocks.near(key, own.rank, WIDTH))
    found = {event for event in map(event_of, near) if _are_alike(own, blocks.ready(event))}
    found |= _moved(own, blocks, lambda one, other: _are_alike(blocks.ready(one), blocks.ready(other)))
    blocks.wait(found)
    return frozenset(found)


def _are_alike(one: Compared, other: Compared) -> bool:
    return score(one, other, least=0.0) > 0
