"""Dumps of many reports (CSV, TSV, JSON lines) with columns of any names: each row becomes a line of JSON of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath

from sayso.intake.capture import Capture
from sayso.intake.coded_tables import TableError, TableRow
from sayso.intake.dump_columns import Columns
from sayso.intake.dump_rows import dump_rows
from sayso.intake.feed_text import paragraphs
from sayso.intake.streams import Stream
from sayso.records import Failure

_SECONDS = range(100_000_000, 10_000_000_000)  # since 1970: the years 1973 to 2286
_THOUSANDTHS = 1000
_NAMED = 30  # columns that a message names


@dataclass(frozen=True, slots=True)
class Dumps:
    """Takes dumps apart: called with one that is open and its name, it gives the rows as captures of JSON lines.

    They are named "dump.csv!/17" by their line. A row that is broken or has no text is a Failure of that name.
    """

    columns: Columns

    def __call__(self, stream: Stream, name: str) -> Iterator[Capture | Failure]:
        try:
            first, rows = _opened(stream, self.columns)
        except TableError as fault:
            yield Failure(name, "intake", "no-table", f"the dump {fault}")
            return
        if first is not None:
            yield self.captured(first, name)
        yield from (self.captured(row, name) for row in rows)

    def captured(self, row: TableRow, name: str) -> Capture | Failure:
        """One row of the dump of that name."""
        where = f"{name}!/{row.line}"
        if row.fault:
            return Failure(where, "intake", "broken-row", f"line {row.line}: {row.fault}")
        fields = _fields(row, self.columns, PurePath(name).name)
        if not fields.get("text"):
            what = f"the row in line {row.line} has nothing in {' and '.join(self.columns.of['text'])}"
            return Failure(where, "intake", "no-text", what)
        line = {**fields, "doubts": [row.doubt]} if row.doubt else fields
        return Capture(where, "jsonl", json.dumps(line, ensure_ascii=False).encode("utf-8", "replace"))


def _opened(stream: Stream, columns: Columns) -> tuple[TableRow | None, Iterator[TableRow]]:
    """The first row and those after it; raises TableError when a column is not there."""
    rows = dump_rows(stream, delimiter=columns.delimiter)
    names = rows.columns
    told = ((field, name) for field, columns_of_it in columns.of.items() for name in columns_of_it)
    missing = next(((field, name) for field, name in told if names is not None and name not in names), None)
    if missing and names is not None:
        shown = ", ".join(names[:_NAMED]) + (", ..." if len(names) > _NAMED else "")
        raise TableError(f"has no column {missing[1]!r} for the {missing[0]} (it has {shown})")
    return next(rows.each, None), rows.each


def _fields(row: TableRow, columns: Columns, file: str) -> dict[str, str]:
    """Our fields of a row, those that are empty left out."""
    told = {field: _joined(row, names, field) for field, names in columns.of.items()}
    if told.get("id"):
        told["id"] = f"{columns.name or file.partition('.')[0]}/{told['id']}"
    if told.get("published"):
        told["published"] = _day(told["published"], columns.formats)
    return {field: value for field, value in told.items() if value}


def _joined(row: TableRow, names: tuple[str, ...], field: str) -> str:
    cells = [cell for name in names if (cell := row.cells.get(name, "").strip())]
    if field == "text":
        return "\n\n".join(paragraphs(cell) for cell in cells).strip()
    plain = (paragraphs(cell) if field == "title" else cell for cell in cells)
    return " ".join(" ".join(cell.split()) for cell in plain)


def _day(told: str, formats: tuple[str, ...]) -> str:
    """A day in ISO 8601 if it is written in one of the formats, or in seconds since 1970 as machines do; else as is."""
    for form in formats:
        try:
            return datetime.strptime(told, form).date().isoformat()
        except ValueError:
            continue
    number = int(told.partition(".")[0]) if told.replace(".", "", 1).isdecimal() and len(told) < 20 else 0
    seconds = next((n for n in (number, number // _THOUSANDTHS) if n in _SECONDS), None)
    return told if seconds is None or len(told) == len("20230914") else _of_seconds(seconds)


def _of_seconds(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
