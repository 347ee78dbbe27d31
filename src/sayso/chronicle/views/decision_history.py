"""All that was decided, page by page, the latest first, by person and verdict."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.chronicle.decided.decisions import Listed, listed
from sayso.records import IDENTITIES

VERDICTS = (*IDENTITIES, "accept", "reject", "correct", "add", "note")
_GIVEN = "iif(verdict = 'identity', after, verdict)"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which decisions are wanted: those of one person, of one verdict; None for all."""

    who: str | None = None
    verdict: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who took a decision back, when and why."""

    who: str
    made: str
    why: str | None


def _where(chosen: Chosen) -> tuple[str, list[str]]:
    parts = {"who = ?": chosen.who, f"{_GIVEN} = ?": chosen.verdict}
    conditions = ["verdict <> 'withdraw'", *(part for part, value in parts.items() if value is not None)]
    return " AND ".join(conditions), [value for value in parts.values() if value is not None]


def history(file: sqlite3.Connection, chosen: Chosen, *, start: int = 0, number: int = -1) -> list[Listed]:
    """The wanted decisions from place `start` on, the latest first."""
    where, given = _where(chosen)
    ids = file.execute(
        f"SELECT id FROM decisions WHERE {where} ORDER BY made DESC, rowid DESC LIMIT ? OFFSET ?",
        (*given, number, start),
    ).fetchall()
    return listed(file, among={identifier for (identifier,) in ids})[::-1]


def how_many_decisions(file: sqlite3.Connection, chosen: Chosen) -> int:
    """The number of the wanted decisions."""
    where, given = _where(chosen)
    return int(file.execute(f"SELECT count(*) FROM decisions WHERE {where}", given).fetchone()[0])


def people(file: sqlite3.Connection) -> list[str]:
    """Everybody who decided something, by name."""
    return [who for (who,) in file.execute("SELECT DISTINCT who FROM decisions WHERE verdict <> 'withdraw' ORDER BY 1")]


def withdrawals(file: sqlite3.Connection, decisions: Sequence[Listed]) -> dict[str, Withdrawal]:
    """Of the decisions that were taken back, by whom."""
    rows = file.execute(
        "SELECT w.withdraws, w.who, w.made, w.why FROM json_each(?) j JOIN decisions w ON w.withdraws = j.value",
        (json.dumps([one.decision.id for one in decisions]),),
    )
    return {withdrawn: Withdrawal(*rest) for withdrawn, *rest in rows}
