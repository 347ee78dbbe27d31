"""A route of the API: where it is, what answers it, what it can be asked, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request

from sayso.chronicle.file import Connection
from sayso.web.api.asked import PARAMETERS, Asked, asked_of
from sayso.web.reading import reading

ROOT = "/api/v1"
PROBLEM: dict[str, Any] = {
    "description": "A problem",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


@dataclass(frozen=True, slots=True)
class Route:
    """`answer` is a plain function of an open chronicle and what is asked; its docstring is the description."""

    path: str
    answer: Callable[[Connection, Asked], Any]
    model: Any
    parameters: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.answer.__name__

    @property
    def summary(self) -> str:
        """The first sentence of the description."""
        return self.description.partition("\n")[0].rstrip(".")

    @property
    def description(self) -> str:
        return " ".join((self.answer.__doc__ or "").split())


def add_route(router: APIRouter, route: Route) -> None:
    """Answers GET requests by a route's function, on a connection of their own."""

    def endpoint(request: Request) -> Any:
        pairs = [*request.query_params.multi_items(), *request.path_params.items()]
        asked = asked_of(pairs, route.parameters, request.app.state.kept)
        with reading(request) as file:
            return route.answer(file, asked)

    router.add_api_route(
        route.path, endpoint, response_model=route.model, operation_id=route.name, summary=route.summary,
        description=route.description, openapi_extra={"parameters": described(route.path, route.parameters)},
        responses={"default": PROBLEM},
    )  # fmt: skip


def described(path: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Parameters as OpenAPI has them."""
    return [
        {
            "name": name,
            "in": "path" if (in_path := f"{{{name}}}" in path) else "query",
            "required": in_path or PARAMETERS[name].required,
            "description": PARAMETERS[name].means,
            "schema": PARAMETERS[name].schema,
        }
        for name in names
    ]
