"""Who vouches for which event: the chain of attributions around a trigger, and a claim a chain."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.knowledge.status import status_of
from sayso.reading import grammar as g
from sayso.reading.scene import Scene
from sayso.reading.tellings import Telling
from sayso.records import Attribution, Claim, Evidence, Quantity
from sayso.spans import Span

_AGAINST = frozenset({"denies", "doubts"})
_NEGATIVE = {"denies": "CT-", "doubts": "PR-"}


@dataclass(frozen=True, slots=True)
class Vouching:
    """One source chain on one telling: ids nearest the fact first, stance, factuality and the licensing words."""

    chain: tuple[str, ...]
    stance: str
    factuality: str
    status: str
    cues: tuple[Span, ...]
    telling: Telling


def chain_of(scene: Scene, telling: Telling) -> list[Attribution]:
    """The attributions whose content holds the trigger, nearest the fact first."""
    sentence = scene.parsed.tokens[telling.trigger.index].sentence
    around = [a for a in scene.attributions_at.get(sentence, []) if _answers_for(scene, a, telling)]
    return sorted(around, key=lambda a: (sum(s.stop - s.start for s in a.content), a.content[0].start))


def _answers_for(scene: Scene, attribution: Attribution, telling: Telling) -> bool:
    """Whether a source vouches for a telling, and does not merely speak of what the report tells itself.

    Not when the trigger is the cue; not for what is welcomed or condemned, or what a denial takes as given ("denied
    that a deal was signed during the visit"); not for what a relative clause adds to a thing that is spoken about;
    not for what the doer itself wants, promises or refuses to do, which the report narrates.
    """
    trigger, rule = telling.trigger.span, attribution.rule or ""
    content = next((s for s in attribution.content if s.start <= trigger.start < s.stop), None)
    if content is None or (attribution.cue and attribution.cue.overlaps(trigger)):
        return False
    if rule.startswith("judges") and attribution.stance not in _AGAINST:
        return False
    if (telling.judgement.rule or "").startswith("presupposition") and attribution.stance in _AGAINST:
        return False
    own = attribution.source.entity is not None and attribution.source.entity in telling.fillers("actor")
    if own and (rule.startswith("wants") or "infinitive" in rule):
        return False
    return attribution.quoted or "object" not in rule or not _in_relative_clause(scene, telling.trigger.index, content)


def _in_relative_clause(scene: Scene, index: int, content: Span) -> bool:
    """Whether a relative clause that begins inside the content stands between it and the token."""
    tokens = scene.parsed.tokens
    for token in (tokens[index], *g.ancestors(scene.parsed, index)):
        if token.role == g.RELATIVE_CLAUSE and content.covers(token.span):
            return content.covers(tokens[token.head].span)
    return False


def vouch(scene: Scene, telling: Telling) -> Vouching:
    """The claim that one telling makes: by its nearest source, else by the report in its own voice."""
    around = chain_of(scene, telling)
    named = [a for a in around if a.source.name]
    judgement = telling.judgement
    stance = next((a.stance for a in named), "asserts")
    if named and stance == "asserts" and (judgement.rule or "").startswith("doubt"):
        stance = "doubts"  # "We doubt that ...", the official said
    factuality = _NEGATIVE.get(stance, judgement.factuality) if _affirms(judgement.factuality) else judgement.factuality
    outcome = telling.trigger.frame.outcome or judgement.outcome
    status = telling.trigger.frame.status or status_of(factuality, judgement.tense, outcome)
    cues = tuple(sorted({*judgement.cues, *(a.cue for a in around if a.cue)}))
    return Vouching(tuple(a.id for a in named), stance, factuality, status, cues, telling)


def _affirms(factuality: str) -> bool:
    return not factuality.endswith("-")


def principal(vouchings: list[Vouching]) -> Vouching:
    """The claim that speaks for the event: the report's own if as firm, else the first voucher's, else a denier's."""
    vouching = [v for v in vouchings if v.stance not in _AGAINST]
    first = next(iter(vouching), vouchings[0])
    own = [v for v in vouching if not v.chain and _tells(v.telling) and _firmness(v) >= _firmness(first)]
    return next(iter(own), first)


def _tells(telling: Telling) -> bool:
    """Whether a telling vouches for its event: a headline and a mere reference ("the attack") do not."""
    return not telling.title and telling.trigger.frame.certain


def _firmness(vouching: Vouching) -> int:
    """How firmly a claim commits to the event, either way: certain 3, probable 2, possible 1, open 0."""
    return {"CT": 3, "PR": 2, "PS": 1}.get(vouching.factuality[:2], 0) if vouching.factuality != "CTu" else 0


def claims_of(event: str, vouchings: list[Vouching], version: str, text: str, first: int) -> list[Claim]:
    """One claim for each pair of source chain and stance, its evidence gathered; ids count from `first`."""
    merged: dict[tuple[tuple[str, ...], str, str], list[Vouching]] = {}
    for v in vouchings:
        merged.setdefault((_sources(v), v.stance, v.status), []).append(v)
    return [
        Claim(
            id=f"c{first + n}",
            event=event,
            chain=same[0].chain,
            stance=same[0].stance,
            factuality=same[0].factuality,
            status=same[0].status,
            cues=tuple(sorted({c for v in same for c in v.cues})),
            evidence=tuple(
                Evidence(version, span, span.of(text)) for span in dict.fromkeys(v.telling.sentence for v in same)
            ),
            rule=same[0].telling.judgement.rule,
        )
        for n, same in enumerate(merged.values())
    ]


def _sources(vouching: Vouching) -> tuple[str, ...]:
    return vouching.chain


def vouched_quantities(quantities: tuple[Quantity, ...], claims: tuple[Claim, ...]) -> tuple[Quantity, ...]:
    """The quantities, each with the ids of the claims on its event that its words stand in: tolls differ by source."""
    by_event: dict[str | None, list[Claim]] = {}
    for claim in claims:
        by_event.setdefault(claim.event, []).append(claim)
    return tuple(replace(q, claims=_holding(by_event.get(q.event, []), q.span)) for q in quantities)


def _holding(claims: list[Claim], span: Span) -> tuple[str, ...]:
    """The claims whose evidence holds the span."""
    return tuple(c.id for c in claims if any(e.span.covers(span) for e in c.evidence))
