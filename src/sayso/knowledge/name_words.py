"""Small words that names and descriptions are built with: determiners, amounts, particles, broad nouns."""

from __future__ import annotations

from functools import cache

from sayso.knowledge.tables import rows


@cache
def name_words(use: str) -> frozenset[str]:
    """The words of one use of `en/name_words.csv`: dropped, amount, broad, particle, suffix, joint,
    speaker, determiner, opener, settled."""
    return frozenset(row["word"] for row in rows("en/name_words.csv") if row["use"] == use)
