"""The pages in Chromium: opened at two widths, filtered, searched, saved, by keys."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser import NARROW, PATIENCE, WIDE, Window, chromium
from tests.large_chronicle import make_large
from tests.serving import Served, serving


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def driver(downloads: Path) -> Iterator[webdriver.Chrome]:
    with chromium(downloads) as found:
        yield found


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(make_large(tmp_path_factory.mktemp("browser") / "a.db", events=400)) as found:
        yield found


def number(words: str) -> int:
    return int(words.replace(",", ""))


def test_the_token_is_gone_from_the_address(window: Window) -> None:
    assert window.driver.current_url == f"{window.served.address}/incidents"
    assert "sayso_" not in window.run("return document.cookie"), "no script sees the cookie"


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_both_pages_fit_their_window(window: Window, width: int) -> None:
    window.resize(width)
    for path in ("/incidents", "/incidents?text=Norfjord", "/incidents?actor=nobody"):
        window.open(path)
        assert window.overflow() == 0
    window.open("/incidents")
    assert len(window.all("table.incidents tbody tr")) == 50
    window.one(".what a").click()
    assert "Who says so" in window.text()
    assert window.overflow() == 0


def test_a_click_on_a_facet_narrows_down_and_the_way_back_is_open(window: Window) -> None:
    window.open("/incidents")
    facet = window.one("#kind-2")
    promised = number(facet.find_element(By.CSS_SELECTOR, ".count").text)
    window.run("window.stays = true")
    facet.click()
    window.until("location.search.startsWith('?kind=')")
    window.until("document.querySelector('.chosen a')")
    assert window.run("return window.stays"), "only a part of the page was changed"
    assert f"of {promised} incident" in window.one(".where").text
    window.one(".chosen a").click()
    window.until("location.search === ''")
    window.driver.back()
    window.until("location.search.startsWith('?kind=') && document.querySelector('.chosen a')")


def test_words_are_searched_for_and_marked(window: Window) -> None:
    window.open("/incidents")
    window.one("#f-text").send_keys("Norfjord", Keys.ENTER)
    window.until("document.querySelector('mark')")
    assert window.driver.current_url.endswith("/incidents?text=Norfjord"), "empty fields stay out of the address"
    assert {mark.text for mark in window.all("mark")} == {"Norfjord"}


def test_the_filter_folds_away_in_a_narrow_window(window: Window) -> None:
    window.resize(NARROW)
    window.open("/incidents")
    assert not window.one("#f-text").is_displayed()
    window.one(".side-switch").click()
    assert window.one("#f-text").is_displayed()
    window.one("#status-1").click()
    window.until("location.search.startsWith('?status=')")
    assert window.overflow() == 0


def test_a_view_is_saved_as_a_file(window: Window, downloads: Path) -> None:
    window.open("/incidents?kind=visit")
    shown = number(window.one(".total").text.split()[0])
    window.one(".menu summary").click()
    window.one(".menu a[href*='/download/csv']").click()
    saved = downloads / "sayso-incidents.csv"
    deadline = time.monotonic() + PATIENCE
    while not saved.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(saved.read_text("utf-8-sig").splitlines()) == shown + 1


def test_everything_is_reached_by_keys(window: Window) -> None:
    window.open("/incidents")
    body = window.one("body")
    body.send_keys(Keys.TAB)
    assert window.focused() == "Skip to the content"
    window.driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert window.focused() == "main"
    reached = []
    for _ in range(40):
        window.driver.switch_to.active_element.send_keys(Keys.TAB)
        reached.append(window.focused())
        outlined = "return getComputedStyle(document.activeElement).outlineStyle"
        assert window.run(outlined) != "none", reached[-1]
    assert {"f-text", "f-since", "f-order", "kind-1"} <= set(reached)
    window.run("document.getElementById('status-1').focus()")
    window.driver.switch_to.active_element.send_keys(Keys.ENTER)
    window.until("location.search.startsWith('?status=')")
    menu = window.one(".menu summary")
    menu.send_keys(Keys.ENTER)
    assert window.run("return document.querySelector('.menu').open")
    menu.send_keys(Keys.ESCAPE)
    assert not window.run("return document.querySelector('.menu').open")


def test_the_scheme_can_be_switched_and_is_kept(window: Window) -> None:
    paper = "return getComputedStyle(document.documentElement).backgroundColor"
    window.open("/incidents")
    light = window.run(paper)
    window.one("[data-scheme-switch]").click()
    assert window.run(paper) != light
    window.open("/incidents?kind=visit")
    assert window.run(paper) != light
    window.one("[data-scheme-switch]").click()
    assert window.run(paper) == light


def test_the_pages_work_without_scripts(window: Window) -> None:
    window.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        window.open("/incidents")
        window.one("#f-actor").send_keys("Actor 1", Keys.ENTER)
        window.arrives("/incidents?actor=Actor+1")
        kind = window.one("#kind-1 .value").text
        window.one("#kind-1").click()
        window.arrives(f"/incidents?kind={kind}&actor=Actor+1")
        page = window.one(".what a").get_attribute("href") or ""
        window.one(".what a").click()
        window.arrives(page)
    finally:
        window.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_text_stands_out_from_its_ground_in_both_schemes(window: Window) -> None:
    """Contrast of 4.5 to 1 (WCAG 2.2, AA) for all words of both pages."""
    for scheme in ("light", "dark"):
        for path in ("/incidents?text=Norfjord&status=happened", "@incident"):
            if path == "@incident":
                window.open("/incidents")
                window.driver.get(window.one(".what a").get_attribute("href") or "")
            else:
                window.open(path)
            window.run("document.documentElement.dataset.scheme = arguments[0]", scheme)
            window.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
            faint = window.run(CONTRAST)
            assert faint == [], (scheme, path)


CONTRAST = """
const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data]; };
const light = (c) => { const [r, g, b] = c.slice(0, 3).map((v) => { v /= 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const ground = (e) => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor);
  if (c[3] === 255) return c; } return [255, 255, 255, 255]; };
const faint = new Set();
for (const e of document.querySelectorAll("body *")) {
  if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility()) continue;
  const [a, b] = [light(rgba(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
  if ((a + 0.05) / (b + 0.05) < 4.5) faint.add(`${e.tagName}.${e.className} ${getComputedStyle(e).color}`);
}
return [...faint];
"""
