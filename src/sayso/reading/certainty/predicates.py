"""Which words tell a happening or a state: verbs, event nouns, adjectives in the predicate."""

from __future__ import annotations

from sayso.reading import grammar as g
from sayso.reading.grammar import Parsed, Token
from sayso.reading.kit import Kit

_SUFFIXES = ("tion", "sion", "ment", "isation", "ization")
_NO_PREDICATE = (g.AUXILIARY, g.PASSIVE_AUXILIARY, g.CASE, g.PREPOSITIONAL)


def find_predicates(parsed: Parsed, kit: Kit) -> tuple[int, ...]:
    """Indices of the tokens that tell of a happening or state, in order of text.

    Verbs that are no auxiliaries, nouns of `event_nouns.csv` or with the suffix of an action, adjectives that a copula
    ascribes.
    """
    return tuple(t.index for t in parsed.tokens if _is_predicate(parsed, kit, t))


def _is_predicate(parsed: Parsed, kit: Kit, token: Token) -> bool:
    if token.pos == g.VERB:
        return token.role not in _NO_PREDICATE
    if token.pos == g.NOUN:
        return is_event_noun(kit, token)
    return token.pos == g.ADJECTIVE and token.role == g.COMPLEMENT and parsed.tokens[token.head].pos == g.AUX


def is_event_noun(kit: Kit, token: Token) -> bool:
    """Whether a noun names an event: by the list, else by a suffix of action nouns."""
    nouns = kit.cues.event_nouns
    kind = nouns.get(token.lemma) or nouns.get(token.lower)  # "layoffs", "earnings" stand there in the plural
    if kind is not None:
        return kind != "none"
    return token.lemma.endswith(_SUFFIXES) and len(token.lemma) > 7
