"""Killed at any instant: whatever was acknowledged is there, every document is whole, and the next call goes on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sayso.chronicle.file import connect_to_read
from tests.plain_scene import Runner, check, digests, scene


@pytest.fixture(scope="module")
def run() -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.close()


@pytest.fixture(scope="module")
def undisturbed(run: Runner, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], list[float]]:
    """The chronicle after all calls, and how long each took."""
    folder = tmp_path_factory.mktemp("undisturbed") / "a"
    took = []
    for call in scene(folder):
        began = time.monotonic()
        code = run(folder, *call)
        took.append(time.monotonic() - began)
        assert code <= 1, (folder / "err.txt").read_text()
    check(folder)
    return digests(folder), took


def kill_round(run: Runner, folder: Path, chance: random.Random, took: list[float]) -> int:
    """All calls, each killed at a random instant and then made to the end; how many were killed."""
    killed = 0
    for call, seconds in zip(scene(folder), took, strict=True):
        killed += run(folder, *call, kill_after=chance.random() * seconds) == -signal.SIGKILL
        check(folder)
        if call[0] != "decide" or not decisions(folder):
            code = run(folder, *call)
            assert code <= 1 or (folder / "err.txt").read_text() in DONE, (folder / "err.txt").read_text()
    assert decisions(folder) == 2
    return killed


DONE = ("sayso: copy.db exists; a backup never writes over a file\n",)  # what a call says that was killed at its end


def decisions(folder: Path) -> int:
    with closing(connect_to_read(folder / "sayso.db")) as file:
        return int(file.execute("SELECT count(*) FROM decisions").fetchone()[0])


def kills(run: Runner, folder: Path, undisturbed: tuple[dict[str, str], list[float]], number: int, seed: int) -> None:
    """Rounds until so many calls were killed; each ends in the chronicle of an undisturbed run."""
    expected, took = undisturbed
    chance, done, n = random.Random(seed), 0, 0
    while done < number:
        n += 1
        assert n < number, "the calls end before they are killed"
        done += kill_round(run, folder / str(n), chance, took)
        assert digests(folder / str(n)) == expected
        assert digests(folder / str(n), "copy.db") == expected


def test_forty_kills(run: Runner, tmp_path: Path, undisturbed: tuple[dict[str, str], list[float]]) -> None:
    kills(run, tmp_path, undisturbed, 40, seed=1)


@pytest.mark.long
def test_a_thousand_kills(run: Runner, tmp_path: Path, undisturbed: tuple[dict[str, str], list[float]]) -> None:
    kills(run, tmp_path, undisturbed, 1000, seed=int(time.time()))


@pytest.mark.long
def test_ten_kills_of_the_real_reader(tmp_path: Path) -> None:
    """One chronicle, killed ten times while the example pages are added, and then made to the end."""
    whole, often, chance = tmp_path / "whole", tmp_path / "often", random.Random(1)
    whole.mkdir()
    often.mkdir()
    began = time.monotonic()
    assert add_pages(whole).wait() == 0
    took = time.monotonic() - began
    for _ in range(10):
        process = add_pages(often)
        time.sleep(chance.random() * took)
        process.kill()
        process.wait()
        check(often)
    assert add_pages(often).wait() == 0
    assert digests(often) == digests(whole)


def add_pages(folder: Path) -> subprocess.Popen[bytes]:
    call = [sys.executable, "-m", "sayso.cli", "add", str(PAGES), "--quiet"]
    return subprocess.Popen(call, cwd=folder, stdout=subprocess.DEVNULL)


PAGES = Path(__file__).parent.parent / "examples" / "kim-in-russia"
