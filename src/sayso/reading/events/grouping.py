"""One event once: tellings of the same event in one text are found by a score and joined."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reading import grammar as g
from sayso.reading.events.doers import BY_CONTEXT
from sayso.reading.events.scene import Scene
from sayso.reading.events.tellings import Telling
from sayso.records import Entity, Place

NEAR = 1.1  # added for tellings of one sentence, half of it for the next sentence
TARGETS = 2.5  # taken off when both tell whom or what, and not the same
VAGUE = 1.5  # taken off when one of them tells it by a class word only
REFERS = 1.5  # added for a definite noun
SAME_WORD = 1.1  # added when both have one trigger, for kinds told in parts
OTHER_WORD = 0.5  # the same for other kinds
PARTS = 0.85  # added for kinds that are told in parts, as long as nothing speaks against it
TITLE = 1.25  # added when one of them is the headline
NEW = 1.5  # taken off for an indefinite noun, which brings a new event
STEP = 1.5  # taken off for a verb in a further sentence
SAME_EVENT = 1.05  # tellings with at least this score are one event

SPOKEN = frozenset({"accuse", "threaten", "reject", "request", "support", "concede"})  # told in the reporter's present
REACH = 20  # groups, and members of a group, that a telling is compared with at either end: keeps long texts linear
_TOLD_IN_PARTS = frozenset({"attack", "accident", "protest"})
_INDEFINITE = frozenset({"a", "an", "another"})
_SETTING = frozenset({"amid", "during", "since", "despite", "after", "in", "with", "on"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def group_tellings(scene: Scene, tellings: Sequence[Telling]) -> list[list[Telling]]:
    """The tellings by event: each joins the best group of its kind that scores enough; of equals, the one told most.

    The headline comes last: it repeats what the text tells, and must not tie together what the text keeps apart.
    """
    groups: list[list[Telling]] = []
    for telling in sorted(tellings, key=lambda t: t.title):
        scored = [(score_same(scene, groups[n], telling), len(groups[n]), -n) for n in _candidates(groups, telling)]
        best = max(scored, default=(0.0, 0, 0))
        if best[0] >= SAME_EVENT:
            groups[-best[2]].append(telling)
        else:
            groups.append([telling])
    return [group for group in groups if any(t.trigger.frame.certain and is_instance(scene, t) for t in group)]


def _candidates(groups: Sequence[Sequence[Telling]], telling: Telling) -> list[int]:
    """The groups of a telling's kind that it may join: the first ones, which the text is about, and the latest."""
    of_kind = [n for n, group in enumerate(groups) if group[0].kind == telling.kind]
    return of_kind if len(of_kind) <= 2 * REACH else of_kind[:REACH] + of_kind[-REACH:]


def is_instance(scene: Scene, telling: Telling) -> bool:
    """Whether a telling tells of an occasion and not of what happens in general.

    A verb in the simple present is a habit or a rule, but for headlines; an infinitive or a noun that nobody named
    takes part in, at no place and no time, is a mere possibility of things.
    """
    if telling.title:
        return True
    token = scene.parsed.tokens[telling.trigger.index]
    auxiliaries = g.children(scene.parsed, token.index, g.AUXILIARY, g.PASSIVE_AUXILIARY)
    habit = token.form == g.PRESENT and not auxiliaries and not telling.time and telling.kind not in SPOKEN
    if telling.judgement.tense == "generic" or habit:
        return False
    if _is_background(scene, telling):
        return False
    feared = bool(telling.judgement.cues) and telling.judgement.factuality in ("PS+", "PR+")
    return feared or telling.judgement.tense == "past" or is_anchored(scene, telling)


def _is_background(scene: Scene, telling: Telling) -> bool:
    """Whether a noun without anybody taking part only says in which state of things something happened ("amid the
    unrest", "after days of fighting")."""
    token = scene.parsed.tokens[telling.trigger.index]
    while scene.parsed.tokens[token.head].lower == "of" and token.role == g.PREPOSITION_OBJECT:
        token = scene.parsed.tokens[scene.parsed.tokens[token.head].head]
    above = scene.parsed.tokens[token.head]
    sets = token.pos == g.NOUN and token.role == g.PREPOSITION_OBJECT and above.lower in _SETTING
    told = any(p.rule != "modifier" for p in telling.participants)
    return sets and not told and not telling.place and not telling.time


