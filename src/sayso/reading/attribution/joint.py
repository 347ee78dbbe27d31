"""Several sources in one noun phrase: "U.S. and South Korean officials" are the officials of two states."""

from __future__ import annotations

import re

from sayso.knowledge.nations import Nations

ARTICLES = frozenset({"the", "a", "an"})
_JOINT = re.compile(r",? and |, ?")
_LONGEST_NATIONALITY = 3  # words


def joint_nationalities(words: str, nations: Nations) -> tuple[list[tuple[str, str]], str]:
    """The nationalities that are joined at the head of a phrase, with their countries (ISO 3166-1 alpha-2), and the
    words after them; nothing when there are not several."""
    *first, last = _JOINT.split(words)
    states = [state for piece in first for state in _nationality(piece, nations)]
    if not first or len(states) != len(first):
        return [], ""
    rest = last.split()
    for end in range(min(_LONGEST_NATIONALITY, len(rest) - 1), 0, -1):
        final = _nationality(" ".join(rest[:end]), nations)
        if final:
            return [*states, *final], " ".join(rest[end:])
    return [], ""


def _nationality(words: str, nations: Nations) -> list[tuple[str, str]]:
    """A nationality without its article, and its country; nothing for other words."""
    article, _, rest = words.partition(" ")
    name = rest if article.lower() in ARTICLES else words
    code = nations.demonym(name) or nations.code(name) if name[:1].isupper() else None
    return [(name, code)] if code is not None else []
