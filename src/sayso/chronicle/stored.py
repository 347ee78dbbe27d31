"""Documents and readings as they stand in the file."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sayso.chronicle.file import NotAChronicle
from sayso.jsonl import from_dict
from sayso.records import Document, Reading
from sayso.report import from_report


def readings_in(file: sqlite3.Connection, where: str = "", given: Iterable[Any] = ()) -> Iterator[Reading]:
    """The stored readings, in the order in which they were added."""
    rows = file.execute(
        f"SELECT r.report, v.text FROM readings r JOIN versions v USING (document, version) {where} ORDER BY r.id",
        tuple(given),
    )
    for report, text in rows:
        yield reading_of(report, text)


def reading_of(report: bytes, text: str) -> Reading:
    """The reading of a stored report, which is kept without its text; NotAChronicle when it is damaged."""
    try:
        found = json.loads(zlib.decompress(report))
        found["document"]["text"] = text
        return from_report(found)
    except (zlib.error, ValueError, LookupError, TypeError) as error:
        raise NotAChronicle(f"the stored reading of a text is damaged ({error})") from error


def document_of(file: sqlite3.Connection, identifier: str) -> Document:
    """A document with the text that counts now; KeyError when it is not there."""
    row = file.execute(
        "SELECT v.record, v.text FROM versions v JOIN documents d ON d.id = v.document AND d.version = v.version"
        " WHERE d.id = ?",
        (identifier,),
    ).fetchone()
    if row is None:
        raise KeyError(identifier)
    return document_from(*row)


def documents_in(file: sqlite3.Connection) -> Iterator[Document]:
    """The documents with the text that counts now."""
    rows = file.execute(
        "SELECT v.record, v.text FROM versions v JOIN documents d ON d.id = v.document AND d.version = v.version"
        " ORDER BY d.rowid"
    )
    for record, text in rows:
        yield document_from(record, text)


def document_from(record: str, text: str) -> Document:
    """The document of a stored record, which is kept without its text."""
    return replace(from_dict(Document, json.loads(record)), text=text)
