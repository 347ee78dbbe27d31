"""Timeline and network in Chromium: no label touches another, keys and clicks lead to views with an address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser import FITTED, NARROW, TOUCHING, WIDE, Window, chromium, enter
from tests.large_chronicle import make_large
from tests.serving import serving

LABELS = "svg.timeline .label, svg.timeline .cluster rect"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    folder = tmp_path_factory.mktemp("drawings")
    with serving(make_large(folder / "a.db", events=400)) as served, chromium(folder) as driver:
        yield enter(driver, served)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_label_touches_another(window: Window, width: int) -> None:
    window.resize(width)
    for lanes in ("kind", "actor"):
        window.open(f"/timeline?from=2021-01-01&to=2021-03-31&lanes={lanes}")
        window.until(
            "Math.abs(document.querySelector('.scroll').clientWidth"
            " - document.querySelector('[data-chart]').dataset.width) <= 24"
        )
        assert window.all("svg.timeline .label")
        assert window.run(TOUCHING, LABELS) == []
        assert window.overflow() == 0
    assert window.problems() == []


def test_keys_and_clicks_lead_to_other_views(window: Window) -> None:
    window.resize(WIDE)
    window.open("/timeline?from=2021-01-01&to=2021-03-31")
    window.until(FITTED)
    window.one("[data-chart]").send_keys(Keys.ARROW_RIGHT)
    window.until("location.search.includes('from=2021-01-2')")
    window.one("[data-chart]").send_keys("+")
    window.until("document.querySelector('[data-chart]').dataset.from >= '2021-02-01'")
    window.driver.back()
    window.until("document.querySelector('[data-chart]').dataset.from.startsWith('2021-01-2')")
    window.one("a[data-window][href*='lanes=place']").click()
    window.until("location.search.includes('lanes=place')")
    assert window.problems() == []
