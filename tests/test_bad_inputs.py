"""Files that nobody here wrote: every one ends as documents or as failures with a reason, in seconds; none vanishes."""

from __future__ import annotations

import os
import random
import resource
import time
from functools import cache
from pathlib import Path

import pytest

from sayso.intake import captures, document_of
from sayso.records import Failure

BAD = Path(os.environ.get("SAYSO_SHARED", "../shared")) / "bad"
SAMPLE, PARTS = 1000, 10
SECONDS, KILOBYTES = 10, 1_000_000
pytestmark = pytest.mark.shared


@cache
def files() -> list[Path]:
    """All of them, in order of names."""
    if not BAD.is_dir():
        pytest.skip(f"NO BAD FILES at {BAD}: set SAYSO_SHARED")
    return [path for path in sorted(BAD.rglob("*")) if path.is_file()]


def check(path: Path) -> None:
    """Takes one file in, within the limits; what comes of it can be stored and tells why where it has no words."""
    began, peak = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    made = [one if isinstance(one, Failure) else document_of(one) for one in captures([path])]
    assert made, f"{path}: nothing came of it"
    for one in made:
        if isinstance(one, Failure):
            assert one.input.startswith(str(path)), path
            assert one.reason, path
            assert one.what.strip(), path
        else:
            assert one.text.strip() or one.problems, path
            assert one.text[: one.title_stop] in ("", one.title), path
            one.text.encode()
    assert time.process_time() - began < SECONDS, path
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < KILOBYTES, path


@pytest.mark.parametrize("part", range(PARTS))
def test_a_thousand_bad_files(part: int) -> None:
    for path in random.Random(1).sample(files(), min(SAMPLE, len(files())))[part::PARTS]:
        check(path)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_every_bad_file(part: int) -> None:
    assert len(files()) >= 5510
    for path in files()[part::PARTS]:
        check(path)
