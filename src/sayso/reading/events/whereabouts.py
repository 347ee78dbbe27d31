"""The place that a noun phrase names or lies in: "Artyom", "the airfield in Artyom", "an Iraqi base", "parliament"."""

from __future__ import annotations

from itertools import takewhile

from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.events.scene import Scene
from sayso.reading.events.setting import behind_answer, words_of_clause
from sayso.records import EQUIPMENT_CLASSES, Place

LOCATIVE = (
    *("in", "at", "near", "outside", "inside", "off", "over", "around", "across", "above", "on", "along", "within"),
)
AROUND = ("in", "at", "near", "outside", "inside", "off", "around", "along", "within")
TOWN_REACH = 400  # words back to the town of "parliament"
_LOCATING = frozenset(
    {g.POSSESSOR, g.COMPOUND, g.NOUN_MODIFIER, g.ADJECTIVAL, g.APPOSITION, g.PREPOSITION_OBJECT, g.CONJUNCT}
)
_GROUND = frozenset({"place_noun", "territory", "facility", "building"})  # what a state's adjective places
_MOVABLE = frozenset({"human", "person", "troops", "fighter", "group", "official", "military", *EQUIPMENT_CLASSES})
_RANK = {"point": 0, "populated place": 1, "admin": 2, "sea": 2, "region": 3, "country": 4, None: 3}


def most_specific(places: list[Place]) -> Place:
    return min(places, key=lambda p: _RANK.get(p.precision, 3))


def is_within(place: Place, other: Place) -> bool:
    """Whether a place is another one, or lies in it as far as the index knows."""
    if place.id == other.id or other.name in place.within:
        return True
    return other.precision == "country" and place.country in (None, other.country)


def places_after(scene: Scene, index: int, *words: str) -> list[Place]:
    """The places of locative phrases; of several joined by "and" the first ("in Leeds and York")."""
    found: list[Place] = []
    for token in g.prepositional(scene.parsed, index, *words):
        here = None if found and token.role == g.CONJUNCT else place_in(scene, token.index)
        if scene.parsed.tokens[token.head].lower == "over" and not is_ground(scene, token.index):
            here = None  # "expelled him over the killing in Leeds"
        if behind_answer(scene, index, token.index) or (here is not None and _is_party(scene, token, here)):
            here = None
        if here is not None:
            found.append(here)
    return found


def _is_party(scene: Scene, token: g.Token, place: Place) -> bool:
    """ "lashed out at Chad": a state that something is aimed at; things are at towns."""
    named = token.index in scene.place_at
    return named and scene.parsed.tokens[token.head].lower == "at" and place.precision == "country"


def is_ground(scene: Scene, index: int) -> bool:
    """Whether a noun is a place, a territory or a building."""
    return index in scene.place_at or bool(scene.classes(index) & _GROUND)


def place_in(scene: Scene, index: int) -> Place | None:
    """The place that a noun phrase names or lies in: "Artyom", "the airfield in Artyom", "Seoul's port"."""
    direct = scene.place_at.get(index)
    if direct is not None:
        return direct[0]
    inside = [scene.place_at[i][0] for i in _within_phrase(scene, index) if i in scene.place_at]
    if inside:
        return most_specific(inside)
    return _first_listed(scene, index) or _state_meant(scene, index) or _state_owning(scene, index)


def _first_listed(scene: Scene, index: int) -> Place | None:
    """ "in nations including Denmark and France": the first of the list."""
    if not load_setting().has("listed_areas", scene.parsed.tokens[index].lemma):
        return None
    lists = [k for k in g.children(scene.parsed, index) if load_setting().has("listing", k.lower)]
    named = [t for k in lists for t in g.subtree(scene.parsed, k.index) if t.index in scene.place_at]
    return scene.place_at[named[0].index][0] if named else None


