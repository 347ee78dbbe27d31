"""The map: every point is one that a text tells, nothing stands in the middle of a country, the world has no seams."""

from __future__ import annotations

import json
import re
from contextlib import closing
from html import unescape
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.chronicle.entities.card_parts import TakesPart
from sayso.chronicle.file import connect, connect_to_read
from sayso.chronicle.store import Store
from sayso.chronicle.views.places import Spot, elsewhere_of, incidents_within, incidents_without, spots_of
from sayso.knowledge.tables import rows
from sayso.web.charts.labels import touch
from sayso.web.charts.land import land_of
from sayso.web.charts.map_marks import GAP, circles_of, marks_of
from sayso.web.charts.small_map import small_map
from sayso.web.charts.ways import legs_of, stops_of_way, turns_of
from sayso.web.charts.window import Window, sheet_around, sheet_near, sheet_of
from sayso.web.charts.world import disputes_of_atlas, world
from sayso.web.pages import map as map_page
from tests.invented_chronicle import NOWHERE, entry
from tests.large_chronicle import make_large
from tests.test_web_pages import Get, getter

POINTS = {
    "Norfjord": (60.0, 5.0, "populated place"),
    "Sorvik": (61.0, 6.5, "point"),
    "Wonpo": (39.0, 127.0, "country"),
    "Port Ibo": (4.0, 8.0, "admin"),
    "Tarn": (-17.0, 179.5, "sea"),
}  # Grimsund is in no gazetteer
LONGITUDES, LATITUDES = st.floats(-180, 180), st.floats(-80, 80)


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make_large(tmp_path_factory.mktemp("map") / "a.db", events=300)
    with closing(connect(path)) as file:
        for name, (lat, lon, precision) in POINTS.items():
            file.execute(
                "UPDATE places SET lat = ?, lon = ?, precision = ? WHERE name = ?", (lat, lon, precision, name)
            )
    return path


@pytest.fixture(scope="module")
def get(chronicle: Path) -> Get:
    return getter(chronicle)


def spot(lon: float, lat: float, name: str = "Norfjord", precision: str = "point", incidents: int = 1) -> Spot:
    return Spot(name, "NO", lat, lon, precision, (("happened", incidents),))


# --- what is told ------------------------------------------------------------------------------------------------


def test_every_incident_is_at_a_point_or_listed_beside(chronicle: Path) -> None:
    with closing(connect_to_read(chronicle)) as file:
        spots, elsewhere = spots_of(file, None), elsewhere_of(file, None)
        (number,) = file.execute("SELECT count(*) FROM incidents").fetchone()
        assert sum(s.incidents for s in spots) + sum(e.incidents for e in elsewhere) == number
        assert {s.name for s in spots} == {"Norfjord", "Sorvik", "Port Ibo", "Tarn"}
        assert [(e.sort, e.key) for e in elsewhere] == [("country", "KP"), ("name", "Grimsund"), ("nowhere", "")]
        for one in spots:
            assert incidents_within(file, None, one.box, 5)[0] == one.incidents
        for other in elsewhere:
            found, listed = incidents_without(file, None, other.sort, other.key, 5)
            assert found == other.incidents
            assert len(listed) == min(5, found)


def test_a_box_may_lie_across_the_date_line(chronicle: Path) -> None:
    with closing(connect_to_read(chronicle)) as file:
        tarn = next(s for s in spots_of(file, None) if s.name == "Tarn")
        assert incidents_within(file, None, (170.0, -20.0, 200.0, -10.0), 5)[0] == tarn.incidents
        file_box = (-180.0, -20.0, -170.0, -10.0)
        assert incidents_within(file, None, file_box, 5) == (0, [])


