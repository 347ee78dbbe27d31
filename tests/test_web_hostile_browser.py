"""Hostile words in every field and every view, in Chromium: they are shown as words, run nowhere, lead nowhere."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from selenium import webdriver

from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.export.formats import FORMATS
from sayso.web import templating
from sayso.web.app import make_app
from sayso.web.settings import Settings
from tests.asgi import Answer, ask
from tests.browser import NARROW, WEBGL, WIDE, Window, chromium, enter
from tests.hostile_beside import incident_id, put_beside, rejected_ids
from tests.hostile_chronicle import OWN, collected, make_hostile
from tests.hostile_looking import OPENED, fetched, seen, strange, watch
from tests.serving import serving
from tests.test_decisions import read
from tests.test_web_map_browser import FREE, NETWORK, problems, wait_for_the_map

SHARED = Path(os.environ.get("SAYSO_SHARED", Path(__file__).parents[2] / "shared"))
NO_COLLECTIONS = "NO COLLECTIONS: set SAYSO_SHARED; WHAT OTHERS FOUND TO RUN IN A BROWSER WAS NOT TRIED"
PLAIN = ("word", "two words", "https://paper.example/1", "http://paper.example/2", "W" * 300, "قال الحاكم", "a-b")
A_FEW = 26 + 14  # payloads of the small round: our own, and some of the collections
MANY = 300  # times our plain words: enough that all that is folded, clustered or left out is so
CLUSTER = "a data-window"  # in the timeline, where days have no room for all of theirs
PORT, TOKEN = 8321, "t0ken-" + "x" * 37
LIVE = (  # where scripts of the page work on what is there
    "/incidents", "/documents", "/sources", "/timeline", "/network/counts", "/map/counts", "/review?state=all",
    "/decisions", "/review/agreement", "/capture",
)  # fmt: skip
VIEWS = (
    "/incidents", "/incidents?page=2", "/incidents?order=newest&min_independent=1", "/incidents?text=ship",
    "/documents", "/documents?page=2", "/sources", "/timeline", "/timeline?lanes=actor", "/timeline?lanes=kind",
    "/timeline?lanes=place", "/network/counts", "/network?one=n000001", "/network?one=n000001&other=n000002",
    "/map/counts", "/map?at=-180,-90,180,90", "/map?without=nowhere", "/review", "/review/counts?state=all",
    "/review?state=accepted", "/review?state=corrected", "/review?state=rejected", "/review?state=disagreeing",
    "/review/items?state=all&number=20", "/review/items?state=rejected&number=20", "/decisions", "/decisions?page=2",
    "/review/agreement", "/capture", "/capture/progress", "/capture/window", "/api",
)  # fmt: skip
ASKED = (  # where somebody else's link can put words
    "/incidents?text={}", "/incidents?actor={}", "/incidents?source={}", "/incidents?place={}", "/incidents?kind={}",
    "/incidents?country={}", "/incidents?equipment={}", "/incidents?document={}", "/incidents?status={}",
    "/incidents?order={}", "/incidents?page={}", "/incidents?since={}", "/incidents?min_independent={}",
    "/incidents?{}=1", "/incidents?decided={}", "/incident/{}", "/incident/i000001?text={}", "/document?id={}",
    "/documents?text={}", "/sources?source={}", "/timeline?from={}&to={}", "/timeline?lanes={}", "/timeline?actor={}",
    "/network?one={}", "/network?one={}&other={}", "/network?tie-{}=yes", "/map?at={}", "/map?view={}", "/map?actor={}",
    "/map?without={}", "/review?state={}", "/review?after={}", "/review?actor={}", "/decisions?who={}",
    "/decisions?verdict={}", "/document/left-out?id={}", "/{}", "/incidents/download/{}",
)  # fmt: skip
OF_THE_API = (
    "/api/v1/incidents?limit=50", "/api/v1/incidents/i000001", "/api/v1/claims?limit=50", "/api/v1/disputes?limit=50",
    "/api/v1/documents?limit=50", "/api/v1/entities?name=alert", "/api/v1/entities/n000001", "/api/v1/counts",
    "/api/v1/search?words=ship", "/api/v1/sources", "/api/v1/timeline", "/api/v1/network", "/api/v1/places",
    "/api/v1/decisions", "/api/v1/holdings", "/api/v1/exports", "/api/v1/openapi.json", "/map/places", "/map/world",
    "/capture/progress", "/api/v1/incidents?nothing=<script>alert(1)</script>", "/api/v1/<script>",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Round:
    """A browser on a hostile chronicle, its words, and what pages with plain words are made of."""

    window: Window
    words: tuple[str, ...]
    known: frozenset[str]
    chronicle: Path

    def incidents(self) -> list[str]:
        return [f"/incident/{incident_id(number)}" for number in range(1, len(self.words) + 1)]

    def documents(self) -> list[str]:
        """Each document twice: its text of now, and the one before."""
        ids = [f"{words} {2 * number}".replace("\0", "\ufffd") for number, words in enumerate(self.words, 1)]
        return [f"/document?id={quote(name, safe='')}{text}" for name in ids for text in ("", "&text_number=2")]

    def rejected(self) -> list[str]:
        return [f"/incident/{identifier}" for identifier in rejected_ids(self.words)]


def told(template: str, words: str) -> str:
    """An address with words in it, as a link would have them."""
    plain = words.replace("\0", "")[:400]
    return template.replace("{}", quote(plain, safe=""))


def made_of(window: Window, words: Sequence[str]) -> frozenset[str]:
    """All that pages with harmless words have: opened, fetched, asked for with them."""
    few = Round(window, tuple(words), frozenset(), Path())
    deep = [*few.incidents(), *few.documents(), *few.rejected()]
    pages = [seen(window, path) for path in (*LIVE, deep[0], few.documents()[0])]
    asked = [told(template, one) for template in ASKED for one in ("word", "-1,-1,1,1", "2031-05-01", "all")]
    pages += fetched(window, [*VIEWS, *deep, *asked])
    return frozenset(shape for page in pages for shape in page.shapes) | {CLUSTER}


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("downloads")) as found:
        watch(found)
        yield found


@pytest.fixture(scope="module")
def known(driver: webdriver.Chrome, tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    words = PLAIN * 6
    path = make_hostile(tmp_path_factory.mktemp("plain") / "plain.db", words)
    put_beside(path, words)
    with serving(path) as served:
        window = enter(driver, served)
        found = made_of(window, words)
        window.problems()
    return found


def words_of(many: bool) -> tuple[str, ...]:
    """Our own words and those of the collections, some of them or all."""
    found = collected(SHARED)
    if not many:
        return (*OWN, *found[len(OWN) :: max(1, len(found) // (A_FEW - len(OWN)))])
    if not found:
        pytest.skip(NO_COLLECTIONS)
    return tuple(found)


def rounds(many: bool, driver: webdriver.Chrome, known: frozenset[str], folder: Path) -> Iterator[Round]:
    words = words_of(many)
    path = make_hostile(folder / "hostile.db", words)
    put_beside(path, words)
    with serving(path) as served:
        yield Round(enter(driver, served), words, known, path)


@pytest.fixture(scope="module")
def few(driver: webdriver.Chrome, known: frozenset[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    yield from rounds(False, driver, known, tmp_path_factory.mktemp("few"))


@pytest.fixture(scope="module")
def known_of_many(
    driver: webdriver.Chrome, known: frozenset[str], tmp_path_factory: pytest.TempPathFactory
) -> frozenset[str]:
    """What the views have besides where there is very much to show: further pages, clusters, what is left out."""
    words = PLAIN * MANY
    path = make_hostile(tmp_path_factory.mktemp("many") / "plain.db", words)
    put_beside(path, words)
    with serving(path) as served:
        window = enter(driver, served)
        pages = [seen(window, path) for path in LIVE]
        pages += fetched(window, [f"{path}?page=9" for path in ("/incidents", "/documents", "/decisions")])
        pages += fetched(window, VIEWS)
        window.problems()
    return known.union(*(page.shapes for page in pages))


@pytest.fixture(scope="module")
def all_of_them(
    driver: webdriver.Chrome, known_of_many: frozenset[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Round]:
    yield from rounds(True, driver, known_of_many, tmp_path_factory.mktemp("all"))


def quiet(window: Window) -> bool:
    """Whether nothing went wrong but that pages were not there, as was to be."""
    left = [said for said in problems(window) if "the server responded with a status of 4" not in said]
    assert left == []
    return True


# --- a small round, for every run --------------------------------------------------------------------------------


def test_hostile_words_are_words_in_every_view(few: Round) -> None:
    opened = [*LIVE, few.incidents()[1], few.documents()[0], few.documents()[1]]
    assert strange((seen(few.window, path) for path in opened), few.known) == []
    deep = [*few.incidents()[::2], *few.documents()[2::4], *few.documents()[1::8], *few.rejected()]
    assert strange(fetched(few.window, [*VIEWS, *deep]), few.known) == []
    assert quiet(few.window)


def test_hostile_words_in_the_address_are_words(few: Round) -> None:
    asked = [told(template, words) for template in ASKED for words in OWN[1:4]]
    assert strange(fetched(few.window, asked), few.known) == []
    assert strange((seen(few.window, told(template, OWN[1])) for template in ASKED[1:30:7]), few.known) == []
    assert quiet(few.window)


def test_words_that_became_markup_would_be_seen(few: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same look at a page whose template escapes nothing: what is made of words is found, opened or fetched."""
    pages = templating.environment()
    monkeypatch.setattr(pages, "autoescape", False)
    monkeypatch.setattr(pages, "cache", {})
    few.window.open("/incidents")
    ran, shapes, _ = few.window.run(OPENED)
    assert any(what.startswith("kept from: script-src") for what in ran)
    assert "IFRAME srcdoc" in set(shapes) - few.known
    assert strange(fetched(few.window, ["/incidents"]), few.known)
    few.window.problems()


