"""Backup, rebuilding, and removing for good."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from sayso.chronicle.coded.row_matches import derive_rows
from sayso.chronicle.decided.attachments import detach, prepare_all
from sayso.chronicle.file import ChronicleError, now, plainly
from sayso.chronicle.gathered.origins import linked, regroup
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store, drop_reading
from sayso.chronicle.stored import documents_in
from sayso.records import Document, Reading

BATCH = 16  # documents that are put in place together


def backup(file: sqlite3.Connection, target: Path) -> None:
    """A copy of the chronicle as it is at this instant, also while it is written; ChronicleError when it exists.

    It has its name when it is whole: what a run that was cut off leaves is called "...-part" and is made anew.
    """
    if target.exists():
        raise ChronicleError(f"{target} exists; a backup never writes over a file")
    part = Path(f"{target}-part")
    for left in (part, Path(f"{part}-journal"), Path(f"{part}-wal")):
        left.unlink(missing_ok=True)
    with plainly(target), closing(sqlite3.connect(part.absolute())) as copy:
        file.backup(copy)
    part.rename(target)


def documents_to_read(store: Store, *, reader: str | None = None) -> Iterator[Document]:
    """The documents whose current text has no reading, or none by `reader`."""
    done = {
        (document, version)
        for document, version, by in store.connection.execute("SELECT document, version, reader FROM readings")
        if reader is None or by == reader
    }
    return (d for d in documents_in(store.connection) if (d.id, d.version) not in done)


def rebuild(store: Store, readings: Iterable[Reading]) -> Iterator[str]:
    """Puts new readings of stored documents in place of the old ones and gathers them again, some at a time.

    Each time in one transaction: those who read the chronicle meanwhile see documents together with their incidents.
    """
    with store.writing() as file:
        prepare_all(file)
        derive_rows(store)
    waiting = iter(readings)
    while batch := list(islice(waiting, BATCH)):
        with store.writing():
            for reading in batch:
                store.derive(reading)
            gather_pending(store)
        yield from (reading.document.id for reading in batch)


def remove(store: Store, document: str, *, why: str) -> None:
    """Takes a document out for good: bytes, texts, index and derived rows; a tombstone with the reason stays.

    Decisions about it are kept without its words, and hold again when it is added again.
    Raises ChronicleError when there is no such document. The freed pages are overwritten (SQLite secure delete), the
    full-text index is folded together, and the log is truncated.
    """
    with store.writing() as file:
        rows = file.execute("SELECT version, capture FROM versions WHERE document = ?", (document,)).fetchall()
        if not rows:
            raise ChronicleError(f"there is no document {document!r}")
        versions, captures = [v for v, _ in rows], [c for _, c in rows if c]
        detach(file, document, quotes=False)
        drop_reading(file, store.blocks, document)
        kin = linked(file, document) - {document}
        file.execute("DELETE FROM documents WHERE id = ?", (document,))
        for capture in captures:
            if not file.execute("SELECT 1 FROM versions WHERE capture = ?", (capture,)).fetchone():
                file.execute("DELETE FROM captures WHERE sha256 = ?", (capture,))
        file.execute(
            "INSERT OR REPLACE INTO removed VALUES (?, ?, ?, ?, ?)",
            (document, json.dumps(versions), json.dumps(captures), why, now()),
        )
        regroup(file, kin)
        file.execute("INSERT INTO sentences (sentences) VALUES ('optimize')")
        gather_pending(store)
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def older_than(file: sqlite3.Connection, day: str) -> list[str]:
    """The documents that were published before a day; undated ones by the day on which they were added."""
    rows = file.execute(
        "SELECT d.id FROM documents d JOIN versions v ON v.document = d.id AND v.version = d.version"
        " WHERE coalesce(v.published, substr(d.added, 1, 10)) < ? ORDER BY d.rowid",
        (day,),
    )
    return [document for (document,) in rows]
