"""The real reader in another process: the same readings, bit for bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sayso.intake.walk import captures
from sayso.reading.kit import Kit
from sayso.records import Failure
from sayso.work.chunks import Read
from sayso.work.crew import read_chunks
from sayso.work.job import Job

PAGES = sorted((Path(__file__).parent.parent / "examples" / "kim-in-russia").glob("*.html"))[:4]


def test_another_process_reads_the_same(kit: Kit) -> None:
    found: list[Read[Any]] = [Read(one) for one in captures(PAGES) if not isinstance(one, Failure)]
    job: Job[Any] = Job(kit)
    here, there = ([one.outcome for c in read_chunks(found, job, workers=n, most=4) for one in c] for n in (0, 1))
    assert here == there
    assert len(here) == len(PAGES) > 0
