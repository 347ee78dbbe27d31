"""The table of incidents: filtered by the address, in pages, each row with its sources and how certain it is."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.chronicle.file import Connection
from sayso.chronicle.views.entries import entry
from sayso.chronicle.views.facets import identifiers, sentences_found
from sayso.chronicle.views.look import stats
from sayso.chronicle.views.reviewed import states_of
from sayso.export.formats import grouped
from sayso.export.incident_rows import IncidentRow, incident_row
from sayso.records import Entry
from sayso.web.filters import Filters, filters_of
from sayso.web.reading import reading
from sayso.web.templating import Tab, page

TABS = (Tab("Incidents", "/incidents", ("/incident/",)),)
ON_A_PAGE = 50
SENTENCES = 2  # that are shown of one incident with the words that were searched for
ORDER_NAMES = {
    "day": "day, earliest first",
    "newest": "day, latest first",
    "reports": "most reports",
    "origins": "most separate origins",
}
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Listed:
    """One incident of the table with its state of review; `found` are its sentences with the words searched for."""

    row: IncidentRow
    entry: Entry
    state: str = ""
    found: tuple[str, ...] = ()


@router.get("/incidents")
def incidents(request: Request) -> Response:
    """One page of the table; the counts come later where they take long."""
    return _table(request, wait=False)


@router.get("/incidents/counts")
def counts(request: Request) -> Response:
    """The same page with the counts, however long they take."""
    return _table(request, wait=True)


def _table(request: Request, *, wait: bool) -> Response:
    filters = filters_of(request.query_params.multi_items())
    if "" in request.query_params.values():
        return RedirectResponse(filters.link(request.url.path), status_code=303)
    with reading(request) as file:
        shown, more = _on_page(file, filters)
        counted = request.app.state.counted.of(file, filters.view, wait=wait)
        empty = not shown and not filters.chosen and stats(file).rows[0][1] == 0
    return page(
        request, "incidents.html", filters=filters, shown=shown, more=more, counted=counted, empty=empty,
        first=(filters.page - 1) * ON_A_PAGE + 1, orders=ORDER_NAMES, formats=grouped(), elsewhere=_elsewhere(filters),
    )  # fmt: skip


def _elsewhere(filters: Filters) -> tuple[str, str] | None:
    """Another place to look for the words: what it is, and the address; None without words."""
    view = filters.view
    if view.text and view.report_text is None:
        return "Any report that holds the words", filters.with_(text=None, report_text=view.text).link("/incidents")
    if view.report_text and view.text is None:
        told = filters.with_(text=view.report_text, report_text=None)
        return "Only incidents whose own sentences hold the words", told.link("/incidents")
    return None


def _on_page(file: Connection, filters: Filters) -> tuple[list[Listed], bool]:
    """The incidents of a page, and whether there are more behind it."""
    start = (filters.page - 1) * ON_A_PAGE
    found = identifiers(file, filters.view, order=filters.order, start=start, number=ON_A_PAGE + 1)
    return [_listed(file, identifier, filters) for identifier in found[:ON_A_PAGE]], len(found) > ON_A_PAGE


def _listed(file: Connection, identifier: str, filters: Filters) -> Listed:
    words = filters.view.text or filters.view.report_text
    found = dict.fromkeys(sentences_found(file, identifier, words) if words else ())
    told = entry(file, identifier)
    state = states_of(file, [identifier]).get(identifier, "") if told.judgements else ""
    return Listed(incident_row(told), told, state, tuple(found)[:SENTENCES])
