"""The conditions of a view in SQL, and the incidents that fulfil them, found by the shorter of two ways.

Where a condition holds for few events these are looked up and put in order; where all hold for many the incidents are
walked through in order until there are enough. Names are matched in `told_names`, which has each name once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sayso.chronicle.views.identified import OWN_NAME, SHOWN_AS, called, events_of_party, has_party
from sayso.chronicle.views.look import as_query
from sayso.chronicle.views.review_states import state_of_all

BROAD = 5000  # events of a condition from which on incidents are walked through
BY_DAY = "(i.earliest IS NULL AND i.latest IS NULL), coalesce(i.earliest, i.latest), i.latest, i.id"  # as the index
_LIKE = "LIKE '%' || ? || '%' ESCAPE '\\'"
_EXACTLY = "= ? COLLATE NOCASE"


@dataclass(frozen=True, slots=True)
class Condition:
    """`probe` is fulfilled by an event `e`, or its incident `i`; `events` lists those that fulfil it, by an index.

    `about` has about as many rows as these, where that is sooner found.
    """

    probe: str
    events: str | None = None
    about: str | None = None


def _named(sort: str, holds: str = f"name {_LIKE}") -> str:
    return f"IN (SELECT name FROM told_names WHERE sort = '{sort}' AND {holds})"


def _actor(who: str, having: str, named: str) -> Condition:
    about = f"SELECT 1 FROM participants p WHERE p.role <> 'equipment' AND {named}"
    return Condition(has_party(who, having), events_of_party(who, having), about)


def _at(having: str) -> Condition:
    places = "SELECT e.id FROM places p CROSS JOIN events e ON e.reading = p.reading AND e.place = p.local WHERE "
    return Condition(
        f"EXISTS (SELECT 1 FROM places p WHERE p.reading = e.reading AND p.local = e.place AND ({having}))",
        " UNION ".join(places + part for part in having.split(" OR ")),
    )


_CURRENT = "versions v JOIN documents d ON d.id = v.document AND d.version = v.version"
_MATCHED = "sentences s WHERE sentences MATCH ?"
_EQUIPMENT = f"role = 'equipment' AND name COLLATE NOCASE {_named('equipment')}"
_LISTED = "IN (SELECT value FROM json_each(?))"


def _told_by(holds: str) -> Condition:
    """Somebody who is cited, or a publisher, has a name that holds something."""
    source = f"source COLLATE NOCASE {_named('source', holds)}"
    chain = f"chain <> source AND chain {_named('chain', holds)}"
    publisher = f"v.publisher COLLATE NOCASE {_named('publisher', holds)}"
    return Condition(
        f"(EXISTS (SELECT 1 FROM claims WHERE event = e.id AND (+{source} OR +{chain}))"
        f" OR EXISTS (SELECT 1 FROM {_CURRENT} WHERE d.id = e.document AND +{publisher}))",
        f"SELECT event FROM claims WHERE {source} UNION SELECT event FROM claims WHERE {chain}"
        f" UNION SELECT n.id FROM {_CURRENT} JOIN events n ON n.document = d.id WHERE {publisher}",
    )


def _own_sentence(event: str) -> str:
    """Whether an event's word, or words that carry a claim on it, stand in a sentence `s` of its text."""
    return (
        f"({event}.start BETWEEN s.start AND s.start + length(s.text) - 1 OR EXISTS (SELECT 1 FROM claims c"
        f" WHERE c.event = {event}.id AND c.start < s.start + length(s.text) AND c.stop > s.start))"
    )


