"""The one door for decisions: what a page asks for is decided under the name of this browser, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from sayso.chronicle.decided.deciding import Made, identify, judge, withdraw
from sayso.chronicle.file import Busy, ChronicleError, NotThere
from sayso.chronicle.store import Store
from sayso.records import IDENTITIES
from sayso.web.errors import wants_json
from sayso.web.outcomes import DONE, Outcome, Outcomes, outcome_of
from sayso.web.templating import Tab
from sayso.web.writing import remember_reviewer, reviewer, writing

TABS: tuple[Tab, ...] = ()
HOME = "/decisions"  # where a form leads that names no page
LONGEST = {"why": 5000, "after": 2000, "then": 4000, "name": 500}  # characters; other values have 2000
VERDICTS = tuple(verdict for verdict in DONE if verdict != "add")  # what is added comes with words of a document
router = APIRouter()
Decide = Callable[[Store, str], Made]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form asks for; `then` is the page to go back to, `once` a token that repeats of one request share."""

    verdict: str
    things: tuple[str, ...]
    field: str | None
    after: str | None
    why: str | None
    then: str
    once: str


async def form_of(request: Request) -> FormData:
    """The fields of a form; the answer 400 when it brings files or what no field holds."""
    form = await request.form(max_files=0, max_fields=500)
    for name, value in form.multi_items():
        if not isinstance(value, str) or "\0" in value or len(value) > LONGEST.get(name, 2000):
            raise HTTPException(400, f"The value of {name[:40]!r} is too long, or no words.")
    return form


def text_of(form: FormData, name: str) -> str:
    """One field of a form without spaces around it, "" when it is not there."""
    return str(form.get(name, "")).strip()


def wanted(form: Annotated[FormData, Depends(form_of)]) -> Wanted:
    """The decision that a form asks for; the answer 400 when something that it needs is missing."""
    verdict = text_of(form, "verdict")
    things = tuple(dict.fromkeys(thing for value in form.getlist("thing") if (thing := str(value).strip())))
    field, after, why = (text_of(form, name) or None for name in ("field", "after", "why"))
    found = Wanted(verdict, things, field, after, why, local(form), text_of(form, "once"))
    missing = _missing(found)
    if missing:
        raise HTTPException(400, missing)
    return found


def _missing(asked: Wanted) -> str | None:
    """What is wrong with a form, whatever the chronicle holds."""
    if asked.verdict not in VERDICTS:
        return f"{asked.verdict[:40]!r} is no decision; there are {', '.join(VERDICTS)}."
    if not asked.things:
        return "The request does not say what the decision is about."
    if asked.verdict == "correct" and not (asked.field and asked.after):
        return "A correction needs a field and a value; “unknown” takes a value away."
    if asked.verdict == "note" and not asked.why:
        return "A note needs words."
    if asked.verdict == "withdraw" and len(asked.things) > 1:
        return "One decision is taken back at a time."
    return None


def local(form: Annotated[FormData, Depends(form_of)]) -> str:
    """The page of this application that a form leads back to; the answer 400 when it is an address elsewhere."""
    path = text_of(form, "then") or HOME
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        raise HTTPException(400, "“then” is a path of this application, such as /incidents.")
    return path


@router.post("/decide")
def decide(request: Request, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
    """Decides what the form asks for, once."""
    return decided(request, lambda store, who: _carry_out(store, asked, who), then=asked.then, once=asked.once)


@router.post("/reviewer")
def name_reviewer(form: Annotated[FormData, Depends(form_of)], then: Annotated[str, Depends(local)]) -> Response:
    """Sets the name under which this browser decides from now on."""
    answer = RedirectResponse(then, status_code=303)
    try:
        remember_reviewer(answer, text_of(form, "name"))
    except ChronicleError as error:
        raise HTTPException(400, f"{error}.") from error
    return answer


def decided(request: Request, decide: Decide, *, then: str, once: str = "") -> Response:
    """The answer to a request that decides: `decide` is given the store and who decides, and is called once a token.

    JSON for who asks for it, else the way back to the page `then`, which tells what was decided. What is not there is
    answered with 404, what does not fit with 409, and 503 while another process writes.
    """
    outcomes: Outcomes = request.app.state.outcomes
    try:
        with writing(request) as store:
            found = outcomes.of_token(once) or _made(outcomes, decide(store, reviewer(request)), once)
    except ChronicleError as error:
        raise HTTPException(_status(error), f"This was not decided: {error}.") from error
    if wants_json(request):
        return JSONResponse(
            {"decision": found.decision, "verdict": found.verdict, "told": found.told, "who": found.who}
        )
    return RedirectResponse(_with(then, found.decision), status_code=303)


def _made(outcomes: Outcomes, made: Made, once: str) -> Outcome:
    found = outcome_of(made)
    outcomes.remember(found, once)
    if found.verdict == "withdraw":
        outcomes.withdrawn(made.decision.targets[0])
    return found


def _status(error: ChronicleError) -> int:
    return 404 if isinstance(error, NotThere) else 503 if isinstance(error, Busy) else 409


def _carry_out(store: Store, asked: Wanted, who: str) -> Made:
    if asked.verdict == "withdraw":
        return withdraw(store, asked.things[0], who=who, why=asked.why)
    if asked.verdict in IDENTITIES:
        return identify(store, asked.verdict, asked.things, who=who, why=asked.why)
    return judge(store, asked.verdict, asked.things, who=who, why=asked.why, field=asked.field, after=asked.after)


def _with(path: str, decision: str) -> str:
    """A path with the decision that was made in its query, instead of an earlier one."""
    parts = urlsplit(path)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "decided"]
    return parts._replace(query=urlencode([*kept, ("decided", decision)])).geturl()
