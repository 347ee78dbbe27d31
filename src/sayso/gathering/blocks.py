"""Blocks of events: who stands near whom, and how alike those are that were compared."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from sayso.gathering.compared import Compared, ready
from sayso.gathering.facts import EventFacts

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
