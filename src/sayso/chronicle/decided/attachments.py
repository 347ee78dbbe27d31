"""What decisions hold on to in the readings of today: found again with every new reading, or told why not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field

from sayso.chronicle.decided.decisions import IN_FORCE, ROW, decisions_in
from sayso.chronicle.rows import event_key
from sayso.gathering.amended import BESIDE, Amendment, Unfit, amended, without
from sayso.gathering.attaching import IN_PLACE, Attached, attach
from sayso.records import Decision, Reading

OF_ROW = "a row that was imported"
WAITING = "its document is not in the chronicle"
REMOVED = "its document was removed"
WITHDRAWN = "the addition was withdrawn"


_SORT = {"row": "event"}  # what a row of a team is compared with


@dataclass(slots=True)
class Judged:
    """A reading as people corrected it; `rejected` are the ids, within it, of events and claims that they rejected."""

    reading: Reading
    rejected: set[str] = field(default_factory=set)

    def gathered(self) -> Reading:
        """The reading without the events that people rejected, or whose claims they all rejected."""
        told = {c.event for c in self.reading.claims if c.id not in self.rejected}
        vouched = {c.event for c in self.reading.claims}
        return without(self.reading, (self.rejected | (vouched - told)) if self.rejected else ())


@dataclass(frozen=True, slots=True)
class Row:
    """What one target of a decision holds on to: the id of now, None when it is not there; and how, or why not."""

    decision: str
    number: int
    target: str | None
    how: str


def prepare(file: sqlite3.Connection, decision: Decision) -> None:
    """A row for every target of a decision, to be attached by the next reading of its document."""
    both = enumerate(zip(decision.selectors, decision.targets, strict=True))
    rows = [
        (decision.id, n, s.side, s.document, *((target, OF_ROW) if s.kind == ROW else (None, WAITING)))
        for n, (s, target) in both
    ]
    file.executemany("INSERT OR IGNORE INTO attachments VALUES (?, ?, ?, ?, ?, ?)", rows)


def hold(file: sqlite3.Connection, decision: Decision) -> None:
    """The rows of a decision about what the readings of now have."""
    both = zip(decision.selectors, decision.targets, strict=True)
    rows = [
        (decision.id, n, s.side, s.document, target, OF_ROW if s.kind == ROW else IN_PLACE)
        for n, (s, target) in enumerate(both)
    ]
    file.executemany("INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?)", rows)


def prepare_all(file: sqlite3.Connection) -> None:
    """The rows of all decisions, where they are missing: the table can be dropped and made again."""
    for decision in decisions_in(file):
        prepare(file, decision)


def reattach(file: sqlite3.Connection, reading: Reading) -> Judged:
    """Attaches all decisions about a document to a new reading of it; the reading as they correct it.

    What was decided to be, or not to be, the same as something in it is gathered again.
    """
    mark_partners(file, reading.document.id)
    judged, found = attached_to(file, reading)
    file.executemany(
        "UPDATE attachments SET target = ?3, how = ?4 WHERE decision = ?1 AND number = ?2", [astuple(a) for a in found]
    )
    return judged


def judged_in(file: sqlite3.Connection, reading: Reading) -> Judged:
    """A stored reading as people corrected it."""
    return attached_to(file, reading)[0]


def attached_to(file: sqlite3.Connection, reading: Reading) -> tuple[Judged, list[Row]]:
    """A reading as people corrected it, and what each decision about its document holds on to in it."""
    numbers: dict[str, list[int]] = {}
    held = "SELECT decision, number FROM attachments WHERE document = ? ORDER BY decision, number"
    for decision, number in file.execute(held, (reading.document.id,)):
        numbers.setdefault(decision, []).append(number)
    judged, rows = Judged(reading), []
    for decision_ in decisions_in(file, numbers):
        for number in numbers[decision_.id]:
            found = _attach(judged, decision_, number)
            target = None if found.local is None else _target(decision_.about, found.local, judged.reading)
            rows.append(Row(decision_.id, number, target, found.how))
    return judged, rows


def _attach(judged: Judged, decision: Decision, number: int) -> Attached:
    """Attaches one target, and puts a decision that is in force into effect."""
    about = "text" if decision.verdict == "add" else _SORT.get(decision.about, decision.about)
    found = attach(decision.selectors[number], about, judged.reading)
    if decision.verdict == "add" and found.local is not None:
        found = _added(judged, decision, number, found)
    if found.local is None or decision.withdrawn_by:
        return found
    if decision.verdict == "correct":
        return _amend(judged, Amendment(decision, found.local), found)
    if decision.verdict == "reject":
        judged.rejected.add(found.local)
    if decision.verdict == "accept":
        judged.rejected.discard(found.local)
    return found


def _added(judged: Judged, decision: Decision, number: int, found: Attached) -> Attached:
    """The event of an addition: one that the reader finds by now, else one that is put in."""
    known = attach(decision.selectors[number], "event", judged.reading)
    if known.local is not None and not _is_beside(decision, known, judged.reading):
        return known
    if decision.withdrawn_by:
        return Attached(None, WITHDRAWN)
    own = Attached(f"added-{decision.id}", found.how, found.span)
    return _amend(judged, Amendment(decision, f"added-{decision.id}", found.span), own)


def _is_beside(decision: Decision, known: Attached, reading: Reading) -> bool:
    """Whether an addition is another event than one that some of its words tell."""
    first = next(event.triggers[0] for event in reading.events if event.id == known.local)
    return first != known.span and BESIDE in json.loads(decision.after or "{}")


def _amend(judged: Judged, amendment: Amendment, found: Attached) -> Attached:
    try:
        judged.reading = amended(judged.reading, amendment)
    except Unfit as reason:
        return Attached(None, str(reason))
    return found


def _target(about: str, local: str, reading: Reading) -> str:
    """The id in the chronicle of something in a reading."""
    document = reading.document.id
    if about == "document":
        return document
    if about == "entity":
        return f"{document}#{local}"
    claim = next((c for c in reading.claims if c.id == local), None) if about == "claim" else None
    event = next(e for e in reading.events if e.id == (claim.event if claim else local))
    key = event_key(reading, event)
    return f"{key}.{local}" if claim else key


def detach(file: sqlite3.Connection, document: str, *, quotes: bool = True) -> None:
    """Lets go of a document that leaves the chronicle; without `quotes` the decisions keep none of its words."""
    mark_partners(file, document)
    file.execute("UPDATE attachments SET target = NULL, how = ? WHERE document = ?", (REMOVED, document))
    if not quotes:
        _forget_words(file, document)


def _forget_words(file: sqlite3.Connection, document: str) -> None:
    """Takes the words of a document out of the decisions about it; place, kind and verdict stay."""
    own = "SELECT decision FROM attachments WHERE document = ?"
    for identifier, selectors, field_ in file.execute(
        f"SELECT id, selectors, field FROM decisions WHERE id IN ({own})", (document,)
    ).fetchall():
        kept = without_words(selectors, document)
        file.execute("UPDATE decisions SET selectors = ? WHERE id = ?", (kept, identifier))
        if field_ is not None:
            file.execute("UPDATE decisions SET before = NULL WHERE id = ?", (identifier,))


def without_words(selectors: str, document: str) -> str:
    """Selectors as a decision keeps them, without the words of one document."""
    found = json.loads(selectors)
    for selector in found:
        if selector["document"] == document:
            selector.update(quote="", before="", after="", source=None)
    return json.dumps(found, ensure_ascii=False)


def mark_partners(file: sqlite3.Connection, document: str) -> None:
    """Marks what decisions compare with events of a document as to be gathered again."""
    held = "SELECT DISTINCT decision FROM attachments WHERE document = ?"
    mark(file, [decision for (decision,) in file.execute(held, (document,)).fetchall()])


def mark(file: sqlite3.Connection, decisions: Iterable[str]) -> None:
    """Marks the events and rows that decisions are about as to be gathered again."""
    for decision in decisions:
        own = "(SELECT target FROM attachments WHERE decision = ? AND target IS NOT NULL)"
        file.execute(f"UPDATE facts SET pending = max(pending, 1) WHERE event IN {own}", (decision,))
        file.execute(f"UPDATE imported_facts SET pending = 1 WHERE row IN {own}", (decision,))


def counted(file: sqlite3.Connection) -> tuple[int, int]:
    """How many decisions in force have all their targets, and how many miss one."""
    held = (
        "SELECT sum(a.target IS NULL) AS missing FROM decisions d JOIN attachments a ON a.decision = d.id"
        f" WHERE {IN_FORCE} GROUP BY d.id"
    )
    found: tuple[int, int] = file.execute(
        f"SELECT coalesce(sum(missing = 0), 0), coalesce(sum(missing > 0), 0) FROM ({held})"
    ).fetchone()
    return found
