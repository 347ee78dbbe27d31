"""Words with letters of another script that look like Latin ones: "Рutin" with a Cyrillic letter is not "Putin".

The letters stand in knowledge/world/look_alikes.csv (after Unicode Technical Standard 39, confusables).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from sayso.knowledge.tables import rows
from sayso.records import Problem

_TOLD = 5  # words that are named
_LONGEST = 40  # characters of a word
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")
_FORMS = re.compile("[\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]")  # full-width and mathematical letters
_FORM = "another form"


def look_alikes(text: str) -> tuple[Problem, ...]:
    """One problem that names the first words whose letters are not what they look like; () when there are none."""
    if text.isascii() or not _any_letter().search(text):
        return ()
    words = dict.fromkeys(word[:_LONGEST] for word in _WORD.findall(text))
    strange = [word for word in words if _any_letter().search(word)]
    mixed = [word for word in strange if _LATIN.search(word) or _FORMS.search(word)]
    found = mixed or ([] if _foreign(words) else strange)
    told = ", ".join(f'"{word}" ({_script(word)}) reads "{plain(word)}"' for word in found[:_TOLD])
    more = f" and {len(found) - _TOLD} more" if len(found) > _TOLD else ""
    return (Problem("intake", f"letters that look like others: {told}{more}"),) if found else ()


def plain(word: str) -> str:
    """A word as it reads."""
    return "".join(_letters()[c][0] if c in _letters() else unicodedata.normalize("NFKC", c) for c in word)


def _foreign(words: dict[str, None]) -> bool:
    """Whether the text quotes a language in another script: words with letters that look like no Latin ones."""
    scripts = {script for _, script in _letters().values()}
    others = (c for word in words for c in word if ord(c) > 0x36F and c not in _letters())
    return any(unicodedata.name(c, "").partition(" ")[0].capitalize() in scripts for c in others)


def _script(word: str) -> str:
    return next((_letters()[letter][1] for letter in word if letter in _letters()), _FORM)


@cache
def _letters() -> dict[str, tuple[str, str]]:
    return {row["letter"]: (row["reads"], row["script"]) for row in rows("world/look_alikes.csv")}


@cache
def _any_letter() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_letters())}]|{_FORMS.pattern}")
