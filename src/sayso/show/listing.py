"""Incidents for a terminal: a line of what, a line of how certain, who says so and in how many reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.export.incident_rows import clean, incident_row, link_name, show_dispute
from sayso.export.incident_words import VERIFIED_NOTHING, day_of, headline, listed
from sayso.export.judged import all_judged
from sayso.records import Entry

_DAY = 14  # columns of the day


def to_list(entries: Iterable[Entry]) -> str:
    """Two lines an incident in the order given, a third for each dispute; how many there are at the end."""
    lines: list[str] = []
    number = 0
    for entry in entries:
        number += 1
        lines += _short(entry)
    return "\n".join([*lines, f"{number} incident{'s' * (number != 1)}. {VERIFIED_NOTHING}" if number else "Nothing."])


def _short(entry: Entry) -> Iterator[str]:
    row, indent = incident_row(entry), " " * (_DAY + 1)
    yield f"{day_of(row):<{_DAY}} {headline(row)}"
    yield f"{indent}{listed(row)}  [{entry.id}]"
    if entry.dated_by:
        yield f"{indent}↳ dated: {clean(entry.dated_by)}"
    for linked in entry.linked:
        yield f"{indent}→ {link_name(linked)}"
    for dispute in entry.disputes:
        yield f"{indent}≠ {show_dispute(dispute)}"
    for judged in all_judged(entry):
        yield f"{indent}✎ {clean(judged)}"
