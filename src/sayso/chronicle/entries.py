"""Incidents as lists and exports show them: filtered, in order of time, with every telling and what contradicts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sayso.chronicle.blocks import facts_from
from sayso.chronicle.file import ChronicleError
from sayso.chronicle.look import as_query
from sayso.chronicle.store import readings_in
from sayso.gathering.disputes import find_disputes
from sayso.gathering.facts import facts_of
from sayso.gathering.incidents import gather
from sayso.records import Entry, Figure, Party, Telling
from sayso.spans import Span

_LIKE = "LIKE '%' || ? || '%' ESCAPE '\\'"


@dataclass(frozen=True, slots=True)
class View:
    """Which incidents are wanted: one of their events must fulfil every condition that is set.

    `actor` is a part of the name of someone who takes part, `place` of the place or what it lies in, `source` of who is
    cited or of a publisher; `country` is an ISO code of the place; `since` and `until` are days that the event may
    touch; `text` are words of its report; `min_independent` is the least number of separate origins.
    """

    actor: str | None = None
    place: str | None = None
    country: str | None = None
    since: str | None = None
    until: str | None = None
    kind: str | None = None
    equipment: str | None = None
    status: str | None = None
    source: str | None = None
    text: str | None = None
    document: str | None = None
    min_independent: int | None = None


_CONDITIONS = {
    "actor": "e.id IN (SELECT event FROM participants WHERE role <> 'equipment' AND name " + _LIKE + ")",
    "place": "EXISTS (SELECT 1 FROM places p WHERE p.reading = e.reading AND p.local = e.place"
    " AND (p.name " + _LIKE + " OR p.within " + _LIKE + "))",
    "country": "EXISTS (SELECT 1 FROM places p WHERE p.reading = e.reading AND p.local = e.place AND p.country = ?)",
    "since": "coalesce(e.latest, e.earliest) >= ?",
    "until": "coalesce(e.earliest, e.latest) <= ?",
    "kind": "e.kind = ?",
    "equipment": "e.id IN (SELECT event FROM participants WHERE role = 'equipment' AND name " + _LIKE + ")",
    "status": "e.status = ?",
    "source": "(e.id IN (SELECT event FROM claims WHERE source " + _LIKE + " OR chain " + _LIKE + ")"
    " OR EXISTS (SELECT 1 FROM versions v JOIN documents d ON d.id = v.document AND d.version = v.version"
    " WHERE d.id = e.document AND v.publisher " + _LIKE + "))",
    "text": "e.reading IN (SELECT rowid >> 20 FROM sentences WHERE sentences MATCH ?)",
    "document": "e.document = ?",
    "min_independent": "i.origins >= ?",
}


def entries(file: sqlite3.Connection, view: View, *, limit: int | None = None) -> Iterator[Entry]:
    """The wanted incidents in order of their first day, undated ones last."""
    where, given = _where(view)
    order = " ORDER BY i.earliest IS NULL, i.earliest, i.latest, i.id LIMIT ?"
    rows = file.execute(
        "SELECT DISTINCT i.id FROM incidents i JOIN incident_events m ON m.incident = i.id"
        " JOIN events e ON e.id = m.event"
        + where
        + order,
        (*given, -1 if limit is None else limit),
    ).fetchall()  # fmt: skip
    return (entry(file, identifier) for (identifier,) in rows)


def _where(view: View) -> tuple[str, list[Any]]:
    """The conditions of a view and their values, in order."""
    parts, given = [], []
    for field in fields(view):
        value = getattr(view, field.name)
        if value is not None:
            condition = _CONDITIONS[field.name]
            if field.name == "text":
                value = as_query(value)
            elif "LIKE" in condition:
                value = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            parts.append(condition)
            given.extend([value] * condition.count("?"))
    return (" WHERE " + " AND ".join(parts) if parts else ""), given


def entry(file: sqlite3.Connection, identifier: str) -> Entry:
    """One incident by its id, or by one that it had before; ChronicleError when there is none."""
    rows = _Rows(file)
    found = rows.one("SELECT * FROM incidents WHERE id = ?", identifier)
    if found is None:
        former = rows.one("SELECT incident FROM retired WHERE id = ?", identifier)
        if former is None:
            raise ChronicleError(f"there is no incident {identifier!r}")
        return entry(file, former["incident"])
    return _entry(rows, found)


class _Rows:
    """Questions whose rows have names."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._cursor = file.cursor()
        self._cursor.row_factory = sqlite3.Row

    def all(self, statement: str, *given: Any) -> list[Any]:
        return self._cursor.execute(statement, given).fetchall()

    def one(self, statement: str, *given: Any) -> Any:
        """The first row, None when there is none."""
        return next(iter(self.all(statement, *given)), None)


