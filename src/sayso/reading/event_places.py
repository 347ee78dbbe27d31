"""Where an event was: the most specific place that the words around its trigger give it."""

from __future__ import annotations

from sayso.reading import grammar as g
from sayso.reading import slots
from sayso.reading.scene import Scene
from sayso.reading.setting import verbs_above, when_clauses, words_of_clause
from sayso.reading.triggers import Trigger
from sayso.records import Participant, Place

_LOCATIVE = (
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "off",
    "over",
    "around",
    "across",
    "above",
    "on",
    "along",
    "within",
)
_GOAL = ("to", "into", "toward", "towards", "through")
_GOALS_OF = {"visit": _GOAL, "deploy": _GOAL, "withdraw": ("from", "of", *_GOAL)}  # kinds that move
_DONE_TO_PLACES = frozenset({"visit", "attack", "seize", "deploy", "accident", "protest"})
_SPEECH = frozenset({"accuse", "request", "reject", "support", "threaten", "sanction"})  # said anywhere, about anywhere
_WIDE = frozenset({"country", "region", "sea", "admin"})
_LOCATING = frozenset(
    {g.POSSESSOR, g.COMPOUND, g.NOUN_MODIFIER, g.ADJECTIVAL, g.APPOSITION, g.PREPOSITION_OBJECT, g.CONJUNCT}
)
_AROUND = ("in", "at", "near", "outside", "inside", "off", "around", "along", "within")
_PEOPLE = frozenset({"human", "person", "body", "group", "organisation", "official"})
_RANK = {"point": 0, "populated place": 1, "admin": 2, "sea": 2, "region": 3, "country": 4, None: 3}


def find_place(scene: Scene, trigger: Trigger, participants: tuple[Participant, ...]) -> tuple[str, str] | None:
    """Id of the most specific place of the event, and the rule that found it; None when the text gives none."""
    for rule, places in (
        ("under the trigger", _places_under(scene, trigger)),
        ("target", _places_of_targets(scene, trigger, participants)),
        ("where", _place_before_where(scene, trigger)),
        ("modifier", _places_before_noun(scene, trigger)),
        ("same clause", _places_of_clause(scene, trigger)),
        ("there", _place_of_there(scene, trigger)),
        ("among the words of the clause", _places_among_words(scene, trigger)),
    ):
        fitting = [p for p in places if trigger.frame.kind not in _SPEECH or p.precision not in _WIDE]
        if fitting:
            return _most_specific(fitting).id, rule
    return None


def _most_specific(places: list[Place]) -> Place:
    return min(places, key=lambda p: _RANK.get(p.precision, 3))


def _places_under(scene: Scene, trigger: Trigger) -> list[Place]:
    words = (*_LOCATIVE, *_GOALS_OF.get(trigger.frame.kind, ()))
    if trigger.frame.kind in _GOALS_OF and trigger.frame.pos == "verb":  # "patrolled the gulf", "left the island"
        gone = [scene.place_at.get(t.index) for t in slots.verb_objects(scene.parsed, trigger.index)]
        if any(gone):
            return [here[0] for here in gone if here]
    found = _prepositional(scene, trigger.index, *words)
    verb = slots.light_verb(scene.parsed, trigger.index)
    if not found and verb is not None:
        found = _prepositional(scene, verb.index, *words)
    return found


def _prepositional(scene: Scene, index: int, *words: str) -> list[Place]:
    found: list[Place] = []
    for token in g.prepositional(scene.parsed, index, *words):
        here = _place_in(scene, token.index)
        if here is not None:
            found.append(here)
    return found


def _place_in(scene: Scene, index: int) -> Place | None:
    """The place that a noun phrase names or lies in: "Artyom", "the airfield in Artyom", "Seoul's port"."""
    direct = scene.place_at.get(index)
    if direct is not None:
        return direct[0]
    inside = [scene.place_at[i][0] for i in _within_phrase(scene, index) if i in scene.place_at]
    return _most_specific(inside) if inside else _state_meant(scene, index)


