"""A reading as the report that `sayso read` writes: the JSON form of `sayso.report/1`."""

from __future__ import annotations

import json
from typing import Any

from sayso.jsonl import from_dict, to_dict
from sayso.records import SCHEMA, Reading


def to_report(reading: Reading, *, text: bool = True, other: bool = True) -> dict[str, Any]:
    """The report of a reading; without `text` the hash in `document.version` and the quotes remain.

    `other=False` leaves the events outside the 24 kinds out, with their claims.
    """
    report = {"schema": SCHEMA, **to_dict(reading)}
    for time in report["times"]:
        if time["shift"] is None:
            del time["shift"]
    if not text:
        report["document"]["text"] = None
    if not other:
        kept = {e["id"] for e in report["events"] if e["kind"] != "other"}
        report["events"] = [e for e in report["events"] if e["id"] in kept]
        report["claims"] = [c for c in report["claims"] if c["event"] in kept]
        report["quantities"] = [q for q in report["quantities"] if q["event"] is None or q["event"] in kept]
    return report


def from_report(report: dict[str, Any]) -> Reading:
    """The reading that a report was written from; ValueError for another schema or a report without its text."""
    if report.get("schema") != SCHEMA:
        raise ValueError(f"not a report of {SCHEMA}: {report.get('schema')!r}")
    if (report.get("document") or {}).get("text") is None:
        raise ValueError("a report without its text (--no-text) cannot be read back")
    return from_dict(Reading, report)


def report_line(report: dict[str, Any]) -> str:
    """A report as one line of JSON, the same bytes for the same report."""
    return json.dumps(report, ensure_ascii=False, separators=(",", ":"))
