"""Reasons of likeness in words for people: codes of states as names, stems as the words that the texts have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sayso.knowledge.nations import load_nations
from sayso.knowledge.phrases import folded, unaccented
from sayso.knowledge.word_families import stem_of

_CODE = re.compile(r"=([A-Z]{2})\b")
_TOLD = re.compile(r"(?<=told with )[^;)]+")
_ABOUT = re.compile(r"(?<=texts about )[^;)]+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


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


def full_words(reasons: str, sentences: Iterable[str], names: Iterable[str]) -> str:
    """Reasons with the words of these sentences in place of stems, and names as they are written.

    >>> full_words("told with accus, shel; texts about Russia, dprk", ["He accused them of shelling."], ["DPRK"])
    'told with accused, shelling; texts about Russia, DPRK'
    """
    told = {stem_of(word): word for word in reversed([m[0].lower() for s in sentences for m in _WORD.finditer(s)])}
    written = {unaccented(folded(m[0])): m[0] for name in names for m in _WORD.finditer(name)}
    reasons = _TOLD.sub(lambda found: _instead(found[0], told), reasons)
    return _ABOUT.sub(lambda found: _instead(found[0], written), reasons)


def _instead(listed: str, words: Mapping[str, str]) -> str:
    return ", ".join(words.get(one, one) for one in listed.split(", "))
