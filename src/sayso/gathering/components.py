"""Events that may belong together by way of others: the parts in which incidents are looked for.

Accepted pairs join events into components. Where very much is told of the same parties, chance pairs join the reports
of years into one, so a component that grows LARGE is taken apart: only pairs that speak more clearly hold it together,
level by level, until its parts are small or there is no higher level. What part an event is in depends on the set of
events alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sayso.gathering.pairs import Pairs

LEVELS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)  # scores above which a pair joins its events
LARGE = 200  # events of a component that is taken apart


@dataclass(frozen=True, slots=True)
class Component:
    """Events in order of their ids, and the level on which they are a component that is not too large."""

    events: list[str]
    level: int


def all_components(events: Iterable[str], pairs: Pairs, level: int = 0) -> Iterator[Component]:
    """The components of a whole set, each pair looked at once."""
    for events_together in _united(sorted(events), pairs, LEVELS[level]):
        if _is_final(events_together, level):
            yield Component(events_together, level)
        else:
            yield from all_components(events_together, pairs, level + 1)


def _is_final(events: Collection[str], level: int) -> bool:
    return len(events) <= LARGE or level == len(LEVELS) - 1


def _united(events: list[str], pairs: Pairs, least: float) -> Iterable[list[str]]:
    above = {event: event for event in events}
    for one in events:
        for other in pairs.joined(one, least):
            first, second = sorted((_root(above, one), _root(above, other)))
            above[second] = first
    found: dict[str, list[str]] = {}
    for event in events:
        found.setdefault(_root(above, event), []).append(event)
    return found.values()


def _root(above: dict[str, str], event: str) -> str:
    while above[event] != event:
        above[event] = above[above[event]]
        event = above[event]
    return event


def components_with(events: Iterable[str], pairs: Pairs) -> Iterator[Component]:
    """The components that hold these events, and others that changed with them.

    The events are those that came, and of those that were there the ones whose pairs may be others now. Of the rest the
    levels on which they were settled still hold, so that a large component need not be walked through.
    """
    search, waiting = _Search(pairs), set(events)
    for level in range(len(LEVELS)):
        waiting = search.climb(waiting, level)
    yield from search.found


@dataclass(slots=True)
class _Search:
    pairs: Pairs
    found: list[Component] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)

    def climb(self, events: set[str], level: int) -> set[str]:
        """Places those of the events whose component on a level is final; the events for the next level."""
        settled_higher = {e for e in events if self.pairs.blocks.level(e) > level}
        further = self._doubted(sorted(settled_higher), level)
        for event in sorted(events - settled_higher):
            if event not in self.placed and event not in further:
                reached, large = self._reach(event, level)
                if large or not _is_final(reached, level):
                    further |= reached
                else:
                    self._place(reached, level)
        return further

    def _doubted(self, events: Iterable[str], level: int) -> set[str]:
        """Looks whether events that were in a large component still are; those that are."""
        large: set[str] = set()
        further = set()
        for event in events:
            if event not in self.placed and event not in large:
                reached = self._walk(event, level, most=LARGE)
                if _is_final(reached, level):
                    self._place(reached, level)
                else:
                    large |= reached
            if event not in self.placed:
                further.add(event)
        return further

    def _place(self, events: set[str], level: int) -> None:
        self.found.append(Component(sorted(events), level))
        self.placed |= events

    def _walk(self, event: str, level: int, most: int) -> set[str]:
        """The component of an event, or the first of its events when there are more than `most`."""
        found, waiting = {event}, [event]
        while waiting and len(found) <= most:
            for other in self.pairs.joined(waiting.pop(), LEVELS[level], found):
                found.add(other)
                waiting.append(other)
        return found

    def _reach(self, event: str, level: int) -> tuple[set[str], bool]:
        """The component of an event as far as no level is known above this one, and whether it goes on there."""
        found, waiting, large = {event}, [event], False
        while waiting:
            for other in self.pairs.joined(waiting.pop(), LEVELS[level], found):
                if self.pairs.blocks.level(other) > level:
                    large = True
                else:
                    found.add(other)
                    waiting.append(other)
        return found, large


def levels_of(components: Iterable[Component]) -> Mapping[str, int]:
    """The level of every event."""
    return {event: component.level for component in components for event in component.events}
