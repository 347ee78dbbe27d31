"""Whether a telling tells of an occasion: something that happened or will at one time, not what happens in general."""

from __future__ import annotations

from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.events.doers import BY_CONTEXT
from sayso.reading.events.scene import Scene
from sayso.reading.events.tellings import Telling

SPOKEN = frozenset({"accuse", "threaten", "reject", "request", "support", "concede"})  # told in the reporter's present
_SETTING = frozenset({"amid", "during", "since", "despite", "after", "in", "with", "on"})


def is_instance(scene: Scene, telling: Telling) -> bool:
    """Whether a telling tells of an occasion and not of what happens in general.

    A verb in the simple present is a habit or a rule, but for headlines; an infinitive or a noun that nobody named
    takes part in, at no place and no time, is a mere possibility of things.
    """
    if telling.title:
        return True
    token = scene.parsed.tokens[telling.trigger.index]
    auxiliaries = g.children(scene.parsed, token.index, g.AUXILIARY, g.PASSIVE_AUXILIARY)
    habit = token.form == g.PRESENT and not auxiliaries and not telling.time and telling.acts_as not in SPOKEN
    if telling.judgement.tense == "generic" or (habit and telling.judgement.factuality == "CT+"):
        return False
    if _is_background(scene, telling):
        return False
    if _did_something(scene, token):
        return True
    feared = bool(telling.judgement.cues) and telling.judgement.factuality in ("PS+", "PR+")
    return feared or telling.judgement.tense == "past" or is_anchored(scene, telling)


def is_empty_toll(scene: Scene, telling: Telling) -> bool:
    """Whether a telling only says that a deed left nobody dead or hurt ("no one was killed in the raid")."""
    judged = telling.judgement
    if judged.factuality != "CT-" or (judged.rule or "").startswith("denial") or telling.fillers("actor"):
        return False
    return load_setting().has("results", telling.trigger.frame.words[0])


def _did_something(scene: Scene, token: g.Token) -> bool:
    """ "the eruption forced thousands to flee": a noun of which the text tells what it did or what became of it."""
    if token.pos != g.NOUN or token.role not in (g.SUBJECT, g.PASSIVE_SUBJECT):
        return False
    told = scene.climb.judge(token.head)
    return (told.factuality, told.tense) == ("CT+", "past")


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
