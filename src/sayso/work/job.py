"""What is done with captures wherever it is done: documents are made, and those that are new are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from sayso import intake
from sayso.records import Document, Failure, Reading
from sayso.work.limits import MEMORY, STANDARD, Limits

if TYPE_CHECKING:
    from sayso.intake.capture import Capture
    from sayso.reading.kit import Kit

S = TypeVar("S")
Mark = Callable[[int | None], None]
FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Job(Generic[S]):
    """How captures are read; it can be sent to another process, where the kit loads again.

    `settled` says what becomes of a document that need not be read (it is known, it has no text), None for the others.
    """

    kit: Kit
    published: str | None = None
    settled: Callable[[Document], S | Failure | None] | None = None
    limits: Limits = STANDARD

    def load(self) -> None:
        """Loads what reading needs; raises `ModelError` or `KindsError` when it cannot be had."""
        _ = self.kit.own, self.kit.parser

    def outcomes(
        self, captures: Sequence[Capture], mark: Mark = lambda place: None
    ) -> Iterator[tuple[int, Reading | Failure | S]]:
        """What becomes of each capture with its place, those that need no reading first.

        `mark` is told the place of the one that is being worked on, None when it is several at once.
        """
        waiting: list[tuple[int, Document]] = []
        for place, capture in enumerate(captures):
            mark(place)
            found = self._document(capture)
            if isinstance(found, Document):
                waiting.append((place, found))
            else:
                yield place, found
        for group in _groups(waiting, self.limits.characters):
            yield from self._readings(group, mark)

    def _document(self, capture: Capture) -> Document | Failure | S:
        """The document that is to be read, or what becomes of the capture without."""
        with self.kit.stages("intake"):
            document = self._made(capture)
        if isinstance(document, Failure):
            return document
        settled = self.settled(document) if self.settled else None
        return settled or self.limits.too_long(document.text, capture.name) or document

    def _made(self, capture: Capture) -> Document | Failure:
        try:
            return intake.document_of(capture, published=self.published)
        except MemoryError:
            return self.limits.overstayed(MEMORY, capture.name)
        except Exception as error:  # one bad input never ends the others
            return _fault(capture.name, "intake", error)

    def _readings(self, group: Sequence[tuple[int, Document]], mark: Mark) -> Iterator[tuple[int, Reading | Failure]]:
        """The readings of a group; where one of it breaks the parse, each of the rest is read alone."""
        self.load()
        from sayso.reading.read import read_all

        readings = read_all([document for _, document in group], self.kit)
        mark(group[0][0] if len(group) == 1 else None)
        for done, (place, _) in enumerate(group, 1):
            try:
                reading = next(readings)
            except Exception as error:  # one bad text never ends the others
                yield from self._apart(group[done - 1 :], error, mark)
                return
            yield place, reading
            mark(group[done][0] if done < len(group) else None)

    def _apart(
        self, group: Sequence[tuple[int, Document]], error: Exception, mark: Mark
    ) -> Iterator[tuple[int, Reading | Failure]]:
        if len(group) > 1:
            for one in group:
                yield from self._readings([one], mark)
            return
        place, document = group[0]
        name = document.file or document.id
        memory = isinstance(error, MemoryError)
        yield place, self.limits.overstayed(MEMORY, name) if memory else _fault(name, "reading", error)


def without_text(document: Document) -> Failure | None:
    """Why a document need not be read: there is nothing in it."""
    if document.text:
        return None
    reasons = "; ".join(p.what for p in document.problems) or "there is no text in it"
    return Failure(document.file or document.id, "intake", "no-text", reasons)


def _fault(name: str, stage: str, error: Exception) -> Failure:
    return Failure(name, stage, FAULT, f"sayso broke on it ({type(error).__name__}: {str(error)[:200]})")


def _groups(documents: Sequence[tuple[int, Document]], characters: int) -> Iterator[list[tuple[int, Document]]]:
    """Documents that are parsed together: no more characters than one document may have."""
    group: list[tuple[int, Document]] = []
    length = 0
    for one in documents:
        if group and length + len(one[1].text) > characters:
            yield group
            group, length = [], 0
        group.append(one)
        length += len(one[1].text)
    if group:
        yield group
