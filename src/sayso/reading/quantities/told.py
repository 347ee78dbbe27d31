"""Who says a number: the sources whose words it stands in, and the claims on its event that they make."""

from __future__ import annotations

from dataclasses import replace

from sayso.records import Attribution, Claim, Quantity
from sayso.spans import Span


def told_quantities(
    quantities: tuple[Quantity, ...], attributions: tuple[Attribution, ...], claims: tuple[Claim, ...]
) -> tuple[Quantity, ...]:
    """The quantities, each with its source chain (nearest the fact first) and the claims that give it: tolls differ by
    source. A number in the report's own voice has no chain and, on a told event, the report's own claim."""
    by_event: dict[str, list[Claim]] = {}
    for claim in claims:
        by_event.setdefault(claim.event, []).append(claim)
    return tuple(_told(q, _chain(q.span, attributions), by_event.get(q.event or "", [])) for q in quantities)


def _chain(span: Span, attributions: tuple[Attribution, ...]) -> tuple[str, ...]:
    """The named sources whose content holds a number, nearest first."""
    around = [a for a in attributions if a.source.name and any(c.covers(span) for c in a.content)]
    return tuple(
        a.id for a in sorted(around, key=lambda a: (sum(s.stop - s.start for s in a.content), a.content[0].start))
    )


def _told(quantity: Quantity, chain: tuple[str, ...], claims: list[Claim]) -> Quantity:
    """A quantity with its chain and claims: those of this chain, else of any of its links, else those that it stands
    in."""
    same = [c for c in claims if c.chain == chain]
    linked = [c for c in claims if set(c.chain) & set(chain)]
    holding = [c for c in claims if any(e.span.covers(quantity.span) for e in c.evidence)]
    given = (same and [c for c in same if c in holding]) or same or linked or holding
    return replace(quantity, claims=tuple(c.id for c in given), attributions=chain)
