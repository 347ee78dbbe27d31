"""What people have reviewed: the states of incidents, what was rejected and so is in none, and how far a review is.

A review is accepting, rejecting or correcting an event; of accepting and rejecting the latest of each person counts.
Identities, notes, and decisions on single claims are none.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sayso.chronicle.views.chosen import Asked, Condition, find_ids
from sayso.chronicle.views.entries import View, asked_of, where_of
from sayso.chronicle.views.review_states import (
    DISAGREEING,
    LATER,
    REVIEW,
    STANDING,
    events_in,
    incidents_in,
    incidents_of,
    is_reviewed,
    judged,
    unreviewed,
)

_SET_ASIDE = (  # a rejection that took events out of their incident, by the first of them
    "SELECT a.decision, min(a.number) AS number, a.target FROM decisions d JOIN attachments a ON a.decision = d.id"
    f" WHERE d.verdict = 'reject' AND a.target IS NOT NULL AND {REVIEW} AND NOT EXISTS ({LATER})"
    " AND EXISTS (SELECT 1 FROM events WHERE id = a.target)"
    " AND NOT EXISTS (SELECT 1 FROM incident_events WHERE event = a.target) GROUP BY a.decision"
)
_OF_EVENT = (  # in place of an incident
    "(SELECT id, status, earliest, latest, 1 AS reports, 1 AS origins, 0 AS disputes FROM events)"
)


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Which incidents are wanted for a review: those of a view in one of STATES ("" for all).

    With `who` the state is what that person alone decided, so that two can review without seeing each other's word.
    """

    view: View
    state: str = "unreviewed"
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """Events that a decision rejected, so that they are in no incident; `id` is the first of them."""

    id: str
    decision: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Incidents of a view that were reviewed by anybody, and by one person; those that were rejected are among them."""

    reviewed: int
    own: int
    rejected: int


def in_state(file: sqlite3.Connection, state: str, who: str | None) -> list[Asked]:
    """The conditions of a state, for `find_ids`; what was reviewed is looked up at once, as it is less than all."""
    if not state:
        return []
    if state == "unreviewed":
        return [_asked(unreviewed(who), who)]
    return [_among(file, incidents_in(state, who), who)]


def _among(file: sqlite3.Connection, statement: str, who: str | None) -> Asked:
    """The condition to be one of the incidents that a statement finds."""
    rows = file.execute(statement, [who] * statement.count("?"))
    found = dict.fromkeys(incident for (incident,) in rows)
    return _asked("i.id IN (SELECT value FROM json_each(?))", json.dumps(list(found)))


def _asked(probe: str, value: str | None) -> Asked:
    return Asked(Condition(probe), value)


def set_aside(file: sqlite3.Connection, wanted: Reviewing) -> list[Aside]:
    """The rejected events of a view that are in no incident, by decision, in the order of their ids."""
    where, given = where_of(wanted.view)
    state, values = _state_aside(wanted)
    rows = file.execute(
        f"SELECT s.target, s.decision FROM ({_SET_ASIDE}) s JOIN events e ON e.id = s.target"
        f" JOIN {_OF_EVENT} i ON i.id = e.id{where}{' AND' if where else ' WHERE'} {state} ORDER BY s.target",
        (*given, *values),
    ).fetchall()
    return [Aside(target, decision, _targets(file, decision)) for target, decision in rows]


def _targets(file: sqlite3.Connection, decision: str) -> tuple[str, ...]:
    found = "SELECT target FROM attachments WHERE decision = ? AND target IS NOT NULL ORDER BY number"
    return tuple(target for (target,) in file.execute(found, (decision,)))


def _state_aside(wanted: Reviewing) -> tuple[str, list[Any]]:
    """Whether what was rejected is in the state that is wanted, and the values that the condition needs."""
    if wanted.state == "disagreeing":
        return f"s.target IN ({DISAGREEING})", []
    if wanted.who is None:
        alike = f"s.target NOT IN ({DISAGREEING})" if wanted.state == "rejected" else "1"
        return alike if wanted.state in ("", "rejected") else "0", []
    if wanted.state == "unreviewed":
        return f"NOT {is_reviewed('s.target', wanted.who)}", [wanted.who]
    if not wanted.state:
        return "1", []
    return f"s.target IN ({events_in(wanted.state, wanted.who)})", [wanted.who]


def progress(file: sqlite3.Connection, view: View, who: str) -> Progress:
    """How far the review of a view is."""
    aside = set_aside(file, Reviewing(view, ""))
    mine = [one for one in aside if file.execute(f"SELECT {is_reviewed('?', who)}", (one.id, who)).fetchone()[0]]
    everybody, own = (_reviewed(file, view, name) for name in (None, who))
    return Progress(everybody + len(aside), own + len(mine), len(aside))


def _reviewed(file: sqlite3.Connection, view: View, who: str | None) -> int:
    statement = incidents_of(judged("'accept', 'reject', 'correct'", who))
    return len(find_ids(file, [*asked_of(view), _among(file, statement, who)], -1, order="i.id"))


def word_of_each(file: sqlite3.Connection, events: Iterable[str]) -> list[tuple[str, str]]:
    """Who accepted and who rejected some events, by name, each person's latest word on one of them."""
    of_these = " AND a.target IN (SELECT value FROM json_each(?))"
    return file.execute(
        f"SELECT DISTINCT who, verdict FROM ({STANDING}{of_these}) ORDER BY who, verdict", (json.dumps(list(events)),)
    ).fetchall()


def states_of(file: sqlite3.Connection, incidents: Iterable[str]) -> dict[str, str]:
    """The states of some incidents; those that are unreviewed are left out."""
    found: dict[str, str] = {}
    for incident in incidents:
        state = _state_of(file, incident)
        if state:
            found[incident] = state
    return found


def _state_of(file: sqlite3.Connection, incident: str) -> str:
    rows = file.execute(
        "SELECT a.target, d.who, d.verdict FROM incident_events m CROSS JOIN attachments a ON a.target = m.event"
        " CROSS JOIN decisions d ON d.id = a.decision WHERE m.incident = ?"
        f" AND d.verdict IN ('accept', 'reject', 'correct') AND {REVIEW} ORDER BY d.made, d.rowid",
        (incident,),
    ).fetchall()
    standing = {(target, who): verdict for target, who, verdict in rows if verdict != "correct"}
    verdicts: dict[str, set[str]] = {}
    for (target, _), verdict in standing.items():
        verdicts.setdefault(target, set()).add(verdict)
    if any(len(both) > 1 for both in verdicts.values()):
        return "disagreeing"
    if any(verdict == "correct" for _, _, verdict in rows):
        return "corrected"
    return "accepted" if any("accept" in one for one in verdicts.values()) else ""
