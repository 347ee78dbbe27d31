"""Where an event was: the most specific place that the words around its trigger give it."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.events import slots
from sayso.reading.events.clause_places import (
    places_of_answered,
    places_of_clause_above,
    places_of_likelihood,
    places_of_noun_clause,
    places_of_occasion,
    places_of_verb,
)
from sayso.reading.events.scene import Scene
from sayso.reading.events.setting import (
    verbs_above,
    when_clauses,
)
from sayso.reading.events.triggers import Trigger
from sayso.reading.events.whereabouts import (
    AROUND,
    LOCATIVE,
    is_whose,
    most_specific,
    place_gone_to,
    place_in,
    place_named,
    place_of_state,
    places_after,
    places_below,
    places_owning,
    town_of_building,
)
from sayso.records import Participant, Place
from sayso.spans import Span

_GOAL = ("to", "into", "toward", "towards", "through")
_ORIGIN = ("from",)  # of a rocket
_GOALS_OF = {"visit": _GOAL, "deploy": _GOAL, "withdraw": ("from", "of", *_GOAL)}  # kinds that move
_MORE_WORDS = {**_GOALS_OF, "launch": _ORIGIN, "test": _ORIGIN}
_DONE_TO_PLACES = frozenset({"visit", "attack", "seize", "deploy", "accident", "protest"})
_SPEECH = frozenset({"accuse", "request", "reject", "support", "threaten", "sanction", "agree"})  # said anywhere
_ANYWHERE = frozenset({"where its doers are", "state of the office"})  # a country says enough there
_WIDE = frozenset({"country", "region", "sea", "admin"})
_PEOPLE = frozenset({"human", "person", "body", "group", "organisation", "official"})


def find_place(scene: Scene, trigger: Trigger, participants: tuple[Participant, ...]) -> tuple[str, str] | None:
    """Id of the most specific place of the event, and the rule that found it; None when the text gives none."""
    if not scene.places:
        return None
    for rule, places in _candidates(scene, trigger, participants):
        fitting = [p for p in places if rule in _ANYWHERE or _fits(trigger, p)]
        if fitting:
            return most_specific(fitting).id, rule
    return None


def _fits(trigger: Trigger, place: Place) -> bool:
    """Whether an event of the kind is placed there: a speech is about whole countries, and held in towns."""
    return trigger.frame.acts_as not in _SPEECH or place.precision not in _WIDE


def _candidates(
    scene: Scene, trigger: Trigger, participants: tuple[Participant, ...]
) -> Iterator[tuple[str, list[Place]]]:
    """Rule and places, the closest tie first."""
    yield "under the trigger", _places_under(scene, trigger)
    yield "target", _places_of_targets(scene, trigger, participants)
    yield "where", _place_before_where(scene, trigger)
    yield "modifier", _places_before_noun(scene, trigger)
    yield "same clause", [] if _is_word_spoken(trigger) else _places_of_clause(scene, trigger)
    yield "behind what is answered", places_of_answered(scene, trigger)
    yield "occasion", places_of_occasion(scene, trigger)
    yield "there", _place_of_there(scene, trigger)
    yield "among the words of the clause", _places_among_words(scene, trigger)
    yield "clause of the noun", places_of_noun_clause(scene, trigger)
    yield "where its doers are", _places_of_doers(scene, trigger)
    yield "state of the office", _states_of_office(scene, trigger, participants)


def _is_word_spoken(trigger: Trigger) -> bool:
    """ "answered the call in Leeds": a noun for words, said who knows where."""
    return trigger.frame.pos == "noun" and trigger.frame.acts_as in _SPEECH


def _places_under(scene: Scene, trigger: Trigger) -> list[Place]:
    return [] if _is_topic(scene, trigger) else _places_beside(scene, trigger)


def _is_topic(scene: Scene, trigger: Trigger) -> bool:
    """ "a meeting on Syria", "talks on Iran": a state behind "on", which words are about."""
    if not load_setting().has("held", trigger.frame.acts_as):
        return False
    told = g.prepositional(scene.parsed, trigger.index, "on")
    about = [scene.place_at[t.index][0].precision == "country" for t in told if t.index in scene.place_at]
    elsewhere = places_after(scene, trigger.index, *(word for word in LOCATIVE if word != "on"))
    return any(about) and not elsewhere


def _places_beside(scene: Scene, trigger: Trigger) -> list[Place]:
    words = (*LOCATIVE, *_MORE_WORDS.get(trigger.frame.acts_as, ()))
    if trigger.frame.acts_as in _GOALS_OF and trigger.frame.pos == "verb":  # "patrolled the gulf", "left the island"
        gone = [place_gone_to(scene, t.index) for t in slots.verb_objects(scene.parsed, trigger.index)]
        left = g.prepositional(scene.parsed, trigger.index, "from") if trigger.frame.acts_as == "withdraw" else []
        if any(gone) and not left:  # "withdrew the United States from the pact"
            return [here for here in gone if here]
    found = _places_at_distance(scene, trigger) or places_after(scene, trigger.index, *words)
    if not found and trigger.frame.acts_as == "withdraw":  # "pull out of the nation"
        out = g.children(scene.parsed, trigger.index, g.PREPOSITIONAL, g.VERB_PARTICLE, g.ADVERBIAL)
        found = [p for k in out if k.lower in ("out", "away") for p in places_after(scene, k.index, "of", "from")]
    if not found and words[-1:] == _ORIGIN:  # "fired two missiles from Wonsan"
        rockets = slots.fillers(scene.parsed, trigger.index, "object")
        found = [p for t in rockets for p in places_after(scene, t.index, *_ORIGIN)]
    verb = slots.light_verb(scene.parsed, trigger.index)
    if not found and verb is not None:
        found = places_after(scene, verb.index, *words)
    return found


def _places_at_distance(scene: Scene, trigger: Trigger) -> list[Place]:
    """ "exploded 40 km northeast of the port": the point at that distance."""
    kids = g.children(scene.parsed, trigger.index, g.ADVERBIAL, g.NOUN_ADVERBIAL)
    return [scene.place_at[k.index][0] for k in kids if k.index in scene.place_at]


def _places_of_targets(scene: Scene, trigger: Trigger, participants: tuple[Participant, ...]) -> list[Place]:
    """The place that is visited, attacked, seized: its target's, when that is a place or lies in one."""
    closed = load_setting().has("closes", scene.parsed.tokens[trigger.index].lemma)
    if trigger.frame.acts_as not in _DONE_TO_PLACES and not closed:
        return []
    found_heads = (scene.parsed.head_of(p.span) for p in participants if p.role == "target")
    heads = [h for h in found_heads if h is not None and scene.parsed.tokens[h.head].lower != "with"]  # "war with Chad"
    places = (_places_of_target(scene, trigger, head) for head in heads)
    return next((found for found in places if found), [])  # of several targets the first, not the most exact


