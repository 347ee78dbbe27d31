"""Whom an act is aimed at when its object only names a thing: the first party in its object or complement."""

from __future__ import annotations

from sayso.reading import grammar as g
from sayso.reading.events import slots
from sayso.reading.events.fillers import bare_phrase
from sayso.reading.events.parties import is_nobody, is_party
from sayso.reading.events.scene import Scene
from sayso.reading.events.triggers import Trigger
from sayso.records import Participant

_AIMED = frozenset({"reject", "threaten", "request", "sanction", "accuse", "protest", "support", "transfer", "seize"})
_AIMS = frozenset({g.OBJECT, g.OPEN_CLAUSE, g.THAT_CLAUSE, g.PREPOSITIONAL, g.NOUN_CLAUSE, g.DATIVE})
_OTHER_AIMS = frozenset({g.OBJECT, g.PREPOSITIONAL, g.DATIVE})
_WHERE = frozenset({"in", "at", "near", "inside", "from"})
_WHEN = frozenset({"after", "before", "since", "during", "until", "by", "according", "amid", "following", "despite"})
_ABOUT = frozenset({"against", "over", "at", "for"})
_MOTIVES = frozenset({"protest", "response", "reaction", "opposition", "solidarity", "defiance", "anger"})
_UNDERGOES = frozenset({"of", "on", "against", "in", "at", "into", "near"})


def find_aim(scene: Scene, trigger: Trigger, taken: set[str]) -> list[Participant]:
    """Whom an act of speech or pressure, or one of no kind, is aimed at: the first state, body or person in the object
    or the complement, with those joined to it ("rejected a Kenyan offer", "threatened to cut off gas to Chad")."""
    below = [t for t in _below(scene, trigger) if t.pos != g.PRONOUN and _can_be_aim(scene, t)]
    aimed = [t for t in below if not _is_setting(scene, t, trigger)]
    settings = trigger.frame.acts_as == "threaten" or _is_against_rulers(scene.parsed, trigger.index)
    for token in [*aimed, *(below if settings else ())]:
        found = [_participant(scene, t) for t in g.conjuncts(scene.parsed, token.index) if _can_be_aim(scene, t)]
        found = [p for p in found if (p.ref or p.name.lower()) not in taken]
        if found:
            return found
    return []


def _below(scene: Scene, trigger: Trigger) -> list[g.Token]:
    parsed = scene.parsed
    roles = _OTHER_AIMS if trigger.frame.acts_as == "other" else _AIMS
    token = parsed.tokens[trigger.index]
    kids = [k for k in g.children(parsed, trigger.index) if k.role in roles]
    if trigger.frame.acts_as == "protest":
        kids += _causes(parsed, trigger.index)
    if trigger.frame.pos == "noun" and token.role == g.OBJECT:  # "repeated its demand on Monday that Chad leave"
        kids += g.children(parsed, token.head, g.THAT_CLAUSE, g.OPEN_CLAUSE)
    roots = [k for k in kids if k.index > trigger.index]
    indices = {t.index for k in roots if k.lower not in _WHEN for t in g.subtree(parsed, k.index)}
    if trigger.frame.acts_as == "reject":
        indices -= _told_of(parsed, indices)
    return [parsed.tokens[i] for i in sorted(indices)]


def _told_of(parsed: g.Parsed, indices: set[int]) -> set[int]:
    """The words of what is only told, in "rejected claims that Chad had sold tanks": Chad does not get the refusal."""
    told = [i for i in indices if parsed.tokens[i].role == g.NOUN_CLAUSE and g.is_whole(parsed, i)]
    return {t.index for i in told if parsed.tokens[i].form != g.BASE for t in g.subtree(parsed, i)}


