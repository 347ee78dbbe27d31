"""The process that reads: it is told its job once, and tells of each capture what becomes of it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.intake.capture import Capture
    from sayso.records import Failure, Reading
    from sayso.work.job import Job

READY, DONE = "ready", "done"


@dataclass(frozen=True, slots=True)
class Unable:
    """The process cannot read, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Begun:
    """The capture at this place of the chunk is worked on; None: several of them."""

    place: int | None


@dataclass(frozen=True, slots=True)
class Made:
    """What became of the capture at this place."""

    place: int
    outcome: Reading | Failure | Any


def serve(line: Connection, first: Callable[[], None]) -> None:
    """Reads the chunks that come until nobody asks any more; dies by itself when nobody is left to kill it.

    `first` is done while the one who asks is still getting ready; then the job comes, and then the chunks.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    first()
    with suppress(ConnectionError):  # the one who asked is gone
        job: Job[Any] | None = _asked(line)
        if job is None:
            return
        told = _load(job)
        line.send(told)
        while told == READY and (captures := _asked(line)) is not None:
            _read(line, job, captures)


def nothing() -> None:
    """What a process does first that is told its job at once."""


def _load(job: Job[Any]) -> str | Unable:
    from sayso.reading.startup import import_without_commands

    import_without_commands()
    try:
        job.load()
    except Exception as error:  # whatever it is, the one who asks wants to know it
        return Unable(f"{type(error).__name__}: {error}")
    return READY


def _asked(line: Connection) -> Any:
    """What comes next, None when nobody is there any more."""
    try:
        return line.recv()
    except (EOFError, OSError):
        return None


def _read(line: Connection, job: Job[Any], captures: Sequence[Capture]) -> None:
    def mark(place: int | None) -> None:
        _live_on(2 * job.limits.seconds + 10)
        line.send(Begun(place))

    for place, outcome in job.outcomes(captures, mark):
        line.send(Made(place, outcome))
    _live_on(0)
    line.send(DONE)


def _live_on(seconds: float) -> None:
    """Ends this process in so many seconds, wherever it is then; 0: not at all."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)  # nothing catches the signal of its end