def test_the_page_lists_what_a_click_promises(get: Get) -> None:
    page = unescape(get("/map").text)
    marks = re.findall(r'<a class="mark-of[^"]*" data-map href="([^"]+)"><title>[^<]*: ([^<]+)</title>', page)
    assert marks
    for link, told in marks:
        promised = sum(int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", told))
        assert f"{promised} incident{'' if promised == 1 else 's'}" in picked(get(link).text)
    for link, number in re.findall(r'href="(/map\?without=[^"]+)"[^>]*>[^<]+</a> <span class="num quiet">(\d+)<', page):
        assert re.search(rf"\b{number} incident", picked(get(link).text))


def picked(page: str) -> str:
    return page[page.index('class="picked"') : page.index("</section>", page.index('class="picked"'))]


def test_a_country_has_no_point(get: Get) -> None:
    page = unescape(get("/map").text)
    assert "in North Korea, no closer" in page
    assert "Wonpo" not in page
    places = json.loads(get("/map/places").text)["features"]
    assert [39.0, 127.0] not in [feature["geometry"]["coordinates"][::-1] for feature in places]


def test_the_places_of_the_free_map_are_those_of_the_view(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    view = "?kind=visit&status=planned"
    answer = get(f"/map/places{view}")
    assert answer.header("content-type") == "application/geo+json"
    features = json.loads(answer.text)["features"]
    assert sum(f["properties"]["incidents"] for f in features) == sum(f["properties"]["planned"] for f in features)
    told = re.search(r"([\d,]+) incidents? at (\d+) place", get(f"/map{view}").text)
    assert told
    assert (sum(f["properties"]["incidents"] for f in features), len(features)) == (int(told[1]), int(told[2]))
    monkeypatch.setattr(map_page, "MOST_PLACES", 2)
    few = json.loads(get("/map/places").text)
    assert (len(few["features"]), few["left_out"]) == (2, 2)
    assert "the 2 places with the most incidents are drawn" in get("/map").text


@pytest.mark.parametrize(
    "query", ["view=1,2,3", "view=200,0,210,1", "at=0,50,10,40", "view=a,b,c,d", "without=planet:x", "w=x"]
)
def test_a_crooked_address_is_told(get: Get, query: str) -> None:
    assert get(f"/map?{query}").status == 400


def test_names_of_states_come_with_places_in_the_window(get: Get) -> None:
    names = json.loads(get("/map/names?view=-12,48,32,68&w=800").text)
    assert "Norway" in [one["name"] for one in names[:3]], "what holds incidents comes first"
    assert all(-40 <= lon <= 60 and 40 <= lat <= 72 for one in names for lon, lat in one["spots"])
    assert json.loads(get("/map/names?view=-150,-40,-145,-37").text) == []
    assert "Russia" in [one["name"] for one in json.loads(get("/map/names").text)], (
        "the world, where no window is asked"
    )
    assert get("/map/names?view=here").status == 400
    drawn = get("/map?view=-12,48,32,68").text
    assert re.search(r'<text class="state"[^>]*>Norway</text>', drawn)


def test_nothing_is_a_sentence(get: Get, tmp_path: Path) -> None:
    assert "fulfils all conditions" in get("/map?actor=nobody").text
    with Store(tmp_path / "empty.db"):
        pass
    assert "no incidents" in getter(tmp_path / "empty.db")("/map").text


def test_what_takes_long_is_drawn_afterwards(chronicle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_page, "SMALL", 10)
    get = getter(chronicle)
    assert 'hx-get="/map/chart"' in get("/map").text
    assert 'class="map"' in get("/map/chart").text
    assert 'class="map"' in get("/map").text, "found once, known from then on"


def test_the_first_view_is_small(get: Get) -> None:
    assert len(get("/map?view=-180,-60,180,80").body) < 250_000, "the whole world"


# --- windows -----------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(LONGITUDES, LATITUDES), min_size=1, max_size=5), st.sampled_from([300, 800]))
def test_all_positions_are_on_the_sheet_around_them(positions: list[tuple[float, float]], width: int) -> None:
    sheet = sheet_around(positions, width)
    for lon, lat in positions:
        x, y = sheet.place(lon, lat)
        assert -1 <= x <= width + 1
        assert -1 <= y <= sheet.height + 1 or sheet.scale == width, "only the poles lie beyond the world"


@given(LONGITUDES, LATITUDES, st.floats(0.02, 0.4))
def test_a_window_comes_back_from_its_address(lon: float, lat: float, span: float) -> None:
    sheet = sheet_around([(lon, lat), (lon + span * 100, lat)], 800)
    west, south, east, north = (float(degree) for degree in sheet.window.written.split(","))
    assert -180 <= west <= 180
    again = sheet_of(Window(west, south, east, north), 800)
    assert again.scale == pytest.approx(sheet.scale, rel=0.02)
    assert abs((again.x - sheet.x + 0.5) % 1 - 0.5) * sheet.scale < 8
    assert sheet.zoomed(2).scale >= sheet.scale


def test_what_lies_on_both_sides_of_the_date_line_stays_together() -> None:
    fiji, samoa = (178.0, -18.0), (-172.0, -13.8)
    sheet = sheet_around([fiji, samoa], 800)
    assert sheet.window.east - sheet.window.west < 30
    assert sheet.place(*fiji)[0] < sheet.place(*samoa)[0]
    (leg,) = legs_of(stops_of_way([taken("a", *fiji, "2031-01-01"), taken("b", *samoa, "2031-01-02")]), sheet)
    assert 0 <= leg.start[0] < leg.stop[0] <= 800


# --- the world ---------------------------------------------------------------------------------------------------


def test_no_ring_jumps_around_the_world() -> None:
    for polygon in world().land:
        for ring in polygon:
            assert ring[0] == pytest.approx(ring[-1])
            assert max(abs(b[0] - a[0]) for a, b in pairwise(ring)) < 180 or ring[0][1] < -60


def test_each_disputed_border_is_one_of_the_atlas() -> None:
    drawn = world().disputed
    own = [row for row in rows("maps/disputed_borders.csv") if row["line"]]
    assert len(drawn) > len(own)
    for dispute in disputes_of_atlas():
        assert any(all(dispute.holds(point) for point in line) for line in drawn), dispute.ends
    for row in rows("maps/disputed_borders.csv"):
        assert row["source"], row["name"]
        assert bool(row["one"]) == bool(row["other"]) != bool(row["line"]), row["name"]


@pytest.mark.parametrize("place", [(158.6, 53.0), (179.0, -17.0), (131.9, 43.1), (0.0, 51.5), (-169.0, 66.0)])
def test_paths_stay_on_their_sheet(place: tuple[float, float]) -> None:
    sheet = sheet_near(*place, 900, 340, 210)
    for path in re.findall(r"M(-?\d+) (-?\d+)l([^zM]*)", land_of(sheet).land):
        x, y = int(path[0]), int(path[1])
        steps = [int(n) for n in re.findall(r"-?\d+", path[2])]
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            assert -250 <= x <= 3650
            assert -250 <= y <= 2350
    assert land_of(sheet).land


# --- marks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "width"), [(1, 800), (40, 360), (2000, 960)])
def test_no_mark_and_no_name_touches_another(number: int, width: int) -> None:
    random = Random(7)
    spots = [
        spot(random.uniform(-170, 170), random.uniform(-50, 70), f"Place number {n}", incidents=1 + n % 9)
        for n in range(number)
    ]
    sheet = sheet_around([(s.lon, s.lat) for s in spots], width)
    marks = marks_of(spots, sheet)
    assert sum(mark.incidents for mark in marks) == sum(s.incidents for s in spots)
    for n, mark in enumerate(marks):
        for other in marks[:n]:
            apart = ((mark.x - other.x) ** 2 + (mark.y - other.y) ** 2) ** 0.5
            assert apart + 0.01 >= mark.radius + other.radius + GAP
    names = [mark.label.box for mark in marks if mark.label.words]
    assert names
    assert not any(touch(one, other) for n, one in enumerate(names) for other in names[:n])


def test_a_circle_of_several_places_stands_at_one_of_them() -> None:
    spots = [spot(5.0, 60.0, "A", incidents=3), spot(5.01, 60.0, "B"), spot(5.02, 60.01, "C")]
    (mark,) = marks_of(spots, sheet_around([(5, 60), (40, 40)], 800))
    assert (mark.x, mark.y) == sheet_around([(5, 60), (40, 40)], 800).place(5.0, 60.0)
    assert (mark.incidents, mark.label.words) == (5, "A and 2 more")
    assert mark.box == (5.0, 60.0, 5.02, 60.01)


def test_a_circle_is_as_wide_as_a_place_is_vague() -> None:
    sheet = sheet_near(5.0, 60.0, 1000, 800, 480)
    widths = {
        precision: [circle.radius for circle in circles_of([spot(5.0, 60.0, precision=precision)], sheet)]
        for precision in ("point", "admin", "region")
    }
    assert widths["point"] == []
    assert widths["admin"] == [pytest.approx(80.0)]
    assert widths["region"] == [pytest.approx(240.0)]


def test_the_small_map_shows_only_what_has_a_point() -> None:
    found = small_map(entry("x"))
    assert found is not None
    assert (round(found.x), round(found.y)) == (170, 105)
    assert found.exactness == "populated place, within about 10 km"
    assert small_map(entry("y", **NOWHERE)) is None
    assert small_map(entry("z", place="Norway", precision="country", lat=62.0, lon=10.0)) is None


# --- ways --------------------------------------------------------------------------------------------------------


def taken(place: str, lon: float, lat: float, day: str | None, status: str = "happened") -> TakesPart:
    told = entry(
        f"{place}-{day}", place=place, lon=lon, lat=lat, precision="point", earliest=day, latest=day, status=status
    )
    return TakesPart(told, {("visit", "actor")}, frozenset({"d"}))


def test_stops_are_numbered_in_order_of_days() -> None:
    way = [
        taken("Sorvik", 6.5, 61.0, "2031-05-04"),
        taken("Norfjord", 5.0, 60.0, "2031-05-03"),
        taken("Tarn", 0.0, 55.0, None),
        taken("Sorvik", 6.5, 61.0, "2031-05-05"),
        taken("Norfjord", 5.0, 60.0, "2031-05-09", "planned"),
    ]
    stops = stops_of_way(way)
    assert [(stop.number, stop.first.place, stop.planned) for stop in stops] == [
        (1, "Norfjord", False), (2, "Sorvik", False), (3, "Norfjord", True), (None, "Tarn", False),
    ]  # fmt: skip
    sheet = sheet_around([stop.position for stop in stops], 800)
    assert [leg.planned for leg in legs_of(stops, sheet)] == [False, True]
    assert [turn.words for turn in turns_of(stops, sheet)] == ["1, 3", "2"]


def test_a_country_on_the_way_has_a_number_and_no_point() -> None:
    country = TakesPart(
        entry("c", place="Norway", lon=10.0, lat=62.0, precision="country", earliest="2031-05-04", latest="2031-05-04"),
        {("visit", "actor")},
        frozenset({"d"}),
    )
    stops = stops_of_way([taken("A", 5, 60, "2031-05-03"), country, taken("B", 9, 60, "2031-05-05")])
    assert [(stop.number, stop.has_point) for stop in stops] == [(1, True), (2, False), (3, True)]
    sheet = sheet_around([(5, 60), (9, 60)], 800)
    assert [turn.words for turn in turns_of(stops, sheet)] == ["1", "3"]
    assert len(legs_of(stops, sheet)) == 1


def test_where_no_place_has_a_point_the_list_stays(tmp_path: Path) -> None:
    path = make_large(tmp_path / "a.db", events=20)
    page = getter(path)("/map").text
    assert "No incident of this view has a place with a point" in page
    assert "Norfjord, which was not found" in page
