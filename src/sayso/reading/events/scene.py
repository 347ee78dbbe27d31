"""What stands at each token of a text: entity, equipment, place, time; and which noun classes a token has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from sayso.knowledge.support import quantity_nouns
from sayso.reading import grammar as g
from sayso.reading.certainty.judge import Climb
from sayso.reading.kit import Kit
from sayso.records import EQUIPMENT_CLASSES, Attribution, Entity, Equipment, Mention, Place, Timex
from sayso.spans import Span

T = TypeVar("T")

_ENTITY_CLASSES = {
    "country": "state",
    "government": "body",
    "person": "person",
    "organisation": "organisation",
    "group": "group",
    "military": "military",
    "media": "media",
    "facility": "facility",
}
_DESIGNATES = (g.COMPOUND, g.NOUN_MODIFIER, g.ADJECTIVAL, g.NUMERIC)
_ANY_EQUIPMENT = frozenset(EQUIPMENT_CLASSES)
_HUMANS = frozenset(
    {"human", "person", "troops", "fighter", "civilian", "group", "official", "protester", "armed_group"}
)
_ACTORS = frozenset({"person", "state", "organisation", "group", "military", "media", "body", "human", "troops"})


@dataclass(slots=True)
class Scene:
    """A parsed text with all that earlier finders found in it, by token index."""

    parsed: g.Parsed
    kit: Kit
    entities: tuple[Entity, ...]
    equipment: tuple[Equipment, ...]
    places: tuple[Place, ...]
    times: tuple[Timex, ...]
    attributions: tuple[Attribution, ...]
    entities_at: dict[int, list[tuple[Entity, Span]]] = field(default_factory=dict)
    equipment_at: dict[int, tuple[Equipment, Span]] = field(default_factory=dict)
    place_at: dict[int, tuple[Place, Span]] = field(default_factory=dict)
    time_at: dict[int, Timex] = field(default_factory=dict)
    climb: Climb = field(init=False)
    entity_by_id: dict[str, Entity] = field(init=False)
    place_by_id: dict[str, Place] = field(init=False)
    named: frozenset[str] = field(init=False)  # ids of entities that the text names
    specific: frozenset[str] = field(init=False)  # and of places and designations
    attributions_at: dict[int, list[Attribution]] = field(init=False)  # by sentence that their content touches
    _classes_at: dict[int, frozenset[str]] = field(default_factory=dict, init=False)  # of tokens that were asked for

    def __post_init__(self) -> None:
        self.climb = Climb(self.parsed, self.kit)
        self.entity_by_id = {e.id: e for e in self.entities}
        self.place_by_id = {p.id: p for p in self.places}
        self.named = frozenset(e.id for e in self.entities if any(m.form == "name" for m in e.mentions))
        designated = {q.id for q in self.equipment if any(m.form == "name" for m in q.mentions)}
        self.specific = self.named | self.place_by_id.keys() | designated
        self.attributions_at = {}
        for attribution in self.attributions:
            tokens = [t for span in attribution.content for t in self.parsed.tokens_in(span)]
            for sentence in dict.fromkeys(t.sentence for t in tokens):
                self.attributions_at.setdefault(sentence, []).append(attribution)

    @classmethod
    def of(
        cls,
        parsed: g.Parsed,
        kit: Kit,
        *,
        entities: tuple[Entity, ...] = (),
        equipment: tuple[Equipment, ...] = (),
        places: tuple[Place, ...] = (),
        times: tuple[Timex, ...] = (),
        attributions: tuple[Attribution, ...] = (),
    ) -> Scene:
        scene = cls(parsed, kit, entities, equipment, places, times, attributions)
        scene._index_entities()
        scene._index_equipment()
        for place in places:
            for span in place.mentions:
                for token in parsed.tokens_in(span):
                    scene.place_at.setdefault(token.index, (place, span))
        for time in times:
            for token in parsed.tokens_in(time.span):
                scene.time_at.setdefault(token.index, time)
        return scene

    def _index_entities(self) -> None:
        others = [m for e in self.entities if e.kind != "country" for m in e.mentions]
        inside = {t.index for m in others for t in self.parsed.tokens_in(m.span)}
        starts = frozenset(m.span.start for m in others if m.form == "name")
        states = [m for e in self.entities if e.kind == "country" for m in e.mentions if m.form == "name"]
        dropped = {id(m) for m in states if self._describes(m, inside, starts)}
        mentions = [(m.span, e) for e in self.entities for m in e.mentions if id(m) not in dropped]
        for span, entity in sorted(mentions, key=lambda pair: pair[0].stop - pair[0].start):
            for token in self.parsed.tokens_in(span):
                here = self.entities_at.setdefault(token.index, [])
                if not here or here[0][1] == span:  # one span may stand for several ("the two leaders")
                    here.append((entity, span))

    def _describes(self, state: Mention, inside: set[int], bodies: frozenset[int]) -> bool:
        """Whether a nationality only describes somebody told here ("Russian officials", "Egyptian and Greek ships"),
        or a state's name begins that of its body ("U.S. Army")."""
        nations, last = self.kit.nations, self.parsed.tokens_in(state.span)[-1]
        if nations.code(state.quote) is not None or nations.metonym(state.quote) is not None:
            return state.span.start in bodies
        first = g.first_conjunct(self.parsed, last.index)
        return not inside.isdisjoint((last.index, last.head, first.head))

    def _index_equipment(self) -> None:
        mentions = [(m.span, q) for q in self.equipment for m in q.mentions]
        for span, item in sorted(mentions, key=lambda pair: pair[0].stop - pair[0].start):
            for token in self.parsed.tokens_in(span):
                self.equipment_at.setdefault(token.index, (item, span))

    def entity_of(self, index: int) -> tuple[Entity, Span] | None:
        """The entity whose mention is headed by this token (not one that merely modifies something here)."""
        return next(iter(self.entities_of(index)), None)

    def entities_of(self, index: int) -> list[tuple[Entity, Span]]:
        """All entities that a mention headed by this token stands for: two for "both countries"."""
        found = self.entities_at.get(index, [])
        return found if found and _heads(self.parsed, index, found[0][1]) else []

    def entity_at(self, index: int) -> tuple[Entity, Span] | None:
        """The entity whose mention covers this token, head or not."""
        return next(iter(self.entities_at.get(index, [])), None)

    def inside_name(self, index: int) -> bool:
        """Whether a token is a part of a name that another word heads ("Organization" in the name of UNESCO)."""
        found = self.entity_at(index)
        return found is not None and any(m.span == found[1] and m.form == "name" for m in found[0].mentions)

    def equipment_of(self, index: int) -> list[tuple[Equipment, Span]]:
        """The equipment that a noun phrase with this head names: by its head, or by designations before it
        ("Tu-95MS and Tu-22M3 bombers" are two)."""
        direct = headed(self.parsed, self.equipment_at, index)
        if direct is not None:
            return [direct]
        if self.parsed.tokens[index].pos != g.NOUN:
            return []
        before = [c for k in g.children(self.parsed, index, *_DESIGNATES) for c in g.conjuncts(self.parsed, k.index)]
        found = [self.equipment_at[t.index] for t in before if t.index in self.equipment_at]
        return [entry for entry in found if entry[0].class_ in self._equipment_classes(index)]

    def _equipment_classes(self, index: int) -> frozenset[str]:
        """The classes of equipment that a head noun may be ("bomber": aircraft), so that "missile factory" is none."""
        classes = self.kit.frames.classes(self.parsed.tokens[index].lemma)
        any_class = not classes.isdisjoint(("hardware", "system_word"))
        return frozenset(c.replace("_", "-") for c in classes) | (_ANY_EQUIPMENT if any_class else frozenset())

    def place_of(self, index: int) -> tuple[Place, Span] | None:
        return headed(self.parsed, self.place_at, index)

    def classes(self, index: int) -> frozenset[str]:
        """The classes of a token that constraints of frames can name."""
        known = self._classes_at.get(index)
        if known is None:
            known = self._classes_at[index] = self._classes(index)
        return known

    def _classes(self, index: int) -> frozenset[str]:
        token = self.parsed.tokens[index]
        found = set(self.kit.frames.classes(token.lemma))
        if token.lemma in quantity_nouns():  # "hundreds of drones" are drones
            found = {
                c for inner in g.prepositional(self.parsed, index, "of") for c in self.classes(inner.index)
            } or found
        entity = self.entity_of(index)
        if entity is not None:
            found.add(_ENTITY_CLASSES.get(entity[0].kind, entity[0].kind))
        equipment = self.equipment_of(index)
        if equipment:
            found = set() if "system_word" in found else found
            named = (self.kit.frames.classes(item.name.lower()) for item, _ in equipment)  # "Long March 5"
            found = (found - _HUMANS).union({"equipment"}, (item.class_ for item, _ in equipment), *named)
        if self.place_of(index) is not None:
            found.add("place")
        if index in self.time_at:
            found.add("date")
        if token.pos == g.NUMBER:
            found.add("number")
        if token.pos == g.PRONOUN:
            found.add("pronoun")
        if found & _ACTORS:
            found.add("actor")
        return frozenset(found)


def headed(parsed: g.Parsed, table: dict[int, tuple[T, Span]], index: int) -> tuple[T, Span] | None:
    """The entry at a token when the token governs the entry's span."""
    found = table.get(index)
    return found if found is not None and _heads(parsed, index, found[1]) else None


def _heads(parsed: g.Parsed, index: int, span: Span) -> bool:
    """Whether a token's own head lies outside the span."""
    head = parsed.tokens[parsed.tokens[index].head]
    return head.index == index or not span.start <= head.start < span.stop


def tokens_of(parsed: g.Parsed, spans: Iterable[Span]) -> set[int]:
    """The indices of all tokens in the spans."""
    return {t.index for span in spans for t in parsed.tokens_in(span)}
