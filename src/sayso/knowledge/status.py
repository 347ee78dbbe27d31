"""The status of an event: the one function that computes it, and the table it reads (`world/status.toml`)."""

from __future__ import annotations

from functools import cache

from sayso.knowledge.tables import table

_Key = tuple[str, str, str]


@cache
def _table() -> dict[_Key, str]:
    return {
        (factuality, tense, outcome): row["status"]
        for row in reversed(table("world/status.toml")["row"])
        for factuality in row["factuality"]
        for tense in row["tense"]
        for outcome in row["outcome"]
    }


@cache
def status_of(factuality: str, tense: str | None, outcome: str | None) -> str:
    """What a chronicle calls an event: happened, planned, possible, negated or failed.

    `factuality`, `tense` and `outcome` are values of `sayso.records`; an unknown tense or outcome is None. Raises
    KeyError for a value that is none of these.
    """
    return _table()[factuality, tense or "unknown", outcome or "unknown"]
