"""Whether decisions hold on to what they would find, and what was gathered refers to what there is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from sayso.chronicle.decided.attachments import OF_ROW, attached_to
from sayso.chronicle.decided.decisions import decisions_in
from sayso.chronicle.gathered.disputed import wrongly_counted
from sayso.chronicle.gathered.facts_codec import facts_from
from sayso.chronicle.stored import readings_in
from sayso.gathering.coded.row_likeness import row_keys
from sayso.gathering.keys import block_keys, rank_of

_REFERRING = (  # table and column, and the table and column where its value has to stand; keys of SQLite tell the rest
    ("incidents", "days_of", "events", "id"),
    ("incidents", "place_of", "events", "id"),
    ("reasons", "one", "events", "id"),
    ("reasons", "other", "events", "id"),
    ("settled_by", "event", "events", "id"),
    ("settled_by", "by", "events", "id"),
    ("origins", "origin", "documents", "id"),
    ("imported_matches", "row", "imported_facts", "row"),
    ("imported_facts", "row", "imported", "row"),
)
_NAMES_COUNTED = (
    "SELECT name FROM (SELECT variant, name, members FROM identity_names UNION ALL"
    " SELECT m.variant, e.name, -1 FROM identity_members m JOIN entities e USING (reading, local))"
    " GROUP BY variant, name HAVING sum(members) <> 0 OR max(members) < 1"
)
_RULES = {  # what must not be found, in words and in SQL
    "an event that is gathered is in no incident": "SELECT event FROM facts WHERE pending = 0"
    " AND event NOT IN (SELECT event FROM incident_events)",
    "an event that people rejected is in an incident": "SELECT event FROM incident_events"
    " WHERE event NOT IN (SELECT event FROM facts)",
    "an incident has no event": "SELECT id FROM incidents WHERE id NOT IN (SELECT incident FROM incident_events)",
    "an incident does not bear the id of one of its events": "SELECT id FROM incidents"
    " WHERE NOT EXISTS (SELECT 1 FROM incident_events WHERE incident = id AND event = id)",
    "an entity of an identity is in no reading": "SELECT m.local FROM identity_members m LEFT JOIN entities e"
    " ON e.reading = m.reading AND e.local = m.local WHERE e.local IS NULL",
    "a way to be named has another number of entities": "SELECT variant FROM identity_variants v"
    " WHERE members <> (SELECT count(*) FROM identity_members m WHERE m.variant = v.variant)",
    "a name of a way to be named has another number of entities": _NAMES_COUNTED,
    "an imported row has several versions that count": "SELECT row FROM imported WHERE current = 1"
    " GROUP BY row HAVING count(*) > 1",
}


def gathered(file: sqlite3.Connection) -> Iterator[str]:
    """What was gathered that refers to nothing, or breaks a rule."""
    for table, column, parent, key in _REFERRING:
        number = file.execute(
            f"SELECT count(*) FROM {table} t WHERE t.{column} IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.{key} = t.{column})"
        ).fetchone()[0]
        if number:
            yield f"{table}: {number} of {column} refer to a missing row of {parent}"
    for words, statement in _RULES.items():
        for (found,) in file.execute(statement):
            yield f"gathered: {words}: {found}"
    for incident in wrongly_counted(file):
        yield f"incidents: {incident} has another number of contradictions (`sayso rebuild` counts them again)"


def blocks(file: sqlite3.Connection) -> Iterator[str]:
    """Events and imported rows that do not stand in their blocks, and blocks that hold something else."""
    for table, facts, keys_of in (("blocks", "facts", block_keys), ("imported_blocks", "imported_facts", row_keys)):
        statement = f"SELECT count(*) FROM {table} WHERE rank = ? AND key IN (SELECT value FROM json_each(?))"
        number = 0
        for (told,) in file.execute(f"SELECT facts FROM {facts}"):
            found = facts_from(told)
            keys = set(keys_of(found))
            number += len(keys)
            if file.execute(statement, (rank_of(found), json.dumps(sorted(keys)))).fetchone()[0] != len(keys):
                yield f"{table}: {found.id} is not where it is looked for (`sayso rebuild` makes them again)"
        if file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] != number:
            yield f"{table}: others than those of the facts (`sayso rebuild` makes them again)"


def decisions(file: sqlite3.Connection) -> Iterator[str]:
    """Decisions whose words do not stand where they say, and those that hold on to something else than they would."""
    texts = "SELECT text FROM versions WHERE document = ? AND version = ?"
    for decision in decisions_in(file):
        if len(decision.selectors) != len(decision.targets):
            yield f"decisions: {decision.id} has not one selector for each target"
        for selector in decision.selectors:
            stored = file.execute(texts, (selector.document, selector.version)).fetchone()
            if stored and selector.quote and selector.span.of(stored[0]) != selector.quote:
                yield f"decisions: {decision.id}: {selector.quote!r} does not stand in {selector.document}"
        held = file.execute("SELECT count(*) FROM attachments WHERE decision = ?", (decision.id,)).fetchone()[0]
        if held != len(decision.selectors):
            yield f"attachments: {decision.id} has not one for each target (`sayso rebuild` makes them again)"
    for (document,) in file.execute("SELECT DISTINCT document FROM attachments").fetchall():
        yield from _attachments(file, document)


def _attachments(file: sqlite3.Connection, document: str) -> Iterator[str]:
    """What decisions hold on to in a document that is not what they would find there."""
    stored = "SELECT decision, number, target FROM attachments WHERE document = ? AND how <> ?"
    found = {(d, n): target for d, n, target in file.execute(stored, (document, OF_ROW))}
    readings = list(readings_in(file, "WHERE r.document = ?", (document,)))
    now = {(row.decision, row.number): row.target for r in readings for row in attached_to(file, r)[1]}
    for (decision, number), target in found.items():
        if target != now.get((decision, number)):
            yield f"attachments: {decision} holds on to {target}, not {now.get((decision, number))}, in {document}"
