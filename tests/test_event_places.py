"""Where events were: the cases of tests/cases/event_places.tsv.

A row: text, a word of the trigger, the place by its name, and the rule; "-" where the text gives none.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sayso import intake
from sayso.reading.kit import Kit
from sayso.reading.read import read_all
from sayso.records import Reading
from tests.looking import place_of
from tests.test_event_times import event_with

TSV = Path(__file__).with_name("cases") / "event_places.tsv"


def cases() -> list[dict[str, str]]:
    with TSV.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


CASES = cases()


@pytest.fixture(scope="module")
def readings(kit: Kit) -> list[Reading]:
    return list(read_all([intake.from_text(c["text"], published="2021-06-16") for c in CASES], kit))


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c['trigger']}: {c['rule']}" for c in CASES])
def test_where(number: int, readings: list[Reading]) -> None:
    case, reading = CASES[number], readings[number]
    event = event_with(reading, case["trigger"])
    assert (place_of(reading, event) or "-", event.place_rule or "-") == (case["place"], case["rule"])


def test_a_more_exact_place_of_the_same_state_wins(kit: Kit) -> None:
    text = "On Monday the army shelled rebels in Yemen. The shelling of the rebels at Aden went on for hours."
    [reading] = read_all([intake.from_text(text, published="2021-06-16")], kit)
    assert place_of(reading, event_with(reading, "shelled")) == "Aden"
