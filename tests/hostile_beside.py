"""What stands beside the readings of a hostile chronicle: decisions, identities, links, copies, failures, rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sayso.chronicle.file import connect
from tests.large_chronicle import put

DAY = "2031-05-04T10:00:00Z"
REVIEWERS = 70  # people with hostile names who accepted and rejected; each two of them are compared
VERDICTS = ("accept", "correct", "note", "reject", "identity", "add", "withdraw")  # in turn, one an incident


def put_beside(path: Path, hostile: Sequence[str]) -> None:
    """Fills the tables of a chronicle of `make_hostile` that this leaves empty, with the same words."""
    with closing(connect(path)) as file:
        file.execute("PRAGMA foreign_keys = OFF")
        file.execute("BEGIN")
        for number, payload in enumerate(hostile, 1):
            text = payload.replace("\0", "\ufffd")
            _put_decision(file, number, text)
            _put_links(file, number, text)
            _put_identities(file, number, text)
            _put_given(file, number, text)
        file.execute("COMMIT")


def incident_id(number: int) -> str:
    return f"i{number:06}"


def rejected_ids(hostile: Sequence[str]) -> Iterator[str]:
    """The events that people rejected: they are in no incident, and have a page of their own."""
    numbers = range(1, len(hostile) + 1)
    return (f"r{number:06}" for number in numbers if VERDICTS[number % len(VERDICTS)] == "reject")


def _put_decision(file: sqlite3.Connection, number: int, text: str) -> None:
    """A decision of somebody with a hostile name, for a hostile reason, about hostile words."""
    verdict, incident = VERDICTS[number % len(VERDICTS)], incident_id(number)
    events = (f"{incident}e{2 * number - 1}", f"{incident}e{2 * number}")
    targets = events if verdict == "identity" else events[:1]
    if verdict == "reject":
        targets = (f"r{number:06}",)
        _put_rejected(file, targets[0], number, text)
    after = {"identity": "different", "correct": text, "add": json.dumps({"kind": text, "actors": text})}.get(verdict)
    decision, given = f"d{number:06}", verdict if verdict != "withdraw" else "correct"
    named = number < (REVIEWERS if verdict in ("accept", "reject") else 7 * REVIEWERS)
    _decide(file, decision, given, targets, text, after=after or text, who=text if named else "one of us")
    for side, target in enumerate(targets):
        put(
            file, "attachments", decision=decision, number=side, side=side, document=f"{text} {2 * number - 1 + side}",
            target=target, how=text,
        )  # fmt: skip
    if verdict == "withdraw":
        _decide(file, f"w{number:06}", "withdraw", (decision,), text, withdraws=decision)


def _decide(
    file: sqlite3.Connection, identifier: str, verdict: str, targets: Sequence[str], text: str, **more: Any
) -> None:
    selector = {"document": text, "version": "v", "span": [0, 3], "quote": text, "kind": text, "before": text}
    about, held = ("decision", 0) if verdict == "withdraw" else ("event", len(targets))
    put(
        file, "decisions", **({"after": None, "who": text} | more), id=identifier, verdict=verdict, made=DAY,
        about=about, targets=json.dumps(targets), selectors=json.dumps([selector] * held),
        field="actors" if verdict == "correct" else None, before=text if verdict == "correct" else None, why=text,
        reader="r",
    )  # fmt: skip


def _put_rejected(file: sqlite3.Connection, event: str, number: int, text: str) -> None:
    put(
        file, "events", id=event, reading=2 * number - 1, document=f"{text} {2 * number - 1}", local="v9", kind=text,
        word=text, start=0, stop=3, status="happened", factuality="CT+", place=None, quote=text,
    )  # fmt: skip
    put(file, "participants", event=event, role="actor", name=text, country=text[:30], start=0, stop=1, quote=text)


def _put_links(file: sqlite3.Connection, number: int, text: str) -> None:
    """Which incident carries out which, what is a copy of what, and why a day is not settled."""
    incident, one, other = incident_id(number), f"{text} {2 * number - 1}", f"{text} {2 * number}"
    if number > 1:
        put(file, "fulfilments", plan=incident_id(number - 1), incident=incident, why=text)
    put(file, "retired", id=f"{text}-{number}", incident=incident)
    if number % 2:  # the others are no copies: they contradict each other
        put(file, "origins", document=one, origin=one, why="")
        put(file, "origins", document=other, origin=one, why=text)
    put(file, "credits", document=one, agency=text)
    put(
        file, "origin_links", one=one, other=other, share=0.9, words=9, agencies=json.dumps([text]), one_part="1",
        other_part="1",
    )  # fmt: skip
    put(file, "settled", document=other, problem=text)
    put(
        file, "settled_by", document=other, time="t1", day="2031-05-02", event=f"{incident}e{2 * number}",
        by=f"{incident}e{2 * number - 1}", score=1.0, why=text,
    )  # fmt: skip


def _put_identities(file: sqlite3.Connection, number: int, text: str) -> None:
    """Whom the two reports name, as one person, and a question about the next."""
    identity, variant = f"n{number:06}", f"{text} {number}"
    put(
        file, "identities", id=identity, sort="person", name=text, country=text[:30], public=1, entities=2,
        why=json.dumps([text]), stale=0,
    )  # fmt: skip
    put(
        file, "identity_variants", variant=variant, block=text, name=text, facts="{}", raw="", members=2,
        identity=identity, pending=0,
    )  # fmt: skip
    for reading in (2 * number - 1, 2 * number):
        put(file, "identity_members", reading=reading, local="e1", variant=variant)
    if number > 1:
        put(file, "identity_questions", one=f"n{number - 1:06}", other=identity, why=text, weight=1)


def _put_given(file: sqlite3.Connection, number: int, text: str) -> None:
    """What could not be read, a name that people gave, and a row that they coded by hand."""
    put(file, "failures", input=text, stage=text, reason=text, what=text, told=text)
    put(
        file, "names", alias=f"{text} {number}", plain=text, id=text, kind=text, country=text, exact=1, source=text,
        added=text,
    )  # fmt: skip
    names = json.dumps([text])
    put(
        file, "imported", row=f"{text}/{number}", number=1, current=1, collection=text, kind=text, told_kind=text,
        status=text, actors=names, targets=names, equipment=names, place=text, country=text, source=text, note=text,
        cells=json.dumps({text: text}), file=text, line=number, added=text,
    )  # fmt: skip
    put(
        file, "imported_matches", row=f"{text}/{number}", event=f"{incident_id(number)}e{2 * number - 1}", score=1.0,
        why=text,
    )  # fmt: skip
