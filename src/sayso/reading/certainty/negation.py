"""Which words deny: "not", "never", a negative subject, "no" before a noun, "rather than" before a joined clause."""

from __future__ import annotations

from sayso.reading import grammar as g
from sayso.reading.certainty import cues as c
from sayso.reading.grammar import Parsed, Token
from sayso.reading.kit import Kit

_DENYING = frozenset({g.NEGATION, g.ADVERBIAL, g.DETERMINES, g.COORDINATOR, g.PREDETERMINER, g.INTERJECTION})
_NEGATIVE_ROLES = frozenset({g.DETERMINES, g.ADJECTIVAL, g.NEGATION, g.COORDINATOR})
_DENIABLE = frozenset({g.SUBJECT, g.PASSIVE_SUBJECT, g.OBJECT, g.ATTRIBUTE})


def negations(parsed: Parsed, kit: Kit, token: Token) -> tuple[Token, ...]:
    """The words that deny a word: "not", "never", "no longer", a negative subject ("no one"), "no" before a noun."""
    joining = denying_joint(parsed, kit, token)
    found = [joining] if joining is not None else []
    for index in token.children:
        kid = parsed.tokens[index]
        if kid.role in _DENYING:
            found.extend([kid] if _denies(parsed, kit, kid) else [])
        elif kid.role in _DENIABLE:
            inner = _negative_phrase(parsed, kit, kid)
            own = inner is not None and (kid.role in g.SUBJECTS or inner.lower not in kit.cues.words.scant)
            found.extend([inner] if inner is not None and own else [])
    return tuple(found)


def denied_alone(parsed: Parsed, kit: Kit, noun: Token) -> Token | None:
    """The "not" that hangs on a noun itself, and not on its clause; not that of "not only"."""
    if noun.pos != g.NOUN:
        return None
    found = g.child(parsed, noun.index, g.NEGATION)
    only = found is not None and parsed.tokens[found.index + 1].lower in ("only", "just", "all", "every")
    return found if found is not None and not only and found.lower == "not" else None


def only_object_denied(parsed: Parsed, kit: Kit, verb: Token) -> bool:
    """Whether a clause is denied by a negative object alone: "made no comment"."""
    direct = g.child(parsed, verb.index, g.OBJECT)
    denying = negations(parsed, kit, verb)
    return direct is not None and bool(denying) and all(t.head == direct.index or t is direct for t in denying)


def denying_joint(parsed: Parsed, kit: Kit, token: Token) -> Token | None:
    """The "nor", "rather than", "let alone" that joins a clause to the one before it: parsers hang it on the first."""
    if token.role != g.CONJUNCT:
        return None
    before = parsed.tokens[token.index - 1]
    if before.head != token.index and c.first(parsed, kit.cues.of("junction", before.lower), before) is not None:
        return before
    joining = [k for k in g.children(parsed, token.head, g.COORDINATOR) if k.index < token.index]
    return joining[-1] if joining and joining[-1].lower == "nor" else None


def _denies(parsed: Parsed, kit: Kit, kid: Token) -> bool:
    row = c.first(parsed, kit.cues.of("negation", kid.lower), kid)
    return row is not None and row.affirmed == "CT-"


def _negative_phrase(parsed: Parsed, kit: Kit, noun: Token) -> Token | None:
    if is_negative(parsed, kit, noun):
        return noun
    inside = g.children(parsed, noun.index, *_NEGATIVE_ROLES)
    denying = next((k for k in inside if k.lower in kit.cues.words.negative), None)
    if denying is not None and denying.role == g.ADJECTIVAL and not _is_scant(parsed, noun, denying):
        return None
    return denying


def scant_measure(parsed: Parsed, kit: Kit, noun: Token) -> Token | None:
    """The "few" or "little" that says that there is hardly any of what a noun names."""
    inner = _negative_phrase(parsed, kit, noun)
    return inner if inner is not None and inner.lower in kit.cues.words.scant else None


def _is_scant(parsed: Parsed, noun: Token, measure: Token) -> bool:
    """Whether "few" or "little" says that there is hardly any: not in "a few ships", "the little ship"."""
    if g.child(parsed, noun.index, g.DETERMINES, g.POSSESSOR) is not None:
        return False
    if g.child(parsed, measure.index, g.DETERMINES, g.QUANTIFIER) is not None:
        return False
    return (noun.form == g.PLURAL) == (measure.lower == "few")


def is_empty(parsed: Parsed, kit: Kit, noun: Token) -> bool:
    """Whether a noun phrase under a denial has no referent: "no plan", "nothing", "not ... any plan"."""
    below = g.children(parsed, noun.index, g.DETERMINES)
    return _negative_phrase(parsed, kit, noun) is not None or any(k.lower in kit.cues.words.any for k in below)


def is_negative(parsed: Parsed, kit: Kit, noun: Token) -> bool:
    """Whether a word by itself means that there is no such thing: "nobody", "nothing", "none"."""
    if noun.pos not in (g.PRONOUN, g.NOUN):
        return False
    return c.first(parsed, kit.cues.of("negation", noun.lower), noun) is not None
