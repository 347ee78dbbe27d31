"""The page of an incident in Chromium: split, merged and corrected by a person, and all of it taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from sayso.chronicle.file import connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.views.entries import View, entries
from tests.browser import NARROW, WIDE, Window, enter
from tests.hostile_chronicle import OWN, make_hostile
from tests.serving import Served, serving
from tests.test_decisions import TEXTS, read
from tests.test_web_incident import THIRD, reports_of, shelled


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    path = tmp_path / "a.db"
    with Store(path) as store:
        for name in TEXTS:
            store.add(read(name))
        store.add(read("e", THIRD))
        gather_pending(store)
    with serving(path) as found:
        yield found


def undo(window: Window) -> None:
    window.one(".decided button").click()
    window.until("document.querySelector('.decided')?.textContent.includes('Taken back')")


def test_split_by_ticks_and_merged_again_each_with_undo(window: Window) -> None:
    chronicle = window.served.settings.chronicle
    window.open(f"/incident/{shelled(chronicle)}")
    window.all(".tick input")[-1].click()
    window.one("#ticked button").click()
    window.until("document.querySelector('.decided')?.textContent.includes('Told apart')")
    assert len(reports_of(chronicle)) == 2
    window.one(".likely input").click()
    window.one("button[value=same]").click()
    window.until("document.querySelector('.decided')?.textContent.includes('Taken for one')")
    assert reports_of(chronicle) == {frozenset("abe")}
    undo(window)
    assert len(reports_of(chronicle)) == 2
    window.all(".history button")[0].click()
    window.until("document.querySelectorAll('.history .taken-back').length >= 1")
    assert reports_of(chronicle) == {frozenset("abe")}


def test_a_value_is_corrected_by_keys_alone(window: Window) -> None:
    chronicle = window.served.settings.chronicle
    window.open(f"/incident/{shelled(chronicle)}")
    window.run("document.querySelector('input[value=time]').closest('details').querySelector('summary').focus()")
    window.driver.switch_to.active_element.send_keys(Keys.ENTER, Keys.TAB)
    day = window.driver.switch_to.active_element
    assert day.get_attribute("value") == "2024-05-06"
    day.clear()
    day.send_keys("2024-05-05", Keys.TAB, "the log", Keys.ENTER)
    window.until("document.querySelector('.corrected')")
    assert "The machine read: 2024-05-06" in window.one(".corrected").text
    with closing(connect_to_read(chronicle)) as file:
        assert next(entries(file, View(kind="attack"))).earliest == "2024-05-05"
    undo(window)
    assert not window.all(".corrected")


def test_what_does_not_fit_is_told_in_a_sentence(window: Window) -> None:
    window.open(f"/incident/{shelled(window.served.settings.chronicle)}")
    window.run("document.querySelector('input[value=time]').closest('details').open = true")
    window.run("document.querySelector('details[open] input[name=after]').value = 'some day'")
    window.one("details[open] form.decision button").click()
    window.until("document.body.textContent.includes('not decided')")
    assert any("409" in problem for problem in window.problems()), "the browser notes the answer in its console"


@pytest.mark.long
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_hostile_and_long_words_stay_in_the_page(driver: webdriver.Chrome, tmp_path: Path, width: int) -> None:
    with serving(make_hostile(tmp_path / "h.db", OWN)) as served:
        window = enter(driver, served, width)
        for number in range(1, len(OWN) + 1):
            window.open(f"/incident/i{number:06}")
            assert window.all("#history")
            assert window.overflow() == 0, OWN[number - 1]
        window.open("/api")
        assert window.overflow() == 0
        assert window.problems() == []
