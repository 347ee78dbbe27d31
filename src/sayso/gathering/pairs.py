"""Pairs of events that may tell one happening: who stands near whom in the blocks, and how alike two are."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from math import inf

from sayso.gathering.blocks import Blocks as Blocks
from sayso.gathering.blocks import MemoryBlocks as MemoryBlocks
from sayso.gathering.compared import APART, Compared, ready
from sayso.gathering.decided import Decided, Pair
from sayso.gathering.facts import EventFacts
from sayso.gathering.keys import event_of
from sayso.gathering.likeness import Likeness, likeness, score

WIDTH = 5  # neighbours on either side of an event in a block


class Pairs:
    """Candidates of an event, and likeness of pairs, with what people decided of them."""

    def __init__(self, blocks: Blocks, decided: Decided) -> None:
        self.blocks = blocks
        self.decided = decided

    def ready(self, event: str) -> Compared:
        return self.blocks.ready(event)

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

    def near_pairs(self, events: Iterable[str]) -> set[Pair]:
        """The pairs of some events that stand near each other as if there were no others, and those people decided."""
        ranked = sorted(events, key=lambda event: self.ready(event).rank)
        blocks: dict[str, list[int]] = {}
        for n, event in enumerate(ranked):
            for key in self.ready(event).keys:
                blocks.setdefault(key, []).append(n)
        near = {
            pair
            for block in blocks.values()
            for apart in range(1, WIDTH + 1)
            for pair in zip(block, block[apart:], strict=False)
        }
        decided = {pair for pair in self.decided.verdicts if set(ranked).issuperset(pair)}
        return decided.union(_in_order(ranked[n], ranked[m]) for n, m in near)

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
                decided = verdicts.get(_in_order(event, other)) if verdicts else None
                if alike[other] > least if decided is None else decided:
                    yield other

    def _alike(self, event: str) -> Mapping[str, float]:
        if self.blocks.alike(event) is None:
            self.compare([event])
        return self.blocks.alike(event) or {}

    def found(self, one: str, other: str, *, least: float = -inf) -> float:
        """How alike the machine finds two events; -inf where that is not above `least`, whatever it is."""
        known = (self.blocks.alike(one) or {}).get(other)
        return score(self.ready(one), self.ready(other), least=least) if known is None else known

    def likeness(self, one: str, other: str) -> Likeness:
        """The score of a pair with its reasons."""
        decided = self._decision(one, other)
        if decided is None:
            return likeness(self.ready(min(one, other)), self.ready(max(one, other)))
        return Likeness(-APART, ("decided: the same",)) if decided else Likeness(APART, ("but decided: different",))

    def _decision(self, one: str, other: str) -> bool | None:
        return self.decided.verdicts.get(_in_order(one, other)) if self.decided else None


def _in_order(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


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
