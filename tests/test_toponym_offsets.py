"""Places told by distance and direction, and the sphere they are computed on."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.knowledge.tables import rows
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.places.find import find_places
from sayso.reading.places.offsets import EARTH_RADIUS_KM, destination

Parse = Callable[..., Parsed]


def angle(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres between two points, by the haversine."""
    (north, west), (south, east) = (tuple(map(math.radians, p)) for p in (a, b))
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


@given(st.floats(-80, 80), st.floats(-180, 180), st.floats(1, 1000), st.floats(0, 360))
def test_destination_lies_at_its_distance(lat: float, lon: float, kilometres: float, bearing: float) -> None:
    there = destination(lat, lon, kilometres, bearing)
    assert -90 <= there[0] <= 90
    assert -180 <= there[1] <= 180
    assert angle((lat, lon), there) == pytest.approx(kilometres, rel=1e-3)


def test_compass_points_the_right_way() -> None:
    assert destination(0, 0, 111.195, 0) == pytest.approx((1.0, 0.0), abs=1e-3)
    assert destination(0, 0, 111.195, 90) == pytest.approx((0.0, 1.0), abs=1e-3)
    assert destination(0, 179.5, 111.195, 90)[1] == pytest.approx(-179.5, abs=1e-3)


def test_offset_names_its_anchor_in_the_rule(kit: Kit, parse: Parse) -> None:
    parsed = parse("A convoy was hit 30 miles north of Mosul.")
    offset, mosul = find_places(parsed, kit, ())
    assert (offset.name, offset.precision, offset.gazetteer) == ("30 miles north of Mosul", "point", None)
    assert offset.rule == f"offset from {mosul.id}, 48.3 km at 0 degrees"
    assert offset.mentions[0].of(parsed.text) == offset.name
    assert offset.lat == pytest.approx((mosul.lat or 0) + 48.28 / 111.195, abs=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        "Villages north of Mosul were hit.",
        "It fell 30 miles from Mosul.",
        "The 12,000-mile trip ended south of Mosul.",
        "It fell 90 km west of Iraq.",
        "The 1.2.3 km north of Mosul sign fell.",
    ],
)
def test_no_point_without_distance_direction_and_anchor(text: str, kit: Kit, parse: Parse) -> None:
    assert all(p.gazetteer or p.lat is None for p in find_places(parse(text), kit, ()))


def test_far_out_the_state_is_unknown(kit: Kit, parse: Parse) -> None:
    (offset, _) = find_places(parse("The wreck lies 400 km west of Lisbon."), kit, ())
    assert (offset.country, offset.precision) == (None, "point")


def test_words_of_distance_show_themselves() -> None:
    for row in rows("en/offset_words.csv"):
        assert row["word"] in row["example"].lower()
        assert float(row["value"]) >= 0
