"""Readings in Parquet files to origins and incidents in Parquet files, by the code that gathers in a chronicle."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

from sayso.gathering.copies.origins import Origin, OriginIndex
from sayso.gathering.facts import EventFacts, facts_of
from sayso.gathering.incidents import Gathered, Gathering, gather
from sayso.gathering.reasons import in_words
from sayso.scale.kept import PARTIAL, Kept, marks, readings_in


@dataclass(slots=True)
class _Told:
    """The texts of a document so far: which counts, under which day, and which there were."""

    version: str
    published: str | None
    versions: set[str] = field(default_factory=set)


class Counting:
    """Which text of a document counts, as they come: the rule by which a chronicle takes or leaves them."""

    def __init__(self) -> None:
        self._told: dict[str, _Told] = {}

    def takes(self, row: Kept) -> bool:
        """Whether this text counts from now on; a former one does again when it is published on a later day."""
        told = self._told.setdefault(row.document, _Told(row.version, row.published))
        former = row.version in told.versions
        told.versions.add(row.version)
        later = bool(row.published and told.published and row.published > told.published)
        if former and row.version != told.version and not later:
            return False
        told.version, told.published = row.version, row.published
        return True


@dataclass(frozen=True, slots=True)
class GatheredReadings:
    """What was gathered of readings: the facts of their events by id, their origins, their incidents."""

    facts: Mapping[str, EventFacts]
    origins: Sequence[Origin]
    gathering: Gathering


def gather_readings(folder: Path, *, since: str | None = None, until: str | None = None) -> GatheredReadings:
    """Gathers the readings of all shards that are done, or those published in some days; undated ones with any.

    All facts are held in memory, some 10 kB an event. KeptError when there are no readings.
    """
    counting, index = Counting(), OriginIndex()
    facts: dict[str, tuple[EventFacts, ...]] = {}
    for row in _rows(folder):
        if counting.takes(row):
            index.remove(row.document)
            facts.pop(row.document, None)
            if _within(row.published, since, until):
                reading = row.reading
                index.add(reading.document)
                facts[row.document] = facts_of(reading)
    events = {one.id: one for document in sorted(facts) for one in facts[document]}
    return GatheredReadings(events, index.origins(), gather(events.values()))


def _rows(folder: Path) -> Iterator[Kept]:
    for mark in marks(folder):
        yield from readings_in(folder, mark, data=False)


def _within(day: str | None, since: str | None, until: str | None) -> bool:
    return day is None or ((since is None or day[:10] >= since) and (until is None or day[:10] <= until))


def write_gathered(found: GatheredReadings, out: Path) -> None:
    """Writes incidents, events, origins and fulfilments, each file put in place whole."""
    out.mkdir(parents=True, exist_ok=True)
    home = {document: origin.id for origin in found.origins for document in origin.documents}
    _write(out / "incidents.parquet", (_incident(i, found.facts, home) for i in found.gathering.incidents), INCIDENT)
    _write(out / "events.parquet", _events(found), EVENT)
    _write(out / "origins.parquet", (row for origin in found.origins for row in _members(origin)), ORIGIN)
    _write(out / "fulfilments.parquet", _fulfilments(found.gathering), FULFILMENT)


# columns and their types; a type in brackets is a list of it
REASON = {"one": "string", "other": "string", "score": "float64", "why": "string"}
INCIDENT: dict[str, Any] = {
    "id": "string", "kinds": ["string"], "earliest": "string", "latest": "string", "documents": ["string"],
    "origins": ["string"], "events": ["string"], "denials": ["string"], "reasons": [REASON],
}  # fmt: skip
EVENT = {
    "event": "string", "incident": "string", "denies": "bool", "document": "string", "version": "string",
    "kind": "string", "status": "string", "published": "string", "earliest": "string", "latest": "string",
    "place": "string", "actors": ["string"], "targets": ["string"],
}  # fmt: skip
ORIGIN = {"document": "string", "origin": "string", "why": "string", "agencies": ["string"]}
FULFILMENT = {"plan": "string", "incident": "string", "score": "float64", "why": "string"}


def _incident(found: Gathered, facts: Mapping[str, EventFacts], home: Mapping[str, str]) -> dict[str, Any]:
    told = [facts[event] for event in (*found.events, *found.denials)]
    documents = sorted({one.document for one in told})
    vouched = [facts[event] for event in found.events] or told
    return {
        "id": found.id,
        "kinds": sorted({one.kind for one in vouched}),
        "earliest": min((one.earliest for one in vouched if one.earliest), default=None),
        "latest": max((one.latest for one in vouched if one.latest), default=None),
        "documents": documents,
        "origins": sorted({home[document] for document in documents}),
        "events": list(found.events),
        "denials": list(found.denials),
        "reasons": [
            {"one": j.one, "other": j.other, "score": j.score, "why": in_words(j.reasons)} for j in found.because
        ],
    }


def _events(found: GatheredReadings) -> Iterator[dict[str, Any]]:
    for incident in found.gathering.incidents:
        for event in (*incident.events, *incident.denials):
            one = found.facts[event]
            own = {name: getattr(one, name) for name in EVENT if hasattr(one, name) and name != "event"}
            yield own | {
                "event": event,
                "incident": incident.id,
                "denies": event in incident.denials,
                "place": one.place.name if one.place else None,
                "actors": [party.name for party in one.actors],
                "targets": [party.name for party in one.targets],
            }


def _members(origin: Origin) -> Iterator[dict[str, Any]]:
    why = {document: link.why for link in origin.links for document in (link.one, link.other)}
    for document in origin.documents:
        because = why.get(document, "") if document != origin.id else ""
        yield {"document": document, "origin": origin.id, "why": because, "agencies": list(origin.agencies)}


def _fulfilments(gathering: Gathering) -> Iterator[dict[str, Any]]:
    for one in gathering.fulfilments:
        because = one.because
        yield {
            "plan": one.plan, "incident": one.incident, "score": because.score, "why": in_words(because.reasons),
        }  # fmt: skip


def _write(path: Path, rows: Iterable[dict[str, Any]], columns: Mapping[str, Any]) -> None:
    from pyarrow import Table, parquet, schema

    beside = path.with_name(f"{path.name}.{token_hex(4)}{PARTIAL}")
    names = schema([(name, _type(told)) for name, told in columns.items()])
    parquet.write_table(Table.from_pylist(list(rows), schema=names), beside, compression="zstd")
    os.replace(beside, path)


def _type(told: Any) -> Any:
    import pyarrow

    if isinstance(told, list):
        return pyarrow.list_(_type(told[0]))
    if isinstance(told, dict):
        return pyarrow.struct([(name, _type(kind)) for name, kind in told.items()])
    return pyarrow.type_for_alias(told)
