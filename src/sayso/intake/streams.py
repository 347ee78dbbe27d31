"""Streams that are counted while they are read, so that nothing unpacks without bound, and that tell damage late."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import BinaryIO

PIECE = 65_536  # bytes that are read at a time
UNPACKED_FREE = 100_000_000  # bytes that any input may unpack to
RATIO = 100  # beyond these: bytes for each byte read; pages and text pack to a tenth, rarely to a thirtieth


class Stopped(Exception):
    """A stream cannot be read to its end; `reason` is the short code of a Failure."""

    def __init__(self, reason: str, what: str) -> None:
        super().__init__(what)
        self.reason = reason


class Pieces(io.BufferedIOBase):
    """A stream made of pieces, which cannot be wound back.

    What was read before a fault is handed out first; the fault is raised by the next reading, and by all after it.
    """

    def __init__(self, piece: Callable[[], bytes] | None = None) -> None:
        self.put_back_bytes = 0  # so many were read again
        self._held = bytearray()
        self._at = 0  # of what is held, so much was read
        self._fault: Exception | None = None
        if piece is not None:
            self.piece = piece  # type: ignore[method-assign]

    def piece(self) -> bytes:
        """The next bytes, none at the end."""
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = sys.maxsize if size is None or size < 0 else size
        while len(self._held) - self._at < wanted and self._more():
            pass
        return self._taken(wanted)

    def readline(self, size: int | None = -1, /) -> bytes:
        most = sys.maxsize if size is None or size < 0 else size
        looked = 0
        while (end := self._held.find(b"\n", self._at + looked)) < 0 and len(self._held) - self._at < most:
            looked = len(self._held) - self._at
            if not self._more():
                break
        return self._taken(min(most, (end + 1 if end >= 0 else len(self._held)) - self._at))

    def raise_fault(self) -> None:
        """Raises the fault that was not raised yet, if there is one: what was read last is not all."""
        if self._fault is not None:
            raise self._fault

    def put_back(self, data: bytes) -> None:
        """Bytes that are read again before all others."""
        room = min(self._at, len(data))  # into the place of what was read: moving all the rest is too slow
        self._held[self._at - room : self._at] = data
        self._at -= room
        self.put_back_bytes += len(data)

    def _taken(self, count: int) -> bytes:
        taken = bytes(memoryview(self._held)[self._at : self._at + count])
        self._at += len(taken)
        if self._at >= max(PIECE, len(self._held) // 2):
            del self._held[: self._at]
            self._at = 0
        return taken

    def _more(self) -> bool:
        if self._fault is None:
            try:
                piece = self.piece()
            except (Stopped, OSError) as fault:
                self._fault = fault
            else:
                self._held += piece
                return bool(piece)
        if len(self._held) > self._at:
            return False
        raise self._fault


Stream = BinaryIO | Pieces


def pieces_of(stream: Stream, tell: Callable[[int], None] | None = None) -> Pieces:
    """The stream piece by piece; `tell` is told how many bytes each has."""

    def piece() -> bytes:
        data = stream.read(PIECE)
        if tell is not None:
            tell(len(data))
        return data

    return Pieces(piece)


def again(head: bytes, stream: Stream) -> Stream:
    """The stream from before its first bytes `head`; the same one where it can be wound back."""
    if stream.seekable():
        stream.seek(-len(head), io.SEEK_CUR)
        return stream
    rejoined = stream if isinstance(stream, Pieces) else pieces_of(stream)
    rejoined.put_back(head)
    return rejoined


class Allowance:
    """What one input may still unpack to, shared by all containers in it; `stream` is the input's own, counted."""

    def __init__(self, stream: BinaryIO, members: int) -> None:
        self.spent: Stopped | None = None
        self.told = False  # whether a Failure says that it is spent
        self._members, self._unpacked = members, 0
        self._packed = _size(stream)
        self.stream: Stream = stream
        if not stream.seekable():
            self.stream = pieces_of(stream, self._read)

    def another(self) -> None:
        """One member more; Stopped when there are too many."""
        self._members -= 1
        if self._members < 0:
            self.spent = Stopped("too-many", "it holds more parts than are read of one input; split it")
            raise self.spent

    def unpack(self, count: int) -> None:
        """So many bytes more were unpacked; Stopped when that is out of proportion."""
        self._unpacked += count
        if self._unpacked > UNPACKED_FREE and self._unpacked > RATIO * self._packed:
            what = f"it unpacks to more than {RATIO} times its size; what is left of it is not read"
            self.spent = Stopped("bomb", what)
            raise self.spent

    def _read(self, count: int) -> None:
        self._packed += count


def _size(stream: BinaryIO) -> int:
    """Bytes from here to the end of a stream that can be wound back, 0 for a pipe."""
    if not stream.seekable():
        return 0
    here = stream.tell()
    size = stream.seek(0, io.SEEK_END) - here
    stream.seek(here)
    return size
