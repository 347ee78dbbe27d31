"""Verify finds what was changed, rebuild makes it again, backup copies, remove leaves no word behind."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from sayso.chronicle.file import connect_to_read
from sayso.chronicle.store import Store
from sayso.chronicle.upkeep import backup, documents_to_read
from sayso.chronicle.verify import faults
from sayso.cli import main

FIRST = "The marshal visited Norfjord on Friday, the harbour agency said. Two frigates left the port at Odda."
SECOND = "Rebels shelled the town of Varna on Monday, killing at least 12 people. The governor condemned the attack."
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def run_main(*arguments: object) -> tuple[int, str, str]:
        code = main([str(a) for a in arguments])
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return run_main


@pytest.fixture
def chronicle(run: Run, tmp_path: Path) -> Path:
    """Two documents in `sayso.db`."""
    (tmp_path / "1.txt").write_text(FIRST, "utf-8")
    (tmp_path / "2.txt").write_text(SECOND, "utf-8")
    assert run("add", "1.txt", "2.txt", "--published", "2024-05-06") == (0, "2 new (sayso.db)\n", "")
    return tmp_path / "sayso.db"


def change(chronicle: Path, statement: str) -> None:
    with closing(sqlite3.connect(chronicle, isolation_level=None)) as file:
        file.execute(statement)


def found(chronicle: Path) -> list[str]:
    with closing(connect_to_read(chronicle)) as file:
        return list(faults(file))


def ids(chronicle: Path) -> list[str]:
    with closing(connect_to_read(chronicle)) as file:
        return [i for (i,) in file.execute("SELECT id FROM documents ORDER BY rowid")]


def test_adding_again_and_from_a_folder_is_said(run: Run, chronicle: Path) -> None:
    assert run("add", "1.txt", "2.txt") == (0, "2 known (sayso.db)\n", "")
    code, out, err = run("add", "none.txt", "1.txt")
    assert (code, out) == (1, "2 inputs = 1 failed + 1 known (sayso.db)\n")
    assert "none.txt" in err


def test_a_sound_chronicle_has_no_faults(run: Run, chronicle: Path) -> None:
    assert run("verify") == (0, "2 documents, no faults (sayso.db)\n", "")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE versions SET text = replace(text, 'Norfjord', 'Sudfjord')", "not the one of its hash"),
        ("UPDATE captures SET bytes = x'00'", "cannot be unpacked"),
        ("UPDATE captures SET bytes = (SELECT bytes FROM captures ORDER BY size DESC LIMIT 1)", "other bytes"),
        ("UPDATE events SET word = 'toured'", "'toured' does not stand at"),
        ("UPDATE events SET status = 'planned'", "events: other rows"),
        ("UPDATE participants SET start = start + 1", "does not stand at"),
        ("UPDATE quantities SET low = 99", "quantities: other rows"),
        ("DELETE FROM claims", "claims: other rows"),
        ("DELETE FROM readings", "refers to a missing row of readings"),
    ],
)
def test_what_was_changed_is_found(run: Run, chronicle: Path, statement: str, told: str) -> None:
    change(chronicle, statement)
    assert any(told in fault for fault in found(chronicle)), found(chronicle)
    assert run("verify")[0] == 1


def test_rebuilding_makes_the_derived_tables_again(run: Run, chronicle: Path) -> None:
    change(chronicle, "UPDATE events SET status = 'planned'")
    assert run("rebuild") == (0, "2 documents read again (sayso.db)\n", "")
    assert found(chronicle) == []
    assert run("rebuild", "--changed")[1] == "0 documents read again (sayso.db)\n"


def test_rebuilding_goes_on_where_it_stopped(chronicle: Path) -> None:
    change(chronicle, "UPDATE readings SET reader = 'older' WHERE id = 1")
    with Store(chronicle) as store:
        reader = store.connection.execute("SELECT reader FROM readings WHERE id = 2").fetchone()[0]
        assert len(list(documents_to_read(store, reader=reader))) == 1
        assert list(documents_to_read(store)) == []


def test_a_backup_is_whole_and_never_writes_over_a_file(run: Run, chronicle: Path, tmp_path: Path) -> None:
    assert run("backup", "copy.db")[0] == 0
    assert found(tmp_path / "copy.db") == []
    assert ids(tmp_path / "copy.db") == ids(chronicle)
    code, _, err = run("backup", "copy.db")
    assert code == 2
    assert "exists" in err


def test_a_backup_can_be_made_while_the_file_is_written(chronicle: Path, tmp_path: Path) -> None:
    with Store(chronicle) as store, closing(connect_to_read(chronicle)) as reader:
        store.connection.execute("BEGIN IMMEDIATE")
        store.connection.execute("DELETE FROM events")
        backup(reader, tmp_path / "b.db")
        store.connection.execute("ROLLBACK")
    assert found(tmp_path / "b.db") == []


def test_removing_leaves_no_word_behind(run: Run, chronicle: Path) -> None:
    first = ids(chronicle)[0]
    assert run("remove", first, "--why", "at the author's request") == (0, "1 removed for good (sayso.db)\n", "")
    assert found(chronicle) == []
    assert b"frigates" not in chronicle.read_bytes()
    assert not Path(f"{chronicle}-wal").exists() or b"frigates" not in Path(f"{chronicle}-wal").read_bytes()
    with closing(connect_to_read(chronicle)) as file:
        assert file.execute("SELECT document, why FROM removed").fetchall() == [(first, "at the author's request")]
        assert file.execute("SELECT count(*) FROM captures").fetchone() == (1,)


def test_what_was_removed_is_added_again_only_when_asked(run: Run, chronicle: Path) -> None:
    first = ids(chronicle)[0]
    run("remove", first, "--why", "wrong")
    code, out, err = run("add", "1.txt")
    assert (code, out) == (0, "1 removed (sayso.db)\n")
    assert "--again" in err
    assert run("add", "1.txt", "--again")[1] == "1 new (sayso.db)\n"
    assert run("add", "1.txt")[1] == "1 known (sayso.db)\n"


def test_a_document_that_is_not_there_is_named(run: Run, chronicle: Path) -> None:
    code, out, err = run("remove", "x", ids(chronicle)[1], "--why", "wrong")
    assert (code, out) == (1, "1 removed for good (sayso.db)\n")
    assert "'x'" in err


def test_what_is_old_expires(run: Run, chronicle: Path) -> None:
    assert run("expire", "--older-than", "2024-05-06")[1].startswith("0 removed")
    *removed, counted = run("expire", "--older-than", "2024-05-07")[1].splitlines()
    assert [line.split(":")[0] for line in removed] == ["removed", "removed"]
    assert counted.startswith("2 removed")
    assert ids(chronicle) == []
    assert found(chronicle) == []


def test_a_chronicle_that_is_not_there_is_a_wrong_call(run: Run) -> None:
    for call in (("verify",), ("rebuild",), ("backup", "b.db"), ("remove", "x", "--why", "y")):
        code, _, err = run(*call)
        assert code == 2
        assert "there is no chronicle sayso.db" in err
    assert not Path("sayso.db").exists()


@pytest.mark.parametrize("what", ["removed", "corrected"])
def test_the_id_of_an_incident_leads_on_when_its_first_page_goes(run: Run, chronicle: Path, what: str) -> None:
    rows = [
        {"id": name, "published": "2024-05-06", "text": text}
        for name, text in (("a", SECOND), ("b", "On Monday rebels shelled the town of Varna, the mayor said."))
    ]
    lines = [json.dumps(row) for row in rows]
    (chronicle.parent / "in.jsonl").write_text("\n".join(lines), "utf-8")
    assert run("add", "in.jsonl", "-c", "other.db")[0] == 0
    with closing(connect_to_read(chronicle.parent / "other.db")) as file:
        ((incident, reports, first),) = file.execute(
            "SELECT i.id, i.reports, e.document FROM incidents i JOIN events e ON e.id = i.id WHERE i.reports > 1"
        ).fetchall()
    assert reports == 2
    if what == "removed":
        assert run("remove", first, "--why", "asked", "-c", "other.db")[0] == 0
    else:
        changed = next(row for row in rows if row["id"] == first) | {"text": "Corrected: nothing is known of a raid."}
        (chronicle.parent / "in.jsonl").write_text(json.dumps(changed), "utf-8")
        assert run("add", "in.jsonl", "-c", "other.db")[0] == 0
    code, out, _ = run("show", incident, "-c", "other.db")
    assert code == 0
    assert "Varna" in out
    assert run("verify", "-c", "other.db")[0] == 0
