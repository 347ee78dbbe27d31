"""What a word's place in its clause makes of it where no cue governs: aims, gerunds, event nouns under plain verbs."""

from __future__ import annotations

from dataclasses import replace

from sayso.knowledge.support import is_support_verb
from sayso.reading import grammar as g
from sayso.reading.certainty import cues as c
from sayso.reading.certainty import negation as n
from sayso.reading.certainty.clauses import is_definite, is_subjunctive
from sayso.reading.certainty.commitments import CERTAIN, OPEN, Commitment, certain_in
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
    return _by_noun(parsed, kit, above, token, head, complement) if token.pos in (g.NOUN, g.NAME) else CERTAIN


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
    if token.role == g.ADVERBIAL_CLAUSE and (above.tense == "future" or above.certainty < 3):
        return _beside_the_open(parsed, kit, above, token)
    if token.role == g.CLAUSE_SUBJECT and above.certainty < 3:
        return Commitment(1, tense="future", rules=("supposed",))  # "leaving the pact would cost us votes"
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


def _beside_the_open(parsed: Parsed, kit: Kit, above: Commitment, clause: Token) -> Commitment:
    """A present-tense clause of time beside what is to come lies ahead too ("will leave when the fleet arrives").

    So does the result of what is open: "may fall so low that boats run aground".
    """
    told = g.children(parsed, clause.index, g.MARKER, g.ADVERBIAL)
    present = clause.form == g.PRESENT or any(
        k.form == g.PRESENT for k in g.children(parsed, clause.index, g.AUXILIARY, g.PASSIVE_AUXILIARY)
    )
    if present and any(k.lower in kit.cues.words.when for k in told):
        return Commitment(max(1, min(2, above.certainty)), tense="future", rules=("time of what is to come",))
    if above.positive and any(k.lower == "that" and k.role == g.MARKER for k in told):
        return above
    if above.positive and above.tense != "future" and _is_outcome(parsed, kit, clause):
        return above
    return CERTAIN


def _is_outcome(parsed: Parsed, kit: Kit, clause: Token) -> bool:
    """Whether a participle after a comma tells what came of its clause: "allegedly hit a clinic, killing four"."""
    alone = not g.children(parsed, clause.index, g.MARKER, g.AUXILIARY, *g.SUBJECTS)
    first = g.subtree(parsed, clause.index)[0].index
    parted = clause.head < first and parsed.tokens[first - 1].lower == ","
    return clause.form == g.GERUND and alone and parted and kit.reporting.verb(clause.lemma) is None


def _is_ascribed(parsed: Parsed, infinitive: Token) -> bool:
    """Whether an adjective takes the infinitive: "was hard to find"."""
    head = parsed.tokens[infinitive.head]
    if infinitive.role == g.OPEN_CLAUSE and head.pos == g.AUX:
        head = g.child(parsed, head.index, g.COMPLEMENT) or head
    return head.pos == g.ADJECTIVE


def _by_noun(
    parsed: Parsed, kit: Kit, above: Commitment, token: Token, head: Token, complement: str | None
) -> Commitment:
    """An event noun under a plain verb shares its fate, unless it is definite: "may affect the election".

    Under a support verb it always does: "did not hold the talks".
    """
    if token.role == g.COMPOUND:
        return above
    if token.role not in _SHARING:
        return CERTAIN
    lent = token.role in (g.OBJECT, g.PASSIVE_SUBJECT) and is_support_verb(parsed.tokens[token.head].lemma)
    words = kit.cues.words
    new = any(k.lower in words.indefinite for k in g.children(parsed, token.index, g.DETERMINES))
    open_ = above.certainty < 2 or not above.positive
    if token.role == g.PREPOSITION_OBJECT and complement in words.beside and open_ and not new:
        return certain_in("past") if above.tense == "past" else CERTAIN
    if not lent and is_definite(parsed, words, token):
        return CERTAIN
    if token.role == g.SUBJECT:  # "strikes could harm relations" tells of strikes, "a strike could follow" of none
        if g.child(parsed, token.head, g.OBJECT) is None:
            return replace(above, positive=True)
        been = any(row.outcome for _, row in c.marks(parsed, kit, token))  # "a failed coup could harm the state"
        return (
            Commitment(1, tense="future", rules=("supposed",)) if new and above.certainty < 3 and not been else CERTAIN
        )
    lent = lent or token.role == g.PASSIVE_SUBJECT or parsed.tokens[token.head].lemma in words.light | words.attitude
    if above.positive or lent or complement == "for":
        return above
    if _is_none(parsed, kit, token, head):
        return above
    return replace(above, certainty=0)  # "did not enforce an order": there may be one


def _is_none(parsed: Parsed, kit: Kit, token: Token, head: Token) -> bool:
    """Whether a denied noun phrase, or the noun that it stands under, has no referent: "no sign of an attack"."""
    return n.is_empty(parsed, kit, token) or (head.pos == g.NOUN and n.is_empty(parsed, kit, head))
