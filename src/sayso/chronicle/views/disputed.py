"""Whether reports of an incident contradict each other: compared when it is asked for, as no table has it."""

from __future__ import annotations

import sqlite3

from sayso.chronicle.decided.decisions import rejected_claims
from sayso.chronicle.views.accounts import Rows, accounts_of, figures_of
from sayso.gathering.disputes import find_disputes
from sayso.records import Dispute

_SEVERAL = (  # claims, or numbers, of an incident: one alone contradicts nothing
    "SELECT (SELECT count(*) FROM incident_events m CROSS JOIN claims c ON c.event = m.event WHERE m.incident = ?1) > 1"
    " OR (SELECT count(*) FROM incident_events m CROSS JOIN quantities q ON q.event = m.event"
    " WHERE m.incident = ?1) > 1"
)


def disputes_of(file: sqlite3.Connection, incident: str) -> tuple[Dispute, ...]:
    """The contradictions within one incident."""
    if not file.execute(_SEVERAL, (incident,)).fetchone()[0]:
        return ()
    rows = Rows(file)
    members = [r["event"] for r in rows.all("SELECT event FROM incident_events WHERE incident = ?", incident)]
    members.sort()
    told, counted = accounts_of(rows, members, rejected_claims(file, members)), figures_of(rows, members)
    accounts = [told[event] for event in members]
    return find_disputes(incident, accounts, [figure for e in members for figure in counted.get(e, ())])[0]
