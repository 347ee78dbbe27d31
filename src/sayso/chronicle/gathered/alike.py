"""How alike events are to those that stand near them, kept in the file, so that no pair is compared twice."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Mapping

KEPT = 50_000  # events whose pairs are held in memory


class StoredAlike:
    """The pairs of compared events with a score above 0; an event that waits to be compared has none that count.

    Of two compared events that stand near each other in a block, a pair that is missing is not alike.
    """

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self.forget()

    def forget(self) -> None:
        """Empties the memory, when the file may be another."""
        self._kept: OrderedDict[str, dict[str, float]] = OrderedDict()
        self._waiting: set[str] | None = None

    def of(self, event: str) -> Mapping[str, float] | None:
        """The scores of an event with others; None when it waits to be compared."""
        return None if event in self._waits() else self._of(event)

    def wait(self, events: Iterable[str]) -> None:
        """Notes that events are to be compared (again)."""
        self._waits().update(events)

    def put(self, event: str, scores: Mapping[str, float]) -> None:
        """The scores of an event from now on; it is compared with that."""
        former = self._of(event)
        self._take(event, former.keys() - scores.keys())
        rows = [(event, other, found) for other, found in scores.items() if former.get(other) != found]
        both = [*rows, *((other, one, found) for one, other, found in rows)]
        self._file.executemany("INSERT OR REPLACE INTO alike VALUES (?, ?, ?)", both)
        for one, other, found in both:
            if one in self._kept:
                self._kept[one][other] = found
        self._waits().discard(event)

    def put_all(self, scores: Iterable[tuple[str, Mapping[str, float]]]) -> None:
        """The scores of all events from now on, in place of what was kept; they are compared with that."""
        self._file.execute("DELETE FROM alike")
        rows = ((event, other, found) for event, beside in scores for other, found in beside.items())
        self._file.executemany("INSERT INTO alike VALUES (?, ?, ?)", rows)
        self._kept, self._waiting = OrderedDict(), set()

    def drop(self, event: str) -> None:
        """Takes out the pairs of an event that goes."""
        self._take(event, set(self._of(event)))
        self._kept.pop(event, None)
        self._waits().discard(event)

    def _take(self, event: str, others: Iterable[str]) -> None:
        gone = [pair for other in others for pair in ((event, other), (other, event))]
        self._file.executemany("DELETE FROM alike WHERE event = ? AND other = ?", gone)
        for one, other in gone:
            if one in self._kept:
                del self._kept[one][other]

    def _of(self, event: str) -> dict[str, float]:
        found = self._kept.get(event)
        if found is None:
            rows = self._file.execute("SELECT other, score FROM alike WHERE event = ?", (event,))
            found = self._kept[event] = dict(rows.fetchall())
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    def _waits(self) -> set[str]:
        if self._waiting is None:
            rows = self._file.execute("SELECT event FROM facts WHERE pending > 0 AND pending = 2")  # by its index
            self._waiting = {event for (event,) in rows}
        return self._waiting
