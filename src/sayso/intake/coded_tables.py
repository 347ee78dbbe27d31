"""Tables that people keep (CSV, TSV, JSON lines) as rows of named cells; nothing is lost, what is broken is named."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.intake.encoding import decode, without_surrogates

DELIMITERS = ",;\t|"
LINES = 200  # of one cell; a quotation mark that is not closed by then was none
LONGEST = 100_000  # characters of a cell
UNREADABLE = "its quotation marks are not balanced"
_LINE_END = re.compile(r"\r\n|\r|\n")  # others stand within cells


class TableError(ValueError):
    """A file is no table; the message says why."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row by the names of its columns; `fault` says why it cannot be used, `doubt` what is odd about it."""

    line: int
    cells: dict[str, str]
    fault: str | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class CodedTable:
    """The names of the columns, the rows in order without empty ones, and what was doubted about the characters."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    doubts: tuple[str, ...] = ()


def read_table(data: bytes, *, delimiter: str | None = None) -> CodedTable:
    """The table of a file; raises `TableError` for a workbook, another binary file, or one without a head."""
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise TableError("is a workbook: save the sheet as CSV")
    text, problems = decode(data)
    text = without_surrogates(text)[0].replace("\x00", "\ufffd")
    lines = _LINE_END.split(text)
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise TableError("is empty")
    if text.count("\ufffd") > len(text) // 10:
        raise TableError("is no text")
    doubts = tuple(problem.what for problem in problems)
    if lines[first].lstrip().startswith("{"):
        return _of_objects(lines, doubts)
    return _of_lines(lines, first, delimiter, doubts)


# --- lines with a delimiter ----------------------------------------------------------------------------------------


def _of_lines(lines: Sequence[str], first: int, delimiter: str | None, doubts: tuple[str, ...]) -> CodedTable:
    mark = delimiter or likely_delimiter(lines[first])
    length, head, fault = _record(lines, first, mark, None)
    if fault:
        raise TableError(f"its head cannot be read: {fault}")
    columns = distinct(head)
    records = _records(lines, first + length, mark, len(head))
    rows = (_row(line, columns, cells, fault) for line, cells, fault in records)
    told = (row for row in rows if row.fault or any(cell.strip() for cell in row.cells.values()))
    return CodedTable(columns, tuple(told), doubts)


def likely_delimiter(head: str) -> str:
    """What most often parts the cells of a head, outside quotation marks."""
    return max(DELIMITERS, key=re.sub('"[^"]*"', "", head).count)


def distinct(head: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns; one that stands twice, or is empty, gets its number."""
    names: list[str] = []
    for number, told in enumerate(head, 1):
        name = told.strip() or f"column {number}"
        names.append(f"{name} ({number})" if name in names else name)
    return tuple(names)


def _records(lines: Sequence[str], at: int, mark: str, width: int) -> Iterator[tuple[int, list[str], str | None]]:
    """Line, cells and fault of each record; a cell in quotation marks may go on over line ends."""
    while at < len(lines):
        length, cells, fault = _record(lines, at, mark, width)
        yield at + 1, cells, fault
        at += length


def _record(lines: Sequence[str], at: int, mark: str, width: int | None) -> tuple[int, list[str], str | None]:
    """How many lines the record at a line has, its cells, and what is wrong with it.

    One that goes on over lines must have as many cells as the head: else a mark that was never closed ate other rows.
    """
    if '"' not in lines[at]:
        return 1, lines[at].split(mark), None
    for length in range(1, min(LINES, len(lines) - at) + 1):
        cells, waits = _cells(lines[at : at + length], mark)
        if (length == 1 and not waits) or (cells and len(cells) == (width or len(cells))):
            return length, cells, None
        if not waits:
            break
    return 1, lines[at].split(mark), UNREADABLE


def _cells(lines: Sequence[str], mark: str) -> tuple[list[str], bool]:
    """The cells of a record, and whether a quotation mark still waits for its partner."""
    fed = [line + "\n" for line in lines]
    before = csv.field_size_limit(sum(map(len, fed)) + 1)
    try:
        return [cell.removesuffix("\n") for cell in next(csv.reader(fed, delimiter=mark, strict=True))], False
    except csv.Error as error:
        if "end of data" in str(error):
            return [], True
        return (next(csv.reader(fed, delimiter=mark)) if len(fed) == 1 else []), False
    finally:
        csv.field_size_limit(before)


def _row(line: int, columns: Sequence[str], cells: Sequence[str], fault: str | None) -> TableRow:
    named = dict(zip(columns, cells, strict=False))
    extra = [cell for cell in cells[len(columns) :] if cell.strip()]
    if fault is None and extra:
        fault = f"it has {len(cells)} cells, the head has {len(columns)}"
        named["further cells"] = " | ".join(extra)
    return _checked(line, named, fault)


def _checked(line: int, named: dict[str, str], fault: str | None) -> TableRow:
    """The row, with a fault when a cell is longer than any that a person writes; it is cut then."""
    long = next((name for name, cell in named.items() if len(cell) > LONGEST), None)
    if long is None:
        return TableRow(line, named, fault)
    cut = {name: cell[:LONGEST] for name, cell in named.items()}
    return TableRow(line, cut, fault or f"{long!r} has {len(named[long]):,} characters")


# --- JSON lines ----------------------------------------------------------------------------------------------------


def _of_objects(lines: Sequence[str], doubts: tuple[str, ...]) -> CodedTable:
    rows = tuple(_object(number, line) for number, line in enumerate(lines, 1) if line.strip())
    columns = tuple(dict.fromkeys(name for row in rows if row.fault is None for name in row.cells))
    return CodedTable(columns, rows, doubts)


def _object(number: int, line: str) -> TableRow:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        return TableRow(number, {"line": line[:LONGEST]}, f"it is no JSON: {error}")
    if not isinstance(found, dict):
        return TableRow(number, {"line": line[:LONGEST]}, "it is no object")
    return _checked(number, {without_surrogates(name)[0]: cell_of(value) for name, value in found.items()}, None)


def cell_of(value: object) -> str:
    """A value of JSON as the words of a cell."""
    if value is None:
        return ""
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return without_surrogates(words)[0]
