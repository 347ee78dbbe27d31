"""Pages for what went wrong: one sentence, and a way on; never a trace of the program."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sayso.chronicle.file import Busy, ChronicleError, NotThere
from sayso.web.api.asked import Withheld
from sayso.web.checks import Refusal, answers_strangers
from sayso.web.filters import WrongFilter
from sayso.web.settings import Settings
from sayso.web.templating import bare_page, page

WORDS = {
    404: "There is no such page.",
    405: "There is nothing here for this method.",
}
STATUSES: dict[type[ChronicleError], int] = {Busy: 503, NotThere: 404, Withheld: 403}
BROKEN = "Something went wrong in sayso itself. The terminal in which `sayso serve` runs says more."


def wants_json(request: Request) -> bool:
    """Whether a program asks, which reads JSON rather than a page."""
    return request.headers.get("accept", "").startswith("application/json")


def error_page(request: Request, status: int, words: str) -> Response:
    """A page that says what is wrong; JSON for who asks for it, a problem of RFC 9457 under /api."""
    if _is_api(request.url.path):
        return problem(status, words)
    if wants_json(request):
        return JSONResponse({"error": words}, status)
    if answers_strangers(request.url.path):
        return told_bare(status, words)
    return page(request, "error.html", status=status, code=status, name=HTTPStatus(status).phrase, words=words)


def refusal_page(refusal: Refusal, settings: Settings) -> Response:
    """The page of a request that the guard does not let through."""
    if refusal.status == 403 and settings.password and refusal.onward is None:
        return bare_page("enter.html", status=403, words=refusal.why)
    return told_bare(refusal.status, refusal.why, refusal.onward)


def told_bare(status: int, words: str, onward: str | None = None) -> Response:
    """What is wrong, on a page that tells nothing of the chronicle."""
    name = HTTPStatus(status).phrase
    return bare_page("refused.html", status=status, code=status, name=name, words=words, onward=onward)


def problem(status: int, words: str) -> Response:
    """What is wrong, for programs (RFC 9457)."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": words}
    return JSONResponse(told, status, media_type="application/problem+json")


def refuse(refusal: Refusal, settings: Settings) -> ASGIApp:
    """The answer to a request that the guard does not let through: a page, a problem under /api."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        api = _is_api(scope["path"])
        await (problem(refusal.status, refusal.why) if api else refusal_page(refusal, settings))(scope, receive, send)

    return answer


def _is_api(path: str) -> bool:
    return path.startswith("/api/")


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
    status = next((status for kind, status in STATUSES.items() if isinstance(error, kind)), 500)
    return error_page(request, status, str(error))


def _on_fault(request: Request, _: Exception) -> Response:
    return error_page(request, 500, BROKEN)
