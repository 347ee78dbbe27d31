"""Inputs into a chronicle: what is known already is told and not read again, the rest is read, stored and gathered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sayso import intake
from sayso.chronicle.failed import Earlier
from sayso.chronicle.file import connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.known import REMOVED, Added, already_there, of_bytes, was_removed
from sayso.chronicle.store import Store
from sayso.records import Document, Failure, Reading
from sayso.scale.kept import Kept, failures_in, marks, readings_in
from sayso.work.chunks import Chunk, Read
from sayso.work.crew import Crew
from sayso.work.job import Job, without_text
from sayso.work.limits import STANDARD, Limits
from sayso.work.naming import Naming

if TYPE_CHECKING:
    from sayso.intake.capture import Capture
    from sayso.reading.kit import Kit

BATCH = 12  # documents that are parsed together and stored in one transaction
LOADED = 100  # readings that are there already and are stored in one transaction


def add(
    inputs: Iterable[str | Path],
    store: Store,
    kit: Kit,
    *,
    published: str | date | None = None,
    again: bool = False,
    workers: int | None = 0,
    limits: Limits = STANDARD,
) -> Iterator[Added | Failure]:
    """Adds every document of the inputs, in order; what became of each, or why there is none, as it is stored.

    What was removed for good is left out, unless `again`. So many `workers` read, each a process of its own; 0: this
    process reads; None: one, and more when much comes.
    """
    with Crew(workers) as crew:
        captures = intake.captures(inputs)
        yield from add_captures(captures, store, kit, published=published, again=again, crew=crew, limits=limits)


def add_captures(
    captures: Iterable[Capture | Failure],
    store: Store,
    kit: Kit,
    *,
    published: str | date | None = None,
    again: bool = False,
    batch: int | None = None,
    crew: Crew | None = None,
    limits: Limits = STANDARD,
) -> Iterator[Added | Failure]:
    """The same for bytes that are there already; `batch` documents are parsed together and stored at once.

    A `crew` reads them, without one this process.
    """
    day = published.isoformat() if isinstance(published, date) else published
    job = Job(kit, day, Unread(store.path, kit.digest, again), limits)
    adding = _Adding(store, kit)
    for chunk in (crew or Crew(0)).read(adding.asked(captures, day), job, most=batch or BATCH):
        yield from adding.stored(chunk)


def add_readings(folder: Path, store: Store, *, again: bool = False) -> Iterator[Added | Failure]:
    """Adds the readings that `sayso scale read` put into a folder, in its order, and gathers all of them at the end.

    Raises `KeptError` when the folder has none, or one is damaged; what was added until then stays.
    """
    earlier = Earlier(store)
    for mark in marks(folder):
        kept = readings_in(folder, mark)
        while batch := list(islice(kept, LOADED)):
            with store.writing():
                told = [_load(one, store, earlier, again) for one in batch]
            yield from told
        failed = list(failures_in(folder, mark))
        with store.writing():
            for failure in failed:
                earlier.forget(failure.input)
                store.fail(failure)
        yield from failed
    gather_pending(store)


def _load(kept: Kept, store: Store, earlier: Earlier, again: bool) -> Added:
    earlier.forget(kept.input)
    if not again and was_removed(store.connection, kept.document, kept.capture):
        return Added(kept.document, kept.version, REMOVED)
    return store.add(kept.reading, kept.data, kept.provenance)


@dataclass(frozen=True, slots=True)
class Unread:
    """Asks a chronicle, from whichever process, what becomes of a document that need not be read."""

    chronicle: Path
    reader: str
    again: bool

    def __call__(self, document: Document) -> Added | Failure | None:
        """None when it is to be read."""
        if failure := without_text(document):
            return failure
        with closing(connect_to_read(self.chronicle)) as file:
            if not self.again and was_removed(file, document.id, document.capture):
                return Added(document.id, document.version, REMOVED)
            return already_there(file, document, reader=self.reader)


class _Adding:
    """One run that adds: which inputs failed before, and what has to be known to name the next."""

    def __init__(self, store: Store, kit: Kit) -> None:
        self._store, self._kit = store, kit
        self._earlier = Earlier(store)
        self._names = Naming()

    def asked(self, captures: Iterable[Capture | Failure], day: str | None) -> Iterator[Read[Added]]:
        """The inputs, those that are known by their bytes with what became of them."""
        for capture in captures:
            if isinstance(capture, Failure):
                yield Read(None, capture)
            else:
                file = self._store.connection
                yield Read(capture, of_bytes(file, capture.sha256, reader=self._kit.digest, published=day))

    def stored(self, chunk: Chunk[Added]) -> Iterator[Added | Failure]:
        """Stores a chunk with its incidents in one transaction: no reader sees the one without these."""
        with self._kit.stages("store"), self._store.writing():
            told = [self._settled(one) for one in chunk]
            if any(isinstance(one.outcome, Reading) for one in chunk):
                with self._kit.stages("gathering"):
                    gather_pending(self._store)
        yield from told

    def _settled(self, one: Read[Added]) -> Added | Failure:
        outcome, name = one.outcome, self._names.name(one)
        self._earlier.forget(name)
        if isinstance(outcome, Failure):
            failure = replace(outcome, input=name)
            self._store.fail(failure)
            return failure
        if isinstance(outcome, Reading):
            data, found = (one.capture.data, one.capture.provenance) if one.capture else (None, None)
            return self._store.add(outcome, data, found)
        assert outcome is not None
        return outcome
