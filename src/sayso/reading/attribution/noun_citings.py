"""Nouns that report: "the claim that ...", "fears of ...", "his promise to ...", and whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.knowledge.reporting import Reporting, ReportingWord
from sayso.reading import grammar as g
from sayso.reading.attribution.contents import Citation, clause, phrases
from sayso.reading.attribution.sayings import source_tokens
from sayso.reading.grammar import Parsed, Token
from sayso.spans import Span


def cited_by_noun(parsed: Parsed, token: Token, word: ReportingWord, reporting: Reporting) -> Iterator[Citation]:
    """What a reporting noun reports, when it does."""
    frame, content = _noun_content(parsed, token, word)
    if not content:
        return
    cue, source = _noun_source(parsed, token, reporting, frame)
    yield Citation(cue, source, content, word.stance, f"{word.act}: {frame}, {word.word}")


def _noun_content(parsed: Parsed, token: Token, word: ReportingWord) -> tuple[str, tuple[Span, ...]]:
    for kid in g.children(parsed, token.index):
        if kid.index < token.index:
            continue
        if kid.role in (g.NOUN_CLAUSE, g.RELATIVE_CLAUSE, g.THAT_CLAUSE):
            frame = _clause_frame(parsed, kid)
            if frame in word.frames:
                return frame, clause(parsed, kid.index)
        if kid.role == g.PREPOSITIONAL and kid.lower in word.frames:
            return kid.lower, phrases(parsed, g.children(parsed, kid.index))
    return "that", _is_that(parsed, token) if "that" in word.frames else ()


def _clause_frame(parsed: Parsed, kid: Token) -> str:
    words = g.children(parsed, kid.index, g.MARKER, g.AUXILIARY)
    if any(t.lower == "that" and t.role == g.MARKER for t in words):
        return "that"
    return "infinitive" if any(t.lower == "to" for t in words) and kid.role == g.NOUN_CLAUSE else ""


def _is_that(parsed: Parsed, token: Token) -> tuple[Span, ...]:
    """ "The hope is that ..." """
    head = parsed.tokens[token.head]
    if token.role != g.SUBJECT or head.pos != g.AUX:
        return ()
    found = g.child(parsed, head.index, g.THAT_CLAUSE)
    return clause(parsed, found.index) if found is not None and found.index > head.index else ()


def _noun_source(parsed: Parsed, token: Token, reporting: Reporting, frame: str) -> tuple[Span, int | None]:
    """Cue and source of a noun: its possessor, "from X", "by X", the subject of a verb that supports it."""
    possessor = g.child(parsed, token.index, g.POSSESSOR)
    if possessor is not None:
        return token.span, possessor.index
    found = g.prepositional(parsed, token.index, "from", "by", *(["of"] if frame != "of" else []))
    if found:
        return token.span, found[0].index
    head = parsed.tokens[token.head]
    support = reporting.verb(head.lemma) if token.role == g.OBJECT and head.pos == g.VERB else None
    if support is not None and "support" in support.frames:
        source = next(iter(source_tokens(parsed, head, "that")), None)
        return Span(head.start, token.stop), source.index if source else None
    modifier = next((t for t in g.children(parsed, token.index, g.COMPOUND) if t.pos == g.NAME), None)
    return token.span, modifier.index if modifier else None
