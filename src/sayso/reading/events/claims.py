"""Who vouches for which event: the chain of attributions around a trigger, and a claim a chain."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.knowledge.status import status_of
from sayso.reading import grammar as g
from sayso.reading.attribution.contents import is_cited
from sayso.reading.certainty.denials import bears_on
from sayso.reading.events.contested import contesters
from sayso.reading.events.givens import is_given, is_judged, is_quoted
from sayso.reading.events.scene import Scene
from sayso.reading.events.tellings import Telling
from sayso.records import Attribution, Claim, Evidence
from sayso.spans import Span

_AGAINST = frozenset({"denies", "doubts"})
_NEGATIVE = {"denies": "CT-", "doubts": "PR-"}
_OPEN = frozenset({"Uu", "CTu"})
_SPEECH_ACTS = frozenset({"accuse", "threaten", "reject", "request", "support"})  # done by being said
_FIRST_PERSON = frozenset({"i", "we"})
_NEW = frozenset({"a", "an", "another"})
_POINTING = frozenset({"the", "this", "that", "these", "those"})


@dataclass(frozen=True, slots=True)
class Vouching:
    """One source chain on one telling: ids nearest the fact first, stance, factuality and the licensing words.

    `links` is the whole chain, also of sources that nobody names ("reportedly"); `chain` has those that the text tells.
    `against`: denials of the same event in words that do not name it ("Chad denies it"), with the sentence of each.
    `tells`: it vouches for its event; a headline and a mere reference ("the attack") do not.
    """

    links: tuple[str, ...]
    chain: tuple[str, ...]
    stance: str
    factuality: str
    status: str
    cues: tuple[Span, ...]
    telling: Telling
    tells: bool = True
    against: tuple[Vouching, ...] = ()
    evidence: Span | None = None


def chain_of(scene: Scene, telling: Telling) -> list[Attribution]:
    """The attributions whose content holds the trigger, nearest the fact first."""
    sentence = scene.parsed.tokens[telling.trigger.index].sentence
    near = scene.attributions_at.get(sentence, [])
    if is_judged(scene.parsed, scene.kit.reporting, near, telling.trigger.index):
        return []
    around = [a for a in near if _answers_for(scene, a, telling)]
    return sorted(around, key=_distance)


def _distance(attribution: Attribution) -> tuple[int, bool, int]:
    """How far from the fact a source stands: by the words it answers for; whom a report cites is nearer than it."""
    words = sum(s.stop - s.start for s in attribution.content)
    return words, not is_cited(attribution.rule or ""), attribution.content[0].start


def _answers_for(scene: Scene, attribution: Attribution, telling: Telling) -> bool:
    """Whether a source vouches for a telling, and does not merely speak of what the report tells itself.

    Not when the trigger is the cue; not for what a denial takes as given ("denied that a deal was signed during the
    visit"), nor for what a sentence only mentions.
    """
    trigger, rule = telling.trigger.span, attribution.rule or ""
    content = next((s for s in attribution.content if s.start <= trigger.start < s.stop), None)
    if content is None or (attribution.cue and attribution.cue.overlaps(trigger)):
        return False
    if _presupposed(telling.judgement.rule or "", attribution.stance):
        return False
    if attribution.stance in _AGAINST and not _is_denied(scene, attribution, telling):
        return False
    if _unsaid(scene, attribution) and _firm(telling.judgement.factuality):
        return False  # who does not say when it was answers for nothing
    if _narrated(scene, attribution, telling, content):
        return False
    if attribution.stance == "asks" and "infinitive" in rule:
        return False  # who asks for a thing does not tell that it was done
    aimed_at = "object" in rule or "infinitive" in rule
    return not is_given(scene.parsed, scene.kit.reporting, telling.trigger.index, content, aimed_at)


def _presupposed(rule: str, stance: str) -> bool:
    """Whether one who denies, doubts or asks takes an event for given: "called on both to end the war"."""
    if stance in _AGAINST:
        return rule.startswith("presupposition")
    return stance == "asks" and rule.rpartition("; ")[2].startswith("presupposition")


def _unsaid(scene: Scene, attribution: Attribution) -> bool:
    """Whether a source is told not to say or confirm its content ("would not confirm that")."""
    word = scene.kit.reporting.verb((attribution.rule or "").rpartition(", ")[2])
    return word is not None and word.act == "says" and word.stance == "asserts" and attribution.stance == "doubts"


def _is_denied(scene: Scene, attribution: Attribution, telling: Telling) -> bool:
    """Whether a denial or doubt is one of this event: by its words, or since it was judged so."""
    judged = (telling.judgement.rule or "").startswith(("denial", "doubt", "exclusion"))
    return judged or bears_on(scene.parsed, scene.kit, attribution.cue, telling.trigger.index)


def _narrated(scene: Scene, attribution: Attribution, telling: Telling, content: Span) -> bool:
    """Whether the report itself tells what the source does: its own plans, refusals and agreements, and acts that are
    done by being said (the minister said she rejected it), unless in the source's own words. A promise is the word of
    who gives it."""
    source = attribution.source.entity
    if source is None or source not in telling.fillers("actor"):
        return False
    rule = attribution.rule or ""
    if rule.startswith("wants") or telling.acts_as in _SPEECH_ACTS:
        return rule.startswith("wants") or not _in_own_words(scene, telling, content)
    return "infinitive" in rule and (attribution.stance in _AGAINST or _is_act(scene, rule.rpartition(", ")[2]))


def _in_own_words(scene: Scene, telling: Telling, content: Span) -> bool:
    """Whether a source is heard doing an act of words: in quotation marks, or as "we"."""
    doer = g.subject(scene.parsed, telling.trigger.index)
    return (doer is not None and doer.lower in _FIRST_PERSON) or is_quoted(
        scene.parsed.text, content, telling.trigger.span.start
    )


def _is_act(scene: Scene, verb: str) -> bool:
    """Whether a verb names an act of speech and nothing else: agree, threaten."""
    kinds = {frame.kind for frame in scene.kit.frames.of(g.VERB, verb)}
    return len(kinds) == 1 and kinds <= _SPEECH_ACTS | {"agree"}


def vouch(scene: Scene, telling: Telling) -> Vouching:
    """The claim that one telling makes: by its nearest source, else by the report in its own voice."""
    around = chain_of(scene, telling)
    named = [a for a in around if a.source.name]
    against = any(a.stance in _AGAINST for a in named)  # "denied reports that": the claim is the denier's
    linked = named if against else [a for a in around if a.source.name or _is_hearsay(a)]
    judgement = telling.judgement
    stance = next((a.stance for a in named), "asserts")
    if named and stance == "asserts" and (judgement.rule or "").startswith("doubt"):
        stance = "doubts"  # "We doubt that ...", the official said
    factuality = _turned(stance, judgement.factuality)
    outcome = telling.trigger.frame.outcome or judgement.outcome
    status = telling.trigger.frame.status or status_of(factuality, judgement.tense, outcome)
    cues = tuple(sorted({*judgement.cues, *(a.cue for a in around if a.cue)}))
    links, chain = tuple(a.id for a in linked), tuple(a.id for a in named)
    own = Vouching(links, chain, stance, factuality, status, cues, telling, _tells(scene, telling))
    if stance in _AGAINST or not _firm(factuality) or factuality.endswith("-"):
        return own
    teller = linked[0] if linked else None
    denied = contesters(scene, telling.trigger.index, teller)
    return replace(own, against=tuple(_denial(scene, own, a) for a in denied))


def _denial(scene: Scene, own: Vouching, attribution: Attribution) -> Vouching:
    """The claim of somebody who denies what another told."""
    status = status_of("CT-", own.telling.judgement.tense, None)
    word = scene.parsed.head_of(attribution.content[0])
    sentence = scene.parsed.sentence_of(word.index).span if word is not None else None
    links, cues = (attribution.id,), (attribution.cue,) if attribution.cue else ()
    return Vouching(links, links, "denies", "CT-", status, cues, own.telling, tells=False, evidence=sentence)


def _is_hearsay(attribution: Attribution) -> bool:
    """Whether somebody whom the text does not name says or fears it: "reportedly", "is said to", "fears that"; not what
    only seems so to the report, or is expected."""
    act = (attribution.rule or "").partition(": ")[0]
    return act == "says" or (act == "thinks" and attribution.stance == "warns")


def _tells(scene: Scene, telling: Telling) -> bool:
    """Whether a telling brings its event up, and does not only point at what is known of it."""
    if telling.title or telling.trigger.frame.pos != "noun":
        return not telling.title and telling.trigger.frame.certain
    words = {t.lower for t in g.children(scene.parsed, telling.trigger.index, g.DETERMINES)}
    points = words & _POINTING or g.child(scene.parsed, telling.trigger.index, g.POSSESSOR) is not None
    return bool(words & _NEW) or (telling.trigger.frame.certain and not points)


def _turned(stance: str, factuality: str) -> str:
    """What a source commits to who denies or doubts what is told so firmly; a doubter leaves open what is open."""
    if factuality.endswith("-") or (stance == "doubts" and not _firm(factuality)):
        return factuality
    return _NEGATIVE.get(stance, factuality)


def _firm(factuality: str) -> bool:
    return factuality not in _OPEN


def principal(vouchings: list[Vouching]) -> Vouching:
    """The claim that speaks for the event: the report's own if as firm, else the first voucher's, else a denier's."""
    vouching = [v for v in vouchings if v.stance not in _AGAINST]
    first = next((v for v in vouching if v.tells), next(iter(vouching), vouchings[0]))
    own = [v for v in vouching if not v.links and v.tells >= first.tells and _firmness(v) >= _firmness(first)]
    return next(iter(own), first)


def _firmness(vouching: Vouching) -> int:
    """How firmly a claim commits to the event, either way: certain 3, probable 2, possible 1, open 0."""
    return {"CT": 3, "PR": 2, "PS": 1}.get(vouching.factuality[:2], 0) if vouching.factuality != "CTu" else 0


def claims_of(event: str, vouchings: list[Vouching], version: str, text: str, first: int) -> list[Claim]:
    """One claim for each pair of source chain and stance, its evidence gathered; ids count from `first`."""
    merged: dict[tuple[tuple[str, ...], str, str], list[Vouching]] = {}
    against = [denial for telling in vouchings for denial in telling.against]
    for v in (*vouchings, *against, *_left_open(vouchings)):
        merged.setdefault((_sources(v), v.stance, v.status), []).append(v)
    return [
        Claim(
            id=f"c{first + n}",
            event=event,
            chain=same[0].links,
            stance=same[0].stance,
            factuality=same[0].factuality,
            status=same[0].status,
            cues=tuple(sorted({c for v in same for c in v.cues})),
            evidence=tuple(
                Evidence(version, span, span.of(text))
                for span in dict.fromkeys(v.evidence or v.telling.sentence for v in same)
            ),
            rule=same[0].telling.judgement.rule,
        )
        for n, same in enumerate(merged.values())
    ]


def _left_open(vouchings: list[Vouching]) -> list[Vouching]:
    """The report's own claim on what it tells only as denied or doubted by others: not committed, either way."""
    if any(v.stance not in _AGAINST or not v.links for v in vouchings):
        return []
    return [replace(vouchings[0], links=(), chain=(), stance="asserts", factuality="Uu", status="possible")]


def _sources(vouching: Vouching) -> tuple[str, ...]:
    return vouching.links
