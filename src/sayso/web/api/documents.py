"""Documents: the list, and one with its events, the quotes that tell them, and its texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.chronicle.file import Connection, NotThere
from sayso.chronicle.views.documents import ListedDocument, Version, judged_reading, listed_documents, versions_of
from sayso.chronicle.views.pages import EventPage, document_page, event_page
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


@dataclass(frozen=True, slots=True)
class Copied:
    """Another document that brings the same text, and why it is taken for that."""

    document: str
    why: str


@dataclass(frozen=True, slots=True)
class WholeDocument:
    """A document: where it is from, whose text it brings, the events that it tells with their words and claims.

    `published_from` tells where the day was found, `dated_by` how days of an undated one follow from others. `text` and
    `report` are null unless they are asked for; `report` has the form that docs/json.md describes.
    """

    id: str
    title: str | None
    publisher: str | None
    byline: str | None
    url: str | None
    published: str | None
    published_from: str | None
    language: str | None
    dated_by: tuple[str, ...]
    credits: tuple[str, ...]
    copies: tuple[Copied, ...]
    texts: tuple[TextOfDocument, ...]
    events: tuple[EventPage, ...]
    text: str | None = None
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
        about.id, about.title, about.publisher, about.byline, about.url, about.published, about.published_from,
        about.language, about.dated_by, about.credits, tuple(Copied(*copy) for copy in about.copies),
        texts=tuple(map(_text, versions)), events=tuple(event_page(file, event) for event, *_ in about.events),
        text=next(v.text for v in versions if v.current) if asked.own.get("with_text") else None,
        report=_report(file, identifier) if asked.own.get("with_report") else None,
    )  # fmt: skip


def _text(v: Version) -> TextOfDocument:
    return TextOfDocument(v.number, v.version, v.title, v.published, v.added, v.current)


def _report(file: Connection, identifier: str) -> dict[str, Any]:
    judged = judged_reading(file, identifier)
    if judged is None:
        raise NotThere("this document was not read yet")
    return to_report(judged.reading, text=False)


ROUTES = (
    Route("/documents", documents, Page[ListedDocument], (*FILTERS, "order", *PAGING)),
    Route("/document", document, WholeDocument, ("id", "with_text", "with_report")),
)
