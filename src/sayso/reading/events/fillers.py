"""What stands in a slot: a token as entity, equipment, place, or its words, with the phrase that shows it."""

from __future__ import annotations

from dataclasses import replace

from sayso.knowledge.support import quantity_nouns
from sayso.reading import grammar as g
from sayso.reading.events.parties import is_named, is_nobody, listed_members, owners, second_states
from sayso.reading.events.scene import Scene
from sayso.records import Entity, Participant
from sayso.spans import Span

_FIRST_PERSON = frozenset({"i", "we", "us", "me", "my", "our"})
_SINGULAR_FIRST_PERSON = frozenset({"i", "me", "my"})
_BODIES = frozenset({"troops", "police", "military", "military_body", "body", "organisation", "group", "armed_group"})
ACTING = frozenset({"actor", "pronoun"})  # classes of words for those who can act
_STATES_OWN = frozenset({"military", "army", "navy"})
_SHORT = 6  # words of a complement that is kept in a name
_LEADING = frozenset({g.DETERMINES, g.PREDETERMINER, g.POSSESSOR, g.QUANTIFIER})


def fillers_of(scene: Scene, token: g.Token, role: str, slot: str) -> list[Participant]:
    """A token as participants: an entity, else equipment, a place, or its words; none for what cannot take the role."""
    if role == "equipment":
        return equipment_in(scene, token, slot)
    token = _behind_quantity(scene.parsed, token)
    if is_nobody(scene.parsed, token):
        return []
    if slot == "modifier" and token.pos == g.NOUN:
        return _some(_body_before_noun(scene, token, role))
    weapons = equipment_in(scene, token, slot) if role == "target" and slot != "modifier" else []
    if weapons:
        return [replace(w, role=role) for w in weapons]
    if role == "actor" and _is_weapon(scene, token):
        return _owners(scene, token, role)
    members = [m for t in listed_members(scene, token) for m in fillers_of(scene, t, role, "listed")]
    return [*_entities_or_words(scene, token, role, slot), *members]


def _entities_or_words(scene: Scene, token: g.Token, role: str, slot: str) -> list[Participant]:
    speaker = _speaker(scene, token)
    entities = [speaker] if speaker else scene.entities_of(token.index)
    if entities:
        others = second_states(scene, token, entities[0][0])
        found = [_of_entity(scene, entity, token, role, slot) for entity in entities]
        return [*found, *(_second(scene, state, span, role) for state, span in others)]
    if slot == "modifier" or scene.inside_name(token.index):
        return []
    if role == "target":
        return _target(scene, token, slot)
    if "actor" in scene.classes(token.index) or is_named(scene, token):
        place = _place(scene, token, role, slot)
        return _some(place or _words(scene, token, role, slot))
    return _owners(scene, token, role)


def _second(scene: Scene, state: Entity, span: Span, role: str) -> Participant:
    return Participant(role, state.id, state.name, span, span.of(scene.parsed.text), "second state")


def _target(scene: Scene, token: g.Token, slot: str) -> list[Participant]:
    """A place, or words; with a thing, who owns it too."""
    place = _place(scene, token, "target", slot)
    if place is not None:
        return [place]
    words = _some(_words(scene, token, "target", slot))
    return words if scene.classes(token.index) & ACTING else [*words, *_owners(scene, token, "target")]


def _owners(scene: Scene, token: g.Token, role: str) -> list[Participant]:
    return [p for t in owners(scene, token) for p in fillers_of(scene, t, role, "owner")]


def _is_weapon(scene: Scene, token: g.Token) -> bool:
    """ "A Yemeni missile struck the ship": the weapon does not act, its owner does."""
    classes = scene.classes(token.index)
    return bool(classes & {"equipment", "weapon", "munition"}) and not classes & {"person", "state", "human"}


def _some(found: Participant | None) -> list[Participant]:
    return [] if found is None else [found]


def _of_entity(scene: Scene, found: tuple[Entity, Span], token: g.Token, role: str, slot: str) -> Participant:
    """An entity with its words, nationality before a body's name included ("Belarusian KGB")."""
    entity, span = found
    if entity.kind in ("organisation", "government", "military", "group", "media") and token.pos != g.PRONOUN:
        phrase = bare_phrase(scene.parsed, token.index)
        span = phrase if phrase.stop == span.stop and phrase.start < span.start else span
    described = entity.rule == "nominal" and token.pos == g.NOUN
    name = " ".join(_full(scene, token.index, span).of(scene.parsed.text).split()) if described else entity.name
    return Participant(role, entity.id, name, span, span.of(scene.parsed.text), slot)


def _speaker(scene: Scene, token: g.Token) -> tuple[Entity, Span] | None:
    """Who "I" or "we" is: the source of the quotation; "we" of an official is the state that it speaks for."""
    if token.lower not in _FIRST_PERSON:
        return None
    around = [a for a in scene.attributions if a.source.entity and any(s.covers(token.span) for s in a.content)]
    if not around:
        return None
    nearest = min(around, key=lambda a: sum(s.stop - s.start for s in a.content))
    source = next((e for e in scene.entities if e.id == nearest.source.entity), None)
    if source is None or token.lower in _SINGULAR_FIRST_PERSON:
        return (source, token.span) if source else None
    state = next((e for e in scene.entities if e.kind == "country" and e.country == source.country), None)
    return (state if state is not None and source.country else source), token.span


