"""Whether what people gave beside texts can be read and is what is compared: names and imported rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date

from sayso.chronicle.coded.row_table import COLUMNS, coded_row, row_values
from sayso.chronicle.gathered.facts_codec import facts_text
from sayso.chronicle.gathered.shown import SHOWN_FIRST
from sayso.chronicle.names import names_in
from sayso.gathering.coded.rows import facts_of_row, known_by_name
from sayso.knowledge.own_names import checked
from sayso.knowledge.persons import plain_name
from sayso.records import CodedRow


def given(file: sqlite3.Connection) -> Iterator[str]:
    """Names and imported rows that sayso would not have kept so, and facts of rows that are not those of the rows."""
    yield from _names(file)
    yield from _rows(file)
    yield from _facts(file)


def _names(file: sqlite3.Connection) -> Iterator[str]:
    for name, plain in zip(names_in(file), file.execute("SELECT plain FROM names ORDER BY rowid"), strict=True):
        if checked(name) != name or plain != (plain_name(name.alias),):
            yield f"names: {name.alias!r} is none that sayso takes"


def _rows(file: sqlite3.Connection) -> Iterator[str]:
    for cells, *values in file.execute(f"SELECT cells, {COLUMNS} FROM imported"):
        try:
            row = coded_row(values)
            told = [fault for fault in _of_row(row, cells) if fault]
            if row_values(row) != tuple(values):
                told.append("another form than sayso writes")
        except (ValueError, TypeError, LookupError) as error:
            told = [str(error)]
        for fault in told:
            yield f"imported: {values[0]}: {fault}"
    for document in file.execute(_NUMBERED).fetchall():
        yield f"imported: the versions of {document[0]} are not numbered from 1, the last of them the one that counts"


_NUMBERED = (
    "SELECT row FROM imported GROUP BY row HAVING min(number) <> 1 OR max(number) <> count(*)"
    " OR max(number * current) <> max(number)"
)


def _of_row(row: CodedRow, cells: str) -> Iterator[str]:
    """What a row says that no table can have said."""
    for day in filter(None, (row.earliest, row.latest)):
        if date.fromisoformat(day).isoformat() != day:
            yield f"{day!r} is no day"
    if row.earliest and row.latest and row.earliest > row.latest:
        yield "its last day comes before its first"
    if row.status not in SHOWN_FIRST:
        yield f"status {row.status!r} is none"
    if row.id.partition("/")[0] != row.collection:
        yield f"it is of another collection than {row.collection!r}"
    if not isinstance(json.loads(cells), dict):
        yield "its cells are no row"


def _facts(file: sqlite3.Connection) -> Iterator[str]:
    """Rows that are compared by something else than they say; names that people gave count as they are now."""
    rows = file.execute(f"SELECT {COLUMNS} FROM imported WHERE current = 1").fetchall()
    known = known_by_name(names_in(file)) if rows else {}
    wanted = {facts.id: facts_text(facts) for facts in (facts_of_row(coded_row(row), known) for row in rows)}
    for row, facts in file.execute("SELECT row, facts FROM imported_facts"):
        if wanted.pop(row, None) != facts:
            yield f"imported_facts: others than {row} has (`sayso rebuild` makes them again)"
    for row in wanted:
        yield f"imported_facts: none of {row} (`sayso rebuild` makes them again)"
