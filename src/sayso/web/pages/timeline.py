"""Incidents along time: single marks where there is room, bars of counts where there are very many, undated beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.chronicle.file import Connection
from sayso.chronicle.views.entries import View
from sayso.chronicle.views.facets import how_large
from sayso.chronicle.views.spans import (
    LANES,
    Span,
    among_of,
    days_of,
    last_day,
    spans,
    tallies,
    touching,
    undated,
    undated_by_status,
)
from sayso.export.days import as_day, show_days
from sayso.export.incident_rows import show_when
from sayso.export.rows import MARKS
from sayso.records import STATUSES
from sayso.web.charts.axis import ZOOMS, Tick, Window, around, bins_of, ticks
from sayso.web.charts.bars import Bar, BarLane, Counts, bar_lanes, most_bins
from sayso.web.charts.marks import Lane, arranged, label_of, lanes_of
from sayso.web.charts.words import fitted
from sayso.web.counts import SMALL
from sayso.web.drawn import add_drawn
from sayso.web.filters import Filters, WrongFilter, filters_of
from sayso.web.reading import reading
from sayso.web.templating import Tab, page

TABS = (Tab("Timeline", "/timeline"),)
OWN = ("from", "to", "lanes", "w")
LANE_NAMES = {"kind": "kind", "actor": "who does it", "place": "place"}
MISSING = {"kind": "", "actor": "nobody is named", "place": "no place is told"}
FILLS = {status: f"url(#fill-{status})" for status in STATUSES if status != "happened"}
MOST_MARKS = 250  # incidents that are drawn one by one
MOST_UNDATED = 20  # incidents without a day that are listed
WIDTHS = range(280, 2401)  # pixels of a drawing
USUAL_WIDTH = 800
MARGIN = 0.04  # of a window, before and after what it shows
ALONE = 0.2  # share of the incidents at either end that do not make the first window wide
FAR = 3  # times as wide as without them
EARLIEST, LATEST = date.min.isoformat(), date.max.isoformat()
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address says of the drawing."""

    window: Window | None
    lanes: str
    width: int


@dataclass(frozen=True, slots=True)
class Beyond:
    """Incidents before or after a window, and where the next of them is seen."""

    incidents: int
    window: Window


@dataclass(frozen=True, slots=True)
class Drawing:
    """A timeline in pixels, and the same as rows; `lanes` or `bars` is empty, `window` None when nothing is dated."""

    window: Window | None
    whole: Window | None
    width: int
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    bars: tuple[BarLane, ...]
    bins: str
    held: tuple[Span, ...]
    shown: int
    dated: int
    earlier: Beyond | None
    later: Beyond | None
    undated: tuple[Span, ...]
    undated_counts: Counts

    @property
    def height(self) -> float:
        last: Sequence[Lane | BarLane] = (self.lanes or self.bars)[-1:]
        return last[0].y + last[0].height if last else 0.0


def _page(request: Request, *, wait: bool, count: bool) -> Response:
    filters, asked = _asked(request)
    if "" in request.query_params.values():
        return RedirectResponse(filters.link(request.url.path), status_code=303)
    with reading(request) as file:
        drawing = _kept_drawing(request, file, filters.view, asked, wait=wait)
        counted = request.app.state.counted.of(file, filters.view, wait=count)
    return page(
        request, "timeline.html", filters=filters, here="/timeline", asked=asked, drawing=drawing, counted=counted,
        lane_names=LANE_NAMES, zooms=ZOOMS, link=_linker(filters), days=show_window, told=told, fills=FILLS,
        when=show_when, label=lambda span: label_of(span, "kind"), in_bins=in_bins, fitted=fitted,
    )  # fmt: skip


add_drawn(router, "/timeline", _page)


def _asked(request: Request) -> tuple[Filters, Asked]:
    """The filter with what belongs to this page, and that by itself."""
    filters = filters_of(request.query_params.multi_items(), own=OWN)
    own = dict(filters.own)
    lanes, width = own.get("lanes", "kind"), own.pop("w", str(USUAL_WIDTH))
    if lanes not in LANES:
        raise WrongFilter(f"There are lanes by {', '.join(LANES)}, none by {lanes[:40]!r}.")
    if not (width.isascii() and width.isdigit() and len(width) < 5):
        raise WrongFilter("'w' is a number of pixels.")
    if lanes == "kind":
        own.pop("lanes", None)
    wide = min(max(int(width), WIDTHS[0]), WIDTHS[-1])
    return replace(filters, own=tuple(own.items())), Asked(_window(own), lanes, wide)


def _window(own: dict[str, str]) -> Window | None:
    if "from" not in own and "to" not in own:
        return None
    first, last = (as_day(own.get(name, "")) for name in ("from", "to"))
    if first is None or last is None or first > last:
        raise WrongFilter("'from' and 'to' are the first and the last day that is shown, such as 2023-09-01.")
    return Window(first, last)


