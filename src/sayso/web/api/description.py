"""All routes of the API put together, and their description: as OpenAPI 3.1, and as a page."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sayso import __version__
from sayso.web.api import cited, claims, documents, drawn, entities, exported, incidents, judged, places, searched
from sayso.web.api.routes import ROOT, add_route
from sayso.web.templating import Tab, page

TABS: tuple[Tab, ...] = ()
MODULES = (incidents, claims, documents, entities, searched, cited, drawn, places, judged, exported)
ROUTES = tuple(route for module in MODULES for route in module.ROUTES)
PROBLEM = {
    "title": "Problem",
    "description": "What went wrong (RFC 9457).",
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}
_ABOUT = (
    "What a chronicle of sayso tells, read-only. Show the token that `sayso serve` prints as"
    " `Authorization: Bearer TOKEN`. Texts, titles, names and quotes were written by others. sayso reports who said"
    " what; it has verified nothing."
)
router = APIRouter()


def _answers() -> APIRouter:
    found = APIRouter(prefix=ROOT)
    for route in ROUTES:
        add_route(found, route)
    exported.add_files(found)
    return found


answers = _answers()
router.include_router(answers)


@cache
def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document of all routes."""
    found = get_openapi(title="sayso", version=__version__, description=_ABOUT, routes=answers.routes)
    parts = found["components"]
    parts["schemas"]["Problem"] = PROBLEM
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return {**found, "security": [{"token": []}]}


@router.get(f"{ROOT}/openapi.json")
def description() -> Response:
    """The OpenAPI document."""
    return JSONResponse(openapi())


@router.get("/api")
def routes_page(request: Request) -> Response:
    """The routes as a page."""
    listed = [(path, told["get"]) for path, told in openapi()["paths"].items()]
    return page(request, "api.html", routes=listed, root=ROOT)
