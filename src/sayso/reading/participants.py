"""Who and what takes part in an event: the fillers of a frame's slots as entities, equipment, places or words."""

from __future__ import annotations

from sayso.knowledge.frames import Frame
from sayso.reading import grammar as g
from sayso.reading import slots
from sayso.reading.scene import Scene
from sayso.reading.triggers import Trigger
from sayso.records import Participant
from sayso.spans import Span

RECIPROCAL = frozenset({"meet", "agree"})  # kinds in which all who take part are actors
_LEADING = frozenset({g.DETERMINES, g.PREDETERMINER, g.POSSESSOR, g.QUANTIFIER})


def find_participants(scene: Scene, trigger: Trigger) -> tuple[Participant, ...]:
    """Actors, targets and equipment of a trigger, in order of text within each role; nobody twice in one role."""
    frame = trigger.frame
    actors = _role(scene, trigger, "actor", frame.actor, everyone=frame.kind in RECIPROCAL)
    taken = {_identity(p) for p in actors}
    targets = [p for p in _role(scene, trigger, "target", frame.target) if _identity(p) not in taken]
    equipment = _role(scene, trigger, "equipment", frame.equipment, everyone=True)
    known = {_identity(p) for p in equipment}
    for other in [*targets, *_implied_equipment(scene, trigger, frame)]:
        if other.ref and other.ref.startswith("q") and _identity(other) not in known:
            equipment.append(_as_role(other, "equipment"))
            known.add(_identity(other))
    return (*actors, *targets, *equipment)


def _role(
    scene: Scene, trigger: Trigger, role: str, names: tuple[str, ...], *, everyone: bool = False
) -> list[Participant]:
    """The fillers of the first slot that gives any, or of all slots for `everyone`."""
    found: list[Participant] = []
    seen: set[str] = set()
    for slot in names:
        for token in slots.fillers(scene.parsed, trigger.index, slot):
            filler = _filler(scene, token, role, slot)
            if filler is not None and _identity(filler) not in seen:
                seen.add(_identity(filler))
                found.append(filler)
        if found and not everyone:
            return found
    if role == "target" and not found:
        undergone = [_filler(scene, t, role, "undergone") for t in slots.undergone(scene.parsed, trigger.index)]
        found = [f for f in undergone if f is not None]
    return found


def _implied_equipment(scene: Scene, trigger: Trigger, frame: Frame) -> list[Participant]:
    """Equipment in the object, the modifiers or an "of" or "with" phrase, whatever the frame says."""
    places = ("object", "with") if frame.pos == "verb" else ("modifier", "of", "with", "support object")
    tokens = [t for slot in places for t in slots.fillers(scene.parsed, trigger.index, slot)]
    found = [_filler(scene, t, "equipment", "implied") for t in tokens]
    return [f for f in found if f is not None]


def _filler(scene: Scene, token: g.Token, role: str, slot: str) -> Participant | None:
    """A token as participant: an entity, else equipment, a place, or its words; None for what cannot take the role."""
    if role == "equipment":
        return _equipment(scene, token, slot)
    entity = scene.entity_of(token.index)
    if entity is not None and not (slot == "modifier" and token.pos == g.NOUN):
        return Participant(role, entity[0].id, entity[0].name, entity[1], entity[1].of(scene.parsed.text), slot)
    if slot == "modifier":
        return None
    if role == "target":
        found = _equipment(scene, token, slot) or _place(scene, token, slot)
        if found is not None:
            return Participant(role, found.ref, found.name, found.span, found.quote, slot)
    return _words(scene, token, role, slot)


def _equipment(scene: Scene, token: g.Token, slot: str) -> Participant | None:
    found = scene.equipment_of(token.index)
    if found is None:
        return None
    item, span = found
    return Participant("equipment", item.id, item.name, span, span.of(scene.parsed.text), slot)


def _place(scene: Scene, token: g.Token, slot: str) -> Participant | None:
    found = scene.place_of(token.index)
    if found is None:
        return None
    place, span = found
    return Participant("target", place.id, place.name, span, span.of(scene.parsed.text), slot)


def _words(scene: Scene, token: g.Token, role: str, slot: str) -> Participant | None:
    """A participant told only by its words; not a pronoun, a date, a number or a relative word."""
    if token.pos not in (g.NOUN, g.NAME) or token.index in scene.time_at:
        return None
    if role == "actor" and "actor" not in scene.classes(token.index):
        return None
    span = bare_phrase(scene.parsed, token.index)
    words = span.of(scene.parsed.text)
    return Participant(role, None, words, span, words, slot)


def bare_phrase(parsed: g.Parsed, index: int) -> Span:
    """The noun phrase of a head without determiner and possessor in front."""
    whole = g.phrase(parsed, index)
    start = whole.start
    for kid in g.children(parsed, index):
        if kid.index < index and kid.role in _LEADING:
            start = max(start, g.subtree(parsed, kid.index)[-1].stop)
    text = parsed.text
    while start < whole.stop and text[start].isspace():
        start += 1
    return Span(start, whole.stop)


def _as_role(participant: Participant, role: str) -> Participant:
    return Participant(role, participant.ref, participant.name, participant.span, participant.quote, participant.rule)


def _identity(participant: Participant) -> str:
    return participant.ref or participant.name.lower()
