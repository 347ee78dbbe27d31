"""The article beside its records in Chromium: values light their words, words their records, at two widths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from tests.browser import NARROW, WIDE, Window, chromium, enter
from tests.hand_made_reading import STORY, made
from tests.serving import Served, serving
from tests.test_web_browser import CONTRAST

PAGE = b"<html><body><nav>Home | Ports</nav><article><p>%s</p></article></body></html>"
DOCUMENT = "/document?id=" + quote("https://paper.example/1", safe="")
LONG = "W" * 400
LIT = "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("document") / "a.db"
    with Store(path) as store:
        store.add(made(f"{STORY} The yard was closed."))
        now = made(f"{STORY}\n\n{LONG} " + "And more was told of the yard.\n\n" * 60)
        data = PAGE % STORY.encode()
        store.add(replace(now, document=replace(now.document, capture="ab" * 32)), data)
        gather_pending(store)
    with serving(path) as found:
        yield found


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("downloads")) as found:
        yield found


@pytest.fixture
def window(driver: webdriver.Chrome, served: Served) -> Iterator[Window]:
    found = enter(driver, served)
    yield found
    assert found.problems() == []


def field(window: Window, words: str) -> str:
    """The selector of the value of an event with these words."""
    script = "return [...document.querySelectorAll('ol .field')].find((f) => f.textContent === arguments[0]).id"
    return f"#{window.run(script, words)}"


def test_a_value_lights_its_words_and_stays_lit_when_it_is_chosen(window: Window) -> None:
    window.open(DOCUMENT)
    value = window.one(field(window, "the yard at Norfjord"))
    ActionChains(window.driver).move_to_element(value).perform()
    window.until("document.querySelector('.w.lit')")
    assert "".join(window.run(LIT, ".w.lit")) == "the yard at Norfjord"
    value.click()
    ActionChains(window.driver).move_to_element(window.one(".top")).perform()
    assert "".join(window.run(LIT, ".w.lit")) == "the yard at Norfjord"
    value.send_keys(Keys.ESCAPE)
    assert window.run(LIT, ".lit") == []


def test_words_light_their_records_and_no_other_words(window: Window) -> None:
    window.open(DOCUMENT)
    words = next(e for e in window.all(".text .w") if e.text == "The envoy")
    ActionChains(window.driver).move_to_element(words).perform()
    window.until("document.querySelector('.found .field.lit')")
    assert "the envoy" in window.run(LIT, ".found .field.lit")
    assert window.run(LIT, ".w.lit") == ["The envoy"]
    assert len(window.all("li.record.holds-lit")) >= 1


def test_a_click_on_words_unfolds_a_record_that_is_folded(window: Window) -> None:
    window.open(DOCUMENT)
    window.run("document.querySelector('ol.records').remove()")
    next(e for e in window.all(".text .w") if e.text == "Tu-95").click()
    assert window.run(
        "return [...document.querySelectorAll('details[open] .lit')].some((e) => e.textContent === 'Tu-95')"
    )


def test_keys_light_words_too(window: Window) -> None:
    window.open(DOCUMENT)
    window.run(f"document.querySelector('{field(window, 'toured')}').focus()")
    assert window.run(LIT, ".w.lit") == ["toured"]


def test_without_scripts_a_value_leads_to_its_words_and_a_word_to_its_record(window: Window) -> None:
    window.open(DOCUMENT)
    value = field(window, "toured")
    window.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        window.open(DOCUMENT)
        window.one(value).click()
        target = window.driver.current_url.rsplit("#", 1)[1]
        assert window.one(f"#{target}").text == "toured"
        window.one(f"#{target}").click()
        assert window.driver.current_url.endswith(value)
    finally:
        window.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_sentences_without_an_event_are_shown_when_they_are_asked_for(window: Window) -> None:
    window.open(DOCUMENT)
    line = "return getComputedStyle(document.querySelector('[data-s~=bare]')).textDecorationStyle"
    assert window.run(line) != "dotted"
    window.one("#show-bare").click()
    assert window.run(line) == "dotted"


def test_the_stored_page_is_unfolded_in_its_place(window: Window) -> None:
    window.open(DOCUMENT)
    window.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    window.one("#left-out a").click()
    window.until("document.querySelector('#left-out .cuts')")
    assert "Home | Ports" in window.one("#left-out").text
    assert "left-out" not in window.driver.current_url


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_article_and_records_fit_their_window(window: Window, width: int) -> None:
    window.resize(width)
    for path in (DOCUMENT, f"{DOCUMENT}&text_number=1", "/documents", "/sources", "/sources?kind=none"):
        window.open(path)
        window.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert window.overflow() == 0, path
    window.open(DOCUMENT)
    text, records = (window.one(part).rect for part in (".text", ".found"))
    assert (
        records["x"] > text["x"] + text["width"] - 1 if width == WIDE else records["y"] > text["y"] + text["height"] - 1
    )


def test_words_stand_out_from_their_ground(window: Window) -> None:
    for scheme in ("light", "dark"):
        for path in (DOCUMENT, f"{DOCUMENT}&text_number=1", "/documents", "/sources"):
            window.open(path)
            window.run("document.documentElement.dataset.scheme = arguments[0]", scheme)
            window.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
            window.run("document.querySelectorAll('[data-r], #show-bare').forEach((e) => e.classList.add('lit'))")
            assert window.run(CONTRAST) == [], (scheme, path)
