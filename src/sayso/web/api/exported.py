"""The formats in which a view can be saved, and what a chronicle holds."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sayso.chronicle.file import Connection
from sayso.chronicle.views.look import stats
from sayso.chronicle.views.taken import ToldFailure, failures_in
from sayso.export.formats import FORMATS
from sayso.web.api.asked import FILTERS, PAGING, Asked, Page
from sayso.web.api.routes import PROBLEM, Route, described
from sayso.web.pages.downloads import download


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format: what it is for, and what it leaves out; `suffix` of its files, ".zip" for a folder of pages."""

    name: str
    suffix: str
    use: str
    loses: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are of something."""

    what: str
    number: int | str | None


def exports(_file: Connection, _asked: Asked) -> tuple[ExportFormat, ...]:
    """The formats in which the incidents of a view can be saved."""
    return tuple(ExportFormat(form.name, form.suffix or ".zip", form.use, form.loses) for form in FORMATS)


def holdings(file: Connection, _asked: Asked) -> tuple[Counted, ...]:
    """What the chronicle holds: documents, texts, events by kind and status, days, failures."""
    return tuple(Counted(what, number) for what, number in stats(file).rows)


def failures(file: Connection, asked: Asked) -> Page[ToldFailure]:
    """What was handed to the chronicle and gave no document, with the reasons, the latest first."""
    return asked.page_of(failures_in(file, most=asked.start + asked.limit + 1))


def add_files(router: APIRouter) -> None:
    """All incidents of a view as a file in one of the formats."""

    def export(request: Request) -> Response:
        return download(request, request.path_params["format"])

    path = "/exports/{format}"
    content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    router.add_api_route(
        path, export, response_class=Response, operation_id="export",
        summary="All incidents of a view as a file", description="All incidents of a view in one of the formats.",
        openapi_extra={"parameters": described(path, ("format", *FILTERS))},
        responses={
            200: {"description": "The file", "content": content},
            "default": PROBLEM,
        },
    )  # fmt: skip


ROUTES = (
    Route("/exports", exports, tuple[ExportFormat, ...]),
    Route("/holdings", holdings, tuple[Counted, ...]),
    Route("/failures", failures, Page[ToldFailure], PAGING),
)
