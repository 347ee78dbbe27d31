"""Where the clauses around a trigger say that something was: occasions, what is answered, the clause gone on with."""

from __future__ import annotations

from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.events.acts_of_words import gatherings
from sayso.reading.events.scene import Scene
from sayso.reading.events.setting import (
    answered_above,
    clauses_of_occasion,
    occasions,
    occasions_above,
)
from sayso.reading.events.triggers import Trigger
from sayso.reading.events.whereabouts import AROUND, LOCATIVE, place_in, places_after, places_below
from sayso.records import Place


def places_of_clause_above(scene: Scene, trigger: Trigger) -> list[Place]:
    """ "drove a car laden with arms into a mosque in Homs, killing four": the clause that a participle goes on with."""
    token = scene.parsed.tokens[trigger.index]
    goes_on = (
        token.role == g.ADVERBIAL_CLAUSE
        and token.form == g.GERUND
        and not g.children(scene.parsed, token.index, *g.SUBJECTS, g.MARKER)
    )
    if not goes_on or not load_setting().has("once", trigger.frame.acts_as):
        return []
    verb = token.head
    inside = [k.index for t in g.objects(scene.parsed, verb) for k in g.children(scene.parsed, t.index, g.NOUN_CLAUSE)]
    return [place for index in (verb, *inside) for place in places_below(scene, index)]


def places_of_likelihood(scene: Scene, verb: g.Token, *words: str) -> list[Place]:
    """ "the launch is likely to be from Sohae": below the adjective of a verb."""
    said = g.children(scene.parsed, verb.index, g.COMPLEMENT)
    below = [clause for adjective in said for clause in g.children(scene.parsed, adjective.index, g.OPEN_CLAUSE)]
    return [p for clause in below for p in places_after(scene, clause.index, *LOCATIVE, *words)]


def places_of_answered(scene: Scene, trigger: Trigger) -> list[Place]:
    """ "in reply to a raid last week in Leeds": behind what is answered, wherever the parser hangs it."""
    for word in answered_above(scene, trigger.index):
        here = g.prepositional(scene.parsed, word.index, *AROUND)
        found = [place_in(scene, t.index) for t in here if t.index > trigger.index]
        if any(found):
            return [place for place in found if place is not None]
    return []


def places_of_verb(scene: Scene, index: int) -> list[Place]:
    """Places that a verb is done in or to ("visited Oslo", "met in Oslo")."""
    found = places_after(scene, index, *LOCATIVE)
    direct = [place_in(scene, t.index) for t in g.objects(scene.parsed, index)]
    return found or [p for p in direct if p is not None]


def places_of_occasion(scene: Scene, trigger: Trigger) -> list[Place]:
    """ "said at a conference held in Riyadh", "in a speech delivered in Tehran": where the occasion came about."""
    if trigger.frame.pos != "verb":
        return []
    found = [p for clause in gatherings(scene, trigger) for p in places_below(scene, clause.index)]
    for occasion in [*occasions(scene, trigger.index), *occasions_above(scene, trigger)]:
        found.extend(places_after(scene, occasion.index, *AROUND))
        for clause in clauses_of_occasion(scene, occasion.index):
            found.extend(places_after(scene, clause.index, *AROUND))
    return found


def places_of_noun_clause(scene: Scene, trigger: Trigger) -> list[Place]:
    """ "the election held in Malawi", "the riot that broke out in Leeds": where a noun's clause says it came about."""
    if trigger.frame.pos != "noun":
        return []
    clauses = clauses_of_occasion(scene, trigger.index)
    return [p for clause in clauses for p in places_after(scene, clause.index, *AROUND)]
