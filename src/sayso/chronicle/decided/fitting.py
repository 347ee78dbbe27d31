"""Whether what a person wants to decide fits: the sort of thing, the field and its value, the words of the text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from sayso.chronicle.decided.meant import Meant
from sayso.chronicle.file import ChronicleError
from sayso.gathering.amended import Unfit, days_of
from sayso.knowledge.kinds import load_kinds
from sayso.records import CORRECTABLE, STATUSES
from sayso.spans import Span

OF_ALL = ("kind", "status", "place", "time")  # fields that the reports of an incident are corrected in together


def one_sort(found: Iterable[Meant], verdict: str) -> str:
    about = {one.about for one in found}
    allowed = {"note": ("event", "claim", "entity", "document"), "correct": ("event",)}.get(verdict, ("event", "claim"))
    if len(about) > 1 or not about <= set(allowed):
        raise ChronicleError(
            f"{verdict} takes {' or '.join(allowed)}s, one sort at a time, not {', '.join(sorted(about))}"
        )
    return about.pop()


def events_corrected(file: sqlite3.Connection, events: tuple[str, ...], field: str | None) -> tuple[str, ...]:
    """The events of an incident, the one shown first, that a correction of the incident is about.

    Kind and status are corrected in all that do not deny it, a place or day also where another one is told; names,
    which stand in the words of one report, in the one that is shown.
    """
    if field not in OF_ALL:
        return events[:1]
    rows = [
        file.execute(
            "SELECT e.place, coalesce(e.earliest, e.latest), m.denies FROM events e"
            " LEFT JOIN incident_events m ON m.event = e.id WHERE e.id = ?",
            (event,),
        ).fetchone()
        for event in events
    ]
    tells = {"place": 0, "time": 1}.get(field)
    told = (e for e, row in zip(events, rows, strict=True) if not row[2] and (tells is None or row[tells] is not None))
    return tuple(dict.fromkeys((events[0], *told)))


def check_value(file: sqlite3.Connection, field: str, value: str) -> None:
    """Raises when a field cannot be corrected, or has no such value."""
    if field not in CORRECTABLE:
        raise ChronicleError(f"{field!r} is no field that can be corrected ({', '.join(CORRECTABLE)})")
    if field == "status" and value not in STATUSES:
        raise ChronicleError(f"{value!r} is no status ({', '.join(STATUSES)})")
    if field == "kind" and value not in load_kinds() and not _is_kind(file, value):
        raise ChronicleError(f"{value!r} is no kind (`sayso kinds` lists them)")
    if field == "time":
        try:
            days_of(value)
        except Unfit as reason:
            raise ChronicleError(str(reason)) from None


def _is_kind(file: sqlite3.Connection, kind: str) -> bool:
    """Whether a kind is one of a user's own."""
    return file.execute("SELECT 1 FROM events WHERE kind = ? LIMIT 1", (kind,)).fetchone() is not None


def span_of(text: str, words: str, at: int | None) -> Span:
    if at is not None:
        if not words or text[at : at + len(words)] != words:
            raise ChronicleError(f"{words!r} does not stand at character {at}")
        return Span(at, at + len(words))
    count = text.count(words) if words else 0
    if count != 1:
        raise ChronicleError(
            f"{words!r} stands {count} times in the text" + (": name the place with --at" if count else "")
        )
    return Span(text.index(words), text.index(words) + len(words))
