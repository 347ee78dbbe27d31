"""Itineraries: where a person was or is to go, in order of days, as far as one report dates and places it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from sayso.knowledge.kinds import load_kinds
from sayso.records import Event, Place, Reading

TRAVELLERS = ("person", "group")  # kinds of entities that have a way
Roles = tuple[str, ...]
GONE = ("happened", "planned")  # a visit that was denied, failed or is only possible is no stop


@dataclass(frozen=True, slots=True)
class Stop:
    """One place on the way, with the days (ISO dates) that bound the stay and the ids of the events that tell it."""

    place: Place
    earliest: str
    latest: str
    status: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Itinerary:
    """The stops of one entity of one report, at least two, in order of days and then of the text."""

    entity: str
    name: str
    stops: tuple[Stop, ...]


def itineraries(reading: Reading) -> tuple[Itinerary, ...]:
    """The ways that a reading tells, in the order of its entities.

    A stop is an event that puts someone on the spot (`present` in `kinds.toml`), that happened or is planned, with a
    first and last day and a place on the map; the same place told twice running is one stop. A country is no stop.
    """
    places = {p.id: p for p in reading.places if is_on_map(p)}
    present = {kind.id: kind.present for kind in load_kinds()}
    told = [(e, at) for e in reading.events if (at := present.get(e.kind, ()))]
    found = []
    for entity in reading.entities:
        if entity.kind in TRAVELLERS:
            stops = _joined(sorted(_stops(told, entity.id, places), key=lambda s: (s.earliest, s.latest)))
            if len(stops) > 1:
                found.append(Itinerary(entity.id, entity.name, stops))
    return tuple(found)


def is_on_map(place: Place) -> bool:
    """Whether a point may stand for a place: never for a whole country, nor for a place that was not found."""
    return place.lat is not None and place.lon is not None and place.precision != "country"


def _stops(told: Iterable[tuple[Event, Roles]], entity: str, places: Mapping[str, Place]) -> Iterator[Stop]:
    for event, present in told:
        place, time = places.get(event.place or ""), event.time
        there = any(p.ref == entity and p.role in present for p in event.participants)
        if there and place and time and time.earliest and time.latest and event.status in GONE:
            yield Stop(place, time.earliest, time.latest, event.status, (event.id,))


def _joined(stops: list[Stop]) -> tuple[Stop, ...]:
    """Stops running at one place and of one status as one."""
    return tuple(_one(list(same)) for _, same in groupby(stops, key=lambda s: (s.place.id, s.status)))


def _one(same: list[Stop]) -> Stop:
    events = tuple(dict.fromkeys(i for stop in same for i in stop.events))
    return replace(same[0], latest=max(stop.latest for stop in same), events=events)
