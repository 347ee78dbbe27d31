"""One fault at a time: each gets a clear sentence and an exit code, and nothing is lost."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest

from sayso.chronicle.file import Busy, ChronicleError, connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.stored import documents_in
from sayso.chronicle.upkeep import rebuild, remove
from sayso.chronicle.verify import faults
from sayso.intake.lines import from_line
from tests.plain_reader import PlainKit, plain_reading
from tests.plain_scene import Faulty, Runner, check, digests, reports, scene

WRITERS = (["add", "second.jsonl"], ["remove", "doc-1", "--why", "w"], ["rebuild"], ["gather"], ["backup", "b.db"])
READERS = (["list"], ["stats"], ["verify"], ["search", "where"], ["sql", "SELECT 1"], ["export", "csv"])


@pytest.fixture(scope="module")
def run() -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.close()


@pytest.fixture(scope="module")
def made(run: Runner, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a chronicle of the first reports."""
    folder = tmp_path_factory.mktemp("made") / "a"
    scene(folder)
    assert run(folder, "add", "first.jsonl") == 0
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "a"))


def said(folder: Path) -> str:
    """What the last call complained of, which is never a traceback."""
    found = (folder / "err.txt").read_text("utf-8")
    assert "Traceback" not in found
    return found


# --- at every statement ------------------------------------------------------------------------------------------


def add_some(store: Store) -> None:
    """A changed page, a copy and a new report, as `sayso.add` stores them."""
    rows = reports(1, 4)
    rows[0]["text"] = rows[0]["text"].replace("met", "visited") + " Corrected."
    rows = [rows[0], {**rows[1], "id": "copy"}, *reports(3, 1)]
    lines = [json.dumps(row).encode() for row in rows]
    with store.writing():
        for line in lines:
            store.add(plain_reading(from_line(line), PlainKit()), line)
        gather_pending(store)


def rebuild_all(store: Store) -> None:
    list(rebuild(store, [plain_reading(d, PlainKit()) for d in list(documents_in(store.connection))[:2]]))


OPERATIONS: dict[str, Callable[[Store], None]] = {
    "add": add_some,
    "remove": lambda store: remove(store, "doc-1", why="asked for"),
    "rebuild": rebuild_all,
}


def attempt(path: Path, operation: Callable[[Store], None], *, fail_at: int = 0) -> int:
    """Opens a chronicle and changes it; how many statements that took."""
    Faulty.count, Faulty.at = 0, fail_at
    with Store(path) as store:
        operation(store)
    return Faulty.count


