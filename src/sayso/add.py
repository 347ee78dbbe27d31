"""Inputs into a chronicle: what is known already is told and not read again, the rest is read, stored and gathered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sayso import intake
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import REMOVED, Added, Store
from sayso.records import Document, Failure

if TYPE_CHECKING:
    from sayso.intake.walk import Capture
    from sayso.reading.kit import Kit

BATCH = 16  # documents that are parsed together


def add(
    inputs: Iterable[str | Path],
    store: Store,
    kit: Kit,
    *,
    published: str | date | None = None,
    again: bool = False,
) -> Iterator[Added | Failure]:
    """Adds every document of the inputs, in order; what became of each, or why there is none, as it is stored.

    What was removed for good is left out, unless `again`.
    """
    return add_captures(intake.captures(inputs), store, kit, published=published, again=again)


def add_captures(
    captures: Iterable[Capture | Failure],
    store: Store,
    kit: Kit,
    *,
    published: str | date | None = None,
    again: bool = False,
    batch: int = BATCH,
) -> Iterator[Added | Failure]:
    """The same for bytes that are there already; `batch` documents are parsed together."""
    waiting: list[tuple[Document, bytes]] = []
    for capture in captures:
        found = capture if isinstance(capture, Failure) else _new(capture, store, kit, published, again)
        if isinstance(found, Failure):
            store.fail(found)
        if isinstance(found, Document) and not isinstance(capture, Failure):
            waiting.append((found, capture.data))
        elif not isinstance(found, Document):
            yield found
        if len(waiting) >= batch:
            yield from _read(waiting, store, kit)
            waiting = []
    yield from _read(waiting, store, kit)


def _new(
    capture: Capture, store: Store, kit: Kit, published: str | date | None, again: bool
) -> Document | Added | Failure:
    """The document that is still to be read, that it is known, or why there is none."""
    day = published.isoformat() if isinstance(published, date) else published
    known = store.document_of_bytes(capture.sha256, reader=kit.digest, published=day)
    if known is not None:
        return known
    document = intake.document_of(capture, published=published)
    if isinstance(document, Failure):
        return document
    if not document.text:
        reasons = "; ".join(p.what for p in document.problems) or "there is no text in it"
        return Failure(capture.name, "intake", "no-text", reasons)
    if not again and store.removed(document.id, document.capture):
        return Added(document.id, document.version, REMOVED)
    return store.stored(document, reader=kit.digest) or document


def _read(waiting: list[tuple[Document, bytes]], store: Store, kit: Kit) -> Iterator[Added]:
    """Reads documents and stores them with their incidents in one transaction: no reader sees the one without these."""
    from sayso.reading.read import read_all

    if not waiting:
        return
    readings = list(read_all((document for document, _ in waiting), kit))
    with store.writing():
        added = [store.add(reading, data) for reading, (_, data) in zip(readings, waiting, strict=True)]
        gather_pending(store)
    yield from added
