"""Reading in other processes: the same results in the same order; what kills a process is left out, nothing else."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sayso.intake.walk import Capture
from sayso.records import Document, Failure, Reading
from sayso.work import crew
from sayso.work.chunks import Read, captures_of, chunks
from sayso.work.crew import AHEAD, EACH, Crew, read_chunks
from sayso.work.job import Job
from sayso.work.limits import Limits, resident
from sayso.work.worker import WorkError, _split
from tests.plain_scene import reports
from tests.slow_reader import BREAK, DIE, EAT, HANG, HANG_TOGETHER, SlowKit, slow_kit, stand_ins

SHORT = Limits(seconds=3, memory=250_000_000)


@pytest.fixture(autouse=True)
def reads_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in stand_ins().items():
        monkeypatch.setitem(sys.modules, name, module)


def captures(number: int, poisons: dict[int, str] | None = None) -> list[Capture]:
    """Reports as lines of JSON, some with words that the reader obeys."""
    rows = reports(1, number)
    for n, words in (poisons or {}).items():
        rows[n]["text"] += f" {words}."
    return [Capture(f"{n}", "jsonl", json.dumps(row).encode()) for n, row in enumerate(rows)]


def read(found: list[Capture], job: Job[Any], *, workers: int | None, most: int = 8) -> list[Any]:
    told = list(read_chunks((Read(one) for one in found), job, workers=workers, most=most))
    assert [one.capture for chunk in told for one in chunk] == found
    return [one.outcome for chunk in told for one in chunk]


def quick(**named: Any) -> Job[Any]:
    return Job(slow_kit(0.0), **named)


# --- chunks ------------------------------------------------------------------------------------------------------


def test_chunks_hold_so_many_that_wait_and_settled_ones_are_not_kept_up() -> None:
    inputs: list[Read[str]] = [Read(one) for one in captures(5)]
    inputs[2:2] = [Read(None, Failure("x", "intake", "missing", "not there"))]
    inputs[:0] = [Read(None, "known"), Read(None, "known")]
    assert [len(chunk) for chunk in chunks(inputs, 2)] == [1, 1, 2, 1, 2, 1]
    assert [len(captures_of(chunk)) for chunk in chunks(inputs, 4)] == [0, 0, 4, 1]


def test_a_large_capture_closes_a_chunk() -> None:
    large = Capture("a", "text", b"x" * 9_000_000)
    assert [len(chunk) for chunk in chunks([Read(large)] * 3, 12)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("places", "at", "parts"),
    [
        ([4, 5, 6, 7], 6, [[4, 5], [6], [7]]),
        ([4, 5, 6, 7], 4, [[4], [5, 6, 7]]),
        ([4, 5, 6, 7], None, [[4, 5], [6, 7]]),
        ([4, 5, 6], 2, [[4], [5, 6]]),
        ([4], None, [[4]]),
    ],
)
def test_what_a_process_died_at_is_told_apart(places: list[int], at: int | None, parts: list[list[int]]) -> None:
    assert list(_split(places, at)) == parts


# --- the same with any number of processes -----------------------------------------------------------------------


def test_processes_give_what_one_gives_in_the_same_order() -> None:
    found = captures(40, {3: BREAK})
    here = read(found, quick(), workers=0)
    assert [isinstance(one, Reading) for one in here].count(False) == 1
    assert read(found, quick(), workers=2) == here
    assert read(found, quick(), workers=1, most=3) == here


def test_a_fault_of_one_text_is_its_own() -> None:
    outcomes = read(captures(6, {2: BREAK}), quick(), workers=0)
    assert [o.reason if isinstance(o, Failure) else "" for o in outcomes] == ["", "", "fault", "", "", ""]
    assert "broken up" in outcomes[2].what
    assert outcomes[2].stage == "reading"


def test_a_capture_that_breaks_intake_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso import intake

    def broken(capture: Capture, **_: Any) -> Document:
        raise RecursionError("too deep")

    monkeypatch.setattr(intake, "document_of", broken)
    (outcome,) = read(captures(1), quick(), workers=0)
    assert (outcome.reason, outcome.stage, outcome.input) == ("fault", "intake", "0")


def test_texts_over_the_limit_are_not_read() -> None:
    long = Capture("long", "jsonl", json.dumps({"id": "a", "text": "word " * 100}).encode())
    outcomes = read([long, *captures(1)], quick(limits=Limits(characters=400)), workers=0)
    assert [getattr(o, "reason", "") for o in outcomes] == ["too-long", ""]
    assert "499 characters; 400" in outcomes[0].what


def test_few_documents_start_one_process_and_many_start_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "FEW", 1)
    monkeypatch.setattr(crew, "cores", lambda limits=None: 2)
    job = Job(slow_kit(0.01), settled=None)
    with Crew() as own:
        numbers = [len(own._workers) for _ in own.read((Read(one) for one in captures(EACH)), job, most=5)]
        assert set(numbers) == {1}
        numbers = [len(own._workers) for _ in own.read((Read(one) for one in captures(3 * EACH)), job, most=5)]
        assert numbers[0] == 1
        assert numbers[-1] == 2
        assert own._workers == [], "what was started for many goes with them"


def test_no_process_reads_what_is_known_or_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(read(captures(3), quick(settled=reader_of), workers=0)) == {os.getpid()}
    monkeypatch.setattr(crew, "FEW", 1)
    with Crew() as own:
        list(own.read((Read(None, reader_of(document)) for document in [None] * 5), quick(), most=2))
        assert own._workers == []


def test_a_process_is_kept_for_what_comes_next_and_makes_way_for_another_job() -> None:
    with Crew(1) as own:
        own.begin()
        same, kit = [], slow_kit(0.0)
        for job in (Job(kit, settled=reader_of), Job(kit, settled=reader_of), Job(kit, "2024-05-06", reader_of)):
            same += [one.outcome for chunk in own.read(map(Read, captures(2)), job, most=1) for one in chunk]
    assert same[0] == same[1] == same[2] == same[3] != os.getpid()
    assert same[4] == same[5] != same[3]


def test_after_a_reader_is_given_up_the_crew_reads_again() -> None:
    with Crew(2) as own:
        told = own.read(map(Read, captures(20)), quick(), most=2)
        next(told)
        told.close()  # type: ignore[attr-defined]
        again = [one.outcome for chunk in own.read(map(Read, captures(4)), quick(), most=2) for one in chunk]
    assert again == read(captures(4), quick(), workers=0)


def reader_of(document: object) -> int:
    """Which process asks."""
    return os.getpid()


def test_a_process_that_has_read_much_makes_way_for_another() -> None:
    job = quick(settled=reader_of, limits=Limits(documents=8))
    readers = read(captures(24), job, workers=1, most=4)
    assert [readers.count(one) for one in dict.fromkeys(readers)] == [8, 8, 8]


def test_no_more_is_held_than_the_processes_need() -> None:
    pulled = 0

    def endless() -> Iterator[Read[Any]]:
        nonlocal pulled
        for capture in captures(40) * 25:
            pulled += 1
            yield Read(capture)

    told = read_chunks(endless(), quick(), workers=2, most=4)
    for done in range(1, 10):
        next(told)
        assert pulled <= 4 * (done + AHEAD * 2)
    told.close()  # type: ignore[attr-defined]


# --- poison ------------------------------------------------------------------------------------------------------


def test_what_hangs_eats_or_kills_is_left_out_and_its_neighbours_are_kept() -> None:
    poisons = {2: HANG, 5: DIE, 9: EAT}
    outcomes = read(captures(12, poisons), quick(limits=SHORT), workers=1, most=12)
    failed = {n: o.reason for n, o in enumerate(outcomes) if isinstance(o, Failure)}
    assert failed == {2: "timeout", 5: "crash", 9: "memory"}
    assert {n: o.input for n, o in enumerate(outcomes) if isinstance(o, Failure)} == {2: "2", 5: "5", 9: "9"}
    assert "3 seconds" in outcomes[2].what
    assert "250 MB" in outcomes[9].what
    rest = [n for n in range(12) if n not in poisons]
    alone = read(captures(12), quick(), workers=0)
    assert [outcomes[n] for n in rest] == [alone[n] for n in rest]


def test_poison_that_shows_only_among_others_is_bisected_out() -> None:
    outcomes = read(captures(6, {4: HANG_TOGETHER}), quick(limits=SHORT), workers=1)
    assert [getattr(o, "reason", "") for o in outcomes] == ["", "", "", "", "timeout", ""]


class Unloadable(SlowKit):
    """A kit that no other process can load."""

    def __reduce__(self) -> tuple[Any, ...]:
        return Unloadable, ()

    @property
    def own(self) -> Any:  # type: ignore[override]
        raise OSError("the disk is gone")


def test_processes_that_cannot_load_are_told() -> None:
    with pytest.raises(WorkError, match="OSError: the disk is gone"):
        read(captures(2), Job(Unloadable()), workers=2)


class Deadly(SlowKit):
    """A kit that is the end of each process that loads it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (3,)


def test_processes_that_always_die_are_given_up() -> None:
    with pytest.raises(WorkError, match="does not start"):
        read(captures(2), Job(Deadly()), workers=1)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell")
def test_memory_of_a_process() -> None:
    before = resident(os.getpid())
    held = bytearray(b"x" * 50_000_000)
    assert resident(os.getpid()) - before > 40_000_000
    assert held
    assert resident(2**22 + 1) == 0
