"""What the drawings show, as numbers: incidents along time, and who deals with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sayso.chronicle.file import Connection
from sayso.chronicle.views.network import Network, Party, Tie, network_of
from sayso.chronicle.views.spans import Span, Tally, among_of, spans, tallies, touching, undated_by_status
from sayso.web.api.asked import FILTERS, PAGING, Asked, Page
from sayso.web.api.routes import Route

FEW = 500  # incidents of a time that are given one by one


@dataclass(frozen=True, slots=True)
class TimelinePart:
    """The incidents that can have been within some days: counts by kind, status and `bins`, and `spans`, one each.

    `spans` is null where there are very many; `undated` counts those without any day by status.
    """

    incidents: int
    counts: tuple[Tally, ...]
    spans: tuple[Span, ...] | None
    undated: dict[str, int]


@dataclass(frozen=True, slots=True)
class NetworkPart:
    """Parties, and a page of the ties between them, those with the most incidents first."""

    parties: tuple[Party, ...]
    ties: Page[Tie]


def timeline(file: Connection, asked: Asked) -> TimelinePart:
    """The incidents of a view along time; one by one where they are few enough."""
    among = asked.once(("among", asked.filters.view), lambda: among_of(file, asked.filters.view))
    first = asked.own.get("from", date.min.isoformat())
    last = asked.own.get("to", date.max.isoformat())
    number = touching(file, among, first, last)
    return TimelinePart(
        number,
        tuple(tallies(file, among, first, last, lanes="kind", bins=asked.own.get("bins", "month"))),
        tuple(spans(file, among, first, last)) if number <= FEW else None,
        undated_by_status(file, among),
    )


def network(file: Connection, asked: Asked) -> NetworkPart:
    """Who meets, supplies, accuses whom within a view; each tie with the incidents behind it."""
    view = asked.filters.view
    among = asked.once(("among", view), lambda: among_of(file, view))
    whole: Network = asked.once(("network", view), lambda: network_of(file, among))
    shown = whole.around(asked.own["party"]) if "party" in asked.own else whole
    ties = asked.page_of(shown.ties)
    ends = {end for tie in ties.items for end in (tie.one, tie.other)}
    return NetworkPart(tuple(party for key, party in shown.parties.items() if key in ends), ties)


ROUTES = (
    Route("/timeline", timeline, TimelinePart, (*FILTERS, "from", "to", "bins")),
    Route("/network", network, NetworkPart, (*FILTERS, "party", *PAGING)),
)