def _state_owning(scene: Scene, index: int) -> Place | None:
    """ "in Iraqi military bases", "off the Libyan coast": the state of an adjective, when the text names it too."""
    classes = scene.classes(index)
    if not classes & _GROUND or "body" in classes:  # an embassy stands elsewhere
        return None
    for kid in g.children(scene.parsed, index, g.ADJECTIVAL, g.COMPOUND):
        state = scene.kit.nations.demonym(kid.text)
        if state is not None:
            return place_of_state(scene, state)
    return None


def place_of_state(scene: Scene, country: str | None) -> Place | None:
    if country is None:
        return None
    return next((p for p in scene.places if p.precision == "country" and p.country == country), None)


def _within_phrase(scene: Scene, index: int) -> list[int]:
    """Tokens of a noun phrase that can tell where it lies: owners, modifiers, appositions, locative phrases."""
    found: list[int] = []
    open_ = [index]
    while open_:
        for kid in g.children(scene.parsed, open_.pop()):
            locative = kid.role == g.PREPOSITIONAL and kid.lower in (*LOCATIVE, "of")
            if locative or (kid.role in _LOCATING and not is_whose(scene, kid)):
                found.append(kid.index)
                open_.append(kid.index)
    return found


def is_whose(scene: Scene, modifier: g.Token) -> bool:
    """ "in support of US special forces", "against a UK warship": whose people or arms they are, not where."""
    first = g.first_conjunct(scene.parsed, modifier.index)
    if first.role not in (g.COMPOUND, g.NOUN_MODIFIER, g.ADJECTIVAL):
        return False
    return bool(scene.classes(first.head) & _MOVABLE)


def _state_meant(scene: Scene, index: int) -> Place | None:
    """ "in the Baltic nation": the state that a description stands for, as a place."""
    meant = scene.entity_of(index)
    if meant is None or meant[0].kind != "country" or scene.parsed.tokens[index].pos != g.NOUN:
        return None
    return place_of_state(scene, meant[0].country)


def places_owning(scene: Scene, head: g.Token) -> list[Place]:
    """ "Syria's northeast", "the port of Aden": the place that a target belongs to."""
    owners = [*g.children(scene.parsed, head.index, g.POSSESSOR), *g.prepositional(scene.parsed, head.index, "of")]
    return [scene.place_at[t.index][0] for t in owners if t.index in scene.place_at]


def place_named(scene: Scene, token: g.Token) -> Place | None:
    """A place of the text with this very name, where the word itself was taken for part of another name."""
    return next((p for p in scene.places if p.name == token.text), None)


def town_of_building(scene: Scene, head: g.Token) -> Place | None:
    """ "tried to storm parliament": the town that the text named last before a building that stands for its place."""
    if not load_setting().has("seat_buildings", head.lemma):
        return None
    before = range(head.index - 1, max(-1, head.index - TOWN_REACH), -1)
    named = (scene.place_at[i][0] for i in before if i in scene.place_at)
    return next((p for p in named if p.precision == "populated place"), None)


def places_below(scene: Scene, verb: int) -> list[Place]:
    """Places of the locative phrases of a verb's clause, on whatever word they hang."""
    found: list[Place] = []
    for index in words_of_clause(scene, verb):
        token = scene.parsed.tokens[index]
        if token.role == g.PREPOSITIONAL and token.lower in AROUND and not _is_of_reason(scene, token):
            inner = [t.index for t in g.children(scene.parsed, index, g.PREPOSITION_OBJECT)]
            here = [place_in(scene, i) for i in inner if is_ground(scene, i) and not behind_answer(scene, verb, i)]
            found.extend(place for place in here if place is not None)
    return found


def _is_of_reason(scene: Scene, preposition: g.Token) -> bool:
    """ "expelled two envoys over a killing in Leeds", "met about the riots in York": a place of what it is about."""
    above = takewhile(lambda t: t.pos != g.VERB, g.ancestors(scene.parsed, preposition.index))
    return any(load_setting().has("reasons", t.lower) for t in above)


def place_gone_to(scene: Scene, index: int) -> Place | None:
    """ "left Mosul", "entered the city of Mosul"."""
    return place_in(scene, index) if is_ground(scene, index) else None
