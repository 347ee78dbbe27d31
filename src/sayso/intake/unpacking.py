"""Compressed streams (gzip, bzip2, xz, zstd) piece by piece; where records are packed one by one, past damage to the
next whole one."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from sayso.intake.streams import PIECE, Pieces, Stopped

FED = 16_384  # packed bytes at a time
FED_TO_ZSTD = 512  # it cannot be told where to stop: these give 17 MB at most
MEMORY = 200_000_000  # bytes that unpacking may need
KEPT = 4_000_000  # packed bytes of a damaged part in which the next whole one is looked for
LOOKED_AT = 1024  # packed bytes that show whether a record begins
MOST_SKIPPED, MOST_TRIED = 200, 100_000  # damaged places of a stream, and beginnings that may be a record's
RECORD = b"WARC/"  # what a packed record begins with


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def needs_input(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Gunzip:
    """zlib with the face of bz2 and lzma."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 16)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)


class _Zstd:
    """zstd with the same face; `dictionary` is that of a WARC whose records were packed with one."""

    needs_input = True

    def __init__(self, dictionary: bytes = b"") -> None:
        import zstandard

        self._fault = zstandard.ZstdError
        shared = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        try:
            self._zstd: Any = zstandard.ZstdDecompressor(dict_data=shared, max_window_size=2**27).decompressobj()
        except self._fault as fault:
            raise Stopped("damaged", f"its dictionary cannot be used: {fault}") from None

    @property
    def eof(self) -> bool:
        return bool(self._zstd.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._zstd.unused_data)

    def decompress(self, data: bytes, _: int, /) -> bytes:
        try:
            return bytes(self._zstd.decompress(data)) if data else b""
        except self._fault as fault:
            raise ValueError(fault) from None


@dataclass(frozen=True, slots=True)
class Packing:
    """One way to pack: what each packed part begins with, and what unpacks a part."""

    name: str
    magic: bytes
    start: Callable[[], _Unpacker]
    fed: int = FED


_ZSTD = Packing("zstd", b"\x28\xb5\x2f\xfd", _Zstd, FED_TO_ZSTD)
_ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
_LARGEST_DICTIONARY = 10_000_000  # bytes
_PACKINGS = (
    Packing("gzip", b"\x1f\x8b", _Gunzip),
    Packing("bzip2", b"BZh", bz2.BZ2Decompressor),
    Packing("xz", b"\xfd7zXZ\0", lambda: lzma.LZMADecompressor(memlimit=MEMORY)),
    _ZSTD,
)
_FAULTS = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)


def unpacking(packed: Pieces) -> Unpacked:
    """What a packed stream unpacks to; Stopped when it begins like none that is known."""
    head = packed.read(6)
    packed.put_back(head)
    if head.startswith(_ZSTD_DICTIONARY):
        dictionary = _dictionary(packed)
        return Unpacked(packed, Packing("zstd", _ZSTD.magic, lambda: _Zstd(dictionary), FED_TO_ZSTD))
    packing = next((packing for packing in _PACKINGS if head.startswith(packing.magic)), None)
    if packing is None:
        raise Stopped("damaged", "it begins like no packed file that is known")
    return Unpacked(packed, packing)


def _dictionary(packed: Pieces) -> bytes:
    """The dictionary in front of zstd parts, as WARC files have it (iipc.github.io/warc-specifications)."""
    import zstandard

    length = int.from_bytes(packed.read(8)[4:], "little")
    if length > _LARGEST_DICTIONARY:
        raise Stopped("damaged", "its dictionary is larger than any that is known")
    dictionary = packed.read(length)
    if not dictionary.startswith(_ZSTD.magic):
        return dictionary
    try:
        with zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(dictionary) as stream:
            return bytes(stream.read(_LARGEST_DICTIONARY))
    except zstandard.ZstdError as fault:
        raise Stopped("damaged", f"its dictionary cannot be unpacked: {fault}") from None


class Unpacked(Pieces):
    """All parts of a packed stream one after the other; Stopped where it breaks off or is damaged.

    Damage among WARC records is left behind: it goes on with the next whole one, an empty line before it. `skipped`
    counts such places.
    """

    def __init__(self, packed: Pieces, packing: Packing) -> None:
        super().__init__()
        self.skipped = 0
        self._packed, self._packing = packed, packing
        self._part: _Unpacker | None = None
        self._raw: list[bytes] = []  # packed bytes of this part
        self._raw_size = 0
        self._of_records: bool | None = None
        self._tried = 0

    def piece(self) -> bytes:
        while True:
            if self._part is None and not self._begin():
                return b""
            if self._part is not None and (piece := self._step(self._part)):
                return piece

    def _begin(self) -> bool:
        """Begins the next part; False when there is none. Zero bytes between parts are padding."""
        while data := self._packed.read(self._packing.fed):
            if begins := data.lstrip(b"\0"):
                self._packed.put_back(begins)
                self._part, self._raw, self._raw_size = self._packing.start(), [], 0
                return True
        return False

    def _step(self, part: _Unpacker) -> bytes:
        data = self._food() if part.needs_input else b""
        try:
            piece = part.decompress(data, PIECE)
        except _FAULTS as fault:
            return self._past_damage(str(fault))
        if part.eof:
            self._packed.put_back(part.unused_data)
            self._part = None
        elif not piece and not data and part.needs_input:
            raise Stopped("damaged", f"it breaks off before its end ({self._packing.name})")
        if self._of_records is None and piece:
            self._of_records = piece.startswith(RECORD)
        return piece

    def _food(self) -> bytes:
        data = self._packed.read(self._packing.fed)
        if self._of_records is not False:
            self._raw.append(data)
            self._raw_size += len(data)
            while self._raw_size > KEPT:
                self._raw_size -= len(self._raw.pop(0))
        return data

    def _past_damage(self, why: str) -> bytes:
        """Goes on at the next record that can be unpacked; an empty line, or nothing when there is none."""
        if not self._of_records or self.skipped >= MOST_SKIPPED:
            raise Stopped("damaged", f"it cannot be unpacked to its end ({self._packing.name}: {why[:80]})")
        self.skipped += 1
        self._packed.put_back(self._next_record(b"".join(self._raw)[1:]))
        self._part = None
        return b"\r\n\r\n"

    def _next_record(self, packed: bytes) -> bytes:
        """The packed bytes from the next record on, b"" at the end."""
        magic, start, ended = self._packing.magic, 0, False
        while self._tried < MOST_TRIED:
            at = packed.find(magic, start)
            if not ended and (at < 0 or len(packed) - at < LOOKED_AT):
                more = self._packed.read(PIECE)
                packed, start, ended = packed[at if at >= 0 else -len(magic) + 1 :] + more, 0, not more
            elif at < 0:
                return b""
            elif self._is_record(packed[at : at + LOOKED_AT]):
                return packed[at:]
            else:
                start = at + 1
        return b""

    def _is_record(self, packed: bytes) -> bool:
        self._tried += 1
        try:
            begins = self._packing.start().decompress(packed, len(RECORD))
        except _FAULTS:
            return False
        return not begins or begins.startswith(RECORD)
