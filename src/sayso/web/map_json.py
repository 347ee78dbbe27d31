"""The map as GeoJSON (RFC 7946) for the part of the page that a browser draws itself: places, a way, the world."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from sayso.chronicle.views.places import Spot
from sayso.export.printable import printable
from sayso.web.charts.map_marks import REACH, exactness, told
from sayso.web.charts.states import Named
from sayso.web.charts.ways import Stop
from sayso.web.charts.window import Sheet
from sayso.web.charts.world import Line, world

FINENESS = 2  # decimals of a degree, about a kilometre


@dataclass(frozen=True, slots=True)
class Packed:
    """A body, and the headers that tell how it is packed."""

    body: bytes
    headers: dict[str, str]


def features_of(spots: Sequence[Spot], stops: Iterable[Stop], places: int) -> dict[str, Any]:
    """Places with their counts, and the legs of a way; `places` is how many there are with those left out."""
    ways = [stop for stop in stops if stop.number is not None and stop.has_point]
    features = [*map(_place, spots), *(_leg(one, other) for one, other in pairwise(ways)), *map(_turn, ways)]
    return {"type": "FeatureCollection", "features": features, "left_out": places - len(spots)}


def _place(spot: Spot) -> dict[str, Any]:
    return _feature(
        "Point",
        [spot.lon, spot.lat],
        feature="place",
        name=printable(spot.name),
        incidents=spot.incidents,
        told=told(spot.statuses),
        exactness=exactness(spot.precision),
        reach=REACH.get(spot.precision, 0.0),
        **dict(spot.statuses),
    )


def _leg(one: Stop, other: Stop) -> dict[str, Any]:
    (lon, lat), (far_lon, far_lat) = one.position, other.position
    short = far_lon - 360 * round((far_lon - lon) / 360)  # beyond 180 degrees where the date line is nearer
    return _feature("LineString", [[lon, lat], [short, far_lat]], feature="leg", planned=other.planned)


def _turn(stop: Stop) -> dict[str, Any]:
    return _feature("Point", list(stop.position), feature="stop", number=stop.number, planned=stop.planned)


def _feature(shape: str, coordinates: list[Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": shape, "coordinates": coordinates}, "properties": properties}


def names_json(states: Iterable[Named], sheet: Sheet) -> list[dict[str, Any]]:
    """Names of states with the points in degrees at which each can stand, for a map that knows what else is there."""
    return [
        {"name": state.name, "spots": [[round(degree, 4) for degree in sheet.position(*at)] for at in state.spots]}
        for state in states
    ]


@cache
def packed_world(zipped: bool) -> Packed:
    """Land, borders and disputed borders, as the browser takes it."""
    found = world()
    land = [[_line(ring) for ring in _aligned(polygon)] for polygon in found.land]
    features = [
        _feature("MultiPolygon", land, part="land"),
        _feature("MultiLineString", [_line(line) for line in found.borders], part="border"),
        _feature("MultiLineString", [_line(line) for line in found.disputed], part="disputed"),
    ]
    body = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()
    headers = {"Cache-Control": "private, max-age=86400", "Vary": "Accept-Encoding"}
    return Packed(gzip.compress(body, 6), headers | {"Content-Encoding": "gzip"}) if zipped else Packed(body, headers)


def _line(line: Line) -> list[list[float]]:
    """A line in short numbers, without steps that these make too short to be seen."""
    rounded = [[round(lon, FINENESS), round(lat, FINENESS)] for lon, lat in line]
    return [rounded[0], *(point for before, point in pairwise(rounded) if point != before)]


def _aligned(polygon: tuple[Line, ...]) -> list[Line]:
    """The rings of a polygon on one round of the world: the first may go on beyond 180 degrees."""
    longitudes = [lon for lon, _ in polygon[0]]
    middle = (min(longitudes) + max(longitudes)) / 2
    turns = [360 * round((ring[0][0] - middle) / 360) if n else 0 for n, ring in enumerate(polygon)]
    return [tuple((lon - turn, lat) for lon, lat in ring) for ring, turn in zip(polygon, turns, strict=True)]
