"""Ctrl-C as a wish: nothing more is taken up, what is being read is finished and kept; asked twice, all ends."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from sayso.commands.output import complain

T = TypeVar("T")


class Stop:
    """Whether somebody asked to stop, and how many inputs were taken up until then."""

    def __init__(self) -> None:
        self.asked = False
        self.taken = 0

    def until(self, inputs: Iterable[T]) -> Iterator[T]:
        """The inputs, counted, until it is asked to stop."""
        for one in inputs:
            if self.asked:
                return
            self.taken += 1
            yield one

    def ask(self, number: int = 0, frame: FrameType | None = None) -> None:
        """What Ctrl-C does; KeyboardInterrupt the second time."""
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        complain("stopping when what is being read is stored; Ctrl-C again stops at once")


@contextmanager
def stopping() -> Iterator[Stop]:
    """Ctrl-C asks to stop while the block runs."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.signal(signal.SIGINT, stop.ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
