"""Who meets, supplies, accuses, strikes whom: a drawing of parties and ties, each with the incidents behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.chronicle.file import Connection
from sayso.chronicle.views.entries import View
from sayso.chronicle.views.facets import how_large
from sayso.chronicle.views.network import Network, Party, Tie, incidents_of, network_of
from sayso.chronicle.views.spans import Span, among_of
from sayso.export.incident_rows import show_when
from sayso.knowledge.kinds import load_kinds
from sayso.web.charts.graph import Graph, graph_of
from sayso.web.charts.marks import label_of
from sayso.web.counts import SMALL
from sayso.web.drawn import add_drawn
from sayso.web.filters import Filters, WrongFilter, filters_of
from sayso.web.reading import reading
from sayso.web.templating import Tab, page

TABS = (Tab("Network", "/network"),)
OWN = ("one", "other", "mutual", "w")
OF_KIND = "tie-"  # begins the names of the ticks at kinds of ties
STATES = ("state", "country", "government", "military")  # sorts of parties that are drawn alike
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
    kinds: tuple[tuple[str, int], ...]
    chosen_kinds: tuple[str, ...]

    def name(self, key: str) -> str:
        """What a party is called."""
        return self.network.parties[key].name


def _page(request: Request, *, wait: bool, count: bool) -> Response:
    filters, width = _asked(request)
    if "" in request.query_params.values():
        return RedirectResponse(filters.link(request.url.path), status_code=303)
    kinds = _kinds_of(filters)
    with reading(request) as file:
        whole = _kept_network(request, file, filters.view, (), wait=wait)
        found = whole and (_kept_network(request, file, filters.view, kinds, wait=True) if kinds else whole)
        question = ("graph", filters, width)
        drawing = (
            whole
            and found
            and request.app.state.kept.of(question, lambda: _drawing(file, whole, found, filters, width))
        )
        counted = request.app.state.counted.of(file, filters.view, wait=count)
    return page(
        request, "network.html", filters=filters, here="/network", drawing=drawing, counted=counted, when=show_when,
        label=lambda span: label_of(span, "kind"), link=lambda **own: _link(filters, own),
        tie_link=lambda tie: _link(filters, _own(tie)), sort_of=sort_of, all_kinds=filters.elsewhere.link("/network"),
    )  # fmt: skip


add_drawn(router, "/network", _page)


def _asked(request: Request) -> tuple[Filters, int]:
    ticks = tuple(OF_KIND + kind.id for kind in load_kinds())
    filters = filters_of(request.query_params.multi_items(), own=(*OWN, *ticks))
    own = dict(filters.own)
    width = own.pop("w", str(USUAL_WIDTH))
    if not (width.isascii() and width.isdigit() and len(width) < 5):
        raise WrongFilter("'w' is a number of pixels.")
    if ("other" in own or "mutual" in own) and "one" not in own:
        raise WrongFilter("A tie has two ends: 'one' and 'other'.")
    return replace(filters, own=tuple(own.items())), min(max(int(width), WIDTHS[0]), WIDTHS[-1])


def _kinds_of(filters: Filters) -> tuple[str, ...]:
    """The kinds of ties that are asked for; none stands for all."""
    return tuple(name.removeprefix(OF_KIND) for name, _ in filters.own if name.startswith(OF_KIND))


def sort_of(party: Party) -> str:
    """As what a party is drawn: person, state or body."""
    return "person" if party.sort == "person" else "state" if party.sort in STATES else "body"


def _own(tie: Tie) -> dict[str, str]:
    return {"one": tie.one, "other": tie.other} | ({"mutual": "yes"} if tie.mutual else {})


def _link(filters: Filters, own: dict[str, str]) -> str:
    """This page with one party or one tie picked out, and the kinds of ties that are asked for."""
    ticks = {name: value for name, value in filters.own if name.startswith(OF_KIND)}
    return replace(filters, page=1, own=tuple((own | ticks).items())).link("/network")


def _kept_network(
    request: Request, file: Connection, view: View, kinds: tuple[str, ...], *, wait: bool
) -> Network | None:
    """The network of a view; None where it takes a while and nobody waits for it."""
    kept = request.app.state.kept
    question = ("network", view, kinds)
    if not wait and not kept.knows(question) and how_large(file) > SMALL:
        return None
    among: str | None = kept.of(("among", view), lambda: among_of(file, view))
    found: Network = kept.of(question, lambda: network_of(file, among, kinds))
    return found


def _drawing(file: Connection, whole: Network, found: Network, filters: Filters, width: int) -> Drawing:
    """The drawing of what is found in the whole, or of what is around one party when that is picked out."""
    own = dict(filters.own)
    one, other, mutual = own.get("one"), own.get("other"), "mutual" in own
    ends = (one, other, mutual)
    tie = next((t for t in found.ties if (t.one, t.other, t.mutual) == ends), None) if other else None
    centre = one if one in found.parties and not other else None
    shown = found.around(centre) if centre else found
    incidents = tuple(incidents_of(file, tie, MOST_INCIDENTS)) if tie else ()
    known = {kind.id for kind in load_kinds()}
    kinds = tuple((kind, ties) for kind, ties in whole.kinds if kind in known)
    return Drawing(
        graph_of(shown, width), shown, shown.ties[:MOST_ROWS], centre, tie, incidents, kinds, _kinds_of(filters)
    )
