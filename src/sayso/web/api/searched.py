"""Sentences by their words."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.chronicle.file import Connection
from sayso.chronicle.views.facets import search_within
from sayso.web.api.asked import FILTERS, PAGING, Asked, Page
from sayso.web.api.routes import Route


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a report, what was found in it between brackets; `start` is its place in the text."""

    published: str | None
    publisher: str
    sentence: str
    document: str
    start: int


def search(file: Connection, asked: Asked) -> Page[Sentence]:
    """Sentences that hold all the words, the best first; with filters those of reports that tell such an incident."""
    most = asked.start + asked.limit + 1
    found = search_within(file, asked.own["words"], asked.filters.view, limit=most)
    return asked.page([Sentence(*row) for row in found.rows[asked.start :]])


ROUTES = (Route("/search", search, Page[Sentence], ("words", *FILTERS, *PAGING)),)
