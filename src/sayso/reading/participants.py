"""Who and what takes part in an event: the fillers of a frame's slots, and those that only the context tells."""

from __future__ import annotations

from dataclasses import replace

from sayso.knowledge.frames import Frame
from sayso.reading import grammar as g
from sayso.reading import slots
from sayso.reading.fillers import ACTING, fillers_of
from sayso.reading.scene import Scene
from sayso.reading.triggers import Trigger
from sayso.records import Participant

RECIPROCAL = frozenset({"meet", "agree"})  # kinds in which all who take part are actors
_PLACED = frozenset({"deploy", "withdraw", "exercise", "launch", "test"})
_MADE_OR_FIRED = frozenset({"test", "launch", "build", "exercise", "deploy"})
_AIMED = frozenset({"reject", "threaten", "request", "sanction", "accuse", "protest"})
_AIMS = frozenset({g.OBJECT, g.OPEN_CLAUSE, g.THAT_CLAUSE, g.PREPOSITIONAL, g.NOUN_CLAUSE})
_SHOWS_LISTS = frozenset({"display", "visit", "transfer"})


def find_participants(scene: Scene, trigger: Trigger) -> tuple[Participant, ...]:
    """Actors, targets and equipment of a trigger, in order of text within each role; nobody twice in one role."""
    frame = trigger.frame
    actors = _role(scene, trigger, "actor", frame.actor, everyone=frame.kind in RECIPROCAL)
    if frame.kind == "meet" and len(actors) == 1:
        actors += _other_side(scene, trigger, actors[0])
    taken = {_identity(p) for p in actors}
    targets = [p for p in _role(scene, trigger, "target", frame.target) if _identity(p) not in taken]
    if frame.kind in _AIMED and not any((p.ref or "").startswith("e") for p in targets):
        meant = _meant(scene, trigger, taken)
        targets = meant if meant and frame.kind == "threaten" else targets + meant
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
        found = [f for t in undergone for f in fillers_of(scene, t, role, "undergone")]
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
    found = [f for t in tokens for f in fillers_of(scene, t, role, slot)]
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
    return [f for t in tokens for f in fillers_of(scene, t, "equipment", "implied")]


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
    if kind in _PLACED and not classes & ACTING:
        return not classes & {"place", "territory", "place_noun", "facility", "route", "sea"}
    return kind != "request" or bool(classes & ACTING) or head.pos == g.PRONOUN


def _identity(participant: Participant) -> str:
    return participant.ref or participant.name.lower()
