"""Reviewing in Chromium: by keys, ahead of the server, undone, off line, refused, by two people, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from sayso.chronicle.decided.decisions import listed
from sayso.chronicle.file import connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.verify import faults
from tests.browser import NARROW, PATIENCE, WIDE, Window, chromium, enter
from tests.serving import serving
from tests.test_decisions import read

NAMES = ("Alder", "Birch", "Cedar", "Damson", "Elder", "Fennel", "Grove", "Hazel", "Iris", "Juniper", "Laurel", "Maple")
TEXTS = {f"d{n}": f"{name} visited {name}ton on 2024-05-{n + 1:02}." for n, name in enumerate(NAMES)}
NOTHING_IS_UNSENT = "document.querySelector('.unsent').hidden"


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("downloads")) as found:
        found.execute_cdp_cmd("Network.enable", {})
        yield found


@pytest.fixture
def chronicle(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with Store(path) as store:
        for name, text in TEXTS.items():
            store.add(read(name, text))
        gather_pending(store)
    return path


@pytest.fixture
def window(driver: webdriver.Chrome, chronicle: Path) -> Iterator[Window]:
    with serving(chronicle) as served:
        found = enter(driver, served)
        found.open("/review")
        yield found
        off_line(found, False)
        driver.get("about:blank")  # what a page still fetches ends with it
        assert [p for p in found.problems() if "INTERNET_DISCONNECTED" not in p and "/decide" not in p] == []
        driver.delete_all_cookies()


def off_line(window: Window, off: bool) -> None:
    """Takes the network away from the browser, or gives it back."""
    conditions = {"offline": off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    window.driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)


def press(window: Window, *keys: str) -> None:
    for key in keys:
        window.driver.switch_to.active_element.send_keys(key)


def shown(window: Window) -> str:
    """The name in the heading of what is to be decided."""
    return window.one(".item h2").text.split(" ")[0]


def decided(chronicle: Path) -> list[tuple[str, str, str]]:
    """What was decided: verdict, by whom, state."""
    with closing(connect_to_read(chronicle)) as file:
        assert list(faults(file)) == []
        return [(one.decision.verdict, one.decision.who, one.state) for one in listed(file)]


def verdicts(chronicle: Path) -> list[str]:
    return [verdict for verdict, _, state in decided(chronicle) if state != "withdrawn"]


def counted(window: Window) -> tuple[int, int]:
    """How much was reviewed by everybody, and by oneself, as the page tells it."""
    return tuple(int(number.text) for number in window.all("#progress b"))  # type: ignore[return-value]


# --- the small set -----------------------------------------------------------------------------------------------


def test_a_queue_is_gone_through_by_keys_and_undone(window: Window, chronicle: Path) -> None:
    assert shown(window) == "Alder"
    press(window, "a")
    assert shown(window) == "Birch"
    press(window, "r", "n", "a")
    assert shown(window) == "Elder"
    assert counted(window) == (3, 3)
    press(window, "u")
    assert shown(window) == "Damson"
    assert counted(window) == (2, 2)
    press(window, "p", "p")
    assert shown(window) == "Birch"
    assert "rejected by you" in window.one(".item").text
    window.until(NOTHING_IS_UNSENT)
    assert verdicts(chronicle) == ["accept", "reject"]
    window.driver.refresh()
    assert counted(window) == (2, 2)
    window.open("/review")
    assert shown(window) == "Cedar", "what was passed over comes again"


def test_nothing_waits_for_the_network_and_what_is_unsent_is_sent_when_it_is_back(
    window: Window, chronicle: Path
) -> None:
    window.until("performance.getEntriesByType('resource').some((e) => e.name.includes('/review/items'))")
    window.until("document.readyState === 'complete'")
    off_line(window, True)
    press(window, "a", "r", "a", "u")
    assert shown(window) == "Cedar", "the decision that was undone never left"
    window.until("document.querySelector('.unsent').textContent.startsWith('2 decisions are not sent yet; the appl')")
    assert decided(chronicle) == []
    off_line(window, False)
    window.until(NOTHING_IS_UNSENT)
    assert [verdict for verdict, _, _ in decided(chronicle)] == ["accept", "reject"], "each once, in order"


# --- the others --------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_a_whole_queue_comes_to_its_end(window: Window, chronicle: Path) -> None:
    for name in NAMES:
        window.until(f"document.querySelector('.item h2')?.textContent.startsWith('{name}')")
        press(window, "a")
    window.until("document.querySelector('.end')?.textContent.includes('This was the last one')")
    window.until(NOTHING_IS_UNSENT)
    assert verdicts(chronicle) == ["accept"] * len(NAMES)
    press(window, "u")
    assert shown(window) == NAMES[-1]
    window.until(NOTHING_IS_UNSENT)
    window.open("/review")
    assert shown(window) == NAMES[-1]


@pytest.mark.long
def test_a_field_is_corrected_by_keys(window: Window, chronicle: Path) -> None:
    press(window, "c")
    assert window.run("return document.activeElement.name") == "field"
    Select(window.one(".correction select")).select_by_value("time")
    after = window.one(".correction [name=after]")
    assert after.get_attribute("value") == "2024-05-01"
    after.clear()
    after.send_keys("2024-04-30")
    window.one(".correction [name=why]").send_keys("the photo", Keys.ENTER)
    assert "corrected by you: time is 2024-04-30" in window.one(".item").text
    press(window, "a")
    window.until(NOTHING_IS_UNSENT)
    assert verdicts(chronicle) == ["correct", "accept"]
    assert counted(window) == (1, 1), "one thing, decided about twice"
    press(window, "u", "u")
    window.until(NOTHING_IS_UNSENT)
    assert verdicts(chronicle) == []
    assert counted(window) == (0, 0)


@pytest.mark.long
def test_a_note_is_written_and_letters_in_it_are_no_keys(window: Window, chronicle: Path) -> None:
    press(window, "e")
    press(window, "a rare name, look again", Keys.ENTER)
    assert "noted by you: a rare name, look again" in window.one(".item").text
    window.until(NOTHING_IS_UNSENT)
    assert verdicts(chronicle) == ["note"]
    assert counted(window) == (0, 0), "a note is no review"


@pytest.mark.long
def test_what_is_refused_is_told_and_comes_again(window: Window, chronicle: Path) -> None:
    with Store(chronicle) as store, store.writing() as file:  # meanwhile somebody removes the report
        file.execute("DELETE FROM incidents WHERE id IN (SELECT incident FROM incident_events m JOIN events e"
                     " ON e.id = m.event WHERE e.document = 'd0')")  # fmt: skip
        file.execute("DELETE FROM events WHERE document = 'd0'")
    press(window, "a")
    assert shown(window) == "Birch", "nobody waits for the answer"
    window.until("document.querySelector('.refused').textContent.includes('This was not decided')")
    assert counted(window) == (0, 0)
    press(window, "n")
    assert shown(window) == "Alder", "it is put back"
    window.one(".refused button").click()
    assert shown(window) == "Alder"


@pytest.mark.long
def test_leaving_with_something_unsent_is_asked_about(window: Window) -> None:
    off_line(window, True)
    press(window, "a")
    leaving = "const e = new Event('beforeunload', { cancelable: true }); return !window.dispatchEvent(e)"
    assert window.run(leaving)
    off_line(window, False)
    window.until(NOTHING_IS_UNSENT)
    assert not window.run(leaving)


@pytest.mark.long
def test_two_people_review_without_seeing_each_other_and_agree_or_not(window: Window, chronicle: Path) -> None:
    for name, keys in (("Anna", ("a", "a", "r")), ("Ärik", ("a", "r", "r"))):
        window.open("/review?of=mine")
        window.one(".reviewer summary").click()
        window.one("#reviewer-name").send_keys(name, Keys.ENTER)
        window.until(f"document.querySelector('.reviewer b')?.textContent === '{name}'")
        assert counted(window)[1] == 0
        seen = []
        for key in keys:
            seen.append(shown(window))
            press(window, key)
        window.until(NOTHING_IS_UNSENT)
        assert "Alder" in seen
    assert {who for _, who, _ in decided(chronicle)} == {"Anna", "Ärik"}
    window.open("/review/agreement")
    assert "Anna and Ärik" in window.one(".pairs").text
    window.open("/review?state=disagreeing")
    assert "accepted by Anna" in window.one(".item").text
    assert "rejected by Ärik" in window.one(".item").text


@pytest.mark.long
def test_the_keys_are_told_and_the_incident_opened(window: Window) -> None:
    press(window, "?")
    assert window.one("dialog.keys").is_displayed()
    press(window, "a")
    assert shown(window) == "Alder", "behind the list of keys nothing is decided"
    press(window, "?")
    assert not window.one("dialog.keys").is_displayed()
    press(window, "n", "o")
    window.until("location.pathname.startsWith('/incident/')")
    window.driver.back()
    window.until("document.querySelector('.item h2')?.textContent.startsWith('Birch')")


@pytest.mark.long
def test_a_filter_starts_the_queue_anew(window: Window) -> None:
    window.one("#f-actor").send_keys("Hazel", Keys.ENTER)
    window.until("document.querySelector('.item h2')?.textContent.startsWith('Hazel')")
    press(window, "a")
    window.until("document.querySelector('.end')")
    window.until(NOTHING_IS_UNSENT)
    assert counted(window) == (1, 1)


@pytest.mark.long
def test_an_older_decision_is_undone_in_the_history(window: Window, chronicle: Path) -> None:
    press(window, "a", "r")
    window.until(NOTHING_IS_UNSENT)
    window.open("/decisions?verdict=accept")
    window.one(".decisions .undo button").click()
    window.until("document.querySelector('.decided')?.textContent.includes('Taken back')")
    assert window.driver.current_url.startswith(f"{window.served.address}/decisions?verdict=accept&decided=")
    assert verdicts(chronicle) == ["reject"]


@pytest.mark.long
def test_a_review_needs_no_script(window: Window, chronicle: Path) -> None:
    window.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        window.open("/review")
        window.one(".item .yes").click()
        WebDriverWait(window.driver, PATIENCE).until(lambda d: d.find_elements(By.CSS_SELECTOR, ".decided"))
        assert shown(window) == "Birch"
        window.one(".decided button").click()
        WebDriverWait(window.driver, PATIENCE).until(lambda d: "Taken back" in d.page_source)
    finally:
        window.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert [state for _, _, state in decided(chronicle)] == ["withdrawn"]


@pytest.mark.long
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_pages_fit_their_window(window: Window, width: int) -> None:
    press(window, "a", "r")
    window.until(NOTHING_IS_UNSENT)
    window.resize(width)
    for path in ("/review", "/review?state=rejected", "/review?kind=none", "/decisions", "/review/agreement"):
        window.open(path)
        assert window.overflow() == 0, path
    window.open("/review")
    press(window, "c")
    assert window.overflow() == 0
