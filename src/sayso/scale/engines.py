"""Shards over processes and machines: Daft hands them out, on its own runner or on a Ray cluster.

One row of Daft is one shard, and what comes back is its mark: readings never pass through the engine. It could carry
them, but a text that kills the process that reads it would end the query, and rows that fail are raised or dropped. So
each instance of the class keeps its own leash (`work.worker`) and writes its own files.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from types import ModuleType

from sayso.scale.kept import Done
from sayso.scale.shard_reader import Outcome, Plan, ShardReader

RAY_HERE = "local"  # a Ray cluster of this machine alone


class EngineError(Exception):
    """The engine is not installed, or cannot be reached; the message says so."""


def read_here(shards: Sequence[str], plan: Plan) -> Iterator[Outcome]:
    """What becomes of shards, read one after the other in this process."""
    reader = ShardReader(plan)
    try:
        yield from map(reader.read, shards)
    finally:
        reader.close()


def read_with_daft(shards: Sequence[str], plan: Plan, *, workers: int, ray: str | None = None) -> Iterator[Outcome]:
    """The same by so many workers of Daft, each a process of its own; in the order in which they are done.

    `ray`: address of a Ray cluster, RAY_HERE for one of this machine alone. EngineError when that cannot be had. Count
    what comes: Daft takes Ctrl-C for itself, and then ends as if that were all.
    """
    daft = _daft(ray)
    reader = daft.cls(ShardRow, max_concurrency=workers, use_process=True)(plan)
    rows = daft.from_pydict({"shard": list(shards)}).into_batches(1)
    for row in rows.select(reader(rows["shard"]).alias("outcome")).iter_rows():
        yield _outcome(row["outcome"])


class ShardRow:
    """What each process of the engine holds: the reader, made once."""

    def __init__(self, plan: Plan) -> None:
        parent = os.getppid()
        self._reader = ShardReader(plan, lambda: os.getppid() == parent)  # the engine does not end it when it ends

    def __call__(self, shard: str) -> str:
        """What became of a shard, as JSON."""
        return json.dumps(asdict(self._reader.read(shard)))


def _outcome(told: str) -> Outcome:
    fields = json.loads(told)
    done = fields.pop("done")
    return Outcome(**fields, done=Done(**done) if done else None)


def _daft(ray: str | None) -> ModuleType:
    """Daft with its runner chosen: once in a process, since it cannot be changed."""
    try:
        import daft
        from daft.runners import get_or_infer_runner_type
    except ImportError as error:
        raise EngineError("Daft is not installed: pip install 'sayso[scale]' (or --here, without it)") from error
    wanted = "native" if ray is None else "ray"
    try:
        if ray is not None:
            _join(ray)
        if get_or_infer_runner_type() != wanted:
            daft.set_runner_native() if ray is None else daft.set_runner_ray()
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise EngineError(f"Daft cannot run on {ray or 'this machine'} ({error})") from error
    return daft


def _join(address: str) -> None:
    """Connects to a Ray cluster, unless that is done."""
    try:
        import ray
    except ImportError as error:
        raise EngineError("Ray is not installed: pip install 'sayso[scale,ray]'") from error
    if not ray.is_initialized():
        ray.init(address=address, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
