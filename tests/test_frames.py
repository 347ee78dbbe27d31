"""The frames prove themselves: every example fires its frame, every counter-example does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sayso.knowledge.frames import NO_EVENT, Frame, load_frames, load_noun_classes
from sayso.knowledge.kinds import load_kinds
from sayso.reading.entities.chains import find_chains
from sayso.reading.entities.names import find_names
from sayso.reading.equipment.find import find_equipment
from sayso.reading.events.scene import Scene
from sayso.reading.events.triggers import Trigger, find_triggers
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.places.find import find_places

from .conftest import document

FRAMES = load_frames().all
SLOTS_OF_WORDS = ("any", "complement", "clause word", "own")
SCENE_CLASSES = {
    *("person", "state", "body", "organisation", "group", "military", "media", "facility", "actor", "pronoun", "self"),
    *("place", "date", "number", "equipment", "aircraft", "missile", "ship", "submarine", "satellite", "munition"),
    *("vehicle", "air-defence", "nuclear weapon", "drone", "other"),
}


def scene_of(parsed: Parsed, kit: Kit) -> Scene:
    """What the finders that run before the events have found."""
    equipment = find_equipment(parsed, kit)
    entities = find_chains(parsed, kit, find_names(parsed, kit, equipment))
    places = find_places(parsed, kit, entities)
    return Scene.of(parsed, kit, entities=entities, equipment=equipment, places=places)


def sentences() -> Iterator[tuple[Frame, str, bool]]:
    """Each frame with a sentence, and whether the frame is meant to fire in it."""
    for frame in FRAMES:
        yield frame, frame.example, True
        for counter in frame.counters:
            yield frame, counter, False


def fault(frame: Frame, wanted: bool, parsed: Parsed, triggers: tuple[Trigger, ...]) -> str | None:
    """What is wrong with a row, None when it does as it says."""
    of_word = [t for t in triggers if parsed.tokens[t.index].lemma == frame.words[0]]
    if frame.kind == NO_EVENT:  # its example must keep silent, its counter-example must not
        if wanted:
            return "does not keep silent" if of_word else None
        return None if triggers else "keeps silent"
    if wanted:
        return None if any(t.frame.kind == frame.kind for t in of_word) else "does not fire"
    return "fires" if any(t.frame.id == frame.id for t in triggers) else None


@pytest.fixture(scope="module")
def faults(kit: Kit) -> list[str]:
    """One line for each row that does not do as it says; all sentences are parsed in one batch."""
    rows = list(sentences())
    found: list[str] = []
    parses = kit.parser.parse_all(document(text) for _, text, _ in rows)
    for (frame, text, wanted), parsed in zip(rows, parses, strict=True):
        triggers = find_triggers(scene_of(parsed, kit))
        wrong = fault(frame, wanted, parsed, triggers)
        if wrong:
            fired = ", ".join(f"{t.frame.id} at {t.span.of(text)!r}" for t in triggers) or "nothing"
            found.append(f"{frame.id} ({frame.kind}) {wrong}: {text} [{fired}]")
    return found


def test_every_example_and_counter_example_holds(faults: list[str]) -> None:
    assert not faults, f"{len(faults)} rows\n" + "\n".join(faults)


def test_every_frame_is_of_a_known_kind() -> None:
    known = {*load_kinds().ids, NO_EVENT}
    assert {frame.kind for frame in FRAMES} <= known


def test_every_constraint_names_known_classes() -> None:
    """A misspelt class would never hold (`when`) or never keep out (`unless`). Slots of words may name lemmas, too."""
    listed = {name for names in load_noun_classes().values() for name in names} | SCENE_CLASSES
    unknown = [
        (frame.id, slot, name)
        for frame in FRAMES
        for slot, names in (*frame.when, *frame.unless)
        if slot not in SLOTS_OF_WORDS
        for name in names
        if name not in listed
    ]
    assert not unknown
