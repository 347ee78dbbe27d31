"""Where the time goes: seconds by stage of the work, for `--profile`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")


class Stages:
    """Seconds that one process spent in each stage; a stage inside another is counted once, as itself."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inner = [0.0]  # seconds of the stages inside each stage that is open

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Counts what the block takes."""
        began = perf_counter()
        self._inner.append(0.0)
        try:
            yield
        finally:
            took = perf_counter() - began
            self.seconds[stage] += took - self._inner.pop()  # type: ignore[assignment]
            self._inner[-1] += took

    def each(self, stage: str, items: Iterable[T]) -> Iterator[T]:
        """The same items; what it takes to make each is counted."""
        making = iter(items)
        while True:
            with self(stage):
                item = next(making, None)
            if item is None:
                return
            yield item
