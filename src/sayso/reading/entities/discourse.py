"""The entities of a text as they come up: who was mentioned where, how prominently, and who fits a later word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sayso.reading import grammar as g
from sayso.reading.entities.genders import gender_of
from sayso.records import Entity, Mention, Role
from sayso.spans import Span

SENTENCES_BACK = 4
_WEIGHTS = {g.SUBJECT: 2.0, g.PASSIVE_SUBJECT: 2.0, g.AGENT: 1.5, g.OBJECT: 1.2, g.DATIVE: 1.2, g.APPOSITION: 0.8}
_WEAK = {g.POSSESSOR: 0.7, g.PREPOSITION_OBJECT: 0.8, g.COMPOUND: 0.2, g.ADJECTIVAL: 0.1, g.NOUN_MODIFIER: 0.2}


@dataclass(slots=True)
class Chain:
    """One entity in the making. `plural`: a group; `words`: small-letter words that its names and roles hold."""

    kind: str
    name: str
    country: str | None = None
    gender: str | None = None
    plural: bool = False
    roles: list[Role] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    rule: str | None = None
    seen: int = 0

    @property
    def is_person(self) -> bool:
        return self.kind == "person"

    @property
    def is_body(self) -> bool:
        return self.kind not in ("person", "facility", "other")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A mention as it was met in the text: its head token, and how prominent its place in the sentence is."""

    chain: Chain
    head: int
    sentence: int
    weight: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Entities mentioned together at a token ("Hamas and Fatah", "the two leaders")."""

    head: int
    members: tuple[Chain, ...]
    weight: float


class Discourse:
    """The chains of one text and the sightings so far."""

    def __init__(
        self, parsed: g.Parsed, *, voices: Sequence[tuple[Span, int]] = (), acts: Callable[[str], bool] | None = None
    ) -> None:
        self.parsed = parsed
        self.voices = voices
        self.acts = acts or (lambda lemma: False)
        self.chains: list[Chain] = []
        self.sightings: list[Sighting] = []
        self.pairs: list[Pair] = []
        self.countries: dict[str, Chain] = {}
        self.named: dict[int, Chain] = {}

    def add(self, chain: Chain) -> Chain:
        self.chains.append(chain)
        if chain.kind == "country" and chain.country:
            self.countries[chain.country] = chain
        return chain

    def country(self, code: str, name: str) -> Chain:
        """The chain of a state, made when the text did not name it before."""
        found = self.countries.get(code)
        return found or self.add(Chain("country", name, code, words={name.lower()}, rule="nationality"))

    def mention(self, chain: Chain, span: Span, form: str) -> None:
        """One more mention of an entity, unless it has one there."""
        if all(m.span != span for m in chain.mentions):
            chain.mentions.append(Mention(span, span.of(self.parsed.text), form))

    def see(self, chain: Chain, head: int) -> None:
        """Notes that the entity comes up at a token."""
        token = self.parsed.tokens[head]
        chain.seen += 1
        self.sightings.append(Sighting(chain, head, token.sentence, self._weight(token)))

    def pair(self, head: int, members: tuple[Chain, ...]) -> None:
        """Notes that entities come up together."""
        self.pairs.append(Pair(head, members, self._weight(self.parsed.tokens[head])))

    def _weight(self, token: g.Token) -> float:
        weight = _WEIGHTS.get(token.role) or _WEAK.get(token.role)
        if weight is None and token.role == g.CONJUNCT:
            weight = self._weight(g.first_conjunct(self.parsed, token.index)) * 0.9
        title = self.parsed.sentences[token.sentence].title
        return (0.5 if weight is None else weight) * (0.5 if title else 1.0)

    def at(self, head: int) -> Chain | None:
        """The entity that came up at a token, or is named there later on."""
        return self.named.get(head) or next((s.chain for s in reversed(self.sightings) if s.head == head), None)

    def speaker(self, token: g.Token) -> Chain | None:
        """Who says the quotation that a token stands in."""
        source = next((s for where, s in self.voices if where.covers(token.span)), None)
        return None if source is None else self.at(source)

    def recent(self, sentence: int, back: int = SENTENCES_BACK) -> Iterator[Sighting]:
        """The sightings of this and the sentences before, the latest first."""
        for sighting in reversed(self.sightings):
            if sentence - sighting.sentence > back:
                return
            yield sighting

    def latest(self, fits: Callable[[Chain], bool], sentence: int, back: int = 1000) -> Chain | None:
        """The entity seen last of those that fit."""
        return next((s.chain for s in self.recent(sentence, back) if fits(s.chain)), None)

    def most_seen(self, fits: Callable[[Chain], bool]) -> Chain | None:
        """The entity seen most so far of those that fit, the first named of equals."""
        return max((c for c in self.chains if c.seen and fits(c)), key=lambda c: c.seen, default=None)


def chain_of(entity: Entity) -> Chain:
    """A chain that begins with an entity found by name."""
    held = " ".join([entity.name, *entity.aliases, *(r.quote for r in entity.roles)]).lower()
    return Chain(
        kind=entity.kind,
        name=entity.name,
        country=entity.country,
        gender=gender_of(entity),
        plural=entity.rule == "people",
        roles=list(entity.roles),
        mentions=list(entity.mentions),
        words=set(held.replace("-", " ").replace("’s", "").replace("'s", "").replace(",", "").split()),
        rule=entity.rule,
    )
