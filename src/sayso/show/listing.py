"""Incidents for a terminal: a line of what, a line of how certain, who says so and in how many reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.export.incident_rows import clean, incident_row, show_dispute, teller
from sayso.export.incident_words import VERIFIED_NOTHING, day_of, headline, reports_of, standing
from sayso.records import Entry, Telling

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
    row = incident_row(entry)
    yield f"{day_of(row):<{_DAY}} {headline(row)}"
    yield f"{'':<{_DAY}} {standing(row)}  [{entry.id}]"
    for dispute in entry.disputes:
        yield f"{'':<{_DAY}} ≠ {show_dispute(dispute)}"


def to_card(entry: Entry, reasons: Iterable[str] = ()) -> str:
    """Everything that is told of one incident: values, every telling with its words, disputes, and why it is one."""
    row = incident_row(entry)
    lines = [f"{day_of(row)}  {headline(row)}", standing(row), f"incident {entry.id}", ""]
    for report in reports_of(entry):
        lines.append(_report(report))
        lines += [f"    {_telling(t)}" for t in entry.tellings if t.document == report.document]
    if entry.disputes:
        lines += ["", "Disputed:"]
        for dispute in entry.disputes:
            lines += [
                f"  {show_dispute(dispute)}",
                f"    “{clean(dispute.one_quote)}”",
                f"    “{clean(dispute.other_quote)}”",
            ]
    told = list(reasons)
    if told:
        lines += ["", "One incident because:", *(f"  {reason}" for reason in told)]
    return "\n".join([*lines, "", VERIFIED_NOTHING])


def _report(report: Telling) -> str:
    parts = (
        clean(report.publisher),
        report.published or "not dated",
        clean(report.title),
        clean(report.url or report.document),
    )
    return "  ".join(part for part in parts if part)


def _telling(telling: Telling) -> str:
    return f"{telling.stance}: {telling.status} ({telling.factuality}), {teller(telling)}: “{clean(telling.quote)}”"
