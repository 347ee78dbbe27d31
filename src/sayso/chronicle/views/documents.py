"""The documents that tell the incidents of a view, and the texts that one document had."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sayso.chronicle.decided.attachments import Judged, judged_in
from sayso.chronicle.gathered.accounts import Rows
from sayso.chronicle.rows import event_key
from sayso.chronicle.stored import readings_in
from sayso.chronicle.views.chosen import fewest
from sayso.chronicle.views.entries import View, asked_of, where_of

_UNDATED_LAST = "v.published IS NULL AND s.written_to IS NULL, coalesce(v.published, s.written_to)"
_EVENTS = "(SELECT count(*) FROM events WHERE document = d.id)"
_COPIES = "(SELECT count(*) - 1 FROM origins WHERE origin = d.id)"
ORDERS = {
    "day": f"{_UNDATED_LAST}, d.id",
    "newest": f"{_UNDATED_LAST} DESC, d.id",
    "reports": f"{_EVENTS} DESC, d.id",
    "origins": f"{_COPIES} DESC, d.id",
}
_EVENTS_IN = "events e CROSS JOIN incident_events m ON m.event = e.id CROSS JOIN incidents i ON i.id = m.incident"
_FROM = (
    " FROM documents d JOIN versions v ON v.document = d.id AND v.version = d.version"
    " LEFT JOIN settled s ON s.document = d.id AND s.problem IS NULL"
)
_CELLS = (
    "SELECT d.id, v.title, v.publisher, v.published, v.published_from, v.language, s.written_from, s.written_to,"
    f" {_EVENTS} AS events, o.origin, o.why, max({_COPIES}, 0) AS copies, w.title AS origin_title,"
    " (SELECT count(*) FROM versions WHERE document = d.id) AS versions"
    f"{_FROM} LEFT JOIN origins o ON o.document = d.id LEFT JOIN documents od ON od.id = o.origin"
    " LEFT JOIN versions w ON w.document = od.id AND w.version = od.version WHERE d.id = ?"
)


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """One document of a list: how it is dated, how much it tells, whose text it brings, how many bring its text.

    `settled` are the days between which an undated one was written, as other reports show; `origin` is None for a
    document whose text is its own.
    """

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    published_from: str | None
    settled: tuple[str | None, str | None]
    events: int
    origin: str | None
    origin_title: str | None
    why: str | None
    copies: int
    versions: int


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a document; `version` is its hash, `number` 1 for the first."""

    number: int
    version: str
    text: str
    title: str | None
    published: str | None
    added: str
    current: bool
    captured: bool


def listed_documents(
    file: sqlite3.Connection, view: View, *, order: str, start: int = 0, number: int = 50
) -> list[ListedDocument]:
    """`number` documents of a view from place `start` on, in one of ORDERS; undated ones last by day."""
    found = islice(_in_order(file, view, ORDERS[order]), start, start + number)
    return [_listed(Rows(file), document) for document in found]


def how_many_documents(file: sqlite3.Connection, view: View) -> int:
    """The number of documents that tell an incident of a view; of all, when it has no condition."""
    where, given = where_of(view)
    if not where:
        return int(file.execute("SELECT count(*) FROM documents").fetchone()[0])
    return int(file.execute(f"SELECT count(DISTINCT e.document) FROM {_EVENTS_IN}{where}", given).fetchone()[0])


def _in_order(file: sqlite3.Connection, view: View, order: str) -> Iterator[str]:
    """The documents of a view: looked up where few events are wanted, else tried one by one until there are enough."""
    conditions = asked_of(view)
    few = fewest(file, conditions)
    if few:
        where, given = where_of(view)
        within = f" WHERE d.id IN (SELECT e.document FROM {_EVENTS_IN}{where})"
        yield from (d for (d,) in file.execute(f"SELECT d.id{_FROM}{within} ORDER BY {order}", given))
        return
    probes = "".join(f" AND {one.condition.probe}" for one in conditions)
    given = [value for one in conditions for value in one.given(one.condition.probe)]
    tells = f"SELECT 1 FROM {_EVENTS_IN} WHERE e.document = ?{probes} LIMIT 1"
    for (document,) in file.execute(f"SELECT d.id{_FROM} ORDER BY {order}").fetchall():
        if not conditions or file.execute(tells, (document, *given)).fetchone():
            yield document


def _listed(rows: Rows, document: str) -> ListedDocument:
    row = rows.one(_CELLS, document)
    copy = row["origin"] is not None and row["origin"] != document
    return ListedDocument(
        document, row["title"], row["publisher"], row["published"], row["published_from"],
        (row["written_from"], row["written_to"]), row["events"], row["origin"] if copy else None,
        row["origin_title"] if copy else None, row["why"] if copy else None, row["copies"], row["versions"],
    )  # fmt: skip


def versions_of(file: sqlite3.Connection, document: str) -> list[Version]:
    """The texts of a document, the latest first; empty when there is no such document."""
    rows = Rows(file).all(
        "SELECT v.*, d.version = v.version AS current FROM versions v JOIN documents d ON d.id = v.document"
        " WHERE d.id = ? ORDER BY v.number DESC",
        document,
    )
    return [
        Version(
            row["number"], row["version"], row["text"], row["title"], row["published"], row["added"],
            bool(row["current"]), row["capture"] is not None,
        )
        for row in rows
    ]  # fmt: skip


def judged_reading(file: sqlite3.Connection, document: str) -> Judged | None:
    """What was found in the text that counts now, as people corrected it; None when nothing was read yet."""
    found = next(readings_in(file, "WHERE r.document = ?", (document,)), None)
    return judged_in(file, found) if found else None


def incidents_told(file: sqlite3.Connection, judged: Judged) -> dict[str, tuple[str, str | None]]:
    """The event of each record of a reading, by its id there, with the incident that it belongs to."""
    reading = judged.reading
    rows = file.execute(
        "SELECT e.id, m.incident FROM events e LEFT JOIN incident_events m ON m.event = e.id WHERE e.document = ?",
        (reading.document.id,),
    )
    stored = dict(rows.fetchall())
    keys = {event.id: event_key(reading, event) for event in reading.events}
    return {local: (key, stored[key]) for local, key in keys.items() if key in stored}


def capture_of(file: sqlite3.Connection, document: str, version: str) -> bytes | None:
    """The bytes that a text was made from, None when only the text was given or they were removed."""
    row = file.execute(
        "SELECT c.bytes FROM versions v JOIN captures c ON c.sha256 = v.capture WHERE v.document = ? AND v.version = ?",
        (document, version),
    ).fetchone()
    return zlib.decompress(row[0]) if row else None
