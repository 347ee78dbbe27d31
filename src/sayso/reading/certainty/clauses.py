"""What a clause says of itself: denied or not, with which modal verb, in which tense, how often."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sayso.knowledge.cues import Cue, Words
from sayso.knowledge.support import is_support_verb
from sayso.reading import grammar as g
from sayso.reading.certainty import cues as c
from sayso.reading.certainty import negation as n
from sayso.reading.grammar import Parsed, Token
from sayso.reading.kit import Kit

# A modal of these kinds with "have": "would have" tells what was not, "should have" too.
_UNREAL = {"future or condition": "CTu", "obligation": "PR-"}


@dataclass(frozen=True, slots=True)
class Clause:
    """`value` is the factuality that the clause gives itself; `cues` and `rules` say by which words."""

    value: str
    tense: str | None
    count: int | None
    cues: tuple[Token, ...]
    rules: tuple[str, ...]


@cache
def plain(tense: str | None) -> Clause:
    """The clause that only tells its tense."""
    return Clause("CT+", tense, None, (), ())


PLAIN = plain(None)
_AHEAD = Clause("PR+", "future", None, (), ("to be held",))
_ASKED = Clause("PS+", "future", None, (), ("imperative",))
_UNFULFILLED = Clause("CTu", "past", None, (), ("inverted condition",))
_COMMANDING = (g.ROOT, g.THAT_CLAUSE, g.ADVERBIAL_CLAUSE, g.PARATAXIS, g.UNKNOWN)


def clause_of(parsed: Parsed, kit: Kit, token: Token) -> Clause:
    """The clause of a predicate; a coordinated verb shares modal and negation with the first ("may sail and fight")."""
    if not token.children and token.pos in (g.NOUN, g.NAME):
        return PLAIN
    lender = _lender(parsed, token)
    denying = _denying(parsed, kit, token, lender)
    if token.pos in (g.NOUN, g.NAME) and not denying:
        return _AHEAD if _is_to_be_held(parsed, token) else PLAIN
    modal = c.modal(parsed, kit, lender)
    if modal is None and not denying and _is_imperative(parsed, lender):
        return _ASKED
    if modal is None and not denying and _is_inverted(parsed, token):
        return _UNFULFILLED
    words = kit.cues.words
    scant = bool(denying) and all(t.lower in words.scant for t in denying)  # "few ships sailed"
    count = count_of(parsed, words, token)
    if modal is None:
        tense = _tense(parsed, words, lender, token)
        if not denying and count is None:
            return plain(tense)
        value = ("PS+" if scant else "CT-") if denying else "CT+"
        return Clause(value, tense, count, denying, ("negation",) if denying else ())
    kid, row = modal
    perfect = any(k.lower == "have" for k in g.children(parsed, lender.index, g.AUXILIARY))
    value = _modal_value(parsed, lender, row, denied=bool(denying), perfect=perfect)
    value = "PS+" if scant else value
    rules = (*(("negation",) if denying else ()), row.name)
    return Clause(value, "past" if perfect else row.tense, count, (*denying, kid), rules)


def _denying(parsed: Parsed, kit: Kit, token: Token, lender: Token) -> tuple[Token, ...]:
    """The words that deny a clause: its own, those of the verb that lends it its auxiliaries, the joint before it."""
    joint = n.denying_joint(parsed, kit, token) if lender is not token else None
    if joint is not None:
        return (joint,)  # "chose to march rather than talk"
    if _denied_with_its_verb(token):
        scant = n.scant_measure(parsed, kit, token)
        return () if scant is None else (scant,)
    if token.pos == g.PRONOUN and n.is_negative(parsed, kit, token):
        return (token,)  # "nothing that"
    return n.negations(parsed, kit, lender)


def _is_to_be_held(parsed: Parsed, noun: Token) -> bool:
    """An event of which an infinitive passive tells that it lies ahead: "the election to be held in May"."""
    for clause in (*g.children(parsed, noun.index, g.NOUN_CLAUSE, g.RELATIVE_CLAUSE), *_third_after(parsed, noun)):
        helpers = {k.lower for k in g.children(parsed, clause.index, g.AUXILIARY, g.PASSIVE_AUXILIARY)}
        if {"to", "be"} <= helpers and is_support_verb(clause.lemma):
            return True
    return False


def _third_after(parsed: Parsed, noun: Token) -> tuple[Token, ...]:
    """The verb of "to be held" right after a noun, wherever the parse hangs it."""
    after = parsed.tokens[noun.index + 1 : noun.index + 4]
    return after[2:] if [t.lower for t in after[:2]] == ["to", "be"] else ()


def _is_imperative(parsed: Parsed, verb: Token) -> bool:
    """ "Send him home!", "Close the port," he said, "If it rains, stay at home"."""
    if verb.pos != g.VERB or verb.form != g.BASE or verb.role not in _COMMANDING:
        return False
    return g.child(parsed, verb.index, g.AUXILIARY, g.PASSIVE_AUXILIARY, g.MARKER, *g.SUBJECTS) is None


def _is_inverted(parsed: Parsed, verb: Token) -> bool:
    """ "Had they known of it, they would have stayed." """
    if verb.form != g.PARTICIPLE or verb.index > verb.head or verb.role not in (g.ADVERBIAL_CLAUSE, g.THAT_CLAUSE):
        return False
    subject = g.child(parsed, verb.index, *g.SUBJECTS)
    helper = g.child(parsed, verb.index, g.AUXILIARY)
    return subject is not None and helper is not None and helper.lower == "had" and helper.index < subject.index


def _denied_with_its_verb(token: Token) -> bool:
    """In "held no talks" the "no" denies the verb, and with it the talks."""
    return token.pos in (g.NOUN, g.PRONOUN) and token.role in (g.OBJECT, g.ATTRIBUTE, g.PASSIVE_SUBJECT)


def _lender(parsed: Parsed, token: Token) -> Token:
    """The verb whose auxiliaries and negation a coordinated one shares; after "but" it has its own."""
    if token.role != g.CONJUNCT or token.form not in (g.BASE, g.PAST, g.PARTICIPLE, g.GERUND):
        return token
    if g.child(parsed, token.index, g.AUXILIARY, g.PASSIVE_AUXILIARY, g.NEGATION, *g.SUBJECTS) is not None:
        return token
    joining = [k.lower for k in g.children(parsed, token.head, g.COORDINATOR) if k.index < token.index]
    if "but" in joining[-1:]:
        return token
    first = g.first_conjunct(parsed, token.index)
    taken_for_past = first.form == g.PARTICIPLE and token.form == g.PAST and "or" in joining[-1:]  # "has not X or Y-ed"
    return first if first.form == token.form or taken_for_past else token


def _modal_value(parsed: Parsed, verb: Token, row: Cue, *, denied: bool, perfect: bool) -> str:
    """What a modal makes of its clause; a "would" with an "if" tells no future."""
    if perfect and row.kind in _UNREAL:
        return _UNREAL[row.kind]
    if row.kind == "future or condition" and not denied and _is_hypothetical(parsed, verb):
        return "PS+"
    return (row.denied if denied else row.affirmed) or "CT+"


def _is_hypothetical(parsed: Parsed, verb: Token) -> bool:
    """Whether a "would" tells what a condition or a thing not yet there would bring, not what is to come."""
    first = g.first_conjunct(parsed, verb.index)
    near = (verb.index, first.index, first.head)
    return first.role == g.RELATIVE_CLAUSE or any(
        _begins_with_if(parsed, clause) for index in near for clause in g.children(parsed, index, g.ADVERBIAL_CLAUSE)
    )


def _begins_with_if(parsed: Parsed, clause: Token) -> bool:
    return any(k.lower in ("if", "unless") for k in g.children(parsed, clause.index, g.MARKER))


def _tense(parsed: Parsed, words: Words, verb: Token, token: Token) -> str | None:
    """The tense that a verb's own form and auxiliaries tell; None for infinitives, nouns and adjectives."""
    helpers = [k.lower for k in g.children(parsed, verb.index, g.AUXILIARY, g.PASSIVE_AUXILIARY)]
    if token.form == g.PAST or any(h in words.was for h in helpers):
        return "past"
    if verb.form == g.PARTICIPLE and any(h in words.had for h in helpers):
        return "past"
    if token.form == g.PRESENT and any(k.lower in words.habit for k in g.children(parsed, token.index, g.ADVERBIAL)):
        return "generic"
    if token.form == g.PRESENT or any(h in words.is_ for h in helpers):
        return "past" if parsed.sentence_of(token.index).title else "ongoing"
    lone = token.form == g.PARTICIPLE and not helpers  # "ships seized in May"; "sank" taken for a participle
    return "past" if lone and (token.role == g.NOUN_CLAUSE or g.child(parsed, token.index, g.SUBJECT)) else None