def _behind_quantity(parsed: g.Parsed, token: g.Token) -> g.Token:
    """ "a number of journalists" are journalists, "two of the judges" judges, "all but one of the members" members."""
    if token.lemma not in quantity_nouns() and token.pos != g.NUMBER:
        return token
    but = [t for t in g.prepositional(parsed, token.index, "but") if t.index > token.index]
    inner = [i for t in (token, *but) for i in g.prepositional(parsed, t.index, "of")]
    return inner[0] if inner else token


def _body_before_noun(scene: Scene, token: g.Token, role: str) -> Participant | None:
    """ "Turkish army deployments": a body that stands before the noun, with its own modifiers."""
    if not scene.classes(token.index) & _BODIES:
        return None
    tokens = scene.parsed.tokens
    if token.lemma in _STATES_OWN and any(scene.entity_at(k.index) for k in _beside(scene.parsed, token)):
        return None  # "US and Kenyan military drills": the states
    first = token.index
    while first > 0 and tokens[first - 1].head == token.head and tokens[first - 1].role in (g.ADJECTIVAL, g.COMPOUND):
        first -= 1
    span = Span(tokens[first].start, token.stop)
    entity = scene.entity_at(token.index)
    ref = entity[0].id if entity and entity[0].kind != "country" else None
    name = entity[0].name if entity and ref else span.of(scene.parsed.text)
    return Participant(role, ref, name, span, span.of(scene.parsed.text), "modifier")


def _beside(parsed: g.Parsed, token: g.Token) -> list[g.Token]:
    """The modifiers joined by "and" that stand before a noun beside this one."""
    kids = [
        k for k in g.children(parsed, token.head, g.ADJECTIVAL, g.COMPOUND, g.NOUN_MODIFIER) if k.index < token.index
    ]
    return [k for k in kids if g.child(parsed, k.index, g.CONJUNCT)]


def equipment_in(scene: Scene, token: g.Token, slot: str) -> list[Participant]:
    """The equipment that a phrase names, its number included ("36 shells")."""
    text = scene.parsed.text
    found = []
    for item, span in scene.equipment_of(token.index):
        phrase = bare_phrase(scene.parsed, token.index) if span.stop == token.stop else span
        whole = phrase if phrase.covers(span) and phrase.stop == span.stop else span
        found.append(Participant("equipment", item.id, item.name, whole, whole.of(text), slot))
    return found


def _place(scene: Scene, token: g.Token, role: str, slot: str) -> Participant | None:
    found = scene.place_of(token.index)
    if found is None:
        return None
    place, span = found
    return Participant(role, place.id, place.name, span, span.of(scene.parsed.text), slot)


def _words(scene: Scene, token: g.Token, role: str, slot: str) -> Participant | None:
    """A participant told only by its words; not a pronoun, a date, a number or a relative word."""
    if token.pos not in (g.NOUN, g.NAME) or token.index in scene.time_at:
        return None
    span = bare_phrase(scene.parsed, token.index)
    name = _full(scene, token.index, span).of(scene.parsed.text)
    return Participant(role, None, " ".join(name.split()), span, span.of(scene.parsed.text), slot)


def _full(scene: Scene, index: int, span: Span) -> Span:
    """The phrase with what follows at once and belongs to it ("ambassador to Greece", "diplomats and soldiers")."""
    parsed, stop = scene.parsed, span.stop
    for kid in g.children(parsed, index, g.PREPOSITIONAL, g.COORDINATOR, g.CONJUNCT, g.NOUN_CLAUSE):
        below = g.subtree(parsed, kid.index)
        timed = any(t.pos == g.VERB or t.index in scene.time_at for t in below if t.index != kid.index)
        short = len(below) <= _SHORT and not timed
        if kid.lower == "by" or (kid.role in (g.COORDINATOR, g.CONJUNCT) and _is_full_phrase(parsed, index)):
            continue
        if kid.index > index and short and parsed.text[stop : below[0].start].strip() == "":
            stop = below[-1].stop
    return Span(span.start, stop)


def _is_full_phrase(parsed: g.Parsed, index: int) -> bool:
    """Whether what is joined to a noun has a name or modifiers of its own ("and foreign merchant vessels")."""
    joined = g.children(parsed, index, g.CONJUNCT)
    own = [k for c in joined for k in g.children(parsed, c.index, g.ADJECTIVAL, g.COMPOUND) if k.index < c.index]
    return bool(own)


def bare_phrase(parsed: g.Parsed, index: int) -> Span:
    """The noun phrase of a head without determiner and possessor in front."""
    whole = g.phrase(parsed, index)
    start = whole.start
    for kid in g.children(parsed, index):
        if kid.index < index and kid.role in _LEADING:
            start = max(start, g.subtree(parsed, kid.index)[-1].stop)
    text = parsed.text
    while start < whole.stop and text[start].isspace():
        start += 1
    return Span(start, whole.stop)
