"""The list of documents: those that tell the incidents of a view, how each is dated, whose text it brings."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.chronicle.file import Connection
from sayso.chronicle.views.documents import how_many_documents, listed_documents
from sayso.chronicle.views.entries import View
from sayso.web.filters import filters_of
from sayso.web.reading import reading
from sayso.web.templating import Tab, page

TABS = (Tab("Documents", "/documents", ("/document",)),)
HERE = "/documents"
ON_A_PAGE = 50
ORDER_NAMES = {
    "day": "publication, earliest first",
    "newest": "publication, latest first",
    "reports": "most events",
    "origins": "most copies",
}
router = APIRouter()


@router.get("/documents")
def documents(request: Request) -> Response:
    """One page of the list; the counts of the filter come later where they take long."""
    return _list(request, wait=False)


@router.get("/documents/counts")
def counts(request: Request) -> Response:
    """The same page with the counts, however long they take."""
    return _list(request, wait=True)


def _list(request: Request, *, wait: bool) -> Response:
    filters = filters_of(request.query_params.multi_items())
    if "" in request.query_params.values():
        return RedirectResponse(filters.link(request.url.path), status_code=303)
    start = (filters.page - 1) * ON_A_PAGE
    with reading(request) as file:
        found = listed_documents(file, filters.view, order=filters.order, start=start, number=ON_A_PAGE + 1)
        counted = request.app.state.counted.of(file, filters.view, wait=wait)
        total = _total(request, file, filters.view) if counted is not None else None
    return page(
        request, "documents.html", filters=filters, here=HERE, shown=found[:ON_A_PAGE], more=len(found) > ON_A_PAGE,
        counted=counted, total=total, first=start + 1, orders=ORDER_NAMES,
    )  # fmt: skip


def _total(request: Request, file: Connection, view: View) -> int:
    found: int = request.app.state.kept.of(("documents", view), lambda: how_many_documents(file, view))
    return found
