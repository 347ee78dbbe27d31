"""Who and what takes part in an event: the fillers of a frame's slots, and those that only the context tells."""

from __future__ import annotations

from dataclasses import replace

from sayso.knowledge.frames import Frame
from sayso.reading import grammar as g
from sayso.reading.events import slots
from sayso.reading.events.aims import find_aim, needs_aim
from sayso.reading.events.doers import companions, doers_by_context
from sayso.reading.events.fillers import ACTING, fillers_of
from sayso.reading.events.means import carried, means
from sayso.reading.events.parties import is_deed, is_party
from sayso.reading.events.scene import Scene
from sayso.reading.events.triggers import Trigger
from sayso.records import Participant

RECIPROCAL = frozenset({"meet", "agree"})  # kinds in which all who take part are actors
_PLACED = frozenset({"deploy", "withdraw", "exercise", "launch", "test"})
_MADE_OR_FIRED = frozenset({"test", "launch", "build", "exercise", "deploy"})
_VERB_MEANS = ("subject", "object", "with", "using", "by", "from")
_NOUN_MEANS = ("modifier", "of", "with", "using", "support object", "support with", "support by")
_WITHIN = frozenset({"second state", "listed"})  # rules whose finds may lie in the words of another
_OF_PARTIES = frozenset({"support"})
_SHOWS_LISTS = frozenset({"display", "visit", "transfer"})


def find_participants(scene: Scene, trigger: Trigger) -> tuple[Participant, ...]:
    """Actors, targets and equipment of a trigger, in order of text within each role; nobody twice in one role."""
    frame = trigger.frame
    actors = _role(scene, trigger, "actor", frame.actor, everyone=frame.acts_as in RECIPROCAL)
    if frame.acts_as == "meet" and len(actors) == 1:
        actors += _other_side(scene, trigger, actors[0])
    actors = actors or doers_by_context(scene, trigger)
    actors += companions(scene, trigger, {_identity(p) for p in actors})
    taken = {_identity(p) for p in actors}
    targets = [p for p in _role(scene, trigger, "target", frame.target) if _identity(p) not in taken]
    if needs_aim(frame.acts_as) and not any(_is_somebody(scene, p) for p in targets):
        meant = find_aim(scene, trigger, taken)
        targets = meant if meant and frame.kind == "threaten" else targets + meant
    targets = _without_things(scene, frame.acts_as, targets)
    return (*actors, *targets, *(_equipment(scene, trigger, targets) if _is_armed(scene, trigger) else ()))


def _is_armed(scene: Scene, trigger: Trigger) -> bool:
    """Whether the sentence of a trigger names any equipment."""
    sentence = scene.parsed.sentence_of(trigger.index)
    return any(i in scene.equipment_at for i in range(sentence.first, sentence.last + 1))


def _equipment(scene: Scene, trigger: Trigger, targets: list[Participant]) -> list[Participant]:
    """The equipment of the frame's slots, that which is target, that which the context implies, and what is listed."""
    equipment = _role(scene, trigger, "equipment", trigger.frame.equipment, everyone=True)
    known = {_identity(p) for p in equipment}
    for other in [*targets, *_implied_equipment(scene, trigger, trigger.frame)]:
        if other.ref and other.ref.startswith("q") and _identity(other) not in known:
            equipment.append(replace(other, role="equipment"))
            known.add(_identity(other))
    listed = _listed_equipment(scene, trigger, equipment)
    return [*equipment, *(e for e in listed if _identity(e) not in known)]


def _without_things(scene: Scene, kind: str, targets: list[Participant]) -> list[Participant]:
    """Who is supported or punished, not what of theirs ("welcomed Poland's help" supports Poland), and who is accused
    of a deed, not the deed; a penalty is no target of itself."""
    owned = [p for p in targets if p.rule in ("owner", "meant")]
    if kind == "sanction":
        targets = [p for p in targets if not _has_class(scene, p, "penalty")]
        return [p for p in targets if not owned or p in owned or _has_class(scene, p, "actor", "listed_party")]
    if kind == "accuse" and owned:
        return [p for p in targets if p in owned or not is_deed(scene, p)]
    return owned if owned and kind in _OF_PARTIES else targets


def _has_class(scene: Scene, participant: Participant, *names: str) -> bool:
    head = scene.parsed.head_of(participant.span)
    return head is not None and not scene.classes(head.index).isdisjoint(names)


def _is_somebody(scene: Scene, participant: Participant) -> bool:
    """Whether a target can be aimed at: an entity, or words that name a party."""
    head = scene.parsed.head_of(participant.span)
    return (participant.ref or "").startswith("e") or (
        participant.ref is None and head is not None and is_party(scene, head)
    )


