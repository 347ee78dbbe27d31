"""Events of many texts gathered into incidents: the answer depends on the set of events, never on their order.

Pairs are looked for within blocks; the accepted ones join events into components, and each component is settled by
itself: groups that are alike on average are joined, the most alike first, never two that hold events known apart
(average linkage with cannot-links). What a text only plans and what it denies are settled by themselves: a plan is
linked to what fulfils it, a denial is put with what it denies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sayso.gathering.components import Component, all_components, components_with, levels_of
from sayso.gathering.decided import Verdicts
from sayso.gathering.decided import settled as settle_decided
from sayso.gathering.facts import EventFacts
from sayso.gathering.gathered import Fulfilment as Fulfilment
from sayso.gathering.gathered import Gathered as Gathered
from sayso.gathering.gathered import Gathering as Gathering
from sayso.gathering.gathered import Joined as Joined
from sayso.gathering.pairs import Blocks, MemoryBlocks, Pairs
from sayso.gathering.settling import settled


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
    found = [settled(component.events, pairs) for component in components]
    return Gathering(
        tuple(sorted((i for s in found for i in s.incidents), key=lambda i: i.id)),
        tuple(sorted((f for s in found for f in s.fulfilments), key=lambda f: (f.plan, f.incident))),
        levels_of(components),
    )
