"""The last try at a page: its running text, block by block, wherever it stands. No extractor of ours or others' did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "head", "title", "svg", "iframe", "object", "canvas", "audio", "video")
)
_NO_PROSE = frozenset((*_UNSEEN, "nav", "footer", "button", "select", "option", "label", "textarea"))
_INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("img", "ins", "kbd", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("time", "tt", "u", "var", "wbr"),
    }
)
_SHORTEST = 40  # letters of a block that may be a sentence
_STOPS = '.!?…”"'


def prose(tree: Any) -> str:
    """The blocks of a page that read like sentences, with empty lines between them: no menus, no labels, no lists."""
    return "\n\n".join(block for block in _blocks(tree, _NO_PROSE) if _is_prose(block))


def visible_letters(tree: Any) -> int:
    """How many letters a page shows, as far as its elements tell."""
    return sum(sum(map(str.isalpha, block)) for block in _blocks(tree, _UNSEEN))


def _is_prose(block: str) -> bool:
    return sum(map(str.isalpha, block)) >= _SHORTEST and any(stop in block for stop in _STOPS)


def _blocks(tree: Any, skipped: frozenset[str]) -> Iterator[str]:
    """The text between two edges of blocks, as one line each; an empty line within a block is an edge too."""
    line: list[str] = []
    for text, edge in _runs(tree, skipped):
        if edge:
            block = " ".join("".join(line).split())
            line.clear()
            if block:
                yield block
        line.append(text)
    last = " ".join("".join(line).split())
    if last:
        yield last


def _runs(tree: Any, skipped: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Runs of text in order, and whether a new block begins with each; two breaks in a row begin one."""
    waiting: list[tuple[Any, bool]] = [(tree, True)]  # an element and whether it is entered or left
    broken = False
    while waiting:
        element, entered = waiting.pop()
        named = isinstance(element.tag, str)
        if not entered or not named or element.tag in skipped:
            edge = named and element.tag not in _INLINE and element.tag != "br"
            tail = element.tail or ""
            yield tail, edge or (element.tag == "br" and broken)
            broken = element.tag == "br" and not tail.strip()
            continue
        if element.tag == "br":
            yield " ", broken
        else:
            yield element.text or "", element.tag not in _INLINE
            broken = broken and element.tag in _INLINE and not (element.text or "").strip()
        waiting.append((element, False))
        waiting.extend((child, True) for child in reversed(element))
