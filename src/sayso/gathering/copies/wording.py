"""A text as it is compared with others: the content words of its sentences, and how much each sentence tells of origin.

A desk that takes over a report swaps function and reporting words, dates and typography, and keeps names, figures
and most content words. What stands in quotation marks was said by somebody else and may be quoted by anyone; short
lines are headings, captions and page furniture. Both weigh little. The opening weighs more: a report is cut from its
end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from sayso.knowledge.desk_words import calendar_words, free_words
from sayso.knowledge.phrases import unaccented
from sayso.records import Document
from sayso.spans import Span, merge

OPENING = 40  # content words
OPENING_WEIGHT = 2.0
BORROWED_WEIGHT = 0.2  # of quotations, headings and captions
SHORT_LINE = 8  # content words that a paragraph of a report has at least
SHORTEST = 3  # content words of a sentence that is compared

_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"(?<=[a-z0-9%)\"”»’'][.!?])[\"”»’')]*\s+(?=[\"“„«‘'(]*[A-Z0-9])")
_QUOTATIONS = (
    re.compile(r"[\"“”„«»][^\"“”„«»\n]*[\"“”„«»]?"),
    re.compile(r"‘(?=\w)[^‘\n]{20,900}?’(?!\w)|(?<!\w)'(?=\w)(?:[^'\n]|(?<=\w)'(?=\w)){20,900}(?<=[.,!?])'(?!\w)"),
)
_DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The content words of a sentence as numbers, in order; which are names or figures (bits); what a word weighs."""

    words: tuple[int, ...]
    facts: int
    weight: float

    def named(self) -> list[int]:
        """The names and figures."""
        return [word for n, word in enumerate(self.words) if self.facts >> n & 1]


@dataclass(frozen=True, slots=True)
class Wording:
    """What of a text is compared: its sentences, and the days and months that it names.

    `key` is the same for texts of the same content words.
    """

    key: str
    sentences: tuple[Sentence, ...]
    dates: frozenset[str]

    @property
    def size(self) -> float:
        """Its content words by weight."""
        return sum(len(s.words) * s.weight for s in self.sentences)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as it is compared: its small plain form and what sort of word it is."""

    form: str
    number: int
    calendar: bool
    day: bool  # may be the day of a month
    counts: bool  # neither a free word nor a year
    figure: bool
    capital: bool


@dataclass(frozen=True, slots=True)
class _Content:
    """A content word where it stands."""

    start: int
    number: int
    fact: bool


def wording_of(document: Document) -> Wording:
    """The wording of a document below its title; of its title when there is nothing else."""
    text = document.text[document.title_stop :] if document.text[document.title_stop :].strip() else document.text
    dates: set[str] = set()
    sentences = tuple(_weighed(_sentences(text, dates)))
    content = b";".join(b",".join(b"%d" % w for w in s.words) for s in sentences) or text.encode("utf-8", "replace")
    return Wording(blake2b(content, digest_size=16).hexdigest(), sentences, frozenset(dates))


def _weighed(sentences: Iterator[tuple[tuple[_Content, ...], bool]]) -> Iterator[Sentence]:
    before = 0
    for words, borrowed in sentences:
        weight = (BORROWED_WEIGHT if borrowed else 1.0) * (OPENING_WEIGHT if before < OPENING else 1.0)
        yield Sentence(tuple(w.number for w in words), sum(1 << n for n, w in enumerate(words) if w.fact), weight)
        before += len(words)


def _sentences(text: str, dates: set[str]) -> Iterator[tuple[tuple[_Content, ...], bool]]:
    """The sentences with enough content words, and whether each is borrowed: mostly quotation, or a short line."""
    for line in _LINE.finditer(text):
        quoted = _quoted(text, Span(*line.span()))
        found = [_content(text, part, dates) for part in _cut(text, Span(*line.span()))]
        short = sum(map(len, found)) < SHORT_LINE
        for words in found:
            if len(words) >= SHORTEST:
                yield words, short or 2 * _within(words, quoted) >= len(words)


def _cut(text: str, line: Span) -> Iterator[Span]:
    start = line.start
    for gap in _SENTENCE_END.finditer(text, line.start, line.stop):
        yield Span(start, gap.end())
        start = gap.end()
    yield Span(start, line.stop)


def _quoted(text: str, line: Span) -> tuple[Span, ...]:
    found = (m.span() for marks in _QUOTATIONS for m in marks.finditer(text, line.start, line.stop))
    return merge(Span(*span) for span in found)


def _within(words: tuple[_Content, ...], quoted: tuple[Span, ...]) -> int:
    return sum(span.start <= word.start < span.stop for span in quoted for word in words)


def _content(text: str, sentence: Span, dates: set[str]) -> tuple[_Content, ...]:
    """The content words of a sentence; its dates go to `dates`."""
    matches = list(_WORD.finditer(text, sentence.start, sentence.stop))
    words = [_looked_up(m[0]) for m in matches]
    kept = []
    for n, (match, word) in enumerate(zip(matches, words, strict=True)):
        if word.calendar or (word.day and _beside_month(words, n)):
            if word.capital or word.day:  # not "may" and "march"
                dates.add(word.form)
        elif word.counts:
            kept.append(_Content(match.start(), word.number, word.figure or (word.capital and n > 0)))
    return tuple(kept)


def _beside_month(words: list[_Word], n: int) -> bool:
    return (n > 0 and words[n - 1].calendar) or (n + 1 < len(words) and words[n + 1].calendar)


@lru_cache(maxsize=1 << 16)
def _looked_up(word: str) -> _Word:
    form = form_of(word)
    return _Word(
        form,
        number_of(form),
        calendar=form in calendar_words(),
        day=_DAY.fullmatch(form) is not None,
        counts=form not in free_words() and not _YEAR.fullmatch(form),
        figure=any(c.isdigit() for c in word),
        capital=word[0].isupper(),
    )


def form_of(word: str) -> str:
    """A word as it is compared: small, plain letters, without possessive ending and without marks within figures."""
    plain = unaccented(word).lower().replace("’", "'").removesuffix("'s").replace(",", "")
    return plain if plain[:1].isdigit() else plain.replace(".", "")


def number_of(form: str) -> int:
    """A number for a word, the same on every machine."""
    return int.from_bytes(blake2b(form.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 2
