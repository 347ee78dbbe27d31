"""The plan in docs/scale.md is the one that the measured figures give."""

from __future__ import annotations

import pytest
from bench import planning


def test_the_page_has_the_table_of_now() -> None:
    page = planning.PAGE.read_text("utf-8")
    assert planning.filled(page) == page, "python bench/planning.py --write"
    assert planning.table() in page


def test_a_hundred_times_the_pages_take_a_hundred_times_the_cores() -> None:
    one, hundred = (float(planning.plan(10**n)["reading, core hours"].replace(",", "")) for n in (6, 8))
    assert hundred / one == pytest.approx(100, rel=0.02)


@pytest.mark.parametrize(("number", "told"), [(2.5e10, "25 GB"), (2.5e12, "2.5 TB"), (3e5, "0.3 MB")])
def test_bytes_in_words(number: float, told: str) -> None:
    assert planning.size(number) == told
