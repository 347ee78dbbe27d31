"""What reading one document may cost, and what a process that reads may hold."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sayso.records import Failure

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096  # bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one document, and after how many documents a process makes way for a new one.

    `characters` holds everywhere. `seconds` (of one step: making a document, parsing, finding) and `memory` (bytes that
    the process holds, as far as the system tells) hold wherever the process that reads is not the one that asks.
    """

    seconds: float = 30.0
    memory: int = 2_000_000_000
    characters: int = 200_000
    documents: int = 2_000

    def too_long(self, text: str, name: str) -> Failure | None:
        """Why a text is not read, None when it is not too long."""
        if len(text) <= self.characters:
            return None
        what = f"a text of {len(text):,} characters; {self.characters:,} are read at most"
        return Failure(name, "reading", "too-long", what)

    def overstayed(self, reason: str, name: str) -> Failure:
        """That a document was given up because the process that read it had to be killed, or died."""
        what = WHY[reason].format(seconds=self.seconds, megabytes=self.memory // 10**6)
        return Failure(name, "reading", reason, what)


STANDARD = Limits()
TIMEOUT, MEMORY, CRASH = "timeout", "memory", "crash"
WHY = {
    TIMEOUT: "reading it took longer than {seconds:g} seconds and was given up",
    MEMORY: "reading it took more than {megabytes:,} MB of memory and was given up",
    CRASH: "the process that read it died of it",
}


def cores(limits: Limits = STANDARD) -> int:
    """How many processes may read at once here: as many as there are cores, and as there is memory for."""
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    pages = os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    return max(1, min(own, pages * PAGE // limits.memory) if pages > 0 else own)


def resident(process: int) -> int:
    """Bytes of memory that a process holds now; 0 where the system does not tell (it does on Linux)."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * PAGE
    except (OSError, ValueError, IndexError):
        return 0
