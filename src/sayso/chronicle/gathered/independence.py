"""How many separate origins the reports of an incident have, from the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from sayso.gathering.independence import BODY, PERSON, Cited, Separate, Voice, separate

_CLAIMS = (
    "SELECT e.document, v.publisher, v.published, coalesce(o.origin, e.document) AS text, coalesce(o.why, '') AS why,"
    " e.id AS event, e.start AS word, c.start, c.stop, c.stop <= length(v.title) AS headline,"
    " c.source, c.chain, c.chain = '' AND c.factuality = 'Uu' AS left_open, coalesce(n.name, a.source) AS name,"
    " n.kind AS kind,"
    " coalesce(n.country, a.country) AS country"
    " FROM incident_events m JOIN events e ON e.id = m.event JOIN claims c ON c.event = e.id"
    " JOIN readings r ON r.id = e.reading JOIN versions v ON v.document = r.document AND v.version = r.version"
    " LEFT JOIN attributions a ON a.reading = e.reading AND a.local = c.leads_to"
    " LEFT JOIN entities n ON n.reading = e.reading AND n.local = a.entity"
    " LEFT JOIN origins o ON o.document = e.document WHERE m.incident = ? ORDER BY e.document, e.id, c.start, c.id"
)


def count_reports(file: sqlite3.Connection, incident: str) -> tuple[int, int]:
    """Documents that tell an incident, and how many of them are separate origins as far as the texts tell."""
    (documents,) = file.execute(
        "SELECT count(DISTINCT e.document) FROM incident_events m JOIN events e ON e.id = m.event WHERE m.incident = ?",
        (incident,),
    ).fetchone()
    return documents, len(origins_of(file, incident)) if documents > 1 else documents


def count_again(file: sqlite3.Connection, documents: Iterable[str]) -> None:
    """The separate origins of all incidents that documents tell."""
    statement = "SELECT DISTINCT m.incident FROM events e JOIN incident_events m ON m.event = e.id WHERE e.document = ?"
    incidents = {incident for document in documents for (incident,) in file.execute(statement, (document,))}
    for incident in sorted(incidents):
        file.execute("UPDATE incidents SET origins = ? WHERE id = ?", (count_reports(file, incident)[1], incident))


def origins_of(file: sqlite3.Connection, incident: str) -> tuple[Separate, ...]:
    """The separate origins of an incident, each with its reports and why they belong to it."""
    cursor = file.cursor()
    cursor.row_factory = sqlite3.Row
    by_document: dict[str, list[Any]] = {}
    for row in cursor.execute(_CLAIMS, (incident,)):
        by_document.setdefault(row["document"], []).append(row)
    return separate(_voice(file, rows) for rows in by_document.values())


def _voice(file: sqlite3.Connection, rows: Sequence[Any]) -> Voice:
    first, telling = rows[0], _telling(rows)
    agencies = file.execute("SELECT agency FROM credits WHERE document = ? ORDER BY agency", (first["document"],))
    return Voice(
        first["document"],
        first["publisher"],
        first["published"],
        first["text"],
        first["why"],
        tuple(agency for (agency,) in agencies),
        tuple(dict.fromkeys(_cited(row) for row in telling if row["name"])),
        tuple(dict.fromkeys(row["source"] for row in telling if not row["name"] and row["chain"])),
        any(not row["name"] and not row["chain"] for row in telling),
    )


def _telling(rows: Sequence[Any]) -> list[Any]:
    """The claims in the sentences that tell the incident first, those of the body rather than of the headline."""
    leading = [r for r in rows if r["start"] <= r["word"] < r["stop"] and not r["left_open"]]
    return [r for r in leading if not r["headline"]] or leading or list(rows)


def _cited(row: Any) -> Cited:
    return Cited(row["name"], PERSON if row["kind"] == "person" else BODY, row["country"])
