"""A chronicle of an older sayso is brought up to date: nothing is lost, and it says what a new one says."""

from __future__ import annotations

import json
import random
import shutil
import signal
import sqlite3
import zlib
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from bench import synthetic

from sayso.chronicle.decided.deciding import judge
from sayso.chronicle.file import APPLICATION, SCHEMA_VERSION, ChronicleError, connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.migrate import STEPS, kept_tables
from sayso.chronicle.rows import event_key
from sayso.chronicle.store import Store
from sayso.chronicle.verify_gathered import gathered
from sayso.intake.lines import from_line
from sayso.records import Reading
from sayso.report import to_report
from tests.plain_reader import PlainKit, plain_reading
from tests.plain_scene import Faulty, Runner, check, digests, reports

CASES = Path(__file__).parent / "cases"
LINES = [json.dumps(row).encode() for row in reports(1, 8)]


def readings() -> list[Reading]:
    return [plain_reading(from_line(line), PlainKit()) for line in LINES]


def decision() -> dict[str, object]:
    """An event of the first document, rejected, as version 1 would have kept it."""
    reading = readings()[0]
    word = reading.events[0].triggers[0]
    selector = {"version": reading.document.version, "span": list(word), "quote": word.of(reading.document.text)}
    return {
        "id": "d1", "verdict": "reject", "targets": json.dumps([event_key(reading, reading.events[0])]),
        "selectors": json.dumps([{**selector, "kind": reading.events[0].kind}]), "who": "a", "made": "then",
        "why": "wrong", "reader": "r",
    }  # fmt: skip


