"""What a user names - files, folders, "-" - to documents and failures, in the order of the inputs."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from sayso.intake.beside import ABOUT, PAGES
from sayso.intake.capture import CUT
from sayso.intake.capture import Capture as Capture
from sayso.intake.capture import Member as Member
from sayso.intake.charset import charset_of, in_utf8
from sayso.intake.compose import compose, given, unfit
from sayso.intake.dates import Published
from sayso.intake.encoding import decode
from sayso.intake.lines import from_line
from sayso.intake.opening import Rows, by_name, captures_of
from sayso.intake.text import draft_text
from sayso.records import Document, Failure, Problem

MAKERS = {  # kind of document: module and function under sayso.intake
    "html": "page:from_page",
    "mhtml": "page:from_page",
    "pdf": "pdf:from_pdf",
    "docx": "docx:from_docx",
    "mail": "mail:from_mail",
}
IN_FOLDERS = (  # names of files that may hold reports
    *(".html", ".htm", ".xhtml", ".mhtml", ".mht", ".txt", ".text", ".md", ".markdown", ".jsonl", ".ndjson"),
    *(".json", ".csv", ".tsv", ".pdf", ".docx", ".docm", ".eml", ".emlx", ".mbox", ".rss", ".rdf", ".atom", ".xml"),
    *(".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".warc", ".arc", ".wacz"),
)
NOT_READ = (
    ".doc",
    ".odt",
    ".rtf",
    ".msg",
    ".xls",
    ".xlsx",
    ".ods",
    ".7z",
    ".rar",
    ".lz4",
)  # named, none is missed
_ENDINGS, _ENDING = 8, 12  # of names that are told, and their characters
Fetch = Callable[[str], Iterable[Capture | Failure]]  # what brings the captures at an address
NOT_FETCHED = "addresses are only fetched when asked for: --fetch, or save the page and name the file"


def documents(
    inputs: Iterable[str | Path], *, published: str | date | None = None, stdin: BinaryIO | None = None,
    fetch: Fetch | None = None, rows: Rows | None = None,
) -> Iterator[Document | Failure]:  # fmt: skip
    """Every document of the inputs in their order, a Failure in the place of each one that cannot be read.

    Inputs are files, folders (read through in order of names) and "-" for standard input. `published` dates those
    that carry no date; ValueError when it is no day.
    """
    day = given(published)
    return (
        found if isinstance(found, Failure) else document_of(found, published=day.day if day else None)
        for found in captures(inputs, stdin=stdin, fetch=fetch, rows=rows)
    )


def captures(
    inputs: Iterable[str | Path], *, stdin: BinaryIO | None = None, fetch: Fetch | None = None,
    rows: Rows | None = None,
) -> Iterator[Capture | Failure]:  # fmt: skip
    """The bytes of every document of the inputs, a line of JSON lines each, before anything is made of them.

    `fetch` (as `intake.fetching.pages.Pages`) brings what is at an address; without it addresses are failures; `rows`
    (as `intake.dumps.Dumps`) takes dumps apart whose columns have other names.
    """
    return (found for name in inputs for found in _input(name, stdin, fetch, rows))


def document_of(capture: Capture, *, published: str | date | None = None) -> Document | Failure:
    """The document that captured bytes hold, or why there is none."""
    made = _document(capture, published)
    cut = next((value for name, value in capture.headers if name == CUT), None)
    if cut is None or isinstance(made, Failure):
        return made
    told = Problem("intake", f"cut off: the archive keeps only the beginning of it ({cut[:40]})")
    return replace(made, problems=(*made.problems, told))


def _document(capture: Capture, published: str | date | None) -> Document | Failure:
    file = None if capture.name == "-" else capture.name
    if capture.kind == "jsonl":
        return from_line(capture.data, published=published, file=file)
    if capture.kind in ("text", "markdown"):
        return _text(capture, given(published))
    made = _made(capture, file, published)
    return replace(made, input=capture.name) if isinstance(made, Failure) else made


def _made(capture: Capture, file: str | None, published: str | date | None) -> Document | Failure:
    data, url = capture.data, capture.url
    if capture.kind == "mhtml":
        from sayso.intake.mhtml import saved_page

        saved = saved_page(data, capture.name)
        if isinstance(saved, Failure):
            return saved
        data, url = saved.data, saved.url or url
    elif capture.kind == "html":
        data = in_utf8(data, charset_of(capture.headers))
    made: Document | Failure = by_name(MAKERS[capture.kind])(data, url=url, file=file, published=published)
    return made if isinstance(made, Failure) else replace(made, capture=capture.sha256)


def captures_in(data: bytes, name: str) -> Iterator[Capture | Failure]:
    """The captures in bytes that somebody handed over, as if they were a file of that name."""
    return captures_of(BytesIO(data), name)


def _input(
    name: str | Path, stdin: BinaryIO | None, fetch: Fetch | None, rows: Rows | None
) -> Iterator[Capture | Failure]:
    shown = str(name)
    if shown == "-":
        yield from captures_of(stdin or sys.stdin.buffer, shown, rows=rows)
    elif shown.lower().startswith(("http://", "https://")):
        yield from fetch(shown) if fetch else _unfetched(shown)
    elif os.path.isdir(shown):
        yield from _folder(shown, rows)
    else:
        yield from _file(shown, rows)


def _unfetched(address: str) -> Iterator[Failure]:
    from sayso.intake.fetching.addresses import without_credentials

    yield Failure(without_credentials(address), "intake", "address", NOT_FETCHED)


def _folder(folder: str, rows: Rows | None) -> Iterator[Capture | Failure]:
    found, passed = False, Counter[str]()
    for path in files_in(folder, passed=passed):
        found = True
        for one in _file(path, rows):
            yield replace(one, stage=Failure.BESIDE) if isinstance(one, Failure) and one.reason == "json" else one
    if passed:
        endings = ", ".join(f"{number} {ending}" for ending, number in passed.most_common(_ENDINGS))
        what = f"{passed.total():,} files were passed over for their names: {endings}"
        yield Failure(folder, Failure.BESIDE, "name", what)
    if not found:
        yield Failure(folder, "intake", "empty", "no files in this folder that may be reports, by their names")


def files_in(
    folder: str, *, names: tuple[str, ...] = (*IN_FOLDERS, *NOT_READ), passed: Counter[str] | None = None
) -> Iterator[str]:
    """The files of a folder and its folders that may be reports by how their `names` end, in order of names.

    Hidden files, a folder's README and the parts that browsers save beside a page ("page_files") are left out; how the
    names of all others end is counted in `passed`.
    """
    for path, folders, files in os.walk(folder):
        pages = {os.path.splitext(name)[0] for name in files if name.lower().endswith(PAGES)}
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f.removesuffix("_files") not in pages - {f})
        for name in sorted(files):
            if name.startswith(".") or name.upper().startswith(ABOUT):
                continue
            if name.lower().endswith(names):
                yield os.path.join(path, name)
            elif passed is not None:
                passed[os.path.splitext(name)[1].lower()[:_ENDING] or "without an ending"] += 1


def _file(path: str, rows: Rows | None) -> Iterator[Capture | Failure]:
    try:
        stream = open(path, "rb")  # noqa: SIM115
    except FileNotFoundError:
        yield Failure(path, "intake", "missing", "there is no such file or folder")
        return
    except (OSError, ValueError) as fault:
        yield Failure(path, "intake", "unreadable", f"cannot be opened: {getattr(fault, 'strerror', None) or fault}")
        return
    with stream:
        yield from captures_of(stream, path, rows=rows)


def _text(capture: Capture, fallback: Published | None) -> Document | Failure:
    text, doubts = decode(in_utf8(capture.data, charset_of(capture.headers)))
    draft = draft_text(text, markdown_expected=capture.kind == "markdown")
    document = compose(
        replace(
            draft,
            file=None if capture.name == "-" else capture.name,
            url=draft.url or capture.url,
            capture=capture.sha256,
            published=draft.published or fallback,
            problems=(*doubts, *draft.problems),
        )
    )
    return unfit(document, capture.name) or document