def _places_of_target(scene: Scene, trigger: Trigger, head: g.Token) -> list[Place]:
    if is_whose(scene, head):
        return []
    town = place_named(scene, head) or town_of_building(scene, head)
    if scene.classes(head.index) & _PEOPLE and town is None:  # "killed five people in Kabul"
        return places_after(scene, head.index, *AROUND) if trigger.frame.acts_as in ("attack", "sanction") else []
    here = scene.place_at.get(head.index)
    if head.role == g.APPOSITION and here is None:  # "Leeds, a town near York"
        here = scene.place_at.get(head.head)
    if here is not None:
        return [here[0]]
    found = [*places_after(scene, head.index, *LOCATIVE), *places_owning(scene, head)]
    return found or ([town] if town is not None else [])


def _place_of_there(scene: Scene, trigger: Trigger) -> list[Place]:
    """ "There, the general showed him ...": the most specific place of the sentence before."""
    if not any(k.lower == "there" for k in g.children(scene.parsed, trigger.index, g.ADVERBIAL)):
        return []
    number = scene.parsed.tokens[trigger.index].sentence
    for sentence in reversed(scene.parsed.sentences[max(0, number - 3) : number]):
        inside = [p for p in scene.places if any(_tells_scene(scene, sentence.span, m) for m in p.mentions)]
        if inside:
            return [most_specific(inside)]
    return []


def _tells_scene(scene: Scene, sentence: Span, mention: Span) -> bool:
    """Whether a place is that of what happened, and not of those who tell it ("an envoy in Leeds said")."""
    if not sentence.covers(mention):
        return False
    sources = [a.source.span for a in scene.attributions if a.source.span is not None]
    heads = [scene.parsed.head_of(span) for span in sources if sentence.covers(span)]
    return not any(g.subtree_span(scene.parsed, head.index).covers(mention) for head in heads if head is not None)


