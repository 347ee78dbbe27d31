"""Timelines of chosen targets over the stored readings, with the events outside the kinds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from sayso.chronicle.decided.attachments import judged_in
from sayso.chronicle.decided.decisions import verdicts
from sayso.chronicle.stored import readings_in
from sayso.gathering.facts import facts_of
from sayso.gathering.incidents import gather
from sayso.gathering.target_mentions import signs_of
from sayso.gathering.target_timeline import Line, Target, target_timeline
from sayso.records import Reading


def target_timelines(file: sqlite3.Connection, targets: Sequence[Target]) -> Iterator[tuple[Target, tuple[Line, ...]]]:
    """Each target with its events in order of time.

    Looks through the reports of their documents, or of those that name one of them, and gathers all their happenings:
    seconds for hundreds of documents.
    """
    readings = _telling(file, targets)
    same = _incident_of(file, readings)
    for target in targets:
        yield target, target_timeline(target, readings, same)


def unknown_documents(file: sqlite3.Connection, target: Target) -> list[str]:
    """The documents of a target that the chronicle does not have."""
    asked = json.dumps(sorted(target.documents))
    found = file.execute("SELECT value FROM json_each(?) WHERE value NOT IN (SELECT id FROM documents)", (asked,))
    return [document for (document,) in found]


def _telling(file: sqlite3.Connection, targets: Sequence[Target]) -> list[Reading]:
    """The readings that may tell of the targets."""
    if all(target.documents for target in targets):
        documents = sorted({document for target in targets for document in target.documents})
        return _as_judged(file, "WHERE r.document IN (SELECT value FROM json_each(?))", [json.dumps(documents)])
    signs = sorted({sign for target in targets for sign in signs_of(target.name)})
    asked = " OR ".join(f'"{sign}" *' for sign in signs if sign.isprintable() and '"' not in sign)
    named = "r.id IN (SELECT rowid >> 20 FROM sentences WHERE sentences MATCH ?)"
    chosen = [document for target in targets for document in target.documents]
    where = f"WHERE {named} OR r.document IN (SELECT value FROM json_each(?))"
    return _as_judged(file, where, [asked, json.dumps(chosen)]) if asked else []


def _as_judged(file: sqlite3.Connection, where: str, given: Sequence[str]) -> list[Reading]:
    """Readings as people corrected them, without what they rejected."""
    return [judged_in(file, reading).gathered() for reading in readings_in(file, where, given)]


def _incident_of(file: sqlite3.Connection, readings: Iterable[Reading]) -> dict[tuple[str, str], str]:
    """The incident of each event, by its document and its id within the reading; denials belong to none."""
    facts = {f.id: f for reading in readings for f in facts_of(reading, other=True)}
    decided = {pair: same for pair, same in verdicts(file, "event").items() if facts.keys() >= set(pair)}
    found = gather(facts.values(), decided=decided).incidents
    return {(facts[e].document, facts[e].event): incident.id for incident in found for e in incident.events}
