"""What an act is done with, told outside the slots of its trigger."""

from __future__ import annotations

from sayso.knowledge.support import is_support_verb
from sayso.reading import grammar as g
from sayso.reading.events import slots
from sayso.reading.grammar import Parsed, Token

_USING = (g.ADVERBIAL_CLAUSE, g.OPEN_CLAUSE, g.NOUN_CLAUSE)


def means(parsed: Parsed, index: int) -> list[Token]:
    """What an act is done with: "the attack involved drones", "struck the base using drones"."""
    token = parsed.tokens[index]
    head = parsed.tokens[token.head]
    found = [
        o
        for k in g.children(parsed, index, *_USING)
        if k.lower in ("using", "employing")
        for o in g.objects(parsed, k.index)
    ]
    if token.role not in (g.SUBJECT, g.PASSIVE_SUBJECT) or head.pos != g.VERB:
        return found
    found += slots.verb_objects(parsed, head.index) if is_support_verb(f"+ {head.lemma}") else []
    return found + [
        o
        for w in ("of", "out", "with")
        if is_support_verb(f"+ {head.lemma} {w}")
        for o in slots.verb_prepositional(parsed, head.index, w)
    ]


def carried(parsed: Parsed, index: int) -> list[Token]:
    """What a participle after a noun adds to it: "a truck packed with explosives", "rockets fired from helicopters"."""
    return [
        t
        for participle in g.children(parsed, index, g.NOUN_CLAUSE)
        if not g.is_whole(parsed, participle.index)
        for kid in g.children(parsed, participle.index, g.PREPOSITIONAL, g.OBJECT)
        for t in ([kid] if kid.role == g.OBJECT else g.children(parsed, kid.index, g.PREPOSITION_OBJECT))
    ]