def _listed_equipment(scene: Scene, trigger: Trigger, found: list[Participant]) -> list[Participant]:
    """What a list goes on with after its first weapon ("a missile on a jet, as well as three bombers: ..."), up to the
    next finite verb; parsers lose the thread of such lists. Nothing for kinds that set weapons against weapons."""
    if trigger.frame.acts_as not in _SHOWS_LISTS or not found:
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
        if role == "actor" and slot == "object" and _is_ousting(scene.parsed, trigger):
            continue
        for filler in _fillers(scene, trigger, role, slot):
            if _identity(filler) not in {_identity(f) for f in found}:
                found.append(filler)
        if found and not everyone:
            return found
    if role == "target" and not found:
        undergone = slots.undergone(scene.parsed, trigger.index)
        undergone += slots.harmed(scene.parsed, trigger.index) if trigger.frame.acts_as == "attack" else []
        found = [f for t in undergone for f in fillers_of(scene, t, role, "undergone")]
    return found


def _is_ousting(parsed: g.Parsed, trigger: Trigger) -> bool:
    """ "a plot to oust the king": an active verb without subject does it to its object, who takes no part in it."""
    return trigger.frame.acts_as == "office" and trigger.frame.pos == "verb" and not g.is_passive(parsed, trigger.index)


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
        if trigger.frame.acts_as == "visit":  # "the train carrying the premier left Moscow"
            tokens = [p for t in tokens for p in carried(scene.parsed, t.index) or [t]]
    own = [t for t in tokens if t.lemma not in trigger.frame.words]  # "exchanged fire"
    own = [t for t in own if not _is_adverbial(scene, t, slot)]
    if slot == "in":
        own = [t for t in own if "motive" not in scene.classes(t.index)]
    found = [f for t in own for f in fillers_of(scene, t, role, slot)]
    found = [f for f in found if may_take(scene, trigger.frame.acts_as, f)]
    return [f for f in found if f.rule in _WITHIN or not any(_holds(o, f) for o in found)]


def _is_adverbial(scene: Scene, token: g.Token, slot: str) -> bool:
    """ "at home", "at sea", "at dawn": a bare noun that tells where or when, and nobody whom the act is aimed at."""
    bare = token.pos == g.NOUN and token.form == g.SINGULAR and not scene.parsed.tokens[token.index].children
    return slot == "at" and bare and scene.entity_of(token.index) is None


def _holds(one: Participant, other: Participant) -> bool:
    """Whether a participant's words hold another's ("allies and partners" holds "partners")."""
    within = one.span.covers(other.span) and one.span != other.span
    return within or (other.name.islower() and one.name.lower().endswith(f" and {other.name}"))


def _doers_behind(scene: Scene, trigger: Trigger, subject: g.Token) -> list[g.Token]:
    """ "posted a message blaming the bank": who posted it, when the noun before the participle cannot act."""
    token = scene.parsed.tokens[trigger.index]
    if token.role != g.NOUN_CLAUSE or "actor" in scene.classes(subject.index):
        return [subject]
    verb = next((a for a in g.ancestors(scene.parsed, subject.index) if a.pos == g.VERB), None)
    return slots.verb_subjects(scene.parsed, verb.index) if verb else [subject]


def _implied_equipment(scene: Scene, trigger: Trigger, frame: Frame) -> list[Participant]:
    """Equipment in the object, the modifiers or an "of", "with" or "by" phrase, whatever the frame says, and what it
    carries or comes from ("a truck packed with explosives", "rockets launched from helicopters")."""
    parsed = scene.parsed
    places = _VERB_MEANS if frame.pos == "verb" else _NOUN_MEANS
    tokens = [t for slot in places for t in slots.fillers(parsed, trigger.index, slot)]
    tokens += means(parsed, trigger.index)
    tokens += [m for t in tokens if t.lemma in frame.words for m in slots.noun_fillers(parsed, t.index, "modifier")]
    tokens += [inner for t in tokens for inner in carried(parsed, t.index)]
    return [f for t in tokens for f in fillers_of(scene, t, "equipment", "implied")]


def may_take(scene: Scene, kind: str, participant: Participant) -> bool:
    """Whether a kind can have this target: forces move in places, requests go to those who can act."""
    if participant.role != "target":
        return kind != "office" or participant.rule != "modifier" or not _is_state(scene, participant)
    head = scene.parsed.head_of(participant.span)
    if head is None:
        return True
    classes = scene.classes(head.index)
    if kind in _MADE_OR_FIRED and "equipment" in classes:
        return False  # what is made or fired is the equipment
    if kind in _PLACED and not classes & ACTING:
        return not classes & {"place", "territory", "place_noun", "facility", "route", "sea"}
    return kind != "request" or bool(classes & ACTING) or head.pos == g.PRONOUN


def _is_state(scene: Scene, participant: Participant) -> bool:
    """Whether a participant is a state ("a Turkish coup" is not by the state)."""
    entity = scene.entity_by_id.get(participant.ref or "")
    return entity is not None and entity.kind == "country"


def _identity(participant: Participant) -> str:
    return participant.ref or participant.name.lower()
