"""What people decided, what waits for them, and how far they agree."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.chronicle.decided.decisions import Listed
from sayso.chronicle.file import ChronicleError, Connection
from sayso.chronicle.views.agreement import Agreement
from sayso.chronicle.views.agreement import agreement as agreement_in
from sayso.chronicle.views.decision_history import Chosen, history
from sayso.chronicle.views.entries import entry
from sayso.chronicle.views.queue import TIERS, Place, Queued, place_of, queued
from sayso.chronicle.views.rejected import RejectedEvent, rejected_events
from sayso.chronicle.views.review_states import STATES
from sayso.chronicle.views.reviewed import Reviewing
from sayso.records import Entry
from sayso.web.api.asked import FILTERS, PAGING, Asked, Page
from sayso.web.api.routes import Route
from sayso.web.filters import WrongFilter


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing of the queue: an incident, or events that were rejected. `why` tells why it comes now."""

    place: str
    why: str
    incident: Entry | None
    rejected: tuple[RejectedEvent, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """A part of the queue; `next_after` is the place to go on from, null at its end."""

    items: tuple[Waiting, ...]
    next_after: str | None


def decisions(file: Connection, asked: Asked) -> Page[Listed]:
    """What people decided, the latest first, with what each decision holds on to now."""
    chosen = Chosen(asked.own.get("who"), asked.own.get("verdict"))
    return asked.page(history(file, chosen, start=asked.start, number=asked.limit + 1))


def agreement(file: Connection, asked: Asked) -> Agreement:
    """What each reviewer accepted and rejected, and how far each two of them agree."""
    found: Agreement = asked.once("agreement", lambda: agreement_in(file))
    return found


def review(file: Connection, asked: Asked) -> Queue:
    """What waits for a person, the most doubtful first."""
    state = asked.own.get("state", STATES[0])
    wanted = Reviewing(asked.filters.view, "" if state == "all" else state)
    found = queued(file, wanted, after=_after(asked), number=asked.limit + 1)
    items = tuple(_waiting(file, one) for one in found[: asked.limit])
    return Queue(items, items[-1].place if len(found) > asked.limit else None)


def _after(asked: Asked) -> Place | None:
    try:
        return place_of(asked.own["after"]) if "after" in asked.own else None
    except ChronicleError as error:
        raise WrongFilter(f"{error}.") from error


def _waiting(file: Connection, one: Queued) -> Waiting:
    if one.aside is None:
        return Waiting(str(one.place), TIERS[one.place.tier], entry(file, one.id), ())
    return Waiting(str(one.place), TIERS[-1], None, tuple(rejected_events(file, one.aside.events)))


ROUTES = (
    Route("/review", review, Queue, (*FILTERS, "state", "after", "limit")),
    Route("/decisions", decisions, Page[Listed], ("who", "verdict", *PAGING)),
    Route("/agreement", agreement, Agreement),
)
