"""Why the chronicle says what it says: what joins the tellings of an incident, what it is linked to, whose text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

from sayso.chronicle.gathered.dating import dating_reasons
from sayso.chronicle.gathered.shown import RULE
from sayso.chronicle.stored import readings_in
from sayso.gathering.facts import facts_of
from sayso.gathering.incidents import gather
from sayso.gathering.reasons import full_words
from sayso.records import Linked

_CAME_OF_IT = {"failed": "tried, and failed"}


def linked_to(file: sqlite3.Connection, incident: str) -> Iterator[Linked]:
    """The incidents that planned this one, and those that carry it out."""
    for mine, other in (("incident", "plan"), ("plan", "incident")):
        rows = file.execute(
            f"SELECT f.{other}, i.status, e.quote, f.why FROM fulfilments f JOIN incidents i ON i.id = f.{other}"
            f" JOIN events e ON e.id = i.shown WHERE f.{mine} = ? ORDER BY f.{other}",
            (incident,),
        ).fetchall()
        for identifier, status, what, why in rows:
            how = "carries out the plan" if other == "plan" else _CAME_OF_IT.get(status, "carried out")
            events = [e for i in (incident, identifier) for e in _events(file, i)]
            yield Linked(identifier, how, what, in_full(file, why, events))


def in_full(file: sqlite3.Connection, why: str, events: Sequence[str]) -> str:
    """Reasons in the words of the texts that tell some events."""
    return full_words(why, *_words_of(file, events))


def _events(file: sqlite3.Connection, incident: str) -> list[str]:
    return [e for (e,) in file.execute("SELECT event FROM incident_events WHERE incident = ?", (incident,))]


def _words_of(file: sqlite3.Connection, events: Sequence[str]) -> tuple[list[str], list[str]]:
    """The sentences that tell some events, and the names in their texts."""
    listed = json.dumps(list(events))
    told = "SELECT e.quote FROM json_each(?) j CROSS JOIN events e ON e.id = j.value"
    readings = "SELECT e.reading FROM json_each(?) j CROSS JOIN events e ON e.id = j.value"
    names = " UNION ".join(
        f"SELECT name FROM {table} WHERE reading IN ({readings})" for table in ("entities", "places", "equipment")
    )
    return [q for (q,) in file.execute(told, (listed,))], [n for (n,) in file.execute(names, (listed,) * 3)]


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
    return [
        f"{name or document}: {in_full(file, why, _dating(file, document))}"
        for document, name in rows
        for why in dating_reasons(file, document)
    ]


def _dating(file: sqlite3.Connection, document: str) -> list[str]:
    """The events by which an undated document got its days, and its own."""
    return [
        e for pair in file.execute("SELECT event, by FROM settled_by WHERE document = ?", (document,)) for e in pair
    ]


def reasons(file: sqlite3.Connection, incident: str) -> list[str]:
    """Why the events of an incident are taken for one, the pairs that hold it together."""
    rows = file.execute(
        "SELECT one.document, one.word, other.document, other.word, r.why, r.one, r.other FROM reasons r"
        " JOIN events one ON one.id = r.one"
        " JOIN events other ON other.id = r.other WHERE r.incident = ? ORDER BY r.rowid",
        (incident,),
    ).fetchall()
    return [
        f"“{a}” ({one}) and “{b}” ({other}): {in_full(file, why, events)}" for one, a, other, b, why, *events in rows
    ]


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
