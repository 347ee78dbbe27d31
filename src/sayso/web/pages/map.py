"""Incidents where they were: places as signs and circles, what has no point beside them, the way of one person."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from sayso.chronicle.entities.cards import stops_of
from sayso.chronicle.entities.who import Identity, identities_named
from sayso.chronicle.file import Connection
from sayso.chronicle.views.entries import View
from sayso.chronicle.views.facets import how_large
from sayso.chronicle.views.places import (
    Elsewhere,
    Spot,
    elsewhere_of,
    incidents_within,
    incidents_without,
    spots_of,
)
from sayso.chronicle.views.spans import Span, among_of
from sayso.export.incident_rows import show_when
from sayso.web.charts.land import Paths, land_of
from sayso.web.charts.map_marks import Circle, Mark, circles_of, exactness, marks_of, told
from sayso.web.charts.marks import label_of
from sayso.web.charts.states import Placed, placed_names, states_to_name
from sayso.web.charts.ways import Leg, Stop, Turn, legs_of, stops_of_way, turns_of
from sayso.web.charts.window import Sheet, Window, sheet_around, sheet_of
from sayso.web.counts import SMALL
from sayso.web.drawn import add_drawn
from sayso.web.map_asked import Asked, asked_of, map_link
from sayso.web.map_json import features_of, names_json, packed_world
from sayso.web.reading import reading
from sayso.web.templating import Tab, page
from sayso.web.words import country_name

TABS = (Tab("Map", "/map"),)
MOST_PLACES = 2000  # that are drawn
MOST_ROWS = 100  # places of the table
MOST_ELSEWHERE = 30  # countries and names in the list beside the map
MOST_INCIDENTS = 100  # of one mark that are listed
MOST_STOPS = 100
MOST_PEOPLE = 8  # whose ways are offered when a name fits several
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Way:
    """The people whom the filter names, and the stops of the one when it is one."""

    people: tuple[Identity, ...]
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a view holds: places with a point, the most frequent first, and what has none."""

    spots: tuple[Spot, ...]
    elsewhere: tuple[Elsewhere, ...]
    way: Way

    @property
    def on_map(self) -> int:
        return sum(spot.incidents for spot in self.spots)

    @property
    def holding(self) -> frozenset[str]:
        """The states in which something is told to have been, at a point or no closer."""
        told = (one.key for one in self.elsewhere if one.sort == "country")
        return frozenset((*(spot.country for spot in self.spots if spot.country), *told))


