"""The inputs that gave no document: which they are, how many of each reason, and which have been read since."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.chronicle.store import Store, storable

COLUMNS = ("input", "stage", "reason", "what", "told")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which failures are asked for: by reason, by a part of the input's name, by when they were told (first day)."""

    reason: str | None = None
    input: str | None = None
    since: str | None = None


def failures(
    file: sqlite3.Connection, wanted: Wanted = Wanted(), *, limit: int | None = None
) -> Iterator[tuple[str, ...]]:
    """The failures with COLUMNS, the earliest first."""
    where, given = _where(wanted)
    limited = " LIMIT ?" if limit else ""
    rows = file.execute(
        f"SELECT {', '.join(COLUMNS)} FROM failures{where} ORDER BY rowid{limited}", (*given, limit) if limit else given
    )
    yield from rows


def reasons(file: sqlite3.Connection, wanted: Wanted = Wanted()) -> list[tuple[str, int]]:
    """How many failures of each reason, the most frequent first."""
    where, given = _where(wanted)
    grouped = f"SELECT reason, count(*) FROM failures{where} GROUP BY reason ORDER BY 2 DESC, 1"
    return file.execute(grouped, given).fetchall()


def _where(wanted: Wanted) -> tuple[str, tuple[str, ...]]:
    tests = {"reason = ?": wanted.reason, "instr(input, ?)": wanted.input, "told >= ?": wanted.since}
    asked = {test: value for test, value in tests.items() if value}
    return " WHERE " + " AND ".join(asked) if asked else "", tuple(asked.values())


class Earlier:
    """The failures of earlier runs: each leaves the list when its input is read again, whatever becomes of it then."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: dict[str, list[int]] = {}
        for number, name in store.connection.execute("SELECT rowid, input FROM failures"):
            self._rows.setdefault(name, []).append(number)

    def forget(self, name: str) -> None:
        """That an input was read again, or is to be left out of the list."""
        rows = self._rows.pop(storable(name), None)
        if rows:
            with self._store.writing() as file:
                file.executemany("DELETE FROM failures WHERE rowid = ?", [(row,) for row in rows])

    def left(self) -> list[str]:
        """The inputs that were not read again."""
        return list(self._rows)