def _place_before_where(scene: Scene, trigger: Trigger) -> list[Place]:
    """ "at the airport, where he arrived": the place that a clause with "where" tells about."""
    for token in (scene.parsed.tokens[trigger.index], *g.ancestors(scene.parsed, trigger.index)):
        if token.role == g.RELATIVE_CLAUSE:
            asks = any(k.lower == "where" for k in g.children(scene.parsed, token.index))
            here = place_in(scene, token.head) if asks else None
            return [here] if here else []
    return []


def _places_before_noun(scene: Scene, trigger: Trigger) -> list[Place]:
    """ "the Cairo summit", "a Kabul car bombing": a town before the noun, not a state, which would be its doer."""
    if trigger.frame.pos != "noun":
        return []
    tokens = slots.fillers(scene.parsed, trigger.index, "modifier")
    found = [scene.place_at[t.index][0] for t in tokens if t.index in scene.place_at]
    return [p for p in found if p.precision in ("populated place", "point")]


def _places_among_words(scene: Scene, trigger: Trigger) -> list[Place]:
    """A locative phrase that hangs on the objects of the trigger's clause ("met the envoy of the union in Doha")."""
    if scene.parsed.tokens[trigger.index].lemma == "discuss":  # what is talked about
        return []
    if trigger.frame.acts_as in _SPEECH or trigger.frame.acts_as in ("sanction", "agree", "decide", "office", "other"):
        return []
    return places_below(scene, _verb_of_deed(scene, trigger)) or places_of_clause_above(scene, trigger)


def _verb_of_deed(scene: Scene, trigger: Trigger) -> int:
    """ "the raid killed five people in Homs": the verb of which an attack is the subject, else the trigger."""
    token = scene.parsed.tokens[trigger.index]
    above = scene.parsed.tokens[token.head]
    deed = token.role == g.SUBJECT and above.pos == g.VERB and load_setting().has("once", trigger.frame.acts_as)
    return above.index if deed else trigger.index


def _places_of_clause(scene: Scene, trigger: Trigger) -> list[Place]:
    """Places in locative phrases of the nearest verb that shares its setting with the trigger."""
    for verb in verbs_above(scene, trigger):
        words = _MORE_WORDS.get(trigger.frame.acts_as, ()) if verb.lemma == "be" else ()
        here = places_after(scene, verb.index, *LOCATIVE, *words) or places_of_likelihood(scene, verb, *words)
        return here or [p for c in when_clauses(scene, verb.index) for p in places_of_verb(scene, c.index)]
    return []


def _places_of_doers(scene: Scene, trigger: Trigger) -> list[Place]:
    """ "ministers in Cairo denounced", "the embassy in Iraq advised", "criticism within Serbia": where speakers are."""
    if trigger.frame.acts_as not in _SPEECH and trigger.frame.acts_as != "decide":
        return []
    noun = trigger.frame.pos == "noun"
    doers = [trigger.index] if noun else [t.index for t in slots.verb_subjects(scene.parsed, trigger.index)]
    found = [t for doer in doers for t in g.prepositional(scene.parsed, doer, "in", "at", "within", "inside")]
    near = [t for t in found if not noun or scene.parsed.tokens[t.head].index == trigger.index + 1]
    return [scene.place_at[t.index][0] for t in near if t.index in scene.place_at]


def _states_of_office(scene: Scene, trigger: Trigger, participants: tuple[Participant, ...]) -> list[Place]:
    """ "ousted the Chadian president", "Malawi's election": the state whose office it is, when the text names it."""
    if trigger.frame.acts_as != "office" or not load_setting().has("contests", trigger.frame.words[0]):
        return []
    before = slots.fillers(scene.parsed, trigger.index, "modifier") if trigger.frame.pos == "noun" else []
    entities = [scene.entity_at(t.index) for t in before]
    countries = [found[0].country for found in entities if found is not None]
    known = scene.entity_by_id
    countries += [
        known[p.ref].country for role in ("target", "actor") for p in participants if p.role == role and p.ref in known
    ]
    states = [place_of_state(scene, country) for country in countries]
    return [state for state in states if state is not None][:1]
