"""Whether a text is English, by the share of English function words among its words."""

from __future__ import annotations

import re
from functools import cache

from sayso.knowledge.tables import table

SHARE = 0.07  # newspaper English has 0.17 to 0.26 of its own function words, German, Dutch, Danish, French under 0.03
SHARE_OF_SHORT = 0.12  # of all its function words, in a text too short for the few of its own
FEW_WORDS, SHORT_WORDS = 12, 60
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000


def language_of(text: str) -> str | None:
    """ "en" for English, "und" for a text of another language, None when there are too few words to tell."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    if len(words) < FEW_WORDS:
        return None if _latin(text) else "und"
    own, shared = _function_words()
    if share(words, own) >= SHARE:
        return "en"
    short = len(words) < SHORT_WORDS and share(words, own | shared) >= SHARE_OF_SHORT
    return "en" if short else "und"


def share(words: list[str], among: frozenset[str]) -> float:
    """How many of the words, in lower case, are `among` others: 0.0 to 1.0."""
    return sum(word in among for word in words) / max(1, len(words))


@cache
def _function_words() -> tuple[frozenset[str], frozenset[str]]:
    lists = table("en/function_words.toml")
    return frozenset(lists["own"].split()), frozenset(lists["shared"].split())


def _latin(text: str) -> bool:
    letters = [c for c in text[:_SAMPLE] if c.isalpha()]
    return sum(c < "\u0250" for c in letters) * 2 >= len(letters)
