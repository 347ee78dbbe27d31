"""Undated reports dated by another report of the same incident, and left undated again when that report goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from sayso.chronicle.file import connect_to_read
from sayso.chronicle.gathered.dating import dated_in_short, dating_reasons
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.upkeep import remove
from sayso.chronicle.views.entries import View, entries, entry
from sayso.chronicle.views.explained import dated_because
from sayso.gathering.compared import ready
from sayso.gathering.dating import settled, supports_of
from sayso.gathering.facts import facts_of
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.read import read_parsed
from sayso.records import Reading

UNDATED = (
    "The envoy Marta Lindqvist met the governor of Norfjord at Castle Halden on Saturday. "
    "Rebels shelled the port of Odda two days earlier. A ferry sank off Bergen last year."
)
DATED = "The envoy Marta Lindqvist met the governor of Norfjord at Castle Halden on Saturday, her office said."
ANOTHER_WEEK = "The envoy Marta Lindqvist met the governor of Norfjord at Castle Halden on Saturday, it was announced."
Reads = Callable[..., Reading]


@pytest.fixture(scope="module")
def reads(kit: Kit, parse: Callable[..., Parsed]) -> Reads:
    def read(text: str, published: str | None, name: str) -> Reading:
        found = read_parsed(parse(text, None, published), kit)
        return replace(found, document=replace(found.document, id=name, publisher=f"The {name.title()}"))

    return read


@pytest.fixture(scope="module")
def undated(reads: Reads) -> Reading:
    return reads(UNDATED, None, "ledger")


@pytest.fixture(scope="module")
def dated(reads: Reads) -> Reading:
    return reads(DATED, "2023-09-18", "courier")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "a.db") as opened:
        yield opened


def filled(store: Store, readings: Sequence[Reading]) -> Store:
    for reading in readings:
        store.add(reading)
        gather_pending(store)
    return store


def days(store: Store, document: str) -> set[tuple[str, str | None, str | None]]:
    rows = store.connection.execute(
        "SELECT e.kind, s.earliest, s.latest FROM settled_events s JOIN events e ON e.id = s.event"
        " WHERE s.document = ?",
        (document,),
    )
    return set(rows.fetchall())


def whole(store: Store) -> list[list[tuple[object, ...]]]:
    tables = ("settled", "settled_by", "settled_events", "incidents")
    return [store.connection.execute(f"SELECT * FROM {t} ORDER BY 1, 2, 3").fetchall() for t in tables]


def test_a_day_of_the_week_becomes_the_day_that_another_report_gives(
    store: Store, undated: Reading, dated: Reading
) -> None:
    filled(store, [undated])
    assert not days(store, "ledger")
    filled(store, [dated])
    assert ("meet", "2023-09-16", "2023-09-16") in days(store, "ledger")
    assert ("attack", "2023-09-14", "2023-09-14") in days(store, "ledger")
    assert {d for d in days(store, "ledger") if d[0] == "accident"} <= {("accident", "2022-01-01", "2022-12-31")}


def test_what_the_text_says_stays_open(store: Store, undated: Reading, dated: Reading) -> None:
    filled(store, [undated, dated])
    rows = store.connection.execute("SELECT earliest FROM events WHERE document = 'ledger'").fetchall()
    assert set(rows) == {(None,)}


def test_lists_and_filters_have_the_day_and_say_whence(store: Store, undated: Reading, dated: Reading) -> None:
    filled(store, [undated, dated])
    (found,) = entries(store.connection, View(kind="attack", since="2023-09-14", until="2023-09-14"))
    assert (found.earliest, found.reports) == ("2023-09-14", 1)
    assert found.dated_by == dated_in_short(store.connection, "ledger")
    assert "“Saturday” is 2023-09-16" in str(found.dated_by)
    assert "The Courier of 2023-09-18" in str(found.dated_by)
    assert not list(entries(store.connection, View(kind="attack", since="2023-09-15")))


def test_the_reasons_name_the_report_and_why_it_is_the_same(store: Store, undated: Reading, dated: Reading) -> None:
    filled(store, [undated, dated])
    first, written = dating_reasons(store.connection, "ledger")
    assert "both meet" in first
    assert written.startswith("so it was written between 2023-09-16 and")
    (meeting,) = entries(store.connection, View(kind="meet"))
    assert (meeting.reports, meeting.dated_by) == (2, None)
    assert dated_because(store.connection, meeting.id)[0].startswith("The Ledger: “Saturday”")


def test_nothing_is_settled_once_the_support_is_removed(store: Store, undated: Reading, dated: Reading) -> None:
    alone = whole(filled(store, [undated]))
    filled(store, [dated])
    remove(store, "courier", why="test")
    assert whole(store) == alone


def test_a_support_that_changes_its_day_changes_what_it_settles(
    store: Store, undated: Reading, dated: Reading, reads: Reads
) -> None:
    filled(store, [undated, dated, reads(DATED, "2023-09-25", "courier")])
    assert ("meet", "2023-09-23", "2023-09-23") in days(store, "ledger")
    filled(store, [reads(DATED.replace("Saturday", "Friday"), "2023-09-25", "courier")])
    assert not days(store, "ledger")


def test_the_order_of_arrival_makes_no_difference(
    tmp_path: Path, undated: Reading, dated: Reading, reads: Reads
) -> None:
    third = reads("Rebels shelled the port of Odda on Thursday, killing nine people.", None, "post")
    found = []
    for number, order in enumerate(permutations((undated, dated, third))):
        with Store(tmp_path / f"{number}.db") as store:
            found.append(whole(filled(store, order)))
    assert all(one == found[0] for one in found)


def test_what_was_settled_settles_nothing_else(store: Store, undated: Reading, dated: Reading, reads: Reads) -> None:
    """The attack of the dated ledger is on a Thursday; another undated report of it stays undated."""
    third = reads("Rebels shelled the port of Odda on Thursday, killing nine people.", None, "post")
    filled(store, [undated, third, dated])
    assert days(store, "ledger")
    assert not days(store, "post")


def test_dated_later_by_hand_it_is_dated_by_itself(
    store: Store, undated: Reading, dated: Reading, reads: Reads
) -> None:
    filled(store, [undated, dated, reads(UNDATED, "2023-09-18", "ledger")])
    assert not days(store, "ledger")
    assert store.connection.execute("SELECT count(*) FROM settled").fetchone() == (0,)


def test_two_days_for_one_time_settle_nothing_and_are_told(undated: Reading, dated: Reading, reads: Reads) -> None:
    other = reads(ANOTHER_WEEK, "2023-09-25", "gazette")
    (mine,) = (ready(f) for f in facts_of(undated) if f.kind == "meet")
    theirs = [ready(f) for r in (dated, other) for f in facts_of(r) if f.kind == "meet"]
    supports = list(supports_of(undated, mine, theirs))
    assert {s.day for s in supports} == {"2023-09-16", "2023-09-23"}
    found = settled(undated, supports)
    assert not found.days
    assert found.problem == "'Saturday' would be 2023-09-16 and 2023-09-23"


def test_another_day_of_the_week_is_no_support(undated: Reading, reads: Reads) -> None:
    other = reads(DATED.replace("Saturday", "Friday"), "2023-09-18", "courier")
    (mine,) = (ready(f) for f in facts_of(undated) if f.kind == "meet")
    assert not list(supports_of(undated, mine, [ready(f) for f in facts_of(other)]))


def test_an_incident_shown_by_id_reads_the_same_from_a_closed_file(
    tmp_path: Path, undated: Reading, dated: Reading
) -> None:
    path = tmp_path / "a.db"
    with Store(path) as store:
        filled(store, [undated, dated])
    with closing(connect_to_read(path)) as file:
        (found,) = entries(file, View(kind="attack"))
        assert entry(file, found.id) == found
