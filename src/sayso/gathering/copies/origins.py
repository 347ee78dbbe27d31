"""Origins: which documents are copies, cuts or rewrites of one text and therefore count as one source.

Two texts are of one origin when enough of the shorter one's wording stands in the other (`links.py`), and then also
whatever is linked to either (`groups.py` has the exception). What an origin says of independence is said of the wording
alone: two desks that were told the same by one official are two origins here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest

from sayso.gathering.copies.credits import find_credits
from sayso.gathering.copies.groups import Group, Links, grouped, linked_to
from sayso.gathering.copies.links import Link, Opened, Sketch, find_link, opened
from sayso.gathering.copies.shingles import sample
from sayso.gathering.copies.wording import wording_of
from sayso.knowledge.publishers import Publishers, load_publishers
from sayso.records import Document

COMMON = 64  # documents kept under one shingle; a phrase of more is no sign of kinship by itself
CANDIDATE = 0.1  # share of the smaller sample in common that makes two texts candidates
CANDIDATE_LEAST = 2
OPEN = 256  # texts kept ready for comparison


@dataclass(frozen=True, slots=True)
class Origin:
    """One text as far as the wording tells, and the documents that bring it, in order of their ids.

    `links` say why: one for each document beyond the first, the strongest that hold them together. `also` are the links
    to other origins from which a document took over a part. `agencies` are those that a member credits. `id` is that
    of the first document.
    """

    id: str
    documents: tuple[str, ...]
    links: tuple[Link, ...]
    also: tuple[Link, ...]
    agencies: tuple[str, ...]


def find_origins(documents: Iterable[Document], publishers: Publishers | None = None) -> tuple[Origin, ...]:
    """The origins of documents, in order of id, every document in exactly one; of two with one id the later counts."""
    index = OriginIndex(publishers)
    for document in documents:
        index.add(document)
    return index.origins()


def sketch_of(document: Document, publishers: Publishers) -> Sketch:
    """What the comparison needs of a document: its wording, the agencies it credits, who published it."""
    return Sketch(document.id, wording_of(document), find_credits(document, publishers), document.publisher)


def are_candidates(shared: int, size: int, other_size: int) -> bool:
    """Whether two samples of these sizes have enough shingles in common to compare the texts."""
    return shared >= max(CANDIDATE_LEAST, CANDIDATE * min(size, other_size))


class OriginIndex:
    """Documents with the links between them; the result does not depend on the order in which they were added.

    Adding a document costs as much as its own text and those of its near kin, however many documents there are. (A
    phrase of over `COMMON` documents brings together only as many of them; copies are found all the same, as each
    resembles those.)
    """

    def __init__(self, publishers: Publishers | None = None) -> None:
        self._publishers = publishers or load_publishers()
        self._sketches: dict[str, Sketch] = {}
        self._samples: dict[str, int] = {}  # size of a document's sample
        self._documents: dict[int, list[str]] = {}  # by shingle
        self._links: Links = {}
        self._open: dict[str, Opened] = {}

    def add(self, document: Document) -> tuple[Link, ...]:
        """The links of a document to those that are there already. A document of the same id is replaced."""
        self.remove(document.id)
        sketch = sketch_of(document, self._publishers)
        shingles = sample(sketch.wording)
        candidates = self._candidates(shingles)
        self._sketches[document.id] = sketch
        self._samples[document.id] = len(shingles)
        self._links[document.id] = {}
        for shingle in shingles:
            _post(self._documents.setdefault(shingle, []), document.id)
        links = [find_link(self._opened(document.id), self._opened(other)) for other in sorted(candidates)]
        for link in filter(None, links):
            self._links[link.one][link.other] = self._links[link.other][link.one] = link
        return tuple(filter(None, links))

    def remove(self, document: str) -> None:
        """Forgets a document; nothing happens when it is unknown."""
        sketch = self._sketches.pop(document, None)
        if sketch is None:
            return
        del self._samples[document]
        self._open.pop(document, None)
        for shingle in sample(sketch.wording):
            if document in self._documents[shingle]:
                self._documents[shingle].remove(document)
        for other in self._links.pop(document):
            del self._links[other][document]

    def origin_of(self, document: str) -> Origin:
        """The origin of a document that was added; KeyError when it was not."""
        found = grouped(linked_to(document, self._links), self._links)
        return next(self._origin(o) for o in found if document in o.documents)

    def origins(self) -> tuple[Origin, ...]:
        """All origins, in order of id."""
        found: list[Origin] = []
        seen: set[str] = set()
        for document in sorted(self._links):
            if document not in seen:
                reached = linked_to(document, self._links)
                seen |= reached
                found.extend(map(self._origin, grouped(reached, self._links)))
        return tuple(sorted(found, key=lambda o: o.id))

    def _candidates(self, shingles: frozenset[int]) -> list[str]:
        """The documents with enough sampled shingles in common (Broder's estimate of containment)."""
        shared = Counter(d for s in shingles for d in self._documents.get(s, ()))
        return [d for d, n in shared.items() if are_candidates(n, len(shingles), self._samples[d])]

    def _opened(self, document: str) -> Opened:
        if document not in self._open:
            if len(self._open) >= OPEN:
                self._open.clear()
            self._open[document] = opened(self._sketches[document])
        return self._open[document]

    def _origin(self, group: Group) -> Origin:
        agencies = {a for d in group.documents for a in self._sketches[d].agencies()}
        return Origin(group.documents[0], group.documents, group.links, group.also, tuple(sorted(agencies)))


def _post(documents: list[str], new: str) -> None:
    """Adds a document under a shingle; of too many those stay that a fixed order puts first, whoever came first."""
    documents.append(new)
    if len(documents) > COMMON:
        documents[:] = nsmallest(COMMON, documents, key=_shuffled)


def _shuffled(document: str) -> bytes:
    return blake2b(document.encode("utf-8", "replace"), digest_size=8).digest()
