"""What is told of each wanted incident in one short mark, so that a later look tells what is new and what changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import islice

from sayso.chronicle.views.entries import View, ids_of
from sayso.ids import digest

_PAGE = 500  # incidents that are asked for together
_TOLD = (
    "SELECT i.id, i.kind, i.status, i.earliest, i.latest, p.name, p.country, s.quote,"
    " (SELECT group_concat(one, char(31)) FROM (SELECT DISTINCT x.role || ' ' || x.name AS one FROM participants x"
    "  WHERE x.event = i.shown ORDER BY 1)),"
    " (SELECT group_concat(one, char(31)) FROM (SELECT DISTINCT e.document || ' ' || e.status || m.denies AS one"
    "  FROM incident_events m JOIN events e ON e.id = m.event WHERE m.incident = i.id ORDER BY 1))"
    " FROM json_each(?) j CROSS JOIN incidents i ON i.id = j.value JOIN events s ON s.id = i.shown"
    " LEFT JOIN events w ON w.id = i.place_of"
    " LEFT JOIN places p ON p.reading = w.reading AND p.local = w.place"
)


def marks(file: sqlite3.Connection, view: View) -> dict[str, str]:
    """A mark for each wanted incident, by id: another one when kind, certainty, days, place, who takes part, the
    sentence shown or the reports that tell it are others. Ids are no part of it."""
    found = iter([identifier for identifier, _ in ids_of(file, view)])
    return dict(pair for page in iter(lambda: list(islice(found, _PAGE)), []) for pair in _marks(file, page))


def _marks(file: sqlite3.Connection, page: list[str]) -> Iterator[tuple[str, str]]:
    for identifier, *told in file.execute(_TOLD, (json.dumps(page),)):
        yield identifier, digest(*(" ".join(str(value).split()) for value in told))[:24]


def former_ids(file: sqlite3.Connection, incident: str) -> tuple[str, ...]:
    """The ids that an incident had before."""
    return tuple(former for (former,) in file.execute("SELECT id FROM retired WHERE incident = ?", (incident,)))
