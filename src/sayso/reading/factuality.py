"""How certain a text is that something happens: one predicate's factuality, tense and outcome, by climbing the parse.

From a predicate up to the root of its sentence, every governing word (negation, modal, "plan to", "deny that", "if")
bears on what stands under it. The rows of `knowledge/en/cues.toml` say how; here they are composed, from the root down,
after the polarity signatures of Karttunen (2012) and the certainty scale of FactBank (Saurí & Pustejovsky 2009).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sayso.knowledge.cues import Cue
from sayso.knowledge.support import is_support_verb
from sayso.reading import cues as c
from sayso.reading import grammar as g
from sayso.reading.clauses import clause_of, count_of, is_definite, is_question, is_subjunctive
from sayso.reading.commitments import CERTAIN, OPEN, Commitment, marked, read_value, under_cue
from sayso.reading.grammar import Parsed, Token
from sayso.reading.kit import Kit
from sayso.spans import Span

_LINKS = (g.PREPOSITIONAL, g.AGENT, g.DATIVE, g.ADVERBIAL, g.VERB_PARTICLE)
_TRANSPARENT = (g.ATTRIBUTE, g.COMPLEMENT, g.OBJECT_PREDICATE)
_SHARING = (g.OBJECT, g.PREPOSITION_OBJECT, g.SUBJECT, g.PASSIVE_SUBJECT)
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
        return Judgement(
            factuality=state.value,
            tense=state.tense,
            outcome=state.outcome,
            count=state.count,
            cues=tuple(sorted(set(state.cues))),
            rule="; ".join(state.rules) or "plain",
        )


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
                state = marked(state, row, kid.span)
        climb.known[token.index] = state
    return state


def _own(climb: Climb, token: Token, above: Commitment) -> Commitment:
    """The commitment under a word's own negation, modal verb and tense."""
    clause = clause_of(climb.parsed, climb.kit, token)
    certainty, positive = read_value(clause.value)
    return Commitment(
        certainty=min(above.certainty, certainty),
        positive=above.positive == positive,
        tense=clause.tense or above.tense,
        outcome=above.outcome,
        count=clause.count or above.count,
        cues=above.cues + tuple(t.span for t in clause.cues),
        rules=above.rules + clause.rules,
    )


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
    found = _by_row(climb, above, row, token, head) if row else _by_role(climb, above, token, head, complement)
    return found if preposition is None else _by_preposition(climb, found, preposition)


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
    if row.kind == "deliberation" and token.role == g.OBJECT and is_definite(climb.parsed, climb.kit.cues.words, token):
        return CERTAIN  # "discussed the attack"
    if row.kind != "attempt":
        return under_cue(above, row, head.span)
    failed = above.positive and (above.outcome == "failed" or _fails(climb, head))
    return under_cue(above, row, head.span, failed=failed, count=count_of(climb.parsed, climb.kit.cues.words, head))


def _fails(climb: Climb, attempt: Token) -> bool:
    """Whether an attempt is said to fail in its own sentence: "tried twice, failing both times", "tried but failed"."""
    below = g.subtree(climb.parsed, attempt.index)
    after = (t for t in below if t.index > attempt.index and t.pos == g.VERB)
    return any(row.kind == "failure" for t in after for row in climb.kit.cues.of("verb", t.lower, t.lemma))


def _by_preposition(climb: Climb, found: Commitment, preposition: Token) -> Commitment:
    """After "without" it is not so, after "despite" it is."""
    link = c.first(climb.parsed, climb.kit.cues.of("preposition", preposition.lower), preposition)
    if link is None:
        return found
    return marked(CERTAIN if link.kind == "presupposition" else found, link, preposition.span)


# --- where no cue governs --------------------------------------------------------------------------------------------


def _by_role(climb: Climb, above: Commitment, token: Token, head: Token, complement: str | None) -> Commitment:
    role = token.role
    if role in _TRANSPARENT or (role == g.OPEN_CLAUSE and complement != "to"):
        return above
    if role == g.PREPOSITION_CLAUSE:
        return _by_gerund(above, head)
    if role in g.CLAUSES:
        return _by_clause(climb.parsed, above, token, complement)
    return _by_noun(climb, above, token) if token.pos in (g.NOUN, g.NAME) else CERTAIN


def _by_gerund(above: Commitment, head: Token) -> Commitment:
    """After a noun it shares the noun's fate ("no intention of leaving"), after a verb only its certainty."""
    if head.pos == g.NOUN:
        return above
    return Commitment(tense="past") if above.tense == "past" else replace(above, positive=True)


def _by_clause(parsed: Parsed, above: Commitment, token: Token, complement: str | None) -> Commitment:
    """An infinitive tells an aim; a gerund after an uncertain noun shares its doubt; other clauses stand alone."""
    if complement == "to":
        ahead = above.tense == "future" and above.certainty == 3
        firm = token.role == g.ADVERBIAL_CLAUSE or above.tense == "past" or ahead
        certainty = min(above.certainty, 2 if firm else 1)
        return replace(above, certainty=certainty, tense="future", rules=(*above.rules, "infinitive"))
    if token.role == g.THAT_CLAUSE and is_subjunctive(parsed, token):
        return Commitment(1, tense="future", rules=("subjunctive",))
    if token.role == g.NOUN_CLAUSE and token.form == g.GERUND and above.certainty < 3:
        return above  # "fears of rebels seizing the dam"
    return CERTAIN


def _by_noun(climb: Climb, above: Commitment, token: Token) -> Commitment:
    """An event noun under a plain verb shares its fate, unless it is definite: "may affect the election".

    Under a support verb it always does: "did not hold the talks".
    """
    parsed = climb.parsed
    if token.role == g.COMPOUND:
        return above
    if token.role not in _SHARING:
        return CERTAIN
    lent = token.role in (g.OBJECT, g.PASSIVE_SUBJECT) and is_support_verb(parsed.tokens[token.head].lemma)
    if not lent and is_definite(parsed, climb.kit.cues.words, token):
        return CERTAIN
    if token.role == g.SUBJECT:  # "strikes could harm relations" tells of strikes, "a strike could follow" of none
        transitive = g.child(parsed, token.head, g.OBJECT) is not None
        return CERTAIN if transitive else replace(above, positive=True)
    return above
