"""What the words say of the day that something lasts since or until: "2022", not 1 January 2022."""

from __future__ import annotations

import re
import sqlite3
from calendar import monthrange
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Told:
    """What an event has of these columns of its table: its text and place there, and its days as the text has them."""

    reading: int
    start: int
    relation: str | None
    earliest: str | None
    latest: str | None


COLUMNS = tuple(field.name for field in fields(Told))


def edge_of(file: sqlite3.Connection, told: Told, first: str | None, last: str | None) -> tuple[str, str] | None:
    """First and last day of the words that an event lasts since or until; None for other relations.

    `first` and `last` are its days as they are known now. Of several words those nearest the event that mean this day.
    """
    if told.relation not in ("since", "until"):
        return None
    bound = first if told.relation == "since" else last
    rows = file.execute(
        "SELECT value, earliest, latest FROM times WHERE reading = ? ORDER BY abs(start - ?), local",
        (told.reading, told.start),
    ).fetchall()
    fitting = ((begin, end) for _, begin, end in rows if bound == (begin if told.relation == "since" else end))
    if told.earliest or told.latest:
        return next(fitting, None)
    return next((_whole(value, bound) for value, begin, _ in rows if begin is None), None) if bound else None


def _whole(value: str, day: str) -> tuple[str, str] | None:
    """The year or month of a day that words without a date of their own ("XXXX", "XXXX-05") turned out to mean."""
    if re.fullmatch(r"[\dX]{4}", value):
        return f"{day[:4]}-01-01", f"{day[:4]}-12-31"
    if re.fullmatch(r"[\dX]{4}-[\dX]{2}", value):
        return f"{day[:7]}-01", f"{day[:7]}-{monthrange(int(day[:4]), int(day[5:7]))[1]}"
    return None
