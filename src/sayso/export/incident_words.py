"""An incident in a line or a sentence, and what is known of the reports behind it: what feeds, maps and pages print."""

from __future__ import annotations

import re
from urllib.parse import quote

from sayso.export.incident_rows import NOT_DATED, IncidentRow, clean
from sayso.export.rows import by_whom
from sayso.records import Entry, Telling

_MARKUP = re.compile(r"([\\`*_\[\]<>|#&~])")
IMPORTED = "imported"  # status of a row that a team coded and no report tells
VERIFIED_NOTHING = (
    "sayso reports who said what; it has verified nothing. Separate origins are counted as far as the texts tell."
)


LEAVES_OPEN = "leaves open"  # what a source does with an event that it tells of without a word on whether it is so


def stance_word(telling: Telling) -> str:
    """How a source stands to an event, for people: who takes no side asserts nothing."""
    return LEAVES_OPEN if (telling.stance, telling.factuality) == ("asserts", "Uu") else telling.stance


def headline(row: IncidentRow) -> str:
    """ "The envoy · visit: toured → Norfjord · with Tu-95 · in Norfjord, NO"; what is not told is left out."""
    deed = row.kind if row.what.lower() == row.kind else f"{row.kind}: {row.what}"
    deed += (f" ({row.numbers})" if row.numbers else "") + (f" → {row.whom}" if row.whom else "")
    named = {name.strip() for name in row.whom.split(",")}
    own = ", ".join(name for name in row.equipment.split(", ") if name not in named)
    where = "" if row.where.split(",")[0] in row.whom else row.where
    parts = [row.who, deed, f"with {own}" if own else "", f"in {where}" if where else ""]
    return " · ".join(part for part in parts if part)


def standing(row: IncidentRow) -> str:
    """How certain it is, who says so, and in how many reports: the sentence that goes with every headline."""
    return _standing(row, counted(row))


def listed(row: IncidentRow) -> str:
    """The same for a list, whose last line says once what is true of all counts (`VERIFIED_NOTHING`)."""
    return _standing(row, numbers_of(row))


def _standing(row: IncidentRow, count: str) -> str:
    if row.status == IMPORTED:
        return f"{row.certainty}: a row of your own" + (f" ({row.according_to})" if row.according_to else "")
    return f"{row.certainty}, {by_whom(row.according_to)}; {count}"


def counted(row: IncidentRow) -> str:
    """ "7 reports, 3 separate origins as far as the texts tell"."""
    return f"{_reports(row)}, {counted_origins(row.origins, row.denials)} as far as the texts tell"


def numbers_of(row: IncidentRow) -> str:
    """ "7 reports, 3 separate origins"; a single report has one, which goes without saying."""
    alone = row.reports == 1 and not row.denials
    return _reports(row) if alone else f"{_reports(row)}, {counted_origins(row.origins, row.denials)}"


def counted_origins(telling: int, against: int) -> str:
    """How many separate origins tell an incident, and how many are against it.

    >>> counted_origins(3, 0), counted_origins(2, 1)
    ('3 separate origins', '2 separate origins tell it, 1 denies or doubts it')
    """
    told = f"{telling} separate origin" + ("s" if telling != 1 else "")
    if not against:
        return told
    denied = "denies or doubts" if against == 1 else "deny or doubt"
    return f"{told} tell{'s' * (telling == 1)} it, {against} {denied} it"


def _reports(row: IncidentRow) -> str:
    return f"{row.reports} report" + ("s" if row.reports != 1 else "")


def day_of(row: IncidentRow) -> str:
    """When it was, "not dated" for an incident without a day."""
    return row.when or NOT_DATED


def reports_of(entry: Entry) -> list[Telling]:
    """One telling of every report of an incident, in order: for its title, publisher, address, day and hash."""
    return list({telling.document: telling for telling in reversed(entry.tellings)}.values())[::-1]


def link(url: str | None) -> str | None:
    """The address as something to click on; None for anything but http and https."""
    address = clean(url)
    return quote(address, safe="/:?#[]@!$&'()*+,;=%~") if address.startswith(("http://", "https://")) else None


def urn(*parts: str) -> str:
    """A name for what has no address: "urn:sayso:" and its percent-encoded parts."""
    return "urn:sayso:" + ":".join(quote(clean(part), safe="") for part in parts)


def plain(words: str) -> str:
    """Words that Markdown takes for nothing but words.

    >>> plain("a *b* [c]")
    'a \\\\*b\\\\* \\\\[c\\\\]'
    """
    return _MARKUP.sub(r"\\\1", words)