def insert(file: sqlite3.Connection, table: str, /, **values: object) -> None:
    marks = ", ".join("?" * len(values))
    file.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def chronicle_1(path: Path) -> Path:
    """A chronicle as version 1 wrote it: eight documents, decisions, one document removed, one input that failed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = WAL")
        file.executescript((CASES / "chronicle-1.sql").read_text("utf-8"))
        file.execute(f"PRAGMA application_id = {APPLICATION}")
        file.execute("PRAGMA user_version = 1")
        file.execute("INSERT INTO about VALUES ('schema_version', '1'), ('created', 'then'), ('sayso', '0.1.0')")
        for reading, line in zip(readings(), LINES, strict=True):
            _put_1(file, reading, line)
        insert(file, "decisions", **decision())
        insert(file, "decisions", **{**decision(), "id": "d2", "why": "in haste"}, withdrawn_by="d3")
        insert(file, "decisions", **{**decision(), "id": "d3", "verdict": "note", "targets": '["d2"]'})
        insert(file, "removed", document="gone", versions="[]", captures="[]", why="asked for", made="then")
        insert(file, "failures", input="a.pdf", stage="intake", reason="pdf", what="a PDF", told="then")
        insert(file, "retired", id="former", incident="now")
    return path


def _put_1(file: sqlite3.Connection, reading: Reading, line: bytes) -> None:
    document = reading.document
    record = json.dumps({**to_report(reading)["document"], "text": ""})
    insert(file, "captures", sha256=document.capture, bytes=zlib.compress(line), size=len(line), taken="then")
    insert(file, "documents", id=document.id, version=document.version, added="then")
    insert(
        file, "versions", document=document.id, version=document.version, number=1, capture=document.capture,
        title=document.title, publisher=document.publisher, published=document.published, file=document.file,
        published_from=document.published_from, language=document.language, text=document.text, record=record,
        added="then",
    )  # fmt: skip
    report = zlib.compress(json.dumps(to_report(reading, text=False)).encode())
    insert(
        file, "readings", document=document.id, version=document.version, reader=reading.reader.digest, report=report
    )
    insert(file, "sentences", text="what version 1 had found", reading=1, start=0)


def chronicle_4(path: Path) -> Path:
    """A chronicle as version 4 wrote it, gathered, with a decision; `new.db` beside it says the same."""
    new = path.with_name("new.db")
    with Store(new) as store:
        for reading in islice(synthetic.readings(316), 300, None):
            store.add(reading)
        gather_pending(store)
        (event,) = store.connection.execute("SELECT min(event) FROM incident_events").fetchone()
        judge(store, "reject", [f"event:{event}"], who="a", why="wrong")
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = WAL")
        file.executescript((CASES / "chronicle-4.sql").read_text("utf-8"))
        file.execute(f"PRAGMA application_id = {APPLICATION}")
        file.execute("PRAGMA user_version = 4")
        file.execute("ATTACH ? AS new", (str(new),))
        for (table,) in file.execute("SELECT name FROM pragma_table_list WHERE schema = 'main'").fetchall():
            _copy(file, table)
        file.execute("DELETE FROM told_names WHERE sort = 'identity'")
    return path


def _copy(file: sqlite3.Connection, table: str) -> None:
    """The rows of a table of version 4, from the one that is attached; the full-text index is made by its trigger."""
    if (
        table.startswith(("sqlite_", "sentences_"))
        or file.execute(
            "SELECT 1 FROM pragma_table_list WHERE schema = 'main' AND name = ? AND type = 'view'", (table,)
        ).fetchone()
    ):
        return
    columns = ", ".join(name for (name,) in file.execute("SELECT name FROM pragma_table_info(?, 'main')", (table,)))
    columns = f"rowid, {columns}" if table == "sentences" else columns
    file.execute(f"INSERT OR IGNORE INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return chronicle_1(tmp_path / "sayso.db")


def form(path: Path) -> list[tuple[str, ...]]:
    """Tables and indexes as they were made."""
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2").fetchall()


GIVEN = ("captures", "documents", "versions", "removed", "failures", "retired")


def what_people_gave(path: Path) -> dict[str, list[dict[str, object]]]:
    """The rows of what nothing else gives, without what is not known."""
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        rows = {table: file.execute(f"SELECT * FROM {table}").fetchall() for table in GIVEN}
        return {table: [{k: row[k] for k in row.keys() if row[k] is not None} for row in found]  # noqa: SIM118
                for table, found in rows.items()}  # fmt: skip


def test_every_older_schema_has_its_step() -> None:
    assert list(STEPS) == list(range(1, SCHEMA_VERSION))
    assert {"captures", "documents", "versions", "failures", "decisions", "removed"} <= set(kept_tables())


def test_an_older_chronicle_gets_the_form_of_a_new_one(old: Path, tmp_path: Path) -> None:
    before = what_people_gave(old)
    with Store(old), Store(tmp_path / "new.db"):
        pass
    assert form(old) == form(tmp_path / "new.db")
    assert what_people_gave(old) == before


def test_an_older_chronicle_says_what_a_new_one_says(old: Path, tmp_path: Path) -> None:
    with Store(old) as store:
        store.connection.execute("DELETE FROM attachments")
        store.connection.execute("DELETE FROM decisions")
        with store.writing():
            store.derive(readings()[0])
            gather_pending(store)
    with Store(tmp_path / "new.db") as store, store.writing():
        for reading in readings():
            store.add(reading)
        gather_pending(store)
    given, new = digests(old.parent, old.name), digests(tmp_path, "new.db")
    assert {t: given[t] for t in new if t not in (*GIVEN, *DECIDED)} == {
        t: new[t] for t in new if t not in (*GIVEN, *DECIDED)
    }


DECIDED = ("decisions", "attachments")


def test_the_gathered_of_version_4_is_kept_and_what_is_new_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = chronicle_4(tmp_path / "sayso.db")
    before = digests(tmp_path, "new.db")
    with monkeypatch.context() as patched:
        patched.setattr(Store, "derive", None)  # nothing is made from readings again
        with Store(old):
            pass
    assert form(old) == form(tmp_path / "new.db")
    assert digests(tmp_path) == before
    with closing(connect_to_read(old)) as file:
        assert list(gathered(file)) == []
        assert file.execute("SELECT sum(disputes + developments) > 0 FROM incidents").fetchone() == (1,)
        assert file.execute("SELECT count(*) > 0 FROM identity_names").fetchone() == (1,)


def test_a_fault_while_version_4_is_reshaped_leaves_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = chronicle_4(tmp_path / "sayso.db")
    before, path = form(old), tmp_path / "try.db"
    monkeypatch.setattr("sayso.chronicle.file.sqlite3.connect", partial(sqlite3.connect, factory=Faulty))
    Faulty.count, Faulty.at = 0, 0
    with Store(Path(shutil.copy(old, path))):
        number = Faulty.count
    after = form(path)
    for at in range(1, number, number // 12):
        shutil.copy(old, path)
        Faulty.count, Faulty.at = 0, at
        with pytest.raises((ChronicleError, sqlite3.Error), match="disk"), Store(path):
            pass
        assert form(path) in (before, after)  # all of it or nothing
        with Store(path):
            pass
        assert form(path) == after


def test_decisions_of_an_older_chronicle_hold(old: Path) -> None:
    with Store(old) as store:
        rows = store.connection.execute("SELECT id, verdict, why, withdraws FROM decisions ORDER BY id").fetchall()
        held = store.connection.execute("SELECT target FROM attachments WHERE decision = 'd1'").fetchall()
        left = store.connection.execute("SELECT count(*) FROM facts WHERE event = ?", held[0]).fetchone()
    assert rows == [
        ("d1", "reject", "wrong", None), ("d2", "reject", "in haste", None), ("d3", "withdraw", "wrong", "d2")
    ]  # fmt: skip
    assert [held[0][0]] == json.loads(str(decision()["targets"]))
    assert left == (0,)


def test_who_only_reads_is_told_how_to_bring_it_up_to_date(old: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(ChronicleError, match=r"older sayso.*`sayso gather -c"):
        connect_to_read(old)
    assert old.read_bytes() == before


def test_it_is_told(old: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Store(old):
        pass
    assert "brought up" in caplog.text
    caplog.clear()
    with Store(old):
        pass
    assert caplog.text == ""


def test_a_fault_on_the_way_leaves_the_older_file(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.chronicle.file.sqlite3.connect", partial(sqlite3.connect, factory=Faulty))
    path, given = tmp_path / "try.db", what_people_gave(old)
    Faulty.count, Faulty.at = 0, 0
    with Store(Path(shutil.copy(old, path))):
        number = Faulty.count
    after = digests(tmp_path, "try.db")
    for at in range(1, number, number // 12):
        shutil.copy(old, path)
        Faulty.count, Faulty.at = 0, at
        with pytest.raises((ChronicleError, sqlite3.Error), match="disk"), Store(path):
            pass
        assert what_people_gave(path) == given
        with Store(path):
            pass
        assert digests(tmp_path, "try.db") == after


def test_killed_on_the_way_it_begins_again(old: Path, tmp_path: Path) -> None:
    run, chance, killed = Runner(), random.Random(1), 0
    assert run(tmp_path, "gather") == 0
    for n in range(5):
        folder = tmp_path / str(n)
        folder.mkdir()
        chronicle_1(folder / "sayso.db")
        killed += run(folder, "gather", kill_after=0.2 * chance.random()) == -signal.SIGKILL
        assert run(folder, "gather") == 0
        check(folder)
        assert digests(folder) == digests(tmp_path)
    assert killed > 1
    run.close()
