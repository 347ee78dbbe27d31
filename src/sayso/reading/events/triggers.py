"""Which words of a text name an event of which kind: the frames, their constraints, and phrasal triggers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sayso.knowledge.frames import NO_EVENT, Constraint, Frame
from sayso.reading import grammar as g
from sayso.reading.events import slots
from sayso.reading.events.scene import Scene
from sayso.spans import Span

_WIDEST_GAP = 4  # words that may stand between the words of a phrasal trigger
_LONGEST_TRIGGER = 5  # words
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_CAN = frozenset({"can", "could"})
_ABLE = frozenset({"capable", "able", "design", "intend"})
_WEAPONS = frozenset({"equipment", "weapon"})
_POS = {g.VERB: "verb", g.NOUN: "noun", g.NAME: "noun", g.ADJECTIVE: "adjective"}
_UNDONE = frozenset({g.OBJECT, g.PASSIVE_SUBJECT, g.PREPOSITION_OBJECT})
_RESULT = frozenset({g.ADVERBIAL_CLAUSE, g.OPEN_CLAUSE, g.RELATIVE_CLAUSE, g.THAT_CLAUSE})
_OF_OTHER = {("concede", "sanction"): _UNDONE, ("accident", "attack"): _RESULT}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A token that names an event, by which frame, and the words of the trigger."""

    index: int
    frame: Frame
    span: Span


def find_triggers(scene: Scene) -> tuple[Trigger, ...]:
    """Every token that a frame holds for, in order of text; one frame a token."""
    found: list[Trigger] = []
    for token in scene.parsed.tokens:
        trigger = _trigger_at(scene, token) or _back_reference(scene, token, found)
        if trigger is not None:
            found.append(trigger)
    by_index = {t.index: t for t in found}
    return tuple(t for t in found if not _is_part(scene.parsed, t, by_index))


def _is_part(parsed: g.Parsed, trigger: Trigger, others: dict[int, Trigger]) -> bool:
    """Whether a word only tells what another event undoes or costs: "lifted the sanctions", "sank, killing nine"."""
    token = parsed.tokens[g.first_conjunct(parsed, trigger.index).index]
    above = parsed.tokens[token.head]
    if token.role == g.PREPOSITION_OBJECT and above.lower == "of":
        above = parsed.tokens[above.head]
    other = others.get(above.index)
    return other is not None and token.role in _OF_OTHER.get((other.frame.acts_as, trigger.frame.acts_as), ())


def _back_reference(scene: Scene, token: g.Token, before: list[Trigger]) -> Trigger | None:
    """ "the test", "the strike": a definite noun too vague to stand alone, but of a kind that the text has told of.

    It never makes an event, it only joins one.
    """
    if token.pos != g.NOUN or not any(k.lower in _DEFINITE for k in g.children(scene.parsed, token.index)):
        return None
    frames = {f.kind: f for f in reversed(scene.kit.frames.of("noun", token.lemma)) if len(f.words) == 1}
    kind = next((t.frame.kind for t in reversed(before) if t.frame.kind in frames), None) if frames else None
    if kind is None or in_name(scene, token):
        return None
    frame = frames[kind]
    return Trigger(token.index, replace(frame, certain=False), token.span)


def _trigger_at(scene: Scene, token: g.Token) -> Trigger | None:
    pos = _POS.get(token.pos)
    if pos is None:
        return None
    frames = scene.kit.frames.of(pos, token.lemma)
    if not frames or in_name(scene, token) or _modifies(scene, token):
        return None
    for frame in frames:
        words = _words_of(scene.parsed, token, frame.words)
        if words is not None and _holds(scene, token, frame):
            return (
                None
                if frame.kind == NO_EVENT or _describes(scene, token, frame) or _is_ability(scene, token)
                else Trigger(token.index, frame, _span(scene, token, words))
            )
    return None


def in_name(scene: Scene, token: g.Token) -> bool:
    """Whether the word is part of a person's, organisation's or place's name ("War Museum", "Ministry of Defence")."""
    if not token.text[:1].isupper():
        return False
    entity = scene.entity_at(token.index)
    if entity is None:
        return token.index in scene.place_at
    named = any(m.form == "name" and m.span == entity[1] for m in entity[0].mentions)
    return named and entity[0].kind != "other" and not scene.parsed.sentence_of(token.index).title


def _modifies(scene: Scene, token: g.Token) -> bool:
    """Whether a word only says what kind of thing a noun is ("war machine", "arrest warrant"), and names no event."""
    head = scene.parsed.tokens[token.head]
    if token.pos == g.VERB:  # "the captured tank" tells of the tank
        return token.role == g.ADJECTIVAL and token.form == g.PARTICIPLE
    if token.pos != g.NOUN or token.role not in (g.COMPOUND, g.NOUN_MODIFIER) or head.index < token.index:
        return False
    return not scene.kit.frames.of("noun", head.lemma)


def _describes(scene: Scene, token: g.Token, frame: Frame) -> bool:
    """ "a fighter armed with missiles": a bare participle that tells what a thing is like, and no making of it."""
    bare = token.role == g.NOUN_CLAUSE and token.form == g.PARTICIPLE
    return frame.kind == "build" and bare and g.child(scene.parsed, token.index, g.AGENT) is None


def _is_ability(scene: Scene, token: g.Token) -> bool:
    """ "missiles that can hit the island", "a drone capable of striking ships": what a weapon could do, and no deed."""
    if token.pos != g.VERB or not _is_enabled(scene.parsed, token):
        return False
    means = g.subject(scene.parsed, token.index)
    return means is not None and not _WEAPONS.isdisjoint(scene.classes(means.index))


