"""The words that are passed over when the wording of two texts is compared (`en/desk_words.toml`, `en/times.toml`)."""

from __future__ import annotations

from functools import cache

from sayso.knowledge.tables import table


@cache
def free_words() -> frozenset[str]:
    """Function words and plain words of reporting, which a desk exchanges without writing a new text."""
    lists = table("en/desk_words.toml")
    return frozenset(f"{lists['function']} {lists['reporting']}".split())


@cache
def calendar_words() -> frozenset[str]:
    """Names of months and weekdays, short forms without their stop: "Saturday" becomes "16 September" in a copy."""
    times = table("en/times.toml")
    return frozenset(word.rstrip(".") for part in ("month", "weekday") for word in times[part])
