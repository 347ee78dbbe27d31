"""The two behind a plural: "both countries", "the two leaders", "the two sides" are the last two told of."""

from __future__ import annotations

from sayso.reading import grammar as g
from sayso.reading.scene import Scene
from sayso.records import Entity, Participant

_TWO = frozenset({"two", "both"})
_STATES = frozenset({"country", "nation", "state", "side", "government", "neighbour", "neighbor", "ally", "rival"})
_LOOK_BACK = 4  # sentences


def members_of(scene: Scene, token: g.Token, role: str, slot: str) -> list[Participant]:
    """The two entities that a plural stands for, each with the plural's words; none when it is no such plural."""
    kind = _kind_of_two(scene, token)
    if kind is None:
        return []
    pair = _last_two(scene, token, kind)
    span = g.phrase(scene.parsed, token.index)
    return [Participant(role, e.id, e.name, span, span.of(scene.parsed.text), slot) for e in pair]


def _kind_of_two(scene: Scene, token: g.Token) -> str | None:
    """Whether a token means two of a kind: "country" or "person"; None for any other phrase."""
    before = g.children(scene.parsed, token.index, g.NUMERIC, g.DETERMINES, g.PREDETERMINER, g.ADJECTIVAL)
    if token.form != g.PLURAL or not any(k.lower in _TWO for k in before):
        return None
    if token.lemma in _STATES:
        return "country"
    return "person" if scene.kit.frames.classes(token.lemma) & {"official", "dignitary"} else None


def _last_two(scene: Scene, token: g.Token, kind: str) -> list[Entity]:
    """The two different entities of a kind named last before the token, in order of text; none when one is missing."""
    first = scene.parsed.sentences[max(0, token.sentence - _LOOK_BACK)].first
    found: list[Entity] = []
    for index in range(token.index - 1, first - 1, -1):
        entity = scene.entity_of(index)
        if entity and entity[0].kind == kind and entity[0].id not in {e.id for e in found} and _named(entity[0]):
            found.insert(0, entity[0])
        if len(found) == 2:
            return found
    return []


def _named(entity: Entity) -> bool:
    return any(m.form == "name" for m in entity.mentions)
