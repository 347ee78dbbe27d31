"""A chronicle that grows: the cost of one more document stays what it was, and questions go by indexes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from unittest.mock import patch

import pytest
from bench import scale
from bench.synthetic import HOT, readings

from sayso.chronicle.file import connect_to_read
from sayso.chronicle.gathered import pending
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.upkeep import backup
from sayso.chronicle.views import look
from sayso.chronicle.views.chosen import CONDITIONS, Asked, asked, find_ids
from sayso.chronicle.views.entries import View, asked_of, ids_of
from sayso.gathering import pairs
from sayso.gathering.facts import facts_of
from sayso.gathering.incidents import gather
from sayso.gathering.likeness import score

NUMBER = 60
VIEWS = (
    View(actor="vari"), View(actor=f'"{HOT[0]}"'), View(place="be"), View(country="AB"), View(since="2021-01-01"),
    View(until="2021-01-01"), View(kind="attack"), View(status="planned"), View(source="Ministry"),
    View(source="Wire 3"),
    View(report_text="struck"), View(control="private"), View(review="unreviewed"),
    View(equipment="-4"), View(text="struck"), View(min_independent=2), View(watch=(HOT[1],)),
    View(actor=HOT[0], kind="meet", status="happened", text="Ministry"), View(),
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("scale") / "a.db"
    with Store(found) as store:
        for reading in readings(NUMBER):
            store.add(reading)
            gather_pending(store)
    return found


@pytest.fixture
def file(path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect_to_read(path)
    yield connection
    connection.close()


def test_documents_that_come_one_by_one_are_gathered_as_all_at_once(file: sqlite3.Connection) -> None:
    found = gather(f for reading in readings(NUMBER) for f in facts_of(reading))
    kept = {(i.id, e, d) for i in found.incidents for d, part in enumerate((i.events, i.denials)) for e in part}
    assert set(file.execute("SELECT incident, event, denies FROM incident_events")) == kept
    reasons = {(i.id, j.one, j.other, j.score) for i in found.incidents for j in i.because}
    assert set(file.execute("SELECT incident, one, other, score FROM reasons")) == reasons
    plans = {(f.plan, f.incident) for f in found.fulfilments}
    assert set(file.execute("SELECT plan, incident FROM fulfilments")) <= plans


GATHERED = ("incidents", "incident_events", "reasons", "fulfilments", "alike", "facts")


def test_very_many_that_wait_are_gathered_at_once_to_the_same(file: sqlite3.Connection, tmp_path: Path) -> None:
    with Store(tmp_path / "a.db") as store:
        for reading in readings(NUMBER):
            store.add(reading)
        with patch.object(pending, "AT_ONCE", 100), patch.object(pending, "regather") as bit_by_bit:
            gather_pending(store)
        assert not bit_by_bit.called
        for table in GATHERED:
            rows = f"SELECT * FROM {table} ORDER BY 1, 2"
            assert store.connection.execute(rows).fetchall() == file.execute(rows).fetchall(), table
        store.add(next(islice(readings(NUMBER + 1), NUMBER, None)))
        with patch.object(pending, "AT_ONCE", 1), patch.object(pending, "gather_all") as at_once:
            gather_pending(store)
        assert not at_once.called  # few wait beside many


def test_four_times_the_events_need_hardly_more_than_four_times_the_comparisons() -> None:
    facts = [f for reading in readings(160) for f in facts_of(reading)]
    numbers = []
    for part in (facts[: len(facts) // 4], facts):
        with patch.object(pairs, "score", side_effect=score) as compared:
            gather(part)
        numbers.append(compared.call_count)
    assert numbers[1] < 4**1.15 * numbers[0] * 1.5  # a larger world also fills its blocks


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: repr(view)[5:45])
@pytest.mark.parametrize("broad", [1, 10**6])
def test_both_ways_to_answer_give_what_a_plain_search_gives(view: View, broad: int, file: sqlite3.Connection) -> None:
    plain = " AND ".join(one.condition.probe for one in asked_of(view)) or "1"
    given = [value for one in asked_of(view) for value in one.given(one.condition.probe)]
    wanted = {
        found
        for (found,) in file.execute(
            "SELECT i.id FROM incidents i JOIN incident_events m ON m.incident = i.id JOIN events e ON e.id = m.event"
            f" WHERE {plain}",
            given,
        )
    }
    with patch("sayso.chronicle.views.chosen.BROAD", broad):
        found = [identifier for identifier, _ in ids_of(file, view)]
        assert set(found) == wanted
        assert len(found) == len(wanted)
        assert [identifier for identifier, _ in ids_of(file, view, limit=5)] == found[:5]


LARGE = {
    "events", "e", "n", "participants", "claims", "places", "p", "versions", "v", "documents", "d", "incidents",
    "facts", "f", "identity_members", "b", "blocks", "alike", "incident_events", "m", "readings", "r", "shingles",
    "entities", "identity_names",
}  # fmt: skip


def _scanned(file: sqlite3.Connection, statement: str, given: Sequence[str] = ()) -> list[str]:
    """The large tables, by name or by alias, that a statement reads from end to end."""
    plan = (row[3] for row in file.execute(f"EXPLAIN QUERY PLAN {statement}", given))
    scans = (step.split()[1] for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE" not in step)
    return [table for table in scans if table in LARGE]


ASKED = [
    *(asked(field, ("a", "b") if field == "watch" else "a") for field in CONDITIONS if CONDITIONS[field].events),
    asked("actor", '"a"'), asked("source", '"a"'),
]  # fmt: skip


@pytest.mark.parametrize("one", ASKED, ids=lambda one: f"{one.condition.probe[:30]} {one.value}")
def test_no_condition_reads_a_large_table_from_end_to_end(one: Asked, file: sqlite3.Connection) -> None:
    for statement in (one.condition.events, f"SELECT 1 FROM events e WHERE e.id = 'x' AND {one.condition.probe}"):
        given = [str(one.value)] * (statement or "").count("?")
        assert not _scanned(file, str(statement), given)


def test_what_points_to_a_row_that_goes_is_found_by_an_index(file: sqlite3.Connection) -> None:
    for (table,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        indexes = [
            [row[2] for row in file.execute("SELECT * FROM pragma_index_info(?)", (index,))]
            for (index,) in file.execute("SELECT name FROM pragma_index_list(?)", (table,))
        ]
        keys: dict[int, set[str]] = {}
        for number, column in file.execute('SELECT id, "from" FROM pragma_foreign_key_list(?)', (table,)):
            keys.setdefault(number, set()).add(column)
        for key in keys.values():
            assert any(set(index[: len(key)]) == key for index in indexes), (table, key)


def test_a_page_of_everything_is_read_in_the_order_of_an_index(file: sqlite3.Connection) -> None:
    seen: list[str] = []
    file.set_trace_callback(seen.append)
    find_ids(file, [], 50)
    file.set_trace_callback(None)
    plan = [row[3] for row in file.execute(f"EXPLAIN QUERY PLAN {seen[-1]}")]
    assert plan == ["SCAN i USING COVERING INDEX incidents_by_day"]


def test_names_are_held_once_and_go_with_the_last_text_that_has_them(path: Path) -> None:
    with Store(path) as store:
        reading = next(islice(readings(NUMBER + 1), NUMBER, None))
        held = set(store.connection.execute("SELECT * FROM told_names"))
        store.add(reading)
        from sayso.chronicle.store import drop_reading

        with store.writing() as connection:
            drop_reading(connection, store.blocks, reading.document.id)
            connection.execute("DELETE FROM documents WHERE id = ?", (reading.document.id,))
        gather_pending(store)
        assert set(store.connection.execute("SELECT * FROM told_names")) == held


def test_the_benchmark_runs_on_a_small_world(tmp_path: Path) -> None:
    with patch.object(scale, "ARTICLES", 2), patch.object(scale, "ROUNDS", 1):
        assert scale.main(["--documents", "20", "--folder", str(tmp_path), "--out", str(tmp_path / "scale")]) == 0
    assert "separate origins" in (tmp_path / "scale.txt").read_text("utf-8")
    found = json.loads((tmp_path / "scale.json").read_text("utf-8"))["store"]
    at_once = scale.build_at_once(tmp_path / "other.db", 20)
    assert {k: at_once[k] for k in ("incidents", "most_reports", "events_by_level")} == {
        "incidents": found["incidents"],
        "most_reports": found["most_reports"],
        "events_by_level": {int(level): number for level, number in found["events_by_level"].items()},
    }


def test_one_document_more_reads_no_large_table_from_end_to_end(path: Path, tmp_path: Path) -> None:
    copied, asked = tmp_path / "a.db", set[str]()
    backup(connect_to_read(path), copied)
    with Store(copied) as store:
        store.connection.set_trace_callback(asked.add)
        store.add(next(islice(readings(NUMBER + 1), NUMBER, None)))
        gather_pending(store)
        store.connection.set_trace_callback(None)
        plain = [one for one in asked if one.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]
        assert len(plain) > 30
        assert not [one for one in plain if _scanned(store.connection, one)]


def test_words_of_very_many_sentences_find_the_last_that_were_added(file: sqlite3.Connection) -> None:
    with patch.object(look, "COMMON", 10):
        found = look.search(file, "said", limit=10**6).rows
        last = look.search(file, "said", limit=3).rows
    assert set(found) == set(look.search(file, "said", limit=10**6).rows)
    assert last == found[:3]
    (newest,) = file.execute("SELECT r.document FROM readings r ORDER BY r.id DESC LIMIT 1").fetchone()
    assert last[0][3] == newest
