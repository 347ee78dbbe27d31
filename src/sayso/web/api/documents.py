"""Documents: the list, and one with its events, the quotes that tell them, and its texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sayso.chronicle.file import Connection, NotThere
from sayso.chronicle.views.documents import (
    ListedDocument,
    Version,
    capture_of,
    judged_reading,
    listed_documents,
    versions_of,
)
from sayso.chronicle.views.pages import DocumentPage, EventPage, document_page, event_page
from sayso.report import to_report
from sayso.web.api.asked import FILTERS, PAGING, Asked, Page
from sayso.web.api.routes import Route


@dataclass(frozen=True, slots=True)
class TextOfDocument:
    """One text that a document had; `number` is 1 for the first, `version` the hash of it that spans belong to."""

    number: int
    version: str
    title: str | None
    published: str | None
    added: str
    current: bool
    text: str | None = None


@dataclass(frozen=True, slots=True)
class WholeDocument:
    """A document, the texts that it had, the events that it tells with their words and claims.

    What is null was not asked for: `text` of the texts, `left_out`, what else stood on the stored page, and `report`,
    which has the form that docs/json.md describes.
    """

    document: DocumentPage
    texts: tuple[TextOfDocument, ...]
    events: tuple[EventPage, ...]
    left_out: tuple[str, ...] | None = None
    report: dict[str, Any] | None = None


def documents(file: Connection, asked: Asked) -> Page[ListedDocument]:
    """The documents that tell the incidents of a view, or all."""
    order, start = asked.filters.order, asked.start
    return asked.page(listed_documents(file, asked.filters.view, order=order, start=start, number=asked.limit + 1))


def document(file: Connection, asked: Asked) -> WholeDocument:
    """One document with the events that it tells, each with its words and who vouches for it."""
    identifier = asked.own["id"]
    about, versions = document_page(file, identifier), versions_of(file, identifier)
    return WholeDocument(
        about,
        tuple(_text(version, whole="with_text" in asked.own) for version in versions),
        tuple(event_page(file, told.id) for told in about.events),
        _left_out(file, identifier, versions) if "with_left_out" in asked.own else None,
        _report(file, identifier) if "with_report" in asked.own else None,
    )


def _text(v: Version, *, whole: bool) -> TextOfDocument:
    return TextOfDocument(v.number, v.version, v.title, v.published, v.added, v.current, v.text if whole else None)


def _left_out(file: Connection, identifier: str, versions: Sequence[Version]) -> tuple[str, ...] | None:
    """The lines of the page of now that are not in its text; None where no page is stored."""
    from sayso.intake.left_out import left_out

    now = next(version for version in versions if version.current)
    page = capture_of(file, identifier, now.version)
    lines = left_out(page, now.text) if page is not None else None
    return None if lines is None else tuple(lines)


def _report(file: Connection, identifier: str) -> dict[str, Any]:
    judged = judged_reading(file, identifier)
    if judged is None:
        raise NotThere("this document was not read yet")
    return to_report(judged.reading, text=False)


ROUTES = (
    Route("/documents", documents, Page[ListedDocument], (*FILTERS, "order", *PAGING)),
    Route("/document", document, WholeDocument, ("id", "with_text", "with_left_out", "with_report")),
)
