"""Word documents (DOCX, ECMA-376) to documents: paragraphs and tables as they read with all changes accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error

from lxml import etree

from sayso.intake.compose import Draft, Refused, compose, given, unfit
from sayso.intake.encoding import tidy
from sayso.intake.furniture import is_prose
from sayso.intake.header import drop_title
from sayso.intake.text import draft_text
from sayso.intake.zips import WORD
from sayso.records import Cut, Document, Failure, Problem

LARGEST_PART = 30_000_000  # bytes of XML; a book has two or three million
_NOTES, _ABOUT = ("word/footnotes.xml", "word/endnotes.xml"), "docProps/core.xml"
_UNREAD = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "tblPr", "object"))
_MARKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_BLOCKS = frozenset(("p", "tbl"))
_TITLE_STYLES = ("title", "headline")
_HEADING = re.compile(r"heading ?1|berschrift1|titre1", re.I)
_FIRST = 6  # paragraphs among which a heading may be the title
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph or a row of a table, with the name of its style."""

    text: str
    style: str


def from_docx(
    data: bytes, *, url: str | None = None, file: str | None = None, published: str | date | None = None
) -> Document | Failure:
    """The document of a Word file, or why there is none: broken, too large, needs a password, no text, not English.

    Tracked changes count as accepted; comments, hidden words, headers and footers stay out, notes are listed as cut.
    The day is that of its first lines, else `published`; the days on which a file was made or saved are none.
    """
    fallback, name = given(published), file or url or "DOCX"
    try:
        draft = _draft(data)
    except Refused as refused:
        return refused.failure(name)
    day = draft.published or fallback
    problems = draft.problems if day else (*draft.problems, *_made(data))
    capture = sha256(data).hexdigest()
    document = compose(replace(draft, url=url, file=file, capture=capture, published=day, problems=problems))
    return unfit(document, name) or document


def _draft(data: bytes) -> Draft:
    blocks = [block for block in _blocks(_part(data, _main(data))) if block.text]
    if not blocks:
        raise Refused("no-text", "there are no words in it, only pictures or nothing")
    title = _title(blocks)
    text = "\n\n".join(block.text for block in blocks)
    told = draft_text(drop_title(text, title), title=title)
    author = _field(data, "creator")
    return replace(told, extractor="docx/1", byline=told.byline or author, cuts=(*told.cuts, *_notes(data)))


def _title(blocks: list[_Block]) -> str | None:
    """What is set as the title, or as the first heading above all text."""
    first = blocks[:_FIRST]
    titled = next((b.text for b in first if b.style.lower().startswith(_TITLE_STYLES)), None)
    above = first[: next((n for n, b in enumerate(first) if is_prose(b.text)), len(first))]
    found = titled or next((b.text for b in above if _HEADING.search(b.style)), None)
    return " ".join(found.split()) if found else None


def _notes(data: bytes) -> Iterator[Cut]:
    """Footnotes and endnotes: they are no part of the running text."""
    for name in _NOTES:
        part = _part(data, name, needed=False)
        if part is not None:
            yield from (Cut("note", block.text) for block in _blocks(part) if block.text)


def _made(data: bytes) -> tuple[Problem, ...]:
    made = (_field(data, "created") or "")[:10]
    what = f"not dated: its first lines show no day; the file was made on {made}"
    return (Problem("intake", what),) if re.fullmatch(r"\d{4}-\d\d-\d\d", made) else ()


def _field(data: bytes, name: str) -> str | None:
    """A field of what the file says of itself."""
    about = _part(data, _ABOUT, needed=False)
    found = (e.text for e in about.iter() if _local(e) == name) if about is not None else iter(())
    return tidy(" ".join((next(found, None) or "").split())) or None


# --- the package ---------------------------------------------------------------------------------------------------


