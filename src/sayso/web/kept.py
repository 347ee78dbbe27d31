"""Answers that take long, kept as long as the file is as it was."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

MOST = 64  # answers that are kept

Stamp = tuple[tuple[int, int], ...]
Answer = TypeVar("Answer")


class Kept:
    """The answers that were asked for last, by what was asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._answers: OrderedDict[Hashable, tuple[Stamp, Any]] = OrderedDict()
        self._lock = Lock()

    def knows(self, question: Hashable) -> bool:
        """Whether the answer is there already."""
        with self._lock:
            found = self._answers.get(question)
        return found is not None and found[0] == self._stamp()

    def of(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer to a question; asked when it is not known for the file as it is now."""
        stamp = self._stamp()
        with self._lock:
            found = self._answers.get(question)
        if found is not None and found[0] == stamp:
            answer: Answer = found[1]
            return answer
        answer = ask()
        with self._lock:
            self._answers[question] = (stamp, answer)
            self._answers.move_to_end(question)
            while len(self._answers) > MOST:
                self._answers.popitem(last=False)
        return answer

    def _stamp(self) -> Stamp:
        """Another one whenever the file may have changed."""
        return tuple(_written(Path(f"{self._path}{end}")) for end in ("", "-wal"))


def _written(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
