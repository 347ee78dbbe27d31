"""What of one telling shows which event it tells of: gathered once, so that tellings can be held against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.events.hanging import clause_of, words_above
from sayso.reading.events.scene import Scene
from sayso.reading.events.tellings import Telling
from sayso.records import EventTime, Participant, Place

DEFINITE, INDEFINITE = "definite", "indefinite"
LONG, SHORT = "long", "short"
_A = frozenset({"a", "an", "another"})
_THE = frozenset({"the", "this", "that", "these", "those"})
_PEOPLE = frozenset({"human", "person", "group", "troops", "civilian", "military", "armed_group", "official"})
_SITES = frozenset({"facility", "building", "place_noun", "territory", "place", "vehicle", "ship", "aircraft"})
_NUCLEAR_WORDS = frozenset({"nuclear", "atomic", "hydrogen", "thermonuclear"})
_NUMBERED = re.compile(r"\d+(st|nd|rd|th)")


@dataclass(frozen=True, slots=True)
class Clues:
    """One telling's word, people, place, time and standing in the text.

    `doers`: kind and country of each known doer; `named_target`: whether a target is told by name; `article`: definite
    (an owner too), indefinite, or None, also for verbs; `self_named`: whether the noun says by itself which event it
    means ("the 1980 coup"); `above`: the words that the trigger hangs on in its clause, `path` those up to the root.
    `another`: whether it is told apart from what was told before ("an earlier raid"); `rank`: its ordinal ("sixth");
    `nuclear`: whether a bomb of that kind takes part, None when no equipment is told; `lasting`: a war, not a blow.
    """

    telling: Telling
    word: str
    index: int
    sentence: int
    clause: int
    above: frozenset[int]
    path: dict[int, str]
    actors: frozenset[str]
    targets: frozenset[str]
    equipment: frozenset[str]
    doers: tuple[tuple[str, str | None], ...]
    named_target: bool
    place: Place | None
    time: EventTime | None
    article: str | None
    self_named: bool
    designated: bool  # equipment told by its name
    negated: bool
    planned: bool
    done: bool  # told by a verb as having happened
    another: bool
    rank: str | None
    nuclear: bool | None
    plural: bool
    joined: bool
    bare: bool
    course: str | None
    hit: frozenset[str]  # whether people or sites

    @property
    def kind(self) -> str:
        return self.telling.kind

    @property
    def acts_as(self) -> str:
        return self.telling.acts_as

    @property
    def title(self) -> bool:
        return self.telling.title

    @property
    def is_verb(self) -> bool:
        return self.telling.trigger.frame.pos == "verb"


def clues_of(scene: Scene, telling: Telling) -> Clues:
    """The clues of one telling."""
    token = scene.parsed.tokens[telling.trigger.index]
    told = telling.participants
    known = [scene.entity_by_id[p.ref] for p in told if p.role == "actor" and p.ref in scene.entity_by_id]
    return Clues(
        telling=telling,
        word=telling.trigger.frame.words[0],
        index=token.index,
        sentence=token.sentence,
        clause=clause_of(scene, telling),
        above=words_above(scene, telling),
        actors=telling.fillers("actor"),
        targets=telling.fillers("target"),
        equipment=telling.fillers("equipment"),
        doers=tuple((e.kind, e.country) for e in known),
        named_target=any(p.role == "target" and p.ref in scene.specific for p in told),
        place=scene.place_by_id[telling.place] if telling.place is not None else None,
        time=telling.time,
        article=_article(scene, token),
        self_named=_names_its_own(scene, telling),
        path=_path(scene, token),
        designated=any(p.role == "equipment" and p.ref in scene.specific for p in told),
        planned=telling.judgement.tense == "future",
        done=token.pos == g.VERB and telling.judgement.tense == "past" and telling.judgement.factuality == "CT+",
        negated=telling.judgement.factuality[-1] == "-",
        another=_has_before(scene, token, "new_beside"),
        rank=_rank(scene, token),
        nuclear=_is_nuclear(scene, telling),
        plural=token.pos == g.NOUN and token.form == g.PLURAL,
        joined=token.role == g.CONJUNCT,
        bare=token.pos == g.NOUN and not told and telling.place is None and telling.time is None,
        course=_course(telling.trigger.frame.words[0]),
        hit=frozenset(h for p in told if p.role == "target" for h in _hit(scene, p)),
    )


def _course(word: str) -> str | None:
    """Whether a word tells of a war or of a blow, None for what may be either (an invasion, fighting)."""
    if load_setting().has("lasting", word):
        return LONG
    return None if load_setting().has("drawn_out", word) else SHORT


def _path(scene: Scene, token: g.Token) -> dict[int, str]:
    """The lemmas above a trigger up to the root, by index, with the words that open its clauses ("since")."""
    found: dict[int, str] = {}
    for word in (token, *g.ancestors(scene.parsed, token.index)):
        if word is not token:
            found[word.index] = word.lemma
        for marker in g.children(scene.parsed, word.index, g.MARKER) if word.role == g.ADVERBIAL_CLAUSE else []:
            found[marker.index] = marker.lower
    return found


def _has_before(scene: Scene, token: g.Token, words: str) -> bool:
    return any(load_setting().has(words, k.lower) for k in g.children(scene.parsed, token.index))


def _rank(scene: Scene, token: g.Token) -> str | None:
    """ "the sixth nuclear test", "its 15th launch" """
    kids = [k.lower for k in g.children(scene.parsed, token.index, g.ADJECTIVAL, g.NUMERIC, g.COMPOUND)]
    return next((k for k in kids if load_setting().has("ordinals", k) or _NUMBERED.fullmatch(k)), None)


def _is_nuclear(scene: Scene, telling: Telling) -> bool | None:
    index = telling.trigger.index
    words = {k.lower for k in g.children(scene.parsed, index, g.COMPOUND, g.ADJECTIVAL)}
    words |= {w.lower() for p in telling.participants if p.role != "actor" for w in p.quote.split()}
    if words & _NUCLEAR_WORDS:
        return True
    return False if telling.fillers("equipment") else None


def _hit(scene: Scene, participant: Participant) -> list[str]:
    """Whether a target is people or a site; a state is neither."""
    head = scene.parsed.head_of(participant.span)
    if head is None:
        return []
    classes = scene.classes(head.index)
    if classes & _PEOPLE:
        return ["people"]
    return ["site"] if classes & _SITES and "state" not in classes else []


def _article(scene: Scene, token: g.Token) -> str | None:
    if token.pos != g.NOUN:
        return None
    before = g.children(scene.parsed, token.index, g.DETERMINES, g.POSSESSOR)
    if any(k.lower in _THE or k.role == g.POSSESSOR for k in before):
        return DEFINITE
    return INDEFINITE if any(k.lower in _A for k in before) else None


def _names_its_own(scene: Scene, telling: Telling) -> bool:
    """Whether a definite noun says by itself which event it means ("the Odessa raid", "the 1980 coup")."""
    if "standing_event" in scene.kit.frames.classes(telling.trigger.frame.words[0]):
        return True
    kids = g.children(scene.parsed, telling.trigger.index, g.COMPOUND, g.ADJECTIVAL, g.NUMERIC, g.NOUN_MODIFIER)
    return any(k.pos in (g.NAME, g.NUMBER) and k.index not in scene.time_at for k in kids)
