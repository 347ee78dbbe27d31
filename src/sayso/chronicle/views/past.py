"""What people decided on an incident, also what was taken back since, and the ids that it had before."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.chronicle.decided.decisions import Listed, listed
from sayso.chronicle.views.decision_history import Withdrawal, withdrawals

_ON_EVENTS = "SELECT a.decision FROM json_each(?1) e JOIN attachments a ON a.target = e.value"
_ON_CLAIMS = (
    "SELECT a.decision FROM json_each(?1) e JOIN attachments a ON a.target > e.value || '.'"
    " AND a.target < e.value || '/'"
)


@dataclass(frozen=True, slots=True)
class Past:
    """A decision on an incident; `others` are the incidents besides it that the decision is about now."""

    listed: Listed
    others: tuple[str, ...]
    taken_back: Withdrawal | None


def past_of(file: sqlite3.Connection, incident: str) -> list[Past]:
    """The decisions on the events of an incident and on claims about them, in the order in which they were made."""
    rows = file.execute("SELECT event FROM incident_events WHERE incident = ?", (incident,))
    return past_of_events(file, [event for (event,) in rows], incident)


def past_of_events(file: sqlite3.Connection, events: Sequence[str], incident: str = "") -> list[Past]:
    """The same of some events, whether an incident has them or not."""
    found = file.execute(f"{_ON_EVENTS} UNION {_ON_CLAIMS}", (json.dumps(list(events)),)).fetchall()
    decisions = listed(file, among={decision for (decision,) in found})
    back, own = withdrawals(file, decisions), {incident, *events}
    return [Past(one, _others(file, one, own), back.get(one.decision.id)) for one in decisions]


def _others(file: sqlite3.Connection, one: Listed, own: set[str]) -> tuple[str, ...]:
    known = "SELECT 1 FROM incidents WHERE id = ?"
    return tuple(now for now in one.now if now not in own and file.execute(known, (now,)).fetchone())


def former_ids(file: sqlite3.Connection, incident: str) -> list[str]:
    """The ids that lead to an incident because it was another one, or was parted, before."""
    rows = file.execute("SELECT id FROM retired WHERE incident = ?1 AND id <> ?1 ORDER BY id", (incident,))
    return [identifier for (identifier,) in rows]


def is_event(file: sqlite3.Connection, identifier: str) -> bool:
    """Whether an id is that of an event, also of one that is in no incident because people rejected it."""
    return file.execute("SELECT 1 FROM events WHERE id = ?", (identifier,)).fetchone() is not None
