"""Where a decision holds in a reading of today: by its place in the same text, by its words in another one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sayso.records import Document, Event, Reading, Selector
from sayso.spans import Span

UNNAMED = "an unnamed source"
AROUND = 40  # characters on either side of a quote that tell it from the same words elsewhere
ENOUGH = 12  # of these that must stand there again

IN_PLACE = "at the same place of the same text"
OVERLAPPING = "overlaps the place that was decided on"
IN_NEWER = "its words stand in another version of the text"
NOT_IN_TEXT = "its words are not in the text that counts now"
WITHOUT_WORDS = "the text is another one, and its words went when the document was removed"
NO_EVENT = "the reader finds no event at these words"
NO_KIND = "the reader finds an event of no kind at these words"
NO_ENTITY = "the reader finds nobody at these words"
NO_CLAIM = "the event has no claim of this source"


@dataclass(frozen=True, slots=True)
class Attached:
    """What a decision holds on to: the id within the reading, None when it is not there; and how, or why not."""

    local: str | None
    how: str
    span: Span | None = None


def selector_of(document: Document, span: Span, kind: str, *, side: int = 0, source: str | None = None) -> Selector:
    """Where to find a span again."""
    text = document.text
    around = text[max(0, span.start - AROUND) : span.start], text[span.stop : span.stop + AROUND]
    return Selector(document.id, document.version, span, span.of(text), kind, *around, side, source)


def attach(selector: Selector, about: str, reading: Reading) -> Attached:
    """The event, claim, entity or document that a selector means in a reading of its document.

    About "text" only the span is looked for.
    """
    if about == "document":
        return Attached("", "the document is there")
    span, how = _place(selector, reading.document, enough=0 if about == "entity" else ENOUGH)
    if span is None:
        return Attached(None, how)
    if about == "text":
        return Attached("", how, span)
    if about == "entity":
        return _entity(span, selector.kind, how, reading)
    found = _event(span, selector.kind, how, reading)
    if about == "claim" and found.local is not None:
        return _claim(found.local, selector, reading)
    return found


def _place(selector: Selector, document: Document, *, enough: int) -> tuple[Span | None, str]:
    if selector.version == document.version:
        return selector.span, IN_PLACE
    if not selector.quote:
        return None, WITHOUT_WORDS
    found = _find_again(selector, document.text, enough)
    return found, IN_NEWER if found else NOT_IN_TEXT


def _find_again(selector: Selector, text: str, enough: int) -> Span | None:
    """Where the quote of a selector stands in another text: with most of the words around it, None with too few.

    Words that were at the edge of the text had fewer around them.
    """
    found = [(_alike(selector, text, start), -start) for start in _starts(selector.quote, text)]
    if not found or max(found)[0] < min(enough, len(selector.before + selector.after)):
        return None
    start = -max(found)[1]
    return Span(start, start + len(selector.quote))


def _starts(quote: str, text: str) -> Iterator[int]:
    start = text.find(quote)
    while start >= 0:
        yield start
        start = text.find(quote, start + 1)


def _alike(selector: Selector, text: str, start: int) -> int:
    """How many characters around a place are those around the quote, counted from it."""
    stop = start + len(selector.quote)
    before = _common(reversed(selector.before), reversed(text[max(0, start - AROUND) : start]))
    return before + _common(selector.after, text[stop : stop + AROUND])


def _common(some: Iterable[str], others: Iterable[str]) -> int:
    count = 0
    for one, other in zip(some, others, strict=False):
        if one != other:
            break
        count += 1
    return count


def _event(span: Span, kind: str, how: str, reading: Reading) -> Attached:
    """The event whose leading word stands at a place, else one that is told there too, rather one of the same kind."""
    told = [e for e in reading.events if any(t.overlaps(span) for t in e.triggers)]
    found = [e for e in told if e.kind != "other"]
    if not found:
        return Attached(None, NO_KIND if told else NO_EVENT, span)
    best = min(found, key=lambda e: (e.triggers[0] != span, e.kind != kind, not e.triggers[0].overlaps(span), e.id))
    return Attached(best.id, _how(best, span, kind, how), span)


def _how(event: Event, span: Span, kind: str, how: str) -> str:
    if how == IN_PLACE and event.triggers[0] != span:
        how = OVERLAPPING
    return how if event.kind == kind else f"{how}; it was {kind}, it is {event.kind} now"


def _entity(span: Span, kind: str, how: str, reading: Reading) -> Attached:
    found = [
        (m.span != span, e.kind != kind, e.id) for e in reading.entities for m in e.mentions if m.span.overlaps(span)
    ]
    if not found:
        return Attached(None, NO_ENTITY, span)
    other, _, local = min(found)
    return Attached(local, OVERLAPPING if other and how == IN_PLACE else how, span)


def _claim(event: str, selector: Selector, reading: Reading) -> Attached:
    names = {a.id: a.source.name for a in reading.attributions}
    for claim in reading.claims:
        if claim.event == event and chain_of(claim.chain, names) == selector.source:
            return Attached(claim.id, IN_PLACE, selector.span)
    return Attached(None, NO_CLAIM, selector.span)


def chain_of(chain: Iterable[str], names: Mapping[str, str | None]) -> str:
    """The sources of a claim in one line, the nearest to the fact first; empty for the report itself."""
    return ", via ".join(dict.fromkeys(names.get(link) or UNNAMED for link in chain))
