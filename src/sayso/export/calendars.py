"""Planned incidents as a calendar (iCalendar, RFC 5545), for a newsroom's diary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sayso.export.days import as_day
from sayso.export.incident_rows import IncidentRow, in_order, incident_row
from sayso.export.incident_words import headline, link, reports_of, standing
from sayso.records import Entry

_LINE = 75  # octets of a line of content (RFC 5545, 3.1)


def planned_ics(entries: Iterable[Entry]) -> str:
    """One all-day entry for each planned incident with a day, or that lasts over known days; tentative, all of them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sayso//chronicle//EN", "CALSCALE:GREGORIAN"]
    for entry in in_order(entries):
        lines.extend(_event(entry))
    return "".join(_folded(line) + "\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry) -> Iterator[str]:
    days = _days(entry)
    if days is None:
        return
    row = incident_row(entry)
    told = [standing(row), f"“{row.quote}”" if row.quote else "", f"In dispute: {row.disputes}" if row.disputes else ""]
    told += [address for telling in reports_of(entry) if (address := link(telling.url))]
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(row.incident)}@sayso"
    yield f"DTSTAMP:{_read_on(row, days[0]):%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{days[0]:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{days[1] + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{row.certainty.split()[0]} {headline(row)}')}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(line for line in told if line))}"
    if row.where:
        yield f"LOCATION:{_escaped(row.where)}"
    yield f"CATEGORIES:{_escaped(row.kind)}"
    yield "STATUS:TENTATIVE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _days(entry: Entry) -> tuple[date, date] | None:
    """First and last day of what is planned for one day or for all of several; None when only a time frame is known."""
    first, last = as_day(entry.earliest or ""), as_day(entry.latest or "")
    if entry.status != "planned" or first is None or last is None or last < first or last == date.max:
        return None
    return (first, last) if first == last or entry.relation == "throughout" else None


def _read_on(row: IncidentRow, otherwise: date) -> date:
    """The day that the record dates from: that of its report, so that the same chronicle gives the same bytes."""
    return as_day(row.published[:10]) or otherwise


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line broken so that none has more than 75 octets, and no character is broken."""
    pieces, size = [""], 0
    for character in line:
        octets = len(character.encode("utf-8", "replace"))
        if size + octets > _LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += octets
    return "\r\n".join(pieces)
