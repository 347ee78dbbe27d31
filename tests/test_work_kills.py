"""Adding with several processes, killed and stopped: nothing is lost, nothing is twice, and the next call goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from bench.made_pages import pages

from sayso.chronicle.file import ChronicleError, connect_to_read
from tests.plain_scene import check, digests, far_apart, write
from tests.slow_reader import BREAK, HANG

CODE = "import sys; from tests.slow_reader import call; sys.exit(call(sys.argv[1:]))"
Call = Callable[..., "subprocess.Popen[str]"]
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found under /proc")


def start(folder: Path, *more: str) -> subprocess.Popen[str]:
    """`sayso add` of the folder's inputs with two processes that read, slowly and nothing."""
    return add_with_two(["-c", CODE], folder.parent / "in.jsonl", folder, *more)


def start_real(folder: Path, *more: str) -> subprocess.Popen[str]:
    """The same of pages with the reader that parses."""
    return add_with_two(["-m", "sayso.cli"], folder.parent / "in", folder, *more)


def add_with_two(program: list[str], given: Path, folder: Path, *more: str) -> subprocess.Popen[str]:
    call = ["add", str(given), "-c", str(folder / "sayso.db"), "--workers", "2", *more]
    return subprocess.Popen(
        [sys.executable, *program, *call],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=3600)
    return process.returncode, out, err


def readers(process: subprocess.Popen[str]) -> list[int]:
    """The processes that read for another one."""
    with suppress(OSError):
        return [c for task in Path(f"/proc/{process.pid}/task").iterdir() for c in _children(task) if _reads(c)]
    return []


def _children(task: Path) -> list[int]:
    return [int(number) for number in (task / "children").read_text().split()]


def _reads(process: int) -> bool:
    with suppress(OSError):
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


def gone(processes: list[int]) -> bool:
    """Whether all of them ended within ten seconds."""
    until = time.monotonic() + 10
    while any(_reads(process) for process in processes):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def documents(folder: Path) -> int:
    """How many are stored; none while the file is only being made."""
    with suppress(ChronicleError), closing(connect_to_read(folder / "sayso.db")) as file:
        return int(file.execute("SELECT count(*) FROM documents").fetchone()[0])
    return 0


def inputs(folder: Path, number: int) -> None:
    """Reports, one of them a copy; one without text, one twice, one on which the reader breaks."""
    told = far_apart(2 * number)
    rows = [{"id": f"doc-{n}", "text": f"{told[2 * n]}. {told[2 * n + 1]}."} for n in range(number)]
    rows[number - 1]["text"] = rows[0]["text"] + " By our own staff."
    rows[number // 2]["text"] = ""
    rows[number // 3]["text"] += f" {BREAK}."
    write(folder / "in.jsonl", [*rows, rows[0]])


def disturbed(folder: Path, took: float, chance: random.Random, kills: int, call: Call = start) -> None:
    """Calls of which the parent or one that reads is killed so many times, and then one to the end."""
    left, seen = kills, []
    while left:
        process = call(folder, "--quiet")
        while left and process.poll() is None:
            time.sleep(chance.random() * took / 3)
            found = readers(process)
            seen += found
            victim = chance.choice([process.pid, *found])
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
                left -= 1
                who = "the parent" if victim == process.pid else "one that reads"
                print(f"  killed {who} at {documents(folder)} documents, {left} kills left")
            if victim == process.pid:
                break
        process.communicate()
        check(folder)
    assert finish(call(folder))[0] in (0, 1)
    assert gone(seen)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str], float]:
    """A folder with inputs, the digests after one call, and its seconds."""
    return whole(tmp_path_factory.mktemp("few"), 150)


def whole(folder: Path, number: int) -> tuple[Path, dict[str, str], float]:
    inputs(folder, number)
    (folder / "whole").mkdir()
    began = time.monotonic()
    code, out, err = finish(start(folder / "whole"))
    assert code == 1, err
    assert out.startswith(f"{number + 1:,} inputs = {number - 2} new + "), out
    assert "2 failed" in out
    assert "1 known" in out
    return folder, digests(folder / "whole"), time.monotonic() - began


