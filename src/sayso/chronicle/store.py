"""Documents and readings into the file: each wholly in or wholly out, the same one twice a no-op."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from sayso.chronicle.blocks import StoredBlocks, drop_facts, put_facts
from sayso.chronicle.file import connect, holding, now, writing
from sayso.chronicle.origins import place_document
from sayso.chronicle.rows import derived_rows, first_sentence
from sayso.jsonl import from_dict, to_dict
from sayso.knowledge.publishers import load_publishers
from sayso.records import Document, Failure, Reading
from sayso.report import from_report, to_report

NEW, NEW_VERSION, READ_AGAIN, KNOWN, REMOVED = "new", "new version", "read again", "known", "removed"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one document: `new`, `new version`, `read again` (by another reader), `known`, or `removed`.

    `removed`: someone took it out for good, so that it is not added again unasked.
    """

    document: str
    version: str
    outcome: str


class Store(AbstractContextManager["Store"]):
    """A chronicle that is open for writing; a context manager that notes who is writing."""

    def __init__(self, path: Path, *, what: str = "sayso", create: bool = True) -> None:
        self.path = path
        self._connection = connect(path, create=create)
        self._publishers = load_publishers()
        self.blocks = StoredBlocks(self._connection)
        self._held = holding(path, what)
        self._held.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the writing; the log is folded into the file."""
        self._held.__exit__(None, None, None)
        self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; when it fails, nothing that was kept in memory outlives it."""
        try:
            with writing(self._connection, self.path) as file:
                yield file
        except BaseException:
            self.blocks.forget()
            raise

    @property
    def connection(self) -> sqlite3.Connection:
        return self._connection

    def document_of_bytes(self, capture: str, *, reader: str, published: str | None = None) -> Added | None:
        """The document that these bytes gave this reader, None when they are new to it.

        `published` is the day given for undated inputs: bytes that were read without a date are new with one.
        """
        found = self._connection.execute(
            "SELECT v.document, v.version, v.published FROM versions v"
            " JOIN documents d ON d.id = v.document AND d.version = v.version"
            " JOIN readings r ON r.document = v.document AND r.version = v.version"
            " WHERE v.capture = ? AND r.reader = ? LIMIT 1",
            (capture, reader),
        ).fetchone()
        if found is None or (found[2] is None and published is not None):
            return None
        return Added(found[0], found[1], KNOWN)

    def removed(self, document: str, capture: str | None = None) -> bool:
        """Whether a document or its bytes were taken out for good."""
        found = self._connection.execute(
            "SELECT 1 FROM removed WHERE document = ? OR (? IS NOT NULL AND instr(captures, '\"' || ? || '\"'))",
            (document, capture, capture),
        ).fetchone()
        return found is not None

    def welcome(self, document: str) -> None:
        """Lifts the mark of a removed document: it may be added again."""
        with writing(self._connection, self.path) as file:
            file.execute("DELETE FROM removed WHERE document = ?", (document,))

    def has(self, document: Document, *, reader: str) -> bool:
        """Whether this text of this document was read already, by this reader, under the same date."""
        return _outcome(self._connection, document, reader) == KNOWN

    def add(self, reading: Reading, data: bytes | None = None) -> Added:
        """Stores a document with its reading and the bytes it was made from, in one transaction."""
        document = reading.document
        with self.writing() as file:
            outcome = _outcome(file, document, reading.reader.digest)
            if outcome == KNOWN:
                return Added(document.id, document.version, KNOWN)
            if data is not None and document.capture:
                row = (document.capture, zlib.compress(data), len(data), now())
                file.execute("INSERT OR IGNORE INTO captures VALUES (?, ?, ?, ?)", row)
            _put_version(file, document, captured=data is not None)
            put_reading(file, self.blocks, reading)
            place_document(file, document, self._publishers)
        return Added(document.id, document.version, outcome)

    def fail(self, failure: Failure) -> None:
        """Keeps that an input gave no document, once."""
        row = (failure.input, failure.stage, failure.reason, failure.what)
        with writing(self._connection, self.path) as file:
            file.execute("DELETE FROM failures WHERE input = ? AND stage = ? AND reason = ? AND what = ?", row)
            file.execute("INSERT INTO failures VALUES (?, ?, ?, ?, ?)", (*row, now()))


