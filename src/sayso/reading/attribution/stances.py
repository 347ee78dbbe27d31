"""What a source does to its content when the word that says so is itself denied: "would not confirm that"."""

from __future__ import annotations

from sayso.reading import grammar as g
from sayso.reading.attribution.contents import Citation
from sayso.reading.certainty.judge import Climb
from sayso.reading.grammar import Token

_CLAUSAL = ("says: that", "says: gerund")


def stance_held(climb: Climb, citation: Citation) -> str:
    """The stance of a citation: who does not say or confirm a thing, or will neither confirm nor deny it, doubts.

    "has yet to confirm", "neither Chad nor Mali confirmed", "declined to confirm or deny".
    """
    verb = climb.parsed.head_of(citation.cue) if citation.cue is not None else None
    if verb is None or verb.pos != g.VERB or not citation.rule.startswith(_CLAUSAL):
        return citation.stance
    if citation.stance == "asserts":
        return "doubts" if not _tells_against(climb, verb) and _is_denied(climb, verb) else "asserts"
    if citation.stance == "denies" and _is_denied(climb, verb):
        return "doubts" if _beside_confirming(climb, verb) else "asserts"
    return citation.stance


def _is_denied(climb: Climb, verb: Token) -> bool:
    return climb.judge(verb.index).factuality.endswith("-")


def _tells_against(climb: Climb, verb: Token) -> bool:
    """Whether a verb denies by itself: "did not deny that" asserts, if alone."""
    kinds = {row.kind for row in climb.kit.cues.of("verb", verb.lower, verb.lemma)}
    return "denial" in kinds and not _beside_confirming(climb, verb)


def _beside_confirming(climb: Climb, verb: Token) -> bool:
    joined = g.conjuncts(climb.parsed, g.first_conjunct(climb.parsed, verb.index).index)
    return any(r.kind == "confirmation" for t in joined for r in climb.kit.cues.of("verb", t.lower, t.lemma))
