"""Who takes part by another telling: the doer of all such deeds of a text, the sides of its talks, the accused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.reading.events.parties import HARMS, is_deed
from sayso.reading.events.scene import Scene
from sayso.records import Event, Participant

_ONE_DOER = frozenset({"test", "launch", "sanction", "attack", "deploy", "exercise", "office"})  # kinds of one doer
_OF_SIDES = frozenset({"meet", "agree"})
_TOLD_OF = "same deed"


def lend_parties(scene: Scene, events: Sequence[Event]) -> tuple[Event, ...]:
    """The events with the doers and the accused that other events of the text tell."""
    told = [_with_sides(scene, _with_doer(scene, e, events), events) for e in events]
    return tuple(_with_accused(scene, e, told) for e in told)


def _named(scene: Scene, event: Event) -> tuple[Participant, ...]:
    """The doers of an event that the text names."""
    return tuple(p for p in event.participants if p.role == "actor" and p.ref in scene.named)


def _with_doer(scene: Scene, event: Event, events: Sequence[Event]) -> Event:
    """An event without doer, with that of the others of its kind, when all have the same one."""
    if scene.kit.kinds.acts_as(event.kind) not in _ONE_DOER or any(p.role == "actor" for p in event.participants):
        return event
    others = [_named(scene, e) for e in events if e.kind == event.kind and e is not event]
    lent = _agreed(scene, [found for found in others if found])
    undergo = {p.ref for p in event.participants if p.role == "target"}
    if not lent or any(p.ref in undergo for p in lent):
        return event
    return replace(event, participants=(*_renamed(lent, "actor"), *event.participants))


def _with_sides(scene: Scene, event: Event, events: Sequence[Event]) -> Event:
    """Talks or a deal of one side or none, with both sides of all other talks and deals of the text."""
    own = [p for p in event.participants if p.role == "actor"]
    if scene.kit.kinds.acts_as(event.kind) not in _OF_SIDES or len(own) > 1:
        return event
    others = [found for e in events if e.kind in _OF_SIDES and len(found := _named(scene, e)) > 1]
    sides = {frozenset(p.ref for p in found) for found in others}
    if len(sides) != 1 or not {p.ref for p in own} <= next(iter(sides)):
        return event
    kept = tuple(p for p in event.participants if p.role != "actor")
    return replace(event, participants=(*_renamed(others[0], "actor"), *kept))


def _agreed(scene: Scene, doers: Sequence[tuple[Participant, ...]]) -> tuple[Participant, ...]:
    """The doers that all tellings have, or the state when they name it, its leaders and its bodies; none otherwise."""
    if len({tuple(p.ref for p in found) for found in doers}) == 1:
        return doers[0]
    entities = [scene.entity_by_id.get(p.ref or "") for found in doers for p in found]
    if len({e.country if e else None for e in entities}) != 1:
        return ()
    states = [(p,) for found in doers for p in found if scene.entity_by_id[p.ref or ""].kind == "country"]
    return states[0] if states else ()


def _with_accused(scene: Scene, event: Event, events: Sequence[Event]) -> Event:
    """An accusation of a deed ("condemned the launch"), with who did it: the named doer of the last such event."""
    targets = [p for p in event.participants if p.role == "target"]
    if event.kind != "accuse" or not targets:
        return event
    accusers = {p.ref for p in event.participants if p.role == "actor"}
    found = next((d for p in targets if (d := _doers_of(scene, p, events))), ())
    if not all(is_deed(scene, p) for p in targets) or not found or accusers & {p.ref for p in found}:
        return event
    kept = tuple(p for p in event.participants if p.role != "target")
    return replace(event, participants=(*kept, *_renamed(found, "target")))


def _doers_of(scene: Scene, deed: Participant, events: Sequence[Event]) -> tuple[Participant, ...]:
    """The named doers of the event that a participant's words name, else those of all events of its kind, if agreed."""
    own = next((e for e in events if e.kind in HARMS and any(deed.span.covers(t) for t in e.triggers)), None)
    head = scene.parsed.head_of(deed.span)
    kinds = {f.kind for f in scene.kit.frames.of("noun", head.lemma)} & HARMS if head is not None else HARMS
    alike = [_named(scene, e) for e in ([own] if own else events) if e.kind in kinds]
    return _agreed(scene, [found for found in alike if found])


def _renamed(lent: Sequence[Participant], role: str) -> tuple[Participant, ...]:
    return tuple(replace(p, role=role, rule=_TOLD_OF) for p in lent)
