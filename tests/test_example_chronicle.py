"""The chronicle that `make demo` ends with: nine pages of six outlets, gathered as an analyst would sign it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import sayso
from sayso.cli import main
from sayso.export.incident_rows import show_when
from sayso.records import Entry

FOLDER = Path(__file__).parents[1] / "examples" / "kim-in-russia"
Pick = Callable[..., Entry]


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = tmp_path_factory.mktemp("demo") / "sayso.db"
    assert main(["add", str(FOLDER), "-c", str(path), "--quiet"]) == 0
    with sayso.open(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def pick(chronicle: Any) -> Pick:
    """The incident that holds an event told by a word in a page."""

    def found(word: str, page: str, **filters: Any) -> Entry:
        fitting = [
            entry
            for entry in chronicle.list(**filters)
            if any(page in told.document and word in told.quote for told in entry.tellings)
        ]
        (entry,) = fitting
        return entry

    return found


def pages(entry: Entry) -> set[str]:
    """The outlets that tell an incident, the undated daily by its name."""
    return {told.publisher or "" for told in entry.tellings}


def test_two_copies_of_the_wire_story_are_no_further_origins(pick: Pick) -> None:
    crossing = pick("crossed the border", "harbor-wire")
    assert pages(crossing) == {"Harbor Wire", "Lowland Courier", "Meridian Standard"}
    assert (crossing.reports, crossing.origins) == (3, 1)


def test_the_talks_are_told_by_three_separate_origins(pick: Pick) -> None:
    talks = pick("held talks", "harbor-wire", kind="meet", place="Vostochny", status="happened")
    assert (talks.reports, talks.origins) == (5, 3)
    assert (talks.earliest, talks.latest) == ("2023-09-13", "2023-09-13")
    assert "carries out" in " ".join(link.how for link in talks.linked)


def test_the_number_of_drones_is_in_dispute(pick: Pick) -> None:
    gifts = pick("attack drones", "rassvet", kind="transfer")
    assert pages(gifts) == {"Rassvet State News Agency", "The Coastal Gazette"}
    (number,) = [dispute for dispute in gifts.disputes if dispute.field == "number"]
    assert {number.one[:4], number.other[:4]} == {"five", "thre"}
    assert {number.one_source, number.other_source} == {"press service", "railway worker"}


def test_the_sale_of_jets_is_claimed_and_denied(pick: Pick) -> None:
    sale = pick("Su-57", "moscow-agreed-to-sell", kind="transfer")
    assert {"Kremlin official", "European diplomat"} <= {t.source for t in sale.tellings if t.stance == "denies"}
    assert any(dispute.field == "status" for dispute in sale.disputes)


def test_the_undated_daily_gets_its_saturday_from_the_others(pick: Pick) -> None:
    bombers = pick("Tu-160", "text:", kind="visit")
    assert "The Northern Ledger" in pages(bombers)
    assert bombers.earliest == bombers.latest == "2023-09-16"
    doubted = pick("Moscow had agreed", "text:", kind="agree")
    assert doubted.earliest is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Federal University", "rassvet"), ("inspected", "harbor-wire")),
        (("toured a factory", "harbor-wire"), ("inspected", "harbor-wire")),
        (("left Russia", "rassvet"), ("inspected", "harbor-wire")),
        (("attack drones", "rassvet"), ("rocket technology", "text:")),
        (("will travel to Pyongyang", "rassvet"), ("visit by Mr. Putin", "text:")),
        (("Su-57", "moscow-agreed"), ("any transfer of weapons", "coastal")),
    ],
)
def test_what_happened_apart_stays_apart(pick: Pick, one: tuple[str, str], other: tuple[str, str]) -> None:
    kinds = {
        "Federal": "visit",
        "toured": "visit",
        "left": "visit",
        "attack": "transfer",
        "will": "visit",
        "Su-57": "transfer",
    }
    kind = kinds[one[0].split()[0]]
    assert pick(*one, kind=kind).id != pick(*other, kind=kind).id


def test_no_input_is_lost(chronicle: Any) -> None:
    assert {row["what"]: row["number"] for row in chronicle.stats().to_dicts()}["documents"] == 9


def test_a_year_stays_a_year_also_where_another_report_dates_it(pick: Pick) -> None:
    supplied = pick("since last year", "c637e178")
    assert show_when(supplied) == "since 2022"


def test_the_deal_that_one_asserts_and_another_denies_is_in_dispute(pick: Pick) -> None:
    agreed = pick("agreed last week", "moscow-agreed", kind="agree")
    assert [(d.field, d.one, d.other) for d in agreed.disputes] == [("status", "happened", "denied")]
    assert (agreed.origins, agreed.denials) == (1, 1)
