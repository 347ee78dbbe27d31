"""What a reported sentence takes as given: events for which the one who is cited does not vouch."""

from __future__ import annotations

from sayso.knowledge.reporting import Reporting
from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.grammar import Parsed, Token
from sayso.records import Attribution
from sayso.spans import Span

_ANSWERING = frozenset({"responsibility", "blame", "credit"})
_AGAINST = frozenset({"denies", "doubts"})
_INDEFINITE = frozenset({"a", "an", "some", "several"})
_OPENING, _CLOSING, _EITHER = "“„«", "”»", '"'


def is_given(parsed: Parsed, reporting: Reporting, index: int, content: Span, aimed_at: bool) -> bool:
    """Whether a source only mentions the event at token `index`, in its `content`.

    In a relative clause that adds to a thing spoken of ("the girls abducted in May are free, he said"), as what another
    event answers ("in response to the raid"), or as that for which somebody claims or is given the responsibility.
    What stands in quotation marks is all the source's own. `aimed_at`: the content is a thing or an aim and no
    statement ("promised to lift all sanctions imposed in May"): it makes nothing known by the way.
    """
    token = parsed.tokens[index]
    if _answered_for(parsed, token):
        return True
    if is_quoted(parsed.text, content, token.start):
        return False
    if _is_background(parsed, token, content):
        return True
    return _in_relative_clause(parsed, reporting, index, content, aimed_at)


def is_judged(parsed: Parsed, reporting: Reporting, attributions: list[Attribution], index: int) -> bool:
    """Whether somebody praises or condemns the event ("the ministry condemned the raid"): nobody need vouch for it."""
    token = parsed.tokens[index]
    judging = (a for a in attributions if (a.rule or "").startswith("judges") and a.stance not in _AGAINST)
    return any(s.covers(token.span) for a in judging for s in a.content) or _is_object_of_judging(
        parsed, reporting, token
    )


def _is_object_of_judging(parsed: Parsed, reporting: Reporting, token: Token) -> bool:
    token = g.first_conjunct(parsed, token.index)
    word = reporting.verb(parsed.tokens[token.head].lemma)
    return token.role == g.OBJECT and word is not None and word.act == "judges" and word.stance not in _AGAINST


def _answered_for(parsed: Parsed, token: Token) -> bool:
    """Whether a noun tells what somebody answers for ("claimed responsibility for an attack")."""
    token = g.first_conjunct(parsed, token.index)
    preposition = parsed.tokens[token.head]
    return token.role == g.PREPOSITION_OBJECT and parsed.tokens[preposition.head].lemma in _ANSWERING


def _is_background(parsed: Parsed, token: Token, content: Span) -> bool:
    """Whether a noun tells what the event that is spoken of answers ("fired in response to the raid")."""
    token = g.first_conjunct(parsed, token.index)
    preposition = parsed.tokens[token.head]
    answer = parsed.tokens[preposition.head]
    if token.role != g.PREPOSITION_OBJECT or answer.role != g.PREPOSITION_OBJECT or not content.covers(answer.span):
        return False
    return load_setting().has("between", answer.lemma)


def is_quoted(text: str, content: Span, offset: int) -> bool:
    """Whether quotation marks are open at a place in a content, which itself may begin just after one."""
    open_ = False
    for mark in text[max(0, content.start - 1) : offset]:
        if mark in _OPENING or mark in _CLOSING:
            open_ = mark in _OPENING
        elif mark in _EITHER:
            open_ = not open_
    return open_


def _in_relative_clause(parsed: Parsed, reporting: Reporting, index: int, content: Span, aimed_at: bool) -> bool:
    """Whether a relative clause that begins inside the content stands between it and the token: one that tells what is
    known of a thing, or what others say of it ("a raid which the army calls lawful"), and no purpose."""
    for token in (parsed.tokens[index], *g.ancestors(parsed, index)):
        head = parsed.tokens[token.head]
        if content.covers(token.span) and content.covers(head.span) and _modifies(parsed, token):
            told_by_others = token.index == index and reporting.verb(token.lemma) is not None
            if told_by_others or aimed_at or not _is_new(parsed, head):
                return True
    return False


def _is_new(parsed: Parsed, head: Token) -> bool:
    """Whether a clause makes known those whom it describes: "a man arrested on Monday", "those killed", "two of the
    villagers who fled"."""
    articles = {t.lower for t in g.children(parsed, head.index, g.DETERMINES)}
    counted = g.child(parsed, head.index, g.NUMERIC) is not None and not articles
    return head.pos in (g.PRONOUN, g.DETERMINER, g.NUMBER) or counted or bool(articles & _INDEFINITE)


def _modifies(parsed: Parsed, token: Token) -> bool:
    """Whether a clause tells more of a noun: "which was signed", "signed in May", but not "to sign" or "that ..."."""
    if token.role == g.NOUN_CLAUSE:
        return token.form != g.BASE and g.child(parsed, token.index, g.MARKER, *g.SUBJECTS) is None
    if token.role != g.RELATIVE_CLAUSE or token.form == g.BASE:
        return False
    marked = g.child(parsed, token.index, g.MARKER) is not None  # "the army fell, that its men fled, and that ..."
    return not (marked and g.child(parsed, token.index, *g.SUBJECTS) is not None)
