"""Places, events and ways on a map: what has a point, what has none, and the order of stops."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from geojson_pydantic import FeatureCollection
from hypothesis import given
from hypothesis import strategies as st

from sayso.cli import main
from sayso.export.geojson import to_geojson
from sayso.export.itineraries import itineraries
from sayso.records import Document, Entity, Event, EventTime, Participant, Place, Reader, Reading
from sayso.spans import Span

TEXT = "The marshal sailed to Norfjord, flew to Sorvik and is to see the Outer Sea."
EXAMPLES = Path(__file__).parent.parent / "examples" / "kim-in-russia"


def place(identifier: str, lon: float | None, lat: float | None, precision: str = "populated place") -> Place:
    return Place(identifier, identifier.title(), "NO", lat, lon, precision, ("Norland",), "g:1", (Span(22, 30),))


def stop(identifier: str, at: str, day: str | None, *, status: str = "happened", kind: str = "visit") -> Event:
    return Event(
        identifier,
        kind,
        (Span(12, 18),),
        (Participant("actor", "e1", "the marshal", Span(4, 11), "marshal"),),
        place=at,
        time=EventTime(("t1",), "within", day, day) if day else None,
        status=status,
        sentence=Span(0, len(TEXT)),
    )


def reading(*events: Event, places: tuple[Place, ...] = (), kind: str = "person") -> Reading:
    known = places or (place("norfjord", 5.0, 60.0), place("sorvik", 6.5, 61.0), place("far", -179.0, 65.0))
    return Reading(
        Reader("0", "model", "digest"),
        Document(id="d", version="v", text=TEXT),
        entities=(Entity("e1", kind, "the marshal"),),
        places=known,
        events=events,
    )


def features(one: Reading, what: str) -> list[dict[str, Any]]:
    collection = json.loads(to_geojson([one]))
    FeatureCollection.model_validate(collection)
    return [f for f in collection["features"] if f["properties"]["feature"] == what]


def test_an_event_stands_where_its_place_is() -> None:
    (event,) = features(reading(stop("v1", "norfjord", "2024-05-03")), "event")
    assert event["geometry"] == {"type": "Point", "coordinates": [5.0, 60.0]}
    told = event["properties"]
    assert (told["when"], told["who"], told["status"], told["precision"]) == (
        "2024-05-03",
        "the marshal",
        "happened",
        "populated place",
    )
    assert told["equipment"] is None


def test_a_country_and_an_unknown_place_have_no_point() -> None:
    places = (place("norland", 10.0, 62.0, "country"), place("nowhere", None, None))
    one = reading(stop("v1", "norland", "2024-05-03"), stop("v2", "nowhere", "2024-05-04"), places=places)
    assert [f["geometry"] for what in ("place", "event") for f in features(one, what)] == [None] * 4
    assert features(one, "itinerary") == []
    assert [f["properties"]["events"] for f in features(one, "place")] == [["v1"], ["v2"]]


def test_stops_stand_in_order_of_days_not_of_the_text() -> None:
    one = reading(
        stop("v1", "sorvik", "2024-05-09", status="planned"),
        stop("v2", "norfjord", "2024-05-03"),
        stop("v3", "norfjord", "2024-05-04", kind="meet"),
        stop("v4", "far", "2024-05-05", status="negated"),
        stop("v5", "far", None),
        stop("v6", "far", "2024-05-06", kind="attack"),
    )
    (way,) = itineraries(one)
    assert [(s.place.id, s.earliest, s.latest, s.status, s.events) for s in way.stops] == [
        ("norfjord", "2024-05-03", "2024-05-04", "happened", ("v2", "v3")),
        ("sorvik", "2024-05-09", "2024-05-09", "planned", ("v1",)),
    ]
    (feature,) = features(one, "itinerary")
    assert feature["geometry"] == {"type": "LineString", "coordinates": [[5.0, 60.0], [6.5, 61.0]]}
    assert [s["status"] for s in feature["properties"]["stops"]] == ["happened", "planned"]


def test_one_stop_is_no_way_and_a_state_has_none() -> None:
    stops = (stop("v1", "norfjord", "2024-05-03"), stop("v2", "sorvik", "2024-05-04"))
    assert itineraries(reading(stops[0])) == ()
    assert itineraries(reading(*stops, kind="country")) == ()
    assert len(itineraries(reading(*stops, kind="group"))) == 1


def test_a_way_over_the_antimeridian_is_cut_there() -> None:
    places = (place("east", 170.0, 60.0), place("far", -170.0, 62.0))
    one = reading(stop("v1", "east", "2024-05-03"), stop("v2", "far", "2024-05-04"), places=places)
    (feature,) = features(one, "itinerary")
    assert feature["geometry"] == {
        "type": "MultiLineString",
        "coordinates": [[[170.0, 60.0], [180.0, 61.0]], [[-180.0, 61.0], [-170.0, 62.0]]],
    }


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=2, max_size=6))
def test_every_way_is_valid_and_keeps_its_stops(positions: list[tuple[float, float]]) -> None:
    places = tuple(place(f"p{n}", lon, lat) for n, (lon, lat) in enumerate(positions))
    one = reading(*(stop(f"v{n}", p.id, f"2024-05-{n + 1:02}") for n, p in enumerate(places)), places=places)
    (feature,) = features(one, "itinerary")
    assert [tuple(s["coordinates"]) for s in feature["properties"]["stops"]] == positions
    parts = feature["geometry"]["coordinates"]
    lines = parts if feature["geometry"]["type"] == "MultiLineString" else [parts]
    assert all(abs(b[0] - a[0]) <= 180 for line in lines for a, b in pairwise(line))


def test_words_that_steer_a_terminal_are_harmless() -> None:
    one = reading(stop("v1", "norfjord", "2024-05-03"))
    hostile = replace(
        one, document=replace(one.document, id="d\x1b[2J"), places=(replace(one.places[0], name="A\u202eB"),)
    )
    collection = to_geojson([hostile])
    assert "\x1b" not in collection
    assert "\u202e" not in collection


def test_no_reading_is_an_empty_collection() -> None:
    assert json.loads(to_geojson([])) == {"type": "FeatureCollection", "features": []}


def test_the_command_writes_what_the_function_does(tmp_path: Path, capfdbinary: Any) -> None:
    file = tmp_path / "map.geojson"
    assert main(["read", str(EXAMPLES / "2-wire-story.html"), "--map", str(file), "--quiet"]) == 0
    collection = FeatureCollection.model_validate_json(file.read_text("utf-8"))
    ways = [f for f in collection.features if f.properties and f.properties["feature"] == "itinerary"]
    assert [s["name"] for s in ways[0].properties["stops"]][:2] == ["Vostochny Cosmodrome", "Komsomolsk-on-Amur"]
