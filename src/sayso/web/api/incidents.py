"""Incidents: the list, one with all that its page shows, and how the list can be narrowed down."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.chronicle.file import Connection
from sayso.chronicle.gathered.independence import origins_of
from sayso.chronicle.views.entries import entry
from sayso.chronicle.views.explained import dated_because, reasons, shown_because
from sayso.chronicle.views.facets import facets, how_many, identifiers
from sayso.chronicle.views.neighbours import Around, Likely, around, likely_same
from sayso.chronicle.views.past import Past, former_ids, past_of
from sayso.export.incident_rows import incident_row
from sayso.export.incident_words import headline
from sayso.gathering.independence import Separate
from sayso.records import Entry
from sayso.web.api.asked import FILTERS, PAGING, Asked, Page
from sayso.web.api.routes import Route
from sayso.web.counts import Counts


@dataclass(frozen=True, slots=True)
class WholeIncident:
    """An incident with its origins, why its reports are taken for one, and what lies near it in time.

    `shown_because` tells which report's values stand first, `dated_because` where days of undated reports come from,
    `former_ids` lead here too. `likely_same` are incidents that nobody has compared with it yet.
    """

    headline: str
    incident: Entry
    origins: tuple[Separate, ...]
    joined_because: tuple[str, ...]
    shown_because: tuple[str, ...]
    dated_because: tuple[str, ...]
    around: Around
    likely_same: tuple[Likely, ...]
    history: tuple[Past, ...]
    former_ids: tuple[str, ...]


def incidents(file: Connection, asked: Asked) -> Page[Entry]:
    """The incidents of a view, each with every telling, its words and its report."""
    return asked.page([entry(file, identifier) for identifier in page_of_ids(file, asked)])


def page_of_ids(file: Connection, asked: Asked) -> list[str]:
    """The incidents of the page that is asked for, and one more when there are more."""
    order, start = asked.filters.order, asked.start
    return identifiers(file, asked.filters.view, order=order, start=start, number=asked.limit + 1)


def incident(file: Connection, asked: Asked) -> WholeIncident:
    """One incident with all that its page shows; an id that it had before will do."""
    found = entry(file, asked.own["id"])
    return WholeIncident(
        headline(incident_row(found)),
        found,
        tuple(origins_of(file, found.id)),
        tuple(reasons(file, found.id)),
        tuple(shown_because(file, found.id)),
        tuple(dated_because(file, found.id)),
        around(file, found.id),
        tuple(likely_same(file, found.id)),
        tuple(past_of(file, found.id)),
        tuple(former_ids(file, found.id)),
    )


def counts(file: Connection, asked: Asked) -> Counts:
    """How many incidents a view holds, and how many with each kind, status, country, actor and source."""
    view = asked.filters.view
    return asked.once(("counts", view), lambda: Counts(how_many(file, view), facets(file, view)))


ROUTES = (
    Route("/incidents", incidents, Page[Entry], (*FILTERS, "order", *PAGING)),
    Route("/incidents/{id}", incident, WholeIncident, ("id",)),
    Route("/counts", counts, Counts, FILTERS),
)