def is_anchored(scene: Scene, telling: Telling) -> bool:
    """Whether a named participant, a place or a time ties the telling to the world."""
    if telling.place or telling.time:
        return True
    named = scene.named
    told = [p for p in telling.participants if p.rule not in BY_CONTEXT]
    return any(p.role == "actor" or (p.ref and (p.ref in named or p.ref[0] != "e")) for p in told)


def score_same(scene: Scene, group: Sequence[Telling], telling: Telling) -> float:
    """How well a telling fits a group: the best fit with one member, spoilt by a clash with any."""
    if group[0].kind != telling.kind:
        return -9.0
    members = group if len(group) <= 2 * REACH else [*group[:REACH], *group[-REACH:]]
    scores = [_fit(scene, member, telling) for member in members]
    return max(scores) + min(0.0, min(scores))


def _fit(scene: Scene, one: Telling, other: Telling) -> float:
    told_apart = -1.5 if one.title or other.title else -TARGETS
    targets = _shared(one.fillers("target"), other.fillers("target"), 1.5, told_apart)
    if targets < 0 and not (_specific(scene, one, "target") and _specific(scene, other, "target")):
        targets = -VAGUE  # "the ship" and a named ship may be one
    score = targets + _actors(scene, one, other)
    score += _shared(one.fillers("equipment"), other.fillers("equipment"), 0.75, -1.0)
    score += _places(scene, one, other) + _times(one, other) + _statuses(one, other)
    score += min(_refers_back(scene, one, other), 0.0 if targets < 0 else REFERS)
    if one.trigger.frame.words[0] == other.trigger.frame.words[0]:
        score += SAME_WORD if one.kind in _TOLD_IN_PARTS else OTHER_WORD
    score += PARTS * (one.kind in _TOLD_IN_PARTS)
    score += TITLE * (one.title or other.title)
    return score + _nearness(scene, one, other) + _another_step(one, other)


def _specific(scene: Scene, telling: Telling, role: str) -> bool:
    """Whether a role is told by names, and not only by class words ("the ship", "several people")."""
    return any(p.role == role and p.ref in scene.specific for p in telling.participants)


def _actors(scene: Scene, one: Telling, other: Telling) -> float:
    """The same doers, different ones, or a state here and its army or minister there, which agree half-way."""
    score = _shared(one.fillers("actor"), other.fillers("actor"), 1.5, -2.5)
    if score >= 0:
        return score
    mine, theirs = (_doers(scene, t) for t in (one, other))
    speak_for = {(a.country, b.country) for a in mine for b in theirs if a.kind != "person" or a.kind != b.kind}
    return 0.5 if any(a is not None and a == b for a, b in speak_for) else score


def _doers(scene: Scene, telling: Telling) -> list[Entity]:
    known = scene.entity_by_id
    return [known[p.ref] for p in telling.participants if p.role == "actor" and p.ref in known]


def _nearness(scene: Scene, one: Telling, other: Telling) -> float:
    """Neighbouring sentences of one paragraph tend to tell one event ("attacked a convoy ... killed two")."""
    tokens = scene.parsed.tokens
    apart = abs(tokens[one.trigger.index].sentence - tokens[other.trigger.index].sentence)
    if hangs(scene, one, other) or hangs(scene, other, one):
        return NEAR + 1.5  # "visited the port to view the fleet": one hangs on the other
    if apart == 0 and _own_clause(scene, one, other):
        return NEAR / 2
    return {0: NEAR, 1: NEAR / 2}.get(apart, 0.0)


def _own_clause(scene: Scene, one: Telling, other: Telling) -> bool:
    """Whether one of two triggers of a sentence stands in a clause with a subject of its own, without the other."""
    return _clause_of(scene, one) != _clause_of(scene, other)


def _clause_of(scene: Scene, telling: Telling) -> int:
    """The verb of the clause with a subject of its own that a trigger stands in."""
    token = scene.parsed.tokens[telling.trigger.index]
    while token.head != token.index:
        if token.role in g.CLAUSES and g.child(scene.parsed, token.index, g.SUBJECT, g.PASSIVE_SUBJECT):
            return token.index
        token = scene.parsed.tokens[token.head]
    return token.index


