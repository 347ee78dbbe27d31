"""What people decide is kept for good: it holds, is found again after every new reading, and can be taken back."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import ANY

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.chronicle.decided.attachments import counted
from sayso.chronicle.decided.deciding import add_event, identify, judge, withdraw
from sayso.chronicle.decided.decisions import listed
from sayso.chronicle.decided.state import put_state, state_lines
from sayso.chronicle.file import ChronicleError, connect_to_read
from sayso.chronicle.gathered.independence import origins_of
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.upkeep import rebuild, remove
from sayso.chronicle.verify import faults
from sayso.chronicle.views.entries import View, entries, entry
from sayso.chronicle.views.ledger import ledger
from sayso.cli import main
from sayso.ids import version_id
from sayso.records import Document, Entry, Reading
from sayso.show.lists import claims
from tests import plain_reader

TEXTS = {
    "a": "Alder shelled Birk on 2024-05-06 at Norfjord, where 12 people died.",
    "b": "A report says that Alder shelled Birk on 2024-05-06 at Norfjord.",
    "c": "Cedar visited Damson on 2024-05-07. Alder met Birk on 2024-05-08 at Sorfjord.",
    "d": "It was Cedar who visited Damson on 2024-05-07 at last.",
}
LEXICON = dict(plain_reader.KINDS)


def document(name: str, text: str | None = None) -> Document:
    words = TEXTS[name] if text is None else text
    return Document(name, version_id(words, "text"), words, published="2024-05-09", publisher=f"The {name}")


def read(name: str, text: str | None = None, reader: str = "first") -> Reading:
    return plain_reader.plain_reading(document(name, text), SimpleNamespace(digest=reader))  # type: ignore[arg-type]


@contextmanager
def lexicon(**changes: str | None) -> Iterator[None]:
    """Another lexicon: words with their kind, None for one that goes."""
    kinds = {word: kind for word, kind in {**LEXICON, **changes}.items() if kind}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_reader, "KINDS", kinds)
        patch.setattr(plain_reader, "_WORD", re.compile(r"\b(?:" + "|".join(kinds) + r")\b"))
        yield


def read_again(store: Store, **changes: str | None) -> None:
    with lexicon(**changes):
        readings = [
            read(name, text, "second")
            for name, text in store.connection.execute("SELECT d.id, v.text FROM documents d JOIN versions v"
            " ON v.document = d.id AND v.version = d.version").fetchall()
        ]  # fmt: skip
        assert len(list(rebuild(store, readings))) == len(readings)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "a.db") as opened:
        for name in TEXTS:
            opened.add(read(name))
        gather_pending(opened)
        yield opened
        assert list(faults(opened.connection)) == []


def event(store: Store, name: str, word: str) -> str:
    found = store.connection.execute("SELECT id FROM events WHERE document = ? AND word = ?", (name, word)).fetchone()
    return str(found[0])


def together(store: Store) -> set[frozenset[str]]:
    """The incidents, by documents and words."""
    rows = store.connection.execute(
        "SELECT m.incident, e.document || ' ' || e.word FROM incident_events m JOIN events e ON e.id = m.event"
    ).fetchall()
    return {frozenset(word for other, word in rows if other == incident) for incident, _ in rows}


def incident(store: Store, name: str, word: str) -> Entry:
    where = "SELECT incident FROM incident_events WHERE event = ?"
    return entry(store.connection, store.connection.execute(where, (event(store, name, word),)).fetchone()[0])


SHELLED, VISITED, MET = (
    frozenset({"a shelled", "b shelled"}),
    frozenset({"c visited", "d visited"}),
    frozenset({"c met"}),
)


def test_two_happenings_are_found_by_the_machine(store: Store) -> None:
    assert together(store) == {SHELLED, VISITED, MET}


# --- the same, different, unsure ---------------------------------------------------------------------------------


def test_two_incidents_become_one_and_two_again(store: Store) -> None:
    made = identify(store, "same", [event(store, "c", "met"), event(store, "a", "shelled")], who="anna", why="one day")
    assert together(store) == {SHELLED | MET, VISITED}
    assert made.told[0].startswith("now one incident with 3 reports: ")
    assert [j.who for j in incident(store, "c", "met").judgements] == ["anna"]
    withdraw(store, made.decision.id, who="ben", why="no")
    assert together(store) == {SHELLED, VISITED, MET}
    assert [one.state for one in listed(store.connection)] == ["withdrawn"]
    with pytest.raises(ChronicleError, match="withdrawn already"):
        withdraw(store, made.decision.id, who="ben")


def test_reports_that_a_person_joined_may_contradict_each_other_in_anything(store: Store) -> None:
    identify(store, "same", [event(store, "c", "met"), event(store, "a", "shelled")], who="anna")
    days = {frozenset((d.one, d.other)) for d in incident(store, "c", "met").disputes if d.field == "time"}
    assert days == {frozenset(("2024-05-06", "2024-05-08"))}


def test_an_event_leaves_its_incident_and_no_later_report_brings_it_back(store: Store) -> None:
    whole = incident(store, "a", "shelled").id
    out = next(e for e in (event(store, "a", "shelled"), event(store, "b", "shelled")) if e != whole)
    made = identify(store, "different", [out, whole], who="anna")
    assert made.told[0].startswith("now 2 incidents: ")
    store.add(read("e", TEXTS["b"] + " Nobody else said so."))
    gather_pending(store)
    assert not any(group >= SHELLED for group in together(store))
    identify(store, "same", [event(store, "a", "shelled"), event(store, "b", "shelled")], who="anna")
    assert any(group >= SHELLED for group in together(store)), "the last word counts"
    assert [one.state for one in listed(store.connection)] == ["overruled", "in force"]


def test_the_first_event_of_an_incident_can_leave_it_too(store: Store) -> None:
    whole = incident(store, "c", "visited").id
    identify(store, "different", [f"event:{whole}", whole], who="anna")
    assert {frozenset({"c visited"}), frozenset({"d visited"})} <= together(store)


def test_what_one_is_unsure_of_is_a_question_and_changes_nothing(store: Store) -> None:
    made = identify(store, "unsure", [event(store, "c", "met"), event(store, "c", "visited")], who="anna")
    assert together(store) == {SHELLED, VISITED, MET}
    assert [one.state for one in listed(store.connection)] == ["question"]
    assert "question" in made.told[-1]


def test_a_contradiction_of_decisions_is_told(store: Store) -> None:
    a, c, d = event(store, "a", "shelled"), event(store, "c", "met"), event(store, "c", "visited")
    identify(store, "same", [f"event:{a}", c], who="anna")
    identify(store, "different", [f"event:{a}", f"event:{d}"], who="anna")
    made = identify(store, "same", [f"event:{c}", f"event:{d}"], who="ben")
    assert [one.state for one in listed(store.connection)] == ["contradicted", "in force", "in force"]
    assert not any("contradicts" in told for told in made.told)
    assert {"c met", "c visited"} <= next(group for group in together(store) if "c met" in group)


@pytest.mark.parametrize("things", [["a"], ["none", "a"], ["a#e1", "X"], ["X", "X"], ["event:none", "X"]])
def test_what_cannot_be_compared_is_said(store: Store, things: list[str]) -> None:
    found = incident(store, "a", "shelled").id
    with pytest.raises(ChronicleError):
        identify(store, "same", [found if thing == "X" else thing for thing in things], who="anna")
    assert listed(store.connection) == []


def test_people_of_two_texts_are_one_as_long_as_it_is_decided(store: Store) -> None:
    def number() -> int:
        return int(store.connection.execute("SELECT count(*) FROM identities WHERE name = 'Cedar'").fetchone()[0])

    refs = [
        f"{name}#{local}"
        for name, local in store.connection.execute(
            "SELECT r.document, e.local FROM entities e JOIN readings r ON r.id = e.reading WHERE e.name = 'Cedar'"
        ).fetchall()
    ]
    assert number() == len(refs) == 2
    made = identify(store, "same", refs, who="anna")
    assert number() == 1
    assert made.told[0].startswith("now one: Cedar (")
    read_again(store)
    assert number() == 1
    withdraw(store, made.decision.id, who="anna")
    assert number() == 2


# --- accept, reject, correct, add, note --------------------------------------------------------------------------


def test_what_is_rejected_leaves_the_lists_and_stays_in_the_tables(store: Store) -> None:
    made = judge(store, "reject", [incident(store, "a", "shelled").id], who="anna", why="a drill")
    assert together(store) == {VISITED, MET}
    assert all(e.kind != "attack" for e in entries(store.connection, View()))
    assert store.connection.execute("SELECT count(*) FROM claims JOIN events e ON e.id = event"
                                    " WHERE e.kind = 'attack'").fetchone() == (2,)  # fmt: skip
    withdraw(store, made.decision.id, who="anna")
    assert together(store) == {SHELLED, VISITED, MET}


def test_what_is_rejected_holds_nothing_together(store: Store, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    shelled = event(store, "a", "shelled")
    identify(store, "same", [event(store, "c", "met"), f"event:{shelled}"], who="anna")
    judge(store, "reject", [f"event:{shelled}"], who="ben", why="a drill")
    assert together(store) == {frozenset({"b shelled"}), VISITED, MET}
    assert main(["show", shelled, "-c", str(store.path)]) == 0
    assert "rejected by ben (a drill)" in capsysbinary.readouterr()[0].decode("utf-8")
    judge(store, "accept", [f"event:{shelled}"], who="anna")
    assert together(store) == {SHELLED | MET, VISITED}


def ledger_of(store: Store, **wanted: Any) -> list[tuple[Any, ...]]:
    """Publisher, state and incident of the claims of a ledger."""
    rejected = wanted.pop("rejected", True)
    rows = claims(ledger(store.connection, View(**wanted), rejected=rejected)).rows
    return [(row[0], row[7], row[8]) for row in rows]


def test_the_ledger_keeps_what_people_rejected_and_says_so(store: Store) -> None:
    reading = read("e", TEXTS["b"])
    twice = (*reading.claims, replace(reading.claims[0], id="c9", stance="denies"))
    store.add(replace(reading, claims=twice))
    gather_pending(store)
    told = "SELECT c.id FROM claims c JOIN events e ON e.id = c.event WHERE e.document = ? ORDER BY c.rowid"
    (only,), (first, _) = ([c for (c,) in store.connection.execute(told, (name,))] for name in ("a", "e"))
    judge(store, "reject", [only, first], who="anna")
    judge(store, "reject", [event(store, "c", "met")], who="anna")
    judge(store, "accept", [f"event:{event(store, 'b', 'shelled')}"], who="anna")
    home, kept = incident(store, "b", "shelled").id, ledger_of(store)
    assert [c for c in kept if c[0] == "The e itself"] == [
        ("The e itself", "rejected", home),
        ("The e itself", None, home),
    ]
    assert ("The b itself", "accepted", home) in kept
    assert kept[-2:] == [("The a itself", "rejected", None), ("The c itself", "rejected", None)]
    assert sorted(ledger_of(store, rejected=False), key=str) == sorted((c for c in kept if c[1] != "rejected"), key=str)
    assert ledger_of(store, kind="meet") == [("The c itself", "rejected", None)]
    assert sorted(ledger_of(store, kind="visit")) == [("The c itself", None, ANY), ("The d itself", None, ANY)]


def test_a_rejected_claim_counts_for_no_origin(store: Store) -> None:
    reading = read("e", TEXTS["b"])
    store.add(replace(reading, claims=(*reading.claims, replace(reading.claims[0], id="c9", stance="denies"))))
    gather_pending(store)
    home, own = incident(store, "b", "shelled").id, event(store, "e", "shelled")
    assert ("The e", False) in {(o.name, o.denies) for o in origins_of(store.connection, home)}
    judge(store, "reject", [f"{own}.c1"], who="anna")
    assert {(o.name, o.denies) for o in origins_of(store.connection, home)} == {
        ("The a", False), ("The b", False), ("The e", True)
    }  # fmt: skip


def test_a_rejected_claim_is_told_no_more(store: Store) -> None:
    (claim,) = store.connection.execute(
        "SELECT id FROM claims WHERE event = ?", (event(store, "b", "shelled"),)
    ).fetchone()
    judge(store, "reject", [claim], who="anna")
    assert together(store) == {frozenset({"a shelled"}), VISITED, MET}, "nobody vouches for the event any more"
    judge(store, "accept", [claim], who="ben")
    assert SHELLED in together(store)
    assert [j.verdict for j in incident(store, "b", "shelled").judgements] == ["accept"]


CORRECTED: list[tuple[str, str, Callable[[Entry], Any], Any]] = [
    ("kind", "meet", lambda e: e.kind, "meet"),
    ("status", "planned", lambda e: e.status, "planned"),
    ("time", "2024-05-01/2024-05-03", lambda e: (e.earliest, e.latest), ("2024-05-01", "2024-05-03")),
    ("time", "2024-05", lambda e: (e.earliest, e.latest), ("2024-05-01", "2024-05-31")),
    ("time", "unknown", lambda e: e.earliest, None),
    ("place", "Damson", lambda e: e.place, "Damson"),
    ("place", "Atlantis", lambda e: (e.place, e.lat), ("Atlantis", None)),
    ("place", "", lambda e: e.place, None),
    ("actors", "Damson; Cedar", lambda e: {p.name for p in e.actors}, {"Damson", "Cedar"}),
    ("targets", "", lambda e: e.targets, ()),
    ("equipment", "Damson", lambda e: e.equipment, ("Damson",)),
    ("source", "Damson", lambda e: [t.source for t in e.tellings], ["Damson"]),
]


@pytest.mark.parametrize(("field", "after", "value", "expected"), CORRECTED, ids=[f"{c[0]} {c[1]}" for c in CORRECTED])
def test_a_correction_is_shown_and_the_machines_value_is_kept(
    store: Store, field: str, after: str, value: Callable[[Entry], Any], expected: Any
) -> None:
    identify(store, "different", [f"event:{event(store, 'c', 'visited')}", event(store, "d", "visited")], who="anna")
    before = value(incident(store, "c", "visited"))
    made = judge(store, "correct", [f"event:{event(store, 'c', 'visited')}"], who="anna", field=field, after=after)
    corrected = incident(store, "c", "visited")
    assert value(corrected) == expected
    assert (corrected.judgements[-1].who, corrected.judgements[-1].field) == ("anna", field)
    assert list(faults(store.connection)) == []
    read_again(store)
    assert value(incident(store, "c", "visited")) == expected
    withdraw(store, made.decision.id, who="anna")
    assert value(incident(store, "c", "visited")) == before


def test_a_second_correction_does_not_hide_the_first(store: Store) -> None:
    for field, after in (("place", "Atlantis"), ("targets", "")):
        judge(store, "correct", [incident(store, "c", "visited").id], who="anna", field=field, after=after)
    found = incident(store, "c", "visited")
    assert len(found.tellings) > 1
    assert (found.place, found.targets) == ("Atlantis", ())


@pytest.mark.parametrize(("field", "after", "told"), [
    ("kind", "picnic", "no kind"), ("status", "gone", "no status"), ("time", "Monday", "no day"),
    ("time", "2024-05-03/2024-05-01", "ends before"), ("actors", "Zebra", "does not have the words"),
    ("source", "Zebra", "does not have the words"), ("word", "x", "no field"),
])  # fmt: skip
def test_a_correction_that_does_not_fit_is_refused_and_not_kept(
    store: Store, field: str, after: str, told: str
) -> None:
    with pytest.raises(ChronicleError, match=told):
        judge(store, "correct", [event(store, "c", "met")], who="anna", field=field, after=after)
    assert listed(store.connection) == []


def test_an_event_that_a_person_found_is_one_like_any_other(store: Store) -> None:
    store.add(read("e", "Birk was under fire from Alder on 2024-05-06 at Norfjord."))
    fields = {"kind": "attack", "actors": "Alder", "targets": "Birk", "place": "Norfjord", "time": "2024-05-06"}
    made = add_event(store, "e", "fire", fields, who="anna")
    assert made.decision.targets == (event(store, "e", "fire"),)
    identify(store, "same", [event(store, "e", "fire"), event(store, "a", "shelled")], who="anna")
    assert SHELLED | {"e fire"} in together(store)
    read_again(store)
    assert SHELLED | {"e fire"} in together(store)
    read_again(store, fire="attack")
    assert store.connection.execute("SELECT count(*) FROM events WHERE document = 'e'").fetchone() == (1,)
    read_again(store)
    withdraw(store, made.decision.id, who="anna")
    assert SHELLED in together(store)
    assert [bool(one.missing) for one in listed(store.connection)] == [True, True]
    for words, at in (("Alder", 3), ("e", None), ("nothing", None)):
        with pytest.raises(ChronicleError):
            add_event(store, "e", words, fields, who="anna", at=at)


def test_notes_are_kept_with_what_they_are_about(store: Store) -> None:
    for thing in (event(store, "c", "met"), "c", "c#e1"):
        judge(store, "note", [thing], who="anna", why="ask again")
    assert [j.why for j in incident(store, "c", "met").judgements] == ["ask again"]
    assert [one.decision.about for one in listed(store.connection)] == ["event", "document", "entity"]


# --- found again -------------------------------------------------------------------------------------------------


def test_a_lexicon_that_loses_a_word_leaves_decisions_listed_until_it_comes_back(store: Store) -> None:
    identify(store, "same", [event(store, "c", "met"), event(store, "a", "shelled")], who="anna")
    judge(store, "correct", [event(store, "c", "met")], who="ben", field="place", after="Damson")
    read_again(store, met=None)
    assert counted(store.connection) == (0, 2)
    assert [one.missing for one in listed(store.connection, unattached=True)] == [
        ("the reader finds no event at these words",)
    ] * 2
    assert SHELLED in together(store)
    read_again(store, met="visit")
    assert counted(store.connection) == (2, 0)
    assert SHELLED | MET in together(store)
    assert {j.who for j in incident(store, "c", "met").judgements} == {"anna", "ben"}


def test_a_word_that_stands_for_more_or_less_is_found_by_overlap(store: Store) -> None:
    identify(store, "same", [event(store, "c", "met"), event(store, "a", "shelled")], who="anna")
    read_again(store, met=None, **{"met Birk": "meet"})
    assert SHELLED | {"c met Birk"} in together(store)
    (one,) = listed(store.connection)
    assert one.attached


def test_a_corrected_page_is_one_document_of_two_versions_and_keeps_its_decisions(store: Store) -> None:
    identify(store, "same", [event(store, "c", "met"), event(store, "a", "shelled")], who="anna")
    text = "CORRECTION: an earlier text had a wrong name. " + TEXTS["c"].replace("Damson", "Elder")
    assert store.add(read("c", text)).outcome == "new version"
    gather_pending(store)
    assert SHELLED | MET in together(store)
    assert incident(store, "c", "met").reports == 3
    assert store.connection.execute("SELECT count(*) FROM versions WHERE document = 'c'").fetchone() == (2,)
    store.add(read("c", "Cedar visited Damson on 2024-05-07. Nothing more is known."))
    gather_pending(store)
    assert [one.missing for one in listed(store.connection)] == [("its words are not in the text that counts now",)]
    store.add(read("c", TEXTS["c"] + " Both denied it."))
    gather_pending(store)
    assert SHELLED | MET in together(store)


def test_what_is_removed_leaves_the_decision_without_its_words(store: Store) -> None:
    identify(store, "same", [event(store, "c", "met"), event(store, "a", "shelled")], who="anna")
    judge(store, "correct", [event(store, "c", "met")], who="ben", field="place", after="Atlantis")
    remove(store, "c", why="asked to")
    kept = json.dumps([list(row) for row in store.connection.execute("SELECT * FROM decisions")])
    assert "met" not in kept
    assert "Cedar" not in kept
    assert "Sorfjord" not in kept
    assert "anna" in kept
    assert len(listed(store.connection, unattached=True)) == 2
    store.add(read("c"))
    gather_pending(store)
    assert SHELLED | MET in together(store)
    assert incident(store, "c", "met").reports == 3


def test_what_people_decided_goes_into_another_chronicle(store: Store, tmp_path: Path) -> None:
    identify(store, "same", [event(store, "c", "met"), event(store, "a", "shelled")], who="anna")
    judge(store, "reject", [event(store, "c", "visited")], who="ben")
    gone = judge(store, "correct", [event(store, "a", "shelled")], who="ben", field="kind", after="meet")
    withdraw(store, gone.decision.id, who="anna")
    lines = list(state_lines(store.connection))
    with Store(tmp_path / "b.db") as other:
        assert put_state(other, lines)["decisions"] == 4
        for name in reversed(TEXTS):
            other.add(read(name))
        gather_pending(other)
        assert together(other) == together(store)
        assert list(state_lines(other.connection)) == lines
        assert put_state(other, lines)["decisions"] == 0
        assert list(faults(other.connection)) == []
    with Store(tmp_path / "c.db") as late:
        for name in TEXTS:
            late.add(read(name))
        put_state(late, lines)
        assert together(late) == together(store)
        assert list(faults(late.connection)) == []


@pytest.mark.parametrize(
    "line", ["x", '{"table": "events", "row": {"id": 1}}', '{"table": "decisions", "row": {"id": "x"}}']
)
def test_lines_that_are_no_state_change_nothing(store: Store, line: str) -> None:
    with pytest.raises(ChronicleError, match="line 2"):
        put_state(store, [json.dumps({"form": "sayso.state/1"}), line])


def test_verify_finds_a_decision_that_holds_on_to_something_else(store: Store) -> None:
    identify(store, "same", [event(store, "c", "met"), event(store, "a", "shelled")], who="anna")
    for statement, back in (
        ("UPDATE attachments SET target = NULL WHERE number = 0", "UPDATE attachments SET target = 'x'"),
        ("DELETE FROM attachments WHERE number = 0", "DELETE FROM attachments"),
    ):
        store.connection.execute(statement)
        assert any("attachments" in fault for fault in faults(store.connection))
        store.connection.execute(back)
        read_again(store)
        assert list(faults(store.connection)) == []
        assert SHELLED | MET in together(store)


# --- any order ---------------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("same", "different", "unsure")), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.just("withdraw"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("reject"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("add"), st.integers(0, 4), st.just(0)),
    ),
    min_size=3,
    max_size=9,
)


@settings(max_examples=15)
@given(STEPS)
def test_decisions_withdrawals_and_arrivals_in_any_order_come_to_the_same(steps: list[tuple[str, int, int]]) -> None:
    """As if all documents had been there first, and all decisions, with their withdrawals, had been made after them."""
    with tempfile.TemporaryDirectory() as folder:
        with Store(Path(folder, "a.db")) as one:
            one.add(read("a"))
            gather_pending(one)
            for what, first, second in steps:
                _step(one, what, first, second)
            for name in TEXTS:
                one.add(read(name))
            gather_pending(one)
            lines, grown = list(state_lines(one.connection)), together(one)
            assert list(faults(one.connection)) == []
            for decision in [o.decision.id for o in listed(one.connection) if o.state != "withdrawn"]:
                withdraw(one, decision, who="x")
            assert together(one) == {SHELLED, VISITED, MET}, "withdrawing all: as if nothing had ever been decided"
        with Store(Path(folder, "b.db")) as other:
            for name in TEXTS:
                other.add(read(name))
            put_state(other, lines)
            assert together(other) == grown


def _step(store: Store, what: str, first: int, second: int) -> None:
    events = [e for (e,) in store.connection.execute("SELECT id FROM events ORDER BY id")]
    made = [one.decision.id for one in listed(store.connection) if one.state != "withdrawn"]
    one, other = events[first % len(events)], events[second % len(events)]
    if what == "add":
        store.add(read(list(TEXTS)[first % len(TEXTS)]))
        gather_pending(store)
    elif what == "withdraw" and made:
        withdraw(store, made[first % len(made)], who="x")
    elif what == "reject":
        judge(store, "reject", [f"event:{one}"], who="x")
    elif what in ("same", "different", "unsure") and one != other:
        identify(store, what, [f"event:{one}", f"event:{other}"], who="x")


# --- the command line --------------------------------------------------------------------------------------------


def test_the_commands_say_what_changed(
    store: Store, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        code = main([*arguments, "-c", str(store.path)])
        out, err = capsysbinary.readouterr()
        return code, (out + err).decode("utf-8")

    met, shelled = event(store, "c", "met"), event(store, "a", "shelled")
    code, out = run("decide", "same", met, shelled, "--who", "anna", "--why", "one day")
    assert code == 0
    assert "now one incident with 3 reports" in out
    decision = out.split("(decision ")[1].split(")")[0]
    assert "kind: meet → visit" in run("decide", "correct", f"event:{met}", "kind", "visit", "--who", "ben")[1]
    assert "✎ corrected by ben: kind was meet, is visit" in run("list")[1]
    assert "taken for one with other reports by anna (one day)" in run("show", incident(store, "a", "shelled").id)[1]
    assert "corrected by ben" in run("export", "csv")[1]
    rows = [json.loads(line) for line in run("decisions", "--format", "jsonl")[1].splitlines()]
    assert [(r["who"], r["what"], r["state"]) for r in rows] == [
        ("anna", "same", "in force"), ("ben", "correct kind: meet → visit", "in force"),
    ]  # fmt: skip
    assert run("decide", "withdraw", decision, "--why", "no")[0] == 0
    assert run("decide", "same", "nothing", met)[0] == 2
    assert run("decide", "note", met, "ask")[0] == 0
    state = str(tmp_path / "state.jsonl")
    assert "4 decisions and other things" in run("export-state", state)[1]
    assert run("export-state", state)[0] == 2
    assert main(["import-state", state, "-c", str(tmp_path / "new.db")]) == 0
    with closing(connect_to_read(tmp_path / "new.db")) as file:
        assert len(listed(file, unattached=True)) == 2
    assert main(["import-state", str(tmp_path / "none"), "-c", str(tmp_path / "new.db")]) == 2


def test_rebuilding_with_another_lexicon_says_what_is_unattached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """With the real reader: a kind of the user's own goes, and comes back."""
    kinds = str(Path(__file__).parents[1] / "examples" / "own-kinds" / "elections.toml")
    monkeypatch.chdir(tmp_path)
    text = "Monitors of the regional union observed the referendum in Arland on Sunday. They have not reported yet."
    Path("a.txt").write_text(text, "utf-8")
    assert main(["add", "a.txt", "--published", "2024-05-06", "--kinds", kinds]) == 0
    with closing(connect_to_read(Path("sayso.db"))) as file:
        (observed,) = file.execute("SELECT id FROM events WHERE kind = 'observe'").fetchone()
    assert main(["decide", "correct", observed, "place", "Lowland", "--who", "anna"]) == 0
    told = []
    for more in ((), ("--kinds", kinds)):
        capsysbinary.readouterr()
        assert main(["rebuild", *more]) == 0
        told.append(capsysbinary.readouterr()[0].decode("utf-8").splitlines()[-1])
    assert told == [
        "0 decisions re-attached, 1 unattached (`sayso decisions --unattached` lists them)",
        "1 decision re-attached, 0 unattached",
    ]
    with closing(connect_to_read(Path("sayso.db"))) as file:
        assert [e.place for e in entries(file, View(kind="observe"))] == ["Lowland"]
