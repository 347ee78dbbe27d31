""" "I" and "we" in what somebody says: the speaker, and the state or body that the speaker speaks for."""

from __future__ import annotations

from sayso.reading import grammar as g
from sayso.reading.attribution.speech import Spoken, find_spoken
from sayso.reading.entities.discourse import Chain, Discourse
from sayso.reading.kit import Kit
from sayso.spans import Span

_ONE = frozenset({"i", "me", "my", "mine", "myself"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_PUBLIC = frozenset({"government", "legislature", "judiciary", "military", "police", "intelligence", "party"})
_FROM = frozenset({"by", "from", "of"})


def find_voices(parsed: g.Parsed, kit: Kit, spoken: Spoken | None = None) -> list[tuple[Span, int]]:
    """The quotations of a text, each with the token that heads its source."""
    speeches = (spoken or find_spoken(parsed, kit.reporting)).speeches
    return [(quote.span, speech.source) for speech in speeches if speech.source is not None for quote in speech.quotes]


def resolve_speakers(discourse: Discourse, kit: Kit) -> None:
    """Adds the first-person pronouns of a text as mentions of who speaks; those of unknown speakers stay out."""
    tokens = [t for t in discourse.parsed.tokens if t.pos == g.PRONOUN and (t.lower in _ONE or t.lower in _WE)]
    if not tokens:
        return
    author = _author(discourse)
    for token in tokens:
        speaker = discourse.speaker(token) or author
        meant = speaker if speaker is None or token.lower in _ONE else _spoken_for(discourse, kit, speaker)
        if meant is not None and (token.lower in _WE or meant.is_person):
            discourse.mention(meant, token.span, "pronoun")


def _author(discourse: Discourse) -> Chain | None:
    """Who issues the text, where the title says so ("Statement by ...", "Remarks from ...")."""
    parsed = discourse.parsed
    stop = parsed.document.title_stop
    for head, chain in discourse.named.items():
        if parsed.tokens[head].start < stop and chain.kind != "country" and _after_from(parsed, head, stop):
            return chain
    return None


def _after_from(parsed: g.Parsed, head: int, stop: int) -> bool:
    """Whether "by" or "from" governs the name, directly or over its title."""
    above = [parsed.tokens[head], *g.ancestors(parsed, head)]
    return any(t.lower in _FROM and t.start < stop for t in above[:4])


def _spoken_for(discourse: Discourse, kit: Kit, speaker: Chain) -> Chain | None:
    """The body or state behind a speaker: a body named in the office, else the state of an official; bodies speak for
    themselves."""
    if not speaker.is_person:
        return speaker
    for role in speaker.roles:
        body = next((c for h, c in discourse.named.items() if _in_role(discourse.parsed, h, role.span, c)), None)
        if body is not None:
            return body
    public = any(kit.offices.sector(word) in _PUBLIC for r in speaker.roles for word in r.quote.split())
    if speaker.country is None or not (public or not speaker.roles):
        return None
    return discourse.country(speaker.country, kit.nations.name(speaker.country))


def _in_role(parsed: g.Parsed, head: int, where: Span, chain: Chain) -> bool:
    return chain.is_body and chain.kind != "country" and where.covers(parsed.tokens[head].span)
