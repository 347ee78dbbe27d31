"""Links: whether one of two texts was made from the other, and why."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.gathering.copies.credits import CREDITED, Credit
from sayso.gathering.copies.shingles import Overlap, overlap, shingles
from sayso.gathering.copies.wording import Wording

SHARE = 0.5  # of the shorter text's wording, by weight
BRIEF_SHARE = 0.7  # the same of a text of few words, for one fact is soon told alike
BRIEF = 60  # content words by weight
WORDS = 25  # content words in sequence that two texts of one origin share at least
WHOLE, WHOLE_WORDS = 0.95, 15  # a shorter text that stands in the other word for word, and how many words it needs
LONGER = 1.2  # a text that is longer by this is not looked for in the other
CHANGED = 0.3  # share of names and figures that another happening changes in the same sentences
CHANGED_LEAST = 2


@dataclass(frozen=True, slots=True)
class Sketch:
    """What the comparison needs of a document."""

    document: str
    wording: Wording
    credits: tuple[Credit, ...] = ()
    publisher: str | None = None

    def agencies(self) -> frozenset[str]:
        return frozenset(c.agency for c in self.credits if c.role == CREDITED)


@dataclass(frozen=True, slots=True)
class Opened:
    """A sketch with its shingles, by sentence and all, and its words, for comparing it with many."""

    sketch: Sketch
    by_sentence: tuple[tuple[int, ...], ...]
    shingles: frozenset[int]
    words: frozenset[int]


@dataclass(frozen=True, slots=True)
class Link:
    """Two documents of one origin: `share` of the shorter text's wording (0..1, by weight) stands in the other.

    `words` is the number of content words in common sequences, `agencies` what both credit; `one_part` and `other_part`
    are the sentences of each that the other has, as bit sets in order of the text.
    """

    one: str
    other: str
    share: float
    words: int
    agencies: tuple[str, ...]
    one_part: int
    other_part: int

    @property
    def why(self) -> str:
        """The reason in words: "same because: 83 % of the shorter text's wording ...; both credit Reuters"."""
        share = f"{self.share:.0%}".replace("%", " %")
        reasons = [f"{share} of the shorter text's wording stands in the other ({self.words} words in sequence)"]
        reasons += [f"both credit {agency}" for agency in self.agencies]
        return "same because: " + "; ".join(reasons)

    def part_of(self, document: str) -> int:
        """The sentences of one of the two that the other has."""
        return self.one_part if document == self.one else self.other_part

    def beyond(self, document: str) -> str:
        """The other of the two."""
        return self.other if document == self.one else self.one


def opened(sketch: Sketch) -> Opened:
    words = frozenset(w for sentence in sketch.wording.sentences for w in sentence.words)
    by_sentence = tuple(tuple(shingles(sentence)) for sentence in sketch.wording.sentences)
    return Opened(sketch, by_sentence, frozenset(s for row in by_sentence for s in row), words)


def find_link(first: Opened, second: Opened) -> Link | None:
    """The link between two documents, the same in either order; None when their texts are independent.

    Not linked are texts that share quotations only, and those that fill one form with other names and figures.
    """
    one, other = sorted((first, second), key=lambda o: o.sketch.document)
    there = overlap(one.sketch.wording, one.by_sentence, other.shingles, other.words)
    back = overlap(other.sketch.wording, other.by_sentence, one.shingles, one.words)
    shorter = _shorter(one, other, there, back)
    brief = min(one.sketch.wording.size, other.sketch.wording.size) < BRIEF
    least = WHOLE_WORDS if shorter.share >= WHOLE else WORDS
    if shorter.share < (BRIEF_SHARE if brief else SHARE) or shorter.words < least:
        return None
    if _other_facts(shorter) or _another_day(one.sketch, other.sketch):
        return None
    agencies = tuple(sorted(one.sketch.agencies() & other.sketch.agencies()))
    names = one.sketch.document, other.sketch.document
    return Link(*names, shorter.share, shorter.words, agencies, there.sentences, back.sentences)


def _shorter(one: Opened, other: Opened, there: Overlap, back: Overlap) -> Overlap:
    """The overlap of the shorter text; of two about equally long ones the greater."""
    sizes = one.sketch.wording.size, other.sketch.wording.size
    if sizes[0] > LONGER * sizes[1]:
        return back
    if sizes[1] > LONGER * sizes[0]:
        return there
    return max(there, back, key=lambda o: (o.share, o.words))


def _other_facts(common: Overlap) -> bool:
    """Whether the sentences that two texts share have other names and figures in each: one form filled in twice."""
    facts = common.kept + common.changed
    return common.changed >= CHANGED_LEAST and common.changed > CHANGED * facts


def _another_day(one: Sketch, other: Sketch) -> bool:
    """Whether one publisher tells other days in both: the notice of each day in the words of the day before."""
    same = one.publisher is not None and one.publisher == other.publisher
    dates, others = one.wording.dates, other.wording.dates
    return same and bool(dates) and bool(others) and not dates & others
