"""Incidents as lists and exports show them: filtered, in order of time, with every telling and what contradicts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sayso.chronicle.decided.decisions import judgements_on, rejected_claims
from sayso.chronicle.file import ChronicleError
from sayso.chronicle.gathered.dating import dated_in_short
from sayso.chronicle.views.accounts import Rows, account, figures_of
from sayso.chronicle.views.chosen import Asked, asked, find_ids
from sayso.chronicle.views.explained import linked_to
from sayso.chronicle.views.watching import watched
from sayso.gathering.disputes import find_disputes
from sayso.records import Entry, Party


@dataclass(frozen=True, slots=True)
class View:
    """Which incidents are wanted: one of their events must fulfil every condition that is set.

    `actor` is a part of the name of someone who takes part, `place` of the place or what it lies in, `source` of who is
    cited or of a publisher; `country` is an ISO code of the place; `since` and `until` are days that the incident may
    touch; a name in quotation marks is the whole name; `text` are words of its report; `watch` are names of which one
    takes part or is cited; `min_independent` is the least number of separate origins.
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
    watch: tuple[str, ...] | None = None
    document: str | None = None
    min_independent: int | None = None


def entries(file: sqlite3.Connection, view: View, *, limit: int | None = None) -> Iterator[Entry]:
    """The wanted incidents in order of their first day, undated ones last."""
    return (entry(file, identifier) for identifier, _ in ids_of(file, view, limit=limit))


def ids_of(file: sqlite3.Connection, view: View, *, limit: int | None = None) -> list[tuple[str, str | None]]:
    """The ids of the wanted incidents with their first days, in the order of `entries`."""
    return find_ids(file, asked_of(with_watched(file, view)), -1 if limit is None else limit)


def with_watched(file: sqlite3.Connection, view: View) -> View:
    """The view with the names of its watch list as the chronicle writes them."""
    return replace(view, watch=watched(file, view.watch)) if view.watch is not None else view


def where_of(view: View) -> tuple[str, list[Any]]:
    """The conditions of a view on an event `e` and its incident `i`, and their values, in order."""
    parts, given = [], []
    for one in asked_of(view):
        events = one.condition.events
        part = one.condition.probe if events is None else f"e.id IN ({events})"
        parts.append(part)
        given += one.given(part)
    return (" WHERE " + " AND ".join(parts) if parts else ""), given


def asked_of(view: View) -> list[Asked]:
    """The conditions of a view with their values."""
    set_to = ((field.name, getattr(view, field.name)) for field in fields(view))
    return [asked(name, value) for name, value in set_to if value is not None]


def entry(file: sqlite3.Connection, identifier: str) -> Entry:
    """One incident by its id, or by one that it had before; ChronicleError when there is none."""
    rows = Rows(file)
    found = rows.one("SELECT * FROM incidents WHERE id = ?", identifier)
    if found is None:
        former = rows.one("SELECT incident FROM retired WHERE id = ?", identifier)
        if former is None:
            raise ChronicleError(f"there is no incident {identifier!r}")
        return entry(file, former["incident"])
    return _entry(rows, found)


def _entry(rows: Rows, incident: Any) -> Entry:
    shown = rows.one("SELECT * FROM events WHERE id = ?", incident["shown"])
    members = [
        r["event"]
        for r in rows.all("SELECT event FROM incident_events WHERE incident = ? ORDER BY event", incident["id"])
    ]
    members.sort(key=lambda event: event != incident["shown"])
    wrong = rejected_claims(rows.file, members)
    accounts = tuple(account(rows, event, wrong) for event in members)
    tellings = tuple(t for told in accounts for t in told.tellings)
    figures = tuple(f for event in members for f in figures_of(rows, event))
    disputes, developments = find_disputes(incident["id"], accounts, figures)
    place = _place(rows, incident["place_of"] or shown["id"])
    days = rows.one("SELECT * FROM events WHERE id = ?", incident["days_of"] or shown["id"])
    parties = rows.all(
        "SELECT p.role, p.name, e.kind, p.country, e.sector, q.class FROM participants p"
        " LEFT JOIN entities e ON e.reading = ?1 AND e.local = p.local"
        " LEFT JOIN equipment q ON q.reading = ?1 AND q.local = p.local WHERE p.event = ?2 ORDER BY p.rowid",
        shown["reading"], shown["id"],
    )  # fmt: skip
    equipment = {p["name"]: p["class"] or "" for p in parties if p["role"] == "equipment"}
    return Entry(
        id=incident["id"],
        kind=shown["kind"],
        word=shown["word"],
        status=shown["status"],
        factuality=shown["factuality"],
        earliest=incident["earliest"],
        latest=incident["latest"],
        relation=days["relation"],
        actors=_parties(parties, "actor"),
        targets=_parties(parties, "target"),
        equipment=tuple(equipment),
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
        disputes=disputes,
        judgements=judgements_on(rows.file, members),
        outcome=shown["outcome"],
        equipment_classes=tuple(equipment.values()),
        dated_by=_dated_by(rows, days["id"]),
        developments=developments,
        linked=tuple(linked_to(rows.file, incident["id"])),
    )


def _place(rows: Rows, event: str) -> Any:
    return rows.one(
        "SELECT p.* FROM events e JOIN places p ON p.reading = e.reading AND p.local = e.place WHERE e.id = ?", event
    )


def _dated_by(rows: Rows, event: str) -> str | None:
    """Which report dates the undated one whose days are shown."""
    if rows.one("SELECT 1 FROM settled_events WHERE event = ?", event) is None:
        return None
    return dated_in_short(rows.file, _document_of(rows, event))


def _document_of(rows: Rows, event: str) -> str:
    return str(rows.one("SELECT document FROM events WHERE id = ?", event)["document"])


def _parties(parties: Sequence[Any], role: str) -> tuple[Party, ...]:
    found = (Party(p["name"], p["kind"], p["country"], p["sector"]) for p in parties if p["role"] == role)
    return tuple(dict.fromkeys(found))
