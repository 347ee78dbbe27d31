"""What gathering compares, kept in the file: facts of every event, and the blocks in which its kin is looked for."""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict

from sayso.gathering.compared import Compared, ready
from sayso.gathering.facts import EventFacts, facts_of
from sayso.gathering.incidents import touched
from sayso.gathering.keys import block_keys, rank_of
from sayso.jsonl import from_dict, to_dict
from sayso.records import Reading

KEPT = 20_000  # events held ready for comparison


class StoredBlocks:
    """The blocks of a chronicle, as `gathering.incidents.Blocks` asks for them; the events used last are kept."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self._kept: OrderedDict[str, Compared] = OrderedDict()

    def ready(self, identifier: str) -> Compared:
        """An event ready for comparison; KeyError when there are no facts of it."""
        found = self._kept.pop(identifier, None) or ready(self._facts(identifier))
        self._kept[identifier] = found
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    def forget(self, *identifiers: str) -> None:
        """Drops events that are gone or will have other facts; all when none is named."""
        for identifier in identifiers or tuple(self._kept):
            self._kept.pop(identifier, None)

    def near(self, key: str, rank: str, width: int) -> tuple[list[str], list[str]]:
        """Ids of up to `width` events before `rank` and of as many after it in the block `key`, the nearest first."""
        return self._side(key, rank, width, "<", "DESC"), self._side(key, rank, width, ">", "ASC")

    def _side(self, key: str, rank: str, width: int, side: str, order: str) -> list[str]:
        rows = self._file.execute(
            f"SELECT event FROM blocks WHERE key = ? AND rank {side} ? ORDER BY rank {order} LIMIT ?",
            (key, rank, width),
        )
        return [event for (event,) in rows]

    def _facts(self, identifier: str) -> EventFacts:
        row = self._file.execute("SELECT facts FROM facts WHERE event = ?", (identifier,)).fetchone()
        if row is None:
            raise KeyError(identifier)
        return facts_from(row[0])


def facts_from(value: str) -> EventFacts:
    """The facts that a row of the table holds."""
    return from_dict(EventFacts, json.loads(value))


def put_facts(file: sqlite3.Connection, blocks: StoredBlocks, reading: Reading) -> None:
    """The facts of a reading's events, and a mark on all that is to be gathered with them.

    Part of the transaction that stores the reading: what is marked is gathered later, also after a crash.
    """
    for facts in facts_of(reading):
        rank = rank_of(facts)
        value = json.dumps(to_dict(facts), ensure_ascii=False, separators=(",", ":"))
        file.execute("INSERT INTO facts VALUES (?, ?, ?, 1)", (facts.id, rank, value))
        file.executemany("INSERT INTO blocks VALUES (?, ?, ?)", [(key, rank, facts.id) for key in block_keys(facts)])
        _mark(file, touched(facts, blocks))


def drop_facts(file: sqlite3.Connection, blocks: StoredBlocks, document: str) -> None:
    """Takes the events of a document out of blocks and incidents, and marks what was gathered with them."""
    rows = file.execute("SELECT id FROM events WHERE document = ? ORDER BY id", (document,)).fetchall()
    for (event,) in rows:
        facts = blocks.ready(event).facts
        file.execute("DELETE FROM blocks WHERE event = ?", (event,))
        _mark(file, touched(facts, blocks))
    for (event,) in rows:
        found = file.execute("SELECT incident FROM incident_events WHERE event = ?", (event,)).fetchone()
        if found:
            beside = file.execute("SELECT event FROM incident_events WHERE incident = ?", found).fetchall()
            _mark(file, frozenset(e for (e,) in beside))
            file.execute("DELETE FROM incidents WHERE id = ?", found)
        blocks.forget(event)


def _mark(file: sqlite3.Connection, events: frozenset[str]) -> None:
    file.executemany("UPDATE facts SET pending = 1 WHERE event = ?", [(event,) for event in sorted(events)])
