"""PDF files to documents: the paragraphs of their pages, with title and day as their first page shows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from sayso.intake.compose import Draft, Refused, compose, given, unfit
from sayso.intake.encoding import tidy
from sayso.intake.header import drop_title
from sayso.intake.paragraphs import Paragraph, merged, paragraphs
from sayso.intake.pdf_file import PdfFile, read_pdf
from sayso.intake.pdf_lines import Line
from sayso.intake.text import draft_text
from sayso.records import Cut, Document, Failure, Problem

_LARGER = 1.12  # times the letters of the text: a heading
_FIRST = 16  # paragraphs of the first page among which the title stands
_LONGEST_TITLE = 300
_FEW_WORDS = 3  # a large line with fewer is a masthead
_NO_TITLE = re.compile(r"^untitled|^microsoft (?:word|powerpoint|excel)|\.(?:docx?|pdf|indd|qxd|pptx?|tex|dvi)$", re.I)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_DAY = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")


def from_pdf(
    data: bytes, *, url: str | None = None, file: str | None = None, published: str | date | None = None
) -> Document | Failure:
    """The document of a PDF file, or why there is none: needs a password, broken, too large, no text, not English.

    The day is that of its first lines, else `published`; the days on which a file was made or changed are none.
    """
    fallback, name = given(published), file or url or "PDF"
    try:
        read = read_pdf(data)
        draft = _draft(read)
    except Refused as refused:
        return refused.failure(name)
    day = draft.published or fallback
    problems = (*read.problems, *draft.problems, *(() if day else _made(read.made)))
    capture = sha256(data).hexdigest()
    document = compose(
        replace(draft, url=url or draft.url, file=file, capture=capture, published=day, problems=problems)
    )
    return unfit(document, name) or document


def _draft(read: PdfFile) -> Draft:
    found, cuts = paragraphs(read.pages)
    if not any(read.pages):
        raise Refused("no-text", _pictures(len(read.pages)))
    title, rest = _titled(found, read.title)
    told = draft_text(drop_title(merged(rest), title), title=tidy(title) if title else None)
    return replace(
        told,
        extractor=read.extractor,
        byline=told.byline or read.author,
        url=_printed_from(cuts),
        cuts=(*cuts, *told.cuts),
        problems=(*_empty_pages(read.pages), *told.problems),
    )


def _pictures(pages: int) -> str:
    if not pages:
        return "it has no pages"
    where = f"its {pages} pages" if pages > 1 else "its page"
    return f"no letters on {where}, only pictures or nothing: have its text recognised first (OCR)"


def _empty_pages(pages: Sequence[Sequence[Line]]) -> tuple[Problem, ...]:
    """Pages without letters among others that have them: pictures of text, perhaps."""
    empty = [str(number) for number, page in enumerate(pages, 1) if not page]
    few = ", ".join(empty[:12]) + (", ..." if len(empty) > 12 else "")
    return (Problem("intake", f"no letters on page {few} of {len(pages)}"),) if empty else ()


def _printed_from(cuts: Sequence[Cut]) -> str | None:
    """The address that browsers print at the foot of each page."""
    found = (_ADDRESS.search(cut.quote) for cut in cuts if cut.reason == "running head")
    return next((address[0] for address in found if address), None)


def _made(told: str | None) -> tuple[Problem, ...]:
    """That the day on which a file was made is known, and is none of publication."""
    found = _DAY.match(told or "")
    if found is None:
        return ()
    day = "-".join(part for part in found.groups() if part)
    return (Problem("intake", f"not dated: its first page shows no day; the file was made on {day}"),)


# --- title ---------------------------------------------------------------------------------------------------------


def _titled(found: Sequence[Paragraph], told: str | None) -> tuple[str | None, list[Paragraph]]:
    """The title and the paragraphs without it; None when none is plain.

    It is the line of the first page that the file itself gives as its title, else the one in the largest letters.
    """
    first = [p for p in found[:_FIRST] if p.page == found[0].page and len(p.text) <= _LONGEST_TITLE]
    same = [p for p in first if told and not _NO_TITLE.search(told) and _alike(p.text, told)]
    body = _body_size(found)
    large = [p for p in first if p.size >= _LARGER * body and len(p.text.split()) >= _FEW_WORDS]
    chosen = next(iter(same), None) or max(large, key=lambda p: p.size, default=None)
    return (chosen.text if chosen else None), [p for p in found if p is not chosen]


def _body_size(found: Sequence[Paragraph]) -> float:
    letters: Counter[float] = Counter()
    for paragraph in found:
        letters[paragraph.size] += len(paragraph.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _alike(one: str, other: str) -> bool:
    left, right = (re.findall(r"\w+", words.lower()) for words in (one, other))
    return bool(left) and left == right
