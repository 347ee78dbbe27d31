"""Why the chronicle says what it says: what joins the tellings of an incident, what it is linked to, whose text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from sayso.chronicle.gathered.dating import dating_reasons
from sayso.chronicle.gathered.shown import RULE
from sayso.chronicle.stored import readings_in
from sayso.gathering.facts import facts_of
from sayso.gathering.incidents import gather
from sayso.records import Linked


def linked_to(file: sqlite3.Connection, incident: str) -> Iterator[Linked]:
    """The incidents that planned this one, and those that carry it out."""
    for mine, other, how in (("incident", "plan", "carries out"), ("plan", "incident", "carried out as")):
        rows = file.execute(
            f"SELECT f.{other}, i.status, e.quote, f.why FROM fulfilments f JOIN incidents i ON i.id = f.{other}"
            f" JOIN events e ON e.id = i.shown WHERE f.{mine} = ? ORDER BY f.{other}",
            (incident,),
        )
        yield from (Linked(identifier, how, f"{status}: {what}", why) for identifier, status, what, why in rows)


def shown_because(file: sqlite3.Connection, incident: str) -> list[str]:
    """Which report's telling, day and place an incident shows, and the rule by which they were picked."""
    shown, days_of, place_of = file.execute(
        "SELECT shown, days_of, place_of FROM incidents WHERE id = ?", (incident,)
    ).fetchone()
    lines = [f"the telling of {_told_by(file, shown)}"]
    lines += [f"the day of {_told_by(file, days_of)}"] if days_of not in (None, shown) else []
    lines += [f"the place of {_told_by(file, place_of)}"] if place_of not in (None, shown) else []
    return [*lines, RULE] if _several(file, incident) else []


def _several(file: sqlite3.Connection, incident: str) -> bool:
    found = file.execute("SELECT count(*) FROM incident_events WHERE incident = ?", (incident,)).fetchone()
    return bool(found[0] > 1)


def _told_by(file: sqlite3.Connection, event: str) -> str:
    publisher, document, word = file.execute(
        "SELECT v.publisher, e.document, e.word FROM events e JOIN readings r ON r.id = e.reading"
        " JOIN versions v USING (document, version) WHERE e.id = ?",
        (event,),
    ).fetchone()
    return f"{publisher or document} (“{word}”)"


def dated_because(file: sqlite3.Connection, incident: str) -> list[str]:
    """How the undated reports of an incident came by their days, or why they have none."""
    rows = file.execute(
        "SELECT DISTINCT e.document, v.publisher FROM incident_events m JOIN events e ON e.id = m.event"
        " JOIN settled s ON s.document = e.document JOIN readings r ON r.id = e.reading"
        " JOIN versions v USING (document, version) WHERE m.incident = ? ORDER BY e.document",
        (incident,),
    ).fetchall()
    return [f"{name or document}: {why}" for document, name in rows for why in dating_reasons(file, document)]


def reasons(file: sqlite3.Connection, incident: str) -> list[str]:
    """Why the events of an incident are taken for one, the pairs that hold it together."""
    rows = file.execute(
        "SELECT one.document, one.word, other.document, other.word, r.why FROM reasons r"
        " JOIN events one ON one.id = r.one"
        " JOIN events other ON other.id = r.other WHERE r.incident = ? ORDER BY r.rowid",
        (incident,),
    )
    return [f"“{a}” ({one}) and “{b}” ({other}): {why}" for one, a, other, b, why in rows]


def explained(file: sqlite3.Connection) -> Iterator[str]:
    """The reasons of every incident that has several events, and which plan an incident seems to carry out."""
    for (incident,) in file.execute("SELECT DISTINCT incident FROM reasons ORDER BY incident").fetchall():
        yield f"incident {incident}"
        yield from (f"  {reason}" for reason in reasons(file, incident))
    for plan, incident, why in file.execute("SELECT plan, incident, why FROM fulfilments ORDER BY plan, incident"):
        yield f"incident {incident} seems to carry out what {plan} plans: {why}"


def origin_lines(file: sqlite3.Connection) -> Iterator[str]:
    """A JSON line for each document with its origin."""
    rows = file.execute(
        "SELECT d.id, coalesce(o.origin, d.id) FROM documents d LEFT JOIN origins o ON o.document = d.id"
    )
    return (json.dumps({"document": d, "origin": o}, ensure_ascii=False) for d, o in rows.fetchall())


def incident_lines(file: sqlite3.Connection) -> Iterator[str]:
    """A JSON line for each incident with its events, by document and the event's id within its reading.

    All happenings of the texts are gathered for this, also those outside the kinds, which the chronicle does not list.
    """
    known = {f.id: f for reading in readings_in(file) for f in facts_of(reading, other=True)}
    for found in gather(known.values()).incidents:
        events = [{"document": known[e].document, "event": known[e].event} for e in (*found.events, *found.denials)]
        yield json.dumps({"incident": found.id, "events": events}, ensure_ascii=False)
