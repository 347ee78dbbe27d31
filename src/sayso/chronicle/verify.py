"""Whether a chronicle still says what its texts say: hashes, references, and every quote cut from its text again."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import fields

from sayso.chronicle.decided.attachments import judged_in
from sayso.chronicle.file import NotAChronicle
from sayso.chronicle.gathered.facts_codec import facts_text
from sayso.chronicle.rows import derived_rows, first_sentence
from sayso.chronicle.stored import document_from, reading_of
from sayso.chronicle.verify_gathered import blocks, decisions, gathered
from sayso.chronicle.verify_given import given
from sayso.gathering.facts import facts_of
from sayso.ids import version_id
from sayso.jsonl import from_dict
from sayso.records import Document, Reading

_QUOTED = {  # table: columns of start, stop, words, and how its row leads to a reading
    "mentions": ("start", "stop", "quote", "t.reading = r.id"),
    "times": ("start", "stop", "quote", "t.reading = r.id"),
    "attributions": ("cue_start", "cue_stop", "cue", "t.reading = r.id"),
    "events": ("start", "stop", "word", "t.reading = r.id"),
    "participants": ("start", "stop", "quote", "t.event IN (SELECT id FROM events WHERE reading = r.id)"),
    "claims": ("start", "stop", "quote", "t.event IN (SELECT id FROM events WHERE reading = r.id)"),
    "quantities": ("start", "stop", "quote", "t.reading = r.id"),
}

_FIELDS = {field.name for field in fields(Document)}
_TOLD = ("title", "publisher", "byline", "url", "published", "published_from", "language", "file")  # of a document


def faults(file: sqlite3.Connection) -> Iterator[str]:
    """Everything that does not hold, a line each; nothing when the file is sound.

    Checked: SQLite's own structure, foreign keys, the hash of all bytes and texts, that every quote stands at its
    place, that the derived tables are those of the stored reading, that imported rows can be read and are compared by
    what they say, and that decisions and what was gathered fit them. `deep_faults` gathers all of it again.
    """
    checks = {
        "file": _structure,
        "references": _references,
        "captures": _captures,
        "versions": _texts,
        "readings": _readings,
        "imported": given,
        "decisions": decisions,
        "blocks": blocks,
        "gathered": gathered,
    }
    for part, check in checks.items():
        try:
            yield from check(file)
        except (sqlite3.Error, NotAChronicle, ValueError, LookupError, TypeError) as error:
            yield f"{part}: cannot be read to the end: {error}"


def _structure(file: sqlite3.Connection) -> Iterator[str]:
    for (line,) in file.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"file: {line}"


def _references(file: sqlite3.Connection) -> Iterator[str]:
    for table, row, parent, _ in file.execute("PRAGMA foreign_key_check"):
        yield f"{table}: row {row} refers to a missing row of {parent}"


def _captures(file: sqlite3.Connection) -> Iterator[str]:
    for sha256, data in file.execute("SELECT sha256, bytes FROM captures"):
        try:
            whole = zlib.decompress(data)
        except zlib.error as error:
            yield f"captures: {sha256[:12]} cannot be unpacked: {error}"
            continue
        if sha256 not in (hashlib.sha256(whole).hexdigest(), hashlib.sha256(_line(whole)).hexdigest()):
            yield f"captures: {sha256[:12]} has other bytes than its hash says"


def _line(data: bytes) -> bytes:
    """A line of JSON lines is known by its bytes without order mark and end."""
    return data.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n")


def _texts(file: sqlite3.Connection) -> Iterator[str]:
    rows = file.execute(f"SELECT document, version, record, text, {', '.join(_TOLD)} FROM versions")
    for document, version, record, text, *told in rows:
        kept = json.loads(record)
        found = from_dict(Document, {**kept, "text": text})
        if version_id(text, found.extractor) != version:
            yield f"versions: the text of {document} is not the one of its hash"
        if told != [getattr(found, name) for name in _TOLD] or (found.id, found.version) != (document, version):
            yield f"versions: what is told of {document} is not what was read"
        if not kept.keys() <= _FIELDS or found.title_stop not in (0, len((found.title or "").strip())):
            yield f"versions: the record of {document} is none that sayso wrote"
    numbered = "SELECT document FROM versions GROUP BY document HAVING min(number) <> 1 OR max(number) <> count(*)"
    for (document,) in file.execute(f"{numbered} OR count(DISTINCT number) <> count(*)"):
        yield f"versions: the texts of {document} are not numbered from 1"


def _readings(file: sqlite3.Connection) -> Iterator[str]:
    rows = file.execute(
        "SELECT r.id, r.document, r.reader, r.report, v.text, v.record FROM readings r"
        " JOIN versions v USING (document, version) ORDER BY r.id"
    )
    for number, document, reader, report, text, record in rows:
        reading = reading_of(report, text)
        if reading.document != document_from(record, text) or reading.reader.digest != reader:
            yield f"{document}: versions: the record is not that of the document that was read"
        for what in (*_quotes(file, number, text), *_differences(file, number, reading)):
            yield f"{document}: {what}"


def _quotes(file: sqlite3.Connection, number: int, text: str) -> Iterator[str]:
    for table, (start, stop, words, of) in _QUOTED.items():
        rows = file.execute(
            f"SELECT t.{start}, t.{stop}, t.{words} FROM {table} t JOIN readings r ON {of} WHERE r.id = ?", (number,)
        )
        for first, last, quote in rows:
            if quote is not None and text[first:last] != quote:
                yield f"{table}: {quote!r} does not stand at {first}-{last}"


_SENTENCES = "SELECT rowid, text, reading, start FROM sentences WHERE rowid BETWEEN ? AND ?"


def _differences(file: sqlite3.Connection, number: int, reading: Reading) -> Iterator[str]:
    """The derived tables whose rows are not those of the stored reading."""
    own = "event IN (SELECT id FROM events WHERE reading = ?)"
    judged = judged_in(file, reading)
    yield from _facts(file, number, judged.gathered())
    for table, rows in derived_rows(judged.reading, number):
        if table == "sentences":
            inside = (first_sentence(number), first_sentence(number + 1) - 1)
            stored = file.execute(_SENTENCES, inside).fetchall()
        else:
            of = own if table in ("participants", "claims") else "reading = ?"
            stored = file.execute(f"SELECT * FROM {table} WHERE {of}", (number,)).fetchall()
        if sorted(map(repr, stored)) != sorted(map(repr, rows)):
            yield f"{table}: other rows than the reading has (`sayso rebuild` makes them again)"


def _facts(file: sqlite3.Connection, number: int, reading: Reading) -> Iterator[str]:
    """Facts that are not those of the events that are gathered."""
    own = "SELECT f.event, f.facts FROM events e JOIN facts f ON f.event = e.id WHERE e.reading = ?"
    if dict(file.execute(own, (number,))) != {facts.id: facts_text(facts) for facts in facts_of(reading)}:
        yield "facts: others than the reading has (`sayso rebuild` makes them again)"
