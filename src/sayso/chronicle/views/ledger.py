"""The ledger: every claim of a view with what people decided of it, also those that they rejected."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.chronicle.decided.decisions import judgements_on
from sayso.chronicle.gathered.accounts import Rows, claims_on
from sayso.chronicle.views.entries import View, entries, where_of, with_watched
from sayso.records import Entry, Telling

REJECTED = "rejected"
_STATES = {"accept": "accepted", "reject": REJECTED}
_REJECTED = (  # what has a kind and is not gathered: the event was rejected, or every claim on it; its own incident
    "SELECT e.id, e.kind || ': ' || e.word FROM events e"
    " JOIN (SELECT id, earliest, latest, 1 AS origins FROM events) i ON i.id = e.id"
    " WHERE e.kind <> 'other' AND NOT EXISTS (SELECT 1 FROM facts WHERE event = e.id)"
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim with its incident; `entry` is None and `what` the kind and word of the event where that was rejected,
    or every claim on it.

    `state` is "accepted" or "rejected" where people decided so of the claim or of its event, else "".
    """

    telling: Telling
    state: str
    entry: Entry | None
    what: str = ""


def ledger(
    file: sqlite3.Connection, view: View, *, limit: int | None = None, rejected: bool = True
) -> Iterator[Claimed]:
    """The claims of the incidents of a view, then those of its events that were rejected, which are in no incident.

    `limit` is the number of incidents; without `rejected` the claims that people rejected are left out.
    """
    shown = 0
    for entry in entries(file, view, limit=limit):
        shown += 1
        yield from (c for c in _of_incident(file, entry) if rejected or c.state != REJECTED)
    if rejected and (limit is None or shown < limit):
        yield from _of_rejected(file, view)


def _of_incident(file: sqlite3.Connection, entry: Entry) -> Iterator[Claimed]:
    members = [e for (e,) in file.execute("SELECT event FROM incident_events WHERE incident = ?", (entry.id,))]
    first = {telling.event: n for n, telling in reversed(list(enumerate(entry.tellings)))}
    events = sorted(members, key=lambda e: (first.get(e, len(first)), e))
    judged = _judged(file, events)
    for claim, telling in claims_on(Rows(file), events).items():
        yield Claimed(telling, judged.get(claim) or judged.get(telling.event, ""), entry)


def _judged(file: sqlite3.Connection, events: Sequence[str]) -> Mapping[str, str]:
    """What was decided of events and claims, by their ids."""
    return {j.target: _STATES[j.verdict] for j in judgements_on(file, events) if j.verdict in _STATES}


def _of_rejected(file: sqlite3.Connection, view: View) -> Iterator[Claimed]:
    where, given = where_of(with_watched(file, view))
    rows = file.execute(
        f"{_REJECTED}{where.replace(' WHERE', ' AND', 1)} ORDER BY e.document, e.start", given
    ).fetchall()
    what = dict(rows)
    for telling in claims_on(Rows(file), list(what)).values():
        yield Claimed(telling, REJECTED, None, what[telling.event])
