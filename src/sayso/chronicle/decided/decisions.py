"""What people decided: rows that are only ever added, in force until another row withdraws them, the latest first."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.chronicle.file import now
from sayso.gathering.decided import Pair, settled
from sayso.ids import digest
from sayso.jsonl import from_dict, to_dict
from sayso.records import Decision, Judgement, Selector

ROW = "imported row"  # kind of the selector of a row that a team coded by hand
IN_FORCE = "d.verdict <> 'withdraw' AND NOT EXISTS (SELECT 1 FROM decisions w WHERE w.withdraws = d.id)"
_STANDS = (  # what is no event, or one that is gathered
    "NOT EXISTS (SELECT 1 FROM events e WHERE e.id = {0}.target"
    " AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.event = e.id))"
)
_COLUMNS = (
    "d.id, d.verdict, d.about, d.targets, d.selectors, d.field, d.before, d.after, d.who, d.made, d.why, d.reader,"
    " (SELECT w.id FROM decisions w WHERE w.withdraws = d.id)"
)
_IN_ORDER = " ORDER BY d.made, d.rowid"


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision with what it holds on to now: `found` of its targets, and why the others are missing.

    `state` is in force, question (unsure), overruled (by a later one), contradicted, or withdrawn; `now` are the
    incidents that its events are in, else the ids that its targets have now.
    """

    decision: Decision
    state: str
    found: int
    missing: tuple[str, ...]
    now: tuple[str, ...]

    @property
    def attached(self) -> bool:
        return not self.missing


def new_decision(file: sqlite3.Connection, **fields: Any) -> Decision:
    """A decision of this instant, with an id of its own; not written yet."""
    made, number = now(), file.execute("SELECT count(*) FROM decisions").fetchone()[0]
    given = {"field": None, "before": None, "after": None, "why": None, "reader": ""} | fields
    identifier = digest(made, str(number), *(str(given[name]) for name in sorted(given)))[:12]
    return Decision(id=identifier, when=made, **given)


def put_decision(file: sqlite3.Connection, decision: Decision, *, withdraws: str | None = None) -> None:
    """Writes a decision; part of the transaction that is open."""
    d = decision
    targets, selectors = (json.dumps(to_dict(part), ensure_ascii=False) for part in (d.targets, d.selectors))
    file.execute(
        "INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (d.id, d.verdict, d.about, targets, selectors, d.field, d.before, d.after, d.who, d.when, d.why, d.reader,
         withdraws),
    )  # fmt: skip


def decisions_in(file: sqlite3.Connection, identifiers: Collection[str] | None = None) -> Iterator[Decision]:
    """The decisions, or those of some ids, in the order in which they were made; withdrawals are told by the others."""
    if identifiers is None:
        rows = file.execute(f"SELECT {_COLUMNS} FROM decisions d WHERE d.verdict <> 'withdraw'{_IN_ORDER}").fetchall()
    elif not identifiers:
        rows = []
    else:
        rows = file.execute(
            f"SELECT {_COLUMNS} FROM decisions d WHERE d.id IN (SELECT value FROM json_each(?)){_IN_ORDER}",
            (json.dumps(sorted(identifiers)),),
        ).fetchall()
    return map(decision_from, rows)


def decision_from(row: tuple[Any, ...]) -> Decision:
    """The decision that a row holds."""
    identifier, verdict, about, targets, selectors, *rest = row
    held = tuple(from_dict(Selector, selector) for selector in json.loads(selectors))
    return Decision(identifier, verdict, about, tuple(json.loads(targets)), held, *rest)


def verdicts(file: sqlite3.Connection, about: str) -> dict[Pair, bool]:
    """What is decided of pairs of events ("event") or entities ("entity"): True for the same, False for different.

    Ids are those of now, in order; the latest decision on a pair counts and stands last, "unsure" leaves it open.
    An entity's id is its document, "#" and its id within the reading. Events that people rejected are left out.
    """
    rows = file.execute(
        "SELECT a.target, b.target, d.after FROM decisions d JOIN attachments a ON a.decision = d.id"
        " JOIN attachments b ON b.decision = d.id AND b.side > a.side"
        " WHERE d.verdict = 'identity' AND d.about = ? AND a.target IS NOT NULL AND b.target IS NOT NULL"
        f" AND a.target <> b.target AND {IN_FORCE}"
        f" AND {_STANDS.format('a')} AND {_STANDS.format('b')}{_IN_ORDER}, a.number, b.number",
        (about,),
    )
    found: dict[Pair, bool] = {}
    for one, other, after in rows:
        pair = (one, other) if one < other else (other, one)
        found.pop(pair, None)
        if after != "unsure":
            found[pair] = after == "same"
    return found


