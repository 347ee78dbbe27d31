"""Which incident an imported row is taken for: kept in the file, looked for again only where something near changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.chronicle.coded.row_marks import SIDE
from sayso.chronicle.coded.row_table import COLUMNS, coded_row
from sayso.chronicle.decided.decisions import verdicts
from sayso.chronicle.gathered.facts_codec import facts_from, facts_text
from sayso.chronicle.names import names_in
from sayso.gathering.coded.row_likeness import row_keys, row_likeness
from sayso.gathering.coded.rows import facts_of_row, known_by_name
from sayso.gathering.compared import Compared, ready
from sayso.gathering.facts import EventFacts
from sayso.gathering.keys import event_of, rank_of

if TYPE_CHECKING:
    from sayso.chronicle.gathered.blocks import StoredBlocks
    from sayso.chronicle.store import Store

DECIDED = 100.0  # score of what people decided to be the same


def derive_rows(store: Store, rows: Iterable[str] | None = None) -> None:
    """Facts and blocks of rows in place of those before, of all when none are named; their incidents are open then."""
    file = store.connection
    with store.writing():
        if rows is None:
            for table in ("imported_blocks", "imported_facts", "imported_matches"):
                file.execute(f"DELETE FROM {table}")
            rows = [row for (row,) in file.execute("SELECT row FROM imported WHERE current = 1")]
        named = list(rows)
        known = known_by_name(names_in(file)) if named else {}
        for row in named:
            _forget(file, row)
            found = file.execute(f"SELECT {COLUMNS} FROM imported WHERE row = ? AND current = 1", (row,)).fetchone()
            if found is not None:
                _put(file, facts_of_row(coded_row(found), known))


def _forget(file: sqlite3.Connection, row: str) -> None:
    former = file.execute("SELECT facts FROM imported_facts WHERE row = ?", (row,)).fetchone()
    if former is None:
        return
    facts = facts_from(former[0])
    places = [(key, rank_of(facts)) for key in row_keys(facts)]
    file.executemany("DELETE FROM imported_blocks WHERE key = ? AND rank = ?", places)
    file.execute("DELETE FROM imported_facts WHERE row = ?", (row,))
    file.execute("DELETE FROM imported_matches WHERE row = ?", (row,))


def _put(file: sqlite3.Connection, facts: EventFacts) -> None:
    days = (facts.earliest, facts.latest) if facts.earliest and facts.latest else (None, None)
    file.execute("INSERT INTO imported_facts VALUES (?, ?, ?, ?, 1)", (facts.id, *days, facts_text(facts)))
    rank = rank_of(facts)
    file.executemany("INSERT INTO imported_blocks VALUES (?, ?, ?)", [(key, rank, facts.id) for key in row_keys(facts)])


def match_rows(store: Store) -> int:
    """Finds the events of the rows that wait for it; how many rows those were."""
    file = store.connection
    waiting = file.execute("SELECT row, facts FROM imported_facts WHERE pending = 1 ORDER BY row").fetchall()
    if not waiting:
        return 0
    with store.writing():
        decided = verdicts(file, "row")
        for row, facts in waiting:
            _match(file, store.blocks, ready(facts_from(facts)), _Decided.of(file, row, decided))
        file.execute("UPDATE imported_facts SET pending = 0 WHERE pending = 1")
    return len(waiting)


@dataclass(frozen=True, slots=True)
class _Decided:
    """The events that people took for a row, and those that they said it is not, with their incidents."""

    same: frozenset[str]
    apart: frozenset[str]

    @classmethod
    def of(cls, file: sqlite3.Connection, row: str, decided: Mapping[tuple[str, str], bool]) -> _Decided:
        pairs = ((pair, same) for pair, same in decided.items() if row in pair)
        beside = [(one if other == row else other, same) for (one, other), same in pairs]
        apart = {e for event, same in beside if not same for e in (event, *_incident_of(file, event))}
        return cls(frozenset(event for event, same in beside if same), frozenset(apart))


def _incident_of(file: sqlite3.Connection, event: str) -> list[str]:
    rows = file.execute(
        "SELECT b.event FROM incident_events a JOIN incident_events b ON b.incident = a.incident WHERE a.event = ?",
        (event,),
    )
    return [other for (other,) in rows]


def _match(file: sqlite3.Connection, blocks: StoredBlocks, row: Compared, decided: _Decided) -> None:
    name = row.facts.id
    file.execute("DELETE FROM imported_matches WHERE row = ?", (name,))
    if decided.same:
        values = (name, min(decided.same), DECIDED, "decided: the same")
        file.execute("INSERT INTO imported_matches VALUES (?, ?, ?, ?)", values)
        return
    alike = []
    for event in sorted(_candidates(blocks, row) - decided.apart):
        other = blocks.ready(event)
        found = row_likeness(row, other)
        if found is not None:
            alike.append((other.facts.status == row.facts.status, round(found.score, 3), event, found.reasons))
    if alike:
        _, score, event, reasons = max(alike, key=lambda a: (a[0], a[1], a[2]))
        file.execute("INSERT INTO imported_matches VALUES (?, ?, ?, ?)", (name, event, score, "; ".join(reasons)))


def _candidates(blocks: StoredBlocks, row: Compared) -> set[str]:
    sides = (side for key in row_keys(row.facts) for side in blocks.near(key, row.rank, SIDE))
    return {event_of(rank) for side in sides for rank in side}
