"""One incident: what is shown first and why, every telling with its words, what contradicts, and which texts copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.chronicle.file import ChronicleError, Connection
from sayso.chronicle.gathered.independence import origins_of
from sayso.chronicle.gathered.shown import RULE
from sayso.chronicle.views.entries import entry
from sayso.chronicle.views.explained import reasons
from sayso.export.formats import FORMATS
from sayso.export.incident_rows import incident_row, leading, teller
from sayso.export.incident_words import headline, standing
from sayso.export.judged import all_judged
from sayso.records import Entry, Telling
from sayso.web.filters import filters_of
from sayso.web.reading import reading
from sayso.web.templating import Tab, page

TABS: tuple[Tab, ...] = ()
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Report:
    """One document of an incident with its tellings, and why it belongs to its origin; `first` names and dates it."""

    first: Telling
    tellings: tuple[Telling, ...]
    why: str

    @property
    def name(self) -> str:
        return self.first.title or self.first.document


@dataclass(frozen=True, slots=True)
class Origin:
    """Reports that go back to one source: the one to read, and those that add nothing of their own."""

    name: str
    report: Report
    others: tuple[Report, ...]


@router.get("/incident/{identifier}")
def incident(request: Request, identifier: str) -> Response:
    """The page of an incident; an id that it had before leads to the one it has now."""
    filters = filters_of(request.query_params.multi_items())
    with reading(request) as file:
        found = incident_of(file, identifier)
        if found.id != identifier:
            return RedirectResponse(filters.link(f"/incident/{found.id}"), status_code=302)
        origins, why = _origins(file, found), reasons(file, found.id)
    row = incident_row(found)
    return page(
        request, "incident.html", filters=filters, entry=found, row=row, headline=headline(row), standing=standing(row),
        origins=origins, reasons=why, rule=RULE, lead=leading(found), teller=teller, judged=all_judged(found),
        formats=FORMATS,
    )  # fmt: skip


def incident_of(file: Connection, identifier: str) -> Entry:
    """An incident by its id or by one that it had before; the answer 404 when there is none."""
    try:
        return entry(file, identifier)
    except ChronicleError as error:
        raise HTTPException(404, "There is no incident with this id; its report may have been removed.") from error


def _origins(file: Connection, found: Entry) -> list[Origin]:
    by_document: dict[str, list[Telling]] = {}
    for telling in found.tellings:
        by_document.setdefault(telling.document, []).append(telling)
    separate = origins_of(file, found.id)
    return [
        Origin(origin.name, reports[0], tuple(reports[1:]))
        for origin in separate
        if (reports := _reports(origin.reports, by_document))
    ]


def _reports(told: Sequence[tuple[str, str]], by_document: dict[str, list[Telling]]) -> list[Report]:
    """The reports of one origin; the one that is no copy first."""
    found = [Report(by_document[d][0], tuple(by_document[d]), why) for d, why in told if by_document.get(d)]
    return sorted(found, key=lambda report: bool(report.why))