def _is_enabled(parsed: g.Parsed, token: g.Token) -> bool:
    """Whether a verb stands under "can", "capable of", "able to", "designed to"."""
    if any(k.lower in _CAN for k in g.children(parsed, token.index, g.AUXILIARY)):
        return True
    above = parsed.tokens[token.head]
    if token.role == g.PREPOSITION_CLAUSE:
        above = parsed.tokens[above.head]
    return token.role in (g.PREPOSITION_CLAUSE, g.OPEN_CLAUSE) and above.lemma in _ABLE


def _words_of(parsed: g.Parsed, token: g.Token, words: tuple[str, ...]) -> list[int] | None:
    """The tokens of the trigger's words, the head first; None when one is not found in its clause."""
    found = [token.index]
    last = token.index
    stop = parsed.sentence_of(token.index).last
    for word in words[1:]:
        window = range(last + 1, min(stop, last + 1 + _WIDEST_GAP) + 1)
        place = next((i for i in window if word in (parsed.tokens[i].lemma, parsed.tokens[i].lower)), None)
        if place is None:
            place = next((k.index for k in g.children(parsed, token.index, g.OBJECT) if k.lemma == word), None)
        if place is None or not _belongs(parsed, place, found):
            return None
        found.append(place)
        last = place
    return found


def _belongs(parsed: g.Parsed, place: int, found: list[int]) -> bool:
    """Whether a word is part of a phrasal trigger: beside its words, or hanging on them without comma or verb between.

    A preposition must hang on the trigger itself: "called the deal a victory for" is no call for anything.
    """
    token = parsed.tokens[place]
    if place == found[-1] + 1:
        return True
    if any(parsed.tokens[i].text in (",", ";", "—", "–") for i in range(found[-1] + 1, place)):
        return False
    if token.pos in (g.PREPOSITION, g.PARTICLE):
        above = parsed.tokens[token.head]  # "called Thursday on both sides": hung on the day
        return above.index in found or (above.role == g.NOUN_ADVERBIAL and above.head in found)
    higher = [t.index for t in g.ancestors(parsed, place)]
    verbs = [i for i in higher if parsed.tokens[i].pos == g.VERB]
    return found[0] in higher and (not verbs or verbs[0] == found[0])


def _span(scene: Scene, token: g.Token, words: list[int]) -> Span:
    """The trigger's words as one span when they stand close, else its head alone."""
    tokens = scene.parsed.tokens
    if words[-1] - words[0] < _LONGEST_TRIGGER and not any(
        scene.entity_at(i) and i not in words for i in range(words[0], words[-1])
    ):
        return Span(tokens[words[0]].start, tokens[words[-1]].stop)
    return token.span


# --- constraints ---------------------------------------------------------------------------------------------------


def _holds(scene: Scene, token: g.Token, frame: Frame) -> bool:
    return all(_met(scene, token, c) for c in frame.when) and not any(_met(scene, token, c) for c in frame.unless)


def _met(scene: Scene, token: g.Token, constraint: Constraint) -> bool:
    """Whether a filler of the slot has one of the classes; for the slots of words, also one of the lemmas."""
    slot, classes = constraint
    if slot in _WORD_SLOTS:
        words = _WORD_SLOTS[slot](scene.parsed, token)
        if classes == ("word",):
            return bool(words)
        return any(c == w.lemma or c == w.lower or c in scene.classes(w.index) for w in words for c in classes)
    if "self" in classes and slot == "clause subject" and _is_self(scene, token):
        return True
    return any(c in scene.classes(t.index) for t in slots.fillers(scene.parsed, token.index, slot) for c in classes)


def _all_below(parsed: g.Parsed, token: g.Token) -> list[g.Token]:
    return [t for t in g.subtree(parsed, token.index) if t.index != token.index]


def _complements(parsed: g.Parsed, token: g.Token) -> list[g.Token]:
    return g.children(parsed, token.index, g.OPEN_CLAUSE, g.THAT_CLAUSE)


def _clause_words(parsed: g.Parsed, token: g.Token) -> list[g.Token]:
    """The head of the complement clause with its auxiliaries, negation, predicate and objects."""
    heads = _complements(parsed, token)
    return [*heads, *(k for h in heads for k in g.children(parsed, h.index, *_PREDICATE))]


def _own_words(parsed: g.Parsed, token: g.Token) -> list[g.Token]:
    """Auxiliaries, negation, particles and adverbs of the trigger itself."""
    return g.children(parsed, token.index, g.AUXILIARY, g.NEGATION, g.VERB_PARTICLE, g.ADVERBIAL, g.PUNCTUATES)


def _predicates(parsed: g.Parsed, token: g.Token) -> list[g.Token]:
    """What the trigger calls or makes its object ("called the premier *a liar*")."""
    return g.children(parsed, token.index, g.OBJECT_PREDICATE)


_PREDICATE = (g.AUXILIARY, g.NEGATION, g.ATTRIBUTE, g.COMPLEMENT, g.OBJECT, g.OBJECT_PREDICATE)
_WORD_SLOTS: dict[str, Callable[[g.Parsed, g.Token], list[g.Token]]] = {
    "any": _all_below,
    "complement": _complements,
    "clause word": _clause_words,
    "own": _own_words,
    "predicate": _predicates,
}


def _is_self(scene: Scene, token: g.Token) -> bool:
    """Whether the subject of the complement clause is the trigger's own ("Iran said it would respond")."""
    speakers = [scene.entity_of(t.index) for t in slots.fillers(scene.parsed, token.index, "subject")]
    subjects = [scene.entity_of(t.index) for t in slots.fillers(scene.parsed, token.index, "clause subject")]
    known = {found[0].id for found in speakers if found}
    return any(found is not None and found[0].id in known for found in subjects)
