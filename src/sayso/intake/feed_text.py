"""The HTML of a feed item as plain paragraphs, and whether they are the whole report."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sayso.intake.encoding import tidy
from sayso.intake.tree import parse_page
from sayso.knowledge.tables import table

SHORT_SUMMARY, SHORT_CONTENT = 600, 200  # letters below which a summary, or a content, is no whole report
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,8000}>|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|\w{2,31});")
_IN_TITLES = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|font|p|br|div|sup|sub|img|cite|code|small|h[1-6])(?:\s[^<>]{0,8000})?/?>|&#?\w{2,31};",
    re.I,
)
_UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "iframe", "object", "form", "select", "button"))
_PARAGRAPH = "\n\n"


def paragraphs(html: str) -> str:
    """The visible words of a piece of HTML, paragraphs with empty lines between them; plain text stays as it is."""
    if not _MARKUP.search(html):
        return tidy(html).strip()
    tree, _ = parse_page(f"<html><body>{html}</body></html>")
    return "" if tree is None else _joined(_pieces(tree))


def one_line(words: str) -> str:
    """A title or a name as one line, without HTML where it is sure to be some: "<unknown>" can be a word of it."""
    return " ".join((paragraphs(words) if _IN_TITLES.search(words) else tidy(words)).split())


def without_footer(text: str) -> str:
    """The paragraphs without what feed software wrote below them."""
    while (last := _last(text)) and _matches("footer", last, whole=True):
        text = text[: len(text) - len(last)].rstrip()
    return text


def is_teaser(text: str, *, summary: bool) -> bool:
    """Whether a text is only the beginning of a report, or told in short: by how it ends, and by its length.

    `summary` tells that the feed does not call it the content.
    """
    letters = sum(map(str.isalpha, text[: 4 * SHORT_SUMMARY]))
    return letters < (SHORT_SUMMARY if summary else SHORT_CONTENT) or _matches("teaser", _last(text), whole=False)


def _last(text: str) -> str:
    return text.rstrip().rpartition("\n")[2]


def _matches(sort: str, line: str, *, whole: bool) -> bool:
    ending = line.strip()[-600:]
    return any(rule.fullmatch(ending) if whole else rule.search(ending) for rule in _rules(sort))


@cache
def _rules(sort: str) -> tuple[re.Pattern[str], ...]:
    end = r"\s*$" if sort == "teaser" else ""
    return tuple(re.compile(row["pattern"] + end, re.I) for row in table("en/teasers.toml")[sort])


def _pieces(tree: Any) -> list[str]:
    """The words in order, and a mark where a line or a paragraph begins or ends."""
    pieces: list[str] = []
    waiting: list[Any] = [tree]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str):
            pieces.append(found)
            continue
        pieces.append("" if found.tag == "br" else _edge(found.tag))
        waiting += [_spaced(found.tail), _edge(found.tag)]
        if isinstance(found.tag, str) and found.tag not in _UNSEEN:
            waiting += [*reversed(found), _spaced(found.text)]
    return pieces


@cache
def _edge(tag: object) -> str:
    """What stands between the words of an element and those around it."""
    within = tag in _UNSEEN or not isinstance(tag, str) or tag in table("world/page_fields.toml")["inline"]["elements"]
    return "" if within else "\n" if tag == "br" else _PARAGRAPH


def _spaced(words: str | None) -> str:
    return re.sub(r"\s+", " ", words or "")


def _joined(pieces: list[str]) -> str:
    blocks = re.split(r"\n\s*\n", "".join(pieces))
    lines = ("\n".join(" ".join(line.split()) for line in block.split("\n")).strip() for block in blocks)
    return tidy(_PARAGRAPH.join(line for line in lines if line))
