"""Every page with the example reports in Chromium: sound, readable, reached by keys, fit for any window and paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from sayso.cli import main as sayso
from tests.browser import FITTED, NARROW, WIDE, Window, enter
from tests.page_faults import SCHEMES, faint, printed_controls, structure, unmarked
from tests.serving import Served, serving
from tests.test_web_every_route import READING

FOLDER = Path(__file__).parents[1] / "examples" / "kim-in-russia"
STEPS = 40  # of the Tab key
INCIDENT, DOCUMENT, REJECTED = "@incident", "@document", "@rejected"  # found on the page that lists them
PAGES = (
    "/incidents", "/incidents?text=Kim&status=happened", "/incidents?actor=nobody", INCIDENT, REJECTED, "/timeline",
    "/timeline?lanes=actor", "/map", "/map?actor=Kim+Jong+Un", "/network", "/documents", DOCUMENT, "/sources",
    "/review", "/review?state=all", "/review?state=rejected", "/decisions", "/review/agreement", "/capture",
    "/capture/window", "/api", "/nothing", "/incidents?order=odd",
)  # fmt: skip
A_FEW = ("/incidents", INCIDENT, "/timeline", "/review")
PARTS = (
    "/counts",
    "/chart",
    "/progress",
    "/items",
    "/left-out",
    "/world",
    "/places",
    "/names",
)  # of pages listed above
PROGRAMS = ("/api/", "/download/", "/assets/")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example reports, of which one incident was rejected, one accepted and one has a note."""
    path = tmp_path_factory.mktemp("pages") / "kim-in-russia.db"
    assert sayso(["add", str(FOLDER), "-c", str(path), "--quiet"]) == 0
    with serving(path) as found:
        yield found


@pytest.fixture(scope="module")
def judged(driver: webdriver.Chrome, served: Served) -> dict[str, str]:
    """Where the pages are whose addresses are ids, once there are decisions of two people."""
    window = enter(driver, served)
    window.open("/incidents?order=reports")
    incident = first(window, ".what a")
    window.open("/review?state=all")
    things = [str(item.get_attribute("value")) for item in window.all(".item form.verdict [name=thing]")]
    for name, verdict in (("Alder", "accept"), ("Birch", "reject")):
        post(window, "/reviewer", {"name": name, "then": "/review"})
        post(window, "/decide", {"verdict": verdict, "thing": things[0], "why": "as I read it", "then": "/review"})
    window.open("/decisions?verdict=reject")
    rejected = first(window, ".decisions .words a")
    post(
        window, "/decide", {"verdict": "accept", "thing": incident.partition("?")[0].split("/")[-1], "then": "/review"}
    )
    window.open("/documents?order=reports")
    found = {INCIDENT: incident, REJECTED: rejected, DOCUMENT: first(window, ".documents .name a")}
    window.problems()
    return found


def first(window: Window, selector: str) -> str:
    return str(window.one(selector).get_attribute("href")).removeprefix(window.served.address)


def post(window: Window, path: str, fields: dict[str, str]) -> None:
    send = """
    const [path, fields, done] = arguments;
    fetch(path, { method: "POST", body: new URLSearchParams(fields) }).then((answer) => done(answer.status));
    """
    assert window.driver.execute_async_script(send, path, fields) == 200, fields


@pytest.fixture
def window(driver: webdriver.Chrome, served: Served) -> Iterator[Window]:
    found = enter(driver, served)
    found.problems()  # what another test left behind
    yield found
    found.resize(WIDE)


def each(some: tuple[str, ...]) -> pytest.MarkDecorator:
    """Every page; all but some of them only in the long set."""
    return pytest.mark.parametrize("page", [p if p in some else pytest.param(p, marks=pytest.mark.long) for p in PAGES])


def show(window: Window, judged: dict[str, str], page: str) -> None:
    """Opens a page and waits until what it draws by itself is there."""
    window.open(judged.get(page, page))
    window.until("document.readyState === 'complete' && !document.querySelector('[aria-busy=true]')")
    window.until("(document.querySelector('[data-graph], [data-map-drawing]')?.dataset.fitted ?? '') !== 'asked'")


