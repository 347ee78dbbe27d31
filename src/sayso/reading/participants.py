"""Who and what takes part in an event: the fillers of a frame's slots as entities, equipment, places or words."""

from __future__ import annotations

from dataclasses import replace

from sayso.knowledge.frames import Frame
from sayso.knowledge.support import quantity_nouns
from sayso.reading import grammar as g
from sayso.reading import slots
from sayso.reading.scene import Scene
from sayso.reading.triggers import Trigger
from sayso.records import Entity, Participant
from sayso.spans import Span

RECIPROCAL = frozenset({"meet", "agree"})  # kinds in which all who take part are actors
_FIRST_PERSON = frozenset({"i", "we", "us", "me", "my", "our"})
_SINGULAR_FIRST_PERSON = frozenset({"i", "me", "my"})
_BODIES = frozenset({"troops", "police", "military", "military_body", "body", "organisation", "group", "armed_group"})
_ACTING = frozenset({"actor", "pronoun"})
_PLACED = frozenset({"deploy", "withdraw", "exercise", "launch", "test"})
_MADE_OR_FIRED = frozenset({"test", "launch", "build", "exercise", "deploy"})
_AIMED = frozenset({"reject", "threaten", "request", "sanction", "accuse", "protest"})
_AIMS = frozenset({g.OBJECT, g.OPEN_CLAUSE, g.THAT_CLAUSE, g.PREPOSITIONAL, g.NOUN_CLAUSE})
_SHOWS_LISTS = frozenset({"display", "visit", "transfer"})
_SHORT = 6  # words of a complement that is kept in a name
_LEADING = frozenset({g.DETERMINES, g.PREDETERMINER, g.POSSESSOR, g.QUANTIFIER})


def find_participants(scene: Scene, trigger: Trigger) -> tuple[Participant, ...]:
    """Actors, targets and equipment of a trigger, in order of text within each role; nobody twice in one role."""
    frame = trigger.frame
    actors = _role(scene, trigger, "actor", frame.actor, everyone=frame.kind in RECIPROCAL)
    if frame.kind == "meet" and len(actors) == 1:
        actors += _other_side(scene, trigger, actors[0])
    taken = {_identity(p) for p in actors}
    targets = [p for p in _role(scene, trigger, "target", frame.target) if _identity(p) not in taken]
    if frame.kind in _AIMED and not any((p.ref or "").startswith("e") for p in targets):
        targets += _meant(scene, trigger, taken)
    equipment = _role(scene, trigger, "equipment", frame.equipment, everyone=True)
    known = {_identity(p) for p in equipment}
    for other in [*targets, *_implied_equipment(scene, trigger, frame)]:
        if other.ref and other.ref.startswith("q") and _identity(other) not in known:
            equipment.append(replace(other, role="equipment"))
            known.add(_identity(other))
    listed = _listed_equipment(scene, trigger, equipment)
    return (*actors, *targets, *equipment, *(e for e in listed if _identity(e) not in known))


def _meant(scene: Scene, trigger: Trigger, taken: set[str]) -> list[Participant]:
    """Whom an act of speech or pressure is aimed at, when its object only names a thing: the first state, body or
    person in the object or the complement ("rejected a Kenyan offer", "threatened to cut off gas to Chad")."""
    parsed = scene.parsed
    roots = [k.index for k in g.children(parsed, trigger.index) if k.index > trigger.index and k.role in _AIMS]
    below = sorted({t.index for root in roots for t in g.subtree(parsed, root)})
    for index in below:
        entity = scene.entity_of(index)
        named = entity is not None and (entity[0].country or any(m.form == "name" for m in entity[0].mentions))
        if entity is None or not named or entity[0].id in taken or parsed.tokens[index].pos == g.PRONOUN:
            continue
        if entity[0].kind != "facility" and not _is_setting(scene, index):
            found, span = entity
            return [Participant("target", found.id, found.name, span, span.of(parsed.text), "meant")]
    return []


def _is_setting(scene: Scene, index: int) -> bool:
    """Whether a word only tells where ("troops in Iraq")."""
    token = scene.parsed.tokens[index]
    above = scene.parsed.tokens[token.head]
    return token.role == g.PREPOSITION_OBJECT and above.lower in ("in", "at", "near", "inside", "from")


def _listed_equipment(scene: Scene, trigger: Trigger, found: list[Participant]) -> list[Participant]:
    """What a list goes on with after its first weapon ("a missile on a jet, as well as three bombers: ..."), up to the
    next finite verb; parsers lose the thread of such lists. Nothing for kinds that set weapons against weapons."""
    if trigger.frame.kind not in _SHOWS_LISTS or not found:
        return []
    tokens = scene.parsed.tokens
    last = scene.parsed.sentence_of(trigger.index).last
    start = max(trigger.index, scene.parsed.tokens_in(found[0].span)[-1].index)
    listed: dict[str, Participant] = {}
    for token in tokens[start + 1 : last + 1]:
        here = scene.equipment_at.get(token.index)
        if here is not None:
            item, span = here
            listed.setdefault(
                item.id, Participant("equipment", item.id, item.name, span, span.of(scene.parsed.text), "list")
            )
        elif token.lower == "according" or (token.pos == g.VERB and not _in_list(scene, token)):
            break
    return list(listed.values())


