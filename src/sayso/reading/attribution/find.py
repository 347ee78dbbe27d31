"""Attributions: who is cited, with which cue, for what. All rules together, one record each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sayso.reading import grammar as g
from sayso.reading.attribution.citings import find_citings
from sayso.reading.attribution.contents import Citation, is_cited, tidy
from sayso.reading.attribution.labels import find_labelled
from sayso.reading.attribution.quotes import nested, outermost
from sayso.reading.attribution.relays import relayed
from sayso.reading.attribution.sayings import find_sayings
from sayso.reading.attribution.scopes import Nesting, settled
from sayso.reading.attribution.sources import Sources, labels_of
from sayso.reading.attribution.speech import Speech, Spoken, find_spoken, read_speech
from sayso.reading.attribution.stances import stance_held
from sayso.reading.certainty.judge import Climb
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.records import Attribution, Entity
from sayso.spans import Span

_MARKS = frozenset('"“”„‟«»')
_RELAYING = frozenset({"that", "quotation", "source", "passive", "clause", "transcript turn"})
_DIRECT = tuple(f"says: {way}" for way in ("quotation", "signature", "free quotation"))
_REPORTERS = frozenset({"media", "state media"})
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
    for n, reporter in _cited(citations):
        above[n] = reporter
    sources = Sources(parsed, kit, entities)
    kept = [
        n
        for n, c in enumerate(citations)
        if (outer := above[n]) is None
        or _relays(parsed, c, inside, kit.reporting.source_kind)
        or _reported_belief(c, sources.of(citations[outer].source).kind)
    ]
    climb = Climb(parsed, kit)
    found = [(n, source) for n in kept for source in sources.all_of(citations[n].source)]
    ids: dict[int, str] = {}
    for count, (n, _) in enumerate(found, start=1):
        ids.setdefault(n, f"a{count}")
    return tuple(
        Attribution(
            id=f"a{count}",
            source=source,
            cue=citations[n].cue,
            content=citations[n].content,
            stance=stance_held(climb, citations[n]),
            quoted=citations[n].rule.startswith(_DIRECT) or _quoted(parsed.text, citations[n].content),
            within=_id_above(n, above, ids),
            rule=citations[n].rule,
        )
        for count, (n, source) in enumerate(found, start=1)
    )


def find_citations(parsed: Parsed, kit: Kit, spoken: Spoken) -> list[Citation]:
    """The findings of all rules in order."""
    labels = labels_of(parsed)
    inner = nested(spoken.quotes)
    within = [s for s in read_speech(parsed, kit.reporting, inner)[0] if _told(parsed, s.verb)] if inner else []
    speeches = [*spoken.speeches, *within]
    direct = frozenset(s.verb for s in speeches if s.verb is not None)
    every = [
        *_speeches_cited(parsed, speeches),
        *find_sayings(parsed, kit.reporting, labels, direct),
        *find_citings(parsed, kit.reporting, labels),
        *find_labelled(parsed, kit.reporting, labels),
    ]
    return settled(parsed, every, outermost(spoken.quotes))


def _speeches_cited(parsed: Parsed, speeches: list[Speech]) -> Iterator[Citation]:
    """The speeches as citations."""
    for speech in speeches:
        content = tidy(parsed.text, [q.inner for q in speech.quotes])
        if content:
            yield Citation(speech.cue, speech.source, content, speech.stance, speech.rule)
        if content and speech.verb is not None:
            yield from relayed(parsed, parsed.tokens[speech.verb], "quotation", content)


def _cited(citations: list[Citation]) -> Iterator[tuple[int, int]]:
    """Places of citations of those whom a report cites ("..., the paper said, citing an aide"), and of that report."""
    reporters: dict[tuple[Span, ...], int] = {}
    for n, c in enumerate(citations):
        if not is_cited(c.rule):
            reporters.setdefault(c.content, n)
    for n, c in enumerate(citations):
        if is_cited(c.rule) and c.content in reporters:
            yield n, reporters[c.content]


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


def _reported_belief(citation: Citation, outer: str | None) -> bool:
    """Whether a medium reports what somebody else believes ("The paper said officials believe that ...")."""
    return outer in _REPORTERS and citation.source is not None and citation.rule.startswith("thinks: that")


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
