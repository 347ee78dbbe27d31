"""The straight line: one `Document` to one `Reading`. Pure: each step only adds to what earlier ones found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar, cast

from sayso import __version__
from sayso.reading.attribution.find import find_attributions
from sayso.reading.attribution.speech import find_spoken
from sayso.reading.entities.chains import find_chains
from sayso.reading.entities.marks import find_marks
from sayso.reading.entities.names import find_names
from sayso.reading.equipment.find import find_equipment
from sayso.reading.events.find import find_events
from sayso.reading.events.scene import Scene
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.places.find import find_places
from sayso.reading.quantities.find import find_quantities
from sayso.reading.quantities.repeated import repeated_events
from sayso.reading.quantities.told import told_quantities
from sayso.reading.times.find import find_times
from sayso.records import Claim, Document, Event, Problem, Reader, Reading

T = TypeVar("T")


def read_all(documents: Iterable[Document], kit: Kit) -> Iterator[Reading]:
    """The readings of documents, in order; parsed in batches, so give many at once."""
    for parsed in kit.stages.each("parse", kit.parser.parse_all(documents)):
        yield read_parsed(parsed, kit)


def read(document: Document, kit: Kit) -> Reading:
    """The reading of one document."""
    return read_parsed(kit.parser.parse(document), kit)


def read_parsed(parsed: Parsed, kit: Kit) -> Reading:
    """All records of a parsed text. A stage that breaks leaves its records out and a problem that says so."""
    problems: list[Problem] = list(parsed.document.problems)

    def step(stage: str, find: Callable[[], T], nothing: Any) -> T:
        try:
            with kit.stages(stage):
                return find()
        except MemoryError:  # a reading without some records for want of memory would be no reading of this text
            raise
        except Exception as error:  # a fault in one stage leaves the reading valid
            problems.append(Problem(stage, f"{type(error).__name__}: {error}"))
            return cast(T, nothing)

    times = step("times", lambda: find_times(parsed, kit), ())
    equipment = step("equipment", lambda: find_equipment(parsed, kit), ())
    marks = step("marks", lambda: find_marks(parsed, kit, equipment), None)
    spoken = step("quotations", lambda: find_spoken(parsed, kit.reporting), None)
    names = step("names", lambda: find_names(parsed, kit, equipment, marks), ())
    entities = step("chains", lambda: find_chains(parsed, kit, names, equipment, marks=marks, spoken=spoken), names)
    places = step("places", lambda: find_places(parsed, kit, entities), ())
    attributions = step("attributions", lambda: find_attributions(parsed, kit, entities, spoken), ())
    scene = Scene.of(
        parsed, kit, entities=entities, equipment=equipment, places=places, times=times, attributions=attributions
    )
    nothing: tuple[tuple[Event, ...], tuple[Claim, ...]] = ((), ())
    events, claims = step("events", lambda: find_events(scene), nothing)
    quantities = step("quantities", lambda: find_quantities(parsed, kit, events), ())
    return Reading(
        reader=Reader(__version__, kit.parser.name, kit.digest),
        document=parsed.document,
        entities=entities,
        equipment=equipment,
        places=places,
        times=times,
        attributions=attributions,
        events=step("counts", lambda: repeated_events(parsed, events, quantities), events),
        claims=claims,
        quantities=told_quantities(quantities, attributions, claims),
        problems=tuple(problems),
    )