def _within_phrase(scene: Scene, index: int) -> list[int]:
    """Tokens of a noun phrase that can tell where it lies: owners, modifiers, appositions, locative phrases."""
    found: list[int] = []
    open_ = [index]
    while open_:
        for kid in g.children(scene.parsed, open_.pop()):
            locative = kid.role == g.PREPOSITIONAL and kid.lower in (*_LOCATIVE, "of")
            if locative or kid.role in _LOCATING:
                found.append(kid.index)
                open_.append(kid.index)
    return found


def _state_meant(scene: Scene, index: int) -> Place | None:
    """ "in the Baltic nation": the state that a description stands for, as a place."""
    meant = scene.entity_of(index)
    if meant is None or meant[0].kind != "country" or scene.parsed.tokens[index].pos != g.NOUN:
        return None
    country = meant[0].country
    return next((p for p in scene.places if p.precision == "country" and p.country == country), None)


def _places_of_targets(scene: Scene, trigger: Trigger, participants: tuple[Participant, ...]) -> list[Place]:
    """The place that is visited, attacked, seized: its target's, when that is a place or lies in one."""
    if trigger.frame.kind not in _DONE_TO_PLACES:
        return []
    found: list[Place] = []
    for participant in participants:
        head = scene.parsed.head_of(participant.span)
        if participant.role != "target" or head is None or scene.classes(head.index) & _PEOPLE:
            continue
        here = scene.place_at.get(head.index)
        found.extend([here[0]] if here else _prepositional(scene, head.index, *_LOCATIVE))
        found.extend(_places_owning(scene, head) if not here else [])
    return found


def _places_owning(scene: Scene, head: g.Token) -> list[Place]:
    """ "Syria's northeast", "the port of Aden": the place that a target belongs to."""
    owners = [*g.children(scene.parsed, head.index, g.POSSESSOR), *g.prepositional(scene.parsed, head.index, "of")]
    return [scene.place_at[t.index][0] for t in owners if t.index in scene.place_at]


def _place_of_there(scene: Scene, trigger: Trigger) -> list[Place]:
    """ "There, the general showed him ...": the most specific place of the sentence before."""
    if not any(k.lower == "there" for k in g.children(scene.parsed, trigger.index, g.ADVERBIAL)):
        return []
    number = scene.parsed.tokens[trigger.index].sentence
    for sentence in reversed(scene.parsed.sentences[max(0, number - 3) : number]):
        inside = [p for p in scene.places if any(sentence.span.covers(m) for m in p.mentions)]
        if inside:
            return [_most_specific(inside)]
    return []


def _place_before_where(scene: Scene, trigger: Trigger) -> list[Place]:
    """ "at the airport, where he arrived": the place that a clause with "where" tells about."""
    for token in (scene.parsed.tokens[trigger.index], *g.ancestors(scene.parsed, trigger.index)):
        if token.role == g.RELATIVE_CLAUSE:
            asks = any(k.lower == "where" for k in g.children(scene.parsed, token.index))
            here = _place_in(scene, token.head) if asks else None
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
    if trigger.frame.kind in _SPEECH or trigger.frame.kind in ("sanction", "agree", "decide", "office", "other"):
        return []
    found: list[Place] = []
    for index in words_of_clause(scene, trigger.index):
        token = scene.parsed.tokens[index]
        if token.role == g.PREPOSITIONAL and token.lower in _AROUND:
            inner = [scene.place_at.get(t.index) for t in g.children(scene.parsed, index, g.PREPOSITION_OBJECT)]
            found.extend(here[0] for here in inner if here)
    return found


def _places_of_clause(scene: Scene, trigger: Trigger) -> list[Place]:
    """Places in locative phrases of the nearest verb that shares its setting with the trigger."""
    for verb in verbs_above(scene, trigger):
        here = _prepositional(scene, verb.index, *_LOCATIVE)
        return here or [p for c in when_clauses(scene, verb.index) for p in _places_of_verb(scene, c.index)]
    return []


def _places_of_verb(scene: Scene, index: int) -> list[Place]:
    """Places that a verb is done in or to ("visited Oslo", "met in Oslo")."""
    found = _prepositional(scene, index, *_LOCATIVE)
    direct = [_place_in(scene, t.index) for t in g.objects(scene.parsed, index)]
    return found or [p for p in direct if p is not None]
