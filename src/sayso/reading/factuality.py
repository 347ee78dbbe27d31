"""How certain a text is that something happens: one predicate's factuality, tense and outcome, by climbing the parse.

From a predicate up to the root of its sentence, every governing word (negation, modal, "plan to", "deny that", "if")
bears on what stands under it. The rows of `knowledge/en/cues.toml` say how; here they are composed, from the root down,
after the polarity signatures of Karttunen (2012) and the certainty scale of FactBank (Saurí & Pustejovsky 2009).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.knowledge.cues import Cue
from sayso.knowledge.support import is_support_verb
from sayso.reading import cues as c
from sayso.reading import grammar as g
from sayso.reading.clauses import clause_of, count_of, is_definite, is_question, is_subjunctive
from sayso.reading.grammar import Parsed, Token
from sayso.reading.kit import Kit
from sayso.spans import Span

_CERTAINTY = {"CT": 3, "PR": 2, "PS": 1}
_LETTERS = {3: "CT", 2: "PR", 1: "PS"}
_LINKS = (g.PREPOSITIONAL, g.AGENT, g.DATIVE, g.ADVERBIAL, g.VERB_PARTICLE)
_TRANSPARENT = (g.ATTRIBUTE, g.COMPLEMENT, g.OBJECT_PREDICATE)
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
class _State:
    """A factuality on the way down: certainty 3 (certain) to 0 (an intention, or, not positive, an open question)."""

    certainty: int = 3
    positive: bool = True
    tense: str | None = None
    outcome: str | None = None
    count: int | None = None
    cues: tuple[Span, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        if not self.certainty:
            return "Uu" if self.positive else "CTu"
        return _LETTERS[self.certainty] + ("+" if self.positive else "-")


def judge(parsed: Parsed, kit: Kit, index: int, until: int | None = None) -> Judgement:
    """The factuality of the predicate at token `index`: a verb, an event noun or an adjective.

    The climb ends at the root, or below the token `until` (a reporting word): then it is what the source of that word
    commits to. Without `until`, reporting words leave the certainty to the source, denials and doubts do not.
    """
    token = parsed.tokens[index]
    if token.role in (g.AUXILIARY, g.PASSIVE_AUXILIARY):
        token = parsed.tokens[token.head]
    state = _state(parsed, kit, token, until, _DEEPEST)
    return Judgement(
        factuality=state.value,
        tense=state.tense,
        outcome=state.outcome,
        count=state.count,
        cues=tuple(sorted(set(state.cues))),
        rule="; ".join(state.rules) or "plain",
    )


def _read(value: str | None) -> tuple[int, bool]:
    """Certainty and polarity of a value on FactBank's scale; no value changes nothing."""
    if value is None or value == "CTu":
        return (3, True) if value is None else (0, False)
    return _CERTAINTY.get(value[:2], 0), not value.endswith("-")


def _state(parsed: Parsed, kit: Kit, token: Token, until: int | None, steps: int) -> _State:
    above = _context(parsed, kit, token, until, steps)
    return _marked(parsed, kit, token, _own(parsed, kit, token, above), until)


# --- from above ------------------------------------------------------------------------------------------------------


def _context(parsed: Parsed, kit: Kit, token: Token, until: int | None, steps: int) -> _State:
    """What the words above a token make of it, before its own negation, modal and tense."""
    if token.role == g.CONJUNCT and token.head not in (token.index, until) and steps:
        return _context(parsed, kit, _coordinated(parsed, token), until, steps - 1)
    head, preposition = _governor(parsed, token)
    stopped = until is not None and until in (head.index, token.head)
    if head.index == token.index or stopped or not steps:
        return _State(0, positive=False) if is_question(parsed, token) and not stopped else _State()
    complement = c.complement_of(parsed, kit.cues.words, token)
    head, row = c.cue_of(parsed, kit, token, head, complement)
    state = _state(parsed, kit, head, until, steps - 1)
    found = _by_row(parsed, kit, state, row, head) if row else _by_role(parsed, kit, state, token, complement)
    if preposition is not None:
        link = c.first(parsed, kit.cues.of("preposition", preposition.lower), preposition)
        if link is not None:
            start = _State() if link.kind == "presupposition" else found
            found = _coloured(start, link, preposition)
    return found


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


def _by_row(parsed: Parsed, kit: Kit, state: _State, row: Cue, head: Token) -> _State:
    """The complement's state by its cue: a factive's holds whatever its head's, others are at most as certain."""
    value = row.affirmed if state.positive else row.denied
    if row.kind == "attempt" and state.positive and (state.outcome == "failed" or _fails(parsed, kit, head)):
        value = "CT+"
        state = replace(state, outcome="failed", tense=state.tense or "past")
    certainty, positive = _read(value)
    presupposed = row.affirmed == row.denied == "CT+"
    if not presupposed:
        certainty = min(certainty, state.certainty) if positive or _is_firm(state) else 0
    outcome = row.outcome
    if row.kind == "attempt" and state.tense != "past":
        outcome = None  # "is trying to" leaves it open
    return _State(
        certainty=certainty,
        positive=positive,
        tense=row.tense or (None if presupposed else state.tense),
        outcome=outcome,
        count=count_of(parsed, kit.cues.words, head) if row.kind == "attempt" else None,
        cues=(*state.cues, head.span),
        rules=(*state.rules, row.name),
    )


