"""The chronicle's file: a document is wholly in or wholly out, the same one twice is a no-op, errors say why."""

from __future__ import annotations

import json
import os
import runpy
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sayso
from sayso import intake
from sayso.add import add
from sayso.chronicle.file import Busy, ChronicleError, NotAChronicle, connect, connect_to_read, schema, statements
from sayso.chronicle.known import of_bytes
from sayso.chronicle.rows import event_key, sentences
from sayso.chronicle.store import EARLIER, KNOWN, NEW, NEW_VERSION, READ_AGAIN, Store
from sayso.chronicle.stored import documents_in, readings_in
from sayso.ids import version_id
from sayso.jsonl import to_dict
from sayso.reading.kit import Kit
from sayso.records import Failure, Reading

STORY = (
    "The marshal visited Norfjord on Friday, the harbour agency said. Two frigates left the port. "
    "“The talks failed,” the mayor told reporters.\n\n"
    "At least 12 people were killed when rebels shelled the town of Odda."
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return sayso.read(STORY, published="2024-05-06")


def captured(reading: Reading) -> Reading:
    """As intake makes it of bytes: the document names them."""
    return replace(reading, document=replace(reading.document, capture="0" * 64))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "a.db") as opened:
        yield opened


def count(store: Store, table: str) -> int:
    return int(store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def corrected(reading: Reading) -> Reading:
    """The same page with another text."""
    found = sayso.read(STORY.replace("Friday", "Thursday"), published="2024-05-06")
    return replace(found, document=replace(found.document, id=reading.document.id))


def test_a_reading_comes_back_as_it_went_in(store: Store, reading: Reading) -> None:
    assert store.add(reading).outcome == NEW
    (back,) = readings_in(store.connection)
    assert to_dict(back) == to_dict(reading)
    assert next(documents_in(store.connection)).text == reading.document.text


def test_every_span_in_the_tables_stands_for_its_words(store: Store, reading: Reading) -> None:
    store.add(reading)
    text = reading.document.text
    rows = [
        *store.connection.execute("SELECT start, stop, word FROM events"),
        *store.connection.execute("SELECT start, stop, quote FROM mentions"),
        *store.connection.execute("SELECT start, stop, quote FROM times"),
        *store.connection.execute("SELECT start, stop, quote FROM participants"),
        *store.connection.execute("SELECT start, stop, quote FROM quantities"),
        *store.connection.execute("SELECT cue_start, cue_stop, cue FROM attributions WHERE cue IS NOT NULL"),
    ]
    assert len(rows) > 10
    assert all(text[start:stop] == quote for start, stop, quote in rows)


def test_other_happenings_have_no_rows_but_stay_in_the_report(store: Store, reading: Reading) -> None:
    store.add(reading)
    assert any(e.kind == "other" for e in reading.events)
    kinds = {kind for (kind,) in store.connection.execute("SELECT kind FROM events")}
    assert "other" not in kinds
    assert count(store, "events") == sum(e.kind != "other" for e in reading.events)


def test_the_same_reading_again_changes_nothing(store: Store, reading: Reading) -> None:
    store.add(reading)
    before = store.connection.execute("PRAGMA data_version").fetchone(), count(store, "events")
    assert store.add(reading).outcome == KNOWN
    assert (store.connection.execute("PRAGMA data_version").fetchone(), count(store, "events")) == before


def test_a_changed_page_is_a_new_text_of_the_same_document(store: Store, reading: Reading) -> None:
    store.add(reading)
    assert store.add(corrected(reading)).outcome == NEW_VERSION
    assert count(store, "documents") == 1
    assert [n for (n,) in store.connection.execute("SELECT number FROM versions ORDER BY number")] == [1, 2]
    assert [e.time.earliest for r in readings_in(store.connection) for e in r.events[:1] if e.time] == ["2024-05-02"]


def test_an_earlier_text_again_changes_nothing(store: Store, reading: Reading) -> None:
    first, second = captured(reading), corrected(reading)
    store.add(first, b"data")
    store.add(second)
    assert store.add(first, b"data").outcome == EARLIER
    assert of_bytes(store.connection, "0" * 64, reader="another") is not None
    assert next(documents_in(store.connection)).version == second.document.version


def test_a_page_goes_back_to_an_earlier_text_when_it_is_published_later(store: Store, reading: Reading) -> None:
    first, second = captured(reading), corrected(reading)
    for given in (first, second):
        store.add(given, b"data")
    for day, outcome, current in (
        ("2024-05-05", EARLIER, second),
        (None, EARLIER, second),
        ("2024-05-07", NEW_VERSION, first),
    ):
        again = replace(reading, document=replace(first.document, capture="1" * 64, published=day))
        assert store.add(again, b"later").outcome == outcome
        assert next(documents_in(store.connection)).version == current.document.version
    assert count(store, "versions") == 2
    assert store.add(second, b"data").outcome == EARLIER


def test_other_bytes_of_a_stored_text_are_not_kept(store: Store, reading: Reading) -> None:
    """Nothing would lead to them, and removing the document would leave them."""
    store.add(captured(reading), b"data")
    other = replace(reading, reader=replace(reading.reader, digest="other"))
    store.add(replace(other, document=replace(reading.document, capture="1" * 64)), b"other")
    assert store.connection.execute("SELECT sha256 FROM captures").fetchall() == [("0" * 64,)]


def test_another_reader_replaces_what_was_derived(store: Store, reading: Reading) -> None:
    store.add(reading)
    other = replace(reading, reader=replace(reading.reader, digest="other"), events=reading.events[:1], claims=())
    assert store.add(other).outcome == READ_AGAIN
    assert count(store, "readings") == 1
    assert count(store, "versions") == 1
    assert count(store, "claims") == 0


def test_copies_under_two_addresses_have_events_of_their_own(store: Store, reading: Reading) -> None:
    copy = replace(reading, document=replace(reading.document, id="https://copy.example/a"))
    store.add(reading)
    store.add(copy)
    assert count(store, "documents") == 2
    assert event_key(reading, reading.events[0]) != event_key(copy, copy.events[0])


def test_words_are_found_sentence_by_sentence(store: Store, reading: Reading) -> None:
    store.add(reading)
    found = store.connection.execute("SELECT text, start FROM sentences WHERE sentences MATCH 'frigates'").fetchall()
    assert [text for text, _ in found] == ["Two frigates left the port."]
    assert STORY[found[0][1] :].startswith("Two frigates")


def test_the_index_forgets_what_was_replaced(store: Store, reading: Reading) -> None:
    store.add(reading)
    store.add(corrected(reading))
    rows = store.connection.execute("SELECT count(*) FROM sentences WHERE sentences MATCH 'friday'").fetchone()
    assert rows == (0,)


def test_sentences_cover_all_letters_of_a_text(reading: Reading) -> None:
    kept = "".join(span.of(STORY) for span in sentences(reading))
    assert "".join(kept.split()) == "".join(STORY.split())


# --- whole or not at all -----------------------------------------------------------------------------------------


def tables(store: Store) -> list[int]:
    names = ("documents", "versions", "captures", "readings", "events", "claims", "mentions", "sentences")
    return [count(store, name) for name in names]


@pytest.mark.parametrize("at", range(1, 41))
def test_a_fault_at_any_step_leaves_the_file_as_it_was(store: Store, reading: Reading, at: int) -> None:
    """The file's own progress counter stops the n-th piece of work that SQLite does for a document."""
    store.add(reading)
    before = tables(store)
    steps = [0]

    def interrupt() -> int:
        steps[0] += 1
        return int(steps[0] == at)

    store.connection.set_progress_handler(interrupt, 40)
    with pytest.raises(ChronicleError):
        store.add(captured(corrected(reading)), b"data")
    store.connection.set_progress_handler(None, 0)
    assert tables(store) == before
    assert store.add(captured(corrected(reading)), b"data").outcome == NEW_VERSION


def test_a_full_disk_is_said_and_loses_nothing(store: Store, reading: Reading) -> None:
    store.add(reading)
    before = tables(store)
    pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(ChronicleError, match="no space left"):
        store.add(captured(corrected(reading)), os.urandom(200_000))
    assert tables(store) == before


def test_a_second_writer_is_told_who_holds_the_file(
    store: Store, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.chronicle.file.PATIENCE", 0.05)
    store.connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match=f"process {os.getpid()}"):
        connect(store.path)
    store.connection.execute("ROLLBACK")


def test_readers_go_on_beside_a_writer(store: Store, reading: Reading) -> None:
    store.add(reading)
    reader = connect_to_read(store.path)
    store.connection.execute("BEGIN IMMEDIATE")
    store.connection.execute("DELETE FROM failures")
    assert reader.execute("SELECT count(*) FROM documents").fetchone() == (1,)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM events")
    store.connection.execute("ROLLBACK")
    reader.close()


def test_what_is_no_chronicle_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "notes.db"
    text.write_text("no database at all, but long enough to look at" * 20, "utf-8")
    with pytest.raises(NotAChronicle):
        Store(text)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE a (b)")
    with pytest.raises(NotAChronicle, match="no chronicle of sayso"):
        connect_to_read(other)
    with pytest.raises(ChronicleError, match="there is no chronicle"):
        connect_to_read(tmp_path / "none.db")
    with pytest.raises(ChronicleError, match="there is no chronicle"):
        Store(tmp_path / "none.db", create=False)


def test_a_file_of_a_newer_sayso_is_refused(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db") as made:
        made.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NotAChronicle, match="newer sayso"):
        Store(tmp_path / "a.db")


def test_every_table_and_column_is_commented() -> None:
    """docs/data.md is made of these comments."""
    for statement in statements(schema()):
        if "CREATE TABLE" in statement:
            body = statement.split("(\n", 1)[1].rsplit("\n)", 1)[0]
            for line in body.splitlines():
                assert "-- " in line or line.strip().startswith(("PRIMARY", "UNIQUE", "FOREIGN")), line


# --- inputs into a chronicle -------------------------------------------------------------------------------------


def outcomes(found: Any) -> list[str]:
    return [item.reason if isinstance(item, Failure) else item.outcome for item in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "a.txt").write_text(STORY, "utf-8")
    lines = [{"id": "x", "text": STORY.replace("12", "14")}, {"id": "y", "text": ""}]
    (made / "b.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n", "utf-8")
    (made / "c.txt").write_bytes(b"%PDF-1.4 not a text")
    return made


def test_a_folder_is_added_and_every_input_accounted_for(store: Store, folder: Path, kit: Kit) -> None:
    found = outcomes(add([folder], store, kit))
    assert sorted(found) == ["broken-pdf", "new", "new", "no-text"]
    assert count(store, "failures") == 2
    data = store.connection.execute("SELECT bytes FROM captures WHERE size = ?", (len(STORY.encode()),)).fetchone()[0]
    assert zlib.decompress(data).decode() == STORY


def test_what_is_known_is_neither_read_nor_made_a_document_of(
    store: Store, folder: Path, kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(add([folder], store, kit))
    monkeypatch.setattr(intake, "document_of", lambda *_, **__: pytest.fail("made a document again"))
    monkeypatch.setattr(store, "fail", lambda _: None)
    for name in ("b.jsonl", "c.txt"):
        (folder / name).unlink()
    assert outcomes(add([folder], store, kit)) == ["known"]


def test_an_undated_text_gets_its_day_when_it_is_given_later(store: Store, folder: Path, kit: Kit) -> None:
    list(add([folder / "a.txt"], store, kit))
    assert outcomes(add([folder / "a.txt"], store, kit, published="2024-05-06")) == [READ_AGAIN]
    assert outcomes(add([folder / "a.txt"], store, kit, published="2024-05-06")) == [KNOWN]
    assert store.connection.execute("SELECT published FROM versions").fetchall() == [("2024-05-06",)]


def test_the_same_text_from_other_bytes_is_known(store: Store, tmp_path: Path, kit: Kit) -> None:
    (tmp_path / "a.txt").write_text(STORY, "utf-8")
    (tmp_path / "b.txt").write_text(STORY + "\n\n", "utf-8")
    assert outcomes(add([tmp_path / "a.txt", tmp_path / "b.txt"], store, kit)) == ["new", "known"]


def test_a_version_is_its_text_and_its_extractor() -> None:
    assert version_id("a", "x") != version_id("a", "y")


def test_the_page_of_the_tables_is_up_to_date() -> None:
    tool = runpy.run_path(str(Path(__file__).parent.parent / "tools" / "write_data_page.py"))
    assert tool["PAGE"].read_text("utf-8") == tool["to_page"](), "run tools/write_data_page.py"
