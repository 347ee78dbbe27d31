"""What gathering finds: incidents with the pairs that hold them together, and which of them carries out a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
