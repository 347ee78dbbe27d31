"""What gathering compares, kept in the file: facts of every event, and the blocks in which its kin is looked for."""

from __future__ import annotations

import sqlite3
from bisect import insort
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping

from sayso.chronicle.coded.row_marks import mark_rows
from sayso.chronicle.gathered.alike import StoredAlike
from sayso.chronicle.gathered.facts_codec import facts_from, facts_text
from sayso.gathering.blocks import MemoryBlocks, Neighbours, beside
from sayso.gathering.compared import Compared, ready
from sayso.gathering.facts import EventFacts, facts_of
from sayso.gathering.pairs import parted, touched
from sayso.records import Reading

KEPT = 20_000  # events held ready for comparison
KEPT_BLOCKS = 200_000  # and blocks, and levels
SHORT = 400  # events of a block that is held in memory; longer ones are asked for
OFTEN = 6  # times that a block is asked for before it is taken into memory


class StoredBlocks:
    """The blocks of a chronicle, as `gathering.pairs.Blocks` asks for them; what came last is kept in memory."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self._alike = StoredAlike(file)
        self.forget()

    def ready(self, identifier: str) -> Compared:
        """An event ready for comparison; KeyError when there are no facts of it."""
        return self._kept.get(identifier) or self._keep(ready(self._facts(identifier)))

    def _keep(self, found: Compared) -> Compared:
        self._kept[found.facts.id] = found
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    def level(self, identifier: str) -> int:
        """The level at which an event was settled last."""
        found = self._levels.get(identifier)
        if found is None:
            row = self._file.execute("SELECT level FROM facts WHERE event = ?", (identifier,)).fetchone()
            found = self._levels[identifier] = row[0] if row else 0
            if len(self._levels) > KEPT_BLOCKS:
                self._levels.popitem(last=False)
        return found

    def settle(self, levels: Mapping[str, int]) -> None:
        """Keeps the levels at which events were settled, when all that waited were gathered."""
        new = [(level, event) for event, level in levels.items() if level != self.level(event)]
        self._file.executemany("UPDATE facts SET level = ? WHERE event = ?", new)
        self._levels.update((event, level) for level, event in new)
        self._new.clear()

    def alike(self, identifier: str) -> Mapping[str, float] | None:
        """The scores above 0 of an event with those near it; None when it waits to be compared."""
        return self._alike.of(identifier)

    def keep_alike(self, identifier: str, scores: Mapping[str, float]) -> None:
        """Keeps the scores above 0 of an event with those near it."""
        self._alike.put(identifier, scores)

    def in_memory(self) -> MemoryBlocks:
        """The blocks of all events, in memory: some 10 kB an event."""
        rows = self._file.execute("SELECT facts FROM facts ORDER BY event")
        return MemoryBlocks(facts_from(facts) for (facts,) in rows)

    def keep_all_alike(self, blocks: MemoryBlocks) -> None:
        """Keeps how alike all events are, as these blocks of all of them know it."""
        self._alike.put_all((event, blocks.alike(event) or {}) for event in blocks)

    def wait(self, events: Iterable[str]) -> None:
        """Lets events wait to be compared again."""
        self._alike.wait(events)

    def is_new(self, identifier: str) -> bool:
        """Whether an event came after the last gathering; all of these wait for the next."""
        return identifier in self._new

    def forget(self) -> None:
        """Empties the memory, when the file may be another."""
        self._alike.forget()
        self._new: set[str] = set()
        self._kept: OrderedDict[str, Compared] = OrderedDict()
        self._levels: OrderedDict[str, int] = OrderedDict()
        self._blocks: OrderedDict[str, list[str] | None] = OrderedDict()
        self._asked: Counter[str] = Counter()

    def near(self, key: str, rank: str, width: int) -> Neighbours:
        """Ranks of up to `width` events before `rank` and of as many after it in the block `key`, the nearest first."""
        block = self._block(key)
        if block is not None:
            return beside(block, rank, width)
        return self._side(key, rank, width, "<", "DESC"), self._side(key, rank, width, ">", "ASC")

    def _block(self, key: str) -> list[str] | None:
        """The ranks of a short block; None for a long one, and for one that was seldom asked for."""
        if key in self._blocks:
            return self._blocks[key]
        self._asked[key] += 1
        if self._asked[key] < OFTEN:
            return None
        if len(self._asked) > KEPT_BLOCKS:
            self._asked.clear()
        rows = self._file.execute("SELECT rank FROM blocks WHERE key = ? ORDER BY rank LIMIT ?", (key, SHORT + 1))
        found = [rank for (rank,) in rows]
        self._blocks[key] = found if len(found) <= SHORT else None
        if len(self._blocks) > KEPT_BLOCKS:
            self._blocks.popitem(last=False)
        return self._blocks[key]

    def _side(self, key: str, rank: str, width: int, side: str, order: str) -> list[str]:
        rows = self._file.execute(
            f"SELECT rank FROM blocks WHERE key = ? AND rank {side} ? ORDER BY rank {order} LIMIT ?",
            (key, rank, width),
        )
        return [found for (found,) in rows]

    def _facts(self, identifier: str) -> EventFacts:
        row = self._file.execute("SELECT facts FROM facts WHERE event = ?", (identifier,)).fetchone()
        if row is None:
            raise KeyError(identifier)
        return facts_from(row[0])

    def put(self, facts: EventFacts) -> Compared:
        """Stores the facts of an event, which waits to be gathered, and puts it into its blocks."""
        found = self._keep(ready(facts))
        self._file.execute("INSERT INTO facts VALUES (?, ?, 2, 0)", (facts.id, facts_text(facts)))
        self._file.executemany("INSERT INTO blocks VALUES (?, ?)", [(key, found.rank) for key in found.keys])
        for key in found.keys:
            block = self._blocks.get(key)
            if block is not None:
                insort(block, found.rank)
                if len(block) > SHORT:
                    self._blocks[key] = None
        self._levels[facts.id] = 0
        self._new.add(facts.id)
        self._alike.wait([facts.id])
        return found

    def take_out(self, identifier: str) -> EventFacts:
        """Takes an event out of its blocks; its facts."""
        found = self.ready(identifier)
        self._file.executemany(
            "DELETE FROM blocks WHERE key = ? AND rank = ?", [(key, found.rank) for key in found.keys]
        )
        for key in found.keys:
            self._blocks.pop(key, None)
        self._kept.pop(identifier)
        self._levels.pop(identifier, None)
        self._new.discard(identifier)
        self._alike.drop(identifier)
        return found.facts


def put_facts(file: sqlite3.Connection, blocks: StoredBlocks, reading: Reading) -> None:
    """The facts of a reading's events, and a mark on all that is to be gathered with them.

    Part of the transaction that stores the reading: what is marked is gathered later, also after a crash.
    """
    (gathered,) = file.execute("SELECT min(id) FROM incidents").fetchone()
    for facts in facts_of(reading):
        found = blocks.put(facts)
        if gathered:  # else there are none that it could part
            _mark(file, parted(found, blocks))
        mark_rows(file, found, blocks.near, blocks.ready)


def drop_facts(file: sqlite3.Connection, blocks: StoredBlocks, document: str) -> None:
    """Takes the events of a document out of blocks and incidents, and marks what was gathered with them."""
    rows = file.execute(
        "SELECT f.event FROM events e JOIN facts f ON f.event = e.id WHERE e.document = ? ORDER BY f.event", (document,)
    ).fetchall()  # events that people rejected have no facts
    for (event,) in rows:
        mark_rows(file, blocks.ready(event), blocks.near, blocks.ready)
        _compare_again(file, touched(blocks.take_out(event), blocks))
        file.execute("DELETE FROM facts WHERE event = ?", (event,))
    gone = set(rows)
    for (event,) in rows:
        found = file.execute("SELECT incident FROM incident_events WHERE event = ?", (event,)).fetchone()
        if found:
            beside = file.execute("SELECT event FROM incident_events WHERE incident = ? ORDER BY 1", found).fetchall()
            _mark(file, frozenset(e for (e,) in beside))
            _lead_on(file, found[0], [e for (e,) in beside if (e,) not in gone])
            file.execute("DELETE FROM incidents WHERE id = ?", found)


def _lead_on(file: sqlite3.Connection, incident: str, staying: list[str]) -> None:
    """Leads the id of an incident that goes to an event that stays, until gathering knows the incident of that."""
    if staying:
        file.execute("INSERT OR REPLACE INTO retired VALUES (?, ?)", (incident, staying[0]))
        file.execute("UPDATE retired SET incident = ? WHERE incident = ?", (staying[0], incident))


def _mark(file: sqlite3.Connection, events: Iterable[str]) -> None:
    file.executemany("UPDATE facts SET pending = max(pending, 1) WHERE event = ?", [(e,) for e in sorted(events)])


def _compare_again(file: sqlite3.Connection, events: Iterable[str]) -> None:
    file.executemany("UPDATE facts SET pending = 2 WHERE event = ?", [(event,) for event in sorted(events)])
