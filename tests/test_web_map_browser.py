"""Map and network in Chromium: the drawing of the server without WebGL and scripts, the free ones with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from sayso.chronicle.file import connect
from tests.browser import NARROW, TOUCHING, WEBGL, WIDE, Window, chromium, enter
from tests.hostile_chronicle import OWN, make_hostile
from tests.large_chronicle import make_large
from tests.serving import serving
from tests.test_web_map import POINTS
from tests.test_web_network import ENTITIES

FREE = "document.querySelector('[data-map-drawing]')?.dataset.fitted === 'free'"
NETWORK = "document.querySelector('[data-graph]')?.dataset.fitted === 'free'"


@contextmanager
def opened(folder: Path, *switches: str, events: int = 300) -> Iterator[Window]:
    """A window on a chronicle in which most places have a point and parties are people."""
    path = make_large(folder / "a.db", events=events)
    with closing(connect(path)) as file:
        for name, point in POINTS.items():
            file.execute("UPDATE places SET lat = ?, lon = ?, precision = ? WHERE name = ?", (*point, name))
        for statement in ENTITIES:
            file.execute(statement)
    with serving(path) as served, chromium(folder, *switches) as driver:
        yield enter(driver, served)


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with opened(tmp_path_factory.mktemp("map")) as found:
        yield found


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with opened(tmp_path_factory.mktemp("free"), *WEBGL) as found:
        yield found


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_drawn_map_fits_and_leads_on(window: Window, width: int) -> None:
    window.resize(width)
    window.open("/map")
    window.until(
        "Math.abs(document.querySelector('.scroll').clientWidth - document.querySelector('.chart').dataset.width) <= 24"
    )
    assert window.overflow() == 0
    assert window.run(TOUCHING, "svg.map .label") == []
    window.one("svg.map a.mark-of").send_keys(Keys.ENTER)
    window.until("document.querySelector('#map > .picked')")
    assert "at=" in window.driver.current_url
    window.driver.back()
    window.until("!document.querySelector('#map > .picked')")
    window.one("[data-map-drawing]").send_keys("+")
    window.until("location.search.includes('view=')")
    assert window.problems() == []


def test_the_map_works_without_scripts(window: Window) -> None:
    window.resize(WIDE)
    window.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        window.open("/map")
        link = window.one("a[data-step=in]").get_attribute("href") or ""
        window.one("a[data-step=in]").click()
        window.arrives(link[link.index("/map") :])
        window.open("/network")
        window.one("input[name=tie-visit]").click()
        window.one(".relations button").click()
        window.arrives("/network?tie-visit=yes")
        assert window.all("svg.network .tie")
    finally:
        window.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert window.problems() == []


def test_the_network_moves(window: Window) -> None:
    window.resize(WIDE)
    window.open("/network")
    window.until(NETWORK)
    assert window.all(".free-network canvas")
    assert window.overflow() == 0
    window.one("[data-graph]").send_keys("+", Keys.ARROW_LEFT, Keys.HOME)
    window.one("input[name=tie-visit]").click()
    window.until("location.search === '?tie-visit=yes'")
    window.until(NETWORK)
    window.one("a.tie-row").click()
    window.until("document.querySelector('.picked')")
    assert "tie-visit=yes" in window.driver.current_url, "the choice stays"
    assert window.problems() == []


@pytest.mark.long
def test_a_click_on_a_party_of_the_network_shows_what_is_around_it(window: Window) -> None:
    window.resize(WIDE)
    window.open("/network")
    window.until(NETWORK)
    x, y = window.run(
        "const p = document.querySelector('svg.network .party[data-key]').dataset;"
        "const box = document.querySelector('.free-network').getBoundingClientRect();"
        "return [Math.round(+p.x - box.width / 2), Math.round(+p.y - box.height / 2)];"
    )
    ActionChains(window.driver).move_to_element_with_offset(window.one(".free-network"), x, y).click().perform()
    window.until("location.search.startsWith('?one=')")
    assert "the whole network" in window.text()
    assert window.problems() == []


@pytest.mark.long
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_free_map_shows_the_same_places(free: Window, width: int) -> None:
    free.resize(width)
    free.open("/map")
    wait_for_the_map(free)
    told = free.one(".where").text
    pins = free.run("return [...document.querySelectorAll('.pin')].map((pin) => +pin.dataset.incidents)")
    assert sum(pins) == int(told.split()[0].replace(",", ""))
    assert free.run(TOUCHING, ".pin-name") == []
    assert free.overflow() == 0
    pin = free.one(".pin")
    number = pin.get_attribute("data-incidents")
    pin.send_keys(Keys.ENTER)
    free.until("document.querySelector('#map > .picked')")
    assert f"{number} incident" in free.one("#map > .picked .quiet").text
    free.one("a[data-step=in]").click()
    free.until("location.search.includes('view=')")
    free.one("[data-scheme-switch]").click()
    free.one("[data-scheme-switch]").click()
    assert problems(free) == []


@pytest.mark.long
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_names_of_states_stand_on_the_free_map(free: Window, width: int) -> None:
    free.resize(width)
    free.open("/map?view=-12,48,32,68")
    wait_for_the_map(free)
    free.until("document.querySelector('.state-name:not([hidden])')")
    names = free.run("return [...document.querySelectorAll('.state-name:not([hidden])')].map((e) => e.textContent)")
    assert {"Norway", "Sweden"} & set(names)
    assert len(names) == len(set(names))
    assert free.run(TOUCHING, ".state-name, .pin-name, .pin svg") == []
    assert problems(free) == []


ARROWS = """
const done = arguments[arguments.length - 1];
import("/assets/map_way.js").then(({ Way }) => {
  const made = [];
  class Marker {
    constructor(given) { this.given = given; made.push(this); }
    setLngLat(place) { this.place = place; return this; }
    addTo() { this.shown = true; return this; }
    remove() { this.shown = false; }
  }
  class MercatorCoordinate {
    constructor(x, y) { Object.assign(this, { x, y }); }
    static fromLngLat([x, y]) { return new MercatorCoordinate(x, -y); }
    toLngLat() { return [this.x, -this.y]; }
  }
  const leg = (...ends) => ({ properties: { feature: "leg" }, geometry: { coordinates: ends } });
  const map = { project: ([x, y]) => ({ x: x * 10, y: -y * 10 }), getContainer: () => document.body };
  const features = [leg([0, 0], [10, 0]), leg([10, 0], [10, 10]), leg([10, 10], [11, 10])];
  new Way({ Marker, MercatorCoordinate }, map, { features });
  done(made.map(({ given, place, shown }) => [Math.round(given.rotation), place, Boolean(shown)]));
});
"""


def test_arrows_point_along_their_legs(window: Window) -> None:
    """Each in the middle of its leg, turned clockwise from the east; none on a leg that is too short to see."""
    window.open("/incidents")
    found = window.driver.execute_async_script(ARROWS)
    assert found == [[0, [5, 0], True], [-90, [10, 5], True], [0, [10.5, 10], False]]


@pytest.mark.long
def test_a_facet_leads_from_one_free_map_to_the_next(free: Window) -> None:
    free.resize(WIDE)
    free.open("/map")
    wait_for_the_map(free)
    free.one("#kind-2").click()
    free.until("location.search.startsWith('?kind=')")
    wait_for_the_map(free)
    assert len(free.all(".maplibregl-canvas")) == 1
    assert problems(free) == []


@pytest.mark.long
def test_hostile_names_are_words_on_the_map(tmp_path: Path) -> None:
    with serving(make_hostile(tmp_path / "h.db", OWN)) as served, chromium(tmp_path, *WEBGL) as driver:
        window = enter(driver, served)
        window.open("/map")
        wait_for_the_map(window)
        window.open("/network")
        assert (
            window.run("return document.querySelectorAll('#map img, #network img, main script, main iframe').length")
            == 0
        )
        assert window.overflow() == 0
        assert problems(window) == []


def wait_for_the_map(window: Window) -> None:
    """Until the free map is there with its pins; a machine without a graphics card draws slowly."""
    ready = f"return Boolean({FREE} && document.querySelector('.pin'))"
    WebDriverWait(window.driver, 60).until(lambda driver: driver.execute_script(ready))


def problems(window: Window) -> list[str]:
    """What went wrong, but for what a driver says of its own slowness where WebGL has no graphics card."""
    return [problem for problem in window.problems() if "GL Driver Message" not in problem]
