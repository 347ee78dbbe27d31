"""Handing over in Chromium: files, text, and a page of another site through the bookmark, which never runs here."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from sayso.chronicle.store import Store
from sayso.records import Failure
from tests.browser import NARROW, PATIENCE, WIDE, Window, chromium, enter
from tests.hostile_chronicle import OWN
from tests.serving import Served, serving
from tests.test_intake_mhtml import PAGE, TEXT
from tests.test_web_browser import CONTRAST
from tests.test_web_capture import STORY

READ = 180.0  # seconds for the language model and a few texts, on a machine that has much else to do
STAYS = [words for words in OWN if "refresh" not in words]  # the page itself must stay until it is handed over
HOSTILE = PAGE.replace("<nav>", "".join(STAYS) + "<script>window.__ran = 1</script><nav onload=alert(1)>")
BARE = "<html><head><title>elsewhere</title></head><body>nothing</body></html>"
# a page that opens the window itself and says what it likes, once or more
SENDS = """
const [origin, messages, done] = [arguments[0], arguments[1], arguments[2]];
const w = open(origin + "/capture/window");
addEventListener("message", (e) => {
  for (const message of messages) w.postMessage(message, origin);
  setTimeout(done, 300);
});
"""
HUGE = """
const [origin, done] = arguments, w = open(origin + "/capture/window");
addEventListener("message", () => {
  w.postMessage({ page: "<html>" + "x".repeat(25e6), address: location.href, title: "x" }, origin);
  setTimeout(done, 1500);
});
"""
WATCH = """
window.__xss = [];
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => window.__xss.push(name);
"""
FOREIGN = """
const own = [...document.scripts].filter((s) => !new URL(s.src || "x:").pathname.startsWith("/assets/"));
const bad = [...document.querySelectorAll("*")].filter((e) =>
  ["IFRAME", "OBJECT", "EMBED", "BASE", "IMG", "STYLE", "MATH"].includes(e.tagName)
  || (e.tagName === "TEXTAREA" && !e.matches("form[action^='/'] [name]"))
  || [...e.attributes].some((a) => /^on|^style$|^hx-on|^srcdoc$/i.test(a.name)
  || (/^(href|src|action|hx-get)$/i.test(a.name) && !/^(https?:|[/#?]|$)/i.test(a.value.trim()))));
const foreign = document.querySelectorAll("svg:not([data-drawing])").length;
return [window.__xss, own.length, bad.map((e) => e.outerHTML.slice(0, 200)), foreign];
"""


class _Elsewhere(BaseHTTPRequestHandler):
    """Pages of another site: a report, one with scripts in it, one that says it is a text of no language."""

    def do_GET(self) -> None:
        body = {"/hostile": HOSTILE, "/report": PAGE}.get(self.path, BARE).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """Another site on this machine: its name is another one than that of the application."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("capture") / "a.db"
    with Store(path) as store:
        for words in OWN:
            store.fail(Failure(words, "intake", words, words))
    with serving(path) as found:
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
    for extra in driver.window_handles[1:]:
        driver.switch_to.window(extra)
        driver.close()
    driver.switch_to.window(driver.window_handles[0])
    found.problems()


def until_read(window: Window) -> None:
    words = "return document.querySelector('#progress').textContent.includes('All is read')"
    WebDriverWait(window.driver, READ).until(lambda d: d.execute_script(words))


def handed(window: Window) -> list[str]:
    """The names of all that was handed over."""
    window.open("/capture")
    return [element.text for element in window.all(".handed .name")]


def bookmark(window: Window) -> str:
    """The script of the bookmark, as a click on it runs it."""
    window.open("/capture")
    href = str(window.one("[data-bookmarklet][href^='javascript:']").get_attribute("href"))
    return unquote(href.removeprefix("javascript:"))


def to_last(window: Window) -> None:
    """Goes on in the window that was opened last."""
    WebDriverWait(window.driver, PATIENCE).until(lambda d: len(d.window_handles) > 1)
    window.driver.switch_to.window(window.driver.window_handles[-1])
    window.until("document.readyState === 'complete'")


# --- files and text ----------------------------------------------------------------------------------------------


def test_files_are_handed_over_and_told_until_they_are_read(window: Window, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"A visit\n\n{STORY}")
    (tmp_path / "b.html").write_text(PAGE)
    (tmp_path / "c.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1"))
    window.open("/capture")
    window.one("#file").send_keys("\n".join(str(tmp_path / name) for name in ("a.txt", "b.html", "c.doc")))
    window.one(".drop button").click()
    until_read(window)
    states = [(element.text.split()[-1], element.get_attribute("class")) for element in window.all(".handed .state")]
    assert [state for state, _ in states] == ["failed", "stored", "stored"]
    assert "old office documents" in window.one("#progress").text
    window.one(".handed a[href^='/document']").click()
    assert TEXT in window.text()
    assert window.problems() == []


def test_files_can_be_dropped_anywhere(window: Window) -> None:
    window.open("/capture")
    window.run(
        "const t = new DataTransfer(); t.items.add(new File([arguments[0]], 'dropped.txt'));"
        "dispatchEvent(new DragEvent('drop', { dataTransfer: t, cancelable: true }))",
        f"Dropped\n\n{STORY}",
    )
    window.until("document.querySelector('#progress').textContent.includes('dropped.txt')")
    until_read(window)
    assert window.problems() == []


def test_a_file_that_is_too_large_is_told_before_it_is_sent(window: Window) -> None:
    window.open("/capture")
    window.run(
        "const t = new DataTransfer(); t.items.add(new File([new Uint8Array(70e6)], 'large.txt'));"
        "dispatchEvent(new DragEvent('drop', { dataTransfer: t, cancelable: true }))"
    )
    window.until("!document.querySelector('[data-problem]').hidden")
    assert "large.txt is too large" in window.one("[data-problem]").text


def test_text_is_added_without_scripts(window: Window) -> None:
    window.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        window.open("/capture")
        window.one("#title").send_keys("A pasted visit")
        window.one("#text").send_keys(STORY)
        window.one(".paste button").click()
        window.arrives("/capture#progress")
        assert "A pasted visit" in window.one("#progress").text
    finally:
        window.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_page_fits_its_window_and_hostile_reasons_are_words(window: Window, width: int) -> None:
    window.resize(width)
    window.open("/capture")
    window.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert window.overflow() == 0
    ran, scripts, bad, foreign = window.run(FOREIGN)
    assert (ran, scripts, foreign) == ([], 0, 0)
    assert [found for found in bad if not found.startswith("<a data-bookmarklet")] == []
    for scheme in ("light", "dark"):
        window.run("document.documentElement.dataset.scheme = arguments[0]", scheme)
        assert window.run(CONTRAST) == [], scheme
    assert window.problems() == []


# --- the bookmark ------------------------------------------------------------------------------------------------


def test_a_page_is_added_after_a_click_in_the_window_and_not_before(window: Window, elsewhere: str) -> None:
    before, script = handed(window), bookmark(window)
    window.driver.get(f"{elsewhere}/report")
    window.run(script)
    to_last(window)
    window.until("!document.querySelector('[data-shown]').hidden")
    assert window.one("[data-address]").text == f"{elsewhere}/report"
    assert TEXT in window.one(".words").text
    assert "secret" not in window.driver.page_source
    window.run("document.querySelector('[data-add]').click()")
    window.until("!document.querySelector('[data-add]').disabled")
    window.run("document.querySelector('[data-add]').click()")
    assert "Nothing is added" in window.one("[data-said]").text, "a script's click counts for nothing"
    assert handed(window) == before
    window.driver.back()


def test_the_click_hands_the_page_over(window: Window, elsewhere: str) -> None:
    script = bookmark(window)
    window.driver.get(f"{elsewhere}/report")
    window.run(script)
    to_last(window)
    window.until("!document.querySelector('[data-add]').disabled")
    window.one("[data-add]").click()
    window.until("document.querySelector('[data-said] a')")
    assert [found for found in window.problems() if elsewhere not in found] == []
    window.one("[data-said] a").click()
    until_read(window)
    assert handed(window)[0] == "Quay closed"
    assert f"{elsewhere}/report" in unquote(window.driver.page_source)


def test_scripts_of_a_page_never_run_in_the_window(window: Window, elsewhere: str) -> None:
    script = bookmark(window)
    window.driver.get(f"{elsewhere}/hostile")
    window.run(script)
    to_last(window)
    window.until("!document.querySelector('[data-shown]').hidden")
    _, scripts, bad, foreign = window.run(FOREIGN)
    assert (scripts, bad, foreign) == (0, [], 0)
    assert window.run("return window.__ran") is None
    assert TEXT in window.one(".words").text
    window.resize(NARROW)
    assert window.overflow() == 0


WRONG = {
    "no page": {"page": "just words", "address": "{}/x", "title": "x"},
    "no strings": {"page": ["<html>"], "address": 1, "title": None},
    "words": "sayso: ready",
    "nothing": None,
    "another site": {"page": BARE, "address": "https://bank.example/", "title": "x"},
    "a script": {"page": BARE, "address": "javascript:alert(1)", "title": "x"},
    "a file": {"page": BARE, "address": "file:///etc/passwd", "title": "x"},
    "no address": {"page": BARE, "address": "nowhere", "title": "x"},
}


RARE = [pytest.param(name, marks=pytest.mark.long) for name in WRONG if name != "another site"]


@pytest.mark.parametrize("name", ["another site", *RARE])
def test_a_message_that_is_no_page_is_refused(window: Window, elsewhere: str, name: str) -> None:
    message = WRONG[name]
    if isinstance(message, dict) and message["address"] == "{}/x":
        message = message | {"address": f"{elsewhere}/x"}
    window.driver.get(f"{elsewhere}/x")
    window.driver.execute_async_script(SENDS, window.served.address, [message])
    to_last(window)
    window.until("!document.querySelector('[data-said]').textContent.startsWith('Waiting')")
    assert not window.one("[data-shown]").is_displayed()
    assert not window.one("[data-add]").is_enabled()


def test_one_page_is_taken_and_what_comes_later_is_not(window: Window, elsewhere: str) -> None:
    pages = [{"page": f"<html><body>{n} words", "address": f"{elsewhere}/{n}", "title": str(n)} for n in range(3)]
    window.driver.get(f"{elsewhere}/x")
    window.driver.execute_async_script(SENDS, window.served.address, pages)
    to_last(window)
    assert window.one("[data-address]").text == f"{elsewhere}/0"
    assert window.one(".words").text == "0 words"


@pytest.mark.long
def test_a_huge_message_is_refused(window: Window, elsewhere: str) -> None:
    window.driver.get(f"{elsewhere}/x")
    window.driver.execute_async_script(HUGE, window.served.address)
    to_last(window)
    assert "too large" in window.one("[data-said]").text
    assert not window.one("[data-shown]").is_displayed()


def test_who_is_not_let_in_hands_nothing_over(window: Window, elsewhere: str) -> None:
    before, script = handed(window), bookmark(window)
    cookies = window.driver.get_cookies()
    window.driver.delete_all_cookies()
    window.driver.get(f"{elsewhere}/report")
    window.run(script)
    to_last(window)
    window.until("!document.querySelector('[data-add]').disabled")
    window.one("[data-add]").click()
    window.until("document.querySelector('[data-said]').textContent.includes('not let in')")
    for cookie in cookies:
        window.driver.add_cookie(cookie)
    assert handed(window) == before


def test_nobody_who_opened_the_window_is_told_how_to_go_on(window: Window) -> None:
    window.open("/capture/window")
    assert "save it and add the file" in window.text()
