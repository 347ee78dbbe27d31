"""Inputs changed by chance: every one ends as documents or failures with a reason, in seconds, and never in a fault."""

from __future__ import annotations

import time

import pytest

from tests.mutated import SEEDS, inputs, outcome
from tests.pathological import SAID
from tests.pathological_packed import zipped

COUNTS = {"page": 900, "feed": 1200, "web archive": 500, "mail": 900, "PDF": 500, "lines": 700, "packed": 300}
SECONDS = 10


@pytest.mark.parametrize("sort", SEEDS)
def test_what_is_not_changed_is_read(sort: str) -> None:
    assert all("document" in outcome(name, data) for name, data in SEEDS[sort])


@pytest.mark.parametrize("sort", SEEDS)
def test_five_thousand_changed_inputs(sort: str) -> None:
    assert sum(COUNTS.values()) == 5000
    ended = set()
    for number, (name, data) in enumerate(inputs(sort, COUNTS[sort], 1)):
        began = time.process_time()
        try:
            ended.add(outcome(name, data))
        except Exception as fault:
            raise AssertionError(f"input {number} of {sort!r}, seed 1") from fault
        assert time.process_time() - began < SECONDS, number
    assert len(ended) > 1
    assert "document" in ended


def test_a_file_without_a_name_in_an_archive() -> None:
    archive = bytearray(zipped(a=SAID.encode(), b=SAID.encode()))
    entry = archive.index(b"PK\x01\x02")
    archive[entry + 28 : entry + 32] = b"\0\0\1\0"  # its one letter belongs to another field
    assert "document" in outcome("a.zip", bytes(archive))
