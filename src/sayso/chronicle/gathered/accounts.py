"""What each event of an incident brings to it: its claims with their reports, its numbers with their sentences."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Mapping, Sequence
from typing import Any

from sayso.chronicle.decided.decisions import verdicts
from sayso.chronicle.gathered.facts_codec import facts_from
from sayso.chronicle.rows import first_sentence
from sayso.gathering.accounts import Account
from sayso.gathering.decided import Decided, settled
from sayso.records import Figure, Telling
from sayso.spans import Span


class Rows:
    """Questions whose rows have names."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self.file = file
        self._cursor = file.cursor()
        self._cursor.row_factory = sqlite3.Row

    def all(self, statement: str, *given: Any) -> list[Any]:
        return self._cursor.execute(statement, given).fetchall()

    def one(self, statement: str, *given: Any) -> Any:
        """The first row, None when there is none."""
        return next(iter(self.all(statement, *given)), None)

    def each(self, statement: str, ids: Sequence[str], by: str = "event") -> dict[str, list[Any]]:
        """The rows of many ids at once, which the statement takes as a JSON list, by a column; none for the others."""
        found: dict[str, list[Any]] = {}
        for row in self.all(statement, json.dumps(list(ids))):
            found.setdefault(row[by], []).append(row)
        return found


def accounts_of(rows: Rows, events: Sequence[str], told: Mapping[str, Sequence[Telling]]) -> dict[str, Account]:
    """What each of these events says of its incident; `told` are the claims on them (`told_of`)."""
    found = rows.each(
        "SELECT e.id AS event, f.facts, e.outcome, e.quote, coalesce(o.origin, e.document) AS text FROM json_each(?) j"
        " CROSS JOIN events e ON e.id = j.value JOIN facts f ON f.event = e.id"
        " LEFT JOIN origins o ON o.document = e.document",
        events,
    )
    decided = _decided(rows, events)
    return {
        event: Account(
            facts_from(row["facts"]), tuple(told.get(event, ())), row["text"], row["outcome"], row["quote"],
            frozenset(decided.cluster(event)),
        )
        for event, (row,) in found.items()
    }  # fmt: skip


def _decided(rows: Rows, events: Sequence[str]) -> Decided:
    """What people decided about pairs of events; nothing where none of these is named."""
    named = rows.one(
        "SELECT 1 FROM json_each(?) j JOIN attachments a ON a.target = j.value JOIN decisions d ON d.id = a.decision"
        " WHERE d.verdict = 'identity'",
        json.dumps(list(events)),
    )
    return settled(verdicts(rows.file, "event") if named else {})


def tellings_of(rows: Rows, event: str, without: Container[str]) -> list[Telling]:
    """The claims on an event, without those that people rejected."""
    return told_of(rows, [event], without).get(event, [])


def claims_on(rows: Rows, events: Sequence[str]) -> dict[str, Telling]:
    """All claims on events by their ids, also those that people rejected; in the order of the events."""
    found = _claims(rows, events)
    return {row["id"]: _telling(event, row) for event in events for row in found.get(event, ())}


def told_of(rows: Rows, events: Sequence[str], without: Container[str]) -> dict[str, list[Telling]]:
    """The claims on each of these events, without those that people rejected; nothing for an event without any."""
    found = _claims(rows, events)
    return {e: [_telling(e, row) for row in told if row["id"] not in without] for e, told in found.items()}


def _claims(rows: Rows, events: Sequence[str]) -> dict[str, list[Any]]:
    return rows.each(
        "SELECT c.*, e.document, v.version, v.capture, v.title, v.publisher, v.url, v.published"
        " FROM json_each(?) j CROSS JOIN claims c ON c.event = j.value JOIN events e ON e.id = c.event"
        " JOIN readings r ON r.id = e.reading"
        " JOIN versions v ON v.document = r.document AND v.version = r.version ORDER BY c.rowid",
        events,
    )


def _telling(event: str, row: Any) -> Telling:
    return Telling(
        event, row["document"], row["version"], row["capture"], row["title"], row["publisher"], row["url"],
        row["published"], row["source"], row["chain"], row["stance"], row["factuality"], row["status"],
        Span(row["start"], row["stop"]), row["quote"],
    )  # fmt: skip


def figures_of(rows: Rows, events: Sequence[str]) -> dict[str, tuple[Figure, ...]]:
    """The numbers that each of these events carries, parts of others left out; nothing for an event without any."""
    found = rows.each(
        "SELECT q.*, e.document, e.quote AS sentence,"
        " coalesce(a.source, v.publisher, 'the report itself') AS told_by FROM json_each(?) j"
        " CROSS JOIN quantities q ON q.event = j.value JOIN events e ON e.id = q.event"
        " JOIN readings r ON r.id = q.reading"
        " JOIN versions v ON v.document = r.document AND v.version = r.version"
        " LEFT JOIN attributions a ON a.reading = q.reading AND a.local = q.teller"
        " WHERE q.part_of IS NULL ORDER BY q.start",
        events,
    )
    return {event: tuple(_figure(rows, row) for row in counted) for event, counted in found.items()}


def _figure(rows: Rows, row: Any) -> Figure:
    return Figure(
        row["of"], row["low"], row["high"], row["value"], row["unit"], row["told_by"], row["quote"],
        row["document"], row["filler"], _sentence(rows, row), row["event"],
    )  # fmt: skip


def _sentence(rows: Rows, figure: Any) -> str:
    """The sentence that a figure stands in: that of its event, or another of the text."""
    if figure["quote"] in figure["sentence"]:
        return str(figure["sentence"])
    first = first_sentence(figure["reading"])
    found = rows.one(
        "SELECT text FROM sentences WHERE rowid >= ? AND rowid < ? AND start <= ? ORDER BY rowid DESC LIMIT 1",
        first, first_sentence(figure["reading"] + 1), figure["start"],
    )  # fmt: skip
    return str(found["text"]) if found else str(figure["quote"])