# --- what no page is ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    words = words_of(False)
    path = make_hostile(tmp_path_factory.mktemp("files") / "hostile.db", words)
    put_beside(path, words)
    app = make_app(Settings(path, PORT, token=TOKEN))
    headers = [("Host", f"127.0.0.1:{PORT}"), ("Cookie", f"sayso_{PORT}={TOKEN}"), ("Accept", "application/json")]
    return lambda target: ask(app, quote(target, safe="/?=&%,"), headers)


@pytest.mark.parametrize("path", OF_THE_API)
def test_what_programs_get_is_no_page(get: Callable[[str], Answer], path: str) -> None:
    answer = get(path)
    assert answer.header("x-content-type-options") == "nosniff"
    sort = (answer.header("content-type") or "").split(";")[0]
    assert sort in ("application/json", "application/problem+json", "application/geo+json"), sort


@pytest.mark.parametrize("form", [form.name for form in FORMATS])
def test_what_is_downloaded_is_a_file_to_be_saved(get: Callable[[str], Answer], form: str) -> None:
    for path in (f"/incidents/download/{form}", f"/incident/i000001/download/{form}", f"/api/v1/exports/{form}"):
        to_save(get(path))


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_decisions_are_downloaded_as_files_too(get: Callable[[str], Answer], form: str) -> None:
    for path in (f"/decisions/download/{form}", f"/review/agreement/download/{form}"):
        to_save(get(path))