@dataclass(frozen=True, slots=True)
class Picked:
    """The incidents of one mark: a name, how many there are, and the first of them."""

    name: str
    incidents: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map in pixels, and the same as rows."""

    sheet: Sheet
    whole: Sheet
    land: Paths
    circles: tuple[Circle, ...]
    marks: tuple[Mark, ...]
    legs: tuple[Leg, ...]
    turns: tuple[Turn, ...]
    states: tuple[Placed, ...]
    found: Found
    within: tuple[Spot, ...]
    picked: Picked | None = None

    @property
    def outside(self) -> int:
        """The incidents whose places lie beyond the rim."""
        return self.found.on_map - sum(spot.incidents for spot in self.within)


@router.get("/map/places")
def places(request: Request) -> Response:
    """The places of a view as GeoJSON (RFC 7946), the first MOST_PLACES of them, and the way of one person."""
    filters, _ = asked_of(request.query_params.multi_items())
    with reading(request) as file:
        found = _kept(request, file, filters.view, wait=True)
    answer = features_of(found.spots[:MOST_PLACES], found.way.stops, len(found.spots)) if found else {}
    return Response(json.dumps(answer, ensure_ascii=False), media_type="application/geo+json")


@router.get("/map/names")
def names(request: Request) -> Response:
    """Where the names of states can stand in the window of an address, the best point first, and how wide each is."""
    filters, asked = asked_of(request.query_params.multi_items())
    with reading(request) as file:
        found = _kept(request, file, filters.view, wait=True)
    sheet = sheet_of(asked.window, asked.width) if asked.window else sheet_around((), asked.width)
    return JSONResponse(names_json(states_to_name(sheet, found.holding if found else frozenset()), sheet))


@router.get("/map/world")
def world_as_json(request: Request) -> Response:
    """Land and borders as GeoJSON: the same for every chronicle."""
    whole = packed_world("gzip" in request.headers.get("accept-encoding", ""))
    return Response(whole.body, media_type="application/geo+json", headers=whole.headers)


def _page(request: Request, *, wait: bool, count: bool) -> Response:
    filters, asked = asked_of(request.query_params.multi_items())
    if "" in request.query_params.values():
        return RedirectResponse(filters.link(request.url.path), status_code=303)
    with reading(request) as file:
        found = _kept(request, file, filters.view, wait=wait)
        picked = _picked(request, file, filters.view, found, asked) if found else None
        drawing = found and replace(_kept_drawing(request, filters.view, found, asked), picked=picked)
        counted = request.app.state.counted.of(file, filters.view, wait=count)
    return page(
        request, "map.html", filters=filters, here="/map", drawing=drawing, counted=counted, when=show_when,
        label=lambda span: label_of(span, "kind"), link=lambda **own: map_link(filters, own), told=told,
        exactness=exactness, box_of=box_of, name_of=name_of,
        most_rows=MOST_ROWS, most_elsewhere=MOST_ELSEWHERE, max_places=MOST_PLACES,
        by_way=lambda name: replace(filters.with_(actor=f'"{name}"'), own=()).link("/map"),
    )  # fmt: skip


add_drawn(router, "/map", _page)


def _kept(request: Request, file: Connection, view: View, *, wait: bool) -> Found | None:
    """What a view holds; None where it takes a while and nobody waits for it."""
    kept = request.app.state.kept
    question = ("map", view)
    if not wait and not kept.knows(question) and how_large(file) > SMALL:
        return None
    found: Found = kept.of(question, lambda: _found(request, file, view))
    return found


def _found(request: Request, file: Connection, view: View) -> Found:
    among = _among(request, file, view)
    return Found(tuple(spots_of(file, among)), tuple(elsewhere_of(file, among)), way_of(file, view))


def _among(request: Request, file: Connection, view: View) -> str | None:
    among: str | None = request.app.state.kept.of(("among", view), lambda: among_of(file, view))
    return among


def way_of(file: Connection, view: View) -> Way:
    """The way of the person whom a view names, within its other conditions; of several people only who they are."""
    if not view.actor:
        return Way((), ())
    people = [one for one in identities_named(file, view.actor.strip('"')) if one.sort == "person"]
    if len(people) != 1:
        return Way(tuple(people[:MOST_PEOPLE]), ())
    taken = stops_of(file, people[0], replace(view, actor=None), limit=MOST_STOPS)
    return Way((people[0],), stops_of_way(taken))


def _picked(request: Request, file: Connection, view: View, found: Found, asked: Asked) -> Picked | None:
    """The incidents that the address asks for: at the places of a mark, or at none."""
    if asked.at:
        number, spans = incidents_within(file, _among(request, file, view), asked.at.edges, MOST_INCIDENTS)
        names = list(dict.fromkeys(spot.name for spot in found.spots if asked.at.holds(spot.lon, spot.lat)))
        more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
        return Picked(", ".join(names[:3]) + more, number, tuple(spans))
    if asked.without:
        number, spans = incidents_without(file, _among(request, file, view), *asked.without, MOST_INCIDENTS)
        return Picked(name_of(*asked.without), number, tuple(spans))
    return None


def _kept_drawing(request: Request, view: View, found: Found, asked: Asked) -> Drawing:
    question = ("map drawing", view, asked.window, asked.width)
    drawing: Drawing = request.app.state.kept.of(question, lambda: _drawing(found, asked))
    return drawing


def _drawing(found: Found, asked: Asked) -> Drawing:
    stops = [stop for stop in found.way.stops if stop.has_point]
    whole = sheet_around([*((s.lon, s.lat) for s in found.spots), *(stop.position for stop in stops)], asked.width)
    sheet = sheet_of(asked.window, asked.width) if asked.window else whole
    within = [spot for spot in found.spots if sheet.window.holds(spot.lon, spot.lat)]
    spots = within[:MOST_PLACES]
    legs, turns = legs_of(stops, sheet), turns_of(stops, sheet)
    crossed = [point for leg in legs for point in leg.points]
    marks = marks_of(spots, sheet, crossed, [turn.box for turn in turns])
    taken = [*(box for mark in marks for box in mark.taken), *(turn.box for turn in turns)]
    states = placed_names(sheet, found.holding, taken, crossed)
    circles = circles_of(spots, sheet)
    return Drawing(sheet, whole, land_of(sheet), circles, marks, legs, turns, states, found, tuple(within))


def box_of(mark: Mark | Spot) -> str:
    """The box of a mark or a place in an address, a little wider than its points."""
    west, south, east, north = mark.box
    return Window(max(-180, west - 0.001), max(-90, south - 0.001), east + 0.001, min(90, north + 0.001)).written


def name_of(sort: str, key: str) -> str:
    """What is told of the place of incidents that have no point."""
    if sort == "country":
        return f"in {country_name(key)}, no closer"
    return f"{key}, which was not found" if sort == "name" else "no place told"
