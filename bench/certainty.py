"""The certainty cases of `tests/cases/certainty` over the whole pipeline: which claims are given as they must be.

Used by `bench/gate.py` for the figures and by `tests/test_certainty.py` for the cases one by one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.records import Claim, Event, Reading
from sayso.spans import Span

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "certainty"
_SCALE = {"CT+": 3, "PR+": 2, "PS+": 1, "Uu": 0, "CTu": 0, "PS-": -1, "PR-": -2, "CT-": -3}


@dataclass(frozen=True, slots=True)
class Case:
    """One paragraph and the claims that it must give."""

    id: str
    text: str
    title: str | None
    published: str | None
    claims: tuple[dict[str, Any], ...]


def load_cases(folder: Path = CASES) -> list[Case]:
    """All cases of a folder, by file and order."""
    return [
        Case(row["id"], row["text"], row.get("title"), row.get("published"), tuple(row["claim"]))
        for path in sorted(folder.glob("*.toml"))
        for row in tomllib.loads(path.read_text("utf-8"))["case"]
    ]


def missed(reading: Reading, case: Case) -> list[str]:
    """A line for each claim of the case that the reading does not give, with what it gives instead."""
    found = []
    for wanted in case.claims:
        answers = [(c, e) for c, e in _pairs(reading) if _answers(reading, c, e, wanted)]
        if not any(_right(c, e, wanted) for c, e in answers):
            given = [f"{c.status} {c.factuality} {c.stance}" for c, _ in answers] or _near(reading, wanted)
            found.append(f"{case.id}: {_told(wanted)}, given: {'; '.join(given) or 'nothing'}")
    return found


def _pairs(reading: Reading) -> list[tuple[Claim, Event]]:
    events = {e.id: e for e in reading.events}
    return [(c, events[c.event]) for c in reading.claims]


def _answers(reading: Reading, claim: Claim, event: Event, wanted: dict[str, Any]) -> bool:
    trigger = _locate(reading.document.text, wanted["trigger"], wanted.get("in"))
    if event.kind != wanted["kind"] or not any(t.overlaps(trigger) for t in event.triggers):
        return False
    sources = {a.id: a.source.span for a in reading.attributions}
    if not wanted["source"]:  # nobody whom the text tells: the report, or somebody implied ("reportedly")
        return all(sources[a] is None for a in claim.chain)
    source = _locate(reading.document.text, wanted["source"])
    spans = [sources[a] for a in claim.chain[:1]]
    return any(s is not None and s.overlaps(source) for s in spans)


def _right(claim: Claim, event: Event, wanted: dict[str, Any]) -> bool:
    step = abs(_SCALE[claim.factuality] - _SCALE[wanted["factuality"]])
    if claim.status != wanted["status"] or claim.stance != wanted["stance"] or step > 1:
        return False
    return wanted.get("count") in (None, event.count)


def _locate(text: str, words: str, snippet: str | None = None) -> Span:
    base = text.index(snippet) if snippet else 0
    start = text.index(words, base)
    return Span(start, start + len(words))


def _near(reading: Reading, wanted: dict[str, Any]) -> list[str]:
    """What was found at the trigger, whatever its kind and source."""
    trigger = _locate(reading.document.text, wanted["trigger"], wanted.get("in"))
    names = {a.id: a.source.name for a in reading.attributions}
    return [
        f"{e.kind} {c.status} {c.factuality} by {[names[a] for a in c.chain]} {c.stance}"
        for c, e in _pairs(reading)
        if any(t.overlaps(trigger) for t in e.triggers)
    ]


def _told(wanted: dict[str, Any]) -> str:
    by = wanted["source"] or "own voice"
    return (
        f"{wanted['kind']} {wanted['trigger']!r} {wanted['status']} {wanted['factuality']} by {by} {wanted['stance']}"
    )


def share(readings: Sequence[Reading], cases: Sequence[Case]) -> dict[str, float]:
    """The share of claims given, and of cases all of whose claims are given."""
    wrong = [len(missed(r, c)) for r, c in zip(readings, cases, strict=True)]
    claims = sum(len(c.claims) for c in cases)
    return {"claims": 1 - sum(wrong) / claims, "cases": sum(not w for w in wrong) / len(cases)}
