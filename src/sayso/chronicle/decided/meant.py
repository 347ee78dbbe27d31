"""What a person means by an id: an incident, an event, a claim, a person or body, a document, an imported row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.chronicle.decided.decisions import ROW
from sayso.chronicle.file import ChronicleError, NotThere
from sayso.chronicle.stored import document_of
from sayso.gathering.attaching import selector_of
from sayso.records import Document, Selector
from sayso.spans import Span

EVENT = "event:"  # before an id: the event alone, not the incident that bears its id
FEW = 3  # entities of single texts that stand for an identity


@dataclass(frozen=True, slots=True)
class Meant:
    """The things that one word of a person stands for: ids of events, a claim, entities, a document, or a row."""

    given: str
    about: str
    ids: tuple[str, ...]


def meant(file: sqlite3.Connection, given: str) -> Meant:
    """What an id stands for; ChronicleError when it is nothing that the chronicle has.

    The id of an incident, also one that it had before, stands for all its events; "event:" and the id of its first
    event for that one alone; several of these with commas between them are one thing. An entity is its document, "#"
    and its id within the reading; the id of a person or body across texts stands for some of its entities.
    """
    if given.startswith(EVENT) and f",{EVENT}" in given:
        return Meant(given, "event", tuple(i for one in given.split(",") for i in meant(file, one).ids))
    if given.startswith(EVENT):
        event = given.removeprefix(EVENT)
        if _has(file, "events WHERE id = ?", event):
            return Meant(given, "event", (event,))
        raise NotThere(f"there is no event {event!r}")
    for about, ids in _readings_of(file, given):
        if ids:
            return Meant(given, about, tuple(ids))
    raise NotThere(f"there is no incident, event, claim, person, body, document or imported row {given!r}")


def _readings_of(file: sqlite3.Connection, given: str) -> Iterator[tuple[str, list[str]]]:
    yield "event", _events(file, given)
    former = file.execute("SELECT incident FROM retired WHERE id = ?", (given,)).fetchone()
    yield "event", [given] * _has(file, "events WHERE id = ?", given)
    yield "event", _events(file, former[0]) if former else []
    yield "claim", [given] * _has(file, "claims WHERE id = ?", given)
    yield "document", [given] * _has(file, "documents WHERE id = ?", given)
    document, _, local = given.rpartition("#")
    own = "entities n JOIN readings r ON r.id = n.reading WHERE r.document = ? AND n.local = ?"
    yield "entity", [given] * _has(file, own, document, local)
    yield "entity", _entities(file, given)
    yield "row", [given] * _has(file, "imported WHERE row = ? AND current = 1", given)


def _events(file: sqlite3.Connection, incident: str) -> list[str]:
    rows = file.execute(
        "SELECT m.event FROM incident_events m JOIN incidents i ON i.id = m.incident WHERE m.incident = ?"
        " ORDER BY m.event <> i.shown, m.event",
        (incident,),
    )
    return [event for (event,) in rows]


def _entities(file: sqlite3.Connection, identity: str) -> list[str]:
    """The first entities of an identity, which stand for it."""
    rows = file.execute(
        "SELECT DISTINCT r.document || '#' || m.local AS raw FROM identity_variants v"
        " JOIN identity_members m ON m.variant = v.variant JOIN readings r ON r.id = m.reading"
        " WHERE v.identity = ? ORDER BY raw LIMIT ?",
        (identity, FEW),
    )
    return [raw for (raw,) in rows]


def _has(file: sqlite3.Connection, where: str, *given: str) -> bool:
    return file.execute(f"SELECT 1 FROM {where}", given).fetchone() is not None


def sides(file: sqlite3.Connection, given: list[str]) -> list[Meant]:
    """What is compared: two or more things, none of which shares an event with another.

    An event beside its own incident is compared with all others of that incident.
    """
    found = [meant(file, one) for one in given]
    if {one.about for one in found} not in ({"event"}, {"entity"}, {"event", "row"}):
        raise ChronicleError("incidents and events can be compared with each other and with a row, people with people")
    taken: set[str] = set()
    apart = []
    for one in sorted(found, key=lambda m: len(m.ids)):
        rest = tuple(i for i in one.ids if i not in taken)
        if not rest:
            raise ChronicleError(f"{one.given} is the same event as another that you named, or in the same incident")
        taken.update(rest)
        apart.append(Meant(one.given, one.about, rest))
    if len(apart) < 2:
        raise ChronicleError("name two things or more to compare")
    return apart


class Selecting:
    """Selectors of what the readings have now; the texts that are needed are read once."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self._documents: dict[str, Document] = {}

    def of(self, about: str, identifier: str, side: int = 0) -> Selector:
        """Where something stands in its text."""
        if about == "document":
            return selector_of(self._document(identifier), Span(0, 0), "document")
        if about == "row":
            return Selector(identifier, "", Span(0, 0), "", ROW, side=side)
        if about == "entity":
            return self._entity(identifier, side)
        event, _, claim = identifier.partition(".") if about == "claim" else (identifier, "", "")
        document, start, stop, kind = self._file.execute(
            "SELECT document, start, stop, kind FROM events WHERE id = ?", (event,)
        ).fetchone()
        chain = self._file.execute("SELECT chain FROM claims WHERE id = ?", (identifier,)).fetchone() if claim else None
        source = chain[0] if chain else None
        return selector_of(self._document(document), Span(start, stop), kind, side=side, source=source)

    def _entity(self, identifier: str, side: int) -> Selector:
        document, _, local = identifier.rpartition("#")
        start, stop, kind = self._file.execute(
            "SELECT m.start, m.stop, n.kind FROM readings r JOIN entities n ON n.reading = r.id AND n.local = ?"
            " JOIN mentions m ON m.reading = r.id AND m.of = n.local WHERE r.document = ?"
            " ORDER BY m.form <> 'name', m.quote <> n.name, m.start LIMIT 1",
            (local, document),
        ).fetchone()
        return selector_of(self._document(document), Span(start, stop), kind, side=side)

    def _document(self, identifier: str) -> Document:
        found = self._documents.get(identifier)
        if found is None:
            found = self._documents[identifier] = document_of(self._file, identifier)
        return found