def test_five_kills(undisturbed: tuple[Path, dict[str, str], float]) -> None:
    folder, expected, took = undisturbed
    (folder / "killed").mkdir()
    disturbed(folder / "killed", took, random.Random(3), 5)
    assert digests(folder / "killed") == expected


@pytest.mark.long
def test_ten_kills_of_the_real_reader_on_two_hundred_pages(tmp_path: Path) -> None:
    for name in ("in", "whole", "killed"):
        (tmp_path / name).mkdir()
    for name, page in pages(200):
        (tmp_path / "in" / name).write_bytes(page)
    began = time.monotonic()
    code, out, err = finish(start_real(tmp_path / "whole"))
    assert (code, out.split(" (")[0]) == (0, "200 new"), err
    disturbed(tmp_path / "killed", time.monotonic() - began, random.Random(10), 10, start_real)
    assert digests(tmp_path / "killed") == digests(tmp_path / "whole")


@pytest.mark.long
def test_a_hundred_kills(tmp_path: Path) -> None:
    folder, expected, took = whole(tmp_path, 5_000)
    first = int(os.environ.get("SAYSO_SEED", time.time()))
    for n, seed in enumerate(range(first, first + 10)):
        print(f"repetition {n} of {took:.0f} seconds and 10 kills; SAYSO_SEED={seed} begins with it")
        (folder / str(n)).mkdir()
        disturbed(folder / str(n), took, random.Random(seed), 10)
        assert digests(folder / str(n)) == expected


@pytest.mark.parametrize("command", ["add", "read"])
def test_a_document_that_hangs_is_given_up_also_where_no_workers_are_asked_for(tmp_path: Path, command: str) -> None:
    told = far_apart(3)
    write(tmp_path / "in.jsonl", [{"id": f"{n}", "text": f"{told[n]}. {HANG if n == 1 else ''}"} for n in range(3)])
    call = [sys.executable, "-c", CODE, command, "in.jsonl", "--most-seconds", "2", *ELSE[command]]
    path = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent.parent), *sys.path])}
    done = subprocess.run(call, cwd=tmp_path, env=path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "in.jsonl" in done.stderr
    assert "longer than 2 seconds and was given up (timeout)" in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout.startswith("3 inputs = 2 new + 1 failed" if command == "add" else '{"schema')
    assert done.stdout.count("\n") == (1 if command == "add" else 2)


ELSE = {"add": [], "read": ["--format", "jsonl"]}


def test_stopped_by_the_keyboard_it_keeps_what_was_read(undisturbed: tuple[Path, dict[str, str], float]) -> None:
    folder, expected, _ = undisturbed
    (folder / "stopped").mkdir()
    process = start(folder / "stopped")
    while documents(folder / "stopped") < 20:
        time.sleep(0.05)
        assert process.poll() is None
    found = readers(process)
    os.kill(process.pid, signal.SIGINT)
    code, out, err = finish(process)
    assert (code, out) == (130, "")
    assert "Traceback" not in err
    assert "stopping when what is being read is stored" in err
    stored = documents(folder / "stopped")
    assert f"until then {stored} new" in err
    assert stored < 148
    assert found
    assert gone(found)
    check(folder / "stopped")
    code, out, _ = finish(start(folder / "stopped"))
    assert f"{148 - stored} new" in out  # nothing was read that was not kept
    assert digests(folder / "stopped") == expected


def test_asked_twice_it_stops_at_once(undisturbed: tuple[Path, dict[str, str], float]) -> None:
    folder, expected, _ = undisturbed
    (folder / "twice").mkdir()
    process = start(folder / "twice")
    while documents(folder / "twice") < 5:
        time.sleep(0.05)
    found = readers(process)
    for _ in range(2):
        os.kill(process.pid, signal.SIGINT)
        time.sleep(0.05)
    code, _, err = finish(process)
    assert code == 130
    assert "Traceback" not in err
    assert gone(found)
    check(folder / "twice")
    assert finish(start(folder / "twice", "--quiet"))[0] == 1
    assert digests(folder / "twice") == expected
