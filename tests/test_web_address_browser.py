"""Giving an address in Chromium: fetched when that was allowed, refused or failed with its reason in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from sayso.chronicle.store import Store
from tests.browser import NARROW, Window, chromium, enter
from tests.raw_server import RawServer, answer, raw_server
from tests.serving import Served, serving
from tests.test_fetching_used import STORY, WORDS, here
from tests.test_web_capture_browser import WATCH, until_read

HOSTILE = STORY.replace("A visit", "&lt;img src=x onerror=alert(1)&gt; seen").replace(
    "<article>", "<script>alert(1)</script><article onclick=alert(1)><img src=x onerror=alert(1)>"
)
NOWHERE = "http://10.11.12.13/story"  # an address of somebody's own network


@pytest.fixture(scope="module")
def site() -> Iterator[RawServer]:
    """Another site on this machine: two reports, a page that is gone, something that is no report."""
    told = {
        "/story": answer(STORY.encode()),
        "/hostile": answer(HOSTILE.encode()),
        "/gone": answer(b"", status="410 Gone"),
        "/picture": answer(b"\x89PNG\r\n\x1a\n" + bytes(200)),
        "*": answer(b"", status="404 Not Found"),
    }
    with raw_server(told) as found:
        yield found


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, site: RawServer) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("address") / "a.db"
    Store(path).close()
    with serving(path, fetch=True, allow=(here(site),)) as found:
        yield found


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("downloads")) as found:
        found.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        yield found


@pytest.fixture
def window(driver: webdriver.Chrome, served: Served) -> Iterator[Window]:
    found = enter(driver, served)
    yield found
    found.problems()


def give(window: Window, address: str) -> None:
    """Types an address into the form and sends it."""
    window.open("/capture")
    window.one("#address").send_keys(address)
    window.one(".fetch button").click()


def first_handed(window: Window) -> str:
    """What the page says of the address that was given last, when it was read."""
    window.until("document.querySelector('.handed li')")
    until_read(window)
    return window.one(".handed li").text


def test_an_address_is_fetched_read_and_leads_to_its_document(window: Window, site: RawServer) -> None:
    address = f"http://{here(site)}/story"
    give(window, address)
    window.arrives("/capture#progress")
    said = first_handed(window)
    assert "stored" in said
    assert address in said
    window.one(".handed a[href^='/document']").click()
    window.until("location.pathname === '/document'")
    assert WORDS in window.text()
    assert window.one(f".about a[href='{address}']").text == "the page itself"
    assert window.problems() == []


def test_an_address_inside_the_own_network_is_refused_with_its_reason(window: Window, site: RawServer) -> None:
    before = len(site.asked)
    give(window, NOWHERE)
    said = first_handed(window)
    assert "failed" in said
    assert "10.11.12.13" in said
    assert "--allow-private" in window.one("#progress").text, "how it could be allowed"
    assert NOWHERE in window.one(".failures").text
    assert len(site.asked) == before
    assert window.problems() == []


@pytest.mark.parametrize(("page", "reason"), [("gone", "410"), ("picture", "")])
def test_what_fails_says_why(window: Window, site: RawServer, page: str, reason: str) -> None:
    give(window, f"http://{here(site)}/{page}")
    said = first_handed(window)
    assert "failed" in said
    assert reason in said
    assert len(said.split("\n")[-1]) > 10, "a sentence"
    assert f"/{page}" in window.one(".failures li").text
    assert window.problems() == []


@pytest.mark.parametrize("address", ["ftp://files.example/a", "http://me:word@news.example/", "http://0x7f000001/"])
def test_what_is_no_address_of_a_page_is_told_on_a_page(window: Window, address: str) -> None:
    give(window, address)
    window.until("document.title.includes('Bad Request') || document.body.textContent.includes('not fetched')")
    assert "This is not fetched" in window.text() or "is no plain IPv4 address" in window.text()
    assert "word@" not in window.text(), "no password on the page"


def test_words_that_are_no_address_are_not_sent(window: Window) -> None:
    give(window, "the story of Friday")
    assert window.run("return document.querySelector('#address').validity.typeMismatch")
    assert window.run("return location.pathname + location.hash") == "/capture"


@pytest.mark.long
@pytest.mark.parametrize("width", [NARROW])
def test_scripts_of_a_fetched_page_never_run(window: Window, site: RawServer, width: int) -> None:
    window.resize(width)
    give(window, f"http://{here(site)}/hostile")
    assert "stored" in first_handed(window)
    assert window.overflow() == 0
    window.one(".handed a[href^='/document']").click()
    window.until("location.pathname === '/document'")
    assert WORDS in window.text()
    assert window.run("return window.__xss") == []
    assert window.run("return document.querySelectorAll('main script, main img').length") == 0
    assert window.problems() == []


def test_without_fetching_there_is_no_form_but_how_to_get_one(driver: webdriver.Chrome, tmp_path: Path) -> None:
    Store(tmp_path / "b.db").close()
    with serving(tmp_path / "b.db") as served:
        window = enter(driver, served)
        window.open("/capture")
        assert window.all("#address") == []
        assert "sayso serve --fetch" in window.text()
        assert window.problems() == []