def _is_firm(state: _State) -> bool:
    """Whether what a cue denies is denied for good: "prevented a strike" is, "hopes to prevent a strike" is open."""
    return state.certainty > 2 and state.tense != "future"


def _by_role(parsed: Parsed, kit: Kit, state: _State, token: Token, complement: str | None) -> _State:
    """The complement's state where no cue governs it."""
    role = token.role
    if role in _TRANSPARENT or (role == g.OPEN_CLAUSE and complement != "to"):
        return state
    if role == g.PREPOSITION_CLAUSE:
        return _State() if state.tense == "past" else replace(state, positive=True)
    if role in g.CLAUSES:
        return _by_clause(parsed, state, token, complement)
    return _by_noun(parsed, kit, state, token) if token.pos in (g.NOUN, g.NAME) else _State()


def _by_clause(parsed: Parsed, state: _State, token: Token, complement: str | None) -> _State:
    """An infinitive tells an aim; a gerund after an uncertain noun shares its doubt; other clauses stand alone."""
    if complement == "to":
        firm = (
            token.role == g.ADVERBIAL_CLAUSE or state.tense == "past" or (state.tense, state.certainty) == ("future", 3)
        )
        certainty = min(state.certainty, 2 if firm else 1)
        return replace(state, certainty=certainty, tense="future", rules=(*state.rules, "infinitive"))
    if token.role == g.THAT_CLAUSE and is_subjunctive(parsed, token):
        return _State(1, tense="future", rules=("subjunctive",))
    if token.role == g.NOUN_CLAUSE and token.form == g.GERUND and state.certainty < 3:
        return state  # "fears of rebels seizing the dam"
    return _State()


def _by_noun(parsed: Parsed, kit: Kit, state: _State, token: Token) -> _State:
    """An event noun under a plain verb shares its fate, unless it is definite: "may affect the election".

    Under a support verb it always does: "did not hold the talks".
    """
    if token.role == g.COMPOUND:
        return state
    if token.role not in (g.OBJECT, g.PREPOSITION_OBJECT, g.SUBJECT, g.PASSIVE_SUBJECT):
        return _State()
    lent = token.role in (g.OBJECT, g.PASSIVE_SUBJECT) and is_support_verb(parsed.tokens[token.head].lemma)
    if not lent and is_definite(parsed, kit.cues.words, token):
        return _State()
    return replace(state, positive=True) if token.role == g.SUBJECT else state


# --- its own words ---------------------------------------------------------------------------------------------------


def _own(parsed: Parsed, kit: Kit, token: Token, above: _State) -> _State:
    """The state under a word's own negation, modal verb and tense."""
    clause = clause_of(parsed, kit, token)
    certainty, positive = _read(clause.value)
    return _State(
        certainty=min(above.certainty, certainty),
        positive=above.positive == positive,
        tense=clause.tense or above.tense,
        outcome=above.outcome,
        count=clause.count or above.count,
        cues=above.cues + tuple(t.span for t in clause.cues),
        rules=above.rules + clause.rules,
    )


def _marked(parsed: Parsed, kit: Kit, token: Token, state: _State, until: int | None) -> _State:
    """The state under the adverbs, adjectives and markers of a word."""
    for kid, row in c.marks(parsed, kit, token):
        if kid.index == until or (row.kind == "aim" and state.tense == "past"):
            continue  # "until they left" has happened
        state = _coloured(state, row, kid)
        if row.kind == "condition" and not state.positive:
            state = replace(state, certainty=0)  # "if he does not agree" leaves it open
    return state


def _coloured(state: _State, row: Cue, kid: Token) -> _State:
    """The state under one more mark: no more certain than the mark, turned round by a negative one."""
    certainty, positive = _read(row.affirmed)
    return replace(
        state,
        certainty=min(state.certainty, certainty),
        positive=state.positive == positive,
        tense=row.tense or state.tense,
        outcome=row.outcome or state.outcome,
        cues=(*state.cues, kid.span),
        rules=(*state.rules, row.name),
    )


# --- outcome and count -----------------------------------------------------------------------------------------------


def _fails(parsed: Parsed, kit: Kit, attempt: Token) -> bool:
    """Whether an attempt is said to fail in its own sentence: "tried twice, failing both times", "tried but failed"."""
    below = g.subtree(parsed, attempt.index)
    after = (t for t in below if t.index > attempt.index and t.pos == g.VERB)
    return any(row.kind == "failure" for t in after for row in kit.cues.of("verb", t.lower, t.lemma))
