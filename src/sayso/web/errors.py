"""Pages for what went wrong: one sentence, and a way on; never a trace of the program."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.chronicle.file import Busy, ChronicleError
from sayso.web.filters import WrongFilter
from sayso.web.safety import Refusal
from sayso.web.settings import Settings
from sayso.web.templating import bare_page, page

WORDS = {
    404: "There is no such page.",
    405: "There is nothing here for this method.",
}
BROKEN = "Something went wrong in sayso itself. The terminal in which `sayso serve` runs says more."


def error_page(request: Request, status: int, words: str) -> Response:
    """A page that says what is wrong."""
    return page(request, "error.html", status=status, code=status, name=HTTPStatus(status).phrase, words=words)


def refusal_page(refusal: Refusal, settings: Settings) -> Response:
    """The page of a request that the guard does not let through."""
    if refusal.status == 403 and settings.password and refusal.onward is None:
        return bare_page("enter.html", status=403, words=refusal.why)
    return bare_page(
        "refused.html", status=refusal.status, code=refusal.status, name=HTTPStatus(refusal.status).phrase,
        words=refusal.why, onward=refusal.onward,
    )  # fmt: skip


def add_errors(app: FastAPI) -> None:
    """What the application answers to each sort of error."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_values)
    app.add_exception_handler(WrongFilter, _on_filter)
    app.add_exception_handler(ChronicleError, _on_chronicle)
    app.add_exception_handler(Exception, _on_fault)


def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    told = error.detail if error.detail != HTTPStatus(error.status_code).phrase else None
    return error_page(request, error.status_code, told or WORDS.get(error.status_code, "This is not possible."))


def _on_values(request: Request, _: Exception) -> Response:
    return error_page(request, 400, "The address has a value that this page cannot use.")


def _on_filter(request: Request, error: Exception) -> Response:
    return error_page(request, 400, str(error))


def _on_chronicle(request: Request, error: Exception) -> Response:
    return error_page(request, 503 if isinstance(error, Busy) else 500, str(error))


def _on_fault(request: Request, _: Exception) -> Response:
    return error_page(request, 500, BROKEN)
