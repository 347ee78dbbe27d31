"""Events that people rejected, as far as they are shown to be decided again: they are in no incident."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sayso.chronicle.views.edges import COLUMNS, Told, edge_of

_DAYS = ", ".join(f"e.{column}" for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class RejectedEvent:
    """An event of one text with its sentence; `parties` are the names of who takes part, `edge` as a `Span` has it."""

    parties: tuple[str, ...]
    id: str
    kind: str
    word: str
    status: str
    earliest: str | None
    latest: str | None
    relation: str | None
    quote: str
    document: str
    title: str | None
    publisher: str | None
    published: str | None
    edge: tuple[str, str] | None = None


def rejected_events(file: sqlite3.Connection, events: Sequence[str]) -> list[RejectedEvent]:
    """The events of some ids that are there, in their order."""
    rows: list[Any] = file.execute(
        "SELECT e.id, e.kind, e.word, e.status, e.earliest, e.latest, e.relation, e.quote, e.document, v.title,"
        f" v.publisher, v.published, {_DAYS} FROM json_each(?) j CROSS JOIN events e ON e.id = j.value"
        " LEFT JOIN documents d ON d.id = e.document LEFT JOIN versions v ON v.document = d.id"
        " AND v.version = d.version ORDER BY j.key",
        (json.dumps(list(events)),),
    ).fetchall()
    return [
        RejectedEvent(*(_parties(file, row[0]), *row[:12], edge_of(file, Told(*row[12:]), row[4], row[5])))
        for row in rows
    ]


def _parties(file: sqlite3.Connection, event: str) -> tuple[str, ...]:
    found = "SELECT DISTINCT name FROM participants WHERE event = ? ORDER BY rowid"
    return tuple(name for (name,) in file.execute(found, (event,)))
