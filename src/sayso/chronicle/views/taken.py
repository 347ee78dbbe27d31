"""What was taken in, and what could not be: the titles of documents, the failures with their reasons."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToldFailure:
    """An input that gave no document: its name, a short reason, the reason for people, when it was told (UTC)."""

    input: str
    reason: str
    what: str
    told: str


def failures_in(file: sqlite3.Connection, *, most: int = 200) -> list[ToldFailure]:
    """The inputs that could not be read, the latest first."""
    rows = file.execute("SELECT input, reason, what, told FROM failures ORDER BY rowid DESC LIMIT ?", (most,))
    return [ToldFailure(*row) for row in rows]


def how_many_failures(file: sqlite3.Connection) -> int:
    """The number of inputs that could not be read."""
    return int(file.execute("SELECT count(*) FROM failures").fetchone()[0])


def titles_of(file: sqlite3.Connection, documents: Iterable[str]) -> dict[str, str]:
    """The title of each document that has one."""
    rows = file.execute(
        "SELECT d.id, v.title FROM json_each(?) g JOIN documents d ON d.id = g.value"
        " JOIN versions v ON v.document = d.id AND v.version = d.version WHERE v.title IS NOT NULL",
        (json.dumps(list(documents)),),
    )
    return dict(rows.fetchall())
