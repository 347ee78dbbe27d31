"""Who is who in one text: names, descriptions and pronouns of each entity gathered into one chain of mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.reading import grammar as g
from sayso.reading.attribution.speech import Spoken
from sayso.reading.entities.anaphors import resolve_nominal
from sayso.reading.entities.descriptions import city_country
from sayso.reading.entities.discourse import Chain, Discourse, chain_of
from sayso.reading.entities.joining import join_names
from sayso.reading.entities.marks import Marks, find_marks, span
from sayso.reading.entities.nationalities import with_nationalities
from sayso.reading.entities.nominals import Nominal, find_nominals
from sayso.reading.entities.pronouns import PRONOUNS, resolve_pronoun
from sayso.reading.entities.sectors import with_sectors
from sayso.reading.entities.speakers import find_voices, resolve_speakers
from sayso.reading.entities.states import StateWord, state_words
from sayso.reading.kit import Kit
from sayso.records import Entity, Equipment
from sayso.spans import Span


def find_chains(
    parsed: g.Parsed,
    kit: Kit,
    names: Sequence[Entity],
    equipment: Sequence[Equipment] = (),
    *,
    marks: Marks | None = None,
    spoken: Spoken | None = None,
) -> tuple[Entity, ...]:
    """One entity for each real person, body or state, with mentions by name, description and pronoun, ids e1.. in
    order of first mention.

    A description of two entities ("the two leaders") is a mention of both. A capital or "the North" that stands for a
    state is a mention of it; so is every nationality (`nationalities`). `marks`
    and `spoken`: what the tables know and what stands in quotation marks, where they have been found before.
    """
    scene = _Scene.of(parsed, kit, names, marks or find_marks(parsed, kit, equipment), spoken)
    for index in scene.places():
        for chain in scene.chains_at(parsed.tokens[index]):
            scene.discourse.see(chain, index)
    resolve_speakers(scene.discourse, kit)
    entities = numbered(with_nationalities(parsed, kit, scene.marks, _entities(scene.discourse.chains)))
    return with_sectors(parsed, kit, scene.marks, entities)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What stands where before descriptions and pronouns are resolved: by head token."""

    parsed: g.Parsed
    kit: Kit
    marks: Marks
    discourse: Discourse
    named: dict[int, Chain]
    states: dict[int, StateWord]
    nominals: dict[int, Nominal]

    @classmethod
    def of(cls, parsed: g.Parsed, kit: Kit, names: Sequence[Entity], marks: Marks, spoken: Spoken | None) -> _Scene:
        discourse = Discourse(parsed, voices=find_voices(parsed, kit, spoken), acts=lambda verb: _acts(kit, verb))
        chains = [discourse.add(chain_of(e)) for e in join_names(parsed, names)]
        heads = {i: (c, m.span) for c in chains for m in c.mentions if (i := _head(parsed, m.span)) is not None}
        taken = frozenset(t.index for _, where in heads.values() for t in parsed.tokens_in(where))
        named = {index: chain for index, (chain, _) in heads.items()}
        described = dict(_described(parsed, chains, taken))
        states = state_words(parsed, marks, taken)
        inside = frozenset(i for w in states.values() if not w.modifier for i in range(w.first, w.last + 1))
        nominals = find_nominals(parsed, marks, taken | inside | frozenset(described))
        for head, (chain, where) in described.items():
            discourse.mention(chain, where, "nominal")
            named[head] = chain
        discourse.named = named
        return cls(parsed, kit, marks, discourse, named, states, nominals)

    def places(self) -> list[int]:
        """The tokens at which somebody comes up, in order."""
        pronouns = (t.index for t in self.parsed.tokens if t.pos == g.PRONOUN and t.lower in PRONOUNS)
        return sorted({*self.named, *self.states, *self.nominals, *pronouns})

    def chains_at(self, token: g.Token) -> tuple[Chain, ...]:
        """The entities that come up at a token, their mentions added when they were not there yet."""
        if (named := self.named.get(token.index)) is not None:
            _note_pair(self.discourse, self.parsed, self.named, token)
            return (named,)
        if (state := self.states.get(token.index)) is not None and not self._modifies_entity(state):
            return (self._state(state),)
        if (nominal := self.nominals.get(token.index)) is not None and nominal.kind == "facility":
            return (self._facility(nominal),)
        if nominal is not None:
            return resolve_nominal(self.discourse, self.kit.nations, self._located(nominal))
        if token.lower not in PRONOUNS:
            return ()
        found = resolve_pronoun(self.discourse, token)
        for chain in found:
            self.discourse.mention(chain, token.span, "pronoun")
        return found

    def _located(self, nominal: Nominal) -> Nominal:
        """With the country of the town in it ("Minsk police")."""
        if nominal.country is not None or nominal.kind not in ("government", "military", "group", "person"):
            return nominal
        return replace(nominal, country=city_country(self.parsed, self.kit, self.marks, nominal.span))

    def _facility(self, nominal: Nominal) -> Chain:
        """A state's base, consulate, homes: one chain for all that the text calls alike."""
        name = " ".join(nominal.span.of(self.parsed.text).split())
        chains = (c for c in self.discourse.chains if c.kind == nominal.kind and c.name.lower() == name.lower())
        chain = next(chains, None) or self.discourse.add(
            Chain(nominal.kind, name, nominal.country, plural=nominal.plural, rule="nominal")
        )
        self.discourse.mention(chain, nominal.span, "nominal")
        return chain

    def _modifies_entity(self, state: StateWord) -> bool:
        """Whether a nationality belongs to the description of somebody ("South Korean officials")."""
        head = self.parsed.tokens[state.last].head
        return state.modifier and (head in self.nominals or head in self.named)

    def _state(self, state: StateWord) -> Chain:
        chain = self.discourse.country(state.code, self.kit.nations.name(state.code))
        self.discourse.mention(chain, span(self.parsed, state.first, state.last), "nominal")
        if state.other is not None:
            self._state(replace(state, code=state.other, other=None))
        return chain


