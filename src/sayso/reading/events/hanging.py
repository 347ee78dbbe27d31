"""Which trigger stands below another in one clause: "fired at a convoy, killing two", "came to view the fleet"."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reading import grammar as g
from sayso.reading.events.scene import Scene
from sayso.reading.events.tellings import Telling


def hangs(scene: Scene, one: Telling, other: Telling) -> bool:
    """Whether a trigger stands below another in one clause, with no subject of its own between them."""
    return one.sentence == other.sentence and one.trigger.index in words_above(scene, other)


def hangs_on_any(scene: Scene, telling: Telling, group: Sequence[Telling]) -> bool:
    """Whether a telling hangs on another of its group, which then tells more."""
    above = words_above(scene, telling)
    return any(other.trigger.index in above for other in group)


def words_above(scene: Scene, telling: Telling) -> frozenset[int]:
    """The words above a trigger up to that of its clause which has a subject of its own."""
    above: set[int] = set()
    token = scene.parsed.tokens[telling.trigger.index]
    while token.head != token.index:
        if _has_subject(scene, token):
            break
        token = scene.parsed.tokens[token.head]
        above.add(token.index)
    return frozenset(above)


def clause_of(scene: Scene, telling: Telling) -> int:
    """The verb of the clause with a subject of its own that a trigger stands in."""
    token = scene.parsed.tokens[telling.trigger.index]
    while token.head != token.index:
        if _has_subject(scene, token):
            return token.index
        token = scene.parsed.tokens[token.head]
    return token.index


def _has_subject(scene: Scene, token: g.Token) -> bool:
    return token.role in g.CLAUSES and g.child(scene.parsed, token.index, g.SUBJECT, g.PASSIVE_SUBJECT) is not None
