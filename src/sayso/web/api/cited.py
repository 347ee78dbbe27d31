"""Sources and publishers: who is cited by whom, how often alone and against whose word."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.chronicle.file import Connection
from sayso.chronicle.views.sources import CitedSource, ReportingPublisher, source_counts
from sayso.web.api.asked import FILTERS, PAGING, Asked, Page
from sayso.web.api.routes import Route


@dataclass(frozen=True, slots=True)
class Sources:
    """A page of those who are cited and one of those who report, each with the most first; counts are incidents.

    `disputes` tells whether contradictions were counted; they are not for very many incidents.
    """

    incidents: int
    disputes: bool
    cited: Page[CitedSource]
    publishers: Page[ReportingPublisher]


def sources(file: Connection, asked: Asked) -> Sources:
    """Who is cited within a view, how often, alone, denied and by whom; and who reports how much of it."""
    view = asked.filters.view
    found = asked.once(("sources", view), lambda: source_counts(file, view))
    return Sources(found.incidents, found.disputes, asked.page_of(found.cited), asked.page_of(found.publishers))


ROUTES = (Route("/sources", sources, Sources, (*FILTERS, *PAGING)),)
