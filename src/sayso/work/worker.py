"""A process that reads, kept on a leash: killed when it overstays, replaced when it dies or has read much.

Own processes and no `ProcessPoolExecutor`: that one gives up everything in flight when a single process dies, and
cannot kill a stuck one.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.connection import Connection
from time import monotonic
from typing import TYPE_CHECKING, Any

from sayso.work.child import DONE, READY, Begun, Made, Unable, serve
from sayso.work.limits import CRASH, MEMORY, TIMEOUT, resident

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from sayso.intake.capture import Capture
    from sayso.work.job import Job

GLANCE = 0.1  # seconds between two looks at the memory of a process
LOADING = 120.0  # seconds that a process has to load the kit
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

    def __init__(self, job: Job[Any]) -> None:
        self._job = job
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None
        self._read = 0  # captures that the process was given
        self._closed = False

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
                    found[place] = self._job.limits.overstayed(attempt.ended or CRASH, captures[place].name)
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
        for told in self._told(self._job.limits.seconds):
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
                if resident(process.pid or 0) > self._job.limits.memory:
                    return MEMORY
            return line.recv()
        except (EOFError, OSError):
            return CRASH

    def _begin(self, captures: int) -> None:
        """A living process that has not read too much yet."""
        if self._read + captures > max(self._job.limits.documents, captures):
            self._kill()
        told: Any = None
        for _ in range(STARTS):
            if self._process is not None and self._process.is_alive():
                break
            told = self._start()
        else:
            raise WorkError(f"the process that reads does not start ({told})")
        self._read += captures

    def _start(self) -> Any:
        """Starts a process; what it told, READY when it can read."""
        self._kill()
        if self._closed:
            raise WorkError("stopped")
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, self._job), name="sayso-reader", daemon=True)
        self._process.start()
        theirs.close()
        told = next(self._told(LOADING))
        if isinstance(told, Unable):
            self._kill()
            raise WorkError(f"the process that reads does not start ({told.why})")
        if told != READY:
            self._kill()
        return told

    def _kill(self) -> None:
        process, line = self._process, self._line
        self._process = self._line = None
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
