"""What a decision comes to, in sentences for the person who made it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from sayso.chronicle.decided.decisions import listed
from sayso.records import Decision


def compared(file: sqlite3.Connection, decision: Decision) -> Iterable[str]:
    """What an identity, or its withdrawal, comes to."""
    if decision.about == "entity":
        yield from _identities(file, decision)
        return
    found = _incidents(file, decision)
    counts = ", ".join(f"{i} ({reports} report{'s' * (reports != 1)})" for i, reports in found)
    if len(found) == 1:
        (incident, reports), *_ = found
        yield f"now one incident with {reports} report{'s' * (reports != 1)}: {incident}"
    elif found:
        yield f"now {len(found)} incidents: {counts}"
    state = next(one.state for one in listed(file) if one.decision.id == decision.id)
    if state == "contradicted":
        yield "this contradicts other decisions, of which the later ones and those for “different” are kept"
    if state == "question":
        yield "noted as a question; the machine decides as before"


def outcome_of(file: sqlite3.Connection, decision: Decision) -> Iterable[str]:
    """What accepting, rejecting, correcting, adding or a note comes to."""
    rows = file.execute("SELECT target, how FROM attachments WHERE decision = ?", (decision.id,)).fetchall()
    number = sum(target is not None for target, _ in rows)
    things = f"{number} {decision.about}{'s' * (number != 1)}"
    done = {"accept": "accepted", "reject": "rejected", "correct": "corrected", "add": "added", "note": "noted"}
    yield f"{things} {done[decision.verdict]}"
    if decision.verdict == "correct":
        yield f"{decision.field}: {decision.before or 'unknown'} → {decision.after or 'unknown'}"
    yield from _without_point(file, decision)
    for reason in dict.fromkeys(how for target, how in rows if target is None):
        yield f"{len(rows) - number} not: {reason}"
    found = _incidents(file, decision)
    if found:
        yield "in incident " + ", ".join(incident for incident, _ in found)


def _without_point(file: sqlite3.Connection, decision: Decision) -> Iterable[str]:
    """The place that a decision tells, where no map can show it."""
    rows = file.execute(
        "SELECT DISTINCT p.name FROM attachments a JOIN events e ON e.id = a.target"
        " JOIN places p ON p.reading = e.reading AND p.local = e.place WHERE a.decision = ? AND p.lat IS NULL",
        (decision.id,),
    )
    if decision.verdict == "add" or decision.field == "place":
        for (name,) in rows:
            yield f"{name} has no point on the map: the gazetteer has no such place, or several of the name"


def _identities(file: sqlite3.Connection, decision: Decision) -> Iterable[str]:
    rows = file.execute(
        "SELECT DISTINCT i.name, i.id, i.entities FROM attachments a JOIN readings r ON r.document = a.document"
        " JOIN identity_members m ON m.reading = r.id AND a.target = r.document || '#' || m.local"
        " JOIN identity_variants v ON v.variant = m.variant JOIN identities i ON i.id = v.identity"
        " WHERE a.decision = ?",
        (decision.id,),
    ).fetchall()
    told = ", ".join(
        f"{name} ({identity}, {entities} entities of single texts)" for name, identity, entities in sorted(rows)
    )
    if rows:
        yield f"now one: {told}" if len(rows) == 1 else f"now {len(rows)}: {told}"


def _incidents(file: sqlite3.Connection, decision: Decision) -> list[tuple[str, int]]:
    return file.execute(
        "SELECT DISTINCT i.id, i.reports FROM attachments a JOIN incident_events m ON m.event = a.target"
        " JOIN incidents i ON i.id = m.incident WHERE a.decision = ? ORDER BY i.id",
        (decision.id,),
    ).fetchall()
