"""What comes into the chronicle through the browser: pasted text, files, pages that a bookmarklet hands over."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from sayso.chronicle.views.taken import failures_in, how_many_failures, titles_of
from sayso.web.adding import MOST_WAITING, Adding, Handed, TooMuch
from sayso.web.checks import WINDOW
from sayso.web.errors import wants_json
from sayso.web.reading import reading
from sayso.web.settings import BODY, LARGER
from sayso.web.templating import Tab, bare_page, page

TABS = (Tab("Add", "/capture"),)
MOST_FILES = 200  # of one request
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_FIELD = 200, 2000, 1000  # characters
SHOWN = 100  # inputs and failures of a page
NOT_FETCHED = "Addresses are fetched only where the application was started as `sayso serve --fetch`."
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Given:
    """Bytes under a name, before they are handed over; None for an address that is to be fetched."""

    name: str
    data: bytes | None


async def form_of(request: Request) -> FormData:
    """The fields and files of a form; files are kept in memory, or on the disk without a name, until it is answered."""
    return await request.form(max_files=MOST_FILES, max_fields=30, max_part_size=LARGER.get(request.url.path, BODY))


Form = Annotated[FormData, Depends(form_of)]


@router.get("/capture")
@router.get("/capture/progress")
def capture(request: Request) -> Response:
    """The ways in, what became of each input, and what could not be read before; JSON of the inputs for programs."""
    from sayso.intake.walk import IN_FOLDERS

    adding: Adding = request.app.state.adding
    handed = adding.all()
    if wants_json(request):
        return JSONResponse([_plain(one) for one in handed[:SHOWN]])
    with reading(request) as file:
        titles = titles_of(file, {a.document for one in handed[:SHOWN] for a in one.added})
        failures, failed = failures_in(file, most=SHOWN), how_many_failures(file)
    return page(
        request, "capture.html", handed=handed[:SHOWN], more=max(0, len(handed) - SHOWN), titles=titles,
        failures=failures, failed=failed, waiting=sum(one.waits for one in handed), most=LARGER,
        fetch=request.app.state.settings.fetch, longest=LONGEST_ADDRESS, accept=",".join(IN_FOLDERS),
    )  # fmt: skip


@router.get(WINDOW)
def window() -> Response:
    """The window that a bookmarklet opens: the same for everybody, it tells nothing of the chronicle."""
    answer = bare_page("capture_window.html", status=200, most=LARGER["/capture/page"])
    answer.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"  # else the page that opened it cannot speak to it
    return answer


@router.post("/capture/text")
def take_text(request: Request, form: Form) -> Response:
    """Takes a pasted text over, as one line of JSON with what is told of it."""
    fields = {name: _field(form, name) for name in ("title", "publisher", "published", "url")}
    text = str(form.get("text", "")).strip()
    if not text:
        raise HTTPException(400, "There is no text to add.")
    if fields["url"]:
        _web_address(fields["url"])
    if fields["published"]:
        _day(fields["published"])
    title = fields["title"] or text.split("\n", 1)[0]
    line = json.dumps({name: value for name, value in fields.items() if value} | {"text": text})
    return _taken(request, [Given(f"pasted: {title}", line.encode("utf-8"))])


@router.post("/capture/files")
def take_files(request: Request, form: Form) -> Response:
    """Takes files over as they are."""
    files = [file for file in form.getlist("file") if isinstance(file, UploadFile) and file.filename]
    if not files:
        raise HTTPException(400, "No file was chosen.")
    return _taken(request, [Given(file.filename or "file", file.file.read()) for file in files])


@router.post("/capture/address")
def take_address(request: Request, form: Form) -> Response:
    """Takes an address over, which is fetched when it is its turn; 400 where fetching was not asked for."""
    from sayso.intake.fetching.addresses import parse
    from sayso.intake.fetching.answers import Refused

    if not request.app.state.settings.fetch:
        raise HTTPException(400, NOT_FETCHED)
    address = _field(form, "address", LONGEST_ADDRESS)
    try:
        return _taken(request, [Given(str(parse(address)), None)])
    except Refused as refused:
        raise HTTPException(400, f"This is not fetched: {refused.what}.") from refused


@router.post("/capture/page")
def take_page(request: Request, form: Form) -> Response:
    """Takes over a page that a browser had open, with the address that it had there."""
    from sayso.intake.sniff import HEAD, sniff

    file, address = form.get("page"), _field(form, "address", LONGEST_ADDRESS)
    data = file.file.read() if isinstance(file, UploadFile) else b""
    if sniff(data[:HEAD], "page.html") != "html":
        raise HTTPException(400, "This is no page.")
    return _taken(request, [Given(_field(form, "title") or address, saved_from(_web_address(address), data))])


def saved_from(address: str, page: bytes) -> bytes:
    """A page with the mark that browsers put on top of what they save: where it was."""
    plain = quote(address, safe="/:?#[]@!$&'()*+,;=%~._-").replace("--", "%2D%2D")
    return f"<!-- saved from url=({len(plain):04}){plain} -->\n".encode() + page


def _field(form: FormData, name: str, longest: int = LONGEST_FIELD) -> str:
    """A line of a form without spaces around it; the answer 400 when it is too long."""
    value = form.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise HTTPException(400, f"The value of {name!r} is too long.")
    return " ".join(value.split())


def _web_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fits = False
    if not fits:
        raise HTTPException(400, f"{address[:100]!r} is no address of a page (https://…).")
    return address


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise HTTPException(400, f"{value[:40]!r} is no day (YYYY-MM-DD).") from None


def _taken(request: Request, given: Iterable[Given]) -> Response:
    """Hands inputs over; the answer 503 when too many wait already."""
    adding: Adding = request.app.state.adding
    try:
        numbers = [adding.put(_name(one.name), one.data).number for one in given]
    except TooMuch as error:
        raise HTTPException(503, f"{error}; {MOST_WAITING} wait at most.") from error
    if wants_json(request):
        return JSONResponse({"numbers": numbers}, 202)
    return RedirectResponse("/capture#progress", status_code=303)


def _name(name: str) -> str:
    """The last part of a path, in letters that can be shown."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1] if not name.startswith(("pasted: ", "http")) else name
    return "".join(letter if letter.isprintable() else " " for letter in last).strip()[:LONGEST_NAME] or "unnamed"


def _plain(one: Handed) -> dict[str, Any]:
    """An input as JSON."""
    return {
        "number": one.number, "name": one.name, "size": one.size, "state": one.state, "reason": one.reason,
        "counts": dict(one.counts), "documents": [added.document for added in one.added],
        "failures": [f"{failure.what} ({failure.reason})" for failure in one.failures],
    }  # fmt: skip
