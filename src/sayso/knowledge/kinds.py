"""The 24 kinds of events: definitions, roles, borderline cases and crosswalks, as the codebook has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sayso.knowledge.tables import table

NO_KIND = "none"  # the `kind` of a borderline case that is no event


@dataclass(frozen=True, slots=True)
class BorderlineCase:
    """A sentence that is not of a kind, why, and the kind that it is (`none` for no event)."""

    sentence: str
    reason: str
    kind: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event. `actor`, `target`, `equipment` say who or what fills each role.

    `present` names the roles whose people are where the event is.
    `plover` has types of PLOVER, `cameo` root codes of CAMEO, `acled` "event type: sub-event type" of ACLED, the
    usual one first; empty when the other scheme has no such event.
    """

    id: str
    label: str
    definition: str
    actor: str
    target: str
    equipment: str
    present: tuple[str, ...]
    examples: tuple[str, ...]
    borderline: tuple[BorderlineCase, ...]
    plover: tuple[str, ...]
    cameo: tuple[str, ...]
    acled: tuple[str, ...]

    @property
    def roles(self) -> tuple[tuple[str, str], ...]:
        """Role and what fills it, in the order of a record."""
        return (("actor", self.actor), ("target", self.target), ("equipment", self.equipment))


class Kinds:
    """The kinds in the order of the codebook."""

    def __init__(self, kinds: tuple[Kind, ...]) -> None:
        self._kinds = kinds
        self._by_id = {kind.id: kind for kind in kinds}

    def __iter__(self) -> Iterator[Kind]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._by_id

    def get(self, identifier: str) -> Kind | None:
        """The kind of an id, None for `other`, `none` and anything unknown."""
        return self._by_id.get(identifier)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._by_id)


def load_kinds() -> Kinds:
    """The kinds of `world/kinds.toml`."""
    return Kinds(tuple(_kind(row) for row in table("world/kinds.toml")["kind"]))


def _kind(row: dict[str, Any]) -> Kind:
    return Kind(
        id=row["id"],
        label=row["label"],
        definition=row["definition"],
        actor=row["actor"],
        target=row["target"],
        equipment=row["equipment"],
        present=tuple(row.get("present", ())),
        examples=tuple(row["examples"]),
        borderline=tuple(BorderlineCase(case["case"], case["why"], case["kind"]) for case in row["not"]),
        plover=tuple(row["plover"]),
        cameo=tuple(row["cameo"]),
        acled=tuple(row["acled"]),
    )
