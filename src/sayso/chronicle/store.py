"""Documents and readings into the file: each wholly in or wholly out, the same one twice a no-op."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from sayso.chronicle.decided.attachments import reattach
from sayso.chronicle.entities.identities import drop_entities, place_entities
from sayso.chronicle.file import ChronicleError, connect, now, writing
from sayso.chronicle.gathered.blocks import StoredBlocks, drop_facts, put_facts
from sayso.chronicle.gathered.origins import Opener, place_document
from sayso.chronicle.known import EARLIER as EARLIER
from sayso.chronicle.known import KNOWN as KNOWN
from sayso.chronicle.known import NEW as NEW
from sayso.chronicle.known import NEW_VERSION as NEW_VERSION
from sayso.chronicle.known import READ_AGAIN as READ_AGAIN
from sayso.chronicle.known import REMOVED as REMOVED
from sayso.chronicle.known import Added as Added
from sayso.chronicle.known import outcome_of
from sayso.chronicle.noted import noted
from sayso.chronicle.rows import derived_rows, first_sentence
from sayso.jsonl import storable as storable
from sayso.jsonl import to_dict
from sayso.knowledge.publishers import load_publishers
from sayso.records import Document, Failure, Provenance, Reading
from sayso.report import to_report


class Store(AbstractContextManager["Store"]):
    """A chronicle that is open for writing by one thread; a note beside the file says who is writing.

    Several processes may write in turns. On entering, a file of an older sayso is brought up to date, and what a run
    that was cut off had left to be gathered is gathered.
    """

    def __init__(self, path: Path, *, what: str = "sayso", create: bool = True) -> None:
        self.path = path
        self._opener = Opener(load_publishers())
        self._connection = connect(path, create=create)
        self._file = _which(path)
        self._changes = self._changes_of_others()
        self.blocks = StoredBlocks(self._connection)
        self._held = noted(path, f"{what}, since {now()}")
        self._held.__enter__()

    def __enter__(self) -> Store:
        from sayso.chronicle.migrate import resume

        try:
            resume(self)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the writing; the log is folded into the file."""
        self._connection.close()
        self._held.__exit__(None, None, None)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, or a part of the one around it; when it fails, nothing kept in memory outlives it.

        Raises ChronicleError when another file stands in the place of the one that was opened, or none.
        """
        self._in_place()
        try:
            with writing(self._connection, self.path) as file:
                if self._changes != self._changes_of_others():
                    self._changes = self._changes_of_others()
                    self.blocks.forget()
                yield file
        except BaseException:
            self.blocks.forget()
            raise
        self._in_place()

    def _changes_of_others(self) -> int:
        """A number that is another one when another connection has changed the file."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _in_place(self) -> None:
        """Raises when the file was deleted or replaced: what is written would be lost with it."""
        if _which(self.path) != self._file:
            raise ChronicleError(f"{self.path} was moved, deleted or replaced while it was open; nothing more is added")

    @property
    def connection(self) -> sqlite3.Connection:
        return self._connection

    def add(self, reading: Reading, data: bytes | None = None, found: Provenance | None = None) -> Added:
        """Stores a document with its reading and the bytes it was made from, in one transaction.

        `found` tells where the bytes are from. That it was removed for good before is forgotten: ask `removed` first.
        """
        reading = _with_storable_name(reading)
        document = reading.document
        with self.writing() as file:
            outcome = outcome_of(file, document, reading.reader.digest)
            if outcome in (KNOWN, EARLIER):
                return Added(document.id, document.version, outcome)
            if data is not None and document.capture:
                _put_capture(file, document.capture, data, found or Provenance())
            file.execute("DELETE FROM removed WHERE document = ?", (document.id,))
            _put_version(file, document, captured=data is not None)
            file.execute(_UNUSED, (document.capture,))
            self.derive(reading)
        return Added(document.id, document.version, outcome)

    def derive(self, reading: Reading) -> None:
        """Everything that is made from the reading of a stored text, inside the transaction that is open."""
        put_reading(self._connection, self.blocks, reading)
        place_document(self._connection, reading.document, self._opener)
        place_entities(self._connection, reading.document.id)

    def fail(self, failure: Failure) -> None:
        """Keeps that an input gave no document, once."""
        row = tuple(map(storable, (failure.input, failure.stage, failure.reason, failure.what)))
        with self.writing() as file:
            file.execute("DELETE FROM failures WHERE input = ? AND stage = ? AND reason = ? AND what = ?", row)
            file.execute("INSERT INTO failures VALUES (?, ?, ?, ?, ?)", (*row, now()))


# bytes whose text is stored with other bytes already
_UNUSED = "DELETE FROM captures WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM versions WHERE capture = ?1)"


def _which(path: Path) -> tuple[int, int] | None:
    """Which file stands under a name; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _with_storable_name(reading: Reading) -> Reading:
    file = reading.document.file
    return replace(reading, document=replace(reading.document, file=storable(file))) if file else reading


def _put_version(file: sqlite3.Connection, document: Document, *, captured: bool) -> None:
    """The document's row and that of its text, which then is the one that counts."""
    count = file.execute("SELECT count(*) FROM versions WHERE document = ?", (document.id,)).fetchone()[0]
    record = json.dumps(to_dict(replace(document, text="")), ensure_ascii=False)
    file.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (document, version) DO UPDATE SET title = excluded.title, publisher = excluded.publisher,"
        " byline = excluded.byline, url = excluded.url, published = excluded.published,"
        " published_from = excluded.published_from, language = excluded.language, file = excluded.file,"
        " record = excluded.record, capture = coalesce(capture, excluded.capture)",
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


def _put_capture(file: sqlite3.Connection, sha256: str, data: bytes, found: Provenance) -> None:
    headers = json.dumps(found.headers, ensure_ascii=False) if found.headers else None
    row = (sha256, zlib.compress(data), len(data), now(), found.address, found.fetched, headers)
    file.execute("INSERT OR IGNORE INTO captures VALUES (?, ?, ?, ?, ?, ?, ?)", row)


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
    judged = reattach(file, reading)
    for table, rows in derived_rows(judged.reading, number):
        if rows:
            columns = "(rowid, text, reading, start)" if table == "sentences" else ""
            marks = ", ".join("?" * len(rows[0]))
            file.executemany(f"INSERT INTO {table} {columns} VALUES ({marks})", rows)
    put_facts(file, blocks, judged.gathered())


def drop_reading(file: sqlite3.Connection, blocks: StoredBlocks, document: str) -> None:
    """Takes out what was derived from a document; older texts have no derived rows."""
    drop_facts(file, blocks, document)
    drop_entities(file, document)
    for (number,) in file.execute("SELECT id FROM readings WHERE document = ?", (document,)).fetchall():
        file.execute(
            "DELETE FROM sentences WHERE rowid BETWEEN ? AND ?",
            (first_sentence(number), first_sentence(number + 1) - 1),
        )
        file.execute("DELETE FROM readings WHERE id = ?", (number,))  # the other tables follow by their keys
