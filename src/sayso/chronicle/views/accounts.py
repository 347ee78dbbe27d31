"""What each event of an incident brings to it: its claims with their reports, its numbers with their sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterator
from typing import Any

from sayso.chronicle.gathered.facts_codec import facts_from
from sayso.chronicle.rows import first_sentence
from sayso.gathering.disputes import Account
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


def account(rows: Rows, event: str, without: Container[str]) -> Account:
    """What one event of a report says of its incident, without the claims that people rejected."""
    row = rows.one(
        "SELECT f.facts, e.outcome, e.quote, coalesce(o.origin, e.document) AS text FROM events e"
        " JOIN facts f ON f.event = e.id LEFT JOIN origins o ON o.document = e.document WHERE e.id = ?",
        event,
    )
    tellings = tuple(tellings_of(rows, event, without))
    return Account(facts_from(row["facts"]), tellings, row["text"], row["outcome"], row["quote"])


def tellings_of(rows: Rows, event: str, without: Container[str]) -> Iterator[Telling]:
    """The claims on an event, without those that people rejected."""
    found = rows.all(
        "SELECT c.*, e.document, v.version, v.capture, v.title, v.publisher, v.url, v.published"
        " FROM claims c JOIN events e ON e.id = c.event JOIN readings r ON r.id = e.reading"
        " JOIN versions v ON v.document = r.document AND v.version = r.version WHERE c.event = ? ORDER BY c.rowid",
        event,
    )
    for row in (row for row in found if row["id"] not in without):
        yield Telling(
            event, row["document"], row["version"], row["capture"], row["title"], row["publisher"], row["url"],
            row["published"], row["source"], row["chain"], row["stance"], row["factuality"], row["status"],
            Span(row["start"], row["stop"]), row["quote"],
        )  # fmt: skip


def figures_of(rows: Rows, event: str) -> Iterator[Figure]:
    """The numbers that an event carries, parts of others left out."""
    found = rows.all(
        "SELECT q.*, e.document, e.quote AS sentence,"
        " coalesce(a.source, v.publisher, 'the report itself') AS told_by FROM quantities q"
        " JOIN events e ON e.id = q.event JOIN readings r ON r.id = q.reading"
        " JOIN versions v ON v.document = r.document AND v.version = r.version"
        " LEFT JOIN attributions a ON a.reading = q.reading AND a.local = q.teller"
        " WHERE q.event = ? AND q.part_of IS NULL ORDER BY q.start",
        event,
    )
    for row in found:
        yield Figure(
            row["of"], row["low"], row["high"], row["value"], row["unit"], row["told_by"], row["quote"],
            row["document"], row["filler"], _sentence(rows, row), event,
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
