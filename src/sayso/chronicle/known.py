"""What a chronicle knows of a document that comes in: whether it is there, in which text, or was taken out."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sayso.records import Document

NEW, NEW_VERSION, READ_AGAIN, KNOWN, REMOVED = "new", "new version", "read again", "known", "removed"
EARLIER = "earlier text"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one document: `new`, `new version`, `read again` (by another reader), or why it is not stored.

    `known`: its text is the one that counts. `earlier text`: it is a former one of the document, and nothing tells that
    the page went back to it: it does when it is published on a later day than the text that counts. `removed`: someone
    took it out for good, so that it is not added again unasked.
    """

    document: str
    version: str
    outcome: str


def of_bytes(file: sqlite3.Connection, capture: str, *, reader: str, published: str | None = None) -> Added | None:
    """The document that these bytes gave this reader, None when they are new to it.

    `published` is the day given for undated inputs: bytes that were read without a date are new with one. The bytes
    of an earlier text of a document are known, whoever reads.
    """
    found = file.execute(
        "SELECT v.document, v.version, v.published, d.version = v.version, r.reader FROM versions v"
        " JOIN documents d ON d.id = v.document LEFT JOIN readings r USING (document, version)"
        " WHERE v.capture = ? ORDER BY 4 DESC LIMIT 1",
        (capture,),
    ).fetchone()
    if found is None:
        return None
    document, version, day, current, by = found
    if (day is None and published is not None) or (current and by != reader):
        return None
    return Added(document, version, KNOWN if current else EARLIER)


def was_removed(file: sqlite3.Connection, document: str, capture: str | None = None) -> bool:
    """Whether a document or its bytes were taken out for good."""
    found = file.execute(
        "SELECT 1 FROM removed WHERE document = ? OR (? IS NOT NULL AND instr(captures, '\"' || ? || '\"'))",
        (document, capture, capture),
    ).fetchone()
    return found is not None


def already_there(file: sqlite3.Connection, document: Document, *, reader: str) -> Added | None:
    """That this reader has read the text under its date, or that it is an earlier one; None: it is to be read."""
    outcome = outcome_of(file, document, reader)
    return Added(document.id, document.version, outcome) if outcome in (KNOWN, EARLIER) else None


def outcome_of(file: sqlite3.Connection, document: Document, reader: str) -> str:
    """What adding a document would make of it."""
    current = file.execute(
        "SELECT d.version, v.published FROM documents d JOIN versions v ON v.document = d.id AND v.version = d.version"
        " WHERE d.id = ?",
        (document.id,),
    ).fetchone()
    if current is None:
        return NEW
    if current[0] != document.version:
        former = "SELECT 1 FROM versions WHERE document = ? AND version = ?"
        if file.execute(former, (document.id, document.version)).fetchone() is None:
            return NEW_VERSION
        return NEW_VERSION if document.published and current[1] and document.published > current[1] else EARLIER
    same = file.execute(
        "SELECT r.reader, v.published FROM readings r JOIN versions v USING (document, version)"
        " WHERE r.document = ? AND r.version = ?",
        (document.id, document.version),
    ).fetchone()
    return KNOWN if same == (reader, document.published) else READ_AGAIN
