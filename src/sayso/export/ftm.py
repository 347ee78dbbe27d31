"""Incidents as entities of FollowTheMoney (https://followthemoney.tech), for Aleph and OpenSanctions tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sayso.export.incident_rows import IncidentRow, clean, in_order, incident_row
from sayso.export.incident_words import day_of, headline, link, reports_of, standing
from sayso.ids import digest
from sayso.jsonl import write_line
from sayso.records import Entry, Party, Telling

SCHEMATA = {"person": "Person", "government": "PublicBody", "military": "PublicBody", "country": "PublicBody"}
SCHEMATA |= {"organisation": "Organization", "media": "Organization"}
ANY_PARTY = "LegalEntity"

Values = dict[str, list[str]]
Plain = dict[str, Any]


def incidents_ftm(entries: Iterable[Entry]) -> Iterator[str]:
    """JSON lines of Event, Person, PublicBody, Organization, LegalEntity and Article, each once."""
    written: set[str] = set()
    for entity in _entities(in_order(entries)):
        if entity["id"] not in written:
            written.add(entity["id"])
            yield write_line(entity) + "\n"


def _entities(entries: Iterable[Entry]) -> Iterator[Plain]:
    for entry in entries:
        yield from (_article(telling) for telling in reports_of(entry))
        yield from (_party(party) for party in (*entry.actors, *entry.targets))
        yield _event(entry)


def _event(entry: Entry) -> Plain:
    row = incident_row(entry)
    summary = f"{standing(row)}. {f'“{row.quote}”' if row.quote else ''}".strip()
    values = {
        "name": [headline(row)],
        "summary": [summary],
        "notes": [f"When: {day_of(row)}", *([f"In dispute: {row.disputes}"] if row.disputes else [])],
        "keywords": [row.kind, f"status: {row.status}", *(f"equipment: {clean(name)}" for name in entry.equipment)],
        **_days(row),
        "country": [row.country.lower()],
        "location": [row.where],
        "organizer": [_party_id(party) for party in entry.actors],
        "involved": [_party_id(party) for party in entry.targets],
        "proof": [_article_id(telling) for telling in reports_of(entry)],
        "publisher": [row.according_to],
        "sourceUrl": [address for telling in reports_of(entry) if (address := link(telling.url))],
        "recordId": [row.incident],
    }
    return _entity("incident-" + digest(entry.id)[:24], "Event", values)


def _days(row: IncidentRow) -> Values:
    """The day as `date`; bounds of an uncertain one as `startDate` and `endDate`."""
    if row.earliest == row.latest:
        return {"date": [row.earliest]}
    return {"startDate": [row.earliest], "endDate": [row.latest]}


def _party(party: Party) -> Plain:
    country = clean(party.country).lower()
    return _entity(
        _party_id(party), SCHEMATA.get(party.kind or "", ANY_PARTY), {"name": [clean(party.name)], "country": [country]}
    )


def _party_id(party: Party) -> str:
    return "party-" + digest(party.name, party.kind or "", party.country or "")[:24]


def _article(telling: Telling) -> Plain:
    values = {
        "title": [clean(telling.title)],
        "publisher": [clean(telling.publisher)],
        "publishedAt": [clean(telling.published)],
        "sourceUrl": [link(telling.url) or ""],
        "notes": [f"SHA-256 of the original bytes: {telling.sha256}"] if telling.sha256 else [],
    }
    return _entity(_article_id(telling), "Article", values)


def _article_id(telling: Telling) -> str:
    return "article-" + digest(telling.document)[:24]


def _entity(identifier: str, schema: str, values: Values) -> Plain:
    told = {name: [v for v in dict.fromkeys(several) if v] for name, several in values.items()}
    return {
        "id": identifier,
        "schema": schema,
        "properties": {name: several for name, several in told.items() if several},
    }