def judgements_on(file: sqlite3.Connection, events: Sequence[str]) -> tuple[Judgement, ...]:
    """What people decided of events and of claims on them, in the order in which they did; ids are those of now.

    Of accepting and rejecting, and of corrections of one field, the latest; every identity and note.
    """
    found: dict[tuple[str, str], Judgement] = {}
    for judgement in _judgements(file, [*events, *_judged_claims(file, events)]):
        slot = _slot(judgement)
        found.pop(slot, None)
        found[slot] = judgement
    return tuple(found.values())


def rejected_claims(file: sqlite3.Connection, events: Sequence[str]) -> set[str]:
    """The claims on events that people rejected."""
    latest = {j.target: j.verdict for j in _judgements(file, _judged_claims(file, events))}
    return {claim for claim, verdict in latest.items() if verdict == "reject"}


def _judgements(file: sqlite3.Connection, targets: Sequence[str]) -> list[Judgement]:
    rows = file.execute(
        "SELECT a.target, d.verdict, d.field, d.before, d.after, d.who, d.made, d.why, d.id FROM attachments a"
        f" JOIN decisions d ON d.id = a.decision WHERE a.target IN (SELECT value FROM json_each(?)) AND {IN_FORCE}"
        + _IN_ORDER,
        (json.dumps(list(targets)),),
    )
    return [Judgement(*row) for row in rows]


def _judged_claims(file: sqlite3.Connection, events: Sequence[str]) -> list[str]:
    """The claims on events that a decision is about."""
    rows = file.execute(
        "SELECT DISTINCT a.target FROM json_each(?) e JOIN attachments a ON a.target > e.value || '.'"
        " AND a.target < e.value || '/'",
        (json.dumps(list(events)),),
    )
    return [claim for (claim,) in rows]


def _slot(judgement: Judgement) -> tuple[str, str]:
    """What a later judgement takes the place of."""
    if judgement.verdict in ("accept", "reject"):
        return judgement.target, "standing"
    if judgement.verdict == "correct":
        return judgement.target, judgement.field or ""
    return "", judgement.decision


def listed(file: sqlite3.Connection, *, unattached: bool = False, among: Collection[str] | None = None) -> list[Listed]:
    """All decisions, or those of some ids, in the order in which they were made.

    With `unattached` only those in force that miss a target.
    """
    open_pairs = {about: _Standing(file, about) for about in ("event", "entity")} if among is None or among else {}
    found = [_listed(file, decision, open_pairs.get(decision.about)) for decision in decisions_in(file, among)]
    return [one for one in found if not unattached or (one.missing and one.state != "withdrawn")]


def _listed(file: sqlite3.Connection, decision: Decision, standing: _Standing | None) -> Listed:
    rows = file.execute(
        "SELECT target, how, side FROM attachments WHERE decision = ? ORDER BY number", (decision.id,)
    ).fetchall()
    now_ = tuple(dict.fromkeys(_incident(file, target) for target, _, _ in rows if target is not None))
    missing = tuple(dict.fromkeys(how for target, how, _ in rows if target is None))
    state = "in force"
    if decision.withdrawn_by:
        state = "withdrawn"
    elif decision.verdict == "identity" and decision.after == "unsure":
        state = "question"
    elif decision.verdict == "identity" and standing is not None:
        state = standing.of(decision, [(target, side) for target, _, side in rows if target is not None])
    return Listed(decision, state, sum(target is not None for target, _, _ in rows), missing, now_)


def _incident(file: sqlite3.Connection, target: str) -> str:
    """The incident that an event is in; the id itself for what is in none."""
    found = file.execute("SELECT incident FROM incident_events WHERE event = ?", (target,)).fetchone()
    return found[0] if found else target


class _Standing:
    """Whether identities are in force, overruled by later ones, or contradicted by others."""

    def __init__(self, file: sqlite3.Connection, about: str) -> None:
        self._verdicts = verdicts(file, about)
        self._dropped = set(settled(self._verdicts).dropped)

    def of(self, decision: Decision, sides: list[tuple[str, int]]) -> str:
        pairs = {(min(a, b), max(a, b)) for a, one in sides for b, other in sides if one < other and a != b}
        if pairs & self._dropped:
            return "contradicted"
        same = decision.after == "same"
        return "overruled" if pairs and all(self._verdicts.get(p) is not same for p in pairs) else "in force"
