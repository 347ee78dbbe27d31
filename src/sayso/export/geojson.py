"""Places, events and itineraries as GeoJSON (RFC 7946), with the precision of every point and no invented one.

A country, and a place that no gazetteer has, is a feature without geometry: nothing that a map could pin.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from sayso.export.itineraries import Itinerary, Stop, is_on_map, itineraries
from sayso.export.printable import printable
from sayso.export.rows import row_of
from sayso.records import Event, Place, Reading

HEAD, BETWEEN, TAIL = '{"type": "FeatureCollection", "features": [\n', ",\n", "\n]}\n"

Position = tuple[float, float]  # longitude, latitude in degrees (WGS 84)


def to_geojson(readings: Iterable[Reading], *, other: bool = False) -> str:
    """The whole collection as text."""
    return HEAD + BETWEEN.join(feature_lines(readings, other=other)) + TAIL


def feature_lines(readings: Iterable[Reading], *, other: bool = False) -> Iterator[str]:
    """The features of readings as lines of JSON: places, then events, then itineraries of each."""
    for reading in readings:
        for feature in _features(reading, other):
            yield json.dumps(feature, ensure_ascii=False)


def _features(reading: Reading, other: bool) -> Iterator[dict[str, Any]]:
    yield from (_place(reading, place) for place in reading.places)
    yield from (_event(reading, event) for event in reading.events if other or event.kind != "other")
    yield from (_itinerary(reading, way) for way in itineraries(reading))


def _feature(reading: Reading, identifier: str, geometry: Any, properties: dict[str, Any]) -> dict[str, Any]:
    told = {name: printable(value) if isinstance(value, str) else value for name, value in properties.items()}
    own = f"{printable(reading.document.id)}#{identifier}"
    return {"type": "Feature", "id": own, "geometry": geometry, "properties": told}


def _point(place: Place | None) -> dict[str, Any] | None:
    return {"type": "Point", "coordinates": _position(place)} if place is not None and is_on_map(place) else None


def _position(place: Place) -> Position:
    return (place.lon or 0.0, place.lat or 0.0)


def _place(reading: Reading, place: Place) -> dict[str, Any]:
    text = reading.document.text
    properties = {
        "feature": "place",
        "name": place.name,
        "country": place.country,
        "precision": place.precision,
        "within": ", ".join(place.within),
        "gazetteer": place.gazetteer,
        "quotes": list(dict.fromkeys(printable(" ".join(span.of(text).split())) for span in place.mentions)),
        "events": [event.id for event in reading.events if event.place == place.id and event.kind != "other"],
        "document": reading.document.id,
    }
    return _feature(reading, place.id, _point(place), properties)


def _event(reading: Reading, event: Event) -> dict[str, Any]:
    """An event where its place is; its properties are the cells of its row, null where the text does not tell."""
    place = next((p for p in reading.places if p.id == event.place), None)
    cells = {name: cell or None for name, cell in asdict(row_of(reading, event)).items()}
    more = {"place": event.place, "relation": event.time.relation if event.time else None}
    return _feature(reading, event.id, _point(place), {"feature": "event", **cells, **more})


def _itinerary(reading: Reading, way: Itinerary) -> dict[str, Any]:
    positions = [_position(stop.place) for stop in way.stops]
    properties = {
        "feature": "itinerary",
        "actor": way.name,
        "entity": way.entity,
        "stops": [_stop(stop) for stop in way.stops],
        "document": reading.document.id,
    }
    return _feature(reading, f"way-{way.entity}", _line(positions), properties)


def _stop(stop: Stop) -> dict[str, Any]:
    return {
        "place": stop.place.id,
        "name": printable(stop.place.name),
        "precision": stop.place.precision,
        "coordinates": _position(stop.place),
        "earliest": stop.earliest,
        "latest": stop.latest,
        "status": stop.status,
        "events": list(stop.events),
    }


def _line(positions: list[Position]) -> dict[str, Any]:
    """A line through the stops, cut where it crosses the antimeridian (RFC 7946, 3.1.9)."""
    parts: list[list[Position]] = [[positions[0]]]
    for before, after in pairwise(positions):
        if abs(after[0] - before[0]) > 180:
            edge, latitude = _crossing(before, after)
            parts[-1].append((edge, latitude))
            parts.append([(-edge, latitude)])
        parts[-1].append(after)
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def _crossing(before: Position, after: Position) -> tuple[float, float]:
    """The longitude (180 or -180) at which a leg leaves the map, and the latitude there."""
    edge = 180.0 if before[0] > 0 else -180.0
    way = (after[0] - before[0]) + 2 * edge  # the short way round
    share = (edge - before[0]) / way if way else 0.0
    return edge, round(before[1] + share * (after[1] - before[1]), 4)
