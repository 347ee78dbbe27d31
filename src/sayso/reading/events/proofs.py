"""Frames and kinds prove themselves: an example must fire its row, a counter-example must not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.ids import digest
from sayso.knowledge.frames import NO_EVENT, Frame
from sayso.knowledge.kinds import Kind
from sayso.reading.entities.chains import find_chains
from sayso.reading.entities.names import find_names
from sayso.reading.equipment.find import find_equipment
from sayso.reading.events.scene import Scene
from sayso.reading.events.triggers import Trigger, find_triggers
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.places.find import find_places
from sayso.records import Document


@dataclass(frozen=True, slots=True)
class Proof:
    """A sentence that a row gives: `holds` when it fires (`wanted`) or keeps silent as the row says."""

    row: Frame | Kind
    sentence: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A proof that does not hold, why, and the frames that fire instead, with their words."""

    proof: Proof
    what: str
    fired: tuple[str, ...]

    def __str__(self) -> str:
        row = self.proof.row
        name = f"frame {row.id} ({row.kind})" if isinstance(row, Frame) else f"kind {row.id}"
        return f"{name} {self.what}: {self.proof.sentence} [{', '.join(self.fired) or 'nothing'}]"


def proofs_of_frames(frames: Iterable[Frame]) -> Iterator[Proof]:
    """The example of each frame, then its counter-examples."""
    for frame in frames:
        yield Proof(frame, frame.example, True)
        for counter in frame.counters:
            yield Proof(frame, counter, False)


def proofs_of_kinds(kinds: Iterable[Kind]) -> Iterator[Proof]:
    """The examples of each kind, then its borderline cases."""
    for kind in kinds:
        for sentence in kind.examples:
            yield Proof(kind, sentence, True)
        for case in kind.borderline:
            yield Proof(kind, case.sentence, False)


def find_faults(proofs: Iterable[Proof], kit: Kit) -> Iterator[Fault]:
    """The proofs that do not hold; their sentences are parsed in batches."""
    rows = list(proofs)
    for proof, parsed in zip(rows, kit.parser.parse_all(_document(p.sentence) for p in rows), strict=True):
        triggers = find_triggers(scene_of(parsed, kit))
        wrong = _fault(proof, parsed, triggers)
        if wrong:
            fired = tuple(f"{t.frame.id} at {t.span.of(proof.sentence)!r}" for t in triggers)
            yield Fault(proof, wrong, fired)


def scene_of(parsed: Parsed, kit: Kit) -> Scene:
    """What the finders that run before the events have found."""
    equipment = find_equipment(parsed, kit)
    entities = find_chains(parsed, kit, find_names(parsed, kit, equipment))
    places = find_places(parsed, kit, entities)
    return Scene.of(parsed, kit, entities=entities, equipment=equipment, places=places)


def _document(sentence: str) -> Document:
    return Document(id=digest(sentence), version="", text=sentence)


def _fault(proof: Proof, parsed: Parsed, triggers: tuple[Trigger, ...]) -> str | None:
    """What is wrong with a row, None when it does as it says."""
    if isinstance(proof.row, Kind):
        fires = any(t.frame.kind == proof.row.id for t in triggers)
        return None if fires == proof.wanted else "fires" if fires else "does not fire"
    if proof.row.kind == NO_EVENT:
        return _fault_of_no_event(proof, parsed, triggers)
    if proof.wanted:
        fires = any(t.frame.kind == proof.row.kind for t in _of_word(proof.row, parsed, triggers))
        return None if fires else "does not fire"
    return "fires" if any(t.frame.id == proof.row.id for t in triggers) else None


def _fault_of_no_event(proof: Proof, parsed: Parsed, triggers: tuple[Trigger, ...]) -> str | None:
    """The example of a frame of no event must keep silent, its counter-example must not."""
    assert isinstance(proof.row, Frame)
    if proof.wanted:
        return "does not keep silent" if _of_word(proof.row, parsed, triggers) else None
    return None if triggers else "keeps silent"


def _of_word(frame: Frame, parsed: Parsed, triggers: tuple[Trigger, ...]) -> list[Trigger]:
    return [t for t in triggers if parsed.tokens[t.index].lemma == frame.words[0]]
