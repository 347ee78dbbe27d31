"""What stands under an id, and the rows for its page."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sayso.chronicle.decided.decisions import judgements_on, rejected_claims
from sayso.chronicle.file import NotThere
from sayso.chronicle.gathered.accounts import Rows, tellings_of
from sayso.chronicle.gathered.dating import dating_reasons
from sayso.chronicle.views.explained import in_full
from sayso.records import Judgement, Telling

INCIDENT, EVENT, DOCUMENT, ENTITY = "incident", "event", "document", "entity"


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event of one report: its sentence, days (settled ones too), parts, claims, and the incident it belongs to."""

    id: str
    kind: str
    word: str
    status: str
    days: tuple[str | None, str | None]
    dated_by: tuple[str, ...]
    place: str | None
    parts: tuple[tuple[str, str, str], ...]
    quote: str
    tellings: tuple[Telling, ...]
    incident: str | None
    because: tuple[str, ...]
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Copied:
    """Another document that brings the same text, and why it is taken for that."""

    document: str
    why: str


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event of a document by its sentence, and the incident that it belongs to."""

    id: str
    kind: str
    status: str
    quote: str
    incident: str | None


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document: where it is from, whose text it brings, how many texts it had (`versions`), and what it tells.

    `published_from` tells where the day was found, `dated_by` how days of an undated one follow from others.
    """

    id: str
    title: str | None
    publisher: str | None
    byline: str | None
    url: str | None
    published: str | None
    published_from: str | None
    dated_by: tuple[str, ...]
    versions: int
    copies: tuple[Copied, ...]
    credits: tuple[str, ...]
    events: tuple[ToldEvent, ...]
    language: str | None = None


def kind_of_id(file: sqlite3.Connection, identifier: str) -> str:
    """What an id names; an event after which its incident is named counts as the incident. ChronicleError: nothing."""
    asked = (
        (INCIDENT, "SELECT 1 FROM incidents WHERE id = ?"),
        (EVENT, "SELECT 1 FROM events WHERE id = ?"),
        (INCIDENT, "SELECT 1 FROM retired WHERE id = ?"),
        (DOCUMENT, "SELECT 1 FROM documents WHERE id = ?"),
    )
    for kind, statement in asked:
        if file.execute(statement, (identifier,)).fetchone():
            return kind
    return ENTITY


def event_page(file: sqlite3.Connection, event: str) -> EventPage:
    """The page of an event."""
    rows = Rows(file)
    row = rows.one(
        "SELECT e.*, p.name AS place_name, coalesce(s.earliest, e.earliest) AS first,"
        " coalesce(s.latest, e.latest) AS last,"
        " s.event IS NOT NULL AS settled, m.incident FROM events e LEFT JOIN settled_events s ON s.event = e.id"
        " LEFT JOIN places p ON p.reading = e.reading AND p.local = e.place"
        " LEFT JOIN incident_events m ON m.event = e.id WHERE e.id = ?",
        event,
    )
    parts = rows.all("SELECT role, name, quote FROM participants WHERE event = ? ORDER BY rowid", event)
    because = rows.all("SELECT why, one, other FROM reasons WHERE one = ?1 OR other = ?1 ORDER BY rowid", event)
    return EventPage(
        event,
        row["kind"],
        row["word"],
        row["status"],
        (row["first"], row["last"]),
        tuple(dating_reasons(file, row["document"])) if row["settled"] else (),
        row["place_name"],
        tuple((p["role"], p["name"], p["quote"]) for p in parts),
        row["quote"],
        tuple(tellings_of(rows, event, rejected_claims(file, [event]))),
        row["incident"],
        tuple(in_full(file, b["why"], (b["one"], b["other"])) for b in because),
        judgements_on(file, [event]),
    )


def document_title(file: sqlite3.Connection, document: str) -> str | None:
    """The title of a document's text of now; None when it has none, or is not there."""
    found = file.execute(
        "SELECT v.title FROM documents d JOIN versions v ON v.document = d.id AND v.version = d.version WHERE d.id = ?",
        (document,),
    ).fetchone()
    return found[0] if found else None


def document_page(file: sqlite3.Connection, document: str) -> DocumentPage:
    """The page of a document; ChronicleError when there is none."""
    rows = Rows(file)
    row = rows.one(
        "SELECT v.*, (SELECT count(*) FROM versions WHERE document = d.id) AS texts FROM documents d"
        " JOIN versions v ON v.document = d.id AND v.version = d.version WHERE d.id = ?",
        document,
    )
    if row is None:
        raise NotThere(f"there is no document {document!r}")
    copies = rows.all(
        "SELECT o.document, o.why FROM origins o WHERE o.origin = (SELECT origin FROM origins WHERE document = ?1)"
        " AND o.document <> ?1 ORDER BY o.document",
        document,
    )
    own = rows.one("SELECT why FROM origins WHERE document = ?", document)
    events = rows.all(
        "SELECT e.*, m.incident FROM events e LEFT JOIN incident_events m ON m.event = e.id"
        " WHERE e.document = ? ORDER BY e.start, e.id",
        document,
    )
    credits = rows.all("SELECT agency FROM credits WHERE document = ? ORDER BY agency", document)
    return DocumentPage(
        document,
        row["title"],
        row["publisher"],
        row["byline"],
        row["url"],
        row["published"],
        row["published_from"],
        tuple(dating_reasons(file, document)),
        row["texts"],
        tuple(Copied(c["document"], c["why"] or (own["why"] if own else "")) for c in copies),
        tuple(c["agency"] for c in credits),
        tuple(ToldEvent(e["id"], e["kind"], e["status"], e["quote"], e["incident"]) for e in events),
        row["language"],
    )
