"""Review: what needs a person first, one thing at a time; a decision a key, the next thing at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.chronicle.file import ChronicleError, Connection
from sayso.chronicle.views.entries import entry
from sayso.chronicle.views.queue import TIERS, Place, Queued, place_of, queued
from sayso.chronicle.views.rejected import RejectedEvent, rejected_events
from sayso.chronicle.views.review_states import STATES
from sayso.chronicle.views.reviewed import Reviewing, progress, states_of, word_of_each
from sayso.export.incident_rows import IncidentRow, incident_row, show_when, teller
from sayso.export.incident_words import counted, headline
from sayso.export.judged import sentences
from sayso.export.printable import printable
from sayso.export.rows import by_whom
from sayso.knowledge.kinds import load_kinds
from sayso.records import CORRECTABLE, STATUSES, Entry
from sayso.web.filters import Filters, WrongFilter, filters_of
from sayso.web.outcomes import DONE
from sayso.web.reading import reading
from sayso.web.templating import Tab, page
from sayso.web.values import values_of
from sayso.web.writing import reviewer

TABS = (Tab("Review", "/review", ("/decisions",)),)
HERE = "/review"
OWN = ("state", "of", "after", "before", "number")
MOST = 20  # things that are fetched at once
OPEN_TELLINGS = 6  # that are not folded
ALL, MINE = "all", "mine"
STATE_NAMES = {
    "unreviewed": "to review",
    "accepted": "accepted",
    "corrected": "corrected",
    "rejected": "rejected",
    "disagreeing": "people disagree",
    ALL: "all",
}
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address says of the queue; `filters` are without the place in it."""

    filters: Filters
    wanted: Reviewing
    after: Place | None
    before: Place | None
    number: int

    @property
    def state(self) -> str:
        return self.wanted.state or ALL

    def link(self, **own: str) -> str:
        """The address of the queue with other values of its own; "" takes one away."""
        kept = {name: value for name, value in {**dict(self.filters.own), **own}.items() if value}
        if kept.get("state") == STATES[0]:
            del kept["state"]
        return replace(self.filters, page=1, own=tuple(kept.items())).link(HERE)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide about: an incident, or events that were rejected; `things` is what a decision names.

    `values` are those that can be corrected, by field; `judged` what was decided of it, in sentences.
    """

    place: str
    things: tuple[str, ...]
    tier: str
    state: str
    judged: tuple[str, ...]
    values: dict[str, str]
    entry: Entry | None = None
    row: IncidentRow | None = None
    rejected: tuple[RejectedEvent, ...] = ()

    @property
    def counted(self) -> str:
        """How many reports and origins tell it."""
        return counted(self.row) if self.row is not None else ""

    @property
    def title(self) -> str:
        if self.row is not None:
            return headline(self.row)
        first = self.rejected[0]
        return " · ".join([*first.parties[:3], f"{first.kind}: {first.word}"])


@router.get("/review")
def review(request: Request) -> Response:
    """The thing that comes next, or the one ahead of a place; the counts come later where they take long."""
    return _page(request, wait=False)


@router.get("/review/counts")
def counts(request: Request) -> Response:
    """The same page with its counts, however long they take."""
    return _page(request, wait=True)


@router.get("/review/items")
def items(request: Request) -> Response:
    """The next things by themselves, for a page that shows them when it is their turn."""
    asked = _asked(request)
    with reading(request) as file:
        found = _items(file, asked, reviewer(request))
    return page(request, "review_items.html", filters=asked.filters, items=found, **_words(asked))


def _page(request: Request, *, wait: bool) -> Response:
    asked = _asked(request)
    if "" in request.query_params.values():
        return RedirectResponse(asked.link(after=str(asked.after or "")), status_code=303)
    who = reviewer(request)
    with reading(request) as file:
        found = _items(file, replace(asked, number=1), who)
        if asked.before is not None and not found:
            return RedirectResponse(asked.link(), status_code=303)
        counts = request.app.state.counted.of(file, asked.filters.view, wait=wait)
        done = progress(file, asked.filters.view, who)
    return page(
        request, "review.html", filters=asked.filters, here=HERE, counted=counts, done=done, items=found, who=who,
        state_names=STATE_NAMES, kinds=[kind.id for kind in load_kinds()], statuses=STATUSES, tiers=TIERS,
        **_words(asked),
    )  # fmt: skip


def _words(asked: Asked) -> dict[str, Any]:
    """What the template of a thing needs besides it."""
    return {
        "asked": asked, "fields": CORRECTABLE, "teller": teller, "when": show_when, "open_tellings": OPEN_TELLINGS,
        "by_whom": by_whom,
    }  # fmt: skip


def _asked(request: Request) -> Asked:
    filters = filters_of(request.query_params.multi_items(), own=OWN)
    own = dict(filters.own)
    state, number = own.get("state", STATES[0]), own.get("number", "5")
    if state not in STATE_NAMES:
        raise WrongFilter(f"{state[:40]!r} is no value of 'state'; it has {', '.join(STATE_NAMES)}.")
    if own.get("of", MINE) != MINE:
        raise WrongFilter(f"'of' can only be {MINE!r}: what you decided yourself.")
    if not (number.isascii() and number.isdigit() and 0 < int(number) <= MOST):
        raise WrongFilter(f"'number' is a number from 1 to {MOST}.")
    kept = tuple((name, value) for name, value in filters.own if name in ("state", "of") and value != STATES[0])
    who = reviewer(request) if "of" in own else None
    wanted = Reviewing(filters.view, "" if state == ALL else state, who)
    return Asked(replace(filters, own=kept), wanted, _place(own, "after"), _place(own, "before"), int(number))


def _place(own: dict[str, str], name: str) -> Place | None:
    try:
        return place_of(own[name]) if name in own else None
    except ChronicleError as error:
        raise WrongFilter(f"{error}.") from error


def _items(file: Connection, asked: Asked, who: str) -> list[Item]:
    found = queued(file, asked.wanted, after=asked.after, before=asked.before, number=asked.number)
    blind = asked.wanted.who is not None
    return [_aside(file, one, blind) if one.aside else _incident(file, one, who if blind else None) for one in found]


def _incident(file: Connection, one: Queued, only: str | None) -> Item:
    """An incident of the queue; with `only` nothing is told of what others decided of it."""
    told = entry(file, one.id)
    row = incident_row(told)
    judged = sentences(judgement for judgement in told.judgements if only in (None, judgement.who))
    state = "" if only is not None else states_of(file, [told.id]).get(told.id, "")
    if state == "disagreeing":
        judged = [*_words_of_each(file, {judgement.target for judgement in told.judgements}), *judged]
    values = {value.field: value.given for value in values_of(told, row) if value.field}
    return Item(
        str(one.place), (told.id,), TIERS[one.place.tier], state, tuple(dict.fromkeys(judged)), values, told, row
    )


def _words_of_each(file: Connection, events: Iterable[str]) -> list[str]:
    return [f"{DONE[verdict].lower()} by {printable(who)}" for who, verdict in word_of_each(file, events)]


def _aside(file: Connection, one: Queued, blind: bool) -> Item:
    """Events that were rejected; `blind` keeps back who did so."""
    assert one.aside is not None
    events = one.aside.events
    judged = () if blind else tuple(_words_of_each(file, events))
    things, told = tuple(f"event:{event}" for event in events), tuple(rejected_events(file, events))
    return Item(
        str(one.place), things, "" if blind else TIERS[-1], "" if blind else "rejected", judged, {}, rejected=told
    )
