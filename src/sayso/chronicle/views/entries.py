"""Incidents as lists and exports show them: filtered, in order of time, with every telling and what contradicts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import islice
from typing import Any

from sayso.chronicle.decided.decisions import judgements_on, rejected_claims
from sayso.chronicle.file import NotThere
from sayso.chronicle.gathered.accounts import Rows, accounts_of, figures_of, told_of
from sayso.chronicle.gathered.dating import dated_in_short
from sayso.chronicle.gathered.independence import origins_of
from sayso.chronicle.views.chosen import Asked, asked, find_ids
from sayso.chronicle.views.edges import COLUMNS, Told, edge_of
from sayso.chronicle.views.explained import linked_to
from sayso.chronicle.views.watching import watched
from sayso.gathering.denials import is_against
from sayso.gathering.disputes import find_disputes
from sayso.records import Entry, Party, Telling

PAGE = 50  # incidents that are read together


@dataclass(frozen=True, slots=True)
class View:
    """Which incidents are wanted: one of their events must fulfil every condition that is set.

    `actor` is a part of any name of someone who takes part, `place` of the place or what it lies in, `source` of who is
    cited or of a publisher; `country` is an ISO code of the place; `since` and `until` are days that the incident may
    touch; a name in quotation marks is the whole name, of an actor the one that is shown; `text` are words of a
    sentence that tells it, `report_text` of any sentence of its report; `watch` are names of which one takes part or
    is cited; `min_independent` is the least number of separate origins; `control` is that of a medium that is cited or
    publishes (`knowledge.publishers.CONTROLS`); `review` one of `review_states.OF_INCIDENTS`; `disputed` whether
    reports contradict each other.
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
    report_text: str | None = None
    control: str | None = None
    review: str | None = None
    disputed: bool | None = None


def entries(file: sqlite3.Connection, view: View, *, limit: int | None = None) -> Iterator[Entry]:
    """The wanted incidents in order of their first day, undated ones last."""
    found = iter([identifier for identifier, _ in ids_of(file, view, limit=limit)])
    while page := list(islice(found, PAGE)):
        yield from _entries(file, page)


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
    found = next(_entries(file, [identifier]), None)
    if found is not None:
        return found
    former = Rows(file).one("SELECT incident FROM retired WHERE id = ?", identifier)
    if former is None:
        raise NotThere(f"there is no incident {identifier!r}")
    return entry(file, former["incident"])


def _entries(file: sqlite3.Connection, identifiers: Sequence[str]) -> Iterator[Entry]:
    """The incidents of a page that are there, each table asked once for all of them."""
    page = _Page(Rows(file), identifiers)
    return (_entry(page, identifier) for identifier in identifiers if identifier in page.incidents)


_EVENT = "SELECT e.* FROM json_each(?) j CROSS JOIN events e ON e.id = j.value"
_PLACE = (
    "SELECT e.id AS event, p.* FROM json_each(?) j CROSS JOIN events e ON e.id = j.value"
    " JOIN places p ON p.reading = e.reading AND p.local = e.place"
)
_PARTY = (
    "SELECT p.event, p.role, p.name, n.kind, p.country, n.sector, q.class FROM json_each(?) j"
    " CROSS JOIN participants p ON p.event = j.value JOIN events e ON e.id = p.event"
    " LEFT JOIN entities n ON n.reading = e.reading AND n.local = p.local"
    " LEFT JOIN equipment q ON q.reading = e.reading AND q.local = p.local ORDER BY p.rowid"
)
_LINKED = (
    "SELECT j.value AS id FROM json_each(?) j WHERE EXISTS (SELECT 1 FROM fulfilments WHERE plan = j.value)"
    " OR EXISTS (SELECT 1 FROM fulfilments WHERE incident = j.value)"
)


class _Page:
    """The rows of some incidents: by the incident, or by the event that they are of."""

    def __init__(self, rows: Rows, identifiers: Sequence[str]) -> None:
        self.file, by_id = rows.file, "SELECT i.* FROM json_each(?) j CROSS JOIN incidents i ON i.id = j.value"
        self.incidents = {i: row for i, (row,) in rows.each(by_id, identifiers, "id").items()}
        by_incident = "SELECT m.* FROM json_each(?) j CROSS JOIN incident_events m ON m.incident = j.value ORDER BY 1"
        found = rows.each(by_incident, list(self.incidents), "incident")
        self.members = {i: [row["event"] for row in told] for i, told in found.items()}
        events = [event for told in self.members.values() for event in told]
        self.told = told_of(rows, events, rejected_claims(self.file, events))
        compared = [i for i, row in self.incidents.items() if row["disputes"] or row["developments"]]
        self.accounts = accounts_of(rows, [e for i in compared for e in self.members[i]], self.told)
        self.figures = figures_of(rows, events)
        self.judged = bool(judgements_on(self.file, events))
        self.linked = rows.each(_LINKED, list(self.incidents), "id").keys()
        asked_for = {
            row[c] or row["shown"] for row in self.incidents.values() for c in ("shown", "days_of", "place_of")
        }
        self.events = {event: row for event, (row,) in rows.each(_EVENT, sorted(asked_for), "id").items()}
        self.places = {event: row for event, (row,) in rows.each(_PLACE, sorted(asked_for)).items()}
        self.parties = rows.each(_PARTY, sorted(row["shown"] for row in self.incidents.values()))
        settled = "SELECT s.event, s.document FROM json_each(?) j CROSS JOIN settled_events s ON s.event = j.value"
        self.settled = {event: row["document"] for event, (row,) in rows.each(settled, sorted(asked_for)).items()}


def _entry(page: _Page, identifier: str) -> Entry:
    incident = page.incidents[identifier]
    shown = page.events[incident["shown"]]
    members = sorted(page.members[identifier], key=lambda event: event != incident["shown"])
    accounts = tuple(page.accounts[event] for event in members if event in page.accounts)
    tellings = tuple(t for event in members for t in page.told.get(event, ()))
    figures = tuple(f for event in members for f in page.figures.get(event, ()))
    disputes, developments = find_disputes(identifier, accounts, figures)
    place = page.places.get(incident["place_of"] or shown["id"])
    days = page.events[incident["days_of"] or shown["id"]]
    parties = page.parties.get(shown["id"], [])
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
        judgements=judgements_on(page.file, members) if page.judged else (),
        outcome=shown["outcome"],
        equipment_classes=tuple(equipment.values()),
        dated_by=dated_in_short(page.file, page.settled[days["id"]]) if days["id"] in page.settled else None,
        developments=developments,
        linked=tuple(linked_to(page.file, identifier)) if identifier in page.linked else (),
        denials=_denials(page.file, identifier, tellings),
        edge=edge_of(page.file, Told(*(days[c] for c in COLUMNS)), incident["earliest"], incident["latest"]),
    )


def _denials(file: sqlite3.Connection, incident: str, tellings: Sequence[Telling]) -> int:
    """How many separate origins are against an incident; nothing is asked where no telling is."""
    against = any(is_against(t.stance, t.status) for t in tellings)
    return sum(origin.denies for origin in origins_of(file, incident)) if against else 0


def _parties(parties: Sequence[Any], role: str) -> tuple[Party, ...]:
    found = (Party(p["name"], p["kind"], p["country"], p["sector"]) for p in parties if p["role"] == role)
    return tuple(dict.fromkeys(found))
