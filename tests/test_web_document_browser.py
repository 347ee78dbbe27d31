"""The article beside its records in Chromium: values light their words, words their records, at two widths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from tests.browser import NARROW, WIDE, Window, enter
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


# --- words that are selected -------------------------------------------------------------------------------------

SELECT = """
const [words, nth] = arguments, tree = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
const nodes = [];
while (tree.nextNode()) nodes.push(tree.currentNode);
const whole = nodes.map((n) => n.data).join("");
let at = -1;
for (let k = 0; k <= nth; k += 1) at = whole.indexOf(words, at + 1);
const place = (offset) => {
  for (const node of nodes) { if (offset <= node.length) return [node, offset]; offset -= node.length; }
};
const range = document.createRange();
range.setStart(...place(at));
range.setEnd(...place(at + words.length));
getSelection().removeAllRanges();
getSelection().addRange(range);
range.startContainer.parentElement.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
"""


def select(window: Window, words: str, nth: int = 0) -> None:
    window.run(SELECT, words, nth)


def value(window: Window, selector: str) -> str:
    return str(window.run("return document.querySelector(arguments[0]).value", selector))


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Served]:
    """A document that may be changed, with letters that JavaScript counts twice."""
    path = tmp_path / "fleet.db"
    with Store(path) as store:
        store.add(made(f"The 🚢🚢 fleet met the captain at Norfjord. The captain met him again.\n\n{STORY}"))
        gather_pending(store)
    with serving(path) as found:
        yield found


@pytest.fixture
def ours(driver: webdriver.Chrome, fleet: Served) -> Iterator[Window]:
    found = enter(driver, fleet)
    found.open(DOCUMENT)
    yield found
    assert found.problems() == []


def test_selected_words_become_a_record_that_is_taken_back(ours: Window) -> None:
    select(ours, "met the captain")
    ours.until("!document.querySelector('[data-picked]').hidden")
    ours.one("[data-new]").click()
    assert value(ours, "#add [name=words]") == "met the captain"
    assert ours.focused() == ours.run("return document.querySelector('[name=kind]').textContent.trim()")
    ours.one("#add [name=kind]").send_keys("meet")
    assert ours.one("#kind-means").text, "what the kind means"
    told = {"actors": "The 🚢🚢 fleet", "targets": "captain", "place": "Norfjord", "time": "3 May 2031"}
    for name, words in told.items():
        ours.one(f"#add [name={name}]").click()
        select(ours, words)
    assert value(ours, "#add [name=time]") == "2031-05-03", "words that the reader dates become days"
    ours.one("#add [name=source]").click()
    select(ours, "harbour office")
    ours.one("#add form > button").click()
    ours.until("document.querySelector('.decisions')")
    assert "".join(ours.run(LIT, ".text [data-s~=event]")).startswith("met the captain")
    assert "added by" in ours.one(".decisions").text
    ours.one(".decisions button").click()
    ours.until("!document.querySelector('.decisions')")
    assert "met the captain" not in ours.run(LIT, ".text [data-s~=event]")


def test_the_second_of_the_same_words_is_meant_where_it_was_selected(ours: Window) -> None:
    select(ours, "met", 1)
    ours.one("[data-new]").click()
    ours.one("#add [name=kind]").send_keys("meet")
    ours.one("#add form > button").click()
    ours.until("document.querySelector('.decisions')")
    before = "const w = document.querySelector('.text [data-s~=event]'); return w.previousSibling.textContent"
    assert ours.run(before).endswith("The captain ")


def test_what_is_refused_is_told_in_the_form_and_what_was_typed_stays(ours: Window) -> None:
    ours.one("#add summary").click()
    ours.one("#add [name=words]").send_keys("met")
    ours.one("#add [name=kind]").send_keys("meet")
    ours.one("#add form > button").click()
    ours.until("document.querySelector('.refused')")
    assert "stand 2 times" in ours.one(".refused").text
    assert value(ours, "#add [name=words]") == "met"
    assert [p for p in ours.problems() if "409" not in p] == []


def test_selected_words_correct_the_field_that_is_open(ours: Window) -> None:
    ours.one(".correct summary").click()
    ours.one("[data-fields]").send_keys("where")
    assert value(ours, "[name=after]") == "Norfjord"
    select(ours, "the yard")
    assert value(ours, "[name=after]") == "the yard"
    ours.one(".correct form > button").click()
    ours.until("document.querySelector('.decisions')")
    assert "corrected where: Norfjord → the yard" in ours.one(".decisions").text
    ours.one(".acts [value=reject]").click()
    ours.until("document.querySelector('.record.rejected')")
    assert ours.run("return document.querySelectorAll('.decided').length") == 1


@pytest.mark.long
def test_records_are_added_corrected_and_taken_back_without_scripts(ours: Window) -> None:
    ours.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        ours.open(DOCUMENT)
        ours.one("#add summary").click()
        ours.one("#add [name=words]").send_keys("met the captain")
        ours.one("#add [name=kind]").send_keys("meet")
        ours.one("#add form > button").click()
        ours.arrives("#add")
        assert "added by" in ours.one(".decisions").text
        ours.one(".decisions button").click()
        assert "Taken back" in ours.one(".decided").text
    finally:
        ours.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_forms_of_the_records_fit_and_are_readable(ours: Window, width: int) -> None:
    ours.resize(width)
    ours.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    ours.run("return new Promise((r) => setTimeout(r, 300))")  # each form that opens takes the focus
    ours.run("document.activeElement.blur()")
    select(ours, "met the captain")
    ours.until("!document.querySelector('[data-picked]').hidden")
    assert ours.overflow() == 0
    for scheme in ("light", "dark"):
        ours.run("document.documentElement.dataset.scheme = arguments[0]", scheme)
        assert ours.run(CONTRAST) == [], scheme
