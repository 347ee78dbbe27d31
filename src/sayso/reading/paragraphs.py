"""The text as a parser gets it: its paragraphs, and odd characters replaced one for one, so that offsets hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.spans import Span

LONGEST_PIECE = 50_000  # characters given to the parser at once

_ONE_FOR_ONE = str.maketrans(
    {
        "’": "'", "‘": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u200a": " ", "\u2002": " ", "\u2003": " ",
        "\u2028": "\n", "\u2029": "\n", "\r": " ", "\t": " ", "\x00": " ", "\u200b": " ", "\ufeff": " ",
        "\u200e": " ", "\u200f": " ", "\u202a": " ", "\u202b": " ", "\u202c": " ", "\u202d": " ", "\u202e": " ",
        "\u2066": " ", "\u2067": " ", "\u2068": " ", "\u2069": " ", "\u00ad": " ", "\u2011": "-", "\u2010": "-",
    }
)  # fmt: skip
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_STRAY_STOP = re.compile(r"(?<=[a-z])\.(?= [A-Z]\. [A-Z][a-z])")  # "Vladimir. V. Putin"
_SYMBOLS = re.compile(r"[^\w\s]{24,}")
_LONG_WORD = re.compile(r"\S{200,}")


def normalised(text: str) -> str:
    """The text as the model reads it: of the same length, offset for offset.

    Quotes become straight, odd spaces and controls plain spaces; runs of symbols and endless words, on which
    tokenizers take quadratic time, are blanked but for their beginning.
    """
    seen = _SURROGATES.sub("\ufffd", text.translate(_ONE_FOR_ONE))
    seen = _STRAY_STOP.sub(" ", seen)
    seen = _SYMBOLS.sub(lambda m: m[0][:3].ljust(len(m[0])), seen)
    return _LONG_WORD.sub(lambda m: m[0][:60].ljust(len(m[0])), seen)


_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\n\s*")
_SENTENCE_END = tuple(".!?:;\"'”’)…")
_WRAPPED_AT = 60  # a line at least this long that ends without a stop may be hard-wrapped


def paragraphs(text: str) -> list[Span]:
    """The blocks of a text: separated by empty lines, or by a line end that no hard wrapping explains."""
    found: list[Span] = []
    start = 0
    for gap in [*_BLANK.finditer(text), None]:
        stop = gap.start() if gap else len(text)
        found.extend(part for line in _lines(text, start, stop) for part in _dateline_apart(text, line))
        start = gap.end() if gap else stop
    return found


# "KYIV, Ukraine (Harbor Wire) - ", "MOSCOW, Sept. 13 — ": capitals, then at most a region, a date, an agency
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}(?:/[A-Z]+)?(?:, [\w.]+(?: [\w.]+){0,3}){0,2}"
    r"(?: ?\([^()]{2,40}\))? ?[-–—]{1,2} "
    r"|[A-Z][\w.'’-]+(?:,? [A-Z][\w.'’-]+){0,3} \([^()]{2,40}\) ?[-–—]{1,2} "
)


def _dateline_apart(text: str, block: Span) -> list[Span]:
    """A paragraph without the dateline before it: parsed together, the dateline takes the place of the subject."""
    found = _DATELINE.match(text, block.start, block.stop)
    if found is None or found.end() >= block.stop:
        return [block]
    return [Span(block.start, found.end()), Span(found.end(), block.stop)]


def _lines(text: str, start: int, stop: int) -> list[Span]:
    found: list[Span] = []
    begin = line = start
    for end in _LINE_END.finditer(text, start, stop):
        width = end.start() - line
        wrapped = width >= _WRAPPED_AT and not text[line : end.start()].rstrip().endswith(_SENTENCE_END)
        continues = end.end() < stop and text[end.end()].islower()
        if not (wrapped or continues):
            found.append(Span(begin, end.start()))
            begin = end.end()
        line = end.end()
    found.append(Span(begin, stop))
    return [s for s in found if text[s.start : s.stop].strip()]


def pieces(text: str) -> Iterator[tuple[int, Span]]:
    """Paragraph number and span of each piece for the parser; a paragraph over LONGEST_PIECE is cut at spaces."""
    for number, block in enumerate(paragraphs(text)):
        start = block.start
        while block.stop - start > LONGEST_PIECE:
            cut = text.rfind(" ", start, start + LONGEST_PIECE)
            cut = cut if cut > start else start + LONGEST_PIECE
            yield number, Span(start, cut)
            start = cut
        yield number, Span(start, block.stop)
