"""One document: the article beside its records, its other texts, what was left out of the page, what copies it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.chronicle.decided.decisions import judgements_on
from sayso.chronicle.file import Connection
from sayso.chronicle.rows import sentences_of
from sayso.chronicle.stored import document_of
from sayso.chronicle.views.documents import Version, capture_of, incidents_told, judged_reading, versions_of
from sayso.chronicle.views.pages import document_page
from sayso.knowledge.kinds import load_kinds
from sayso.records import STATUSES, Judgement
from sayso.spans import Span
from sayso.web.filters import Filters, filters_of
from sayso.web.lit import Block, Mark, blocks
from sayso.web.reading import reading
from sayso.web.records import Found, found_in
from sayso.web.templating import Tab, page

TABS: tuple[Tab, ...] = ()
OWN = ("id", "text_number")  # of the address, beside the filter
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Earlier:
    """An older text of a document, and the sentences in it that the article of now does not have."""

    version: Version
    gone: tuple[str, ...]


@router.get("/document")
def document(request: Request) -> Response:
    """The text that counts now with its records, or another text of the document with what is no longer said."""
    identifier, number, filters = _asked(request)
    with reading(request) as file:
        versions = _versions(file, identifier)
        shown = _shown(versions, number)
        found = _found(file, identifier) if shown.current else Found()
        about, record = document_page(file, identifier), document_of(file, identifier)
        judged = _judged(file, found)
    text_blocks = blocks(shown.text, found.marks or _gone_marks(shown, versions), _title_stop(shown))
    return page(
        request, "document.html", filters=filters, about=about, record=record, shown=shown, versions=versions,
        found=found, blocks=text_blocks, anchors=_anchors(text_blocks), earlier=_earlier(versions),
        language=_language(record.language), identifier=identifier, judged=judged, kinds=tuple(load_kinds()),
        statuses=STATUSES,
    )  # fmt: skip


@router.get("/document/left-out")
def left_out_of(request: Request) -> Response:
    """What else stood on the stored page."""
    from sayso.intake.left_out import left_out

    identifier, number, filters = _asked(request)
    with reading(request) as file:
        shown = _shown(_versions(file, identifier), number)
        data = capture_of(file, identifier, shown.version)
    lines = left_out(data, shown.text) if data is not None else None
    return page(
        request, "left_out.html", filters=filters, identifier=identifier, shown=shown, lines=lines,
        captured=data is not None,
    )  # fmt: skip


def _asked(request: Request) -> tuple[str, int | None, Filters]:
    """The document, the number of its text, and the filter that the navigation carries on."""
    pairs = request.query_params.multi_items()
    own = [(name, value) for name, value in pairs if name in OWN]
    given = dict(own)
    if len(own) != len(given) or not given.get("id"):
        raise HTTPException(404, "The address names no document.")
    number = given.get("text_number", "")
    if number and not (number.isascii() and number.isdigit() and len(number) < 7):
        raise HTTPException(404, "There is no such text of this document.")
    return given["id"], int(number) if number else None, filters_of(p for p in pairs if p[0] not in OWN)


def _versions(file: Connection, identifier: str) -> list[Version]:
    found = versions_of(file, identifier)
    if not found:
        raise HTTPException(404, "There is no document with this id; it may have been removed.")
    return found


def _shown(versions: list[Version], number: int | None) -> Version:
    found = next((v for v in versions if (v.current if number is None else v.number == number)), None)
    if found is None:
        raise HTTPException(404, "There is no such text of this document.")
    return found


def _found(file: Connection, identifier: str) -> Found:
    judged = judged_reading(file, identifier)
    return found_in(judged, incidents_told(file, judged)) if judged else Found()


def _judged(file: Connection, found: Found) -> dict[str, list[Judgement]]:
    """What people decided of each event, and of the claims on it."""
    by_event: dict[str, list[Judgement]] = {}
    for judgement in judgements_on(file, [record.event for record in found.events if record.event]):
        by_event.setdefault(judgement.target.partition(".")[0], []).append(judgement)
    return by_event


def _title_stop(shown: Version) -> int:
    """Where the title ends in a text that begins with it."""
    title = shown.title or ""
    return len(title) if title and shown.text.startswith(title) else 0


def _anchors(found: list[Block]) -> dict[int, int]:
    """Where the first words of each record begin."""
    starts: dict[int, int] = {}
    for piece in (piece for block in found for piece in block.pieces):
        for mark in piece.marks:
            starts.setdefault(mark.record, piece.start)
    return starts


def _language(told: str | None) -> str | None:
    return told if told and _LANGUAGE.fullmatch(told) else None


# --- other texts of the document ---------------------------------------------------------------------------------


def _earlier(versions: list[Version]) -> list[Earlier]:
    current = next(v for v in versions if v.current)
    return [Earlier(v, tuple(s.of(v.text) for s in gone(v.text, current.text))) for v in versions if not v.current]


def _gone_marks(shown: Version, versions: list[Version]) -> list[Mark]:
    if shown.current:
        return []
    current = next(v for v in versions if v.current)
    return [Mark(span, "gone", 1) for span in gone(shown.text, current.text)]


def gone(before: str, now: str) -> list[Span]:
    """The sentences of one text that another does not have, spaces aside."""
    kept = {_plain(span.of(now)) for span in sentences_of(now)}
    return [span for span in sentences_of(before) if (words := _plain(span.of(before))) and words not in kept]


def _plain(words: str) -> str:
    return " ".join(words.split())
