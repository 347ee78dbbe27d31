"""How many separate origins the reports of an incident have, and how many deny it, from the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sayso.chronicle.decided.decisions import rejected_claims
from sayso.chronicle.gathered.disputed import count_disputes
from sayso.gathering.cited import BODY, PERSON, Cited
from sayso.gathering.denials import is_against
from sayso.gathering.independence import Separate, Voice, separate

_CLAIMS = (
    "SELECT e.document, v.publisher, v.published, coalesce(o.origin, e.document) AS text, coalesce(o.why, '') AS why,"
    " e.id AS event, c.id AS claim, e.start AS word, c.start, c.stop, c.stop <= length(v.title) AS headline,"
    " c.source, c.chain, c.chain = '' AND c.factuality = 'Uu' AS left_open, coalesce(n.name, a.source) AS name,"
    " c.stance, c.status, a.kind IS 'expert' AS comments,"
    " n.kind AS kind,"
    " coalesce(n.country, a.country) AS country"
    " FROM incident_events m JOIN events e ON e.id = m.event JOIN claims c ON c.event = e.id"
    " JOIN readings r ON r.id = e.reading JOIN versions v ON v.document = r.document AND v.version = r.version"
    " LEFT JOIN attributions a ON a.reading = e.reading AND a.local = c.leads_to"
    " LEFT JOIN entities n ON n.reading = e.reading AND n.local = a.entity"
    " LEFT JOIN origins o ON o.document = e.document WHERE m.incident = ? ORDER BY e.document, e.id, c.start, c.id"
)


def count_reports(file: sqlite3.Connection, incident: str) -> tuple[int, int]:
    """Documents that tell or deny an incident, and how many separate origins tell it as far as the texts tell."""
    (documents,) = file.execute(
        "SELECT count(DISTINCT e.document) FROM incident_events m JOIN events e ON e.id = m.event WHERE m.incident = ?",
        (incident,),
    ).fetchone()
    return documents, sum(not o.denies for o in origins_of(file, incident)) if documents > 1 else documents


def count_again(file: sqlite3.Connection, documents: Iterable[str]) -> None:
    """The separate origins, and the contradictions, of all incidents that documents tell: copies count once."""
    statement = "SELECT DISTINCT m.incident FROM events e JOIN incident_events m ON m.event = e.id WHERE e.document = ?"
    incidents = {incident for document in documents for (incident,) in file.execute(statement, (document,))}
    for incident in sorted(incidents):
        file.execute("UPDATE incidents SET origins = ? WHERE id = ?", (count_reports(file, incident)[1], incident))
    count_disputes(file, sorted(incidents))


def origins_of(file: sqlite3.Connection, incident: str) -> tuple[Separate, ...]:
    """The separate origins of an incident, each with its reports and why they belong to it, those against it last.

    A report that tells it and has a denial too is of one of either sort. Where nobody tells it, what is told is that it
    was not so.
    """
    told, against = [], []
    for rows in _by_document(file, incident):
        telling, denying = _sides(rows)
        told += [_voice(file, telling)] if telling else []
        against += [_voice(file, denying)] if denying else []
    return separate(told) + tuple(replace(origin, denies=bool(told)) for origin in separate(against))


def _by_document(file: sqlite3.Connection, incident: str) -> Iterable[list[Any]]:
    """The claims on an incident that people did not reject, those of each document together."""
    cursor = file.cursor()
    cursor.row_factory = sqlite3.Row
    found: dict[str, list[Any]] = {}
    rows = cursor.execute(_CLAIMS, (incident,)).fetchall()
    rejected = rejected_claims(file, list({row["event"]: row for row in rows}))
    for row in rows:
        if row["claim"] not in rejected:
            found.setdefault(row["document"], []).append(row)
    return found.values()


def _sides(rows: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The claims of a document that tell the incident, and those against it.

    Beside a denial, what it leaves open is on neither side, and its headline alone tells nothing.
    """
    denying = [row for row in rows if is_against(row["stance"], row["status"])]
    telling = [row for row in rows if row not in denying]
    return [] if denying and all(row["left_open"] or row["headline"] for row in telling) else telling, denying


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
    """The claims in the sentences that tell the incident first, and whom the report cites for it further down.

    Those of the body rather than of the headline; an expert who is cited further down comments on it only.
    """
    body = [r for r in rows if not r["left_open"] and not r["headline"]]
    leading = [r for r in body if _leads(r)]
    if not leading:
        return [r for r in rows if _leads(r) and not r["left_open"]] or list(rows)
    return leading + [r for r in body if r["chain"] and not r["comments"] and not _leads(r)]


def _leads(row: Any) -> bool:
    """Whether a claim stands in the sentence that tells its event first."""
    return bool(row["start"] <= row["word"] < row["stop"])


def _cited(row: Any) -> Cited:
    return Cited(row["name"], PERSON if row["kind"] == "person" else BODY, row["country"])
