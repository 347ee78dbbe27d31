"""Fixtures that every test may use: a loaded kit, sentences parsed with it, and a window of the browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from sayso import api
from sayso.ids import version_id
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.records import Document
from sayso.work import crew

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from tests.browser import Window
    from tests.serving import Served

# `make test` draws the same examples every time; `make test-long` draws new ones, and more
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("new", max_examples=400, deadline=None)
settings.load_profile(os.environ.get("SAYSO_EXAMPLES", "same"))

# files of few tests that take long: they begin, so that neither of two processes works alone at the end
LONG_FILES = frozenset(
    {
        "test_kills.py", "test_work_kills.py", "test_watch_kills.py", "test_scale_same.py", "test_scale_read.py",
        "test_work_real.py", "test_faults.py", "test_bad_inputs.py", "test_fuzz_intake.py", "test_pathological.py",
        "test_web_address_browser.py", "test_web_capture_browser.py", "test_web_hostile_browser.py",
    }
)  # fmt: skip

crew.FEW = 0  # the command line within a test reads in this process, which has loaded the model, unless it is told else


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG_FILES)


def document(text: str, title: str | None = None, published: str | None = None) -> Document:
    """A document as intake makes it: the title first, then a blank line."""
    whole = f"{title}\n\n{text}" if title else text
    return Document(
        id="case",
        version=version_id(whole, "test"),
        text=whole,
        title=title,
        title_stop=len(title or ""),
        published=published,
        published_from="given" if published else None,
        language="en",
    )


@pytest.fixture(scope="session")
def kit() -> Kit:
    """The kit that `sayso.read` uses too: a worker loads one model."""
    return api.kit()


@pytest.fixture(scope="session")
def parse(kit: Kit) -> Callable[..., Parsed]:
    def parse_text(text: str, title: str | None = None, published: str | None = None) -> Parsed:
        return kit.parser.parse(document(text, title, published))

    return parse_text


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Chromium, for one module of tests; loud skip where there is none."""
    from tests.browser import chromium

    with chromium(tmp_path_factory.mktemp("downloads")) as found:
        yield found


@pytest.fixture
def window(driver: Chrome, served: Served) -> Iterator[Window]:
    """A window on the application that the module's own `served` runs; nothing may have gone wrong in it."""
    from tests.browser import enter

    found = enter(driver, served)
    yield found
    assert found.problems() == []
