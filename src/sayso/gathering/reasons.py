"""Reasons of likeness in words for people: codes of states as names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sayso.knowledge.nations import load_nations

_CODE = re.compile(r"=([A-Z]{2})\b")


def in_words(reasons: Iterable[str]) -> str:
    """All reasons in one line.

    >>> in_words(["texts about =KP, kim", "both visit"])
    'texts about North Korea, kim; both visit'
    """
    return "; ".join(_CODE.sub(lambda code: _state(code[1]), reason) for reason in reasons)


def _state(code: str) -> str:
    """The name of a state; a code that no table has as it is."""
    found = load_nations().countries.get(code)
    return found.name if found else code
