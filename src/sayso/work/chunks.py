"""Captures in chunks: small enough to be held, large enough to be parsed together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from sayso.records import Failure, Reading

if TYPE_CHECKING:
    from sayso.intake.capture import Capture

S = TypeVar("S")
LARGEST = 8_000_000  # bytes after which a chunk takes no further capture


@dataclass(frozen=True, slots=True)
class Read(Generic[S]):
    """What became of one input: None while it waits to be read; there is no capture where there were no bytes."""

    capture: Capture | None
    outcome: Reading | Failure | S | None = None


Chunk = list[Read[S]]


def chunks(inputs: Iterable[Read[S]], most: int) -> Iterator[Chunk[S]]:
    """The inputs in order, at most so many that wait to be read in each chunk; what needs no reading is not kept up."""
    chunk: Chunk[S] = []
    waiting = size = 0
    for one in inputs:
        chunk.append(one)
        if one.outcome is None and one.capture is not None:
            waiting += 1
            size += len(one.capture.data)
        if not waiting or waiting >= most or size >= LARGEST:
            yield chunk
            chunk, waiting, size = [], 0, 0
    if chunk:
        yield chunk


def captures_of(chunk: Chunk[S]) -> list[Capture]:
    """Those that wait to be read."""
    return [one.capture for one in chunk if one.outcome is None and one.capture is not None]


def settled(chunk: Chunk[S], outcomes: Iterable[Reading | Failure | S]) -> Chunk[S]:
    """The chunk with what became of those that waited, in their order."""
    found = iter(outcomes)
    return [one if one.outcome is not None else Read(one.capture, next(found)) for one in chunk]
