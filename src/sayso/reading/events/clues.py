"""What of one telling shows which event it tells of: gathered once, so that tellings can be held against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.events.givens import is_quoted
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
_OPEN, _DENIED = ("condition", "threat"), ("denial",)  # rows of knowledge/en/cues.toml
_NUMBERED = re.compile(r"\d+(st|nd|rd|th)")


@dataclass(frozen=True, slots=True)
class Clues:
    """One telling's word, people, place, time and standing in the text.

    `doers`: kind and country of each known doer; `named_target`: whether a target is told by name; `article`: definite
    (an owner too), indefinite, or None, also for verbs; `self_named`: whether the noun says by itself which event it
    means ("the 1980 coup"); `above`: the words that the trigger hangs on in its clause, `path` those up to the root.
    `another`: whether it is told apart from what was told before ("an earlier raid"); `counted`: whether another is
    counted from it ("two days after it fell"); `is_result`: whether its word tells a result ("died").
    `rank`: its ordinal ("sixth"); `nuclear`: whether a bomb of that kind takes part, None when no equipment is told;
    `in_space`: whether a satellite, and no missile; `course`: a war or a blow; `open`: planned, feared or supposed;
    `charge`: a deed told in somebody's own words ("They shelled the town", he said).
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
    states: frozenset[str]  # codes of those that are themselves the target of a visit
    lands: frozenset[str]  # and of those in which the target lies
    place: Place | None
    time: EventTime | None
    article: str | None
    self_named: bool
    designated: bool  # equipment told by its name
    negated: bool  # and not denied
    open: bool
    done: bool  # told as having happened
    charge: bool
    another: bool
    counted: bool
    is_result: bool
    rank: str | None
    nuclear: bool | None
    in_space: bool | None
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
        states=_states(scene, telling, whole=True),
        lands=_states(scene, telling, whole=False),
        place=scene.place_by_id[telling.place] if telling.place is not None else None,
        time=telling.time,
        article=_article(scene, token),
        self_named=_names_its_own(scene, telling),
        path=_path(scene, token),
        designated=any(p.role == "equipment" and p.ref in scene.specific for p in told),
        open=_is_open(telling),
        done=telling.judgement.tense == "past" and telling.judgement.factuality == "CT+",
        negated=telling.judgement.factuality[-1] == "-" and not _is_denied(telling),
        charge=token.pos == g.VERB and _in_own_words(scene, telling),
        another=_has_before(scene, token, "new_beside"),
        counted=_is_counted(scene, token),
        is_result=load_setting().has("results", telling.trigger.frame.words[0]),
        rank=_rank(scene, token),
        nuclear=_is_nuclear(scene, telling),
        in_space=_is_in_space(scene, telling),
        plural=token.pos == g.NOUN and token.form == g.PLURAL,
        joined=token.role == g.CONJUNCT,
        bare=token.pos == g.NOUN and not told and telling.place is None and telling.time is None,
        course=_course(telling.trigger.frame.words[0]),
        hit=frozenset(h for p in told if p.role == "target" for h in _hit(scene, p)),
    )


def _states(scene: Scene, telling: Telling, *, whole: bool) -> frozenset[str]:
    """The states that are the targets of a visit, or those in which they lie."""
    refs = telling.fillers("target") if telling.acts_as == "visit" else ()
    lie_in = [p.country for ref in refs if (p := scene.place_by_id.get(ref)) and p.precision != "country"]
    are = [p.country for ref in refs if (p := scene.place_by_id.get(ref)) and p.precision == "country"]
    are += [e.country for ref in refs if (e := scene.entity_by_id.get(ref)) and e.kind == "country"]
    return frozenset(code for code in (are if whole else lie_in) if code is not None)


def _is_open(telling: Telling) -> bool:
    """Whether a telling is of what is to come, is feared or supposed: "fears a raid", "if it struck the bridge"."""
    return telling.judgement.tense == "future" or _judged_by(telling, _OPEN)


def _is_denied(telling: Telling) -> bool:
    return _judged_by(telling, _DENIED)


def _judged_by(telling: Telling, rows: tuple[str, ...]) -> bool:
    return any(rule.startswith(rows) for rule in (telling.judgement.rule or "").split("; "))


def _in_own_words(scene: Scene, telling: Telling) -> bool:
    """Whether a trigger stands between quotation marks."""
    start, sentence = telling.trigger.span.start, telling.sentence
    near = scene.attributions_at.get(scene.parsed.tokens[telling.trigger.index].sentence, ())
    told = any(a.quoted and any(s.start <= start < s.stop for s in a.content) for a in near)
    return told or is_quoted(scene.parsed.text, sentence, start)


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
    if token.role == g.ATTRIBUTE:
        return False  # "the raid was the second attack in May" is one
    return any(load_setting().has(words, k.lower) for k in g.children(scene.parsed, token.index))


def _is_counted(scene: Scene, token: g.Token) -> bool:
    """Whether a length of time stands before the word that leads to a trigger: "a week after a missile hit it"."""
    leading = g.child(scene.parsed, token.index, g.MARKER) or scene.parsed.tokens[token.head]
    if leading.lower not in ("after", "before") or leading.index == 0:
        return False
    time = scene.time_at.get(leading.index - 1)
    return time is not None and time.type == "DURATION"


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


def _is_in_space(scene: Scene, telling: Telling) -> bool | None:
    """Whether a satellite takes part, False for a missile, None for a rocket, which may be either."""
    classes = {e.class_ for e in scene.equipment if e.id in telling.fillers("equipment")}
    if "satellite" in classes:
        return True
    return False if "missile" in classes else None


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
