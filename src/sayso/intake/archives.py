"""Packed files and TAR archives, read as they stream by: nothing of them is written, and names are only names."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import Any

from sayso.intake.beside import is_beside
from sayso.intake.capture import Member
from sayso.intake.streams import Pieces, Stopped, Stream, pieces_of
from sayso.intake.unpacking import unpacking
from sayso.records import Failure

LARGEST_HEADER = 1_000_000  # bytes of a name or other field that stands in a record of its own
_FAULTS = (tarfile.TarError, ValueError, LookupError, ArithmeticError)
_LONG = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)


def unpacked(stream: Stream, name: str) -> Iterator[Member | Failure]:
    """The one file in a file that is packed with gzip, bzip2, xz or zstd; it keeps the name."""
    inner = unpacking(pieces_of(stream))
    yield Member(name, inner)
    if inner.skipped:
        what = f"damaged in {inner.skipped} places; what could not be unpacked there was left out"
        yield Failure(name, "intake", "damaged", what)


def members_of_tar(stream: Stream, name: str) -> Iterator[Member | Failure]:
    """The files of a TAR archive in its order; links and devices as Failures, damage told once at the end."""
    try:
        opened = _Tar.open(fileobj=stream, mode="r|", ignore_zeros=True, errors="replace")
    except _FAULTS as fault:
        yield Failure(name, "intake", "damaged", f"it cannot be read as a TAR archive: {fault}")
        return
    with opened as archive:
        pages: set[str] = set()
        for entry in _entries(archive):
            shown = f"{name}!/{entry.name}"
            if entry.isdir() or is_beside(entry.name, pages):
                continue
            if entry.isfile():
                yield Member(shown, _content(archive, entry))
            else:
                yield Failure(shown, "intake", "link", "links and devices hold nothing of their own")
        if archive.damaged:
            what = f"damaged or cut off in {archive.damaged} places; what stood there was left out"
            yield Failure(name, "intake", "damaged", what)


class _Header(tarfile.TarInfo):
    """A header of a TAR archive that cannot ask for more than it is worth; what is damaged is counted."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Header:
        header = super().frombuf(buf, encoding, errors)
        if header.size < 0 or (header.type in _LONG and header.size > LARGEST_HEADER):
            raise tarfile.InvalidHeaderError("impossible size")  # type: ignore[attr-defined]
        return header

    @classmethod
    def fromtarfile(cls, tarfile: Any) -> _Header:
        try:
            return super().fromtarfile(tarfile)
        except _BROKEN:
            tarfile.note_damage()
            raise


_BROKEN = (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError)  # type: ignore[attr-defined]


class _Tar(tarfile.TarFile):
    """A TAR archive that counts its damaged places: headers that follow each other count once."""

    tarinfo = _Header
    damaged = 0
    _after = -1  # where the damaged header ended that was seen last

    def note_damage(self) -> None:
        here = self.offset
        self.damaged += here != self._after
        self._after = here + tarfile.BLOCKSIZE


def _entries(archive: _Tar) -> Iterator[tarfile.TarInfo]:
    """The headers of an archive, past damaged ones to the next that is whole."""
    while True:
        before = archive.offset
        try:
            entry = archive.next()
        except _FAULTS:
            archive.note_damage()
            archive.offset = _forward(archive)
            if archive.offset <= before:
                return
            continue
        if entry is None:
            return
        archive.members.clear()  # type: ignore[attr-defined]  # it would keep them all
        yield entry


def _forward(archive: _Tar) -> int:
    """Where reading can go on: the next block of the stream."""
    here = archive.fileobj.tell() if archive.fileobj else 0
    return here + -here % tarfile.BLOCKSIZE


def _content(archive: _Tar, entry: tarfile.TarInfo) -> Pieces:
    file = archive.extractfile(entry)

    def piece() -> bytes:
        try:
            return file.read(65_536) if file else b""
        except _FAULTS as fault:
            raise Stopped("damaged", f"the archive breaks off in it ({fault})") from None

    return Pieces(piece)