def _entry(rows: _Rows, incident: Any) -> Entry:
    shown = rows.one("SELECT * FROM events WHERE id = ?", incident["shown"])
    members = [
        r["event"]
        for r in rows.all("SELECT event FROM incident_events WHERE incident = ? ORDER BY event", incident["id"])
    ]
    members.sort(key=lambda event: event != incident["shown"])
    tellings = tuple(t for event in members for t in _tellings(rows, event))
    figures = tuple(f for event in members for f in _figures(rows, event))
    place = rows.one("SELECT * FROM places WHERE reading = ? AND local = ?", shown["reading"], shown["place"])
    parties = rows.all(
        "SELECT p.role, p.name, e.kind, p.country FROM participants p"
        " LEFT JOIN entities e ON e.reading = ? AND e.local = p.local WHERE p.event = ? ORDER BY p.rowid",
        shown["reading"], shown["id"],
    )  # fmt: skip
    return Entry(
        id=incident["id"],
        kind=shown["kind"],
        word=shown["word"],
        status=shown["status"],
        factuality=shown["factuality"],
        earliest=shown["earliest"],
        latest=shown["latest"],
        relation=shown["relation"],
        actors=_parties(parties, "actor"),
        targets=_parties(parties, "target"),
        equipment=tuple(dict.fromkeys(p["name"] for p in parties if p["role"] == "equipment")),
        figures=figures,
        place=place["name"] if place else None,
        country=place["country"] if place else None,
        lat=place["lat"] if place else None,
        lon=place["lon"] if place else None,
        precision=place["precision"] if place else None,
        within=tuple((place["within"] or "").split(", ")) if place and place["within"] else (),
        sources=tuple(dict.fromkeys(t.source for t in tellings if t.stance not in ("denies", "doubts"))),
        reports=incident["reports"],
        origins=incident["origins"],
        tellings=tellings,
        disputes=find_disputes(incident["id"], _facts(rows, members), tellings, figures),
    )


def _parties(parties: Sequence[Any], role: str) -> tuple[Party, ...]:
    return tuple(dict.fromkeys(Party(p["name"], p["kind"], p["country"]) for p in parties if p["role"] == role))


def _tellings(rows: _Rows, event: str) -> Iterator[Telling]:
    found = rows.all(
        "SELECT c.*, e.document, v.version, v.capture, v.title, v.publisher, v.url, v.published"
        " FROM claims c JOIN events e ON e.id = c.event JOIN readings r ON r.id = e.reading"
        " JOIN versions v ON v.document = r.document AND v.version = r.version WHERE c.event = ? ORDER BY c.rowid",
        event,
    )
    for row in found:
        yield Telling(
            event, row["document"], row["version"], row["capture"], row["title"], row["publisher"], row["url"],
            row["published"], row["source"], row["chain"], row["stance"], row["factuality"], row["status"],
            Span(row["start"], row["stop"]), row["quote"],
        )  # fmt: skip


def _figures(rows: _Rows, event: str) -> Iterator[Figure]:
    found = rows.all(
        "SELECT q.*, e.document, coalesce(a.source, v.publisher, 'the report itself') AS told_by FROM quantities q"
        " JOIN events e ON e.id = q.event JOIN readings r ON r.id = q.reading"
        " JOIN versions v ON v.document = r.document AND v.version = r.version"
        " LEFT JOIN attributions a ON a.reading = q.reading AND a.local = q.teller"
        " WHERE q.event = ? AND q.part_of IS NULL ORDER BY q.start",
        event,
    )
    for row in found:
        yield Figure(
            row["of"], row["low"], row["high"], row["value"], row["unit"], row["told_by"], row["quote"], row["document"]
        )


def _facts(rows: _Rows, events: Sequence[str]) -> tuple[Any, ...]:
    return tuple(facts_from(rows.one("SELECT facts FROM facts WHERE event = ?", event)["facts"]) for event in events)


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
