"""Quotation marks to quotations: curly, straight, doubled, low and angle marks, over several paragraphs, never closed.

Marks are paired inside a paragraph. A quotation that is still open at the end of one runs to that end, and goes on in
the next paragraph when that one begins with an opening mark, as printers do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.reading.grammar import Parsed
from sayso.spans import Span, trim

_MARK = re.compile("''|``|[\"“”„‟«»‘’']")
_CLOSERS = {"“": "”", "„": "“”‟", "«": "»", "»": "«", "‟": "”", "”": "”", "‘": "’", "``": "''"}
_MIXED = {"“": '"', '"': "”", "‘": "'"}  # a curly mark closed by a straight one, and the other way round
_STRAIGHT = frozenset({'"', "''", "'"})
_SINGLE = frozenset({"‘", "'"})
_BEFORE_OPENING = frozenset("([{—–-―/\"“‘'")
LONGEST_SINGLE = 400  # characters between single marks; more is a stray apostrophe


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation in one paragraph: `span` with its marks, `inner` without them, both trimmed of white space.

    `single`: in single marks. `goes_on`: continued by the quotation that opens the next paragraph. `depth`: 0 for one
    that stands in no other.
    """

    span: Span
    inner: Span
    paragraph: int
    single: bool = False
    goes_on: bool = False
    depth: int = 0


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    stop: int


def find_quotes(parsed: Parsed) -> tuple[Quote, ...]:
    """All quotations of a text in order, an inner one after the one it stands in."""
    blocks = list(_paragraphs(parsed))
    found: list[Quote] = []
    for n, (number, block) in enumerate(blocks):
        following = blocks[n + 1][1] if n + 1 < len(blocks) else None
        found.extend(_quotes_in(parsed.text, block, number, following))
    return tuple(sorted(found, key=lambda q: (q.span.start, -q.span.stop)))


def outermost(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Those that stand in no other."""
    return tuple(q for q in quotes if q.depth == 0)


def nested(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Those that stand right in one of the outermost."""
    return tuple(q for q in quotes if q.depth == 1)


def _paragraphs(parsed: Parsed) -> Iterator[tuple[int, Span]]:
    """Number and extent of each paragraph that has a sentence."""
    number, start, stop = -1, 0, 0
    for sentence in parsed.sentences:
        if sentence.paragraph != number:
            if number >= 0:
                yield number, Span(start, stop)
            number, start = sentence.paragraph, sentence.span.start
        stop = sentence.span.stop
    if number >= 0:
        yield number, Span(start, stop)


def _quotes_in(text: str, block: Span, number: int, following: Span | None) -> list[Quote]:
    stack: list[_Open] = []
    found: list[Quote] = []
    for match in _MARK.finditer(text, block.start, block.stop):
        mark, start, stop = match[0], match.start(), match.end()
        level = _closes(text, stack, mark, start, stop, block)
        if level is not None:
            opened = stack[level]
            del stack[level:]
            found.append(_quote(text, opened, start, stop, number, len(stack)))
        elif _opens(text, mark, start, stop, block):
            stack.append(_Open(mark, start, stop))
    found.extend(_unclosed(text, stack, block, number, following))
    return [q for q in found if q.inner.start < q.inner.stop]


def _closes(text: str, stack: list[_Open], mark: str, start: int, stop: int, block: Span) -> int | None:
    """The open quotation that a mark closes: the innermost of its kind."""
    if mark in ("’", "'") and _inside_word(text, start, stop, block):
        return None
    for level in range(len(stack) - 1, -1, -1):
        opened = stack[level].mark
        if opened in _STRAIGHT and mark == opened and not _only_opens(text, start, stop, block):
            return level
        if opened not in _STRAIGHT and mark in _CLOSERS.get(opened, ""):
            return level
        if mark == _MIXED.get(opened) and not _only_opens(text, start, stop, block):
            return level
    return None


def _opens(text: str, mark: str, start: int, stop: int, block: Span) -> bool:
    if mark == "’" or (mark == "”" and not _begins_line(text, start, block)):
        return False
    if stop >= block.stop or text[stop].isspace():
        return False
    if mark in ("‘", "'"):
        return _free_before(text, start, block) and _closing_ahead(text, mark, stop, block)
    return mark not in _STRAIGHT or _free_before(text, start, block) or not text[start - 1].isalnum()


def _begins_line(text: str, start: int, block: Span) -> bool:
    """Whether a closing mark can only be one that was set for an opening one."""
    return start == block.start or text[start - 1] == "\n"


def _free_before(text: str, start: int, block: Span) -> bool:
    return start <= block.start or text[start - 1].isspace() or text[start - 1] in _BEFORE_OPENING


def _only_opens(text: str, start: int, stop: int, block: Span) -> bool:
    """Whether a straight mark can only open: white space before it and a word right after it."""
    return start > block.start and text[start - 1].isspace() and stop < block.stop and not text[stop].isspace()


def _inside_word(text: str, start: int, stop: int, block: Span) -> bool:
    return stop < block.stop and text[stop].isalnum() and start > block.start and text[start - 1].isalnum()


def _closing_ahead(text: str, mark: str, stop: int, block: Span) -> bool:
    """Whether a single mark has a partner: one after a word or a stop and not before a letter."""
    closer = "’" if mark == "‘" else "'"
    limit = min(block.stop, stop + LONGEST_SINGLE)
    at = text.find(closer, stop, limit)
    while at >= 0:
        after = at + 1 >= block.stop or not text[at + 1].isalnum()
        if after and not text[at - 1].isspace() and text[at - 1 : at] != "s":
            return True
        if after and text[at - 1 : at] == "s" and text.find(closer, at + 1, limit) < 0:
            return True
        at = text.find(closer, at + 1, limit)
    return False


def _quote(text: str, opened: _Open, start: int, stop: int, number: int, depth: int) -> Quote:
    inner = trim(text, Span(opened.stop, start))
    return Quote(Span(opened.start, stop), inner, number, single=opened.mark in _SINGLE, depth=depth)


def _unclosed(text: str, stack: list[_Open], block: Span, number: int, following: Span | None) -> Iterator[Quote]:
    """The outermost quotation left open runs to the end of the paragraph; a single mark left open is none."""
    opened = next((o for o in stack if o.mark not in _SINGLE), None)
    if opened is None:
        return
    goes_on = following is not None and text.startswith(opened.mark, following.start)
    inner = trim(text, Span(opened.stop, block.stop))
    yield Quote(Span(opened.start, block.stop), inner, number, goes_on=goes_on)