CONDITIONS = {
    "actor": _actor(
        called(_named("identity")),
        *2 * (f"p.name COLLATE NOCASE {_named('party')}",),
    ),
    "place": _at(f"p.name COLLATE NOCASE {_named('place')} OR p.within {_named('region')}"),
    "country": _at("p.country = ?"),
    "since": Condition("coalesce(i.latest, i.earliest) >= ?"),
    "until": Condition("coalesce(i.earliest, i.latest) <= ?"),
    "kind": Condition("e.kind = ?", "SELECT id FROM events WHERE kind = ?"),
    "equipment": Condition(
        f"EXISTS (SELECT 1 FROM participants WHERE event = e.id AND +{_EQUIPMENT})",
        f"SELECT event FROM participants WHERE {_EQUIPMENT}",
    ),
    "status": Condition("e.status = ?", "SELECT id FROM events WHERE status = ?"),
    "source": _told_by(f"name {_LIKE}"),
    "control": _told_by("has_control(name, ?)"),
    "text": Condition(
        f"EXISTS (SELECT 1 FROM {_MATCHED} AND s.rowid BETWEEN e.reading << 20 AND (e.reading + 1 << 20) - 1"
        f" AND {_own_sentence('e')})",
        f"SELECT n.id FROM (SELECT rowid >> 20 AS reading, start, text FROM {_MATCHED}) s"
        f" CROSS JOIN events n ON n.reading = s.reading WHERE {_own_sentence('n')}",
        f"SELECT 1 FROM {_MATCHED}",
    ),
    "report_text": Condition(
        "EXISTS (SELECT 1 FROM sentences WHERE sentences MATCH ?"
        " AND rowid BETWEEN e.reading << 20 AND (e.reading + 1 << 20) - 1)",
        "SELECT n.id FROM (SELECT rowid >> 20 AS reading FROM sentences WHERE sentences MATCH ?) s"
        " CROSS JOIN events n ON n.reading = s.reading",
    ),
    "watch": Condition(
        "(EXISTS (SELECT 1 FROM participants WHERE event = e.id AND role <> 'equipment'"
        f" AND +name COLLATE NOCASE {_LISTED})"
        f" OR EXISTS (SELECT 1 FROM claims WHERE event = e.id AND (+source COLLATE NOCASE {_LISTED}"
        f" OR +chain {_LISTED})))",
        f"SELECT event FROM participants WHERE role <> 'equipment' AND name COLLATE NOCASE {_LISTED}"
        f" UNION SELECT event FROM claims WHERE source COLLATE NOCASE {_LISTED}"
        f" UNION SELECT event FROM claims WHERE chain <> source AND chain {_LISTED}",
    ),
    "document": Condition("e.document = ?", "SELECT id FROM events WHERE document = ?"),
    "min_independent": Condition("i.origins >= ?"),
}
_DISPUTED = {True: Condition("i.disputes > 0"), False: Condition("i.disputes = 0")}
_WHOLE_ACTOR = _actor(SHOWN_AS, OWN_NAME, f"p.name {_EXACTLY}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition with the value that was asked for, as often as each of its forms needs it."""

    condition: Condition
    value: Any

    def given(self, statement: str) -> list[Any]:
        return [self.value] * statement.count("?")


def asked(field: str, value: Any) -> Asked:
    """The condition of a field of a view; a name in quotation marks is the whole name."""
    if field == "review":
        return Asked(Condition(state_of_all(value)), value)
    if field == "disputed":
        return Asked(_DISPUTED[value], value)
    condition = CONDITIONS[field]
    if field in ("text", "report_text"):
        return Asked(condition, as_query(value))
    if field == "watch":
        return Asked(condition, json.dumps(value))
    if _LIKE not in condition.probe:
        return Asked(condition, value)
    if len(value) > 2 and value[0] == value[-1] == '"':
        if field == "actor":
            return Asked(_WHOLE_ACTOR, value[1:-1])
        events = condition.events and condition.events.replace(_LIKE, _EXACTLY)
        return Asked(Condition(condition.probe.replace(_LIKE, _EXACTLY), events), value[1:-1])
    return Asked(condition, value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_"))


def find_ids(
    file: sqlite3.Connection, wanted: Iterable[Asked], limit: int, *, order: str = BY_DAY, start: int = 0
) -> list[tuple[str, str | None]]:
    """The incidents that fulfil every condition, with their first days, from `start` on; all when `limit` is -1."""
    conditions = list(wanted)
    few = fewest(file, conditions)
    statement, given = _by_events(few, conditions) if few else _by_order(conditions)
    return file.execute(f"{statement} ORDER BY {order} LIMIT ? OFFSET ?", (*given, limit, start)).fetchall()


def fewest(file: sqlite3.Connection, conditions: Iterable[Asked]) -> Asked | None:
    """The condition that the fewest events fulfil, None when all are fulfilled by many."""
    counted = []
    for n, one in enumerate(conditions):
        if one.condition.events:
            events = one.condition.about or one.condition.events
            events = events.replace(" UNION SELECT", " UNION ALL SELECT")  # which may stop at BROAD
            statement = f"SELECT count(*) FROM (SELECT 1 FROM ({events}) LIMIT {BROAD})"
            counted.append((file.execute(statement, one.given(statement)).fetchone()[0], n, one))
    number, _, few = min(counted, default=(BROAD, 0, None))
    return few if number < BROAD else None


def _by_events(few: Asked, conditions: Iterable[Asked]) -> tuple[str, list[Any]]:
    others = [one for one in conditions if one is not few]
    events = few.condition.events or ""
    statement = (
        f"WITH found (event) AS ({events}) SELECT DISTINCT i.id, i.earliest FROM (SELECT DISTINCT event FROM found) f"
        " CROSS JOIN incident_events m ON m.event = f.event CROSS JOIN events e ON e.id = m.event"
        " CROSS JOIN incidents i ON i.id = m.incident"
    )
    where = " AND ".join(one.condition.probe for one in others)
    given = few.given(events) + [value for one in others for value in one.given(one.condition.probe)]
    return statement + (f" WHERE {where}" if where else ""), given


def _by_order(conditions: list[Asked]) -> tuple[str, list[Any]]:
    own = [one for one in conditions if one.condition.events is None]
    of_events = [one for one in conditions if one.condition.events]
    parts = [one.condition.probe for one in own]
    if of_events:
        probes = " AND ".join(one.condition.probe for one in of_events)
        events = "incident_events m CROSS JOIN events e ON e.id = m.event"
        parts.append(f"EXISTS (SELECT 1 FROM {events} WHERE m.incident = i.id AND {probes})")
    given = [value for one in (*own, *of_events) for value in one.given(one.condition.probe)]
    return "SELECT i.id, i.earliest FROM incidents i" + (" WHERE " + " AND ".join(parts) if parts else ""), given
