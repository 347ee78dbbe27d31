"""The files of a ZIP archive without its list: each stands behind a header of its own (APPNOTE.TXT 4.3.7)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.intake.beside import is_beside
from sayso.intake.capture import Member
from sayso.intake.streams import PIECE, Pieces, Stopped, Stream, pieces_of
from sayso.records import Failure

LARGEST_PART = 50_000_000  # bytes, unpacked
MOST_PARTS = 100_000
MOST_LOST = 200_000_000  # bytes that damaged parts unpack to
_BEGINS = b"PK\x03\x04"
_FIXED = struct.Struct("<4s5H3I2H")
_ENCRYPTED, _SIZES_BEHIND, _UTF_8 = 1, 8, 1 << 11
_STORED, _DEFLATED = 0, 8


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    flags: int
    packing: int
    crc: int
    size: int  # packed bytes, 0 when it is told behind them


@dataclass(frozen=True, slots=True)
class _Unread:
    """Why a part cannot be read, and how many bytes of it were unpacked before that was plain."""

    reason: str
    what: str
    lost: int = 0


def parts_of(archive: Stream, name: str) -> Iterator[Member | Failure]:
    """Every file whose header is found, a Failure for each that cannot be unpacked."""
    archive.seek(0)
    stream, pages, lost = pieces_of(archive), set[str](), 0
    for _ in range(MOST_PARTS):
        part = _next(stream)
        if part is None:
            return
        if part.name.endswith("/") or is_beside(part.name, pages):
            continue
        shown = f"{name}!/{part.name}"
        found = _unpacked(part, stream)
        yield Member(shown, found) if isinstance(found, bytes) else Failure(shown, "intake", found.reason, found.what)
        lost += 0 if isinstance(found, bytes) else found.lost
        if lost > MOST_LOST:
            raise Stopped("bomb", f"its damaged files unpack to over {MOST_LOST:,} bytes; what is left is not read")


def _next(stream: Pieces) -> _Part | None:
    """The header that comes next, wherever it begins; the stream stands behind it then."""
    window = b""
    while (at := window.find(_BEGINS)) < 0 or len(window) < at + _FIXED.size:
        more = stream.read(PIECE)
        if not more:
            return None
        window = window[at if at >= 0 else -3 :] + more
    stream.put_back(window[at:])
    fixed = _FIXED.unpack(stream.read(_FIXED.size))
    flags, packing, crc, size, named, extra = fixed[2], fixed[3], fixed[6], fixed[7], fixed[9], fixed[10]
    name = stream.read(named).decode("utf-8" if flags & _UTF_8 else "cp437", "replace")
    stream.read(extra)
    return _Part(name, flags, packing, crc, 0 if flags & _SIZES_BEHIND else size)


def _unpacked(part: _Part, stream: Pieces) -> bytes | _Unread:
    """The bytes of a part, or why there are none."""
    if part.flags & _ENCRYPTED:
        return _Unread("encrypted", "it is encrypted; unpack it with its password")
    if part.packing == _DEFLATED:
        data, whole = _inflated(stream)
    elif part.packing == _STORED and not part.flags & _SIZES_BEHIND and part.size <= LARGEST_PART:
        data, whole = stream.read(part.size), True
    else:
        what = f"packed in a way that is not read from a damaged archive (number {part.packing})"
        return _Unread("packing", what)
    if not whole or (not part.flags & _SIZES_BEHIND and zlib.crc32(data) != part.crc):
        return _Unread("damaged", "it breaks off, is damaged or too large", len(data))
    return data


def _inflated(stream: Pieces) -> tuple[bytes, bool]:
    """What was deflated, and whether to its end; the stream stands behind it, or where it broke."""
    inflater, found = zlib.decompressobj(-zlib.MAX_WBITS), bytearray()
    while not inflater.eof and len(found) <= LARGEST_PART:
        data = inflater.unconsumed_tail or stream.read(PIECE)
        if not data:
            return bytes(found), False
        try:
            found += inflater.decompress(data, LARGEST_PART + 1 - len(found))
        except zlib.error:
            stream.put_back(data[1:])
            return bytes(found), False
    stream.put_back(inflater.unused_data or inflater.unconsumed_tail)
    return bytes(found), inflater.eof