def to_save(answer: Answer) -> None:
    """An answer that no browser shows: it is saved under a plain name, whatever is in it."""
    assert answer.status == 200
    assert (answer.header("content-type") or "").split(";")[0] == "application/octet-stream"
    assert answer.header("x-content-type-options") == "nosniff"
    named = answer.header("content-disposition") or ""
    assert named.startswith('attachment; filename="sayso-')
    assert named.split('"')[1].replace(".", "").replace("-", "").isalnum()


# --- all of them: make test-long ---------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize(("path", "step"), [("/incidents", 2), ("/documents", 6), ("/decisions", 4)])
def test_strings_are_words_in_the_tables(all_of_them: Round, path: str, step: int) -> None:
    """Pages of a table are opened, so that its scripts run over the strings too; the others only parsed."""
    number = len(all_of_them.words) * (2 if path == "/documents" else 1)
    pages = [f"{path}?page={page}" for page in range(1, number // 50 + 2)]
    assert strange((seen(all_of_them.window, one) for one in pages[::step]), all_of_them.known) == []
    assert strange(fetched(all_of_them.window, pages[1::2]), all_of_them.known) == []
    assert quiet(all_of_them.window)


@pytest.mark.long
def test_strings_are_words_on_pages_of_their_own(all_of_them: Round) -> None:
    """A third of the incidents and a seventh of the texts as the parser has them; some opened, in both widths."""
    incidents, documents = all_of_them.incidents(), all_of_them.documents()
    paths = [*incidents[::3], *documents[3::7], *all_of_them.rejected()[::4]]
    assert strange(fetched(all_of_them.window, paths), all_of_them.known) == []
    for width in (WIDE, NARROW):
        all_of_them.window.resize(width)
        some = [*incidents[width % 7 :: 180], *documents[width % 7 :: 400]]
        assert strange((seen(all_of_them.window, path) for path in some), all_of_them.known) == []
    all_of_them.window.resize(WIDE)
    assert quiet(all_of_them.window)


@pytest.mark.long
def test_every_view_of_all_of_them(all_of_them: Round) -> None:
    assert strange((seen(all_of_them.window, path) for path in VIEWS), all_of_them.known) == []
    assert quiet(all_of_them.window)


@pytest.mark.long
def test_every_string_can_be_reviewed(all_of_them: Round) -> None:
    """The queue hands out things that a script puts into the page: each of them is looked at there."""
    window = all_of_them.window
    window.open("/review?state=all")
    place = str(window.one(".item").get_attribute("data-place"))
    for _ in range(60):
        path = f"/review/items?state=all&number=20&after={quote(place)}"
        assert strange(fetched(window, [path]), all_of_them.known) == []
        window.open(path)
        place = str(window.all(".item")[-1].get_attribute("data-place"))
    for _ in range(40):
        window.run("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }))")
    assert quiet(window)


@pytest.mark.long
def test_every_value_of_an_address_is_a_word(few: Round) -> None:
    words = words_of(many=True)
    asked = (told(ASKED[n % len(ASKED)], one) for n, one in enumerate(words))
    assert strange(fetched(few.window, asked), few.known) == []
    opened = [told(template, one) for template in ASKED[:-1] for one in OWN[:4]]
    assert strange((seen(few.window, path) for path in opened), few.known) == []
    assert quiet(few.window)


@pytest.mark.long
def test_the_browser_shows_what_programs_get_as_text(few: Round) -> None:
    for path in OF_THE_API:
        few.window.open(path)
        assert few.window.run("return [window.__ran, document.querySelectorAll('script, img, svg').length]") == [[], 0]
    assert quiet(few.window)


@pytest.mark.long
def test_the_moving_drawings_draw_words(tmp_path: Path) -> None:
    """MapLibre and Cytoscape get their texts from the page: none of theirs makes markup of them."""
    words = words_of(many=True)
    path = make_hostile(tmp_path / "hostile.db", words)
    put_beside(path, words)
    with serving(path) as served, chromium(tmp_path, *WEBGL) as driver:
        watch(driver)
        window = enter(driver, served)
        window.open("/map/counts")
        wait_for_the_map(window)
        plain = (
            "return [window.__ran, document.querySelectorAll('main :is(script, img, iframe, style, object)').length]"
        )
        assert window.run(plain) == [[], 0]
        for place in ("-180,-60,-60,60", "-60,-60,60,60", "60,-60,180,60", "-20,-20,20,20", "100,0,130,30"):
            window.open(f"/map?view={place}")
            wait_for_the_map(window)
            assert window.run(f"return {FREE}")
            assert window.run(plain) == [[], 0]
        for identity in range(1, len(words), len(words) // 25):
            window.open(f"/network?one=n{identity:06}")
            window.until(NETWORK)
            window.run("document.querySelector('[data-graph]').dispatchEvent(new KeyboardEvent('keydown', {key: '+'}))")
            assert window.run(plain) == [[], 0]
        assert quiet(window)


@pytest.mark.long
def test_an_exported_site_runs_nothing(driver: webdriver.Chrome, few: Round, tmp_path: Path) -> None:
    """The site is opened as a folder of files: no header protects it there."""
    app = make_app(Settings(few.chronicle, PORT, token=TOKEN))
    headers = [("Host", f"127.0.0.1:{PORT}"), ("Cookie", f"sayso_{PORT}={TOKEN}")]
    answer = ask(app, "/incidents/download/site", headers)
    with zipfile.ZipFile(BytesIO(answer.body)) as folder:
        assert all(not name.startswith("/") and ".." not in name for name in folder.namelist())
        folder.extractall(tmp_path)
    pages = sorted(tmp_path.rglob("*.html"))
    assert pages
    for page in pages[:60]:
        driver.get(page.as_uri())
        assert driver.execute_script("return [window.__ran, document.scripts.length]")[0] == [], page.name
        assert driver.current_url == page.as_uri()
    few.window.open("/incidents")
    asked = [said for said in few.window.problems() if not said.startswith("asked file:")]
    assert asked == []


# --- what is written and decided ---------------------------------------------------------------------------------


@pytest.mark.long
def test_hostile_words_that_somebody_types_stay_words(
    driver: webdriver.Chrome, known: frozenset[str], tmp_path: Path
) -> None:
    """A reviewer's name, notes, reasons and corrections are typed, kept, told on every page, and taken back."""
    with Store(tmp_path / "typed.db") as store:
        for number, name in enumerate(("Alder", "Birch", "Cedar", "Damson", "Elder", "Fennel", "Grove", "Hazel")):
            store.add(read(f"d{number}", f"{name} visited {name}ton on 2024-05-{number + 1:02}."))
        gather_pending(store)
    with serving(tmp_path / "typed.db") as served:
        window = enter(driver, served)
        look = partial(seen, window)
        for words in OWN[:6]:
            window.open("/review?state=all")
            typed(window, words)
            pages = [look(path) for path in ("/review?state=all", "/decisions", "/review/agreement", "/incidents")]
            window.open("/incidents")
            path = str(window.one(".what a").get_attribute("href")).removeprefix(window.served.address)
            assert strange([*pages, look(path)], known) == []
        assert quiet(window)


def typed(window: Window, words: str) -> None:
    """Names the reviewer so, and writes a note in these words: as forms send them."""
    send = """
    const [fields, path, done] = arguments;
    fetch(path, { method: "POST", body: new URLSearchParams(fields) }).then((answer) => done(answer.status));
    """
    thing = window.one(".item form.verdict [name=thing]").get_attribute("value")
    given = [
        ("/reviewer", {"name": words, "then": "/review"}),
        ("/decide", {"verdict": "note", "thing": thing, "why": words, "then": "/review"}),
        ("/decide", {"verdict": "accept", "thing": thing, "why": words, "then": "/review"}),
        ("/decide", {"verdict": "correct", "thing": thing, "field": "place", "after": words, "then": "/review"}),
        ("/decide", {"verdict": words, "thing": words, "then": "/review"}),
        ("/decide", {"verdict": "accept", "thing": words, "then": "/review"}),
        ("/decide", {"verdict": "accept", "thing": thing, "then": words}),
    ]
    for path, fields in given:
        assert window.driver.execute_async_script(send, fields, path) < 500, (path, fields)
