"""Rows are matched again only where something near them changes, and yet as if all were matched anew."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from sayso.chronicle.coded.imported import put_rows
from sayso.chronicle.coded.row_marks import mark_rows
from sayso.chronicle.coded.row_matches import derive_rows, match_rows
from sayso.chronicle.store import Store
from sayso.gathering.facts import EventFacts, Party, Spot
from sayso.records import CodedRow, TakenRow

RUSSIA = Party("Russia", ("russia",), "country", "RU", True)
UKRAINE = Party("Ukraine", ("ukraine",), "country", "UA", True)
PLACES = (Spot("Kherson", ("kherson",), "UA"), Spot("Sumy", ("sumy",), "UA"), None)


def day(number: int) -> str:
    return (date(2024, 5, 1) + timedelta(number)).isoformat()


def event(number: int, draw: random.Random) -> EventFacts:
    """An attack within twelve days: one in five undated, some that last, so that its blocks are crowded."""
    first = draw.randrange(12)
    days = (None, None) if draw.random() < 0.2 else (day(first), day(first + draw.choice([0, 0, 1, 9])))
    return EventFacts(
        f"e{number}", f"d{number}", "v", "v1", day(first + draw.randrange(3)), "attack",
        (draw.choice(["hit", "shell"]),), "happened", "CT+", earliest=days[0],
        latest=days[1], place=draw.choice(PLACES), actors=(RUSSIA,),
        targets=(UKRAINE,), story=("=RU", "=UA"),
    )  # fmt: skip


def row(number: int, draw: random.Random) -> CodedRow:
    first = draw.randrange(12)
    return CodedRow(
        f"x/{number}", "x", "attack", "strike", "happened", day(first), day(first + draw.choice([0, 0, 1])),
        ("Russia",), ("Ukraine",), (), draw.choice(["Kherson", "Sumy", None]), "UA",
    )  # fmt: skip


def matches(store: Store) -> list[tuple[str, str]]:
    return store.connection.execute("SELECT row, event FROM imported_matches ORDER BY row").fetchall()


def come_or_go(store: Store, live: list[str], number: int, draw: random.Random) -> None:
    """One event more in the blocks, or one less."""
    file, blocks = store.connection, store.blocks
    if live and draw.random() < 0.1:
        gone = live.pop(draw.randrange(len(live)))
        mark_rows(file, blocks.ready(gone), blocks.near, blocks.ready)
        blocks.take_out(gone)
        file.execute("DELETE FROM facts WHERE event = ?", (gone,))
        file.execute("DELETE FROM imported_matches WHERE event = ?", (gone,))
    else:
        mark_rows(file, blocks.put(event(number, draw)), blocks.near, blocks.ready)
        live.append(f"e{number}")


@pytest.mark.parametrize("seed", range(3))
def test_what_was_matched_in_steps_is_what_is_matched_at_once(seed: int, tmp_path: Path) -> None:
    draw, live = random.Random(seed), list[str]()
    with Store(tmp_path / "a.db") as store:
        store.connection.execute("PRAGMA foreign_keys = OFF")  # facts without readings
        put_rows(store, "x", "x.csv", [TakenRow(n, row(n, draw), {}) for n in range(40)])
        for number in range(200):
            with store.writing():
                come_or_go(store, live, number, draw)
                if draw.random() < 0.3:
                    match_rows(store)
        match_rows(store)
        found = matches(store)
        assert found
        derive_rows(store)
        match_rows(store)
        assert matches(store) == found
