"""The bytes of a chronicle as they were read, with what is known of where they are from."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.records import Entry, Provenance

_WANTED = """
SELECT c.sha256, c.bytes, c.taken, c.address, c.fetched, c.headers,
  (SELECT max(v.url) FROM versions v WHERE v.capture = c.sha256) AS url
FROM captures c"""


@dataclass(frozen=True, slots=True)
class Captured:
    """Bytes that were read: their hash, when they were read in (UTC), where they are from.

    `url` is the address that the document in them tells of itself.
    """

    sha256: str
    data: bytes
    taken: str
    found: Provenance
    url: str | None


def all_captured(file: sqlite3.Connection) -> Iterator[Captured]:
    """Everything that was read, in the order of the hashes."""
    return (_captured(row) for row in file.execute(f"{_WANTED} ORDER BY c.sha256"))


def captured_of(file: sqlite3.Connection, entries: Iterable[Entry]) -> Iterator[Captured]:
    """What the reports of some incidents were made from, in the same order; each once."""
    hashes = {telling.sha256 for entry in entries for telling in entry.tellings if telling.sha256}
    for sha256 in sorted(hashes):
        yield from map(_captured, file.execute(f"{_WANTED} WHERE c.sha256 = ?", (sha256,)))


def _captured(row: sqlite3.Row) -> Captured:
    sha256, packed, taken, address, fetched, headers, url = row
    told = tuple((str(name), str(value)) for name, value in json.loads(headers)) if headers else ()
    return Captured(sha256, zlib.decompress(packed), taken, Provenance(address, fetched, told), url)
