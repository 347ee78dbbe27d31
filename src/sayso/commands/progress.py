"""How far a long call has come: counts, rate and time left, on one line of a terminal."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from time import monotonic

from sayso.commands.output import complain

OFTEN = 0.1  # seconds between two lines
WARM = 20  # documents after which a rate is told
SINGLE = (".html", ".htm", ".xhtml", ".mhtml", ".mht", ".txt", ".text", ".md", ".markdown", ".pdf", ".docx", ".eml")
QUICK = ("known", "earlier text", "removed")  # what was not read does not count for the rate


class Progress:
    """A line that is written over and over; nothing when it is not `shown`."""

    def __init__(self, total: int | None, *, shown: bool) -> None:
        self._total, self._shown = total, shown
        self._began: float | None = None  # when the first document had been read
        self._told = 0.0

    def tell(self, counts: Counter[str]) -> None:
        """The counts as they are now."""
        if not self._shown or monotonic() - self._told < OFTEN:
            return
        self._told = monotonic()
        of = f" of {self._total:,}" if self._total else ""
        line = f"{counts.total():,}{of}: {counted(counts)}{self._pace(counts)}"
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    def complain(self, what: object) -> None:
        """A line of its own, above the counts."""
        self.end()
        complain(what)

    def end(self) -> None:
        """Leaves the terminal to others."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _pace(self, counts: Counter[str]) -> str:
        read = counts.total() - sum(counts[name] for name in QUICK)
        if self._began is None:
            self._began = monotonic() if read else None
            self._before = read
        if self._began is None or read - self._before < WARM:
            return ""
        rate = (read - self._before) / max(monotonic() - self._began, 0.001)
        left = f", {in_time((self._total - counts.total()) / rate)} left" if self._total else ""
        return f"; {rate:.1f} a second{left}"


def counted(counts: Counter[str], between: str = ", ") -> str:
    """ "12 new, 3 known, 1 failed"."""
    return between.join(f"{number} {name}" for name, number in counts.items()) or "nothing to add"


def in_time(seconds: float) -> str:
    """A length of time in the two greatest units that tell something: "2 h 10 min", "40 s"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    hours, minutes = divmod(round(whole / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def how_many(inputs: Sequence[str]) -> int | None:
    """The number of documents that are named, None when some input tells only when it is read."""
    from sayso.intake.walk import files_in

    total = 0
    for name in inputs:
        for file in files_in(name) if os.path.isdir(name) else [name]:
            number = _in_file(file)
            if number is None:
                return None
            total += number
    return total


def _in_file(name: str) -> int | None:
    if name.lower().endswith((".jsonl", ".ndjson")):
        return _lines(name)
    single = name.lower().endswith(SINGLE) or not os.path.exists(name)
    return 1 if single and name != "-" else None


def _lines(name: str) -> int | None:
    try:
        with open(name, "rb") as file:
            return sum(1 for line in file if line.strip())
    except OSError:
        return 1
