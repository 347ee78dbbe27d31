"""Who is cited by whom, how often, how often alone and against whose word; and who reports how much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.chronicle.views.facets import how_large
from sayso.chronicle.views.sources import CitedSource, ReportingPublisher, SourceCounts, source_counts
from sayso.knowledge.publishers import load_publishers
from sayso.web.counts import SMALL
from sayso.web.filters import Filters, WrongFilter, filters_of
from sayso.web.reading import reading
from sayso.web.templating import Tab, page

TABS = (Tab("Sources", "/sources"),)
HERE = "/sources"
ON_A_PAGE = 100
SHOWN = 3  # publishers of a source, and sources of a publisher, that are not folded
CITED_ORDERS: dict[str, Callable[[CitedSource], Any]] = {
    "cited": lambda s: -s.incidents,
    "alone": lambda s: -s.alone,
    "denied": lambda s: -s.denied,
    "disputed": lambda s: -(s.disputed or 0),
    "denies": lambda s: -s.denies,
    "publishers": lambda s: -len(s.by),
    "name": lambda s: 0,
}
PUBLISHER_ORDERS: dict[str, Callable[[ReportingPublisher], Any]] = {
    "reports": lambda p: -p.reports,
    "copies": lambda p: -p.copies,
    "incidents": lambda p: -p.incidents,
    "alone": lambda p: -p.alone,
    "own": lambda p: -p.own_voice,
    "name": lambda p: 0,
}
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a medium: whether a state runs it, and whose."""

    control: str
    country: str

    @property
    def of_state(self) -> bool:
        return self.control in ("state-run", "state-funded")


@router.get("/sources")
def sources(request: Request) -> Response:
    """Both tables; counted afterwards where that takes long."""
    return _page(request, wait=False)


@router.get("/sources/counts")
def counts(request: Request) -> Response:
    """The same page with its counts, however long they take."""
    return _page(request, wait=True)


def _page(request: Request, *, wait: bool) -> Response:
    filters = filters_of(request.query_params.multi_items(), ("sort", "by"))
    if "" in request.query_params.values():
        return RedirectResponse(filters.link(request.url.path), status_code=303)
    sort, by = _order(filters, "sort", CITED_ORDERS), _order(filters, "by", PUBLISHER_ORDERS)
    with reading(request) as file:
        counted = request.app.state.counted.of(file, filters.view, wait=wait)
        question, kept = ("sources", filters.view), request.app.state.kept
        few = how_large(file) <= SMALL // 4
        known = wait or few or kept.knows(question)
        found: SourceCounts | None = kept.of(question, lambda: source_counts(file, filters.view)) if known else None
    start = (filters.page - 1) * ON_A_PAGE
    cited = _sorted(found.cited, CITED_ORDERS[sort]) if found else []
    publishers = _sorted(found.publishers, PUBLISHER_ORDERS[by]) if found else []
    return page(
        request, "sources.html", filters=filters, here=HERE, counted=counted, found=found, sort=sort, by=by,
        cited=cited[start : start + ON_A_PAGE], publishers=publishers[start : start + ON_A_PAGE], first=start + 1,
        more=max(len(cited), len(publishers)) > start + ON_A_PAGE, of_cited=len(cited), shown=SHOWN,
        of_publishers=len(publishers), standing=standing, sorted_by=sorted_by, quoted=quoted,
    )  # fmt: skip


def _order(filters: Filters, name: str, known: dict[str, Any]) -> str:
    asked = dict(filters.own).get(name, next(iter(known)))
    if asked not in known:
        raise WrongFilter(f"{asked[:40]!r} is no value of {name!r}; it has {', '.join(known)}.")
    return asked


def _sorted(found: Sequence[Any], order: Callable[[Any], Any]) -> list[Any]:
    return sorted(found, key=lambda one: (order(one), one.name.lower(), one.name))


def sorted_by(filters: Filters, name: str, value: str) -> str:
    """The address of this page in another order."""
    own = {**dict(filters.own), name: value}
    return Filters(filters.view, filters.order, own=tuple(own.items())).link(HERE)


def quoted(name: str) -> str:
    """A name as a filter that means the whole of it."""
    return f'"{name}"'


def standing(name: str) -> Standing | None:
    """A medium's standing as the table of publishers has it, None for names that it does not know."""
    found = load_publishers().by_name(name)
    return Standing(found.control, found.country) if found else None
