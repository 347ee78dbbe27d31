"""Where a verb looks: back, ahead, or neither. It decides which Friday "on Friday" is."""

from __future__ import annotations

from itertools import pairwise

from sayso.dates.shift import FUTURE, PAST, PRESENT
from sayso.knowledge.times import TimeWords
from sayso.reading import grammar as g


def lead_in(parsed: g.Parsed, index: int, words: TimeWords) -> int | None:
    """Where the word before a time looks, whatever the verb says: "since" back, "effective" and "ahead of" ahead."""
    before = _word_before(parsed, index)
    if before == "since":
        return PAST
    return FUTURE if words.has("ahead", before) or (before == "of" and _is_ahead_of(parsed, index)) else None


def governing_tense(parsed: g.Parsed, index: int, words: TimeWords) -> int | None:
    """The tense of the first verb above a token that has one: PAST, PRESENT, FUTURE; None where no verb governs it."""
    direct = True
    for token in g.ancestors(parsed, index):
        tense = _tense_at(parsed, token, index, words, direct=direct)
        if tense is not None:
            return tense
        direct = direct and token.pos == g.PREPOSITION
    return None


def has_present_perfect(parsed: g.Parsed, index: int, words: TimeWords) -> bool:
    """Whether the first verb above a token is in the present perfect: "has lasted", "have been waiting"."""
    verb = next((token for token in g.ancestors(parsed, index) if token.pos in (g.VERB, g.AUX)), None)
    if verb is None or (verb.form != g.PARTICIPLE and verb.form != g.GERUND):
        return False
    return any(words.has("has", a.lower) for a in g.children(parsed, verb.index, g.AUXILIARY))


def will_be(parsed: g.Parsed, index: int, words: TimeWords) -> bool:
    """Whether a token hangs, by a preposition, on a verb that tells what will be, not what can or might be."""
    verb = parsed.tokens[parsed.tokens[parsed.tokens[index].head].head]
    if verb.pos not in (g.VERB, g.AUX) or verb_tense(parsed, verb, words) != FUTURE:
        return False
    return not any(words.has("able", a.lower) for a in g.children(parsed, verb.index, g.AUXILIARY))


def _is_ahead_of(parsed: g.Parsed, index: int) -> bool:
    words = [t.lower for t in parsed.tokens[max(0, index - 4) : index]]
    return any(pair == ("ahead", "of") for pair in pairwise(words))


def _word_before(parsed: g.Parsed, index: int) -> str:
    """The word that leads a time in: the preposition above it, or the word before its first token."""
    token = parsed.tokens[index]
    head = parsed.tokens[token.head]
    if head.pos == g.PREPOSITION and head.index < index:
        return head.lower
    first = min([token.index, *(k for k in token.children if k < index)])
    return parsed.tokens[first - 1].lower if first else ""


def _tense_at(parsed: g.Parsed, token: g.Token, index: int, words: TimeWords, *, direct: bool) -> int | None:
    """The tense that one word above the time gives; None when it gives none. `direct`: only prepositions between."""
    if token.pos == g.ADJECTIVE and words.has("appointed", token.lower):
        return FUTURE
    if token.pos not in (g.VERB, g.AUX):
        return None
    tense = verb_tense(parsed, token, words)
    if tense == PRESENT and direct and _is_announced(parsed, token, words):
        return FUTURE
    if tense == PAST and _appoints(parsed, index, token, words):
        return FUTURE
    return tense


def _is_announced(parsed: g.Parsed, verb: g.Token, words: TimeWords) -> bool:
    """ "meets on Monday" is still to come; in a headline, and "says on Monday", the present tells of the past."""
    return not words.has("saying", verb.lemma) and not parsed.sentence_of(verb.index).title


def _appoints(parsed: g.Parsed, index: int, verb: g.Token, words: TimeWords) -> bool:
    """Whether the time is what the verb appoints: "postponed until Tuesday", "a summit set for Riga in May", not "the
    figures for May extended ..."."""
    if words.has("appointed", verb.lemma):
        return True
    if not words.has("moved", verb.lemma):
        return False
    preposition = parsed.tokens[parsed.tokens[index].head]
    leads_in = words.has("to_a_date", preposition.lower) and preposition.head == verb.index
    is_set_for = verb.role == g.NOUN_CLAUSE and any(k.lower == "for" for k in g.children(parsed, verb.index))
    return leads_in or is_set_for


def verb_tense(parsed: g.Parsed, verb: g.Token, words: TimeWords) -> int | None:
    """The tense of one verb by its auxiliaries and form; None when it borrows that of the verb above."""
    auxiliaries = g.children(parsed, verb.index, g.AUXILIARY, g.PASSIVE_AUXILIARY)
    lowers = [a.lower for a in auxiliaries]
    perfect = any(words.has("have", w) for w in lowers)
    if any(words.has("modals", w) for w in lowers):
        untold = any(words.has("unsaid", w) for w in lowers) and _is_negative(parsed, verb, words)
        return PAST if perfect or untold else FUTURE
    if any(a.form == g.PAST for a in auxiliaries):
        return PAST
    if "to" in lowers:
        return _infinitive(parsed, verb, words)
    if verb.form in (g.PARTICIPLE, g.GERUND) and auxiliaries:
        return PAST if perfect else FUTURE
    return {g.PAST: PAST, g.PARTICIPLE: PAST, g.PRESENT: PRESENT}.get(verb.form or "")


def _is_negative(parsed: g.Parsed, verb: g.Token, words: TimeWords) -> bool:
    """ "could not be reached on Friday", "would not say": reporters tell it of the past."""
    kids = g.children(parsed, verb.index, g.NEGATION, g.SUBJECT, g.PASSIVE_SUBJECT, g.COORDINATOR)
    return any(k.role == g.NEGATION or words.has("nobody", g.subtree(parsed, k.index)[0].lower) for k in kids)


def _infinitive(parsed: g.Parsed, verb: g.Token, words: TimeWords) -> int | None:
    """ "is to meet", "plans to meet", "a deal to meet" look ahead; "managed to meet" goes with its verb."""
    head = parsed.tokens[verb.head]
    if any(k.lower == "had" for i in (head.index, head.head) for k in g.children(parsed, i, g.AUXILIARY)):
        return PAST
    ahead = words.has("infinitive", head.lemma) or words.has("infinitive", head.lower) or words.has("be", head.lower)
    return FUTURE if ahead or head.index == verb.index else None
