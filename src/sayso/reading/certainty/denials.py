"""What a denial or doubt bears on: the thing that is denied, not all that its sentence goes on to mention."""

from __future__ import annotations

from sayso.reading import grammar as g
from sayso.reading.grammar import Parsed, Token
from sayso.reading.kit import Kit
from sayso.spans import Span

_NOMINAL = (g.OBJECT, g.PASSIVE_SUBJECT, g.PREPOSITION_OBJECT)
_CONTENTS = frozenset({"attempt", "possibility", "rumour", "plan"})
_BEARING = frozenset({"denial", "doubt", "exclusion"})


def bears_on(parsed: Parsed, kit: Kit, cue: Span | None, index: int) -> bool:
    """Whether the denial or doubt that the words `cue` tell is one of the event at token `index`.

    True for the clause that is denied and for an event that is ("denied that shots were fired", "denied the attack");
    not for what the clause takes as given, for a request or offer that is turned down (it was made), nor for what one
    opposes. Where the parse joins the two in no way, the event is taken to be denied.
    """
    token = g.first_conjunct(parsed, index)
    word = parsed.head_of(cue) if cue is not None else None
    if word is None or all(a.index != word.index for a in g.ancestors(parsed, token.index)):
        return True
    token = _above_complements(parsed, token, word)
    head = _governor(parsed, token)
    if token.role in g.CLAUSES:
        through = head.pos != g.VERB and _governor(parsed, head).index == word.index  # "rejected reports that"
        return through or head.index == word.index
    if head.index != word.index or token.role not in _NOMINAL:
        return False
    return _is_denying(kit, word) and not _is_told(kit, token)


def _above_complements(parsed: Parsed, token: Token, word: Token) -> Token:
    """The verb that an infinitive completes, below the denial: of "denied that it had agreed to sell" the agreeing."""
    while token.role == g.OPEN_CLAUSE and token.head not in (word.index, token.index):
        token = parsed.tokens[token.head]
    return token


def _governor(parsed: Parsed, token: Token) -> Token:
    head = parsed.tokens[token.head]
    return parsed.tokens[head.head] if token.role == g.PREPOSITION_OBJECT else head


def _is_told(kit: Kit, noun: Token) -> bool:
    """Whether a noun names something said or wished, which is there though one turns it down: a claim, an offer."""
    rows = kit.cues.of("noun", noun.lower, noun.lemma)
    return kit.cues.event_nouns.get(noun.lemma) == "speech" or any(row.kind in _CONTENTS for row in rows)


def _is_denying(kit: Kit, word: Token) -> bool:
    rows = (*kit.cues.of("verb", word.lower, word.lemma), *kit.cues.of("noun", word.lower, word.lemma))
    return any(row.kind in _BEARING for row in rows)
