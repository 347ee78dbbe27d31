"""What the reports of incidents contradict each other in: compared when they are gathered, counted in their rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sayso.chronicle.decided.decisions import rejected_claims
from sayso.chronicle.gathered.accounts import Rows, accounts_of, figures_of, told_of
from sayso.gathering.disputes import find_disputes
from sayso.records import Dispute

AT_ONCE = 200  # incidents that are compared together
_LIKELY = (  # several tellings, a denial, or numbers that differ within one
    "SELECT j.value AS incident, m.event FROM json_each(?) j CROSS JOIN incident_events m ON m.incident = j.value"
    " WHERE (SELECT count(*) FROM incident_events WHERE incident = j.value) > 1"
    " OR EXISTS (SELECT 1 FROM claims c WHERE c.event = m.event"
    " AND (c.stance IN ('denies', 'doubts') OR c.status = 'negated'))"
    " OR (SELECT min(high) < max(low) FROM quantities WHERE event = m.event AND part_of IS NULL) ORDER BY m.event"
)


@dataclass(frozen=True, slots=True)
class Compared:
    """An incident with the contradictions between its reports, and the numbers that later ones tell otherwise."""

    incident: str
    disputes: tuple[Dispute, ...] = ()
    developments: tuple[Dispute, ...] = ()


def compared(file: sqlite3.Connection, incidents: Iterable[str]) -> Iterator[Compared]:
    """Each of some incidents with what its reports contradict each other in."""
    waiting = iter(incidents)
    while part := list(islice(waiting, AT_ONCE)):
        yield from _together(file, part)


def _together(file: sqlite3.Connection, incidents: Sequence[str]) -> Iterator[Compared]:
    rows = Rows(file)
    likely = rows.each(_LIKELY, incidents, "incident")
    members = {incident: [row["event"] for row in found] for incident, found in likely.items()}
    events = [event for found in members.values() for event in found]
    told = told_of(rows, events, rejected_claims(file, events))
    accounts, figures = accounts_of(rows, events, told), figures_of(rows, events)
    for incident in incidents:
        own = members.get(incident, ())
        counted = [figure for event in own for figure in figures.get(event, ())]
        yield Compared(incident, *find_disputes(incident, [accounts[event] for event in own], counted))


def count_disputes(file: sqlite3.Connection, incidents: Iterable[str]) -> None:
    """Writes how many contradictions and developments some incidents have; part of the transaction that is open."""
    counted = [(len(one.disputes), len(one.developments), one.incident) for one in compared(file, incidents)]
    file.executemany("UPDATE incidents SET disputes = ?, developments = ? WHERE id = ?", counted)


def wrongly_counted(file: sqlite3.Connection) -> Iterator[str]:
    """The incidents whose row tells another number of contradictions or developments than there are."""
    kept = {incident: counts for incident, *counts in file.execute("SELECT id, disputes, developments FROM incidents")}
    for one in compared(file, kept):
        if kept[one.incident] != [len(one.disputes), len(one.developments)]:
            yield one.incident
