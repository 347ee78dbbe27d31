"""Gathering kept in the file: new events join incidents as they come, and nothing else is looked at again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import astuple

from sayso.chronicle.coded.row_matches import match_rows
from sayso.chronicle.decided.decisions import verdicts
from sayso.chronicle.entities.identities import regroup_entities
from sayso.chronicle.gathered.blocks import StoredBlocks
from sayso.chronicle.gathered.dating import date_reports
from sayso.chronicle.gathered.disputed import count_disputes
from sayso.chronicle.gathered.independence import count_reports
from sayso.chronicle.gathered.shown import shown_of
from sayso.chronicle.store import Store
from sayso.gathering.incidents import Fulfilment, Gathered, Gathering, gather_all, regather
from sayso.gathering.reasons import in_words

FIRM = 3.0  # how alike a plan and what carries it out are at least
AT_ONCE = 20_000  # events that wait, from which on all are gathered in memory: four times as fast where all wait
CARRIED_OUT = ("happened", "failed")


def gather_pending(store: Store) -> int:
    """Gathers the events that wait for it, with those that they touch; the number of incidents that were settled."""
    regroup_entities(store)
    if not _waiting(store.connection):
        match_rows(store)
        return 0
    with store.writing() as file:
        waiting = _waiting(file)  # another writer may have been quicker
        gathering = _gathering(file, store.blocks, waiting)
        changed = _put(file, gathering)
        count_disputes(file, sorted(_incidents_of(file, waiting) | {incident.id for incident in changed}))
        dated = date_reports(file, store.blocks, _events_of(changed))
        _show_again(file, _incidents_of(file, dated))
        store.blocks.settle(gathering.levels)
        file.execute("UPDATE facts SET pending = 0 WHERE pending > 0")
        match_rows(store)
    return len(gathering.incidents)


def _gathering(file: sqlite3.Connection, blocks: StoredBlocks, waiting: list[str]) -> Gathering:
    """The incidents of what waits: by themselves, or of all events at once where most of very many wait."""
    decided = verdicts(file, "event")
    (number,) = file.execute("SELECT count(*) FROM facts").fetchone() if len(waiting) >= AT_ONCE else (0,)
    if not number or 2 * len(waiting) < number:
        return regather(waiting, blocks, decided=decided)
    memory = blocks.in_memory()
    gathering = gather_all(memory, decided=decided)
    blocks.keep_all_alike(memory)
    return gathering


def _waiting(file: sqlite3.Connection) -> list[str]:
    return sorted(event for (event,) in file.execute("SELECT event FROM facts WHERE pending > 0"))  # by its index


def _put(file: sqlite3.Connection, gathering: Gathering) -> list[Gathered]:
    """The incidents in place of those that had one of their events; those that are not as they were."""
    changed = [incident for incident in gathering.incidents if not _stands(file, incident)]
    former = _incidents_of(file, _events_of(changed))
    file.executemany("DELETE FROM incidents WHERE id = ?", [(incident,) for incident in sorted(former)])
    for incident in changed:
        _put_incident(file, incident)
    file.executemany("DELETE FROM fulfilments WHERE plan = ?", [(incident.id,) for incident in gathering.incidents])
    for found in gathering.fulfilments:
        _put_fulfilment(file, found)
    _retire(file, former - {incident.id for incident in gathering.incidents})
    _arrive(file, changed)
    return changed


def _stands(file: sqlite3.Connection, incident: Gathered) -> bool:
    """Whether an incident is in the file as it was gathered now, with its reasons."""
    rows = file.execute("SELECT event, denies FROM incident_events WHERE incident = ?", (incident.id,)).fetchall()
    if len(rows) != len(incident.events) + len(incident.denials):
        return False
    if {e for e, denies in rows if not denies} != set(incident.events):
        return False
    reasons = file.execute("SELECT one, other, score, why FROM reasons WHERE incident = ?", (incident.id,)).fetchall()
    return {e for e, denies in rows if denies} == set(incident.denials) and set(reasons) == set(_reasons(incident))


def _reasons(incident: Gathered) -> list[tuple[str, str, float, str]]:
    return [(j.one, j.other, j.score, in_words(j.reasons)) for j in incident.because]


def _put_fulfilment(file: sqlite3.Connection, found: Fulfilment) -> None:
    """That an incident carries out a plan: one that came about or was tried, and is firmly alike."""
    (status,) = file.execute("SELECT status FROM incidents WHERE id = ?", (found.incident,)).fetchone()
    if status in CARRIED_OUT and found.because.score >= FIRM:
        row = (found.plan, found.incident, in_words(found.because.reasons))
        file.execute("INSERT OR REPLACE INTO fulfilments VALUES (?, ?, ?)", row)


def _events_of(incidents: Iterable[Gathered]) -> list[str]:
    return [event for incident in incidents for event in (*incident.events, *incident.denials)]


def _incidents_of(file: sqlite3.Connection, events: Iterable[str]) -> set[str]:
    statement = "SELECT incident FROM incident_events WHERE event = ?"
    return {incident for event in events for (incident,) in file.execute(statement, (event,))}


def _put_incident(file: sqlite3.Connection, incident: Gathered) -> None:
    rows = [(e, incident.id, 0) for e in incident.events] + [(e, incident.id, 1) for e in incident.denials]
    file.executemany("INSERT OR REPLACE INTO incident_events VALUES (?, ?, ?)", rows)
    shown = shown_of(file, incident.events or incident.denials)
    row = (incident.id, *astuple(shown), *count_reports(file, incident.id), 0, 0)
    file.execute("INSERT INTO incidents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    because = [(incident.id, *reason) for reason in _reasons(incident)]
    file.executemany("INSERT INTO reasons VALUES (?, ?, ?, ?, ?)", because)


def _show_again(file: sqlite3.Connection, incidents: Iterable[str]) -> None:
    """What incidents show, after a telling of theirs has got other days."""
    for incident in sorted(incidents):
        members = file.execute("SELECT event, denies FROM incident_events WHERE incident = ?", (incident,)).fetchall()
        shown = shown_of(file, [e for e, denies in members if not denies] or [e for e, _ in members])
        file.execute(
            "UPDATE incidents SET shown = ?, kind = ?, status = ?, earliest = ?, latest = ?, days_of = ?, place_of = ?"
            " WHERE id = ?",
            (*astuple(shown), incident),
        )


def _arrive(file: sqlite3.Connection, incidents: Iterable[Gathered]) -> None:
    """Leads ids that were left with an event, because a page went or changed, to the incident of that event."""
    left = [(i.id, event) for i in incidents for event in (*i.events, *i.denials)]
    file.executemany("UPDATE retired SET incident = ? WHERE incident = ?", left)
    file.executemany("DELETE FROM retired WHERE id = ?", [(i.id,) for i in incidents])  # it is one again


def _retire(file: sqlite3.Connection, former: Iterable[str]) -> None:
    """Leads the ids of incidents that are no more to the one that holds their first event."""
    for identifier in sorted(former):
        found = file.execute("SELECT incident FROM incident_events WHERE event = ?", (identifier,)).fetchone()
        if found:
            file.execute("INSERT OR REPLACE INTO retired VALUES (?, ?)", (identifier, found[0]))
            file.execute("UPDATE retired SET incident = ? WHERE incident = ?", (found[0], identifier))
