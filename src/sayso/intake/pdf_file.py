"""A PDF file opened within limits: the lines of its pages and what it says of itself. The only importer of pypdf."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from sayso.intake.compose import NOT_ENGLISH, Refused
from sayso.intake.encoding import tidy
from sayso.intake.language import language_of
from sayso.intake.pdf_lines import Effort, Line, lines_of_page
from sayso.records import Problem

LARGEST_PDF = 200_000_000  # bytes
MOST_PAGES = 3_000
_XREF_ENTRIES = 500_000
_LIMITS: dict[str, Any] = {  # what pypdf may unpack and build; its own are larger
    "maximum_declared_stream_length": LARGEST_PDF,
    "zlib_maximum_output_length": 40_000_000,
    "lzw_maximum_output_length": 40_000_000,
    "run_length_maximum_output_length": 40_000_000,
    "array_based_stream_maximum_output_length": 40_000_000,
    "stream_decoding_work_maximum_length": 100_000_000,
    "stream_parsing_work_maximum_count": 1_000_000,
    "xform_maximum_invocations_per_extraction": 1_000,
    "jbig2dec_binary": None,
}
_ENOUGH = 30_000  # letters that tell the language of a document
_PASSWORD = "it needs a password: save it without one"


@dataclass(frozen=True, slots=True)
class PdfFile:
    """The lines of every page, what the file says of itself as it says it, and what could not be read."""

    pages: tuple[list[Line], ...]
    title: str | None
    author: str | None
    made: str | None
    extractor: str
    problems: tuple[Problem, ...]


def read_pdf(data: bytes) -> PdfFile:
    """The pages of a PDF; raises `Refused` when it needs a password, is broken, foreign, or asks for too much."""
    from pypdf import __version__

    if len(data) > LARGEST_PDF:
        raise Refused("too-large", f"a PDF of {len(data):,} bytes; {LARGEST_PDF:,} are read at most")
    with _bounded():
        reader, count = _opened(data)
        if count > MOST_PAGES:
            raise Refused("too-large", f"it has {count:,} pages; {MOST_PAGES:,} are read at most")
        pages, unread = _pages(reader, count)
        title, author, made = (_told(reader, field) for field in ("/Title", "/Author", "/CreationDate"))
    if count and len(unread) == count:
        raise Refused("broken-pdf", f"none of its pages can be read: {unread[0].what}")
    return PdfFile(tuple(pages), title, author, made, f"pdf/1 pypdf {__version__}", tuple(unread))


@contextmanager
def _bounded() -> Iterator[None]:
    """pypdf within our limits, and silent about what it mends."""
    from pypdf import apply_configuration

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with apply_configuration(**_LIMITS):
        yield


def _opened(data: bytes) -> tuple[Any, int]:
    """The reader of a PDF, and the number of its pages."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

    try:
        reader = PdfReader(BytesIO(data), xref_stream_maximum_entries=_XREF_ENTRIES)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("encrypted", _PASSWORD)
        return reader, len(reader.pages)
    except Refused:
        raise
    except (FileNotDecryptedError, WrongPasswordError) as wrong:
        raise Refused("encrypted", _PASSWORD) from wrong
    except DependencyError as lacking:
        raise Refused("encrypted", f"it is encrypted: {lacking}") from lacking
    except Exception as fault:  # pypdf raises whatever a broken file makes it stumble over
        raise Refused("broken-pdf", f"it cannot be opened as a PDF: {_named(fault)}") from fault


def _pages(reader: Any, count: int) -> tuple[list[list[Line]], list[Problem]]:
    """The lines of each page, none of one that cannot be read, and which these are."""
    effort, asked = Effort(), False
    pages: list[list[Line]] = []
    unread: list[Problem] = []
    for number in range(count):
        effort.look()
        try:
            pages.append(lines_of_page(reader.pages[number], number, effort))
        except Refused:
            raise
        except Exception as fault:  # the other pages can still be read
            pages.append([])
            unread.append(Problem("intake", f"page {number + 1} cannot be read: {_named(fault)}"))
        if effort.letters > _ENOUGH and not asked:
            asked = True
            _check_language(pages)
    return pages, unread


def _check_language(pages: list[list[Line]]) -> None:
    """Spares the rest of a long document that is not English."""
    if language_of("\n".join(line.text for page in pages for line in page)) == "und":
        raise Refused("not-english", NOT_ENGLISH)


def _told(reader: Any, field: str) -> str | None:
    try:
        told = (reader.metadata or {}).get(field)
    except Exception:  # broken metadata are none
        return None
    return tidy(" ".join(told.split())) if isinstance(told, str) and told.strip() else None


def _named(fault: Exception) -> str:
    what = " ".join(str(fault).split())[:100]
    return f"{type(fault).__name__}: {what}" if what else type(fault).__name__
