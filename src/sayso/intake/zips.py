"""ZIP archives, and what is packed as one: office documents and collections of web archives (WACZ)."""

from __future__ import annotations

import io
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from sayso.intake.beside import is_beside
from sayso.intake.capture import LARGEST, Capture, Member
from sayso.intake.sniff import REFUSED
from sayso.intake.streams import PIECE, Pieces, Stopped, Stream
from sayso.intake.zip_parts import parts_of
from sayso.records import Failure

LARGEST_INNER = 200_000_000  # bytes of an archive that cannot be wound back and is held in memory
LARGEST_DIRECTORY = 12_000_000  # bytes of the list of its files: about 100,000 of them
MOST_DAMAGED = 5_000  # files of one archive
_FAULTS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, struct.error, OverflowError)
_TAIL = 66_000  # bytes in which the end of the list is looked for
_OFFICE = {"xl/workbook.xml": "sheet", "ppt/presentation.xml": "sheet"}
WORD = re.compile(r"word/document\d{0,3}\.xml")  # the text of a Word file; some programs number it
_WARC = re.compile(r"archive/[^/]+\.(?:warc|arc)(?:\.gz|\.zst)?")


def members_of_zip(stream: Stream, name: str) -> Iterator[Capture | Member | Failure]:
    """The files of a ZIP archive in the order of its list; of one without a list what can be found.

    An office document is one Capture, a WACZ its web archives. Encrypted files are Failures, each by itself.
    """
    archive = stream if stream.seekable() else _held(stream)
    if archive is None or _directory(archive) > LARGEST_DIRECTORY:
        yield Failure(
            name, "intake", "too-large", "too many files, or in another archive and too large to be held: unpack it"
        )
        return
    try:
        listed = zipfile.ZipFile(archive)
    except (*_FAULTS, NotImplementedError):
        yield from parts_of(archive, name)
        yield Failure(name, "intake", "damaged", "its list of files is missing or damaged; what was found was read")
        return
    with listed:
        yield from _by_sort(listed, archive, name)


def _held(stream: Stream) -> io.BytesIO | None:
    data = stream.read(LARGEST_INNER + 1)
    return io.BytesIO(data) if len(data) <= LARGEST_INNER else None


def _directory(archive: Stream) -> int:
    """How many bytes the list of the files takes, as the end of the archive says; 0 when it does not say."""
    size = archive.seek(0, io.SEEK_END)
    archive.seek(max(0, size - _TAIL))
    tail = archive.read(_TAIL)
    long, short = tail.rfind(b"PK\x06\x06"), tail.rfind(b"PK\x05\x06")
    if long >= 0 and len(tail) >= long + 48:
        return int.from_bytes(tail[long + 40 : long + 48], "little")
    return int.from_bytes(tail[short + 12 : short + 16], "little") if short >= 0 else 0


def _by_sort(listed: zipfile.ZipFile, archive: Stream, name: str) -> Iterator[Capture | Member | Failure]:
    names = set(listed.namelist())
    refused = "office" if _is_open_document(listed, names) else next((_OFFICE[n] for n in _OFFICE if n in names), None)
    if any(map(WORD.fullmatch, names)):
        yield _document(archive, name)
    elif refused is not None:
        yield Failure(name, "intake", refused, REFUSED[refused])
    elif "datapackage.json" in names and any(map(_WARC.fullmatch, names)):
        yield from _members(listed, [e for e in listed.infolist() if _WARC.fullmatch(e.filename)], name)
    else:
        pages: set[str] = set()
        entries = [
            entry for entry in listed.infolist() if not _is_folder(entry) and not is_beside(entry.filename, pages)
        ]
        yield from _members(listed, entries, name)


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.endswith("/")  # `is_dir` stumbles over a file without a name


def _members(listed: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> Iterator[Member | Failure]:
    damaged = 0
    for entry in entries:
        found = _member(listed, entry, name)
        damaged += isinstance(found, Failure) and found.reason == "damaged"
        yield found
        if damaged > MOST_DAMAGED:
            raise Stopped("damaged", f"over {MOST_DAMAGED:,} of its files are damaged; what is left of it is not read")


def _is_open_document(listed: zipfile.ZipFile, names: set[str]) -> bool:
    if "mimetype" not in names or "content.xml" not in names:
        return False
    try:
        with listed.open("mimetype") as file:
            return file.read(200).startswith(b"application/vnd.oasis.opendocument")
    except (*_FAULTS, RuntimeError):
        return False


def _document(archive: Stream, name: str) -> Capture | Failure:
    archive.seek(0)
    data = archive.read(LARGEST["docx"] + 1)
    if len(data) > LARGEST["docx"]:
        return Failure(name, "intake", "too-large", f"over {LARGEST['docx']:,} bytes, the most of one document")
    return Capture(name, "docx", data)


def _member(listed: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Member | Failure:
    shown = f"{name}!/{entry.filename}"
    if entry.flag_bits & 1:
        return Failure(shown, "intake", "encrypted", "it is encrypted; unpack it with its password")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Failure(shown, "intake", "link", "links and devices hold nothing of their own")
    try:
        file = listed.open(entry)
    except NotImplementedError:
        return Failure(shown, "intake", "packing", f"packed in a way that is not read (number {entry.compress_type})")
    except (*_FAULTS, RuntimeError) as fault:
        return Failure(shown, "intake", "damaged", f"it cannot be unpacked: {str(fault)[:120]}")
    return Member(shown, _content(file))


def _content(file: IO[bytes]) -> Pieces:
    def piece() -> bytes:
        try:
            return file.read(PIECE)
        except _FAULTS as fault:
            raise Stopped("damaged", f"it cannot be unpacked to its end: {str(fault)[:120]}") from None

    return Pieces(piece)
