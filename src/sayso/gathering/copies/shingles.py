"""Shingles: the sequences of three content words of a text, sampled to find its kin and compared to be sure.

Resemblance and containment of shingle sets, and the sample of those whose number a constant divides, are Broder's ("On
the resemblance and containment of documents", 1997), after Manber ("Finding similar files in a large file system",
1994). MinHash estimates resemblance only, and a brief of sixty words in a report of a thousand hardly resembles it: for
finding a part in a whole the divided sample is the right one of the two. Leaving function words out follows the
signatures between stop words of Theobald, Siddharth and Paepcke ("SpotSigs", SIGIR 2008).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.gathering.copies.wording import OPENING, Sentence, Wording

LENGTH = 3  # content words
SAMPLED = 4  # one shingle in so many below the opening
TAKEN_OVER = 0.5  # share of a sentence's words that stand in common shingles

_MODULUS = (1 << 61) - 1
_BASE = 1_000_003 * 7_919


@dataclass(frozen=True, slots=True)
class Overlap:
    """What of one text stands in another.

    `share` of its wording by weight, `words` in number, `sentences` as a bit set in order, and how many of the names
    and figures of those sentences the other has (`kept`) and has not (`changed`).
    """

    share: float
    words: int
    sentences: int
    kept: int
    changed: int


def shingles(sentence: Sentence) -> Iterator[int]:
    """Numbers of the shingles of a sentence, below 2 ** 61, the same on every machine."""
    words = sentence.words
    for one, two, three in zip(words, words[1:], words[2:], strict=False):
        yield ((one * _BASE + two) % _MODULUS * _BASE + three) % _MODULUS


def sample(wording: Wording) -> frozenset[int]:
    """The shingles by which kin is found: all of the opening, and one in four of the rest."""
    found: set[int] = set()
    before = 0
    for sentence in wording.sentences:
        found.update(s for s in shingles(sentence) if before < OPENING or s % SAMPLED == 0)
        before += len(sentence.words)
    return frozenset(found)


def overlap(
    wording: Wording, by_sentence: Sequence[Sequence[int]], other: frozenset[int], other_words: frozenset[int]
) -> Overlap:
    """What of a text stands in another of these shingles and words; a sentence counts when half of it does.

    `by_sentence` are the shingles of the text itself.
    """
    size = taken = 0.0
    words = bits = kept = changed = 0
    for n, (sentence, own) in enumerate(zip(wording.sentences, by_sentence, strict=True)):
        size += len(sentence.words) * sentence.weight
        common = _common(own, other)
        if common >= TAKEN_OVER * len(sentence.words):
            taken += common * sentence.weight
            words += common
            bits |= 1 << n
            named = sentence.named()
            kept += sum(word in other_words for word in named)
            changed += sum(word not in other_words for word in named)
    return Overlap(taken / size if size else 0.0, words, bits, kept, changed)


def _common(own: Sequence[int], other: frozenset[int]) -> int:
    """How many words of a sentence with these shingles stand in one that the other text has too."""
    count = covered = 0  # words up to `covered` are counted
    for start, shingle in enumerate(own):
        if shingle in other:
            count += start + LENGTH - max(start, covered)
            covered = start + LENGTH
    return count
