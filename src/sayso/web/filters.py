"""The filter that all pages share: it lives in the address, and is a view of the chronicle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sayso.chronicle.file import ChronicleError
from sayso.chronicle.views.entries import View
from sayso.chronicle.views.facets import ORDERS
from sayso.chronicle.views.look import as_query
from sayso.chronicle.views.review_states import OF_INCIDENTS
from sayso.knowledge.publishers import CONTROLS
from sayso.records import STATUSES

LABELS = {
    "text": "words",
    "report_text": "words anywhere in a report",
    "kind": "kind",
    "status": "how certain",
    "actor": "who takes part",
    "source": "according to",
    "place": "place",
    "country": "country",
    "equipment": "equipment",
    "since": "since",
    "until": "until",
    "control": "medium",
    "min_independent": "separate origins, at least",
    "review": "review",
    "disputed": "disputed",
    "document": "report",
}
DEFAULT_ORDER = "day"
DECIDED = "decided"  # in an address that a decision led to: its id, which no filter is and no link carries on
LONGEST = 500  # characters of one value
YES = "yes"  # of a condition that is set or not
ONE_OF = {
    "status": STATUSES,
    "control": CONTROLS,
    "review": OF_INCIDENTS,
    "disputed": (YES,),
    "order": tuple(ORDERS),
}


class WrongFilter(ValueError):
    """The address asks for something that no filter is; the message says what."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which incidents a page shows, in one of ORDERS, and which page of them, from 1.

    `own` are values that only this page knows, by name: its links keep them, those to other pages are `elsewhere`.
    """

    view: View = field(default_factory=View)
    order: str = DEFAULT_ORDER
    page: int = 1
    own: tuple[tuple[str, str], ...] = ()

    @property
    def chosen(self) -> dict[str, str]:
        """The conditions that are set, by name, as the address has them."""
        values = {name: getattr(self.view, name) for name in LABELS}
        return {name: YES if value is True else str(value) for name, value in values.items() if value is not None}

    @property
    def query(self) -> str:
        """The address behind the question mark, always in one order; "" when nothing is set."""
        pairs = dict(self.chosen)
        if self.order != DEFAULT_ORDER:
            pairs["order"] = self.order
        if self.page > 1:
            pairs["page"] = str(self.page)
        return urlencode([*pairs.items(), *self.own])

    @property
    def elsewhere(self) -> Filters:
        """The filter as other pages know it."""
        return replace(self, page=1, own=())

    def with_(self, **changes: Any) -> Filters:
        """The filter with other conditions (None: without), order or page; a changed one starts at its first page."""
        own = {name: changes.pop(name) for name in ("order", "page") if name in changes}
        return replace(self, **{"page": 1, **own}, view=replace(self.view, **changes))

    def link(self, path: str) -> str:
        """A path with this filter behind it."""
        return f"{path}?{self.query}" if self.query else path


def filters_of(pairs: Iterable[tuple[str, str]], own: tuple[str, ...] = ()) -> Filters:
    """The filter of an address; empty values count as not given. Raises WrongFilter: nothing goes unread.

    `own` names the values that the page looks at itself.
    """
    given: dict[str, str] = {}
    for name, value in pairs:
        if name == DECIDED:
            continue
        if name not in LABELS and name not in ("order", "page", *own):
            raise WrongFilter(f"There is no filter {name[:40]!r}.")
        if name in given:
            raise WrongFilter(f"The address has {name!r} twice.")
        if value.strip():
            given[name] = _checked(name, value.strip())
    order, page = given.pop("order", DEFAULT_ORDER), int(given.pop("page", "1"))
    kept = tuple((name, given.pop(name)) for name in own if name in given)
    values: dict[str, Any] = dict(given)
    if "min_independent" in values:
        values["min_independent"] = int(values["min_independent"])
    if "disputed" in values:
        values["disputed"] = True
    return Filters(View(**values), order, page, kept)


def _checked(name: str, value: str) -> str:
    """A value that its filter can have."""
    if len(value) > LONGEST or "\0" in value:
        raise WrongFilter(f"The value of {name!r} is too long, or has a character that no name has.")
    if name in ("since", "until"):
        return _day(value)
    if name in ("page", "min_independent"):
        return _number(name, value)
    if name in ("text", "report_text"):
        return _words(value)
    return _one_of(name, value, ONE_OF.get(name))


def _one_of(name: str, value: str, known: tuple[str, ...] | None) -> str:
    if known is not None and value not in known:
        raise WrongFilter(f"{value!r} is no value of {name!r}; it has {', '.join(known)}.")
    return value.upper() if name == "country" else value


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise WrongFilter(f"{value!r} is no day; write it as 2023-09-16.") from error


def _number(name: str, value: str) -> str:
    if not (value.isascii() and value.isdigit() and len(value) < 7 and int(value) > 0):
        raise WrongFilter(f"{name!r} is a number from 1 on.")
    return str(int(value))


def _words(value: str) -> str:
    try:
        as_query(value)
    except ChronicleError as error:
        raise WrongFilter("The search needs a word.") from error
    return value
