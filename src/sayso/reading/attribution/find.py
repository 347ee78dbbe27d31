"""Attributions: who is cited, with which cue, for what. All rules together, one record each."""

from __future__ import annotations

from collections.abc import Callable

from sayso.reading import grammar as g
from sayso.reading.attribution.citings import find_citings
from sayso.reading.attribution.contents import Citation
from sayso.reading.attribution.labels import find_labelled
from sayso.reading.attribution.quotes import nested, outermost
from sayso.reading.attribution.sayings import find_sayings
from sayso.reading.attribution.scopes import Nesting, settled
from sayso.reading.attribution.sources import Sources, labels_of
from sayso.reading.attribution.speech import Spoken, find_speech, find_spoken, read_speech
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.records import Attribution, Entity
from sayso.spans import Span

_MARKS = frozenset('"“”„‟«»')
_RELAYING = frozenset({"that", "quotation", "source", "passive", "clause", "transcript turn"})
_OTHERS = frozenset({"he", "she"})
_RELAYED = frozenset({"official", "government", "military", "expert", "media", "document"})  # whom speakers quote


def find_attributions(
    parsed: Parsed, kit: Kit, entities: tuple[Entity, ...], spoken: Spoken | None = None
) -> tuple[Attribution, ...]:
    """The attributions of a text in order of their content, ids a1...; `rule` is "act: construction, word".

    `spoken`: what the text has in quotation marks, where it has been read before.
    """
    spoken = spoken or find_spoken(parsed, kit.reporting)
    inside = spoken.inside
    citations = find_citations(parsed, kit, spoken)
    nesting = Nesting(parsed, citations)
    above = [nesting.above(n) for n in range(len(citations))]
    kept = [
        n for n, c in enumerate(citations) if above[n] is None or _relays(parsed, c, inside, kit.reporting.source_kind)
    ]
    ids = {n: f"a{count}" for count, n in enumerate(kept, start=1)}
    sources = Sources(parsed, kit, entities)
    return tuple(
        Attribution(
            id=ids[n],
            source=sources.of(citations[n].source),
            cue=citations[n].cue,
            content=citations[n].content,
            stance=citations[n].stance,
            quoted=_quoted(parsed.text, citations[n].content),
            within=_id_above(n, above, ids),
            rule=citations[n].rule,
        )
        for n in kept
    )


def find_citations(parsed: Parsed, kit: Kit, spoken: Spoken) -> list[Citation]:
    """The findings of all rules in order."""
    labels = labels_of(parsed)
    inner = nested(spoken.quotes)
    within = [s for s in read_speech(parsed, kit.reporting, inner)[0] if _told(parsed, s.verb)] if inner else []
    speeches = [*spoken.speeches, *within]
    direct = frozenset(s.verb for s in speeches if s.verb is not None)
    every = [
        *find_speech(parsed, speeches),
        *find_sayings(parsed, kit.reporting, labels, direct),
        *find_citings(parsed, kit.reporting, labels),
        *find_labelled(parsed, kit.reporting, labels),
    ]
    return settled(parsed, every, outermost(spoken.quotes))


def _told(parsed: Parsed, verb: int | None) -> bool:
    """Whether a quotation in a quotation was said, not only imagined ("people say, ...")."""
    return verb is not None and parsed.tokens[verb].form == g.PAST


def _relays(parsed: Parsed, citation: Citation, inside: list[bool], source_kind: Callable[[str], str | None]) -> bool:
    """Whether a citation inside another one relays a third party's words: a link of a chain. What people in a
    statement think, want or judge is the statement's own."""
    act, _, construction = citation.rule.partition(": ")
    if act != "says" or construction.partition(",")[0] not in _RELAYING:
        return False
    if citation.source is None:
        return True
    source = parsed.tokens[citation.source]
    if construction.startswith("quotation") and source.lower in _OTHERS:
        return True
    return not inside[source.index] or source.pos == g.NAME or source_kind(source.lemma) in _RELAYED


def _id_above(place: int, above: list[int | None], ids: dict[int, str]) -> str | None:
    """The id of the nearest enclosing citation that was kept."""
    seen = {place}
    at = above[place]
    while at is not None and at not in seen:
        if at in ids:
            return ids[at]
        seen.add(at)
        at = above[at]
    return None


def _quoted(text: str, content: tuple[Span, ...]) -> bool:
    first = content[0].start
    return any(c in _MARKS for c in text[max(0, first - 1) : first]) or any(
        c in _MARKS for s in content for c in s.of(text)
    )
