"""What people decided and gave, as lines that another chronicle, or a rebuilt one, takes in."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.chronicle.coded.row_matches import derive_rows
from sayso.chronicle.decided.attachments import mark, prepare
from sayso.chronicle.decided.decisions import decisions_in
from sayso.chronicle.file import ChronicleError
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.migrate import STAYING, kept_tables
from sayso.chronicle.store import Store
from sayso.chronicle.stored import readings_in

FORM = "sayso.state/1"
OWN = ("about", "captures", "documents", "versions", "failures")  # kept too, but nobody gave them: see `sayso backup`


def given_tables() -> tuple[str, ...]:
    """The tables that hold what people decided and gave."""
    return tuple(table for table in kept_tables() if table not in (*OWN, *STAYING))


def state_lines(file: sqlite3.Connection) -> Iterator[str]:
    """A line that names the form, then one JSON line for every row, in the order in which they were written."""
    yield json.dumps({"form": FORM})
    for table in given_tables():
        columns = _columns(file, table)
        order = "" if "WITHOUT ROWID" in _statement(file, table) else " ORDER BY rowid"
        for row in file.execute(f"SELECT {', '.join(columns)} FROM {table}{order}"):
            yield json.dumps({"table": table, "row": dict(zip(columns, row, strict=True))}, ensure_ascii=False)


def put_state(store: Store, lines: Iterable[str]) -> dict[str, int]:
    """Takes in what `state_lines` wrote: how many rows of each table were new; what is known already stays as it is.

    All of it or nothing. Decisions find their words again where the documents are there, and wait where they are not;
    that a document was removed is left out when it is there. Raises ChronicleError when the lines are something else.
    """
    new: Counter[str] = Counter()
    known = {decision.id for decision in decisions_in(store.connection)}
    with store.writing() as file:
        for number, table, row in _rows(lines):
            new[table] += _put(file, table, row, number)
        file.execute("UPDATE imported AS i SET current = number = (SELECT max(number) FROM imported WHERE row = i.row)")
        fresh = [decision for decision in decisions_in(file) if decision.id not in known]
        for decision in fresh:
            prepare(file, decision)
        withdrawn = "SELECT withdraws FROM decisions WHERE withdraws IS NOT NULL"
        touched = {s.document for d in fresh for s in d.selectors}
        for (identifier,) in file.execute(withdrawn).fetchall():
            touched |= {s.document for d in decisions_in(file, {identifier}) for s in d.selectors}
        _derive_again(store, touched)
        mark(file, [decision.id for decision in decisions_in(file)])
        derive_rows(store)
        gather_pending(store)
    return dict(new)


def _derive_again(store: Store, documents: Iterable[str]) -> None:
    for document in sorted(documents):
        for reading in list(readings_in(store.connection, "WHERE r.document = ?", (document,))):
            store.derive(reading)


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Number of the line, table and row."""
    for number, line in enumerate(lines, 1):
        try:
            found = json.loads(line)
            if number == 1 and found["form"] == FORM:
                continue
            yield number, found["table"], dict(found["row"])
        except (ValueError, LookupError, TypeError):
            raise ChronicleError(f"line {number} is none that `sayso export-state` wrote") from None


def _put(file: sqlite3.Connection, table: str, row: dict[str, Any], number: int) -> int:
    """Writes a row unless it is there; 1 when it was written."""
    columns = _columns(file, table) if table in given_tables() else []
    if not row or not set(row) <= set(columns):
        raise ChronicleError(
            f"line {number} is of a table {table!r} that this sayso does not know so; is it a newer one?"
        )
    if table == "removed" and file.execute("SELECT 1 FROM documents WHERE id = ?", (row["document"],)).fetchone():
        return 0
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    try:
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"
        return file.execute(statement, tuple(row.values())).rowcount
    except (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError) as error:
        raise ChronicleError(f"line {number} does not fit: {error}") from error


def _columns(file: sqlite3.Connection, table: str) -> list[str]:
    return [name for (name,) in file.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def _statement(file: sqlite3.Connection, table: str) -> str:
    found = file.execute("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,)).fetchone()
    return str(found[0])
