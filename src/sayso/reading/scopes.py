"""How findings of different rules stand to each other: whose words end where, which stands in which."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sayso.reading import grammar as g
from sayso.reading.contents import Citation, extent, holds, tidy
from sayso.reading.grammar import Parsed
from sayso.spans import Span, hull, subtract


def settled(parsed: Parsed, citations: Iterable[Citation]) -> list[Citation]:
    """The citations with what goes on in one cut from the other, interruptions taken out, duplicates dropped; in order
    of their content, a wider one before a narrower."""
    found = _continued(parsed, _ordered(distinct(citations)))
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


# --- "..., adding that ..." ------------------------------------------------------------------------------------------


def _continued(parsed: Parsed, citations: list[Citation]) -> list[Citation]:
    """Citations in which the same source goes on ("said A, adding that B") parted: B is not content of "said"."""
    nesting = Nesting(parsed, citations)
    changed = list(citations)
    for place, c in enumerate(citations):
        above = nesting.above(place)
        if above is None or not _goes_on(parsed, c, citations[above]):
            continue
        outer = changed[above]
        start = c.cue.start if c.cue else c.content[0].start
        end = max(s.stop for s in outer.content)
        kept = tidy(parsed.text, [p for s in outer.content for p in subtract(s, [Span(start, end)])])
        if kept:
            changed[above] = replace(outer, content=kept)
            if ": source" in c.rule:
                changed[place] = replace(c, content=kept)
            else:
                changed[place] = replace(c, source=outer.source)
    return changed


def _goes_on(parsed: Parsed, inner: Citation, outer: Citation) -> bool:
    """Whether the inner cue is a participle after a comma, or joined by ", and", and so has the outer one's subject."""
    if inner.cue is None or outer.cue is None or outer.cue.start > inner.cue.start or ": that" not in outer.rule:
        return False
    verb = next((t for t in parsed.tokens_in(inner.cue) if t.pos == g.VERB), None)
    if verb is None or verb.index < 2 or g.child(parsed, verb.index, *g.SUBJECTS) is not None:
        return False
    before, earlier = parsed.tokens[verb.index - 1], parsed.tokens[verb.index - 2]
    if verb.form == g.GERUND and verb.role in (g.ADVERBIAL_CLAUSE, g.OPEN_CLAUSE, g.NOUN_CLAUSE):
        return "," in (before.lower, earlier.lower)
    return verb.role == g.CONJUNCT and verb.form == g.PAST and earlier.lower == "," and before.role == g.COORDINATOR


# --- "..., the minister said, ..." -----------------------------------------------------------------------------------


def without_asides(parsed: Parsed, citations: Sequence[Citation]) -> Iterable[Citation]:
    """Contents without the cue and source of what only interrupts or closes them."""
    asides = sorted({hole for c in citations if c.aside for hole in [_aside(parsed, c)] if hole is not None})
    for c in citations:
        near = {h for s in c.content for h in asides[bisect_left(asides, s) : bisect_right(asides, Span(s.stop, 0))]}
        holes = [h for h in sorted(near) if not (c.cue and h.overlaps(c.cue)) and any(_closes(s, h) for s in c.content)]
        if holes:
            c = replace(c, content=tidy(parsed.text, [p for s in c.content for p in subtract(s, holes)]))
        if c.content:
            yield c


def _closes(span: Span, hole: Span) -> bool:
    return span.covers(hole) and hole.stop >= span.stop - 2


def _aside(parsed: Parsed, citation: Citation) -> Span | None:
    if citation.host is not None:
        return citation.host
    parts = [citation.cue] if citation.cue else []
    if citation.source is not None:
        parts.append(parsed.tokens[citation.source].span)
    return hull(parts) if parts else None


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
