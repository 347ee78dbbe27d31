"""What a chronicle says as one short word: the same for two files that say the same, however they came to it."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

INSTANTS = ("added", "taken", "told", "made")  # columns with the moment at which something was written
HISTORY = ("about", "retired")  # tables that tell how the file came about
_SIZE = 1 << 256

Row = tuple[Any, ...]


def digest_of(file: sqlite3.Connection) -> str:
    """A digest over the rows of all tables, in any order, but for moments of writing and numbers of readings."""
    found = json.dumps(digests_of(file), sort_keys=True)
    return sha256(found.encode("utf-8")).hexdigest()


def digests_of(file: sqlite3.Connection) -> dict[str, str]:
    """The digest of each table: the sum of the hashes of its rows."""
    file.execute("BEGIN")  # all tables as they are at one instant
    try:
        return {table: _digest(file, table) for table in _tables(file)}
    finally:
        file.execute("ROLLBACK")


def _tables(file: sqlite3.Connection) -> list[str]:
    """The tables by name, without those in which SQLite keeps its full-text index."""
    found = [(name, kind) for _, name, kind, *_ in file.execute("PRAGMA table_list")]
    return sorted(n for n, k in found if k in ("table", "virtual") and not n.startswith("sqlite_") and n not in HISTORY)


def _digest(file: sqlite3.Connection, table: str) -> str:
    rows = (sha256(repr(row).encode("utf-8", "surrogatepass")).digest() for row in _rows(file, table))
    return format(sum(int.from_bytes(row) for row in rows) % _SIZE, "064x")


def _rows(file: sqlite3.Connection, table: str) -> Iterator[Row]:
    """The rows without moments; a reading is named by its document, and compressed bytes are unpacked."""
    columns = [c for (c,) in file.execute("SELECT name FROM pragma_table_info(?)", (table,)) if c not in INSTANTS]
    if table == "readings":
        columns.remove("id")
    named = [_of_document(table) if column == "reading" else f'"{column}"' for column in columns]
    for row in file.execute(f'SELECT {", ".join(named)} FROM "{table}"'):
        yield tuple(zlib.decompress(value) if isinstance(value, bytes) else value for value in row)


def _of_document(table: str) -> str:
    return f'(SELECT document FROM readings WHERE id = "{table}".reading)'