def _role(
    scene: Scene, trigger: Trigger, role: str, names: tuple[str, ...], *, everyone: bool = False
) -> list[Participant]:
    """The fillers of the first slot that gives any ("subject+with": of both together), of all for `everyone`."""
    found: list[Participant] = []
    for slot in names:
        for filler in _fillers(scene, trigger, role, slot):
            if _identity(filler) not in {_identity(f) for f in found}:
                found.append(filler)
        if found and not everyone:
            return found
    if role == "target" and not found:
        undergone = slots.undergone(scene.parsed, trigger.index)
        found = [f for t in undergone for f in _filler(scene, t, role, "undergone")]
    return found


def _in_list(scene: Scene, verb: g.Token) -> bool:
    """Whether a verb only tells more of a listed weapon ("mounted on a jet")."""
    own = g.child(scene.parsed, verb.index, g.SUBJECT, g.PASSIVE_SUBJECT)
    return verb.form == g.PARTICIPLE if own is None else bool(scene.equipment_of(own.index))


def _other_side(scene: Scene, trigger: Trigger, known: Participant) -> list[Participant]:
    """Who a lone "meeting with X" was held by: the person whom the sentence before is about."""
    token = scene.parsed.tokens[trigger.index]
    if not g.prepositional(scene.parsed, trigger.index, "with") or token.pos != g.NOUN:
        return []
    before = [t for t in scene.parsed.tokens[: trigger.index] if t.sentence in (token.sentence, token.sentence - 1)]
    for candidate in before:
        found = scene.entity_of(candidate.index)
        about = candidate.role in g.SUBJECTS or candidate.role == g.POSSESSOR
        if about and found and found[0].kind == "person" and found[0].id != known.ref:
            entity, span = found
            return [Participant("actor", entity.id, entity.name, span, span.of(scene.parsed.text), "sentence before")]
    return []


def _fillers(scene: Scene, trigger: Trigger, role: str, slot: str) -> list[Participant]:
    tokens = [t for name in slot.split("+") for t in slots.fillers(scene.parsed, trigger.index, name)]
    if slot == "subject" and role == "actor":
        tokens = [doer for t in tokens for doer in _doers_behind(scene, trigger, t)]
    found = [f for t in tokens for f in _filler(scene, t, role, slot)]
    found = [f for f in found if may_take(scene, trigger.frame.kind, f)]
    return [f for f in found if not any(o.span.covers(f.span) and o.span != f.span for o in found)]


def _doers_behind(scene: Scene, trigger: Trigger, subject: g.Token) -> list[g.Token]:
    """ "posted a message blaming the bank": who posted it, when the noun before the participle cannot act."""
    token = scene.parsed.tokens[trigger.index]
    if token.role != g.NOUN_CLAUSE or "actor" in scene.classes(subject.index):
        return [subject]
    verb = next((a for a in g.ancestors(scene.parsed, subject.index) if a.pos == g.VERB), None)
    return slots.verb_subjects(scene.parsed, verb.index) if verb else [subject]


def _implied_equipment(scene: Scene, trigger: Trigger, frame: Frame) -> list[Participant]:
    """Equipment in the object, the modifiers or an "of" or "with" phrase, whatever the frame says."""
    places = ("subject", "object", "with") if frame.pos == "verb" else ("modifier", "of", "with", "support object")
    tokens = [t for slot in places for t in slots.fillers(scene.parsed, trigger.index, slot)]
    return [f for t in tokens for f in _filler(scene, t, "equipment", "implied")]


def _filler(scene: Scene, token: g.Token, role: str, slot: str) -> list[Participant]:
    """A token as participants: an entity, else equipment, a place, or its words; none for what cannot take the role."""
    if role == "equipment":
        return _equipment(scene, token, slot)
    token = _behind_quantity(scene.parsed, token)
    if slot == "modifier" and token.pos == g.NOUN:
        return _some(_body_before_noun(scene, token, role))
    weapons = _equipment(scene, token, slot) if role == "target" and slot != "modifier" else []
    if weapons:
        return [replace(w, role=role) for w in weapons]
    if role == "actor" and _is_weapon(scene, token):
        return [p for t in _owners(scene, token) for p in _filler(scene, t, role, "owner")]
    speaker = _speaker(scene, token)
    entities = [speaker] if speaker else scene.entities_of(token.index)
    if entities:
        return [_of_entity(scene, entity, token, role, slot) for entity in entities]
    if slot != "modifier" and scene.inside_name(token.index):
        return []
    if slot == "modifier":
        return []
    if role == "target":
        place = _place(scene, token, slot)
        if place is not None:
            return [place]
        if scene.classes(token.index) & _ACTING:
            return _some(_words(scene, token, role, slot))
        behind = [p for t in _owners(scene, token) for p in _filler(scene, t, role, "owner")]
        return [*_some(_words(scene, token, role, slot)), *behind]
    return _some(_words(scene, token, role, slot))


