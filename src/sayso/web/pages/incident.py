"""One incident: what is shown first and why, every telling with its words, what contradicts, and which texts copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.chronicle.decided.deciding import identify
from sayso.chronicle.file import ChronicleError, Connection
from sayso.chronicle.gathered.independence import origins_of
from sayso.chronicle.gathered.shown import RULE
from sayso.chronicle.views.entries import entry
from sayso.chronicle.views.explained import dated_because, reasons, shown_because
from sayso.chronicle.views.neighbours import around, likely_same
from sayso.chronicle.views.pages import event_page
from sayso.chronicle.views.past import former_ids, is_event, past_of, past_of_events
from sayso.chronicle.views.spans import Span
from sayso.export.formats import grouped
from sayso.export.incident_rows import incident_row, leading, show_when, teller
from sayso.export.incident_words import counted_origins, headline, standing
from sayso.gathering.independence import Separate, told_in
from sayso.records import Entry, Telling
from sayso.web.charts.marks import label_of
from sayso.web.charts.small_map import small_map
from sayso.web.filters import DECIDED, Filters, filters_of
from sayso.web.pages.decide import decided, form_of, local, text_of
from sayso.web.reading import reading
from sayso.web.templating import Tab, page
from sayso.web.values import values_of

TABS: tuple[Tab, ...] = ()
GONE = "There is no incident with this id; its report may have been removed."
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
    """Reports that go back to one source: the one to read, and those that add nothing of their own; `denies` it."""

    name: str
    report: Report
    others: tuple[Report, ...]
    denies: bool = False


@router.get("/incident/{identifier}")
def incident(request: Request, identifier: str) -> Response:
    """The page of an incident; an id that it had before leads to the one it has now."""
    filters = filters_of(request.query_params.multi_items())
    with reading(request) as file:
        found = _gathered(file, identifier)
        if found is None:
            return _set_aside(request, file, identifier, filters)
        if found.id != identifier:
            return RedirectResponse(_onward(request, filters, found.id), status_code=302)
        told = _told(file, found)
    row = incident_row(found)
    return page(
        request, "incident.html", filters=filters, entry=found, row=row, headline=headline(row), standing=standing(row),
        counted=counted_origins(found.origins, found.denials), rule=RULE, values=values_of(found, row),
        lead=leading(found), teller=teller, formats=grouped(), when=show_when, label=_label,
        several=len({telling.event for telling in found.tellings}) > 1, small=small_map(found), **told,
    )  # fmt: skip


@router.post("/incident/{identifier}/split")
def split(
    request: Request,
    identifier: str,
    form: Annotated[FormData, Depends(form_of)],
    then: Annotated[str, Depends(local)],
) -> Response:
    """Tells the events that were ticked apart from all others of an incident; whether they are one stays open."""
    ticked = ",".join(dict.fromkeys(str(value).strip() for value in form.getlist("thing") if str(value).strip()))
    if not ticked:
        raise HTTPException(400, "Tick what does not belong to this incident first.")
    why = text_of(form, "why") or None
    return decided(
        request,
        lambda store, who: identify(store, "different", [ticked, identifier], who=who, why=why),
        then=then,
        once=text_of(form, "once"),
    )


def _told(file: Connection, found: Entry) -> dict[str, Any]:
    """What the page says besides the incident itself."""
    return {
        "origins": _origins(file, found),
        "reasons": reasons(file, found.id),
        "shown_because": shown_because(file, found.id)[:-1],
        "dated_because": dated_because(file, found.id),
        "around": around(file, found.id),
        "likely": likely_same(file, found.id),
        "history": past_of(file, found.id),
        "former": former_ids(file, found.id),
    }


def _label(span: Span) -> str:
    return label_of(span, "kind")


def _onward(request: Request, filters: Filters, identifier: str) -> str:
    """The address of an incident, with what was decided on the way to it."""
    query = [*dict(filters.chosen).items(), *((DECIDED, d) for d in request.query_params.getlist(DECIDED)[:1])]
    return f"/incident/{identifier}" + (f"?{urlencode(query)}" if query else "")


def _gathered(file: Connection, identifier: str) -> Entry | None:
    """An incident; None for an event that is in none, as people rejected it; the answer 404 when there is neither."""
    try:
        return entry(file, identifier)
    except ChronicleError as error:
        if is_event(file, identifier):
            return None
        raise HTTPException(404, GONE) from error


def _set_aside(request: Request, file: Connection, identifier: str, filters: Filters) -> Response:
    """The page of what was rejected: its words, who decided so, and the way back."""
    told, past = event_page(file, identifier), past_of_events(file, [identifier])
    return page(request, "incident_rejected.html", filters=filters, event=told, history=past, identifier=identifier)


def incident_of(file: Connection, identifier: str) -> Entry:
    """An incident by its id or by one that it had before; the answer 404 when there is none."""
    found = _gathered(file, identifier)
    if found is None:
        raise HTTPException(404, GONE)
    return found


def _origins(file: Connection, found: Entry) -> list[Origin]:
    return [
        Origin(origin.name, reports[0], tuple(reports[1:]), origin.denies)
        for origin in origins_of(file, found.id)
        if (reports := _reports(origin, found.tellings))
    ]


def _reports(origin: Separate, tellings: Sequence[Telling]) -> list[Report]:
    """The reports of one origin; the one that is no copy first."""
    told = ((told_in(origin, document, tellings), why) for document, why in origin.reports)
    return sorted((Report(said[0], tuple(said), why) for said, why in told if said), key=lambda r: bool(r.why))
