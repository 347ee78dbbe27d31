"""A shard to what is kept of it: each report read by itself, so that one bad text costs nothing but itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.ids import digest
from sayso.records import Failure, Reading
from sayso.scale.kept import MARKS, Done, Kept, hash_of, is_kept, mark_of, name_of
from sayso.scale.shards import captures_of_shard
from sayso.scale.writing import Writing
from sayso.work.chunks import Chunk, Read, captures_of, chunks, settled
from sayso.work.job import Job, without_text
from sayso.work.limits import STANDARD, Limits
from sayso.work.naming import Naming
from sayso.work.worker import Worker, WorkError

if TYPE_CHECKING:
    from sayso.intake.capture import Capture
    from sayso.intake.dumps import Dumps
    from sayso.reading.kit import Kit

TOGETHER = 12  # documents that are parsed together


@dataclass(frozen=True, slots=True)
class Plan:
    """How shards are read, and where what comes of them is kept; it can be sent to other processes and machines.

    `reader` is the digest of the kit. With `data` the bytes of the inputs are kept too. `apart`: documents are read in
    a process that can be killed, one for each `ShardReader`; else where that is, without limits of time and memory.
    """

    kit: Kit
    reader: str
    folder: str
    published: str | None = None
    limits: Limits = STANDARD
    rows: Dumps | None = None
    data: bool = False
    apart: bool = True

    @property
    def settings(self) -> str:
        """A digest of all on which the result depends, besides the shard."""
        return digest(self.reader, repr((self.published, self.limits, self.rows, self.data)))[:24]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a shard: its mark, and whether it was there `already`; or what was `wrong` with it."""

    shard: str
    done: Done | None = None
    already: bool = False
    wrong: str | None = None


class ShardReader:
    """Reads shards one after the other; what reads is loaded once, with the first report.

    It gives up a shard as soon as it is not `wanted` any more.
    """

    def __init__(self, plan: Plan, wanted: Callable[[], bool] = lambda: True) -> None:
        self._plan, self._wanted = plan, wanted
        self._folder = Path(plan.folder)
        self._job: Job[Any] = Job(plan.kit, plan.published, without_text, plan.limits)
        self._worker = Worker(self._job) if plan.apart else None

    def close(self) -> None:
        """Ends the process that reads."""
        if self._worker:
            self._worker.close()

    def read(self, shard: str) -> Outcome:
        """Reads a shard unless that is done; a shard that cannot be kept is told, and leaves nothing."""
        try:
            return self._read(shard)
        except (OSError, WorkError) as error:
            return Outcome(shard, wrong=str(error))

    def _read(self, shard: str) -> Outcome:
        sha256 = hash_of(shard)
        name, settings = name_of(shard, sha256), self._plan.settings
        there = mark_of(self._folder, name)
        if there and there.settings == settings and is_kept(self._folder, there):
            return Outcome(shard, there, already=True)
        (self._folder / MARKS).mkdir(parents=True, exist_ok=True)
        with Writing(self._folder, name) as writing:
            for row in self._rows(shard):
                writing.put(row)
            done = Done(name, shard, os.path.getsize(shard), sha256, settings)
            done = replace(done, readings=writing.readings, failures=writing.failures, beside=writing.beside)
            writing.finish(done)
        self._outdate(done)
        return Outcome(shard, done)

    def _rows(self, shard: str) -> Iterator[Kept | Failure]:
        names = Naming()
        inputs = (_waiting(found) for found in captures_of_shard(shard, self._plan.rows))
        for chunk in chunks(inputs, TOGETHER):
            if not self._wanted():
                raise WorkError("stopped")
            for one in settled(chunk, self._outcomes(chunk)):
                yield self._row(names.name(one), one)

    def _outcomes(self, chunk: Chunk[Any]) -> Sequence[Any]:
        captures = captures_of(chunk)
        if self._worker and captures:
            return self._worker.read(captures)
        found = dict(self._job.outcomes(captures))
        return [found[place] for place in sorted(found)]

    def _row(self, name: str, one: Read[Any]) -> Kept | Failure:
        if isinstance(one.outcome, Failure):
            return replace(one.outcome, input=name)
        assert isinstance(one.outcome, Reading)
        assert one.capture is not None
        return Kept.of(name, one.outcome, one.capture.provenance, one.capture.data if self._plan.data else None)

    def _outdate(self, done: Done) -> None:
        """Former bytes of a shard count no more."""
        folder = self._folder / MARKS
        for path in folder.glob(f"{done.name.rpartition('-')[0]}-*.json"):
            mark = mark_of(self._folder, path.stem)
            if mark and mark.shard == done.shard and mark.name != done.name:
                path.unlink(missing_ok=True)


def _waiting(found: Capture | Failure) -> Read[Any]:
    return Read(None, found) if isinstance(found, Failure) else Read(found)
