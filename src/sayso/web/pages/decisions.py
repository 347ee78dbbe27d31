"""What was decided, by whom, and whether reviewers agree: as pages and as files."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.chronicle.decided.decisions import Listed
from sayso.chronicle.views.agreement import Agreement, agreement
from sayso.chronicle.views.decision_history import VERDICTS, Chosen, history, how_many_decisions, people, withdrawals
from sayso.chronicle.views.look import Answer
from sayso.export.tables import csv_of, harmless, json_lines_of
from sayso.show.decisions import agreement_answer, deed
from sayso.web.about import things_about
from sayso.web.filters import Filters, WrongFilter, filters_of
from sayso.web.reading import reading
from sayso.web.templating import Tab, page

TABS: tuple[Tab, ...] = ()
HERE = "/decisions"
ON_A_PAGE = 50
MOST_REVIEWED = 500  # that the page of agreement lists; the files have all
COLUMNS = (
    "decision", "made", "who", "verdict", "field", "before", "after", "why", "state", "found", "of", "missing", "now",
    "words", "documents", "withdrawn_by", "withdrawn",
)  # fmt: skip
_FIRST = {False: 0, True: 1, None: 2}  # in which order what is agreed on or not is listed
router = APIRouter()


@router.get("/decisions")
def decisions(request: Request) -> Response:
    """All decisions, the latest first."""
    filters, chosen = _asked(request)
    start = (filters.page - 1) * ON_A_PAGE
    with reading(request) as file:
        found = history(file, chosen, start=start, number=ON_A_PAGE)
        number, names, undone = how_many_decisions(file, chosen), people(file), withdrawals(file, found)
        things = things_about(file, found)
    return page(
        request, "decisions.html", filters=filters, here=HERE, chosen=chosen, found=found, number_found=number,
        people=names, verdicts=VERDICTS, undone=undone, deed=deed, things=things, first=start + 1,
        more=number > start + ON_A_PAGE,
    )  # fmt: skip


@router.get("/decisions/download/{form}")
def download(request: Request, form: str) -> Response:
    """The decisions of the page as a file, the latest first."""
    _, chosen = _asked(request)
    with reading(request) as file:
        found = history(file, chosen)
        undone = withdrawals(file, found)
    rows = []
    for one in found:
        back = undone.get(one.decision.id)
        rows.append((*_cells(one), back.who if back else None, back.made if back else None))
    return _file(Answer(COLUMNS, tuple(rows)), form, "sayso-decisions")


@router.get("/review/agreement")
def agreement_page(request: Request) -> Response:
    """What each reviewer accepted and rejected, and how far each two agree."""
    with reading(request) as file:
        found: Agreement = request.app.state.kept.of("agreement", lambda: agreement(file))
    return page(
        request, "agreement.html", found=found,
        listed=sorted(found.reviewed, key=lambda one: _FIRST[one.agree])[:MOST_REVIEWED],
    )  # fmt: skip


@router.get("/review/agreement/download/{form}")
def download_agreement(request: Request, form: str) -> Response:
    """The same as a file: a row for each thing that was decided about, a column for each reviewer."""
    with reading(request) as file:
        return _file(agreement_answer(agreement(file)), form, "sayso-agreement")


def _asked(request: Request) -> tuple[Filters, Chosen]:
    filters = filters_of(request.query_params.multi_items(), own=("who", "verdict"))
    if filters.chosen:
        raise WrongFilter("Decisions are chosen by 'who' and 'verdict'.")
    own = dict(filters.own)
    if own.get("verdict") not in (None, *VERDICTS):
        raise WrongFilter(f"{own['verdict'][:40]!r} is no value of 'verdict'; it has {', '.join(VERDICTS)}.")
    return filters, Chosen(own.get("who"), own.get("verdict"))


def _cells(one: Listed) -> tuple[str | int | None, ...]:
    decision = one.decision
    identity = decision.verdict == "identity"
    return (
        decision.id, decision.when, decision.who, decision.after if identity else decision.verdict, decision.field,
        decision.before, None if identity else decision.after, decision.why, one.state, one.found,
        len(decision.selectors), "; ".join(one.missing), " ".join(one.now),
        " | ".join(selector.quote for selector in decision.selectors),
        " ".join(dict.fromkeys(selector.document for selector in decision.selectors)),
    )  # fmt: skip


def _file(answer: Answer, form: str, stem: str) -> Response:
    """A table as CSV, formulas neutralised, or as JSON lines."""
    if form == "csv":
        text = csv_of([harmless(name) for name in answer.columns], answer.rows)
    elif form == "jsonl":
        text = json_lines_of(answer.columns, answer.rows)
    else:
        raise HTTPException(404, "There is no such format.")
    named = {"Content-Disposition": f'attachment; filename="{stem}.{form}"'}
    return Response(text.encode(), media_type="application/octet-stream", headers=named)
