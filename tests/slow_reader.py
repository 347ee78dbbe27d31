"""A reader for processes: it parses nothing, takes its time, and does what some texts ask for - hang, eat, die, break.

`call` runs the command line of sayso with it, also where reading goes on in other processes.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from types import ModuleType
from typing import Any

from sayso.ids import digest
from sayso.reading.kit import Kit
from sayso.records import Document, Reading
from sayso.work.child import nothing
from tests.plain_reader import plain_reading

HANG, HANG_TOGETHER, EAT, DIE, BREAK = "HANG ON", "HANG ALL", "EAT IT", "DROP DEAD", "BREAK UP"
PAUSE = 0.02  # seconds a document
MUCH = 450_000_000  # bytes


class SlowKit(Kit):
    """Knows nothing and takes `pause` seconds a document; its digest is always the same."""

    parser = None  # type: ignore[assignment]
    pause = PAUSE

    @cached_property
    def digest(self) -> str:
        return digest("slow")

    def __reduce__(self) -> tuple[Any, ...]:
        return _loaded, (self.pause,)


def slow_kit(pause: float) -> SlowKit:
    kit = SlowKit()
    kit.pause = pause
    return kit


def _loaded(pause: float) -> SlowKit:
    """The kit in another process, which from now on reads slowly."""
    sys.modules |= stand_ins()
    return slow_kit(pause)


def stand_ins() -> dict[str, ModuleType]:
    """Modules in the place of those that load a model and read with it."""
    reading, startup = ModuleType("sayso.reading.read"), ModuleType("sayso.reading.startup")
    reading.read_all = read_all  # type: ignore[attr-defined]
    startup.import_without_commands = nothing  # type: ignore[attr-defined]
    return {reading.__name__: reading, startup.__name__: startup}


def read_all(documents: Iterable[Document], kit: SlowKit) -> Iterator[Reading]:
    """In the place of `sayso.reading.read.read_all`."""
    documents = list(documents)
    if any(HANG_TOGETHER in document.text for document in documents):
        time.sleep(1000)
    for document in documents:
        time.sleep(kit.pause)
        _obey(document.text)
        yield plain_reading(document, kit)


def _obey(text: str) -> None:
    if HANG in text:
        time.sleep(1000)
    if EAT in text:
        eaten = [bytearray(b"x" * 1_000_000) for _ in range(MUCH // 1_000_000)]
        time.sleep(len(eaten))
    if DIE in text:
        os._exit(9)
    if BREAK in text:
        raise ValueError("broken up")


def call(arguments: Sequence[str]) -> int:
    """One call of the command line, in a process that does nothing else."""
    from sayso.cli import main
    from sayso.reading import kit

    sys.modules |= stand_ins()
    kit.Kit = SlowKit  # type: ignore[misc]
    return main(arguments)
