"""What a person decides, written and carried out: in one transaction, on the disk before anything is said."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from sayso.chronicle.decided.attachments import hold, judged_in, mark, prepare
from sayso.chronicle.decided.consequences import compared, outcome_of
from sayso.chronicle.decided.decisions import decisions_in, new_decision, put_decision
from sayso.chronicle.decided.fitting import check_value, events_corrected, one_sort, span_of
from sayso.chronicle.decided.meant import Selecting, meant, sides
from sayso.chronicle.file import ChronicleError, NotThere
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.stored import document_of, readings_in
from sayso.gathering.amended import BESIDE, told_value
from sayso.gathering.attaching import selector_of
from sayso.ids import digest, event_id
from sayso.records import IDENTITIES, Decision
from sayso.spans import Span

Decide = TypeVar("Decide", bound=Callable[..., Any])
REDERIVED = ("accept", "reject", "correct", "add")  # verdicts that change the rows of a document


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that was written, and what is so now, in sentences."""

    decision: Decision
    told: tuple[str, ...]


def _lasting(store: Store) -> AbstractContextManager[sqlite3.Connection]:
    """A transaction that is on the disk when it ends."""
    if not store.connection.in_transaction:
        store.connection.execute("PRAGMA synchronous = FULL")
    return store.writing()


def _whole(decide: Decide) -> Decide:
    """The function in one transaction: what it looks up is still so when it writes; all of it is kept, or nothing."""

    @wraps(decide)
    def deciding(store: Store, *given: Any, **named: Any) -> Any:
        with _lasting(store):
            return decide(store, *given, **named)

    return deciding  # type: ignore[return-value]


@_whole
def identify(store: Store, verdict: str, things: Sequence[str], *, who: str, why: str | None = None) -> Made:
    """Decides that incidents, events, or people and bodies are the same, different, or an open question.

    `verdict` is one of IDENTITIES. Raises ChronicleError when a thing is not there or is named twice.
    """
    assert verdict in IDENTITIES
    file, select = store.connection, Selecting(store.connection)
    parts = sides(file, list(things))
    found = [(one.about, i, select.of(one.about, i, side)) for side, one in enumerate(parts) for i in one.ids]
    decision = new_decision(
        file,
        verdict="identity",
        about=max(one.about for one in parts),  # "row" when a row is compared with events
        targets=tuple(i for _, i, _ in found),
        selectors=tuple(selector for _, _, selector in found),
        after=verdict,
        who=who,
        why=why,
        reader=_reader(file, found[0][2].document),
    )
    _carry_out(store, decision)
    return Made(decision, tuple(compared(file, decision)))


@_whole
def judge(
    store: Store,
    verdict: str,
    things: Sequence[str],
    *,
    who: str,
    why: str | None = None,
    field: str | None = None,
    after: str | None = None,
) -> Made:
    """Accepts or rejects events or claims, corrects a field of events (one of CORRECTABLE), or writes a note (`why`).

    Raises ChronicleError when a thing is not there, or the correction does not fit its text.
    """
    file, select = store.connection, Selecting(store.connection)
    found = [meant(file, thing) for thing in dict.fromkeys(things)]
    about = one_sort(found, verdict)
    chosen = [events_corrected(file, one.ids, field) if verdict == "correct" else one.ids for one in found]
    targets = tuple(dict.fromkeys(i for ids in chosen for i in ids))
    if verdict == "correct":
        check_value(file, field or "", after or "")
    decision = new_decision(
        file,
        verdict=verdict,
        about=about,
        targets=targets,
        selectors=tuple(select.of(about, i) for i in targets),
        field=field,
        before=_value(file, targets[0], field) if verdict == "correct" and field else None,
        after=after,
        who=who,
        why=why,
        reader=_reader(file, select.of(about, targets[0]).document),
    )
    _carry_out(store, decision)
    return Made(decision, tuple(outcome_of(file, decision)))