def _outcome(file: sqlite3.Connection, document: Document, reader: str) -> str:
    current = file.execute("SELECT version FROM documents WHERE id = ?", (document.id,)).fetchone()
    if current is None:
        return NEW
    if current[0] != document.version:
        return NEW_VERSION
    same = file.execute(
        "SELECT r.reader, v.published FROM readings r JOIN versions v USING (document, version)"
        " WHERE r.document = ? AND r.version = ?",
        (document.id, document.version),
    ).fetchone()
    return KNOWN if same == (reader, document.published) else READ_AGAIN


def _put_version(file: sqlite3.Connection, document: Document, *, captured: bool) -> None:
    """The document's row and that of its text, which then is the one that counts."""
    count = file.execute("SELECT count(*) FROM versions WHERE document = ?", (document.id,)).fetchone()[0]
    record = json.dumps(to_dict(replace(document, text="")), ensure_ascii=False)
    file.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (document, version) DO UPDATE SET published = excluded.published,"
        " published_from = excluded.published_from, record = excluded.record,"
        " capture = coalesce(capture, excluded.capture)",
        (
            document.id, document.version, count + 1, document.capture if captured else None, document.title,
            document.publisher, document.byline, document.url, document.published, document.published_from,
            document.language, document.file, document.text, record, now(),
        ),
    )  # fmt: skip
    file.execute(
        "INSERT INTO documents VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version",
        (document.id, document.version, now()),
    )


def put_reading(file: sqlite3.Connection, blocks: StoredBlocks, reading: Reading) -> None:
    """The reading of a stored text in place of the one before, with all derived rows."""
    document = reading.document
    drop_reading(file, blocks, document.id)
    report = json.dumps(to_report(reading, text=False), ensure_ascii=False, separators=(",", ":"))
    number = file.execute(
        "INSERT INTO readings (document, version, reader, report) VALUES (?, ?, ?, ?)",
        (document.id, document.version, reading.reader.digest, zlib.compress(report.encode("utf-8"))),
    ).lastrowid
    assert number is not None
    for table, rows in derived_rows(reading, number):
        if rows:
            columns = "(rowid, text, reading, start)" if table == "sentences" else ""
            marks = ", ".join("?" * len(rows[0]))
            file.executemany(f"INSERT INTO {table} {columns} VALUES ({marks})", rows)
    put_facts(file, blocks, reading)


def drop_reading(file: sqlite3.Connection, blocks: StoredBlocks, document: str) -> None:
    """Takes out what was derived from a document; older texts have no derived rows."""
    drop_facts(file, blocks, document)
    for (number,) in file.execute("SELECT id FROM readings WHERE document = ?", (document,)).fetchall():
        file.execute(
            "DELETE FROM sentences WHERE rowid BETWEEN ? AND ?",
            (first_sentence(number), first_sentence(number + 1) - 1),
        )
        file.execute("DELETE FROM readings WHERE id = ?", (number,))  # the other tables follow by their keys


def readings_in(file: sqlite3.Connection, where: str = "", given: Iterable[Any] = ()) -> Iterator[Reading]:
    """The stored readings, in the order in which they were added."""
    rows = file.execute(
        f"SELECT r.report, v.text FROM readings r JOIN versions v USING (document, version) {where} ORDER BY r.id",
        tuple(given),
    )
    for report, text in rows:
        yield reading_of(report, text)


def reading_of(report: bytes, text: str) -> Reading:
    """The reading of a stored report, which is kept without its text."""
    found = json.loads(zlib.decompress(report))
    found["document"]["text"] = text
    return from_report(found)


def document_of(file: sqlite3.Connection, identifier: str) -> Document:
    """A document with the text that counts now; KeyError when it is not there."""
    row = file.execute(
        "SELECT v.record, v.text FROM versions v JOIN documents d ON d.id = v.document AND d.version = v.version"
        " WHERE d.id = ?",
        (identifier,),
    ).fetchone()
    if row is None:
        raise KeyError(identifier)
    return _document(*row)


def documents_in(file: sqlite3.Connection) -> Iterator[Document]:
    """The documents with the text that counts now."""
    rows = file.execute(
        "SELECT v.record, v.text FROM versions v JOIN documents d ON d.id = v.document AND d.version = v.version"
        " ORDER BY d.rowid"
    )
    for record, text in rows:
        yield _document(record, text)


def _document(record: str, text: str) -> Document:
    return replace(from_dict(Document, json.loads(record)), text=text)
