"""Who denies in a word what was told before: "Chad denies it", "rejected the accusation", "a claim the army denied"."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.reading import grammar as g
from sayso.reading.events.scene import Scene
from sayso.reading.grammar import Token
from sayso.records import Attribution
from sayso.spans import Span

_ABOVE = (*g.CLAUSES, g.PREPOSITION_OBJECT, g.OBJECT, g.CONJUNCT)
_POINTING = frozenset({"it", "this", "that", "so"})
_LETTING_THROUGH = frozenset({g.PREPOSITION, g.ADVERB})


def contesters(scene: Scene, index: int, teller: Attribution | None) -> Iterator[Attribution]:
    """The attributions by which others deny the event at token `index`, which their own words do not name.

    They follow what `teller` (None: the report) says, in its sentence or the next one; only the main event of a
    statement is denied so, not what it mentions.
    """
    token = scene.parsed.tokens[index]
    for attribution in scene.attributions:
        if attribution.stance != "denies" or attribution.cue is None or attribution.cue.start < token.stop:
            continue
        stand_in = scene.parsed.head_of(attribution.content[0])
        if stand_in is None or not 0 <= stand_in.sentence - token.sentence <= 1 or not _is_other(attribution, teller):
            continue
        if _stands_for_what_was_said(scene, stand_in) and _is_main(scene, token, stand_in, teller):
            yield attribution


def _is_other(attribution: Attribution, teller: Attribution | None) -> bool:
    """Whether somebody else denies it than who told it."""
    if teller is None:
        return True
    source, told_by = attribution.source, teller.source
    return (source.entity, source.name) != (told_by.entity, told_by.name)


def _stands_for_what_was_said(scene: Scene, token: Token) -> bool:
    """Whether a word points to a statement and tells nothing of it: a pronoun, "the accusation", "a claim"."""
    if token.lower in _POINTING:
        return True
    word = scene.kit.reporting.noun(token.lemma)
    if word is None or word.act != "says" or (token.form == g.PLURAL and not _is_definite(scene, token)):
        return False
    told = g.children(scene.parsed, token.index, g.NOUN_CLAUSE, g.PREPOSITIONAL, g.THAT_CLAUSE, g.POSSESSOR)
    return not told and (
        _is_definite(scene, token) or g.child(scene.parsed, token.index, g.RELATIVE_CLAUSE) is not None
    )


def _is_definite(scene: Scene, token: Token) -> bool:
    definite = scene.kit.cues.words.definite
    return any(t.lower in definite for t in g.children(scene.parsed, token.index, g.DETERMINES))


def _is_main(scene: Scene, token: Token, stand_in: Token, teller: Attribution | None) -> bool:
    """Whether an event is what its statement tells first: nothing but who said it stands above it."""
    if teller is None:
        return token.role == g.ROOT and stand_in.sentence > token.sentence
    held = next((s for s in teller.content if s.covers(token.span)), None)
    if held is None or token.role not in (*_ABOVE, g.ROOT):
        return False
    return _leaves(scene, token, held)


def _leaves(scene: Scene, token: Token, held: Span) -> bool:
    """Whether the word above a token stands outside the statement, "of" and the like skipped."""
    if token.role == g.ROOT:
        return True
    above = scene.parsed.tokens[token.head]
    while held.covers(above.span) and above.pos in _LETTING_THROUGH and above.head != above.index:
        above = scene.parsed.tokens[above.head]
    return not held.covers(above.span)
