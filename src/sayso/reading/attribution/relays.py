"""Who hands on what somebody else says: "the agency quoted him as saying", "was quoted by the agency as saying"."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.reading import grammar as g
from sayso.reading.attribution.contents import Citation, Content, phrases
from sayso.reading.grammar import Parsed, Token
from sayso.spans import Span

_INSIDE_GROUP = frozenset({g.AUX, g.ADVERB, g.PARTICLE})


def relayed(parsed: Parsed, verb: Token, word: str, content: Content) -> Iterator[Citation]:
    """Who quotes, in "was quoted by the agency as saying", "the agency quoted him as saying": the outer source of the
    same words."""
    said = quoted_person(parsed, verb)
    if said is None:
        return
    quoting = parsed.tokens[said.head]
    agent = g.child(parsed, quoting.index, g.AGENT)
    inner = g.child(parsed, agent.index, g.PREPOSITION_OBJECT) if agent is not None else None
    doer = inner or g.child(parsed, quoting.index, g.SUBJECT)
    if doer is None:
        return
    whole = tuple(sorted((*phrases(parsed, [said]), verb.span, *content)))
    yield Citation(cue_span(parsed, quoting, quoting), doer.index, whole, "asserts", f"says: quoted as, {word}")


def quoted_person(parsed: Parsed, verb: Token) -> Token | None:
    """Who says it in "X was quoted as saying" and "they quoted X as saying"; None for other verbs."""
    quoting = quoting_verb(parsed, verb)
    return g.child(parsed, quoting.index, g.PASSIVE_SUBJECT, g.OBJECT) if quoting is not None else None


def quoting_verb(parsed: Parsed, verb: Token) -> Token | None:
    """The "quoted" above "as saying"; None for other verbs."""
    if not is_quoted_as(verb) or parsed.tokens[verb.head].lower != "as":
        return None
    return next((a for a in g.ancestors(parsed, verb.index) if a.pos == g.VERB), None)


def quotes_as(parsed: Parsed, verb: Token) -> bool:
    """Whether a verb tells what somebody is quoted as saying."""
    as_ = (t for t in g.children(parsed, verb.index, g.PREPOSITIONAL) if t.lower == "as")
    return any(g.child(parsed, t.index, g.PREPOSITION_CLAUSE) is not None for t in as_)


def cue_span(parsed: Parsed, verb: Token, last: Token) -> Span:
    """The verb with its auxiliaries ("have repeatedly warned"), to the end of its phrase ("called for")."""
    first = verb
    for kid in reversed(g.children(parsed, verb.index, g.AUXILIARY, g.PASSIVE_AUXILIARY)):
        between = parsed.tokens[kid.index : first.index]
        if kid.index < first.index and all(t.pos in _INSIDE_GROUP for t in between):
            first = kid
    return Span(first.start, max(verb.stop, last.stop))


def is_quoted_as(verb: Token) -> bool:
    """Whether the verb is the "saying" of "was quoted as saying": the subject of the passive is who says it."""
    return verb.form == g.GERUND and verb.role == g.PREPOSITION_CLAUSE
