"""Pages whose drawing and counts take long in a large chronicle: shown at once, and again when these are there."""

from __future__ import annotations

from typing import Protocol

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response


class Drawn(Protocol):
    """A page: `wait` for its drawing however long it takes, `count` what its facets would leave."""

    def __call__(self, request: Request, *, wait: bool, count: bool) -> Response: ...


def add_drawn(router: APIRouter, path: str, drawn: Drawn) -> None:
    """The page under its path, with its drawing under "/chart" below it, with drawing and counts under "/counts"."""

    @router.get(path)
    def at_once(request: Request) -> Response:
        return drawn(request, wait=False, count=False)

    @router.get(f"{path}/chart")
    def with_drawing(request: Request) -> Response:
        return drawn(request, wait=True, count=False)

    @router.get(f"{path}/counts")
    def with_counts(request: Request) -> Response:
        return drawn(request, wait=True, count=True)