def wrong(window: Window, page: str) -> list[str]:
    """What the console says, but that a page is not there which was to be missing."""
    missing = page in ("/nothing", "/incidents?order=odd")
    return [p for p in window.problems() if not (missing and "the server responded with a status of 4" in p)]


# --- every page --------------------------------------------------------------------------------------------------


def test_every_page_is_listed_here() -> None:
    own = {path for path in READING if not path.startswith(PROGRAMS) and "/download/" not in path}
    own = {path for path in own if not path.endswith(PARTS)} - {"/", "/incident/x", "/document"}
    assert own <= {page.partition("?")[0] for page in PAGES}


@each(A_FEW)
def test_a_page_is_sound_in_both_widths(window: Window, judged: dict[str, str], page: str) -> None:
    for width in (WIDE, NARROW):
        window.resize(width)
        show(window, judged, page)
        assert window.overflow() == 0, width
        assert structure(window) == [], width
        window.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert window.overflow() == 0, f"{width}, unfolded"
    assert wrong(window, page) == []


@each(A_FEW)
def test_words_stand_out_in_both_schemes(window: Window, judged: dict[str, str], page: str) -> None:
    show(window, judged, page)
    assert {scheme: faint(window, scheme) for scheme in SCHEMES} == {scheme: [] for scheme in SCHEMES}


@each((INCIDENT,))
def test_keys_reach_a_page_and_show_where_they_are(window: Window, judged: dict[str, str], page: str) -> None:
    show(window, judged, page)
    assert unmarked(window, STEPS) == []


@each((INCIDENT,))
def test_paper_has_no_controls(window: Window, judged: dict[str, str], page: str) -> None:
    show(window, judged, page)
    assert printed_controls(window) == []


# --- the timeline ------------------------------------------------------------------------------------------------


def ends(window: Window) -> tuple[str, str]:
    """First and last day that are shown."""
    found = window.run("const d = document.querySelector('[data-chart]').dataset; return [d.from, d.to]")
    return str(found[0]), str(found[1])


def changed(window: Window, former: tuple[str, str]) -> tuple[str, str]:
    window.until(f"document.querySelector('[data-chart]')?.dataset.from + document.querySelector('[data-chart]')"
                 f"?.dataset.to !== '{former[0]}{former[1]}'")  # fmt: skip
    return ends(window)


def test_the_timeline_is_dragged_and_zoomed_and_the_way_back_is_open(window: Window) -> None:
    window.open("/timeline")
    window.until(FITTED)
    whole = ends(window)
    window.one("[data-chart]").send_keys("+")
    near = changed(window, whole)
    assert whole <= near
    assert near[1] <= whole[1]
    ActionChains(window.driver).click_and_hold(window.one("[data-chart] .scroll")).move_by_offset(
        -300, 0
    ).release().perform()
    later = changed(window, near)
    assert later > near, "what is dragged to the left lets later days in"
    window.one("[data-chart]").send_keys(Keys.HOME)
    changed(window, later)
    window.driver.back()
    window.until(f"document.querySelector('[data-chart]')?.dataset.from === '{later[0]}'")
    assert window.problems() == []


@pytest.mark.long
@pytest.mark.parametrize("lanes", ["", "?lanes=actor", "?lanes=kind", "?lanes=place"])
def test_the_timeline_fits_a_narrow_window_and_paper(window: Window, lanes: str) -> None:
    window.resize(NARROW)
    window.open(f"/timeline{lanes}")
    window.until(FITTED)
    assert window.overflow() == 0
    beyond = """
    const frame = document.querySelector('svg.timeline').getBoundingClientRect();
    const beyond = ({ left, right }) => left < frame.left - 1 || right > frame.right + 1;
    return [...document.querySelectorAll('svg.timeline text')].filter((e) => e.textContent.trim())
      .filter((e) => beyond(e.getBoundingClientRect())).map((e) => e.textContent);
    """
    assert window.run(beyond) == []
    window.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert window.run("return document.querySelector('svg.timeline').getBoundingClientRect().height") > 50
        assert window.overflow() == 0
    finally:
        window.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert window.problems() == []
