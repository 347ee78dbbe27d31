"""The steps of docs/tutorial.md in Chromium, as a newcomer takes them: from the first page to a corrected file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from sayso.cli import main
from tests.browser import PATIENCE, Window, chromium, enter
from tests.serving import serving

ROOT = Path(__file__).parents[1]
TUTORIAL = (ROOT / "docs/tutorial.md").read_text("utf-8")
WORDS = "crossed the border"  # of the incident that is corrected


@contextmanager
def opened(folder: Path) -> Iterator[Window]:
    """The first page over the example reports; what is downloaded lands in the folder."""
    chronicle = folder / "kim.db"
    assert main(["add", str(ROOT / "examples/kim-in-russia"), "-c", str(chronicle), "--quiet"]) == 0
    with serving(chronicle) as served, chromium(folder) as driver:
        yield enter(driver, served)


def link(window: Window, words: str) -> WebElement:
    """What can be clicked and has these words."""
    path = f"//main//*[self::a or self::summary or self::button][contains(normalize-space(.), '{words}')]"
    found = [element for element in window.driver.find_elements(By.XPATH, path) if element.is_displayed()]
    assert found, f"nothing to click says {words!r}"
    return found[0]


def value_of(window: Window, name: str) -> WebElement:
    """The value of a field beside its name."""
    path = f"//dl[@class='values']/dt[normalize-space(.)='{name}']/following-sibling::dd[1]"
    return window.driver.find_element(By.XPATH, path)


def correct(window: Window, name: str, value: str, why: str) -> None:
    """Opens the form beside a field, fills it in and sends it."""
    beside = value_of(window, name)
    beside.find_element(By.TAG_NAME, "summary").click()
    for field, words in (("after", value), ("why", why)):
        entry = beside.find_element(By.NAME, field)
        entry.clear()
        entry.send_keys(words)
    beside.find_element(By.CSS_SELECTOR, "form button").click()


def downloaded(window: Window, folder: Path) -> list[dict[str, str]]:
    """The rows of the file behind “Download” and “csv”."""
    link(window, "Download").click()
    link(window, "csv").click()
    WebDriverWait(window.driver, PATIENCE).until(lambda _: list(folder.glob("sayso*.csv")))
    (saved,) = folder.glob("sayso*.csv")
    with saved.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    saved.unlink()
    return rows


def test_the_steps_of_the_tutorial_lead_where_it_says(tmp_path: Path) -> None:
    with opened(tmp_path) as window:
        window.one("#kind-1").click()  # “visit”, the first of its facet
        window.until("location.search === '?kind=visit'")
        window.open(link(window, WORDS).get_attribute("href").removeprefix(window.served.address))  # type: ignore[union-attr]
        assert "at Khasan by armo" in window.text()
        assert "not told" in value_of(window, "Where").text
        correct(window, "Where", "Khasan", "the report says so")
        window.until("document.querySelector('.decided')?.textContent.includes('unknown → Khasan')")
        assert "The machine read: unknown" in value_of(window, "Where").text
        assert link(window, "Undo").is_displayed()
        (row,) = downloaded(window, tmp_path)
        assert (row["where"], row["what"]) == ("Khasan", WORDS)
        link(window, "Undo").click()
        window.until("document.querySelector('.decided')?.textContent.includes('Taken back')")
        assert "not told" in value_of(window, "Where").text
        assert "taken back by" in window.text()
        (row,) = downloaded(window, tmp_path)
        assert row["where"] == ""
        assert window.problems() == []


def test_what_the_tutorial_shows_is_there() -> None:
    pictures = re.findall(r"!\[([^]]+)\]\((images/tutorial-[\w-]+\.png)\)", TUTORIAL)
    assert len(pictures) >= 5
    assert all((ROOT / "docs" / path).is_file() for _, path in pictures)
    assert all(word in TUTORIAL for word in ("visit", WORDS, "Khasan", "Undo", "csv"))
