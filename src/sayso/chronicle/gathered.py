"""Gathering kept in the file: new events join incidents as they come, and nothing else is looked at again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from sayso.chronicle.store import Store
from sayso.gathering.incidents import Gathered, Gathering, regather

SHOWN_FIRST = ("happened", "failed", "planned", "possible", "negated")  # which telling stands for an incident


def gather_pending(store: Store) -> int:
    """Gathers the events that wait for it, with those that they touch; the number of incidents that were settled."""
    file = store.connection
    waiting = [event for (event,) in file.execute("SELECT event FROM facts WHERE pending = 1 ORDER BY event")]
    if not waiting:
        return 0
    with store.writing():
        gathering = regather(waiting, store.blocks)
        _put(file, gathering)
        file.execute("UPDATE facts SET pending = 0 WHERE pending = 1")
    return len(gathering.incidents)


def _put(file: sqlite3.Connection, gathering: Gathering) -> None:
    """The incidents in place of those that had one of their events."""
    events = [event for incident in gathering.incidents for event in (*incident.events, *incident.denials)]
    former = _incidents_of(file, events)
    file.executemany("DELETE FROM incidents WHERE id = ?", [(incident,) for incident in sorted(former)])
    for incident in gathering.incidents:
        _put_incident(file, incident)
    for found in gathering.fulfilments:
        row = (found.plan, found.incident, "; ".join(found.because.reasons))
        file.execute("INSERT OR REPLACE INTO fulfilments VALUES (?, ?, ?)", row)
    _retire(file, former - {incident.id for incident in gathering.incidents})


def _incidents_of(file: sqlite3.Connection, events: Iterable[str]) -> set[str]:
    statement = "SELECT incident FROM incident_events WHERE event = ?"
    return {incident for event in events for (incident,) in file.execute(statement, (event,))}


def _put_incident(file: sqlite3.Connection, incident: Gathered) -> None:
    rows = [(e, incident.id, 0) for e in incident.events] + [(e, incident.id, 1) for e in incident.denials]
    file.executemany("INSERT OR REPLACE INTO incident_events VALUES (?, ?, ?)", rows)
    shown = _shown(file, incident.events or incident.denials)
    counts = _counted(file, incident.id)
    file.execute("INSERT INTO incidents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (incident.id, *shown, *counts))
    because = [(incident.id, j.one, j.other, j.score, "; ".join(j.reasons)) for j in incident.because]
    file.executemany("INSERT INTO reasons VALUES (?, ?, ?, ?, ?)", because)


def _shown(file: sqlite3.Connection, events: Iterable[str]) -> tuple[str, ...]:
    """Id, kind, status and days of the event that stands for an incident.

    It is the one told most firmly (SHOWN_FIRST), of these the one that fills most of day, place and roles, of these the
    one of the earliest report.
    """
    found = [
        file.execute(
            "SELECT e.id, e.kind, e.status, e.earliest, e.latest, (e.earliest IS NOT NULL) + (e.place IS NOT NULL)"
            " + (SELECT count(DISTINCT role) FROM participants WHERE event = e.id), coalesce(v.published, '9999')"
            " FROM events e JOIN readings r ON r.id = e.reading JOIN versions v USING (document, version)"
            " WHERE e.id = ?",
            (event,),
        ).fetchone()
        for event in events
    ]
    return tuple(min(found, key=lambda e: (SHOWN_FIRST.index(e[2]), -e[5], e[6], e[0]))[:5])


def _counted(file: sqlite3.Connection, incident: str) -> tuple[int, int]:
    """Documents that tell an incident, and how many separate texts they bring as far as the wording tells."""
    found: tuple[int, int] = file.execute(
        "SELECT count(DISTINCT e.document), count(DISTINCT coalesce(o.origin, e.document)) FROM incident_events i"
        " JOIN events e ON e.id = i.event LEFT JOIN origins o ON o.document = e.document WHERE i.incident = ?",
        (incident,),
    ).fetchone()
    return found


def _retire(file: sqlite3.Connection, former: Iterable[str]) -> None:
    """Leads the ids of incidents that are no more to the one that holds their first event."""
    for identifier in sorted(former):
        found = file.execute("SELECT incident FROM incident_events WHERE event = ?", (identifier,)).fetchone()
        if found:
            file.execute("INSERT OR REPLACE INTO retired VALUES (?, ?)", (identifier, found[0]))
            file.execute("UPDATE retired SET incident = ? WHERE incident = ?", (found[0], identifier))
