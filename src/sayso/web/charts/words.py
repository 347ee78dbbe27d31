"""How many pixels words take, at the most, before a browser has set them."""

from __future__ import annotations

import unicodedata

SIZE = 12  # pixels of the letters of labels
_NARROW = frozenset("iljtfrI.,:;|!'’()[] -·")
_WIDE = frozenset("mwMW@%—")


def width_of(words: str) -> float:
    """The room that words need as a label; rather too much than too little."""
    return sum(_share(letter) for letter in words) * SIZE


def _share(letter: str) -> float:
    """The width of a letter, in sizes of the letters."""
    if letter in _NARROW:
        return 0.38
    if letter in _WIDE:
        return 0.95
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0x1F000:
        return 1.1
    return 0.72 if letter.isupper() else 0.6


def fitted(words: str, room: float) -> str:
    """The words, or as many letters of them as there is room for and an ellipsis; "" when not even a few fit."""
    if width_of(words) <= room:
        return words
    kept, used = [], width_of("…")
    for letter in words:
        used += width_of(letter)
        if used > room:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + "…" if len(kept) > 3 else ""
