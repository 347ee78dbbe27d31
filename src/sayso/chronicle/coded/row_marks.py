"""Which imported rows an event of a text comes near: their incident is looked for again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sayso.gathering.coded.row_likeness import time_about
from sayso.gathering.compared import Compared
from sayso.gathering.keys import event_of

SIDE = 10  # events on either side of a row in a block that are compared with it
_LAST = "\U0010ffff"  # behind all ranks

Near = Callable[[str, str, int], tuple[Sequence[str], Sequence[str]]]
Ready = Callable[[str], Compared]


def mark_rows(file: sqlite3.Connection, event: Compared, near: Near, ready: Ready) -> None:
    """Marks the rows that an event which comes or goes stands next to, so that their incident is looked for again.

    `near` and `ready` are those of the blocks. In a crowded block the event also moves others out of the sight of rows,
    or into it: then the rows about the days of these are marked too.
    """
    if file.execute("SELECT 1 FROM imported_blocks LIMIT 1").fetchone() is None:
        return
    for key in event.keys:
        if file.execute("SELECT 1 FROM imported_blocks WHERE key = ? LIMIT 1", (key,)).fetchone() is None:
            continue
        before, after = near(key, event.rank, SIDE)
        crowd = [*(before if len(before) == SIDE else ()), *(after if len(after) == SIDE else ())]
        first = before[-1] if len(before) == SIDE else ""
        last = after[-1] if len(after) == SIDE else _LAST
        _mark(file, (key, first, last), [event, *(ready(event_of(rank)) for rank in crowd)])


def _mark(file: sqlite3.Connection, within: tuple[str, str, str], events: Iterable[Compared]) -> None:
    """Marks the rows of a part of a block that have no days, or days on which one of the events can have been."""
    spans = [span for event in events if (span := time_about(event)) is not None]
    first, last = (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else (2, 1)
    file.execute(
        "UPDATE imported_facts SET pending = 1 WHERE row IN"
        " (SELECT row FROM imported_blocks WHERE key = ? AND rank BETWEEN ? AND ?)"
        " AND (earliest IS NULL OR (latest >= ? AND earliest <= ?))",
        (*within, _iso(first), _iso(last)),
    )


def _iso(day: int) -> str:
    return date.fromordinal(min(max(day, 1), date.max.toordinal())).isoformat()
