"""What gathering knows of kinds: which go together, and lists of those that a rule is about (`world/kin.toml`)."""

from __future__ import annotations

from functools import cache

from sayso.gathering.facts import EventFacts
from sayso.knowledge.tables import table


@cache
def kinds_in(name: str) -> frozenset[str]:
    """The kinds of a list."""
    return frozenset(table("world/kin.toml")[name])


def both_in(name: str, one: EventFacts, other: EventFacts) -> bool:
    """Whether two events are of kinds of a list."""
    kinds = kinds_in(name)
    return one.kind in kinds and other.kind in kinds


@cache
def are_kin(one: str, other: str) -> bool:
    """Whether two desks may file one happening under these two kinds."""
    return any({one, other} == set(row["kinds"]) for row in table("world/kin.toml")["kin"])
