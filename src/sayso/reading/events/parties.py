"""Who else stands in a phrase: names that no table knows, second nationalities, listed members, owners of a thing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from sayso.reading import grammar as g
from sayso.reading.events.scene import Scene
from sayso.records import Entity, Participant
from sayso.spans import Span

_THINGS = frozenset({g.EVENT_NAME, g.WORK, g.LAW, g.DATE, g.TIME_OF_DAY, g.MONEY, g.QUANTITY, g.LANGUAGE, g.LOCATION})
HARMS = frozenset({"attack", "test", "launch", "seize", "threaten", "deploy", "exercise"})  # kinds of deeds accused
_NONE = frozenset({"no", "neither"})
_LISTING = frozenset({"including", "like", "as"})
_BEFORE_NOUN = (g.ADJECTIVAL, g.COMPOUND, g.NOUN_MODIFIER)


def is_deed(scene: Scene, participant: Participant) -> bool:
    """Whether a participant's words only name an event that somebody did ("the raid")."""
    head = scene.parsed.head_of(participant.span)
    if participant.ref is not None or head is None:
        return False
    return any(f.kind in HARMS for f in scene.kit.frames.of("noun", head.lemma))


def is_nobody(parsed: g.Parsed, token: g.Token) -> bool:
    """Whether a phrase says that there is none ("no group claimed the attack")."""
    return any(k.lower in _NONE for k in g.children(parsed, token.index, g.DETERMINES, g.PREDETERMINER, g.NEGATION))


def is_named(scene: Scene, token: g.Token) -> bool:
    """Whether a capitalised word may name a party though no table knows it: no date, law, work, sea or storm."""
    if token.pos != g.NAME or not token.text[:1].isupper() or token.index in scene.time_at:
        return False
    label = _label(scene.parsed, token.index)
    return label not in _THINGS and (label is not None or not scene.parsed.sentence_of(token.index).title)


def _label(parsed: g.Parsed, index: int) -> str | None:
    """The model's label of the name around a token."""
    place = bisect_right(parsed.names, index, key=lambda n: n.first) - 1
    return parsed.names[place].label if place >= 0 and parsed.names[place].last >= index else None


def owners(scene: Scene, token: g.Token) -> list[g.Token]:
    """Who is meant behind a thing: "Ukraine's defence", "the security of Poland", "Iranian oil"."""
    kids = g.children(scene.parsed, token.index, g.POSSESSOR, g.ADJECTIVAL, g.COMPOUND)
    found = [k for k in kids if (k.role == g.POSSESSOR or scene.entity_at(k.index)) and is_party(scene, k)]
    return [*found, *(t for t in g.prepositional(scene.parsed, token.index, "of") if is_party(scene, t))]


def is_party(scene: Scene, token: g.Token) -> bool:
    return scene.entity_of(token.index) is not None or is_named(scene, token)


def second_states(scene: Scene, token: g.Token, known: Entity | None) -> Iterator[tuple[Entity, Span]]:
    """The other states of "Kenyan and Somali negotiators", "the navies of Kenya and Chad": all but that of `known`."""
    if token.form != g.PLURAL:
        return
    before = [k for k in g.children(scene.parsed, token.index, *_BEFORE_NOUN) if k.index < token.index]
    words = [_nationality(scene, w) for k in before for w in g.conjuncts(scene.parsed, k.index)]
    words += [_nationality(scene, w) for w in g.prepositional(scene.parsed, token.index, "of")]
    code = known.country if known else None
    for nation, span in words if len(words) > 1 else []:
        state = next((e for e in scene.entities if e.kind == "country" and e.country == nation), None)
        if state is not None and nation is not None and nation != code:
            yield state, span


def _nationality(scene: Scene, word: g.Token) -> tuple[str | None, Span]:
    """The state of a nationality of one word or two ("South Korean")."""
    before = scene.parsed.tokens[word.index - 1] if word.index else word
    span = Span(before.start, word.stop)
    nations = scene.kit.nations
    code = nations.demonym(span.of(scene.parsed.text)) or nations.code(span.of(scene.parsed.text))
    if code is not None:
        return code, span
    return nations.demonym(word.text) or nations.code(word.text), word.span


def listed_members(scene: Scene, token: g.Token) -> list[g.Token]:
    """The named ones of "firms including Siemens and Daimler", "allies such as Germany", and the second person of
    "Okafor of Nigeria and Sall of Mali", whom parsers join to the state."""
    found = [t for t in g.prepositional(scene.parsed, token.index, "of", "from") if _are_persons(scene, token, t)]
    for kid in g.children(scene.parsed, token.index, g.PREPOSITIONAL):
        if kid.index > token.index and _lists(scene.parsed, kid):
            inner = g.child(scene.parsed, kid.index, g.PREPOSITION_OBJECT)
            found.extend(g.conjuncts(scene.parsed, inner.index) if inner else [])
    return [t for t in found if is_party(scene, t)]


def _are_persons(scene: Scene, *tokens: g.Token) -> bool:
    entities = [scene.entity_of(t.index) for t in tokens]
    return all(e is not None and e[0].kind == "person" and e[0].id in scene.named for e in entities)


def _lists(parsed: g.Parsed, preposition: g.Token) -> bool:
    return preposition.lower in _LISTING and (
        preposition.lower != "as" or parsed.tokens[preposition.index - 1].lower == "such"
    )
