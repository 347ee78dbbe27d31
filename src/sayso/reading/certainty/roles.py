"""What a word's place in its clause makes of it where no cue governs: aims, gerunds, event nouns under plain verbs."""

from __future__ import annotations

from dataclasses import replace

from sayso.knowledge.support import is_support_verb
from sayso.reading import grammar as g
from sayso.reading.certainty import negation as n
from sayso.reading.certainty.clauses import is_definite, is_subjunctive
from sayso.reading.certainty.commitments import CERTAIN, OPEN, Commitment
from sayso.reading.grammar import Parsed, Token
from sayso.reading.kit import Kit

_TRANSPARENT = (g.ATTRIBUTE, g.COMPLEMENT, g.OBJECT_PREDICATE)
_SHARING = (g.OBJECT, g.PREPOSITION_OBJECT, g.SUBJECT, g.PASSIVE_SUBJECT)
_OF = ("of", "for", "to", "from")


def by_role(
    parsed: Parsed, kit: Kit, above: Commitment, token: Token, head: Token, complement: str | None
) -> Commitment:
    """The commitment to a word that no cue governs, from what its head commits to and how it hangs on it."""
    role = token.role
    if role in _TRANSPARENT or (role == g.OPEN_CLAUSE and complement != "to"):
        return above
    if role == g.PREPOSITION_CLAUSE:
        return _by_gerund(above, token, head, complement)
    if role in g.CLAUSES:
        return _by_clause(parsed, kit, above, token, complement)
    return _by_noun(parsed, kit, above, token) if token.pos in (g.NOUN, g.NAME) else CERTAIN


def _by_gerund(above: Commitment, token: Token, head: Token, preposition: str | None) -> Commitment:
    """After a noun it shares the noun's fate ("no intention of leaving"), after a verb only its certainty.

    What "why" or "how" begins is so, and so is what a denied feeling is about ("no qualms about leaving").
    """
    if token.form != g.GERUND or (head.pos == g.NOUN and not above.positive and preposition not in _OF):
        return CERTAIN
    if head.pos == g.NOUN:
        return above
    if preposition == "for":
        return CERTAIN  # "will be tried for taking bribes"
    return Commitment(tense="past") if above.tense == "past" else replace(above, positive=True)


def _by_clause(parsed: Parsed, kit: Kit, above: Commitment, token: Token, complement: str | None) -> Commitment:
    """An infinitive tells an aim; a participle after an uncertain noun shares its doubt; other clauses stand alone."""
    if complement == "to":
        ahead = above.tense == "future" and above.certainty == 3
        told = token.role == g.ADVERBIAL_CLAUSE or above.tense == "past" or ahead
        firm = told and not _is_ascribed(parsed, token)
        certainty = min(above.certainty, 2 if firm else 1)
        return replace(above, certainty=certainty, tense="future", rules=(*above.rules, "infinitive"))
    if token.role == g.THAT_CLAUSE and is_subjunctive(parsed, token):
        return Commitment(1, tense="future", rules=("subjunctive",))
    if token.role == g.NOUN_CLAUSE and token.form == g.GERUND and above.certainty < 3:
        return above  # "fears of rebels seizing the dam"
    head = parsed.tokens[token.head]
    if token.role == g.NOUN_CLAUSE and complement == "that" and n.is_empty(parsed, kit, head):
        return OPEN  # "gave no assurance that they had left"
    if token.role == g.NOUN_CLAUSE and not above.positive and head.role in (g.OBJECT, g.ATTRIBUTE):
        return above if n.is_empty(parsed, kit, head) else CERTAIN  # "has no visit planned"
    return CERTAIN


def _is_ascribed(parsed: Parsed, infinitive: Token) -> bool:
    """Whether an adjective takes the infinitive: "was hard to find"."""
    head = parsed.tokens[infinitive.head]
    if infinitive.role == g.OPEN_CLAUSE and head.pos == g.AUX:
        head = g.child(parsed, head.index, g.COMPLEMENT) or head
    return head.pos == g.ADJECTIVE


def _by_noun(parsed: Parsed, kit: Kit, above: Commitment, token: Token) -> Commitment:
    """An event noun under a plain verb shares its fate, unless it is definite: "may affect the election".

    Under a support verb it always does: "did not hold the talks".
    """
    if token.role == g.COMPOUND:
        return above
    if token.role not in _SHARING:
        return CERTAIN
    lent = token.role in (g.OBJECT, g.PASSIVE_SUBJECT) and is_support_verb(parsed.tokens[token.head].lemma)
    if not lent and is_definite(parsed, kit.cues.words, token):
        return CERTAIN
    if token.role == g.SUBJECT:  # "strikes could harm relations" tells of strikes, "a strike could follow" of none
        transitive = g.child(parsed, token.head, g.OBJECT) is not None
        return CERTAIN if transitive else replace(above, positive=True)
    return above
