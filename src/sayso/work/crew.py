"""Chunks through several processes at once, and out again in their order."""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from queue import LifoQueue
from typing import TYPE_CHECKING, TypeVar

from sayso.work.chunks import Chunk, Read, captures_of, chunks, settled
from sayso.work.limits import cores
from sayso.work.worker import Worker

if TYPE_CHECKING:
    from sayso.work.job import Job

S = TypeVar("S")
MANY = 200  # documents above which it pays to start processes
MUCH = 32_000_000  # bytes, likewise
AHEAD = 3  # chunks for each process that are held at most: read ahead, being read, waiting for an earlier one


def read_chunks(inputs: Iterable[Read[S]], job: Job[S], *, workers: int | None, most: int) -> Iterator[Chunk[S]]:
    """What became of the inputs, in order, in chunks of at most `most` readings: alike with any number of workers.

    No workers: everything is read in this process. None: as many as there are cores when MANY documents or MUCH is to
    be read, else this process. Memory is bounded whatever comes: AHEAD chunks a worker are held.
    Raises `ModelError` or `KindsError` (in this process) and `WorkError` (with workers) when nothing can be read.
    """
    cut = chunks(inputs, most)
    if workers is None:
        return _by_their_number(cut, job)
    return _in_processes(cut, job, workers) if workers else (_read_here(chunk, job) for chunk in cut)


def _by_their_number(cut: Iterator[Chunk[S]], job: Job[S]) -> Iterator[Chunk[S]]:
    """The first chunks are held until it is told whether much more comes."""
    held: list[Chunk[S]] = []
    number = size = 0
    for chunk in cut:
        waiting = captures_of(chunk)
        if not waiting and not held:
            yield chunk
            continue
        held.append(chunk)
        number += len(waiting)
        size += sum(len(one.capture.data) for one in chunk if one.capture is not None)
        if number > MANY or size > MUCH:
            yield from _in_processes(chain(held, cut), job, cores(job.limits))
            return
    yield from (_read_here(chunk, job) for chunk in held)


def _read_here(chunk: Chunk[S], job: Job[S]) -> Chunk[S]:
    found = dict(job.outcomes(captures_of(chunk)))
    return settled(chunk, (found[place] for place in sorted(found)))


def _in_processes(cut: Iterable[Chunk[S]], job: Job[S], workers: int) -> Iterator[Chunk[S]]:
    crew = [Worker(job) for _ in range(workers)]
    idle: LifoQueue[Worker] = LifoQueue()  # the one that read last is the first to read: few chunks start few processes
    for worker in crew:
        idle.put(worker)
    threads = ThreadPoolExecutor(workers, thread_name_prefix="sayso-leash", initializer=_without_interrupts)
    waiting: deque[Future[Chunk[S]]] = deque()
    try:
        for chunk in cut:
            waiting.append(threads.submit(_read_there, chunk, idle))
            while waiting and (len(waiting) >= AHEAD * workers or waiting[0].done()):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for worker in crew:
            worker.close()
        threads.shutdown(cancel_futures=True)


def _read_there(chunk: Chunk[S], idle: LifoQueue[Worker]) -> Chunk[S]:
    captures = captures_of(chunk)
    if not captures:
        return chunk
    worker = idle.get()
    try:
        return settled(chunk, worker.read(captures))
    finally:
        idle.put(worker)


def _without_interrupts() -> None:
    """Processes that this thread starts never see the Ctrl-C of the terminal."""
    if hasattr(signal, "pthread_sigmask") and threading.current_thread() is not threading.main_thread():
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
