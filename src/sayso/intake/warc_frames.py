"""Where the records of a WARC or ARC file begin and end, also in a damaged one: it goes on at the next beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.intake.streams import PIECE, Pieces, Stopped

LARGEST_RECORD = 100_000_000  # bytes
LARGEST_HEADER = 64_000  # bytes
MOST_RESCANNED = 400_000_000  # bytes that are read twice, because a record swallowed others

_ARC_LINE = rb"[a-zA-Z][a-zA-Z0-9+.-]*:[^\r\n]* \d{1,3}(?:\.\d{1,3}){3} \d{14,20} [^ \r\n]+ -?[0-9a-z]+\r?\n"


@dataclass(frozen=True, slots=True)
class Frame:
    """One record: its header (for ARC one line) and block, and what is wrong with it.

    `fault` is the short code of a Failure and its sentence; `gap` how many bytes before it belong to no record.
    """

    header: bytes
    block: bytes
    fault: tuple[str, str] | None = None
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Format:
    """How records begin, where one begins within another, and how long the block of a header is; `late` is a
    beginning behind junk in the same line."""

    begins: re.Pattern[bytes]
    late: re.Pattern[bytes] | None
    another: re.Pattern[bytes]
    length: re.Pattern[bytes]
    one_line: bool


WARC = Format(
    re.compile(rb"WARC/\d"),
    re.compile(rb"WARC/[01]\.\d{1,3}\r?\n\Z"),
    re.compile(rb"\n(?=WARC/[01]\.\d)"),
    re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M),
    False,
)
ARC = Format(
    re.compile(_ARC_LINE), None, re.compile(rb"\n(?=" + _ARC_LINE + rb")"), re.compile(rb" (\d{1,18})\r?$"), True
)


def frames(stream: Pieces, form: Format) -> Iterator[Frame]:
    """The records in order. Stopped when the stream itself cannot be read on, after all that could be."""
    gap = 0
    while line := stream.readline(LARGEST_HEADER):
        begin = _begin(form, line)
        header = _header(stream, form, line[begin:]) if begin is not None else None
        if header is None:
            gap += len(line) if line.strip() else 0
            continue
        yield _frame(stream, form, header, gap + (begin or 0))
        gap = 0
        if stream.put_back_bytes > MOST_RESCANNED:
            raise Stopped("damaged", "most of its records have wrong lengths; what is left of it is not read")
    if gap:
        yield Frame(b"", b"", None, gap)


def _begin(form: Format, line: bytes) -> int | None:
    """Where in a line a record begins: at its start, for WARC also behind junk; None when none does."""
    if form.begins.match(line):
        return 0
    late = form.late.search(line) if form.late else None
    return late.start() if late else None


def _header(stream: Pieces, form: Format, first: bytes) -> bytes | None:
    """The header that begins so; None when another record begins in it or it has no end."""
    lines, size = [first], len(first)
    while not form.one_line and size < LARGEST_HEADER:
        line = stream.readline(LARGEST_HEADER)
        if not line.strip():
            break
        if (begin := _begin(form, line)) is not None:
            stream.put_back(line[begin:])
            return None
        lines.append(line)
        size += len(line)
    return b"".join(lines) if size < LARGEST_HEADER else None


def _frame(stream: Pieces, form: Format, header: bytes, gap: int) -> Frame:
    told = form.length.search(header)
    if told is None:
        return Frame(header, b"", ("damaged", "the record does not say how long it is"), gap)
    length = int(told[1])
    if length > LARGEST_RECORD:
        _skip(stream, form, length)
        return Frame(header, b"", ("too-large", f"a record of over {LARGEST_RECORD:,} bytes, the most of one"), gap)
    block = stream.read(length)
    if len(block) == length and _ended(stream, form):
        return Frame(header, block, None, gap)
    return _cut(stream, form, Frame(header, block, None, gap), length)


def _ended(stream: Pieces, form: Format) -> bool:
    """Whether a record begins here, after any empty lines, or the stream ends."""
    try:
        while not (line := stream.readline(LARGEST_HEADER)).strip():
            if not line:
                return True
    except Stopped:  # it is raised again by the next reading
        return True
    stream.put_back(line)
    return form.begins.match(line) is not None


def _cut(stream: Pieces, form: Format, frame: Frame, length: int) -> Frame:
    """A record whose length does not fit: without the next one where that begins in it.

    One that ends in an empty line is whole, only its length was wrong.
    """
    another = form.another.search(frame.block)
    if another is None:
        fault = ("damaged", "the archive breaks off in this record") if len(frame.block) < length else None
        return Frame(frame.header, frame.block, fault, frame.gap)
    stream.put_back(frame.block[another.end() :])
    own = frame.block[: another.end()]
    whole = own.endswith((b"\r\n\r\n", b"\n\n"))
    fault = None if whole else ("damaged", "the next record begins in the middle of this one")
    return Frame(frame.header, own.rstrip(b"\r\n") if whole else own, fault, frame.gap)


def _skip(stream: Pieces, form: Format, length: int) -> None:
    """Past a block, or to the next beginning of a record in it: a length beyond all measure may be a wrong one."""
    window = b""
    while length > 0 and (piece := stream.read(min(PIECE, length))):
        length -= len(piece)
        window += piece
        if another := form.another.search(window):
            stream.put_back(window[another.end() :])
            return
        window = window[-256:]
