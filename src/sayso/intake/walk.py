"""What a user names - files, folders, "-" - to documents and failures, in the order of the inputs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from sayso.intake.compose import compose, given, unfit
from sayso.intake.dates import Published
from sayso.intake.encoding import decode
from sayso.intake.lines import from_line, hash_of_line, is_blank, lines_of
from sayso.intake.sniff import HEAD, REFUSED, sniff, wide_encoding
from sayso.intake.text import draft_text
from sayso.records import Document, Failure

LARGEST = {"html": 20_000_000, "mhtml": 50_000_000, "text": 50_000_000, "markdown": 50_000_000}  # bytes
ABOUT = ("README", "LICENSE", "LICENCE", "NOTICE", "CHANGELOG")  # about a folder, not reports in it
IN_FOLDERS = (".html", ".htm", ".xhtml", ".mhtml", ".mht", ".txt", ".text", ".md", ".markdown", ".jsonl", ".ndjson")
LATER = (".pdf", ".eml", ".mbox", ".warc", ".warc.gz", ".docx", ".doc", ".odt", ".rtf")  # named, so that none is missed


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes of one document as they were found: the input's name, what they are (one of `sniff.READ`)."""

    name: str
    kind: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Hash of the bytes; of a line of JSON lines without its end."""
        return hash_of_line(self.data) if self.kind == "jsonl" else sha256(self.data).hexdigest()


def documents(
    inputs: Iterable[str | Path], *, published: str | date | None = None, stdin: BinaryIO | None = None
) -> Iterator[Document | Failure]:
    """Every document of the inputs in their order, a Failure in the place of each one that cannot be read.

    Inputs are files, folders (read through in order of names) and "-" for standard input. `published` dates those
    that carry no date; ValueError when it is no day.
    """
    day = given(published)
    return (
        found if isinstance(found, Failure) else document_of(found, published=day.day if day else None)
        for found in captures(inputs, stdin=stdin)
    )


def captures(inputs: Iterable[str | Path], *, stdin: BinaryIO | None = None) -> Iterator[Capture | Failure]:
    """The bytes of every document of the inputs, a line of JSON lines each, before anything is made of them."""
    return (found for name in inputs for found in _input(name, stdin))


def document_of(capture: Capture, *, published: str | date | None = None) -> Document | Failure:
    """The document that captured bytes hold, or why there is none."""
    file = None if capture.name == "-" else capture.name
    if capture.kind == "jsonl":
        return from_line(capture.data, published=published, file=file)
    if capture.kind in ("html", "mhtml"):
        page = _page(capture, file, published)
        return replace(page, input=capture.name) if isinstance(page, Failure) else page
    return _text(capture, given(published))


def _page(capture: Capture, file: str | None, published: str | date | None) -> Document | Failure:
    from sayso.intake.page import from_page

    if capture.kind == "html":
        return from_page(capture.data, file=file, published=published)
    from sayso.intake.mhtml import saved_page

    saved = saved_page(capture.data, capture.name)
    if isinstance(saved, Failure):
        return saved
    page = from_page(saved.data, url=saved.url, file=file, published=published)
    return page if isinstance(page, Failure) else replace(page, capture=capture.sha256)


def captures_in(data: bytes, name: str) -> Iterator[Capture | Failure]:
    """The captures in bytes that somebody handed over, as if they were a file of that name."""
    return _stream(BytesIO(data), name)


def _input(name: str | Path, stdin: BinaryIO | None) -> Iterator[Capture | Failure]:
    shown = str(name)
    if shown == "-":
        yield from _stream(stdin or sys.stdin.buffer, shown)
    elif shown.startswith(("http://", "https://")):
        yield Failure(shown, "intake", "address", "addresses are not fetched yet: save the page and name the file")
    elif os.path.isdir(shown):
        yield from _folder(shown)
    else:
        yield from _file(shown)


def _folder(folder: str) -> Iterator[Capture | Failure]:
    found = False
    for path in files_in(folder):
        found = True
        yield from _file(path)
    if not found:
        yield Failure(folder, "intake", "empty", f"no {', '.join(IN_FOLDERS)} files in this folder")


def files_in(folder: str) -> Iterator[str]:
    """The files of a folder and its folders that may be reports, in order of names.

    Hidden files, a folder's README and the parts that browsers save beside a page ("page_files") are left out.
    """
    for path, folders, names in os.walk(folder):
        pages = {os.path.splitext(name)[0] for name in names if name.lower().endswith((".html", ".htm"))}
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f.removesuffix("_files") not in pages - {f})
        for name in sorted(names):
            about = name.upper().startswith(ABOUT)
            if not about and not name.startswith(".") and name.lower().endswith((*IN_FOLDERS, *LATER)):
                yield os.path.join(path, name)


def _file(path: str) -> Iterator[Capture | Failure]:
    try:
        stream = open(path, "rb")  # noqa: SIM115
    except FileNotFoundError:
        yield Failure(path, "intake", "missing", "there is no such file or folder")
        return
    except (OSError, ValueError) as fault:
        yield Failure(path, "intake", "unreadable", f"cannot be opened: {getattr(fault, 'strerror', None) or fault}")
        return
    with stream:
        yield from _stream(stream, path)


def _stream(stream: BinaryIO, name: str) -> Iterator[Capture | Failure]:
    try:
        head = stream.read(HEAD)
    except OSError as fault:
        yield Failure(name, "intake", "unreadable", f"cannot be read: {fault.strerror or fault}")
        return
    kind = sniff(head, name)
    if kind in REFUSED:
        yield Failure(name, "intake", kind, REFUSED[kind])
    elif kind == "jsonl":
        lines = lines_of(head + stream.read()) if wide_encoding(head) else _lines(head, stream)
        yield from (Capture(name, kind, line) for line in lines if not is_blank(line))
    else:
        yield _whole(head, stream, kind, name)


def _lines(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream whose first bytes were read already."""
    *whole, rest = head.split(b"\n")
    yield from whole
    first = rest + stream.readline()
    if first:
        yield first
    yield from stream


def _whole(head: bytes, stream: BinaryIO, kind: str, name: str) -> Capture | Failure:
    limit = LARGEST[kind]
    data = head + (stream.read(limit + 1 - len(head)) if len(head) <= limit else b"")
    if len(data) > limit:
        return Failure(name, "intake", "too-large", f"over {limit:,} bytes, the most that is read of one {kind} file")
    return Capture(name, kind, data)


def _text(capture: Capture, fallback: Published | None) -> Document | Failure:
    text, doubts = decode(capture.data)
    draft = draft_text(text, markdown_expected=capture.kind == "markdown")
    document = compose(
        replace(
            draft,
            file=None if capture.name == "-" else capture.name,
            capture=capture.sha256,
            published=draft.published or fallback,
            problems=(*doubts, *draft.problems),
        )
    )
    return unfit(document, capture.name) or document
