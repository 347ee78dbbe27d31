"""Names of states on the map: inside their state, off everything else, and for those that hold incidents first."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from sayso.knowledge.nations import load_nations
from sayso.knowledge.tables import rows
from sayso.web.charts.labels import LINE, touch
from sayso.web.charts.map_marks import marks_of
from sayso.web.charts.small_map import small_map
from sayso.web.charts.states import FITS, MOST_NAMES, placed_names, states_to_name
from sayso.web.charts.window import Sheet, Window, sheet_of
from sayso.web.charts.words import width_of
from sayso.web.charts.world import World, world
from tests.invented_chronicle import entry
from tests.test_web_map import spot

WORLD = Window(-180, -58, 180, 78)
KOREA = Window(120, 33, 145, 50)
BERING = Window(160, 50, 200, 70)  # across the date line
WINDOWS = [WORLD, KOREA, BERING, Window(-20, 33, 45, 62), Window(100, -12, 160, 20)]


def owner(position: tuple[float, float], whole: World) -> set[str]:
    """The states that hold a position, by how often a line to the west crosses their outlines."""
    lon, lat = position
    found = set()
    for state in whole.states:
        crossed = 0
        for ring in state.rings:
            for (x1, y1), (x2, y2) in pairwise(ring):
                for turn in (-360, 0, 360):
                    if (y1 > lat) != (y2 > lat) and x1 + turn + (x2 - x1) * (lat - y1) / (y2 - y1) < lon:
                        crossed += 1
        if crossed % 2:
            found.add(state.code)
    return found


@pytest.mark.parametrize("window", WINDOWS)
def test_each_name_stands_in_its_state(window: Window) -> None:
    sheet, whole = sheet_of(window, 800), world()
    named = states_to_name(sheet, frozenset())
    assert named
    for state in named[:6]:
        for at in state.spots[:2]:
            assert state.code in owner(sheet.position(*at), whole), state.name


@pytest.mark.parametrize("width", [340, 800, 1600])
@pytest.mark.parametrize("window", WINDOWS)
def test_no_name_touches_another_nor_a_mark_nor_the_rim(window: Window, width: int) -> None:
    random, sheet = Random(3), sheet_of(window, width)
    spots = [spot(random.uniform(window.west, window.east), random.uniform(-50, 70), f"Place {n}") for n in range(30)]
    taken = [box for mark in marks_of(spots, sheet) for box in mark.taken]
    boxes = [box_of(one.name, one.x, one.y) for one in placed_names(sheet, {"NO"}, taken)]
    for n, box in enumerate(boxes):
        assert not any(touch(box, other) for other in (*taken, *boxes[:n]))
        assert box[0] >= 0
        assert box[2] <= sheet.width
        assert box[3] <= sheet.height


def box_of(name: str, x: float, y: float) -> tuple[float, float, float, float]:
    half = width_of(name) / 2
    return x - half, y - LINE / 2, x + half, y + LINE / 2


def test_a_name_keeps_off_the_way_of_a_person() -> None:
    sheet = sheet_of(KOREA, 800)
    (free,) = (one for one in placed_names(sheet, (), ()) if one.name == "Japan")
    crossed = [(free.x + n, free.y) for n in range(-40, 41, 4)]
    moved = [one for one in placed_names(sheet, (), (), crossed) if one.name == "Japan"]
    assert all((one.x, one.y) != (free.x, free.y) for one in moved)


def test_states_with_incidents_are_named_first_even_where_their_name_is_wider() -> None:
    sheet = sheet_of(WORLD, 800)
    assert "North Korea" not in names(sheet)
    assert "North Korea" not in names(sheet, "XX")
    near = sheet_of(Window(60, 10, 170, 65), 800)
    assert next(one for one in states_to_name(near, frozenset({"KP"}))).room < FITS, "wider than what holds it"
    assert names(near, "KP")[0] == "North Korea"
    assert len(names(sheet)) <= MOST_NAMES


def names(sheet: Sheet, *holding: str) -> list[str]:
    return [one.name for one in placed_names(sheet, holding, ())]


def test_a_window_in_the_open_sea_has_no_names() -> None:
    assert names(sheet_of(Window(-150, -40, -145, -37), 800)) == []


def test_each_name_of_the_atlas_is_known_and_each_row_is_needed() -> None:
    codes = {state.code for state in world().states}
    table = rows("maps/atlas_names.csv")
    assert {row["code"] for row in table} <= codes & set(load_nations().countries)
    assert {"RU", "KP", "KR", "CD", "CG", "US", "GB", "IR"} <= codes
    assert len(codes) == len(world().states), "one entry a state"
    for row in table:
        assert load_nations().code(row["atlas"]) != row["code"], f"{row['atlas']} needs no row"


def test_the_small_map_names_the_state_around_its_place() -> None:
    place = entry("e", place="Pohang", country="KR", lat=36.0, lon=129.4, precision="populated place")
    found = small_map(place)
    assert found is not None
    assert "South Korea" in [one.name for one in found.states]
    assert not any(touch(found.label.box, box_of(one.name, one.x, one.y)) for one in found.states)
