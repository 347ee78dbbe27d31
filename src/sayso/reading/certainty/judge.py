"""How certain a text is that something happens: one predicate's factuality, tense and outcome, by climbing the parse.

From a predicate up to the root of its sentence, every governing word (negation, modal, "plan to", "deny that", "if")
bears on what stands under it. The rows of `knowledge/en/cues.toml` say how; here they are composed, from the root down,
after the polarity signatures of Karttunen (2012) and the certainty scale of FactBank (Saurí & Pustejovsky 2009).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

from sayso.knowledge.cues import Cue
from sayso.reading import grammar as g
from sayso.reading.certainty import cues as c
from sayso.reading.certainty import negation as n
from sayso.reading.certainty.clauses import (
    PLAIN,
    clause_of,
    count_of,
    is_definite,
    is_indirect_question,
    is_question,
    plain,
)
from sayso.reading.certainty.commitments import CERTAIN, OPEN, Commitment, certain_in, marked, read_value, under_cue
from sayso.reading.certainty.roles import by_role
from sayso.reading.grammar import Parsed, Token
from sayso.reading.kit import Kit
from sayso.spans import Span

_LINKS = (g.PREPOSITIONAL, g.AGENT, g.DATIVE, g.ADVERBIAL, g.VERB_PARTICLE)
_SPARING_THE_DEFINITE = ("deliberation", "opposition", "evasion", "doubt", "interruption")
_SPARING = (*_SPARING_THE_DEFINITE, "prevention", "prohibition", "failure", "rejection", "refusal", "denial")
_DISCLOSING = ("confirmation", "telling")
_PLAIN_PRESENT = (g.PRESENT, g.PARTICIPLE)  # "hopes that it wins", "until it is found": what is to come
_FINITE, _INFINITE = (g.PAST, g.PRESENT), (g.BASE, g.GERUND)
_DEEPEST = 60  # steps of a climb; longer chains are a parser's accident


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the text commits to about one predicate.

    `factuality`, `tense` and `outcome` are values of `sayso.records`; `count` is how often ("twice" is 2), `cues` the
    words that say so, `rule` the rows they stand in, from the root down.
    """

    factuality: str
    tense: str | None
    outcome: str | None
    count: int | None
    cues: tuple[Span, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Climb:
    """A document on which predicates are judged one after the other; what is known of a word is kept for the next."""

    parsed: Parsed
    kit: Kit
    until: int | None = None
    known: dict[int, Commitment] = field(default_factory=dict)

    def judge(self, index: int) -> Judgement:
        """The factuality of the predicate at a token: see `judge`."""
        token = self.parsed.tokens[index]
        if token.role in (g.AUXILIARY, g.PASSIVE_AUXILIARY):
            token = self.parsed.tokens[token.head]
        state = _commitment(self, token, _DEEPEST)
        if not state.positive and state.certainty:
            state = _without_object(self, token, state)
        if state is certain_in(state.tense):
            return _plainly(state.tense)
        return Judgement(
            factuality=state.value,
            tense=state.tense,
            outcome=state.outcome,
            count=state.count,
            cues=tuple(sorted(set(state.cues))) if state.cues else (),
            rule="; ".join(state.rules) or "plain",
        )


@cache
def _plainly(tense: str | None) -> Judgement:
    return Judgement("CT+", tense, None, None, (), "plain")


def judge(parsed: Parsed, kit: Kit, index: int, until: int | None = None) -> Judgement:
    """The factuality of the predicate at token `index`: a verb, an event noun or an adjective.

    The climb ends at the root, or below the token `until` (a reporting word): then it is what the source of that word
    commits to. Without `until`, reporting words leave the certainty to the source, denials and doubts do not. To judge
    many predicates of a document, make one `Climb`.
    """
    return Climb(parsed, kit, until).judge(index)


def _commitment(climb: Climb, token: Token, steps: int) -> Commitment:
    """What the text commits to about a word: what stands above it, its own clause, its marks."""
    state = climb.known.get(token.index)
    if state is None:
        state = _own(climb, token, _context(climb, token, steps))
        for kid, row in c.marks(climb.parsed, climb.kit, token):
            if kid.index != climb.until:
                state = marked(state, row, c.span_of(climb.parsed, kid, row))
        climb.known[token.index] = state
    return state


def _own(climb: Climb, token: Token, above: Commitment) -> Commitment:
    """The commitment under a word's own negation, modal verb and tense."""
    clause = clause_of(climb.parsed, climb.kit, token)
    if clause is PLAIN:
        return _own_of_noun(climb, token, above)
    if above is CERTAIN and clause is plain(clause.tense):
        return certain_in(clause.tense)
    certainty, positive = read_value(clause.value)
    wished = above.value == "Uu" and certainty and (not positive or clause.tense == "future")
    ahead = clause.tense == "ongoing" and above.tense == "future" and token.form in _PLAIN_PRESENT
    return Commitment(
        certainty=min(2, certainty) if wished else min(above.certainty, certainty),
        positive=above.positive == positive,
        tense="future" if ahead else clause.tense or above.tense,
        outcome=above.outcome,
        count=clause.count or above.count,
        cues=above.cues + tuple(t.span for t in clause.cues),
        rules=above.rules + clause.rules,
    )


def _own_of_noun(climb: Climb, token: Token, above: Commitment) -> Commitment:
    """ "reported not a strike but a landing": a noun that is denied by itself."""
    denying = n.denied_alone(climb.parsed, climb.kit, token)
    if denying is None:
        return above
    cues, rules = (*above.cues, denying.span), (*above.rules, "negation")
    return replace(above, positive=not above.positive, cues=cues, rules=rules)


def _without_object(climb: Climb, token: Token, state: Commitment) -> Commitment:
    """What a verb tells that "no" before its object denies: "expects no delay" expects, "has no plans" tells only of
    plans."""
    words = climb.kit.cues.words
    if token.lemma not in words.light | words.attitude or not n.only_object_denied(climb.parsed, climb.kit, token):
        return state
    return replace(state, positive=True) if token.lemma in words.attitude else replace(state, certainty=0)


# --- from above ------------------------------------------------------------------------------------------------------


def _context(climb: Climb, token: Token, steps: int) -> Commitment:
    """What the words above a token make of it, before its own negation, modal and tense."""
    parsed, kit, until = climb.parsed, climb.kit, climb.until
    if token.role == g.CONJUNCT and token.head not in (token.index, until) and steps:
        return _context(climb, _coordinated(parsed, token), steps - 1)
    head, preposition = _governor(parsed, token)
    if until is not None and until in (head.index, token.head):
        return CERTAIN
    if head.index == token.index or not steps:
        return OPEN if is_question(parsed, token) else CERTAIN
    complement = c.complement_of(parsed, kit.cues.words, token)
    head, row = c.cue_of(parsed, kit, token, head, complement)
    above = _commitment(climb, head, steps - 1)
    if row is not None and row.affirmed is None and above.positive:
        row = None  # "said that": it is the source's word
    found = _by_row(climb, above, row, token, head) if row else by_role(parsed, kit, above, token, head, complement)
    if preposition is None or (row is not None and complement in row.takes):
        return found
    return _by_preposition(climb, above, found, token, preposition)


def _coordinated(parsed: Parsed, token: Token) -> Token:
    """The word that a conjunct stands beside: for a finite verb under an infinitive the finite one above it.

    Parsers hang "filed" on "repay" in "failed to repay the loan and filed for protection".
    """
    beside = parsed.tokens[token.head]
    helpers = g.children(parsed, token.index, g.AUXILIARY)
    finite = all(h.form != g.BASE and h.lower != "to" for h in helpers) if helpers else token.form in _FINITE
    if finite:
        while beside.form in _INFINITE and beside.role in (g.OPEN_CLAUSE, g.ADVERBIAL_CLAUSE, g.CONJUNCT):
            beside = parsed.tokens[beside.head]
    return beside


def _governor(parsed: Parsed, token: Token) -> tuple[Token, Token | None]:
    """The word that governs a token, prepositions skipped, and the preposition between them."""
    head, preposition = parsed.tokens[token.head], None
    if token.role in (g.PREPOSITION_OBJECT, g.PREPOSITION_CLAUSE):
        while head.pos not in (g.VERB, g.NOUN, g.AUX) and head.role in _LINKS:
            preposition, head = head, parsed.tokens[head.head]
    return head, preposition


def _by_row(climb: Climb, above: Commitment, row: Cue, token: Token, head: Token) -> Commitment:
    """The complement's commitment by the row of its cue."""
    spared = _spared(climb, above, row, token, head)
    if spared is not None:
        return spared
    if row.kind != "attempt":
        return under_cue(above, row, c.span_of(climb.parsed, head, row))
    failed = above.positive and (above.outcome == "failed" or _fails(climb, head))
    return under_cue(
        above,
        row,
        c.span_of(climb.parsed, head, row),
        failed=failed,
        count=count_of(climb.parsed, climb.kit.cues.words, head),
    )


def _spared(climb: Climb, above: Commitment, row: Cue, token: Token, head: Token) -> Commitment | None:
    """The object that is there whatever the cue does to it: "discussed the attack", "refused a request".

    An attempt that is prevented has been made, and has failed.
    """
    if row.kind in _DISCLOSING and not above.positive and _is_taken_as_known(climb, row, token):
        return CERTAIN
    if not above.positive and _is_left_open(climb, row, head):
        cues, rules = (*above.cues, head.span), (*above.rules, "neither confirmed nor denied")
        return Commitment(0, cues=cues, rules=rules)
    if row.kind == "rejection" and token.role == g.ADVERBIAL_CLAUSE:
        return replace(CERTAIN, certainty=2, tense="future", rules=("infinitive",))  # "rejected it to save time"
    if row.kind not in _SPARING or token.role not in (g.OBJECT, g.PASSIVE_SUBJECT, g.PREPOSITION_OBJECT):
        return None
    if row.kind in _SPARING_THE_DEFINITE and is_definite(climb.parsed, climb.kit.cues.words, token):
        return CERTAIN
    content = {noun.kind for noun in climb.kit.cues.of("noun", token.lower, token.lemma)}
    if "attempt" in content and row.affirmed == "CT-" and above.positive:
        return under_cue(above, row, c.span_of(climb.parsed, head, row), failed=True)
    told = row.kind == "denial" and climb.kit.cues.event_nouns.get(token.lemma) == "speech"
    return CERTAIN if told or content & {"attempt", "possibility", "rumour"} else None


def _is_taken_as_known(climb: Climb, row: Cue, token: Token) -> bool:
    """What one does not confirm or say, and takes as given: "did not say when it left", "did not confirm the raid"."""
    if row.kind == "confirmation" and token.role == g.OBJECT:
        return is_definite(climb.parsed, climb.kit.cues.words, token)
    return token.role == g.THAT_CLAUSE and is_indirect_question(climb.parsed, climb.kit.cues.words, token)


def _is_left_open(climb: Climb, row: Cue, head: Token) -> bool:
    """Whether a denial and a confirmation are denied in one: "neither confirmed nor denied that"."""
    if row.kind not in ("denial", "confirmation") or head.pos != g.VERB:
        return False
    joined = g.conjuncts(climb.parsed, g.first_conjunct(climb.parsed, head.index).index)
    kinds = {r.kind for t in joined for r in climb.kit.cues.of("verb", t.lower, t.lemma)}
    return {"denial", "confirmation"} <= kinds


def _fails(climb: Climb, attempt: Token) -> bool:
    """Whether an attempt is said to fail in its own sentence: "tried twice, failing both times", "tried but failed"."""
    below = g.subtree(climb.parsed, attempt.index)
    after = (t for t in below if t.index > attempt.index and t.pos == g.VERB)
    return any(row.kind == "failure" for t in after for row in climb.kit.cues.of("verb", t.lower, t.lemma))


def _by_preposition(climb: Climb, above: Commitment, found: Commitment, token: Token, preposition: Token) -> Commitment:
    """After "without" it is not so, after "despite" it is; what one is "against" stays open."""
    link = c.first(climb.parsed, climb.kit.cues.of("preposition", preposition.lower), preposition)
    if link is None:
        return found
    if link.kind == "opposition" and is_definite(climb.parsed, climb.kit.cues.words, token):
        return found
    if link.kind == "absence" and (above.certainty < 2 or not above.positive):
        return replace(found, certainty=0, positive=False)  # "cannot leave without signing" tells nothing of signing
    ahead = above.tense == "future" and above.positive and _is_appointed(climb, token)
    given = replace(CERTAIN, certainty=max(1, above.certainty), tense="future") if ahead else CERTAIN
    return marked(given if link.kind == "presupposition" else found, link, c.span_of(climb.parsed, preposition, link))


def _is_appointed(climb: Climb, token: Token) -> bool:
    """Whether a noun names what is fixed beforehand: what one will do after the summit lies behind that summit, what
    one will do after the attack need not."""
    return climb.kit.cues.event_nouns.get(token.lemma) == "politics"
