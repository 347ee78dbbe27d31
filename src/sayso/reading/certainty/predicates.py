"""Which words tell a happening or a state: verbs, copulas, event nouns, adjectives in the predicate.

After the guidelines of MEANTIME (Tonelli et al. 2014), where a copula tells a state beside its predicate.
"""

from __future__ import annotations

from sayso.reading import grammar as g
from sayso.reading.grammar import Parsed, Token
from sayso.reading.kit import Kit

_SUFFIXES = ("tion", "sion", "ment", "isation", "ization", "ing")
_LONGEST_STEM = 7  # letters: "nation", "moment" and "evening" name no action
_NO_PREDICATE = (g.AUXILIARY, g.PASSIVE_AUXILIARY, g.CASE, g.PREPOSITIONAL)
_BEFORE_NOUN = (g.COMPOUND, g.NOUN_MODIFIER, g.ADJECTIVAL)


def find_predicates(parsed: Parsed, kit: Kit) -> tuple[int, ...]:
    """Indices of the tokens that tell of a happening or state, in order of text.

    Verbs that are no auxiliaries, copulas, nouns of `event_nouns.csv` or with the suffix of an action, adjectives that
    a copula ascribes. Words before a noun that only say what kind of thing it is tell nothing ("research firm").
    """
    return tuple(t.index for t in parsed.tokens if _is_predicate(parsed, kit, t))


def _is_predicate(parsed: Parsed, kit: Kit, token: Token) -> bool:
    if token.pos == g.VERB:
        return token.role not in _NO_PREDICATE and token.role not in _BEFORE_NOUN and token.text[0].isalpha()
    if token.pos == g.AUX:
        return _is_copula(parsed, kit, token)
    if token.pos == g.NOUN:
        return is_event_noun(kit, token) and not _only_describes(parsed, kit, token)
    if token.pos == g.NAME:
        return _names_an_occasion(parsed, kit, token)
    return token.pos == g.ADJECTIVE and _is_ascribed(parsed, token)


def _names_an_occasion(parsed: Parsed, kit: Kit, token: Token) -> bool:
    """Whether a name ends in an event noun of the list ("the Farnborough Airshow", "the World Economic Forum")."""
    listed = kit.cues.event_nouns.get(token.lower, "none") != "none"
    return listed and token.role not in _BEFORE_NOUN and g.child(parsed, token.index, *_BEFORE_NOUN) is not None


def _is_copula(parsed: Parsed, kit: Kit, token: Token) -> bool:
    """Whether a form of "be" is the verb of its clause, and neither "is to" nor "there was" before an event."""
    if token.lemma != "be" or token.role in _NO_PREDICATE:
        return False
    predicate = g.child(parsed, token.index, g.ATTRIBUTE, g.COMPLEMENT)
    if predicate is None:
        return g.child(parsed, token.index, g.OPEN_CLAUSE) is None
    return g.child(parsed, token.index, g.EXPLETIVE) is None or not is_event_noun(kit, predicate)


def _is_ascribed(parsed: Parsed, token: Token) -> bool:
    first = g.first_conjunct(parsed, token.index)
    return first.role == g.COMPLEMENT and parsed.tokens[first.head].pos == g.AUX


def _only_describes(parsed: Parsed, kit: Kit, token: Token) -> bool:
    """Whether a noun only says what kind of thing the next one is ("research firm"; not "price increase talks")."""
    head = parsed.tokens[token.head]
    return token.role in _BEFORE_NOUN and head.index > token.index and not is_event_noun(kit, head)


def is_event_noun(kit: Kit, token: Token) -> bool:
    """Whether a noun names an event: by the list, else by a suffix of action nouns."""
    nouns = kit.cues.event_nouns
    kind = nouns.get(token.lemma) or nouns.get(token.lower)  # "layoffs", "earnings" stand there in the plural
    if kind is not None:
        return kind != "none"
    return token.lemma.endswith(_SUFFIXES) and len(token.lemma) > _LONGEST_STEM
