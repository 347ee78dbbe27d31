"""Words of a document made harmless for a terminal or a sheet: what steers a terminal becomes a mark of its own."""

from __future__ import annotations

_KEPT = {"\n", "\t"}
_CONTROLS = [chr(c) for c in (*range(0x20), *range(0x7F, 0xA0)) if chr(c) not in _KEPT]
_DIRECTIONS = [chr(c) for c in (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))]
_TABLE = str.maketrans(dict.fromkeys([*_CONTROLS, *_DIRECTIONS, *map(chr, range(0xD800, 0xE000))], "\ufffd"))


def printable(text: str) -> str:
    """The text at its length, control characters, direction marks and lone surrogates replaced by U+FFFD."""
    return text.translate(_TABLE)
