"""Which incidents a view holds, page by page, and how many it would hold if it were narrowed down further."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sayso.chronicle.rows import first_sentence
from sayso.chronicle.views.chosen import BY_DAY, find_ids
from sayso.chronicle.views.entries import View, asked_of, where_of, with_watched
from sayso.chronicle.views.identified import identity_of, shown_name
from sayso.chronicle.views.look import Answer, as_query, search

MOST = 10  # names of a facet that has very many
FOUND = ("\x02", "\x03")  # around words that were found; no text has them
_UNDATED_LAST = "(i.earliest IS NULL AND i.latest IS NULL)"
ORDERS = {
    "day": BY_DAY,
    "newest": f"{_UNDATED_LAST}, coalesce(i.earliest, i.latest) DESC, i.latest DESC, i.id",
    "reports": "i.reports DESC, i.origins DESC, i.id",
    "origins": "i.origins DESC, i.reports DESC, i.id",
}  # each has its index
_VALUES = {
    "kind": ("+e.kind", ""),
    "status": ("+e.status", ""),
    "country": ("f.country", " JOIN places f ON f.reading = e.reading AND f.local = e.place"),
    "actor": (
        shown_name("f"),
        f" JOIN participants f ON f.event = e.id AND f.role <> 'equipment'{identity_of('f')}",
    ),
    "source": (
        "f.name",
        " JOIN (SELECT event, source AS name FROM claims UNION"
        " SELECT n.id, v.publisher FROM events n JOIN documents d ON d.id = n.document"
        " JOIN versions v ON v.document = d.id AND v.version = d.version) f ON f.event = e.id",
    ),
}
FACETS = tuple(_VALUES)


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a facet, and how many incidents a view holds when it is narrowed down to it."""

    value: str
    incidents: int


def how_large(file: sqlite3.Connection) -> int:
    """The events of a chronicle, told from the last row: at most so many."""
    found: tuple[int] = file.execute("SELECT coalesce(max(rowid), 0) FROM events").fetchone()
    return found[0]


def how_many(file: sqlite3.Connection, view: View) -> int:
    """The number of incidents of a view."""
    where, given = where_of(view)
    of_events = any(one.condition.events for one in asked_of(view))
    statement = f"count(DISTINCT m.incident) FROM {_events(where)}" if of_events else "count(*) FROM incidents i"
    return int(file.execute(f"SELECT {statement}{where}", given).fetchone()[0])


def identifiers(file: sqlite3.Connection, view: View, *, order: str, start: int = 0, number: int = 50) -> list[str]:
    """Ids of `number` incidents of a view from place `start` on, in one of ORDERS; undated ones last by day."""
    found = find_ids(file, asked_of(view), number, order=ORDERS[order], start=start)
    return [identifier for identifier, _ in found]


def facet(file: sqlite3.Connection, view: View, name: str, *, most: int = MOST) -> list[Count]:
    """The values of one of FACETS within a view, the most frequent first; its own condition is left out.

    What is counted is what the view holds when the value is asked for exactly, so that numbers never disappoint.
    """
    value, join = _VALUES[name]
    where, given = where_of(replace(view, **{name: None}))
    condition = f"{where} AND" if where else " WHERE"
    rows = file.execute(
        f"SELECT {value}, count(DISTINCT m.incident) FROM {_events(where)}{join}{condition} {value} IS NOT NULL"
        f" GROUP BY {value} COLLATE NOCASE ORDER BY 2 DESC, 1 LIMIT ?",
        (*given, most),
    )
    return [Count(*row) for row in rows]


def search_within(file: sqlite3.Connection, words: str, view: View, *, limit: int = 50) -> Answer:
    """Sentences that hold all the words, of the reports that tell an incident of a view; of all for an empty view."""
    where, given = where_of(with_watched(file, view))
    told = f" AND r.document IN (SELECT e.document FROM {_events(where)}{where})" if where else ""
    return search(file, words, limit=limit, where=told, given=given)


def _events(where: str) -> str:
    """The events with their incidents; the table of these is left out when no condition needs it."""
    tables = "events e JOIN incident_events m ON m.event = e.id"
    return f"{tables} JOIN incidents i ON i.id = m.incident" if "i." in where else tables


def facets(file: sqlite3.Connection, view: View) -> dict[str, list[Count]]:
    """All FACETS of a view; all the kinds and states, of the others those that come most often."""
    return {name: facet(file, view, name, most=40 if name in ("kind", "status") else MOST) for name in FACETS}


def sentences_found(file: sqlite3.Connection, incident: str, words: str) -> Iterator[str]:
    """In each report of an incident the sentence with the words that stands nearest to it, the words between FOUND."""
    readings = file.execute(
        "SELECT e.reading, min(e.start) FROM incident_events m JOIN events e ON e.id = m.event WHERE m.incident = ?"
        " GROUP BY e.reading ORDER BY e.reading",
        (incident,),
    ).fetchall()
    for reading, start in readings:
        rows = file.execute(
            "SELECT highlight(sentences, 0, ?, ?) FROM sentences WHERE sentences MATCH ?"
            " AND rowid BETWEEN ? AND ? ORDER BY abs(start - ?), rowid LIMIT 1",
            (*FOUND, as_query(words), first_sentence(reading), first_sentence(reading + 1) - 1, start),
        )
        yield from (sentence for (sentence,) in rows.fetchall())
