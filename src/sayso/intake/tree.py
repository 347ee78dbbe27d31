"""A page's bytes to a tree that the rest of intake can trust: bounded tags, bounded depth, no scripts to run."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

LARGEST_PAGE = 20_000_000  # bytes
_DEEPEST = 200
_LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]{0,30})\s[^<>]{8000,}>")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,40})[^<>]*?(/?)>")
_NOT_NESTED = re.compile(  # without content, or closed by the next of their kind
    r"html|head|body|p|li|td|th|tr|dt|dd|option|br|img|input|meta|link|hr|source|wbr|col|area|base|embed|param|track"
    r"|path|use|script|style",
    re.I,
)
_KEPT_FLAT = re.compile(
    r"html|head|body|title|meta|link|script|style|p|h[1-6]|li|td|th|br|time|nav|aside|footer|form", re.I
)
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_RAW = re.compile(r"<(script|style|svg)\b[^<>]{0,2000}>", re.I)
_LONGEST_RAW = 1_000_000  # characters of one script that are worth a look
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def parse_page(html: str) -> tuple[Any | None, bool]:
    """The tree of a page, None when there is none in it, and whether it had to be flattened (nested too deep)."""
    html = _DECLARATION.sub("", _NOT_XML.sub("\ufffd", html), count=1)
    html = _without_long_scripts(_LONG_TAG.sub(r"<\1>", html))
    deep = _too_deep(html)
    return _parse(_TAG.sub(_flat, html) if deep else html), deep


def line_of(element: Any, longest: int) -> str | None:
    """The text of an element as one line, None when it is longer: a look at a container costs no more than that."""
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(part)
        length += len(part)
        if length > longest:
            return None
    return " ".join("".join(parts).split())


def words_of(element: Any) -> str:
    """The text of an element as one line."""
    return " ".join("".join(element.itertext()).split())


def _parse(html: str) -> Any | None:
    parser = lxml_html.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=False, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    for br in tree.iter("br"):  # else the words before and behind it would be one
        br.tail = f" {br.tail or ''}"
    return tree


def _too_deep(html: str) -> bool:
    depth = 0
    for closing, name, empty in _TAG.findall(html):
        if not empty and not _NOT_NESTED.fullmatch(name):
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > _DEEPEST:
                return True
    return False


def _flat(tag: re.Match[str]) -> str:
    return tag[0] if _KEPT_FLAT.fullmatch(tag[2]) else "\n"


def _without_long_scripts(html: str) -> str:
    kept: list[str] = []
    start = position = 0
    while len(html) > _LONGEST_RAW and (opening := _RAW.search(html, position)):
        closing = re.compile(rf"</{opening[1]}\s*>", re.I).search(html, opening.end())
        position = closing.end() if closing else len(html)
        if position - opening.end() > _LONGEST_RAW:
            kept.append(html[start : opening.start()])
            start = position
    return "".join([*kept, html[start:]])
