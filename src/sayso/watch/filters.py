"""A saved filter: the conditions of `sayso list`, by their names, as a view of the chronicle."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sayso.chronicle.file import ChronicleError
from sayso.chronicle.views.entries import View
from sayso.chronicle.views.look import as_query
from sayso.chronicle.views.review_states import OF_INCIDENTS
from sayso.knowledge.name_files import watch_names
from sayso.knowledge.nations import load_nations
from sayso.knowledge.publishers import CONTROLS
from sayso.records import STATUSES

CONDITIONS = (
    "actor", "place", "country", "since", "until", "kind", "equipment", "status", "source", "text", "watch",
    "min_independent", "report_text", "disputed", "review", "control",
)  # fmt: skip


def view_from(wanted: Mapping[str, Any], *, folder: Path, kinds: Collection[str]) -> View:
    """The view of a filter; ValueError says what is wrong with it.

    `watch` names a file, from `folder` on; `since` and `until` may be days of TOML.
    """
    unknown = sorted(wanted.keys() - set(CONDITIONS))
    if unknown:
        raise ValueError(f"unknown: {', '.join(unknown)} (there are {', '.join(CONDITIONS)})")
    return View(**{name: _value(name, value, folder, kinds) for name, value in wanted.items()})


def _value(name: str, value: Any, folder: Path, kinds: Collection[str]) -> Any:
    if name == "min_independent":
        return _number(name, value)
    if name in ("since", "until") and isinstance(value, date):
        return value.isoformat()[:10]
    if name == "disputed":
        return _yes_or_no(name, value)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} is {value!r}, must be text")
    if name == "watch":
        return watch_names(folder / value)
    if name in _CHECKS:
        return _CHECKS[name](value)
    return _one_of(name, value, {**_CHOICES, "kind": kinds}.get(name))


def _yes_or_no(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{name} is {value!r}, must be true or false")
    return value


def _number(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} is {value!r}, must be a number above 0")
    return value


def _one_of(name: str, value: str, known: Collection[str] | None) -> str:
    if known is not None and value not in known:
        raise ValueError(f"{name} is {value!r}, must be one of {', '.join(known)}")
    return value


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise ValueError(f"{value!r} is no day, write it as 2023-09-16") from None


def _country(value: str) -> str:
    code = load_nations().code(value) or (value.upper() if len(value) == 2 and value.isalpha() else None)
    if code is None:
        raise ValueError(f"{value!r} is no country: give a name or its code (ISO 3166-1, as UA)")
    return code


def _words(value: str) -> str:
    try:
        as_query(value)
    except ChronicleError as error:
        raise ValueError(str(error)) from None
    return value


_CHOICES: dict[str, Collection[str]] = {"status": STATUSES, "review": OF_INCIDENTS, "control": CONTROLS}
_CHECKS: dict[str, Callable[[str], str]] = {
    "since": _day, "until": _day, "country": _country, "text": _words, "report_text": _words,
}  # fmt: skip
