"""What stood on a page beside the article: menus, boxes, comment forms, other headlines, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sayso.intake.encoding import decode
from sayso.intake.mhtml import SavedPage, saved_page
from sayso.intake.sniff import HEAD, sniff
from sayso.intake.tree import parse_page

MOST = 2_000  # lines of one page
_LINE = re.compile(
    r"address|article|aside|blockquote|body|br|button|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header"
    r"|hr|label|legend|li|main|nav|ol|option|p|pre|section|select|table|tbody|td|th|tr|ul"
)
_UNSEEN = ("script", "style", "noscript", "template", "head", "svg")


def left_out(data: bytes, text: str) -> list[str] | None:
    """The lines of a page that `text` does not have, in order, each once; None when the bytes are no page."""
    page = _page(data)
    if page is None:
        return None
    tree, _ = parse_page(decode(page)[0])
    if tree is None:
        return None
    kept = " ".join(text.split())
    return [line for line in dict.fromkeys(visible_lines(tree)) if line not in kept][:MOST]


def visible_lines(tree: Any) -> list[str]:
    """The lines that a reader of a page sees, none empty."""
    lines = (" ".join(line.split()) for line in "".join(_words(tree)).split("\n"))
    return [line for line in lines if line]


def _page(data: bytes) -> bytes | None:
    """The page that was stored, also one that a browser saved with its pictures."""
    kind = sniff(data[:HEAD], "")
    saved = saved_page(data, "") if kind == "mhtml" else None
    if isinstance(saved, SavedPage):
        return saved.data
    return data if kind == "html" else None


def _words(tree: Any) -> Iterator[str]:
    """The words that a reader of the page sees, a line end wherever a block begins or ends."""
    waiting: list[tuple[Any, bool]] = [(tree, False)]
    while waiting:
        element, left = waiting.pop()
        name = element.tag if isinstance(element.tag, str) else ""
        if not left and name and name not in _UNSEEN:
            yield ("\n" if _LINE.fullmatch(name) else "") + (element.text or "").replace("\n", " ")
            waiting += [(element, True), *((child, False) for child in reversed(element))]
            continue
        yield ("\n" if name and _LINE.fullmatch(name) else "") + (element.tail or "").replace("\n", " ")