def _linker(filters: Filters) -> Callable[..., str]:
    """What makes the address of this page with another window, or with other lanes."""
    rest = {name: value for name, value in filters.own if name == "lanes"}

    @cache
    def without_window(lanes: str | None) -> str:
        own = {**rest, "lanes": lanes} if lanes else rest
        kept = tuple(pair for pair in own.items() if pair != ("lanes", "kind"))
        address = replace(filters, page=1, own=kept).link("/timeline")
        return f"{address}&" if "?" in address else f"{address}?"

    def link(window: Window, lanes: str | None = None) -> str:
        return f"{without_window(lanes)}from={window.first.isoformat()}&to={window.last.isoformat()}"

    return link


def _kept_drawing(request: Request, file: Connection, view: View, asked: Asked, *, wait: bool) -> Drawing | None:
    """The drawing; None where it takes a while and nobody waits for it."""
    kept = request.app.state.kept
    question = ("timeline", view, asked)
    takes_long = view != View() or asked.lanes != "kind"
    if takes_long and not wait and not kept.knows(question) and how_large(file) > SMALL:
        return None
    among: str | None = kept.of(("among", view), lambda: among_of(file, view))
    drawing: Drawing = kept.of(question, lambda: drawn(file, among, asked))
    return drawing


def drawn(file: Connection, among: str | None, asked: Asked) -> Drawing:
    """The drawing of a view."""
    found = days_of(file, among)
    begins = [(day, number) for told, number in found if told and (day := as_day(told))]
    dated = sum(number for told, number in found if told)
    beside = undated(file, among, MOST_UNDATED), undated_by_status(file, among)
    if not begins:
        return Drawing(None, None, asked.width, (), (), (), "", (), 0, dated, None, None, tuple(beside[0]), beside[1])
    whole = _padded(begins[0][0], max(begins[-1][0], as_day(last_day(file, among) or "") or date.min))
    window = asked.window or first_window(begins, whole)
    first, last = window.first.isoformat(), window.last.isoformat()
    shown = touching(file, among, first, last)
    held: list[Span] = []
    lanes: tuple[Lane, ...] = ()
    bars: tuple[BarLane, ...] = ()
    bins = bins_of(window, most_bins(asked.width))
    if shown <= MOST_MARKS:
        held = spans(file, among, first, last)
        lanes = arranged(lanes_of(held, asked.lanes, MISSING[asked.lanes]), asked.lanes, window, asked.width)
    else:
        told = tallies(file, among, first, last, lanes=asked.lanes, bins=bins)
        bars = bar_lanes(told, bins, window, asked.width, MISSING[asked.lanes])
    earlier, later = dated - touching(file, among, first, LATEST), dated - touching(file, among, EARLIEST, last)
    before = [day for day, _ in begins if day < window.first][-1:]
    after = [day for day, _ in begins if day > window.last][:1]
    return Drawing(
        window, whole, asked.width, tuple(ticks(window, asked.width)), lanes, bars, bins, tuple(held), shown,
        dated, _beyond(earlier, before, window), _beyond(later, after, window), tuple(beside[0]), beside[1],
    )  # fmt: skip


def _beyond(incidents: int, nearest: Sequence[date], window: Window) -> Beyond | None:
    if not (incidents and nearest):
        return None
    return Beyond(incidents, around(nearest[0].toordinal(), window.days))


def first_window(begins: Sequence[tuple[date, int]], whole: Window) -> Window:
    """Everything, unless a few that lie far off would press all others together; how many lie outside is told."""
    total, seen, inner = sum(number for _, number in begins), 0, []
    for day, number in begins:
        if total * ALONE <= seen + number and seen <= total * (1 - ALONE):
            inner.append(day)
        seen += number
    close = _padded(inner[0], inner[-1]) if inner else whole
    return close if close.days * FAR < whole.days else whole


def _padded(first: date, last: date) -> Window:
    days = (last - first).days + 1
    return around((first.toordinal() + last.toordinal() + 1) / 2, days + 2 * max(1, round(days * MARGIN)))


def show_window(window: Window) -> str:
    """A window as a person writes it."""
    return show_days(window.first.isoformat(), window.last.isoformat())


def told(lane: BarLane, bar: Bar) -> str:
    """What a bar says."""
    counts = ", ".join(f"{MARKS.get(status, '▪')} {number:,} {status}" for status, number in bar.counts.items())
    return f"{show_window(bar.window)}, {lane.name}: {bar.incidents:,} incidents: {counts}"


def in_bins(drawing: Drawing) -> list[tuple[Window, Counts, dict[str, int]]]:
    """The bars as rows: a bin, its incidents by status and by lane."""
    found: dict[date, tuple[Window, Counts, dict[str, int]]] = {}
    for lane in drawing.bars:
        for bar in lane.bars:
            _, by_status, by_lane = found.setdefault(bar.window.first, (bar.window, defaultdict(int), {}))
            by_lane[lane.name] = bar.incidents
            for status, number in bar.counts.items():
                by_status[status] += number
    return [found[day] for day in sorted(found)]