@_whole
def add_event(
    store: Store,
    document: str,
    words: str,
    fields: Mapping[str, str],
    *,
    who: str,
    why: str | None = None,
    at: int | None = None,
    beside: bool = False,
) -> Made:
    """Adds an event that a person found: the words of the text that tell it, its kind and other fields.

    `words` stand in the text once, or at the character `at`. Raises ChronicleError when they do not, or when words
    among them tell an event already; with `beside` only when these very words do.
    """
    file = store.connection
    for field, value in fields.items():
        check_value(file, field, value)
    try:
        text = document_of(file, document)
    except KeyError:
        raise NotThere(f"there is no document {document!r}") from None
    span = span_of(text.text, words, at)
    told = _told_by(file, document, span)
    _refuse(told, span, beside)
    decision = new_decision(
        file,
        verdict="add",
        about="event",
        targets=(digest(document, event_id(text.version, span))[:20],),
        selectors=(selector_of(text, span, fields["kind"]),),
        after=json.dumps(dict(fields) | ({BESIDE: "yes"} if told else {}), ensure_ascii=False),
        who=who,
        why=why,
        reader=_reader(file, document),
    )
    _carry_out(store, decision)
    return Made(decision, tuple(outcome_of(file, decision)))


def _told_by(file: sqlite3.Connection, document: str, span: Span) -> list[tuple[str, str, Span]]:
    """The events that words of a document tell already: id, kind, and their own words."""
    rows = file.execute(
        "SELECT id, kind, start, stop FROM events WHERE document = ? AND start < ? AND stop > ? ORDER BY start, id",
        (document, span.stop, span.start),
    )
    return [(event, kind, Span(start, stop)) for event, kind, start, stop in rows]


def _refuse(told: Sequence[tuple[str, str, Span]], span: Span, beside: bool) -> None:
    """Raises ChronicleError when an event is told by the same words, or by some of them and no other is meant."""
    for event, kind, own in sorted(told, key=lambda found: found[2] != span):
        if own == span:
            raise ChronicleError(f"these words tell the event {event} ({kind}) already; correct that one")
        if not beside:
            raise ChronicleError(
                f"some of these words tell the event {event} ({kind}) already: correct that one, or say that they tell"
                " another one too"
            )


@_whole
def withdraw(store: Store, identifier: str, *, who: str, why: str | None = None) -> Made:
    """Withdraws a decision: all is as if it had not been made, but for the two rows that say so."""
    file = store.connection
    former = next(iter(decisions_in(file, {identifier})), None)
    if former is None:
        raise NotThere(f"there is no decision {identifier!r} (`sayso decisions` lists them)")
    if former.verdict == "withdraw":
        raise ChronicleError(f"{identifier} withdraws another decision; decide that one again instead")
    if former.withdrawn_by:
        raise ChronicleError(f"{identifier} is withdrawn already, by {former.withdrawn_by}")
    decision = new_decision(
        file, verdict="withdraw", about="decision", targets=(identifier,), selectors=(), who=who, why=why
    )
    put_decision(file, decision, withdraws=identifier)
    _take_effect(store, former)
    gather_pending(store)
    return Made(decision, tuple(compared(file, former) if former.verdict == "identity" else ()))


def _carry_out(store: Store, decision: Decision) -> None:
    """Writes a decision, puts it into effect, and gathers what it changes; ChronicleError when it does not fit."""
    file = store.connection
    put_decision(file, decision)
    if decision.verdict == "add":
        prepare(file, decision)
    else:
        hold(file, decision)
    _take_effect(store, decision)
    reasons = file.execute("SELECT target, how FROM attachments WHERE decision = ?", (decision.id,)).fetchall()
    if all(target is None for target, _ in reasons):
        raise ChronicleError(reasons[0][1])
    gather_pending(store)


def _take_effect(store: Store, decision: Decision) -> None:
    """What a decision, or its withdrawal, changes: rows of its documents, and what is to be gathered."""
    file = store.connection
    if decision.verdict in REDERIVED:
        for document in dict.fromkeys(s.document for s in decision.selectors):
            for reading in list(readings_in(file, "WHERE r.document = ?", (document,))):
                store.derive(reading)
    mark(file, [decision.id])


def _value(file: sqlite3.Connection, event: str, field: str) -> str:
    reading, local = file.execute("SELECT reading, local FROM events WHERE id = ?", (event,)).fetchone()
    found = next(readings_in(file, "WHERE r.id = ?", (reading,)))
    return told_value(judged_in(file, found).reading, local, field)


def _reader(file: sqlite3.Connection, document: str) -> str:
    found = file.execute("SELECT reader FROM readings WHERE document = ?", (document,)).fetchone()
    return found[0] if found else ""
