"""What an answer is asked: the filter of the pages, how much of it, and values of its own, each with what it means."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sayso.chronicle.file import ChronicleError
from sayso.chronicle.views.decision_history import VERDICTS
from sayso.chronicle.views.facets import ORDERS
from sayso.chronicle.views.review_states import STATES
from sayso.chronicle.views.spans import BINS
from sayso.export.days import as_day
from sayso.web.filters import LABELS, ONE_OF, Filters, WrongFilter, filters_of
from sayso.web.kept import Kept
from sayso.web.words import meanings

USUAL, MOST = 50, 200  # things of one answer
Item = TypeVar("Item")


class Withheld(ChronicleError):
    """What is said of a person without a public role was asked for without a reason."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a value of a request means, and its JSON schema; one of the path is always given."""

    means: str
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})
    required: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter, how many things at most, and the other values that were given; `kept` has answers that took long."""

    filters: Filters = field(default_factory=Filters)
    limit: int = USUAL
    own: dict[str, str] = field(default_factory=dict)
    kept: Kept | None = None

    @property
    def start(self) -> int:
        """Place of the first thing that is wanted, from 0."""
        return (self.filters.page - 1) * self.limit

    def once(self, question: Hashable, ask: Callable[[], Item]) -> Item:
        """An answer that takes long: asked when it is not known for the file as it is now."""
        return ask() if self.kept is None else self.kept.of(question, ask)

    def page(self, found: Sequence[Item]) -> Page[Item]:
        """The wanted page of what was found from `start` on: one thing more than `limit` tells that there are more."""
        return Page(tuple(found[: self.limit]), self.filters.page, self._next(len(found) > self.limit))

    def page_of(self, found: Sequence[Item]) -> Page[Item]:
        """The wanted page of all there is."""
        return self.page(found[self.start : self.start + self.limit + 1])

    def _next(self, more: bool) -> int | None:
        return self.filters.page + 1 if more else None


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list, from 1; `next_page` is null on the last one."""

    items: tuple[Item, ...]
    page: int
    next_page: int | None


def _day(means: str) -> Parameter:
    return Parameter(means, {"type": "string", "format": "date"})


def _one_of(means: str, values: Iterable[str]) -> Parameter:
    return Parameter(means, {"type": "string", "enum": list(values)})


PARAMETERS = {
    **{name: Parameter(words) for name, words in meanings()["filter"].items()},
    **{name: _one_of(meanings()["filter"][name], ONE_OF[name]) for name in ("status", "control", "review", "disputed")},
    "since": _day(meanings()["filter"]["since"]),
    "until": _day(meanings()["filter"]["until"]),
    "min_independent": Parameter(meanings()["filter"]["min_independent"], {"type": "integer", "minimum": 1}),
    "order": _one_of("Order; by day, earliest first, unless told otherwise.", ORDERS),
    "page": Parameter("Which page, from 1.", {"type": "integer", "minimum": 1, "maximum": 999_999, "default": 1}),
    "limit": Parameter("Things on a page.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
    "words": Parameter('Words to look for: all of them, "in quotes" as a phrase, `ship*` by beginning.', required=True),
    "name": Parameter("A name in whole or in part, or an id.", required=True),
    "private": Parameter("The reason for a card of a person without a public role in the texts."),
    "id": Parameter("The id, as lists give it.", required=True),
    "with_text": _one_of("1: the whole texts too; they belong to their publisher.", ("1",)),
    "with_left_out": _one_of("1: what else stood on the stored page, line by line.", ("1",)),
    "with_report": _one_of("1: all that was found in the text, as sayso.report/1.", ("1",)),
    "from": _day("First day that is counted."),
    "to": _day("Last day that is counted."),
    "bins": _one_of("What is counted together.", BINS),
    "party": Parameter("Id of a party: only what is around it."),
    "who": Parameter("Who decided."),
    "verdict": _one_of("What was decided.", VERDICTS),
    "state": _one_of("Which things of the queue; what is unreviewed, unless told otherwise.", (*STATES, "all")),
    "after": Parameter("The place in the queue behind which to go on, as an answer gives it."),
    "format": Parameter("Name of a format, as /exports lists them.", required=True),
}
FILTERS = tuple(LABELS)
PAGING = ("page", "limit")


def asked_of(pairs: Iterable[tuple[str, str]], known: Sequence[str], kept: Kept | None = None) -> Asked:
    """What a request asks for; WrongFilter for a value that it cannot have, or a name that is not known."""
    given = [(name, value.strip()) for name, value in pairs if value.strip()]
    for name, _ in given:
        if name not in known:
            raise WrongFilter(f"There is no value {name[:40]!r} here; there are {', '.join(known) or 'none'}.")
    others = tuple(name for name in known if name not in (*LABELS, "order", "page"))
    filters = filters_of(given, others)
    own = dict(filters.own)
    for name in known:
        _check(name, own)
    return Asked(Filters(filters.view, filters.order, filters.page), int(own.pop("limit", USUAL)), own, kept)


def _check(name: str, own: dict[str, str]) -> None:
    """Raises where a value of its own is missing or is none that it can have."""
    parameter, value = PARAMETERS[name], own.get(name)
    if value is None:
        if parameter.required:
            raise WrongFilter(f"{name!r} is missing: {parameter.means}")
        return
    if name == "words":
        filters_of([("text", value)])
    if name == "limit" and not (value.isascii() and value.isdigit() and 0 < int(value[:9]) <= MOST):
        raise WrongFilter(f"'limit' is a number from 1 to {MOST}.")
    if "enum" in parameter.schema and value not in parameter.schema["enum"]:
        raise WrongFilter(f"{value[:40]!r} is no value of {name!r}; it has {', '.join(parameter.schema['enum'])}.")
    if parameter.schema.get("format") == "date" and as_day(value) is None:
        raise WrongFilter(f"{value[:40]!r} is no day; write it as 2023-09-16.")