def fail_at_every(made: Path, folder: Path, operation: Callable[[Store], None], points: int | None) -> None:
    """Fails at so many statements in turn, or at every one; each time nothing of the change is there, or all of it.

    The chronicle before and the one after are checked once: one that says the same needs no further check.
    """
    path, whole = folder / "sayso.db", (made / "sayso.db").read_bytes()
    before, number, after = digests(folder), attempt(path, operation), digests(folder)
    check(folder)
    assert number > 40
    for at in range(1, number + 1, number // points if points else 1):
        path.write_bytes(whole)
        with pytest.raises((ChronicleError, sqlite3.Error), match="disk"):
            attempt(path, operation, fail_at=at)
        unchanged = path.read_bytes() == whole and not Path(f"{path}-wal").exists()
        assert unchanged or digests(folder) in (before, after), at
        if points or at % AGAIN == 0:
            check(folder)
            attempt(path, operation) if digests(folder) == before else None
            assert digests(folder) == after, at


AGAIN = 100  # after every so many faults, in a test of them all, the call is made again


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.chronicle.file.sqlite3.connect", partial(sqlite3.connect, factory=Faulty))


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("name", OPERATIONS)
def test_a_fault_at_some_statement_changes_nothing(made: Path, folder: Path, name: str) -> None:
    fail_at_every(made, folder, OPERATIONS[name], 14)


@pytest.mark.long
@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("name", OPERATIONS)
def test_a_fault_at_every_statement_changes_nothing(made: Path, folder: Path, name: str) -> None:
    fail_at_every(made, folder, OPERATIONS[name], None)


# --- files that are no chronicle, or a broken one ----------------------------------------------------------------


def put_in_place(path: Path, what: str) -> None:
    if what == "a folder":
        path.mkdir()
    elif what == "an empty file":
        path.touch()
    elif what == "a text":
        path.write_text("Alder met Birk, and nothing else is told here. " * 40)
    elif what == "another database":
        with closing(sqlite3.connect(path)) as file:
            file.execute("CREATE TABLE documents (id)")


@pytest.mark.parametrize("what", ["nothing", "a folder", "an empty file", "a text", "another database"])
def test_what_is_no_chronicle_is_refused_in_a_sentence(run: Runner, folder: Path, what: str) -> None:
    put_in_place(folder / "x.db", what)
    held = (folder / "x.db").read_bytes() if (folder / "x.db").is_file() else None
    for call in (*READERS, *(c for c in WRITERS if c[0] != "add" or what not in ("nothing", "an empty file"))):
        if what == "an empty file" and call in WRITERS:
            continue
        assert run(folder, *call, "-c", "x.db") == 2, call
        assert said(folder).startswith("sayso: "), call
        assert said(folder).count("\n") == 1, call
    assert held is None or (folder / "x.db").read_bytes() == held


def test_an_empty_file_becomes_a_chronicle(run: Runner, folder: Path) -> None:
    """It is what a first run leaves that was cut off at once."""
    (folder / "x.db").touch()
    assert run(folder, "add", "first.jsonl", "-c", "x.db") == 0
    assert digests(folder, "x.db") == digests(folder)


def test_a_folder_that_is_not_there_is_named(run: Runner, folder: Path) -> None:
    assert run(folder, "add", "first.jsonl", "-c", "none/x.db") == 2
    assert "there is no folder none" in said(folder)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_truncated_file_is_said_to_be_damaged(run: Runner, folder: Path, share: float) -> None:
    whole = (folder / "sayso.db").read_bytes()
    (folder / "sayso.db").write_bytes(whole[: int(share * len(whole))])
    assert run(folder, "verify") in (1, 2)
    assert "malformed" in said(folder) or "damaged" in said(folder) or "file:" in said(folder)
    for call in (*READERS, *WRITERS):
        assert run(folder, *call) in (0, 1, 2), call
        said(folder)


def test_flipped_bytes_are_found(folder: Path) -> None:
    """Where `verify` finds nothing, nothing that is told has changed."""
    whole, chance = (folder / "sayso.db").read_bytes(), random.Random(1)
    before, found = digests(folder), 0
    for _ in range(30):
        changed = bytearray(whole)
        for _ in range(8):
            changed[chance.randrange(100, len(whole))] ^= 1 << chance.randrange(8)
        (folder / "sayso.db").write_bytes(changed)
        named = faults_of(folder / "sayso.db")
        found += bool(named)
        assert named or [digests(folder)[table] for table in CHECKED] == [before[table] for table in CHECKED]
    assert found > 20


CHECKED = ("captures", "versions", "readings", "entities", "mentions", "places", "times", "events", "participants",
           "claims", "quantities")  # fmt: skip


def faults_of(path: Path) -> list[str]:
    try:
        with closing(connect_to_read(path)) as file:
            return list(faults(file))
    except ChronicleError as error:
        return [str(error)]


# --- what is not there, or may not be ----------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.003, 0.03, 0.25, 0.4, 0.6, 0.75, 0.95])
def test_a_full_disk_loses_nothing(run: Runner, folder: Path, made: Path, share: float) -> None:
    """No file may grow beyond a share of what it needs: what is in before stays, and it goes on when there is room."""
    (folder / "sayso.db").unlink()
    size = int(share * (made / "sayso.db").stat().st_size)
    assert run(folder, "add", "first.jsonl", limit=size) == 2
    assert "disk" in said(folder)
    check(folder)
    assert run(folder, "add", "first.jsonl") == 0
    assert digests(folder) == digests(made)


NOBODY = 65534


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_who_may_only_read_can_read_and_is_told(run: Runner, folder: Path) -> None:
    open_to(folder)
    os.chmod(folder, 0o777)
    os.chmod(folder / "sayso.db", 0o444)
    assert run(folder, "add", "second.jsonl", user=NOBODY) == 2
    assert "you may only read it" in said(folder)
    assert run(folder, "list", user=NOBODY) == 0


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_a_read_only_folder_can_be_read_and_is_named(run: Runner, folder: Path) -> None:
    open_to(folder)
    os.chmod(folder, 0o555)
    for call in READERS:
        assert run(folder, *call, user=NOBODY) == 0, said(folder)
    assert run(folder, "add", "second.jsonl", user=NOBODY) == 2
    assert "read-only" in said(folder)
    assert run(folder, "add", "second.jsonl", "-c", "new.db", user=NOBODY) == 2
    assert "read-only" in said(folder)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_a_log_left_in_a_read_only_folder(run: Runner, folder: Path) -> None:
    left_in_the_middle(folder)
    open_to(folder)
    os.chmod(folder, 0o555)
    assert run(folder, "list", user=NOBODY) in (0, 2)
    assert not said(folder) or "copy it with sayso.db-wal" in said(folder)


def open_to(folder: Path) -> None:
    for above in folder.parents:
        if above.stat().st_uid == os.getuid() and str(above).startswith("/tmp/"):
            os.chmod(above, 0o755)


def left_in_the_middle(folder: Path) -> None:
    """As after a kill: what was added last stands only in the log."""
    with Store(folder / "sayso.db") as store:
        add_some(store)
        for name in ("sayso.db", "sayso.db-wal"):
            shutil.copy(folder / name, folder / f"left-{name}")
    for name in ("sayso.db", "sayso.db-wal"):
        os.replace(folder / f"left-{name}", folder / name)


def test_a_log_that_was_left_is_taken_up(folder: Path) -> None:
    left_in_the_middle(folder)
    check(folder)
    with closing(connect_to_read(folder / "sayso.db")) as file:
        assert file.execute("SELECT count(*) FROM documents WHERE id = 'copy'").fetchone() == (1,)


def test_a_copy_without_its_log_is_an_earlier_chronicle(folder: Path, made: Path) -> None:
    left_in_the_middle(folder)
    (folder / "sayso.db-wal").unlink()
    check(folder)
    assert digests(folder) == digests(made)


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_file_that_vanishes_is_said_at_once(folder: Path, how: str) -> None:
    path = folder / "sayso.db"
    with Store(path) as store:
        if how == "replaced":
            shutil.copy(path, folder / "other.db")
            os.replace(folder / "other.db", path)
        else:
            path.unlink()
        with pytest.raises(ChronicleError, match="moved, deleted or replaced"):
            add_some(store)


def test_the_clock_may_go_back(folder: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_to(folder)
    monkeypatch.setattr("sayso.chronicle.store.now", lambda: "1999-01-01T00:00:00Z")
    other = Path(shutil.copytree(made, folder / "other"))
    add_to(other)
    check(other)
    assert digests(other) == digests(folder)


def add_to(folder: Path) -> None:
    with Store(folder / "sayso.db") as store:
        add_some(store)


HOSTILE = (
    "two words.db", "quote's.db", "50%?#&.db", "'; DROP TABLE documents; --.db", ":memory:", "file:x.db?mode=memory",
    "new\nline\x1b[2J.db", "名前.db", "-dash.db", os.fsdecode(b"caf\xe9.db"),
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_of_a_file_will_do(run: Runner, folder: Path, name: str) -> None:
    for call in (["add", "first.jsonl"], ["list"], ["verify"]):
        assert run(folder, *call, f"--chronicle={name}") == 0, said(folder)
    assert digests(folder, name) == digests(folder)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_of_an_input_will_do(run: Runner, folder: Path, name: str) -> None:
    inputs = folder / "in"
    inputs.mkdir()
    shutil.copy(folder / "first.jsonl", inputs / name.replace(".db", ".jsonl"))
    (inputs / name.replace(".db", ".pdf")).write_bytes(b"%PDF-1.4")
    for form in ("table", "csv"):
        assert run(folder, "add", "in", "-c", "x.db") in (0, 1)
        assert run(folder, "list", "-c", "x.db", "--format", form) == 0, said(folder)
    assert run(folder, "verify", "-c", "x.db") == 0


# --- several at once ---------------------------------------------------------------------------------------------


def test_two_writers_take_turns(run: Runner, folder: Path, made: Path) -> None:
    (folder / "sayso.db").unlink()
    (folder / "more").mkdir()
    other = Runner()
    lines = (folder / "first.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "more" / "odd.jsonl").write_bytes(b"".join(lines[1::2]))
    (folder / "even.jsonl").write_bytes(b"".join(lines[::2]))
    other.start(folder / "more", "add", "odd.jsonl", "-c", "../sayso.db")
    assert run(folder, "add", "even.jsonl") == 0
    assert other.ended() == 0, (folder / "more" / "err.txt").read_text()
    other.close()
    check(folder)
    assert gathered(folder) == gathered(made)


def gathered(folder: Path) -> list[str]:
    """The digests of what does not name the file that a document came from."""
    return [digests(folder)[table] for table in ("events", "incidents", "incident_events", "origins", "identities")]


def test_ctrl_c_says_what_was_added_and_the_call_goes_on(run: Runner, folder: Path, made: Path) -> None:
    (folder / "sayso.db").unlink()
    took = time.monotonic()
    assert run(folder, "add", "first.jsonl", "-c", "x.db") == 0
    took = time.monotonic() - took
    for share in (0.3, 0.6, 0.8):
        process = run.start(folder, "add", "first.jsonl")
        time.sleep(share * took)
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGINT)
        assert run.ended() in (0, 130)
        assert "stopped" in said(folder) or not said(folder)
        check(folder)
    assert run(folder, "add", "first.jsonl") == 0
    assert digests(folder) == digests(made)


def test_the_note_of_a_dead_writer_misleads_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "sayso.db"
    monkeypatch.setattr("sayso.chronicle.file.PATIENCE", 0.05)
    Path(f"{path}-writer").write_text("process 1 (sayso add)")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="written by another process"):
            Store(path)
    with Store(path):
        assert f"process {os.getpid()}" in Path(f"{path}-writer").read_text()
    assert not Path(f"{path}-writer").exists()
