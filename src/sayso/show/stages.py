"""Where the time of a call went, for a terminal."""

from __future__ import annotations

from collections import Counter

from sayso.show.answer import to_columns


def to_table(seconds: Counter[str]) -> str:
    """Seconds and share of each stage, the longest first, and the sum."""
    total = sum(seconds.values())
    rows = [(stage, f"{took:.2f}", f"{took / (total or 1):.0%}") for stage, took in seconds.most_common()]
    return to_columns(("stage", "seconds", "share"), [*rows, ("all", f"{total:.2f}", "100%")])
