"""What is counted beforehand is what counting would give: names of identities, contradictions of incidents."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from bench.synthetic import readings

from sayso.chronicle.decided.deciding import identify, judge, withdraw
from sayso.chronicle.decided.decisions import listed, rejected_claims
from sayso.chronicle.gathered.accounts import Rows, accounts_of, figures_of, told_of
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.stored import readings_in
from sayso.chronicle.upkeep import rebuild, remove
from sayso.chronicle.verify_gathered import gathered
from sayso.chronicle.views.entries import View, entries, ids_of
from sayso.chronicle.views.facets import how_many
from sayso.gathering.disputes import find_disputes
from sayso.records import Reading

STEPS = 12
KNOWN = list(islice(readings(500), 300, 316))


def names(file: sqlite3.Connection) -> Counter[tuple[str, str]]:
    rows = file.execute("SELECT m.variant, e.name FROM identity_members m JOIN entities e USING (reading, local)")
    return Counter(rows.fetchall())


def contradictions(file: sqlite3.Connection) -> Iterator[tuple[str, int, int]]:
    """Each incident with the numbers of its disputes and developments, all of its events compared."""
    rows = Rows(file)
    for (incident,) in file.execute("SELECT id FROM incidents").fetchall():
        found = file.execute("SELECT event FROM incident_events WHERE incident = ? ORDER BY event DESC", (incident,))
        events = [event for (event,) in found]
        accounts = accounts_of(rows, events, told_of(rows, events, rejected_claims(file, events)))
        figures = [f for told in figures_of(rows, events).values() for f in told]
        disputes, developments = find_disputes(incident, [accounts[e] for e in events], figures)
        yield incident, len(disputes), len(developments)


def hold(file: sqlite3.Connection) -> None:
    """Everything that is kept is what counting it gives."""
    kept = {(variant, name): members for variant, name, members in file.execute("SELECT * FROM identity_names")}
    assert kept == names(file)
    told = {name for (name,) in file.execute("SELECT name FROM told_names WHERE sort = 'identity'")}
    assert told == {name for _, name in kept}
    counted = set(contradictions(file))
    assert set(file.execute("SELECT id, disputes, developments FROM incidents")) == counted
    assert list(gathered(file)) == []


def step(store: Store, chance: Random, waiting: list[Reading]) -> None:
    """One of the ways in which a chronicle changes."""
    file = store.connection
    one, other = (f"event:{e}" for e in chance.sample([e for (e,) in file.execute("SELECT id FROM events")], 2))
    claims = [c for (c,) in file.execute("SELECT id FROM claims ORDER BY id")]
    documents = [d for (d,) in file.execute("SELECT id FROM documents ORDER BY id")]
    made = [found.decision.id for found in listed(file) if found.state != "withdrawn"]
    what = chance.choice(("add", "change", "remove", "same", "different", "reject", "claim", "correct", "withdraw"))
    if what == "add" and waiting:
        store.add(waiting.pop())
    elif what == "change":
        store.add(changed(next(readings_in(file, "WHERE r.document = ?", [chance.choice(documents)]))))
    elif what == "remove" and len(documents) > 4:
        remove(store, chance.choice(documents), why="asked for")
    elif what in ("same", "different"):
        identify(store, what, [one, other], who="x")
    elif what in ("reject", "claim"):
        judge(store, "reject", [one if what == "reject" else chance.choice(claims)], who="x")
    elif what == "correct":
        judge(store, "correct", [one], who="x", field="time", after="2021-01-03")
    elif what == "withdraw" and made:
        withdraw(store, chance.choice(made), who="x")


def changed(reading: Reading) -> Reading:
    """The next version of a document: another hash, other days, and a person who is written otherwise."""
    document = replace(reading.document, version=f"{reading.document.version[:-1]}x")
    entities = tuple(replace(e, name=e.name.upper()) if e.kind == "person" else e for e in reading.entities)
    return replace(reading, document=replace(document, published="2021-02-01"), entities=entities)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_counts_are_kept_true_whatever_happens_in_whatever_order(seed: int, tmp_path: Path) -> None:
    chance, waiting = Random(seed), list(KNOWN)
    chance.shuffle(waiting)
    with Store(tmp_path / "a.db") as store:
        for _ in range(8):
            store.add(waiting.pop())
        gather_pending(store)
        for _ in range(STEPS):
            step(store, chance, waiting)
            gather_pending(store)
        hold(store.connection)
        before = store.connection.execute("SELECT sum(disputes), sum(developments) FROM incidents").fetchone()
        list(rebuild(store, list(readings_in(store.connection))))
        hold(store.connection)
        again = store.connection.execute("SELECT sum(disputes), sum(developments) FROM incidents").fetchone()
        assert again == before
        assert before != (0, 0), "nothing to count"


def test_a_list_of_the_disputed_is_read_from_their_index(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db") as store:
        for reading in KNOWN:
            store.add(reading)
        gather_pending(store)
        file = store.connection
        called = {found.id for found in entries(file, View()) if found.disputes}
        assert [i for i, _ in ids_of(file, View(disputed=True))] == [i for i, _ in ids_of(file, View()) if i in called]
        assert how_many(file, View(disputed=False)) == how_many(file, View()) - len(called)
        asked: list[str] = []
        file.set_trace_callback(asked.append)
        ids_of(file, View(disputed=True), limit=5)
        file.set_trace_callback(None)
        plan = [row[3] for row in file.execute(f"EXPLAIN QUERY PLAN {asked[-1]}")]
        assert plan == ["SCAN i USING INDEX incidents_disputed"]


def test_a_copy_that_turns_up_takes_a_contradiction_away(tmp_path: Path) -> None:
    """Two texts of one wording are one side; what was counted of them goes when the link between them is found."""
    with Store(tmp_path / "a.db") as store:
        for reading in KNOWN:
            store.add(reading)
        gather_pending(store)
        (document,) = store.connection.execute(
            "SELECT e.document FROM incidents i JOIN events e ON e.id = i.shown WHERE i.disputes > 0 LIMIT 1"
        ).fetchone()
        store.connection.execute("UPDATE incidents SET disputes = 7 WHERE disputes > 0")
        assert any("contradictions" in fault for fault in gathered(store.connection))
        from sayso.chronicle.gathered.independence import count_again

        with store.writing() as file:
            count_again(file, [document])
        assert (7,) not in store.connection.execute(
            "SELECT i.disputes FROM incidents i JOIN events e ON e.id = i.shown WHERE e.document = ?", (document,)
        ).fetchall()
