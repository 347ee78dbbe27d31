"""The report in a page: its paragraphs without menus, asides and comments. The only importer of trafilatura."""

from __future__ import annotations

import logging
import re
from typing import Any

from sayso.intake.compose import is_long_enough
from sayso.intake.language import language_of
from sayso.intake.prose import prose

_MOST_ELEMENTS = 60_000  # above this trafilatura takes seconds
_MOST_LETTERS = 4_000_000
_MOST_COMPARED = 6_000  # elements above which it asks no second extractor, whose time grows with their square
_BLOCKS = ("p", "head", "item", "quote", "cell", "code", "ab")
_BREAK = "\u2028"  # a space to all others
_TWO_BREAKS = re.compile(rf"{_BREAK}\s*{_BREAK}")
_UNSEEN = ("script", "style", "noscript", "template", "head", "svg", "iframe")
_SEEN = f".//text()[not({' or '.join(f'ancestor::{tag}' for tag in _UNSEEN)})]"
_SKIPPED = frozenset((*_UNSEEN, "nav", "footer", "aside", "form", "button", "select"))
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "li", "blockquote", "pre", "dd", "td"))


def article(tree: Any) -> tuple[str, str]:
    """The paragraphs of a page's report with empty lines between them ("" when none), and the extractor's name.

    What trafilatura finds counts; where that is nothing, all paragraphs; where that is no report (too short, or words
    of no language, as in menus), all prose that is one.
    """
    found, name = "", "page/1 paragraphs"
    if _fits(tree):
        found, version = _by_trafilatura(tree)
        name = f"page/1 trafilatura {version}" if found else name
    found = found or _by_paragraphs(tree)
    if _may_be_report(found):
        return found, name
    last = prose(tree)
    return (last, "page/1 prose") if _may_be_report(last) else (found, name)


def _may_be_report(text: str) -> bool:
    return is_long_enough(text) and language_of(text) != "und"


def _fits(tree: Any) -> bool:
    elements = sum(1 for _ in tree.iter())
    return elements <= _MOST_ELEMENTS and sum(map(len, tree.itertext())) <= _MOST_LETTERS


def _by_trafilatura(tree: Any) -> tuple[str, str]:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    alone = sum(1 for _ in tree.iter()) > _MOST_COMPARED
    try:
        found: Any = trafilatura.bare_extraction(tree, include_comments=False, include_tables=False, fast=alone)
    except MemoryError:
        raise
    except Exception:  # whatever it stumbles over in a page, the paragraphs can still be read
        return "", trafilatura.__version__
    return (_paragraphs(found.body) if found is not None else ""), trafilatura.__version__


def _paragraphs(body: Any) -> str:
    for line_break in body.iter("lb"):
        line_break.tail = f"{_BREAK}{line_break.tail or ''}"
    blocks = [block for e in body.iter(*_BLOCKS) if not _inside_block(e, body) for block in _parted(e)]
    return "\n\n".join(block for block in blocks if block)


def _parted(element: Any) -> list[str]:
    """The words of a block, parted where two line breaks follow each other."""
    return [" ".join(part.split()) for part in _TWO_BREAKS.split("".join(element.itertext()))]


def _inside_block(element: Any, body: Any) -> bool:
    above = element.getparent()
    while above is not None and above is not body:
        if above.tag in _BLOCKS:
            return True
        above = above.getparent()
    return False


def _by_paragraphs(tree: Any) -> str:
    """Every visible paragraph outside menus, forms and asides: what is left when no report can be told apart."""
    body = tree.find(".//body")
    blocks: list[str] = []
    if body is not None:
        _collect(body, blocks)
    return "\n\n".join(blocks)


def _collect(root: Any, blocks: list[str]) -> None:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in _SKIPPED:
            continue
        if element.tag in _PARAGRAPHS and not any(child.tag in _PARAGRAPHS for child in element.iterdescendants()):
            blocks.append(" ".join("".join(element.xpath(_SEEN)).split()))
            continue
        waiting.extend(reversed(element))
    blocks[:] = [block for block in blocks if block]
