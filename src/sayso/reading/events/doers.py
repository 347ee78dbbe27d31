"""Who acts though no slot of the trigger says so: those who join in, who owns what moves, who passes a penalty."""

from __future__ import annotations

from sayso.reading import grammar as g
from sayso.reading.events import slots
from sayso.reading.events.fillers import fillers_of
from sayso.reading.events.parties import owners
from sayso.reading.events.scene import Scene
from sayso.reading.events.triggers import Trigger
from sayso.records import Participant

_MOVED_BY_OWNER = frozenset({"test", "launch", "deploy", "exercise", "display"})
BY_CONTEXT = frozenset({"whose", "passes"})  # rules of doers that no slot tells
_DECIDING = frozenset({"decide", "sanction"})
_BESIDE = frozenset({"together", "along", "alongside", "jointly"})
_THINGS_OF = ("object", "of", "subject")


def companions(scene: Scene, trigger: Trigger, known: set[str]) -> list[Participant]:
    """Who does it with the doer: "Kenya, together with Uganda, struck", "we joined ten states in condemning it"."""
    verb = _verb(scene.parsed, trigger.index)
    if verb is None or g.is_passive(scene.parsed, verb.index):
        return []  # "was killed along with his aide"
    tokens = _together(scene.parsed, verb) + _joined(scene.parsed, verb)
    found = [p for t in tokens for p in _acting(scene, t, "together with")]
    return [p for p in found if (p.ref or p.name.lower()) not in known]


def doers_by_context(scene: Scene, trigger: Trigger) -> list[Participant]:
    """Who does what no slot assigns: whose the troops or weapons are, or who passes the penalty."""
    kind = trigger.frame.acts_as
    if kind in _MOVED_BY_OWNER:
        things = [t for slot in _THINGS_OF for t in slots.fillers(scene.parsed, trigger.index, slot)]
        return [p for t in things for o in owners(scene, t) for p in _acting(scene, o, "whose")]
    if kind == "sanction" and trigger.frame.pos == "noun":
        return [p for t in _passing(scene, trigger.index) for p in _acting(scene, t, "passes")]
    return _joiners(scene, trigger)


def _acting(scene: Scene, token: g.Token, rule: str) -> list[Participant]:
    return fillers_of(scene, token, "actor", rule) if "actor" in scene.classes(token.index) else []


def _verb(parsed: g.Parsed, index: int) -> g.Token | None:
    """The verb of an act: the trigger, or the light verb above it."""
    token = parsed.tokens[index]
    return token if token.pos == g.VERB else slots.light_verb(parsed, index)


def _together(parsed: g.Parsed, verb: g.Token) -> list[g.Token]:
    """Those of "together with X", "along with X", "alongside X" before the verb or below it."""
    subjects = g.children(parsed, verb.index, g.SUBJECT)
    roots = [verb.index, *(s.index for s in subjects)]
    found: list[g.Token] = []
    for root in roots:
        for kid in g.children(parsed, root, g.PREPOSITIONAL, g.ADVERBIAL):
            if kid.lower not in _BESIDE and not _is_beside(parsed, kid):
                continue
            inner = g.child(parsed, kid.index, g.PREPOSITION_OBJECT)
            found += g.conjuncts(parsed, inner.index) if inner else g.prepositional(parsed, kid.index, "with")
    return found


def _is_beside(parsed: g.Parsed, token: g.Token) -> bool:
    """Whether a "with" has "together" or "along" before it."""
    return token.lower == "with" and token.index > 0 and parsed.tokens[token.index - 1].lower in _BESIDE


def _joined(parsed: g.Parsed, verb: g.Token) -> list[g.Token]:
    """Those whom the doer "joined in condemning" something."""
    above = _joining(parsed, verb)
    return slots.verb_objects(parsed, above.index) if above else []


def _joiners(scene: Scene, trigger: Trigger) -> list[Participant]:
    """Who joined others in an act."""
    above = _joining(scene.parsed, scene.parsed.tokens[trigger.index])
    tokens = slots.verb_subjects(scene.parsed, above.index) if above else []
    return [p for t in tokens for p in fillers_of(scene, t, "actor", "joins")]


def _joining(parsed: g.Parsed, verb: g.Token) -> g.Token | None:
    """The "join" above "in condemning"."""
    preposition = parsed.tokens[verb.head]
    if verb.role != g.PREPOSITION_CLAUSE or preposition.lower != "in":
        return None
    above = next((a for a in g.ancestors(parsed, preposition.index) if a.pos == g.VERB), None)
    return above if above is not None and above.lemma == "join" else None


def _passing(scene: Scene, index: int) -> list[g.Token]:
    """Who decides on a penalty: the subject of the verb it is object of ("the council passed sanctions")."""
    token = g.first_conjunct(scene.parsed, index)
    verb = scene.parsed.tokens[token.head]
    decides = any(f.acts_as in _DECIDING for f in scene.kit.frames.of("verb", verb.lemma))
    if token.role not in (g.OBJECT, g.PASSIVE_SUBJECT) or not decides:
        return []
    return slots.verb_subjects(scene.parsed, verb.index)
