"""Undated documents dated by what was gathered, kept in tables of their own and taken back when the support goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from sayso.chronicle.gathered.blocks import StoredBlocks
from sayso.gathering.dating import Settled, Support, settled, supports_of
from sayso.gathering.reasons import in_words
from sayso.records import Reading

COMPARED = 64  # tellings of one incident that are tried as supports, the first by id


def date_reports(file: sqlite3.Connection, blocks: StoredBlocks, events: Iterable[str]) -> set[str]:
    """Dates anew the undated documents that tell these events; the events whose days are others now.

    Part of the transaction that gathers: call it when every one of these events is in its incident.
    """
    published = {facts.document: facts.published for e in events for facts in (blocks.ready(e).facts,)}
    for document in sorted(d for d, day in published.items() if day):  # it was undated before
        _forget(file, document)
    undated = sorted(d for d, day in published.items() if not day)
    return {event for document in undated for event in _date(file, blocks, document)}


def _date(file: sqlite3.Connection, blocks: StoredBlocks, document: str) -> set[str]:
    before = _days(file, document)
    _forget(file, document)
    pairs = list(_pairs(file, document))
    if pairs:
        reading = _reading(file, document)
        supports = [s for e, others in pairs for s in supports_of(reading, blocks.ready(e), map(blocks.ready, others))]
        if supports:
            _put(file, reading, settled(reading, supports))
    after = _days(file, document)
    return {event for event in before.keys() | after.keys() if before.get(event) != after.get(event)}


def _pairs(file: sqlite3.Connection, document: str) -> Iterator[tuple[str, list[str]]]:
    """The undated tellings of a document, each with those of its incident that give an exact day."""
    mine = file.execute("SELECT id FROM events WHERE document = ? AND earliest IS NULL ORDER BY id", (document,))
    for (event,) in mine.fetchall():
        others = file.execute(
            "SELECT n.event FROM incident_events m JOIN incident_events n ON n.incident = m.incident"
            " JOIN events e ON e.id = n.event WHERE m.event = ? AND e.document <> ? AND e.earliest = e.latest"
            " ORDER BY e.id LIMIT ?",
            (event, document, COMPARED),
        ).fetchall()
        if others:
            yield event, [other for (other,) in others]


def _reading(file: sqlite3.Connection, document: str) -> Reading:
    from sayso.chronicle.stored import readings_in

    return next(readings_in(file, "WHERE r.document = ?", (document,)))


def _days(file: sqlite3.Connection, document: str) -> dict[str, tuple[str | None, str | None]]:
    rows = file.execute("SELECT event, earliest, latest FROM settled_events WHERE document = ?", (document,))
    return {event: (earliest, latest) for event, earliest, latest in rows}


def _forget(file: sqlite3.Connection, document: str) -> None:
    for table in ("settled", "settled_by", "settled_events"):
        file.execute(f"DELETE FROM {table} WHERE document = ?", (document,))


def _put(file: sqlite3.Connection, reading: Reading, found: Settled) -> None:
    document, written = reading.document.id, found.written or (None, None)
    file.execute("INSERT INTO settled VALUES (?, ?, ?, ?)", (document, *written, found.problem))
    file.executemany("INSERT INTO settled_by VALUES (?, ?, ?, ?, ?, ?, ?)", [_by(document, s) for s in found.supports])
    ids = file.execute("SELECT local, id FROM events WHERE document = ?", (document,))
    rows = [(event, document, *found.days[local]) for local, event in ids if local in found.days]
    file.executemany("INSERT INTO settled_events VALUES (?, ?, ?, ?)", rows)


def _by(document: str, support: Support) -> tuple[str | float, ...]:
    likeness = support.likeness
    why = in_words(likeness.reasons)
    return document, support.time, support.day, support.event, support.by, round(likeness.score, 3), why


def dating_reasons(file: sqlite3.Connection, document: str) -> list[str]:
    """How an undated document came by its days, a sentence for each report that gives one; why it has none if it has
    contradictory ones; nothing for any other document."""
    found = file.execute("SELECT written_from, written_to, problem FROM settled WHERE document = ?", (document,))
    told = found.fetchone()
    if told is None:
        return []
    reasons = _sentences(file, document)
    if told[2]:
        return [f"not dated, because the other reports contradict each other: {told[2]}", *reasons]
    return reasons + ([_written(*told[:2])] if told[0] else [])


def dated_in_short(file: sqlite3.Connection, document: str) -> str | None:
    """The strongest of the reasons in one line, with the name of the report that is dated by it; None for any other."""
    row = next(iter(_supports(file, document)), None)
    if row is None:
        return None
    (publisher,) = file.execute(
        "SELECT v.publisher FROM readings r JOIN versions v USING (document, version) WHERE r.document = ?", (document,)
    ).fetchone()
    quote, day, word, other = row[:4]
    return (
        f"{publisher or document} is undated; its “{quote}” is {day}, for {_report(*row[4:7])} gives that day for"
        f" “{other}”, the same as “{word}” here"
    )


def _sentences(file: sqlite3.Connection, document: str) -> list[str]:
    return [
        f"“{quote}” of “{word}” is {day}: {_report(*report)} gives that day for “{other}”, taken for the same ({why})"
        for quote, day, word, other, *report, why in _supports(file, document)
    ]


def _supports(file: sqlite3.Connection, document: str) -> list[tuple[str, ...]]:
    return file.execute(
        "SELECT t.quote, s.day, mine.word, theirs.word, v.publisher, v.published, theirs.document, s.why"
        " FROM settled_by s JOIN events mine ON mine.id = s.event JOIN events theirs ON theirs.id = s.by"
        " JOIN times t ON t.reading = mine.reading AND t.local = s.time"
        " JOIN readings r ON r.id = theirs.reading JOIN versions v ON v.document = r.document AND v.version = r.version"
        " WHERE s.document = ? ORDER BY t.start, s.score DESC, s.by",
        (document,),
    ).fetchall()


def _report(publisher: str | None, published: str | None, document: str) -> str:
    return (publisher or document) + (f" of {published}" if published else "")


def _written(first: str, last: str) -> str:
    return f"so it was written on {first}" if first == last else f"so it was written between {first} and {last}"
