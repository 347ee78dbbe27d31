"""Who meets, supplies, accuses, strikes whom: a drawing of parties and ties, each with the incidents behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.chronicle.file import Connection
from sayso.chronicle.views.entries import View
from sayso.chronicle.views.facets import how_large
from sayso.chronicle.views.network import Network, Tie, incidents_of, network_of
from sayso.chronicle.views.spans import Span, among_of
from sayso.export.incident_rows import show_when
from sayso.web.charts.graph import Graph, graph_of
from sayso.web.charts.marks import label_of
from sayso.web.counts import SMALL
from sayso.web.filters import Filters, WrongFilter, filters_of
from sayso.web.reading import reading
from sayso.web.templating import Tab, page

TABS = (Tab("Network", "/network"),)
OWN = ("one", "other", "mutual", "w")
WIDTHS = range(280, 2401)  # pixels of a drawing
USUAL_WIDTH = 960
MOST_ROWS = 100  # ties of the table
MOST_INCIDENTS = 100  # of one tie that are listed
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Drawing:
    """The drawing, the network that it shows, and, for one tie, its incidents."""

    graph: Graph
    network: Network
    rows: tuple[Tie, ...]
    centre: str | None
    tie: Tie | None
    incidents: tuple[Span, ...]

    def name(self, key: str) -> str:
        """What a party is called."""
        return self.network.parties[key].name


@router.get("/network")
def network(request: Request) -> Response:
    """The page; what takes long in a large chronicle is drawn and counted by the two below."""
    return _page(request)


@router.get("/network/chart")
def chart(request: Request) -> Response:
    """The same page with the drawing, however long it takes."""
    return _page(request, wait=True)


@router.get("/network/counts")
def counts(request: Request) -> Response:
    """The same page with drawing and counts."""
    return _page(request, wait=True, count=True)


def _page(request: Request, *, wait: bool = False, count: bool = False) -> Response:
    filters, width = _asked(request)
    if "" in request.query_params.values():
        return RedirectResponse(filters.link(request.url.path), status_code=303)
    with reading(request) as file:
        found = _kept_network(request, file, filters.view, wait=wait)
        question = ("graph", filters, width)
        drawing = found and request.app.state.kept.of(question, lambda: _drawing(file, found, dict(filters.own), width))
        counted = request.app.state.counted.of(file, filters.view, wait=count)
    return page(
        request, "network.html", filters=filters, here="/network", drawing=drawing, counted=counted, when=show_when,
        label=lambda span: label_of(span, "kind"), link=lambda **own: _link(filters, own),
        tie_link=lambda tie: _link(filters, _own(tie)),
    )  # fmt: skip


def _asked(request: Request) -> tuple[Filters, int]:
    filters = filters_of(request.query_params.multi_items(), own=OWN)
    own = dict(filters.own)
    width = own.pop("w", str(USUAL_WIDTH))
    if not (width.isascii() and width.isdigit() and len(width) < 5):
        raise WrongFilter("'w' is a number of pixels.")
    if ("other" in own or "mutual" in own) and "one" not in own:
        raise WrongFilter("A tie has two ends: 'one' and 'other'.")
    return replace(filters, own=tuple(own.items())), min(max(int(width), WIDTHS[0]), WIDTHS[-1])


def _own(tie: Tie) -> dict[str, str]:
    return {"one": tie.one, "other": tie.other} | ({"mutual": "yes"} if tie.mutual else {})


def _link(filters: Filters, own: dict[str, str]) -> str:
    """This page with one party or one tie picked out."""
    return replace(filters, page=1, own=tuple(own.items())).link("/network")


def _kept_network(request: Request, file: Connection, view: View, *, wait: bool) -> Network | None:
    """The network of a view; None where it takes a while and nobody waits for it."""
    kept = request.app.state.kept
    question = ("network", view)
    if not wait and not kept.knows(question) and how_large(file) > SMALL:
        return None
    among: str | None = kept.of(("among", view), lambda: among_of(file, view))
    found: Network = kept.of(question, lambda: network_of(file, among))
    return found


def _drawing(file: Connection, whole: Network, own: dict[str, str], width: int) -> Drawing:
    """The drawing of all, or of what is around one party when that is picked out."""
    one, other, mutual = own.get("one"), own.get("other"), "mutual" in own
    ends = (one, other, mutual)
    tie = next((t for t in whole.ties if (t.one, t.other, t.mutual) == ends), None) if other else None
    centre = one if one in whole.parties and not other else None
    shown = whole.around(centre) if centre else whole
    incidents = incidents_of(file, tie, MOST_INCIDENTS) if tie else []
    return Drawing(graph_of(shown, width), shown, shown.ties[:MOST_ROWS], centre, tie, tuple(incidents))
