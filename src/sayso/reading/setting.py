"""Which words share their place and date with a trigger: the verbs above it, and the words of its clause."""

from __future__ import annotations

from sayso.knowledge.support import is_support_verb
from sayso.reading import grammar as g
from sayso.reading.scene import Scene
from sayso.reading.triggers import Trigger

_SHARES_SETTING = frozenset(
    {"in", "during", "with", "at", "on", "amid", "as", "by", "through", "of", "from", "into", "to"}
)
_WHEN = frozenset({"when", "while", "as", "during"})


def verbs_above(scene: Scene, trigger: Trigger) -> list[g.Token]:
    """The verbs above a trigger whose place and date are also the trigger's, nearest first.

    A report's date is not that of what it reports, nor a condemnation's that of what is condemned; a clause with a
    subject of its own has a setting of its own.
    """
    parsed = scene.parsed
    found: list[g.Token] = []
    token = parsed.tokens[trigger.index]
    while token.head != token.index and not _has_own_setting(scene, token):
        token = parsed.tokens[token.head]
        if token.pos in (g.VERB, g.AUX):
            found.append(token)
            found.extend(g.children(parsed, token.index, g.OPEN_CLAUSE))
    return [verb for verb in found if verb.index != trigger.index]


def _has_own_setting(scene: Scene, token: g.Token) -> bool:
    parsed = scene.parsed
    if token.role == g.THAT_CLAUSE or (token.role == g.NOUN_CLAUSE and token.form != g.BASE):
        return True
    if token.role == g.RELATIVE_CLAUSE:
        return not any(k.lower in ("where", "when") for k in g.children(parsed, token.index))
    if token.role == g.ADVERBIAL_CLAUSE:
        return bool(g.children(parsed, token.index, g.SUBJECT, g.PASSIVE_SUBJECT))
    above = parsed.tokens[token.head]
    if token.role == g.PREPOSITION_OBJECT and above.lower not in _SHARES_SETTING and above.role != g.AGENT:
        return True
    told = token.pos in g.NOMINALS and token.role in (g.OBJECT, g.PREPOSITION_OBJECT) and above.pos == g.VERB
    return told and scene.kit.reporting.verb(above.lemma) is not None and not is_support_verb(above.lemma)


def words_of_clause(scene: Scene, index: int) -> list[int]:
    """The tokens below a verb without those of clauses that hang on it."""
    found: list[int] = []
    open_ = [index]
    while open_:
        for kid in g.children(scene.parsed, open_.pop()):
            if kid.role not in g.CLAUSES and kid.pos != g.VERB and kid.role != g.CONJUNCT:
                found.append(kid.index)
                open_.append(kid.index)
    return found


def when_clauses(scene: Scene, index: int) -> list[g.Token]:
    """Clauses that set the scene of a verb: "When she visited Oslo in July, ..."."""
    clauses = g.children(scene.parsed, index, g.ADVERBIAL_CLAUSE)
    return [c for c in clauses if any(k.lower in _WHEN for k in g.children(scene.parsed, c.index))]
