"""A process that reads, kept on a leash: killed when it overstays, replaced when it dies or has read much.

Own processes and no `ProcessPoolExecutor`: that one gives up everything in flight when a single process dies, and
cannot kill a stuck one.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from time import monotonic
from typing import TYPE_CHECKING, Any

from sayso.work.child import DONE, READY, Begun, Made, Unable, nothing, serve
from sayso.work.limits import CRASH, MEMORY, STANDARD, TIMEOUT, resident

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from sayso.intake.capture import Capture
    from sayso.work.job import Job

GLANCE = 0.1  # seconds between two looks at the memory of a process
LOADING = 300.0  # seconds that a process has to load the kit: some three, more on a machine that is busy
STARTS = 5  # how often one is started before that is given up
LIVES = 2  # how often a capture that is read alone may be the end of a process
PATIENCE = 5.0  # seconds for a process to end


class WorkError(Exception):
    """No process that reads can be started; the message says why."""


@dataclass(slots=True)
class _Attempt:
    """What came of some captures, by their place; why the process ended before it was done; what it was at then."""

    found: dict[int, Any] = field(default_factory=dict)
    ended: str | None = None
    at: int | None = None


class Worker:
    """One process at a time that reads chunks for one thread."""

    def __init__(self, job: Job[Any] | None = None) -> None:
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None
        self._job: Job[Any] | None = None
        self._limits = STANDARD
        self._wanted = b""  # the job as it is sent
        self._loaded: bytes | None = None  # what the process was sent
        self._read = 0  # captures that the process was given
        self._closed = False
        if job is not None:
            self.turn_to(job)

    def begin(self) -> None:
        """Starts the process before its job is known, so that it imports meanwhile; `read` tries again what fails."""
        from sayso.reading.startup import import_without_commands

        with suppress(OSError, WorkError):
            self._spawn(import_without_commands)

    def turn_to(self, job: Job[Any]) -> None:
        """What is read from now on; a process that has loaded the same goes on, any other makes way."""
        if self._job is not job:
            self._job, self._limits, self._wanted = job, job.limits, bytes(ForkingPickler.dumps(job))

    def read(self, captures: Sequence[Capture]) -> list[Any]:
        """What becomes of each capture, in order; one that kills the process is bisected out and is a Failure.

        WorkError when no process can be started.
        """
        found: dict[int, Any] = {}
        deaths: dict[int, int] = {}
        parts = [list(range(len(captures)))]
        while parts:
            places = parts.pop()
            attempt = self._attempt([captures[place] for place in places])
            found |= {places[n]: outcome for n, outcome in attempt.found.items()}
            left = [place for place in places if place not in found]
            if len(places) == 1 and left:
                (place,) = left
                deaths[place] = deaths.get(place, 0) + 1
                if attempt.ended == CRASH and deaths[place] < LIVES:  # maybe somebody else killed the process
                    parts.append(left)
                else:
                    found[place] = self._limits.overstayed(attempt.ended or CRASH, captures[place].name)
            elif left:
                at = None if attempt.at is None else places[attempt.at]
                parts.extend(reversed(list(_split(left, at))))
        return [found[place] for place in range(len(captures))]

    def close(self) -> None:
        """Kills the process; nothing more is read."""
        self._closed = True
        self._kill()

    def _attempt(self, captures: Sequence[Capture]) -> _Attempt:
        """Lets the process read captures until it is done or dead."""
        attempt = _Attempt()
        self._begin(len(captures))
        try:
            assert self._line is not None
            self._line.send(captures)
        except OSError:
            self._kill()
            attempt.ended = CRASH
            return attempt
        for told in self._told(self._limits.seconds):
            if isinstance(told, Made):
                attempt.found[told.place] = told.outcome
            elif isinstance(told, Begun):
                attempt.at = told.place
            elif told == DONE:
                return attempt
            else:
                attempt.ended = told
        return attempt

    def _told(self, seconds: float) -> Iterator[Any]:
        """What the process tells, each within so many seconds; at its end one of TIMEOUT, MEMORY, CRASH."""
        while True:
            told = self._next(seconds)
            if told in (TIMEOUT, MEMORY, CRASH):
                self._kill()
            yield told
            if told in (TIMEOUT, MEMORY, CRASH):
                return

    def _next(self, seconds: float) -> Any:
        line, process, last = self._line, self._process, monotonic() + seconds
        assert line is not None
        assert process is not None
        try:
            while not line.poll(GLANCE):
                if monotonic() > last:
                    return TIMEOUT
                if resident(process.pid or 0) > self._limits.memory:
                    return MEMORY
            return line.recv()
        except (EOFError, OSError):
            return CRASH

    def _begin(self, captures: int) -> None:
        """A living process that has not read too much yet."""
        if self._read + captures > max(self._limits.documents, captures):
            self._kill()
        told: Any = None
        for _ in range(STARTS):
            if self._process is not None and self._process.is_alive() and self._loaded == self._wanted:
                break
            told = self._start()
        else:
            raise WorkError(f"the process that reads does not start ({told})")
        self._read += captures

    def _start(self) -> Any:
        """Lets a process load what it needs, a new one unless there is one that waits for that; what it told."""
        if self._process is None or self._loaded is not None:
            self._spawn(nothing)
        assert self._line is not None
        self._loaded = self._wanted
        try:
            self._line.send_bytes(self._wanted)
        except OSError:
            self._kill()
            return CRASH
        told = next(self._told(LOADING))
        if told != READY:
            self._kill()
        if isinstance(told, Unable):
            raise WorkError(f"the process that reads does not start ({told.why})")
        return told

    def _spawn(self, first: Callable[[], None]) -> None:
        """A new process, which is told its job later."""
        self._kill()
        if self._closed:
            raise WorkError("stopped")
        context = multiprocessing.get_context("spawn")
        line, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, first), name="sayso-reader", daemon=True)
        process.start()
        theirs.close()
        self._process, self._line = process, line
        if self._closed:  # by another thread meanwhile
            self._kill()
            raise WorkError("stopped")

    def _kill(self) -> None:
        process, line = self._process, self._line
        self._process = self._line = self._loaded = None
        self._read = 0
        if process is not None:
            process.kill()
            process.join(PATIENCE)
        if line is not None:
            line.close()


def _split(places: list[int], at: int | None) -> Iterator[list[int]]:
    """Parts to read one after the other: the one at which the process died alone, or halves when it is not known."""
    middle = places.index(at) if at in places else len(places) // 2
    cuts = (0, middle, middle + 1, len(places)) if at in places else (0, middle, len(places))
    yield from (places[start:stop] for start, stop in pairwise(cuts) if start < stop)
