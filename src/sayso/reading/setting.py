"""Where and when an event was: the place and the time expression that govern its trigger."""

from __future__ import annotations

from sayso.reading import grammar as g
from sayso.reading import slots
from sayso.reading.scene import Scene
from sayso.reading.triggers import Trigger
from sayso.records import EventTime, Participant, Place, Timex

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
_GOAL = ("to", "into", "toward", "towards", "through")  # of kinds that move
_MOVES = frozenset({"visit"})
_SINCE, _UNTIL, _THROUGHOUT = (
    frozenset({"since"}),
    frozenset({"until", "till", "by"}),
    frozenset({"for", "throughout", "during"}),
)


def find_place(scene: Scene, trigger: Trigger, participants: tuple[Participant, ...]) -> tuple[str, str] | None:
    """Id of the most specific place of the event, and the rule that found it; None when the text gives none."""
    for rule, places in (
        ("under the trigger", _places_under(scene, trigger)),
        ("target", _places_of_targets(scene, trigger, participants)),
        ("same clause", _places_of_clause(scene, trigger)),
    ):
        if places:
            return _most_specific(places).id, rule
    return None


_RANK = {"point": 0, "populated place": 1, "admin": 2, "sea": 2, "region": 3, "country": 4, None: 3}


def _most_specific(places: list[Place]) -> Place:
    return min(places, key=lambda p: _RANK.get(p.precision, 3))


def _places_under(scene: Scene, trigger: Trigger) -> list[Place]:
    words = (*_LOCATIVE, *_GOAL) if trigger.frame.kind in _MOVES else _LOCATIVE
    found = [p for word in words for p in _prepositional(scene, trigger.index, word)]
    verb = slots.light_verb(scene.parsed, trigger.index)
    if not found and verb is not None:
        found = [p for word in words for p in _prepositional(scene, verb.index, word)]
    return found


def _prepositional(scene: Scene, index: int, word: str) -> list[Place]:
    found: list[Place] = []
    for token in g.prepositional(scene.parsed, index, word):
        here = _place_in(scene, token.index)
        if here is not None:
            found.append(here)
    return found


def _place_in(scene: Scene, index: int) -> Place | None:
    """The place that a noun phrase names or holds: "Artyom", "the airfield in Artyom", "Seoul's port"."""
    direct = scene.place_at.get(index)
    if direct is not None:
        return direct[0]
    inside = [scene.place_at[t.index][0] for t in g.subtree(scene.parsed, index) if t.index in scene.place_at]
    return _most_specific(inside) if inside else None


def _places_of_targets(scene: Scene, trigger: Trigger, participants: tuple[Participant, ...]) -> list[Place]:
    """The place that is visited, attacked, seized: its target's, when that is a place or lies in one."""
    if trigger.frame.kind not in ("visit", "attack", "seize", "withdraw", "deploy"):
        return []
    found: list[Place] = []
    for participant in participants:
        if participant.role != "target":
            continue
        for token in scene.parsed.tokens_in(participant.span):
            here = scene.place_at.get(token.index)
            if here is not None:
                found.append(here[0])
                continue
            below = g.children(scene.parsed, token.index, g.PREPOSITIONAL)
            found.extend(p for k in below if k.lower in _LOCATIVE for p in _prepositional(scene, token.index, k.lower))
    return found


def _places_of_clause(scene: Scene, trigger: Trigger) -> list[Place]:
    """Places in locative phrases of the verbs above the trigger, up to the one that is a report or another clause."""
    for above in g.ancestors(scene.parsed, trigger.index):
        if above.pos == g.VERB:
            return [p for word in _LOCATIVE for p in _prepositional(scene, above.index, word)]
    return []


def find_time(scene: Scene, trigger: Trigger) -> EventTime | None:
    """The expression that dates the event, with the relation that its preposition gives; None when none governs it."""
    for rule, index in _governors(scene, trigger):
        times = _times_under(scene, index, trigger.index)
        if times:
            word, time = times[0]
            return _event_time(scene, time, word, rule)
    return None


def _governors(scene: Scene, trigger: Trigger) -> list[tuple[str, int]]:
    """Tokens under which the event's date may hang: the trigger, its light verb, then the verbs above it."""
    found = [("under the trigger", trigger.index)]
    for above in g.ancestors(scene.parsed, trigger.index):
        if above.pos in (g.VERB, g.AUX):
            found.append(("same clause", above.index))
            if above.role in (g.RELATIVE_CLAUSE, g.ADVERBIAL_CLAUSE, g.ROOT, g.THAT_CLAUSE):
                break
    return found


def _times_under(scene: Scene, index: int, trigger: int) -> list[tuple[str, Timex]]:
    """Time expressions among the dependents of a token, nearest to the trigger first, with the word before each."""
    found: list[tuple[int, str, Timex]] = []
    for kid in g.children(scene.parsed, index):
        if kid.role in (g.PREPOSITIONAL, g.MARKER) or kid.pos == g.PREPOSITION:
            for inner in g.children(scene.parsed, kid.index, g.PREPOSITION_OBJECT):
                time = scene.time_at.get(inner.index)
                if time is not None:
                    found.append((abs(inner.index - trigger), kid.lower, time))
        elif kid.index in scene.time_at and kid.role in (
            g.NOUN_ADVERBIAL,
            g.ADVERBIAL,
            g.OBJECT,
            g.NOUN_MODIFIER,
            g.COMPOUND,
            g.POSSESSOR,
        ):
            found.append((abs(kid.index - trigger), "", scene.time_at[kid.index]))
    return [(word, time) for _, word, time in sorted(found, key=lambda f: f[0]) if time.type in ("DATE", "TIME")]


def _event_time(scene: Scene, time: Timex, word: str, rule: str) -> EventTime:
    earliest, latest, relation = time.earliest, time.latest, "within"
    if word in _SINCE:
        relation, latest = "since", scene.parsed.document.published
    elif word in _UNTIL and word != "by":
        relation, earliest = "until", None
    elif word in _THROUGHOUT:
        relation = "throughout"
    return EventTime((time.id,), relation, earliest, latest, rule)