def _causes(parsed: g.Parsed, index: int) -> list[g.Token]:
    """The clauses and phrases that tell what a protest is about, under it or its light verb ("went on strike to
    denounce the Kenyan tax", "staged a strike in protest against violence by Kenyan guards")."""
    verb = slots.light_verb(parsed, index)
    kids = [k for i in (index, verb.index if verb else index) for k in g.children(parsed, i)]
    clauses = [k for k in kids if k.role in (g.OPEN_CLAUSE, g.ADVERBIAL_CLAUSE) and _is_to(parsed, k)]
    about = [k for k in kids if k.role == g.PREPOSITIONAL and k.lower in _ABOUT]
    rulers = _is_against_rulers(parsed, index)
    moved = [k for k in kids if k.lower == "in" and (rulers or _is_moved(parsed, k))]
    return clauses + about + moved


def _is_against_rulers(parsed: g.Parsed, index: int) -> bool:
    """Whether a protest is told as against the government of where it is ("anti-government rallies in Kenya")."""
    before = parsed.tokens[max(0, index - 3) : index]
    return [t.lower for t in before[-3:]] == ["anti", "-", "government"]


def _is_moved(parsed: g.Parsed, preposition: g.Token) -> bool:
    """ "in protest at", "in support of"."""
    noun = g.child(parsed, preposition.index, g.PREPOSITION_OBJECT)
    return noun is not None and noun.lemma in _MOTIVES


def _is_to(parsed: g.Parsed, clause: g.Token) -> bool:
    return clause.form == g.BASE and any(k.lower == "to" for k in g.children(parsed, clause.index))


def _can_be_aim(scene: Scene, token: g.Token) -> bool:
    """Whether a word stands for a state or somebody named, or for people told by a name ("Kenyan soldiers")."""
    entity = scene.entity_of(token.index)
    if entity is not None and entity[0].kind == "facility":
        return False
    if entity is not None and (entity[0].country or entity[0].id in scene.named):
        return True
    if scene.inside_name(token.index) or is_nobody(scene.parsed, token):
        return False
    if token.pos == g.NOUN and "actor" in scene.classes(token.index):
        return any(is_party(scene, k) for k in g.children(scene.parsed, token.index, g.COMPOUND, g.POSSESSOR))
    heads = token.role not in (g.COMPOUND, g.NOUN_MODIFIER) and entity is None
    return heads and (scene.place_of(token.index) is None or _is_side(scene.parsed, token)) and is_party(scene, token)


def _is_side(parsed: g.Parsed, token: g.Token) -> bool:
    """Whether a place stands where a party does ("ties between Lima and Quito")."""
    return parsed.tokens[g.first_conjunct(parsed, token.index).head].lower in ("between", "with", "against")


def _participant(scene: Scene, token: g.Token) -> Participant:
    entity = scene.entity_of(token.index)
    text = scene.parsed.text
    if entity is not None:
        return Participant("target", entity[0].id, entity[0].name, entity[1], entity[1].of(text), "meant")
    span = bare_phrase(scene.parsed, token.index)
    return Participant("target", None, " ".join(span.of(text).split()), span, span.of(text), "meant")


def _is_setting(scene: Scene, token: g.Token, trigger: Trigger) -> bool:
    """Whether a word only tells where ("troops in Iraq"), or who undergoes the deed that is blamed ("the shelling of
    the town by rebels")."""
    first = g.first_conjunct(scene.parsed, token.index)
    above = scene.parsed.tokens[first.head]
    if first.role != g.PREPOSITION_OBJECT:
        return False
    if above.lower == "by" and trigger.frame.acts_as == "sanction":
        return True  # "sanctions imposed by Kenya"
    deed = scene.parsed.tokens[above.head]
    if above.lower == "from" and deed.pos == g.NOUN and "actor" not in scene.classes(deed.index):
        return False  # "assurances from Kenya"
    blamed = trigger.frame.acts_as == "accuse" and deed.pos == g.NOUN and bool(scene.kit.frames.of("noun", deed.lemma))
    return above.lower in (_UNDERGOES if blamed else _WHERE)


def needs_aim(kind: str) -> bool:
    return kind in _AIMED or kind == "other"
