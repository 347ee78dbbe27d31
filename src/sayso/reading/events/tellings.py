"""One telling: a trigger with its participants, place, time and certainty, before tellings of one event are joined."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.reading.certainty.judge import Judgement
from sayso.reading.events.event_places import find_place
from sayso.reading.events.event_times import find_time
from sayso.reading.events.participants import find_participants
from sayso.reading.events.scene import Scene
from sayso.reading.events.triggers import Trigger
from sayso.records import EventTime, Participant
from sayso.spans import Span


@dataclass(frozen=True, slots=True)
class Telling:
    """What one trigger says. `place` and `place_rule` are None when the text gives no place for it."""

    trigger: Trigger
    participants: tuple[Participant, ...]
    place: str | None
    place_rule: str | None
    time: EventTime | None
    judgement: Judgement
    sentence: Span
    title: bool

    @property
    def kind(self) -> str:
        return self.trigger.frame.kind

    @property
    def acts_as(self) -> str:
        """The kind whose habits it has."""
        return self.trigger.frame.acts_as

    def fillers(self, role: str) -> frozenset[str]:
        """What identifies the participants of a role: ids, or words where there is none."""
        return frozenset(p.ref or p.name.lower() for p in self.participants if p.role == role)


@dataclass(frozen=True, slots=True)
class Setting:
    """When and where one event was, with the rule that placed it (the time has its own)."""

    time: EventTime | None = None
    place: str | None = None
    place_rule: str | None = None


def tell(scene: Scene, trigger: Trigger) -> Telling:
    """Everything that the sentence of a trigger says of its event."""
    participants = find_participants(scene, trigger)
    place = find_place(scene, trigger, participants)
    sentence = scene.parsed.sentence_of(trigger.index)
    return Telling(
        trigger=trigger,
        participants=participants,
        place=place[0] if place else None,
        place_rule=place[1] if place else None,
        time=find_time(scene, trigger),
        judgement=scene.climb.judge(trigger.index),
        sentence=sentence.span,
        title=sentence.title,
    )