def _is_weapon(scene: Scene, token: g.Token) -> bool:
    """ "A Yemeni missile struck the ship": the weapon does not act, its owner does."""
    classes = scene.classes(token.index)
    return bool(classes & {"equipment", "weapon", "munition"}) and not classes & {"person", "state", "human"}


def _owners(scene: Scene, token: g.Token) -> list[g.Token]:
    """Who is meant behind a thing: "Ukraine's defence", "the security of Poland", "Iranian oil"."""
    kids = g.children(scene.parsed, token.index, g.POSSESSOR, g.ADJECTIVAL, g.COMPOUND)
    owners = [k for k in kids if (k.role == g.POSSESSOR or scene.entity_at(k.index)) and scene.entity_of(k.index)]
    return [*owners, *(t for t in g.prepositional(scene.parsed, token.index, "of") if scene.entity_of(t.index))]


def _some(found: Participant | None) -> list[Participant]:
    return [] if found is None else [found]


def _of_entity(scene: Scene, found: tuple[Entity, Span], token: g.Token, role: str, slot: str) -> Participant:
    """An entity with its words, nationality before a body's name included ("Belarusian KGB")."""
    entity, span = found
    if entity.kind in ("organisation", "government", "military", "group", "media") and token.pos != g.PRONOUN:
        phrase = bare_phrase(scene.parsed, token.index)
        span = phrase if phrase.stop == span.stop and phrase.start < span.start else span
    return Participant(role, entity.id, entity.name, span, span.of(scene.parsed.text), slot)


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
    """ "a number of journalists" are journalists: the noun behind a noun of quantity."""
    if token.lemma in quantity_nouns():
        inner = g.prepositional(parsed, token.index, "of")
        return inner[0] if inner else token
    return token


def _body_before_noun(scene: Scene, token: g.Token, role: str) -> Participant | None:
    """ "Turkish army deployments": a body that stands before the noun, with its own modifiers."""
    if not scene.classes(token.index) & _BODIES:
        return None
    tokens = scene.parsed.tokens
    first = token.index
    while first > 0 and tokens[first - 1].head == token.head and tokens[first - 1].role in (g.ADJECTIVAL, g.COMPOUND):
        first -= 1
    span = Span(tokens[first].start, token.stop)
    entity = scene.entity_at(token.index)
    ref = entity[0].id if entity and entity[0].kind != "country" else None
    name = entity[0].name if entity and ref else span.of(scene.parsed.text)
    return Participant(role, ref, name, span, span.of(scene.parsed.text), "modifier")


def may_take(scene: Scene, kind: str, participant: Participant) -> bool:
    """Whether a kind can have this target: forces move in places, requests go to those who can act."""
    if participant.role != "target":
        return True
    head = scene.parsed.head_of(participant.span)
    if head is None:
        return True
    classes = scene.classes(head.index)
    if kind in _MADE_OR_FIRED and "equipment" in classes:
        return False  # what is made or fired is the equipment
    if kind in _PLACED and not classes & _ACTING:
        return not classes & {"place", "territory", "place_noun", "facility", "route", "sea"}
    return kind != "request" or bool(classes & _ACTING) or head.pos == g.PRONOUN


def _equipment(scene: Scene, token: g.Token, slot: str) -> list[Participant]:
    text = scene.parsed.text
    return [
        Participant("equipment", item.id, item.name, span, span.of(text), slot)
        for item, span in scene.equipment_of(token.index)
    ]


def _place(scene: Scene, token: g.Token, slot: str) -> Participant | None:
    found = scene.place_of(token.index)
    if found is None:
        return None
    place, span = found
    return Participant("target", place.id, place.name, span, span.of(scene.parsed.text), slot)


def _words(scene: Scene, token: g.Token, role: str, slot: str) -> Participant | None:
    """A participant told only by its words; not a pronoun, a date, a number or a relative word."""
    if token.pos not in (g.NOUN, g.NAME) or token.index in scene.time_at:
        return None
    if role == "actor" and "actor" not in scene.classes(token.index):
        return None
    span = bare_phrase(scene.parsed, token.index)
    name = _full(scene.parsed, token.index, span).of(scene.parsed.text)
    return Participant(role, None, " ".join(name.split()), span, span.of(scene.parsed.text), slot)


def _full(parsed: g.Parsed, index: int, span: Span) -> Span:
    """The phrase with what follows at once and belongs to it ("ambassador to Greece", "diplomats and soldiers")."""
    stop = span.stop
    for kid in g.children(parsed, index, g.PREPOSITIONAL, g.COORDINATOR, g.CONJUNCT):
        below = g.subtree(parsed, kid.index)
        short = len(below) <= _SHORT and not any(t.pos == g.VERB for t in below)
        if kid.index > index and short and parsed.text[stop : below[0].start].strip() == "":
            stop = below[-1].stop
    return Span(span.start, stop)


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


def _identity(participant: Participant) -> str:
    return participant.ref or participant.name.lower()
