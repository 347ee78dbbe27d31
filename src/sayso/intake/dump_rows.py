"""The rows of a dump (CSV, TSV, JSON lines) one by one, however long it is; what is broken is named and passed over."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.intake.coded_tables import UNREADABLE, TableError, TableRow, cell_of, distinct, likely_delimiter
from sayso.intake.encoding import likely, without_surrogates
from sayso.intake.sniff import HEAD, wide_encoding
from sayso.intake.streams import Stream

LONGEST = 5_000_000  # characters of a row
MOST_LINES = 10_000  # of one row; a quotation mark that is not closed by then was none
_FEWEST = 50
_ENDED = "\r\n"
_SEPARATOR = re.compile('\ufeff?sep=([^\r\n"])[\r\n]*', re.I)  # a first line that Excel writes and reads


@dataclass(frozen=True, slots=True)
class DumpRows:
    """The rows of a dump, and the names of its columns; None for JSON lines, each of which has its own."""

    columns: tuple[str, ...] | None
    each: Iterator[TableRow]


def dump_rows(stream: Stream, *, delimiter: str | None = None) -> DumpRows:
    """The rows by the names of their columns; a row's `fault` says why it cannot be used.

    Raises `TableError` when the dump has no head that can be read. Objects in objects of JSON have names with a dot.
    """
    lines = _Lines(stream)
    head = lines.next_told()
    if head is None:
        raise TableError("is empty")
    second = lines.next()
    lines.put_back([head] if second is None else [head, second])
    if _bare(head) == "{" or (_bare(head) == "[" and _bare(second or "") in ("", "{")):
        raise TableError("is JSON that goes on over lines: write an object a line (jq -c '.[]' does)")
    if head.lstrip("\ufeff \t").startswith(("{", "[")):
        return DumpRows(None, _of_objects(lines))
    told = _SEPARATOR.fullmatch(head)
    if told:
        lines.next_told()
    return _of_lines(lines, delimiter or (told[1] if told else likely_delimiter(head)))


def _bare(line: str) -> str:
    return line.strip("\ufeff \t\r\n")


class _Lines:
    """The lines of a stream with their numbers; lines can be put back. Of one that is too long only the start is kept,
    and `cut` holds its number."""

    def __init__(self, stream: Stream) -> None:
        head = stream.read(HEAD)
        self._text = io.TextIOWrapper(
            io.BufferedReader(_Behind(head, stream), HEAD), _encoding(head), "replace", newline=None
        )
        self._back: deque[str] = deque()
        self.number = 0
        self.cut = 0

    def next(self) -> str | None:
        """The next line with its end; None behind the last."""
        self.number += 1
        if self._back:
            return self._back.popleft()
        line = self._text.readline(LONGEST)
        if len(line) >= LONGEST and not line.endswith("\n"):
            self.cut = self.number
            while (rest := self._text.readline(LONGEST)) and not rest.endswith("\n"):
                pass
        return line.replace("\0", "\ufffd") or None

    def next_told(self) -> str | None:
        """The next line that is not blank."""
        line = self.next()
        while line is not None and not line.strip("\ufeff \t\r\n"):
            line = self.next()
        return line

    def put_back(self, lines: Sequence[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


class _Behind(io.RawIOBase):
    """A stream with its first bytes in front again."""

    def __init__(self, head: bytes, rest: Stream) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def _encoding(head: bytes) -> str:
    """The encoding of a dump by its first bytes, cut at a line end."""
    wide = wide_encoding(head[:4096])
    if wide:
        return wide
    whole = head[: head.rfind(b"\n") + 1] or head
    try:
        whole.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        if fault.end < len(whole) - 3 or b"\n" in head:
            return likely(whole)
    return "utf-8-sig"


# --- lines with a delimiter ----------------------------------------------------------------------------------------


def _of_lines(lines: _Lines, mark: str) -> DumpRows:
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST + 1))
    first = next(_records(lines, mark, None), (0, [], "there is none"))
    if first[2]:
        raise TableError(f"its head cannot be read: {first[2]}")
    columns = distinct(first[1])
    return DumpRows(columns, (_row(record, columns) for record in _records(lines, mark, len(columns))))


def _row(record: tuple[int, list[str], str | None], columns: Sequence[str]) -> TableRow:
    number, cells, fault = record
    extra = any(cell.strip() for cell in cells[len(columns) :])
    if fault is None and extra:
        fault = f"it has {len(cells)} cells, the head has {len(columns)}"
    short = fault is None and len(cells) < len(columns)
    doubt = f"the row in line {number} has {len(cells)} cells, the head has {len(columns)}" if short else None
    return TableRow(number, dict(zip(columns, cells, strict=False)), fault, doubt)


def _records(lines: _Lines, mark: str, width: int | None) -> Iterator[tuple[int, list[str], str | None]]:
    """Line, cells and fault of each record. A cell in quotation marks may go on over line ends; when its mark is not
    closed, or it eats other rows, the line is a fault and reading goes on with the next."""
    most = MOST_LINES
    while (line := lines.next_told()) is not None:
        at = lines.number
        if lines.cut == at:
            yield at, [], f"it has over {LONGEST:,} characters"
        elif '"' not in line:
            yield at, line.rstrip(_ENDED).split(mark), None
        else:
            held = [line]
            cells = _quoted(held, lines, mark, most)
            if cells is None or (len(held) > 1 and width not in (None, len(cells))):
                most = max(_FEWEST, most // 2) if len(held) > _FEWEST else most
                lines.put_back(held[1:])
                yield at, [], UNREADABLE
            else:
                yield at, cells, None


def _quoted(held: list[str], lines: _Lines, mark: str, most: int) -> list[str] | None:
    """The cells of a record whose first line is held, with the lines that it goes on over; None when it has no end."""

    def fed() -> Iterator[str]:
        length = len(held[0])
        yield held[0]
        while len(held) < most and length < LONGEST and (line := lines.next()) is not None:
            held.append(line)
            length += len(line)
            yield line

    try:
        return next(csv.reader(fed(), delimiter=mark, strict=True))
    except (csv.Error, StopIteration):
        return next(csv.reader(held, delimiter=mark)) if len(held) == 1 and held[0].count('"') % 2 == 0 else None


# --- JSON lines ----------------------------------------------------------------------------------------------------


def _of_objects(lines: _Lines) -> Iterator[TableRow]:
    """An object a line; a list over all lines may stand around them, as some programs write it."""
    while (line := lines.next_told()) is not None:
        bare = line.strip().removeprefix("[").rstrip(",").strip()
        if lines.cut == lines.number:
            yield TableRow(lines.number, {}, f"it has over {LONGEST:,} characters")
        elif line.lstrip().startswith("[") and bare.endswith("]"):
            yield from _of_list(line)
        elif bare not in ("", "]"):
            yield _object(lines.number, bare)


def _of_list(line: str) -> Iterator[TableRow]:
    """The objects of a list that stands on one line, numbered."""
    try:
        listed = json.loads(line, strict=False)
    except (ValueError, RecursionError) as fault:
        yield TableRow(1, {}, f"it is no JSON: {str(fault)[:120]}")
        return
    yield from (_row_of(number, value) for number, value in enumerate(listed, 1))


def _object(number: int, line: str) -> TableRow:
    try:
        found = json.loads(line, strict=False)
    except (ValueError, RecursionError) as fault:
        return TableRow(number, {}, f"it is no JSON: {str(fault)[:120]}")
    return _row_of(number, found)


def _row_of(number: int, found: object) -> TableRow:
    if not isinstance(found, dict):
        return TableRow(number, {}, f"it holds no JSON object but {type(found).__name__}")
    return TableRow(number, {without_surrogates(name)[0]: cell_of(value) for name, value in _flat(found)})


def _flat(found: dict[str, object], before: str = "", depth: int = 0) -> Iterator[tuple[str, object]]:
    """The values by name, those of objects in it by both names: "article.body"."""
    for name, value in found.items():
        if isinstance(value, dict) and depth < 8:
            yield from _flat(value, f"{before}{name}.", depth + 1)
        else:
            yield f"{before}{name}", value