def _acts(kit: Kit, verb: str) -> bool:
    """Whether only people and bodies are the subject of a verb: it tells of an event's doer, or of speech or will."""
    word = kit.reporting.verb(verb)
    return bool(kit.frames.of(g.VERB, verb)) or (word is not None and word.act != "shows")


def _head(parsed: g.Parsed, where: Span) -> int | None:
    head = parsed.head_of(where)
    return head.index if head is not None else None


def _described(
    parsed: g.Parsed, chains: Sequence[Chain], taken: frozenset[int]
) -> Iterator[tuple[int, tuple[Chain, Span]]]:
    """The descriptions beside names whose head noun stands outside the name ("North Korea's leader, Kim Jong-un")."""
    for chain in chains:
        for role in chain.roles:
            head = parsed.head_of(role.span)
            if head is None or head.index in taken or head.role in (g.COMPOUND, g.ADJECTIVAL, g.NOUN_MODIFIER):
                continue
            yield head.index, (chain, role.span)


def _note_pair(discourse: Discourse, parsed: g.Parsed, named: dict[int, Chain], token: g.Token) -> None:
    """Remembers names joined by "and", which "they" and "the two leaders" can take up."""
    if token.role != g.CONJUNCT:
        return
    first = g.first_conjunct(parsed, token.index)
    members = [named[t.index] for t in g.conjuncts(parsed, first.index) if t.index in named and t.index <= token.index]
    if len(members) > 1:
        discourse.pair(token.index, tuple({id(m): m for m in members}.values()))


def _entities(chains: Sequence[Chain]) -> tuple[Entity, ...]:
    return tuple(_entity(c) for c in chains if c.mentions)


def numbered(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """The entities with ids e1.. in order of first mention."""
    ordered = sorted(entities, key=lambda e: (e.mentions[0].span, e.name))
    return tuple(replace(e, id=f"e{number}") for number, e in enumerate(ordered, 1))


def _entity(chain: Chain) -> Entity:
    mentions = tuple(sorted(chain.mentions, key=lambda m: m.span))
    forms = dict.fromkeys(m.quote for m in mentions if m.form == "name")
    return Entity(
        id="",
        kind=chain.kind,
        name=chain.name,
        aliases=tuple(f for f in forms if f != chain.name),
        roles=tuple(chain.roles),
        country=chain.country,
        mentions=mentions,
        rule=chain.rule,
    )
