"""Where incidents were: what a map shows."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.chronicle.file import Connection
from sayso.chronicle.views.places import Elsewhere, Spot, elsewhere_of, spots_of
from sayso.chronicle.views.spans import among_of
from sayso.web.api.asked import FILTERS, PAGING, Asked, Page
from sayso.web.api.routes import Route


@dataclass(frozen=True, slots=True)
class Places:
    """A page of the places with a point, and all that has none: countries, places that were not found, no place."""

    points: Page[Spot]
    elsewhere: tuple[Elsewhere, ...]


def places(file: Connection, asked: Asked) -> Places:
    """Where the incidents of a view were, the places with the most incidents first; counts go by status."""
    among = asked.once(("among", asked.filters.view), lambda: among_of(file, asked.filters.view))
    found = asked.once(("places", asked.filters.view), lambda: (spots_of(file, among), elsewhere_of(file, among)))
    return Places(asked.page_of(found[0]), tuple(found[1]))


ROUTES = (Route("/places", places, Places, (*FILTERS, *PAGING)),)
