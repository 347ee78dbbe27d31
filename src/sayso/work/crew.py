"""Chunks through processes that can be killed, several at once, and out again in their order."""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import LifoQueue
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from sayso.work.chunks import Chunk, Read, captures_of, chunks, settled
from sayso.work.limits import cores
from sayso.work.worker import Worker

if TYPE_CHECKING:
    from sayso.work.job import Job

S = TypeVar("S")
FEW = 1  # processes that begin to read where no number is given
EACH = 50  # documents that let one more process join then: reading them takes about as long as it takes to start
AHEAD = 3  # chunks for each process that are held at most: read ahead, being read, waiting for an earlier one


class Crew:
    """Processes that read, started when there is something to read and kept for what comes after it.

    Use it in a `with`: at the end all of them are killed.
    """

    def __init__(self, workers: int | None = None) -> None:
        """So many `workers`; 0: this process reads, where nothing can be killed. None: FEW, and one more for EACH
        further documents, up to the number of cores."""
        self._few = FEW if workers is None else workers
        self._grows = workers is None
        self._workers: list[Worker] = []
        self._idle: LifoQueue[Worker] = LifoQueue()  # who read last reads first: few chunks start few processes
        self._threads: ThreadPoolExecutor | None = None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.close()

    def begin(self) -> None:
        """Gets ready before it is known what there is to read: imports, in another process where there is a core."""
        from sayso.reading.startup import import_without_commands

        if not self._few:
            import_without_commands()
        elif not self._workers and cores() > 1:
            worker = self._joined()
            self._leashes().submit(self._begin, worker)

    def read(self, inputs: Iterable[Read[S]], job: Job[S], *, most: int) -> Iterator[Chunk[S]]:
        """What became of the inputs, in order, in chunks of at most `most` readings: alike with any number of workers.

        Memory is bounded whatever comes: AHEAD chunks a worker are held. Raises `ModelError` or `KindsError` (in this
        process) and `WorkError` (with workers) when nothing can be read.
        """
        cut = chunks(inputs, most)
        return self._read_apart(cut, job) if self._few else (_read_here(chunk, job) for chunk in cut)

    def close(self) -> None:
        """Kills the processes; the next that is read starts new ones."""
        for worker in self._workers:
            worker.close()
        if self._threads:
            self._threads.shutdown(cancel_futures=True)
        self._threads, self._workers, self._idle = None, [], LifoQueue()

    def _read_apart(self, cut: Iterator[Chunk[S]], job: Job[S]) -> Iterator[Chunk[S]]:
        waiting: deque[Future[Chunk[S]]] = deque()
        taken = 0
        try:
            for chunk in cut:
                captures = len(captures_of(chunk))
                if not captures and not waiting:
                    yield chunk
                    continue
                taken += captures
                self._grow(taken, job)
                waiting.append(self._leashes().submit(self._read_there, chunk, job))
                while waiting and (len(waiting) >= AHEAD * len(self._workers) or waiting[0].done()):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:  # also when nobody wants the rest
            self.close()
            raise
        if len(self._workers) > self._few:
            self.close()

    def _grow(self, taken: int, job: Job[Any]) -> None:
        """As many workers as there may be when so many documents have come."""
        wanted = self._few
        if self._grows and taken > EACH:
            wanted = max(wanted, min(self._few + taken // EACH, cores(job.limits)))
        while len(self._workers) < wanted:
            self._idle.put(self._joined())

    def _joined(self) -> Worker:
        worker = Worker()
        self._workers.append(worker)
        return worker

    def _leashes(self) -> ThreadPoolExecutor:
        """The threads that wait for the processes."""
        if self._threads is None:
            most = max(self._few, cores()) if self._grows else self._few
            self._threads = ThreadPoolExecutor(most, "sayso-leash", initializer=_without_interrupts)
        return self._threads

    def _begin(self, worker: Worker) -> None:
        try:
            worker.begin()
        finally:
            self._idle.put(worker)

    def _read_there(self, chunk: Chunk[S], job: Job[S]) -> Chunk[S]:
        captures = captures_of(chunk)
        if not captures:
            return chunk
        idle = self._idle
        worker = idle.get()
        try:
            worker.turn_to(job)
            return settled(chunk, worker.read(captures))
        finally:
            idle.put(worker)


def read_chunks(inputs: Iterable[Read[S]], job: Job[S], *, workers: int | None, most: int) -> Iterator[Chunk[S]]:
    """The same by a crew that is there for this alone."""
    with Crew(workers) as crew:
        yield from crew.read(inputs, job, most=most)


def _read_here(chunk: Chunk[S], job: Job[S]) -> Chunk[S]:
    found = dict(job.outcomes(captures_of(chunk)))
    return settled(chunk, (found[place] for place in sorted(found)))


def _without_interrupts() -> None:
    """Processes that this thread starts never see the Ctrl-C of the terminal."""
    if hasattr(signal, "pthread_sigmask") and threading.current_thread() is not threading.main_thread():
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
