"""Certainty in small: each paragraph of `tests/cases/certainty` gives the claims that it must give."""

from __future__ import annotations

import pytest
from bench.certainty import CASES, Case, load_cases, missed

from sayso import intake
from sayso.reading.kit import Kit
from sayso.reading.read import read_all
from sayso.records import Reading

EVERY = load_cases()
KNOWN = {
    line.split()[0]: line
    for line in (CASES / "known_failures.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
}


@pytest.fixture(scope="session")
def readings(kit: Kit) -> dict[str, Reading]:
    documents = [intake.from_text(c.text, title=c.title, published=c.published, id=c.id) for c in EVERY]
    return {r.document.id: r for r in read_all(documents, kit)}


@pytest.mark.parametrize("case", EVERY, ids=lambda case: case.id)
def test_claims(case: Case, readings: dict[str, Reading]) -> None:
    wrong = missed(readings[case.id], case)
    if case.id in KNOWN:
        assert wrong, f"{case.id} comes right now: take it off known_failures.txt"
        pytest.xfail(KNOWN[case.id])
    assert not wrong, "\n".join(wrong)


def test_known_failures_are_cases_and_few() -> None:
    assert set(KNOWN) <= {c.id for c in EVERY}
    assert len(KNOWN) <= len(EVERY) // 5