def hangs(scene: Scene, one: Telling, other: Telling) -> bool:
    """Whether a trigger stands below another in one clause, with no subject of its own between them."""
    return one.sentence == other.sentence and one.trigger.index in _words_above(scene, other)


def _words_above(scene: Scene, telling: Telling) -> set[int]:
    """The words above a trigger up to that of its clause which has a subject of its own."""
    above: set[int] = set()
    token = scene.parsed.tokens[telling.trigger.index]
    while token.head != token.index:
        if token.role in g.CLAUSES and g.child(scene.parsed, token.index, g.SUBJECT, g.PASSIVE_SUBJECT):
            break
        token = scene.parsed.tokens[token.head]
        above.add(token.index)
    return above


def hangs_on_any(scene: Scene, telling: Telling, group: Sequence[Telling]) -> bool:
    """Whether a telling hangs on another of its group, which then tells more."""
    above = _words_above(scene, telling)
    return any(other.trigger.index in above for other in group)


def _another_step(one: Telling, other: Telling) -> float:
    """A verb in a further sentence tells a further step ("arrived ... inspected"), but for attacks and their toll."""
    differ = one.trigger.frame.words[0] != other.trigger.frame.words[0] and one.sentence != other.sentence
    verb = other.trigger.frame.pos == "verb" and not (one.title or other.title)
    return -STEP if verb and differ and one.kind not in _TOLD_IN_PARTS else 0.0


def _shared(one: frozenset[str], other: frozenset[str], same: float, different: float) -> float:
    if not one or not other:
        return 0.0
    return same if one & other else different


def _places(scene: Scene, one: Telling, other: Telling) -> float:
    if one.place is None or other.place is None:
        return 0.0
    if one.place == other.place:
        return 0.75
    first, second = (_place(scene, p) for p in (one.place, other.place))
    within = first.country == second.country and "country" in (first.precision, second.precision)
    return 0.25 if within else -2.0


def _place(scene: Scene, identifier: str) -> Place:
    return scene.place_by_id[identifier]


def _times(one: Telling, other: Telling) -> float:
    if one.time is None or other.time is None:
        return 0.0
    if one.time.times == other.time.times:
        return 0.75
    if None in (one.time.earliest, other.time.earliest, one.time.latest, other.time.latest):
        return 0.0
    if str(one.time.latest) < str(other.time.earliest) or str(other.time.latest) < str(one.time.earliest):
        return -6.0
    same = (one.time.earliest, one.time.latest) == (other.time.earliest, other.time.latest)
    return 0.75 if same else 0.25


def _statuses(one: Telling, other: Telling) -> float:
    mine, theirs = (t.judgement.factuality[-1] == "-" for t in (one, other))
    return -2.0 if mine != theirs else 0.0


def _names_its_own(scene: Scene, telling: Telling) -> bool:
    """Whether a definite noun says by itself which event it means ("the Odessa raid", "the 1980 coup")."""
    kids = g.children(scene.parsed, telling.trigger.index, g.COMPOUND, g.ADJECTIVAL, g.NUMERIC, g.NOUN_MODIFIER)
    if "standing_event" in scene.kit.frames.classes(telling.trigger.frame.words[0]):
        return True
    return any(k.pos in (g.NAME, g.NUMBER) and k.index not in scene.time_at for k in kids)


def _refers_back(scene: Scene, one: Telling, other: Telling) -> float:
    """A definite noun ("the attack", "his trip") refers to an event told before, an indefinite one brings a new one."""
    token = scene.parsed.tokens[other.trigger.index]
    if token.pos != g.NOUN:
        return 0.0
    before = g.children(scene.parsed, token.index, g.DETERMINES, g.POSSESSOR)
    if any(k.lower in _DEFINITE or k.role == g.POSSESSOR for k in before):
        same = one.trigger.frame.words[0] == other.trigger.frame.words[0]
        return 0.0 if not same and _names_its_own(scene, other) else REFERS
    new = any(k.lower in _INDEFINITE for k in before) and not one.title and not hangs(scene, one, other)
    return -NEW if new else 0.0
