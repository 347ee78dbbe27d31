"""How findings of different rules stand to each other: whose words end where, which stands in which."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sayso.reading import grammar as g
from sayso.reading.attribution.contents import Citation, extent, holds, tidy
from sayso.reading.attribution.quotes import Quote
from sayso.reading.grammar import Parsed, Token
from sayso.spans import Span, hull, subtract

_CLAUSAL = frozenset({g.VERB, g.AUX})


def settled(parsed: Parsed, citations: Iterable[Citation], quotes: tuple[Quote, ...]) -> list[Citation]:
    """The citations with quotations whole, what goes on in one cut from the other, interruptions taken out, duplicates
    dropped; in order of their content, a wider one before a narrower."""
    found = _continued(parsed, _ordered(_whole(parsed, distinct(citations), quotes)))
    return _ordered(distinct(without_asides(parsed, found)))


def _ordered(citations: Iterable[Citation]) -> list[Citation]:
    return sorted(
        citations, key=lambda c: (c.content[0].start, -extent(c.content), c.cue or Span(0, 0), c.source or 0, c.rule)
    )


def distinct(citations: Iterable[Citation]) -> list[Citation]:
    """One citation a cue and source, by the first rule that found it; "citing X" is no words of the citing one."""
    every = [c for c in citations if c.content]
    cited = {c.cue for c in every if ": source" in c.rule}
    kept: dict[tuple[Span | None, int | None, tuple[Span, ...] | None], Citation] = {}
    for c in every:
        if c.cue not in cited or ": source" in c.rule:
            kept.setdefault((c.cue, c.source, None if c.cue else c.content), c)
    return list(kept.values())


def _whole(parsed: Parsed, citations: list[Citation], quotes: tuple[Quote, ...]) -> Iterable[Citation]:
    """Contents that end inside a quotation which begins in them, taken to its end: the source said all of it."""
    starts = [q.span.start for q in quotes]
    for c in citations:
        last = c.content[-1]
        at = bisect_right(starts, last.stop) - 1
        quote = quotes[at] if at >= 0 else None
        if quote is None or not last.start < quote.span.start < last.stop < quote.inner.stop or quote.goes_on:
            yield c
        else:
            yield replace(c, content=tidy(parsed.text, [*c.content[:-1], Span(last.start, quote.span.stop)]))


# --- "..., adding that ..." ------------------------------------------------------------------------------------------


def _continued(parsed: Parsed, citations: list[Citation]) -> list[Citation]:
    """Citations parted where the parse runs them together: B is not content of "said" in "said A, adding that B", nor
    in "the minister said A, and the army said B"."""
    nesting = Nesting(parsed, citations)
    changed = list(citations)
    for place, c in enumerate(citations):
        above = nesting.above(place)
        cut = _cut(parsed, c, citations[above]) if above is not None else None
        if above is None or cut is None:
            continue
        outer = changed[above]
        kept = tidy(parsed.text, [Span(s.start, min(s.stop, cut)) for s in outer.content if s.start < cut])
        if not kept:
            continue
        changed[above] = replace(outer, content=kept)
        if ": source" in c.rule:
            changed[place] = replace(c, content=kept)
        elif _shares_subject(parsed, c):
            changed[place] = replace(c, source=outer.source)
    return changed


def _cut(parsed: Parsed, inner: Citation, outer: Citation) -> int | None:
    """Where the content of the outer citation ends: at the comma before a participle that goes on ("adding"), or
    before ", and" with a reporting clause."""
    if inner.cue is None or outer.cue is None or outer.cue.start > inner.cue.start or ": that" not in outer.rule:
        return None
    verb = _verb(parsed, inner)
    if verb is None:
        return None
    first = verb
    if not _shares_subject(parsed, inner):
        first = g.subtree(parsed, g.children(parsed, verb.index, *g.SUBJECTS)[0].index)[0]
    before = parsed.tokens[max(0, first.index - 3) : first.index]
    comma = next((t for t in reversed(before) if t.lower == ","), None)
    if comma is None:
        return None
    if verb.form == g.GERUND and verb.role in (g.ADVERBIAL_CLAUSE, g.OPEN_CLAUSE, g.NOUN_CLAUSE):
        return comma.start
    if verb.role == g.CONJUNCT and first is verb and verb.form == g.PAST and parsed.tokens[verb.head].form != g.PAST:
        return comma.start  # "said he did not sign, and mentioned ..."
    joined = any(t.role == g.COORDINATOR for t in before) and ": that" in inner.rule
    return comma.start if verb.role == g.CONJUNCT and verb.form in (g.PAST, g.PRESENT) and joined else None


def _verb(parsed: Parsed, citation: Citation) -> Token | None:
    return next((t for t in parsed.tokens_in(citation.cue) if t.pos == g.VERB), None) if citation.cue else None


def _shares_subject(parsed: Parsed, citation: Citation) -> bool:
    verb = _verb(parsed, citation)
    return verb is not None and g.child(parsed, verb.index, *g.SUBJECTS) is None


# --- "..., the minister said, ..." -----------------------------------------------------------------------------------


def without_asides(parsed: Parsed, citations: Sequence[Citation]) -> Iterable[Citation]:
    """Contents without the cue and source of what only interrupts or closes them."""
    asides = sorted({hole for c in citations if c.aside for hole in [_aside(parsed, c)] if hole is not None})
    for c in citations:
        near = {
            h
            for s in c.content
            for h in asides[bisect_left(asides, Span(s.start, 0)) : bisect_right(asides, Span(s.stop, 0))]
        }
        holes = [h for h in sorted(near) if not (c.cue and h.overlaps(c.cue)) and any(_closes(s, h) for s in c.content)]
        if holes:
            kept = tidy(parsed.text, [p for s in c.content for p in subtract(s, holes)])
            c = replace(c, content=tuple(_without_that(parsed.text, s) for s in kept))
        if c.content:
            yield c


def _without_that(text: str, span: Span) -> Span:
    """A clause from behind the "that" which an interruption parted from its verb."""
    return Span(span.start + len("that "), span.stop) if text.startswith("that ", span.start, span.stop) else span


def _closes(span: Span, hole: Span) -> bool:
    return span.covers(hole) and (hole.stop >= span.stop - 2 or hole.start <= span.start)


def _aside(parsed: Parsed, citation: Citation) -> Span | None:
    if citation.host is not None:
        return citation.host
    parts = [citation.cue] if citation.cue else []
    if citation.source is not None:
        parts.append(g.phrase(parsed, citation.source))
    return _to_end(parsed, citation, hull(parts)) if parts else None


def _to_end(parsed: Parsed, citation: Citation, hole: Span) -> Span:
    """A closing aside with the circumstances that end its sentence (", the palace said in a statement")."""
    last = parsed.tokens_in(hole)[-1]
    after = parsed.tokens[last.index + 1 : parsed.sentence_of(last.index).last + 1]
    if not after or hole.start < citation.content[-1].stop or any(t.pos in _CLAUSAL for t in after):
        return hole
    return Span(hole.start, after[-1].stop)


# --- which stands in which -------------------------------------------------------------------------------------------


class Nesting:
    """Looks up which citation holds another; contents are kept by the sentences that they touch."""

    def __init__(self, parsed: Parsed, every: Sequence[Citation]) -> None:
        self.every = every
        self.starts = [sentence.span.start for sentence in parsed.sentences]
        self.sizes = [extent(c.content) for c in every]
        self.touching: dict[int, list[int]] = {}
        for n, citation in enumerate(every):
            numbers = {k for s in citation.content for k in range(self._number(s.start), self._number(s.stop - 1) + 1)}
            for k in sorted(numbers):
                self.touching.setdefault(k, []).append(n)

    def _number(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def above(self, place: int) -> int | None:
        """The place of the smallest other citation whose content holds the cue of this one, or all of it."""
        citation = self.every[place]
        anchor = citation.cue or citation.content[0]
        around = [n for n in self.touching.get(self._number(anchor.start), ()) if self._holds(n, place, anchor)]
        return min(around, key=lambda n: (self.sizes[n], n)) if around else None

    def _holds(self, outer: int, place: int, anchor: Span) -> bool:
        if outer == place or not holds(self.every[outer].content, anchor):
            return False
        if self.sizes[outer] > self.sizes[place]:
            return True
        cue = self.every[outer].cue
        return self.every[place].cue is not None and not (cue and holds(self.every[place].content, cue))