def count_of(parsed: Parsed, words: Words, token: Token) -> int | None:
    """How often: "twice", "both times", "three times this year"; None when the clause does not say."""
    for kid in g.children(parsed, token.index, g.ADVERBIAL, g.NOUN_ADVERBIAL):
        below = g.children(parsed, kid.index)
        if kid.lower == "times":
            return next((words.numbers[n.lower] for n in below if n.lower in words.numbers), None)
        for word in (kid, *below):
            if word.lower in words.counts:
                return words.counts[word.lower]
    return None


def is_subjunctive(parsed: Parsed, token: Token) -> bool:
    """Whether a clause asks for what it tells: "that the minister resign", "that the men be freed"."""
    subject = g.child(parsed, token.index, *g.SUBJECTS)
    if subject is None:
        return False
    helpers = g.children(parsed, token.index, g.AUXILIARY, g.PASSIVE_AUXILIARY)
    if helpers:
        return helpers[0].lower == "be"
    return token.form == g.BASE and subject.form == g.SINGULAR


def is_definite(parsed: Parsed, words: Words, noun: Token) -> bool:
    """Whether a noun phrase takes its referent for given: "the attack", "its attack"."""
    kids = g.children(parsed, noun.index, g.DETERMINES, g.POSSESSOR)
    return any(k.role == g.POSSESSOR or k.lower in words.definite for k in kids)


def is_question(parsed: Parsed, token: Token) -> bool:
    """Whether a clause asks if or why something is so: inverted or without a subject, before a question mark.

    "Did they leave?", "Why leave?"; not "Who left?", which takes the leaving for granted, nor "Who left?" he asked.
    """
    sentence = parsed.sentence_of(token.index)
    if not any(t.lower == "?" for t in parsed.tokens[max(sentence.first, sentence.last - 2) : sentence.last + 1]):
        return False
    subject = g.child(parsed, token.index, *g.SUBJECTS)
    if subject is None:
        return True
    helper = g.child(parsed, token.index, g.AUXILIARY, g.PASSIVE_AUXILIARY)
    return min(token.index, helper.index if helper else token.index) < subject.index


def is_indirect_question(parsed: Parsed, words: Words, token: Token) -> bool:
    """Whether a clause asks who, when or how, and so takes for granted that it is so ("did not say when it left")."""
    first, *rest = g.subtree(parsed, token.index)
    opening = rest[0] if first.pos == g.PREPOSITION and rest else first  # "on which day it left"
    return opening.lower in words.asking