def _part(data: bytes, name: str, *, needed: bool = True) -> Any:
    """The tree of a part of the file; None when it is not there and not `needed`."""
    xml = _unpacked(data, name)
    if xml is None and needed:
        raise Refused("broken-docx", f"there is no {name} in it")
    if xml is not None and len(xml) > LARGEST_PART:
        raise Refused("too-large", f"its text unpacks to over {LARGEST_PART:,} bytes")
    return None if xml is None else _tree(xml)


def _main(data: bytes) -> str:
    """The name of the part that holds the text."""
    with _package(data) as package:
        return min(filter(WORD.fullmatch, package.namelist()), default="word/document.xml")


def _unpacked(data: bytes, name: str) -> bytes | None:
    """The bytes of a part, at most one more than LARGEST_PART; None when it is not there."""
    with _package(data) as package:
        if name not in package.namelist():
            return None
        with package.open(name) as part:
            return part.read(LARGEST_PART + 1)


@contextmanager
def _package(data: bytes) -> Iterator[ZipFile]:
    """The opened file; Refused for whatever is wrong with it while it is read."""
    try:
        with ZipFile(BytesIO(data)) as package:
            yield package
    except NotImplementedError as fault:
        raise Refused("broken-docx", f"it is packed in an unknown way: {fault}") from fault
    except RuntimeError as locked:
        raise Refused("encrypted", "it needs a password: save it without one") from locked
    except (BadZipFile, OSError, EOFError, ValueError, LookupError, error) as fault:
        raise Refused("broken-docx", f"it cannot be unpacked: {str(fault)[:100]}") from fault


def _tree(xml: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Refused("broken-docx", f"its text cannot be read: {str(fault)[:100]}") from fault


# --- the text ------------------------------------------------------------------------------------------------------


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: Any, name: str = "val") -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _blocks(root: Any) -> Iterator[_Block]:
    """The paragraphs and rows below an element in order, each once."""
    for child in root:
        kind = _local(child)
        if kind == "p":
            yield _Block(_paragraph(child), _style(child))
            yield from _boxes(child)
        elif kind == "tbl":
            yield from _rows(child)
        elif kind and kind not in _UNREAD:
            yield from _blocks(child)


def _boxes(paragraph: Any) -> Iterator[_Block]:
    """What stands in text boxes that hang on a paragraph; of two forms of one box the newer."""
    for box in paragraph.iter("{*}txbxContent"):
        own = next(box.iterancestors("{*}p")) is paragraph
        if own and not any(_local(above) in _UNREAD for above in box.iterancestors()):
            yield from _blocks(box)


def _rows(table: Any) -> Iterator[_Block]:
    """The rows of a table, "a | b | c"; cells that hold paragraphs of prose give these instead."""
    for row in (element for element in table.iter("{*}tr") if next(element.iterancestors("{*}tbl")) is table):
        own = (cell for cell in row.iter("{*}tc") if next(cell.iterancestors("{*}tr")) is row)
        cells = [[block.text for block in _blocks(cell) if block.text] for cell in own]
        if any(is_prose(text) for cell in cells for text in cell):
            yield from (_Block(text, "") for cell in cells for text in cell)
        else:
            yield _Block(" | ".join(" ".join(" ".join(cell).split()) for cell in cells if cell), "")


def _style(paragraph: Any) -> str:
    found = next(paragraph.iterfind("{*}pPr/{*}pStyle"), None)
    return _value(found) if found is not None else ""


def _paragraph(paragraph: Any) -> str:
    return tidy("".join(_words(paragraph))).strip()


def _words(element: Any) -> Iterator[str]:
    """The words of a paragraph with insertions in, deletions and hidden words out."""
    for child in element:
        kind = _local(child)
        if kind == "t":
            yield child.text or ""
        elif kind in _MARKS:
            yield _MARKS[kind]
        elif kind == "r" and _hidden(child):
            continue
        elif kind and kind not in _UNREAD and kind not in _BLOCKS and kind != "txbxContent":
            yield from _words(child)


def _hidden(run: Any) -> bool:
    found = next(run.iterfind("{*}rPr/{*}vanish"), None)
    return found is not None and _value(found).lower() not in _OFF
