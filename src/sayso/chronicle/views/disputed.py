"""Which incidents are disputed: compared when that is asked, as no table has it, once for each state of a file."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from sayso.chronicle.decided.decisions import rejected_claims
from sayso.chronicle.views.accounts import Rows, accounts_of, figures_of
from sayso.gathering.disputes import find_disputes
from sayso.records import Dispute

_LIKELY = (  # several tellings, a denial, or numbers that differ within one
    "SELECT incident FROM incident_events GROUP BY incident HAVING count(*) > 1 UNION"
    " SELECT m.incident FROM claims c CROSS JOIN incident_events m ON m.event = c.event"
    " WHERE c.stance IN ('denies', 'doubts') OR c.status = 'negated' UNION"
    " SELECT m.incident FROM quantities q CROSS JOIN incident_events m ON m.event = q.event"
    " WHERE q.event IS NOT NULL AND q.part_of IS NULL GROUP BY q.event HAVING min(q.high) < max(q.low)"
)
State = tuple[tuple[int, int], ...]
_KEPT: dict[str, tuple[State, str]] = {}  # the answer for a file as it was last


def disputes_of(file: sqlite3.Connection, incident: str) -> tuple[Dispute, ...]:
    """The contradictions within one incident."""
    rows = Rows(file)
    members = [r["event"] for r in rows.all("SELECT event FROM incident_events WHERE incident = ?", incident)]
    members.sort()
    told, counted = accounts_of(rows, members, rejected_claims(file, members)), figures_of(rows, members)
    accounts = [told[event] for event in members]
    return find_disputes(incident, accounts, [figure for e in members for figure in counted.get(e, ())])[0]


def disputed_incidents(file: sqlite3.Connection) -> str:
    """The ids of all disputed incidents as a JSON list; a large chronicle takes seconds when it has just changed."""
    path = file.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
    state = _state(path)
    if file.in_transaction or _KEPT.get(path, ((), ""))[0] != state:
        found = _compared(file)
        if file.in_transaction:
            return found
        _KEPT[path] = state, found
    return _KEPT[path][1]


def _compared(file: sqlite3.Connection) -> str:
    likely = [incident for (incident,) in file.execute(_LIKELY)]
    return json.dumps([incident for incident in likely if disputes_of(file, incident)])


def _state(path: str) -> State:
    """Another one whenever a file may have changed."""
    found = (Path(path + end) for end in ("", "-wal"))
    return tuple((told.st_mtime_ns, told.st_size) for one in found if one.exists() for told in (one.stat(),))
