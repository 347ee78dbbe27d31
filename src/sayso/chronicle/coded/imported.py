"""Rows that a team coded by hand, kept for good: each change is a further version, nothing is lost."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sayso.chronicle.coded.row_matches import derive_rows, match_rows
from sayso.chronicle.coded.row_table import COLUMNS, coded_row, row_values
from sayso.chronicle.file import now
from sayso.chronicle.store import Store
from sayso.chronicle.views.look import Answer
from sayso.records import CodedRow, RejectedRow, TakenRow

NEW, CHANGED, KNOWN = "new", "changed", "known"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: rows by outcome, rows refused, those of the collection that the file has no more, and how
    many of the collection are taken for an incident that reports tell.
    """

    outcomes: Counter[str]
    refused: int
    absent: int
    matched: int


def put_rows(store: Store, collection: str, file_name: str, rows: Iterable[TakenRow | RejectedRow]) -> Imported:
    """Keeps the rows of a file in one transaction, and finds the incidents of those that are new or changed."""
    outcomes: Counter[str] = Counter()
    told: set[str] = set()
    moved: list[str] = []
    with store.writing() as file:
        before = refusals(file, collection)
        refused = list(_kept(file, file_name, rows, outcomes, told, moved))
        after = [(r.line, r.reason, _cells(r.cells)) for r in refused]
        if before != after:
            _put_refused(file, collection, file_name, refused)
        derive_rows(store, moved)
        match_rows(store)
        current = file.execute("SELECT row FROM imported WHERE current = 1 AND collection = ?", (collection,))
        absent = sum(row not in told for (row,) in current)
        (matched,) = file.execute(
            "SELECT count(*) FROM imported_matches m JOIN imported i ON i.row = m.row AND i.current = 1"
            " WHERE i.collection = ?",
            (collection,),
        ).fetchone()
    return Imported(outcomes, len(refused), absent, matched)


def _kept(
    file: sqlite3.Connection,
    file_name: str,
    rows: Iterable[TakenRow | RejectedRow],
    outcomes: Counter[str],
    told: set[str],
    moved: list[str],
) -> Iterator[RejectedRow]:
    """Keeps each row that was taken and counts what became of it; yields the others."""
    for given in rows:
        if isinstance(given, RejectedRow):
            yield given
            continue
        outcome = _put(file, file_name, given)
        outcomes[outcome] += 1
        told.add(given.row.id)
        if outcome != KNOWN:
            moved.append(given.row.id)


def _put(file: sqlite3.Connection, file_name: str, given: TakenRow) -> str:
    """`new`, `changed` (a further version), or `known`: the row says the same as before."""
    values, cells = row_values(given.row), _cells(given.cells)
    former = file.execute(
        f"SELECT number, cells, {COLUMNS} FROM imported WHERE row = ? AND current = 1", (given.row.id,)
    ).fetchone()
    if former is not None and former[1] == cells and tuple(former[2:]) == values:
        return KNOWN
    file.execute("UPDATE imported SET current = 0 WHERE row = ?", (given.row.id,))
    marks = ", ".join("?" * len(values))
    file.execute(
        f"INSERT INTO imported ({COLUMNS}, number, current, cells, file, line, added)"
        f" VALUES ({marks}, ?, 1, ?, ?, ?, ?)",
        (*values, former[0] + 1 if former else 1, cells, file_name, given.line, now()),
    )
    return CHANGED if former else NEW


def _cells(cells: dict[str, str]) -> str:
    return json.dumps(cells, ensure_ascii=False)


def _put_refused(file: sqlite3.Connection, collection: str, file_name: str, refused: Iterable[RejectedRow]) -> None:
    """The rows that the last file of a collection held and that could not be taken, in place of those before."""
    file.execute("DELETE FROM imported_rejected WHERE collection = ?", (collection,))
    rows = [(collection, file_name, r.line, r.reason, _cells(r.cells), now()) for r in refused]
    file.executemany("INSERT OR REPLACE INTO imported_rejected VALUES (?, ?, ?, ?, ?, ?)", rows)


def refusals(file: sqlite3.Connection, collection: str) -> list[tuple[Any, ...]]:
    """Line, reason and cells of the rows of a collection that were not taken."""
    return file.execute(
        "SELECT line, reason, cells FROM imported_rejected WHERE collection = ? ORDER BY line", (collection,)
    ).fetchall()


def rejected_rows(file: sqlite3.Connection) -> Answer:
    """The rows of all collections that were not taken, and why."""
    rows = file.execute(
        "SELECT collection, file, line, reason, cells FROM imported_rejected ORDER BY collection, line"
    ).fetchall()
    return Answer(("collection", "file", "line", "reason", "cells"), tuple(rows))


def rows_in(file: sqlite3.Connection, named: Iterable[str] | None = None) -> Iterator[CodedRow]:
    """The rows as they are now, or some of them, in order of their days, undated ones last."""
    among = " AND row IN (SELECT value FROM json_each(?))" if named is not None else ""
    found = file.execute(
        f"SELECT {COLUMNS} FROM imported WHERE current = 1{among}"
        " ORDER BY coalesce(earliest, latest) IS NULL, coalesce(earliest, latest), row",
        (json.dumps(list(named)),) if named is not None else (),
    )
    return map(coded_row, found.fetchall())


def forget_rows(store: Store, collection: str) -> int:
    """Takes a whole collection out; how many rows it had."""
    with store.writing() as file:
        rows = file.execute("SELECT DISTINCT row FROM imported WHERE collection = ?", (collection,)).fetchall()
        file.execute("DELETE FROM imported WHERE collection = ?", (collection,))
        file.execute("DELETE FROM imported_rejected WHERE collection = ?", (collection,))
        derive_rows(store, [row for (row,) in rows])
    return len(rows)
