"""The tables of docs/when-and-where.md tell what comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sayso
from sayso.export.rows import rows_of

PAGE = (Path(__file__).parents[1] / "docs" / "when-and-where.md").read_text("utf-8")
DAY = "2023-09-17"


def table(head: str) -> list[list[str]]:
    """The rows of the table of the page whose head begins so."""
    below = PAGE[PAGE.index(f"| {head} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in below]


@pytest.mark.parametrize("row", table("words"), ids=lambda row: row[0])
def test_words_have_the_value_days_and_form_of_the_table(row: list[str]) -> None:
    words, value, days, shown = row
    undated = words.endswith("*in a report without a date*")
    reading = sayso.read(f"Envoys met in Oslo {words.split(', *')[0]}.", published=None if undated else DAY)
    (time,) = reading.times
    told = re.findall(r"`([^`]+)`", value)
    assert [time.value, *([time.mod] if time.mod else [])] == told
    assert (", ".join([time.earliest, time.latest]) if time.earliest and time.latest else "none") == days
    assert [r.when or "not dated" for r in rows_of(reading)] == [shown]


def test_every_precision_is_explained() -> None:
    from sayso.records import PRECISIONS

    told = {name for row in table("precision") for name in re.findall(r"`([^`]+)`", row[0])}
    assert told == set(PRECISIONS)
