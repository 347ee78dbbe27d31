"""The 24 kinds of events: definitions, roles, borderline cases and crosswalks, as the codebook has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sayso.knowledge.tables import table

NO_KIND = "none"  # the `kind` of a borderline case that is no event
KIND_KEYS = frozenset(
    {"id", "label", "like", "definition", "actor", "target", "equipment", "present", "examples", "not", "plover"}
    | {"cameo", "acled"}
)


@dataclass(frozen=True, slots=True)
class BorderlineCase:
    """A sentence that is not of a kind, why, and the kind that it is (`none` for no event)."""

    sentence: str
    reason: str
    kind: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event. `actor`, `target`, `equipment` say who or what fills each role.

    `like` is set on kinds that users add: the kind of the 24 that it behaves as.
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
    like: str | None = None

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

    def acts_as(self, identifier: str) -> str:
        """The kind whose habits events of a kind have: its own, or the one that a user's kind is like."""
        kind = self._by_id.get(identifier)
        return kind.like if kind is not None and kind.like else identifier

    def get(self, identifier: str) -> Kind | None:
        """The kind of an id, None for `other`, `none` and anything unknown."""
        return self._by_id.get(identifier)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._by_id)


def load_kinds() -> Kinds:
    """The kinds of `world/kinds.toml`."""
    return Kinds(tuple(kind_of(row) for row in table("world/kinds.toml")["kind"]))


def kind_of(row: dict[str, Any]) -> Kind:
    """The kind that a table of TOML describes; what is left out is empty."""
    return Kind(
        id=row["id"],
        label=row["label"],
        definition=row["definition"],
        actor=row["actor"],
        target=row["target"],
        equipment=row.get("equipment", "none"),
        present=tuple(row.get("present", ())),
        examples=tuple(row["examples"]),
        borderline=tuple(BorderlineCase(case["case"], case["why"], case["kind"]) for case in row.get("not", ())),
        plover=tuple(row.get("plover", ())),
        cameo=tuple(row.get("cameo", ())),
        acled=tuple(row.get("acled", ())),
        like=row.get("like"),
    )
