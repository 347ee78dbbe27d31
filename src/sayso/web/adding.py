"""What was handed over waits, is read in order, one document at a time, and is told what became of."""

from __future__ import annotations

from collections import Counter, OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Lock, Thread

from sayso.chronicle.store import Added
from sayso.records import Failure
from sayso.web.adder import FETCHING, LOADING, READING, Adder, AdderProcess, Broken

QUEUED, STORED, FAILED = "queued", "stored", "failed"
MOST_WAITING, MOST_BYTES = 500, 256_000_000  # that wait to be read
MOST_SHOWN = 1000  # of those that are done
MOST_OUTCOMES = 200  # documents and failures that are named of one input
PATIENCE = 20.0  # seconds for the document that is being read when the application is stopped
STOPPED = "the application was stopped before it was read; hand it over again"


class TooMuch(Exception):
    """More was handed over than can wait; the message says so."""


@dataclass(frozen=True, slots=True)
class Handed:
    """One input on its way into the chronicle; `reason` says why it failed as a whole.

    `state` is QUEUED, FETCHING, LOADING, READING, STORED or FAILED.
    `counts` tells how many of its documents became what ("new", "known", ...); `added` and `failures` are the first of
    them.
    """

    number: int
    name: str
    size: int
    state: str = QUEUED
    reason: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    added: tuple[Added, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def waits(self) -> bool:
        return self.state in (QUEUED, FETCHING, LOADING, READING)


class Adding:
    """The inputs that were handed over, and the thread that has them read; it starts with the first."""

    def __init__(self, chronicle: Path, adder: Adder | AdderProcess | None = None) -> None:
        """`adder` reads them; a process of its own unless another is given."""
        self._adder = adder or AdderProcess(chronicle)
        self._queue: Queue[tuple[int, bytes | None]] = Queue()
        self._handed: OrderedDict[int, Handed] = OrderedDict()
        self._lock, self._stopping = Lock(), Event()
        self._thread: Thread | None = None
        self._number = 0

    def put(self, name: str, data: bytes | None) -> Handed:
        """Takes an input over, or with None the address that `name` is; TooMuch when too many, or bytes, wait."""
        with self._lock:
            waiting = [one for one in self._handed.values() if one.waits]
            size = len(data or b"")
            if len(waiting) >= MOST_WAITING or sum(one.size for one in waiting) + size > MOST_BYTES:
                raise TooMuch(f"{len(waiting)} inputs wait to be read already; hand {name!r} over when they are done")
            self._number += 1
            found = self._handed[self._number] = Handed(self._number, name, size)
            self._queue.put((found.number, data))
            if self._thread is None:
                self._thread = Thread(target=self._work, name="sayso adding", daemon=True)
                self._thread.start()
        return found

    def all(self) -> list[Handed]:
        """All that was handed over, the latest first."""
        with self._lock:
            return list(reversed(self._handed.values()))

    def stop(self) -> int:
        """Ends the reading when the document of now is stored; the number of inputs that were not read."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(PATIENCE)
        self._adder.close()
        left = [one for one in self.all() if one.waits]
        for one in left:
            self._note(one.number, state=FAILED, reason=STOPPED)
        return len(left)

    def _work(self) -> None:
        while not self._stopping.is_set():
            with suppress(Empty):
                number, data = self._queue.get(timeout=0.2)
                self._take(number, data)

    def _take(self, number: int, data: bytes | None) -> None:
        """Has one input read; whatever goes wrong is told there, and the next one is read."""
        reason, counts = "", Counter[str]()
        for told in self._adder.read(self._of(number).name, data):
            if isinstance(told, Broken):
                reason = told.reason
            elif isinstance(told, str):
                self._note(number, state=told)
            else:
                self._count(number, told, counts)
            if self._stopping.is_set():
                reason = reason or STOPPED
                break
        stored = self._of(number).added and not reason
        self._note(number, state=STORED if stored else FAILED, reason=reason)

    def _count(self, number: int, outcome: Added | Failure, counts: Counter[str]) -> None:
        counts["failed" if isinstance(outcome, Failure) else outcome.outcome] += 1
        now = self._of(number)
        added = (*now.added, outcome) if isinstance(outcome, Added) else now.added
        failures = (*now.failures, outcome) if isinstance(outcome, Failure) else now.failures
        self._note(number, counts=tuple(counts.items()), added=added[:MOST_OUTCOMES], failures=failures[:MOST_OUTCOMES])

    def _of(self, number: int) -> Handed:
        with self._lock:
            return self._handed[number]

    def _note(self, number: int, **changed: object) -> None:
        """What is so of an input now; those that were done first are forgotten."""
        with self._lock:
            self._handed[number] = replace(self._handed[number], **changed)  # type: ignore[arg-type]
            done = [one.number for one in self._handed.values() if not one.waits]
            for old in done[: max(0, len(done) - MOST_SHOWN)]:
                del self._handed[old]
