"""Which part an actor plays: government, military, rebel, media, business, ... as coders of political events count it.

Practice follows the agents of CAMEO (Schrodt 2012, chapter 3, and the agents dictionary of PETRARCH) and the sector
codes of PLOVER: a state named bare has a country and no sector, and is government where its capital or its
government stands for it; armed people outside the forces of a state (militants, jihadists, mercenaries, gunmen: CAMEO
UAF, which are no criminals there) are rebels; kidnappers, pirates and smugglers are criminals; civil society and
private persons are civilians; a party is one in or out of office; a former office tells nothing. Where CAMEO has a
code that we have not, `knowledge/world/sectors.csv` says under which sector it falls.

Evidence, the strongest first: for a known body its row of `organisations.csv`, since a designation ("a terrorist
organization") is one side's word; the office or description that the text gives; the office of a public person; the
noun of a name or description with the words beside it; the kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.knowledge.persons import load_persons
from sayso.knowledge.sectors import PAST, sector_words
from sayso.reading import grammar as g
from sayso.reading.entities.marks import Marks
from sayso.reading.entities.sector_phrases import SectorPhrases, sector_of
from sayso.reading.kit import Kit
from sayso.records import SECTORS, Entity

_KINDS = frozenset({"government", "military", "media"})  # that are sectors
_AT_ONCE = 8  # entities whose sectors wait for one another's


def with_sectors(parsed: g.Parsed, kit: Kit, marks: Marks, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """The entities with their sectors (one of `records.SECTORS`, None where nothing tells)."""
    sectors = _Sectors(parsed, kit, marks, entities)
    return tuple(replace(e, sector=sectors.of(e)) for e in entities)


class _Sectors:
    """Decides the sectors of a text, each once; one may wait for another's ("a spokesman for Hartwell Industries")."""

    def __init__(self, parsed: g.Parsed, kit: Kit, marks: Marks, entities: Sequence[Entity]) -> None:
        self.parsed = parsed
        self.kit = kit
        self.marks = marks
        self._at = _by_token(parsed, entities)
        self._found: dict[str, str | None] = {}
        self._open: set[str] = set()
        states = frozenset(i for i, e in self._at.items() if e.kind == "country")
        self._phrases = SectorPhrases(parsed, marks, self._meant, states)

    def of(self, entity: Entity) -> str | None:
        if entity.id not in self._found:
            self._open.add(entity.id)
            self._found[entity.id] = self._decide(entity)
            self._open.discard(entity.id)
        return self._found[entity.id]

    def _meant(self, index: int) -> str | None:
        """The sector of whom a token means, as `SectorPhrases.meant`."""
        entity = self._at.get(index)
        if entity is None or entity.kind == "country" or entity.id in self._open or len(self._open) >= _AT_ONCE:
            return None
        return self.of(entity) or ""

    def _decide(self, entity: Entity) -> str | None:
        if entity.kind == "country":
            return "government" if self._governs(entity) else None
        if (body := self._body(entity)) is not None:
            return body
        told = [t for role in entity.roles if (t := self._phrases.told(role.span)) is not None]
        firm = [t.sector for t in told if t.firm and t.sector]
        if firm:
            return min(firm, key=SECTORS.index)
        public = None if any(t.past for t in told) else self._public(entity)
        weak = next((t.sector for t in told if t.sector), None)
        kind = entity.kind if entity.kind in _KINDS and not told else None
        return public or self._own_words(entity) or weak or kind

    def _governs(self, state: Entity) -> bool:
        """Whether a capital or a government stands for a state in the text."""
        return any(
            (sign is not None and sign.sign.use == "capital") or (noun is not None and noun.noun.sector == "government")
            for mention in state.mentions
            for token in self.parsed.tokens_in(mention.span)
            for sign, noun in ((self.marks.signs.get(token.index), self.marks.nouns.get(token.index)),)
        )

    def _body(self, entity: Entity) -> str | None:
        """The sector of a known body; what a text calls it may be one side's word ("a terrorist organization")."""
        if entity.kind == "person" or not (named := [m for m in entity.mentions if m.form == "name"]):
            return None
        last = self.parsed.tokens_in(named[0].span)[-1:]
        marked = (self.marks.bodies.get(t.index) for t in last)
        bodies = (*(m.body for m in marked if m is not None), self.marks.tables.body(entity.name))
        return next((b.sector for b in bodies if b is not None and b.sector), None)

    def _public(self, entity: Entity) -> str | None:
        """The sector of a public person's office."""
        public = load_persons().known(entity.name) if entity.kind == "person" and " " in entity.name else None
        return self._of_office(public.office) if public is not None else None

    def _of_office(self, office: str) -> str | None:
        """The sector of an office of `persons.csv`; None for a former one, "president of a bank", "politician"."""
        *before, last = office.split()
        told = [s for word in before if (s := sector_words().get(word))]
        title = self.kit.offices.title(office) or self.kit.offices.title(last)
        if PAST in told or " of " in office or office == "politician":
            return None
        return next(iter(told), None) or sector_of(title.sector if title is not None else None)

    def _own_words(self, entity: Entity) -> str | None:
        """What the noun of a body's name in full tells, or of the first description."""
        names = [m for m in entity.mentions if m.form == "name"]
        described = next((m.span for m in entity.mentions if m.form == "nominal"), None)
        told = self._phrases.told(described) if described is not None else None
        if names and entity.kind != "person":
            told = self._phrases.told(max(names, key=lambda m: len(m.quote)).span, named=True)
        if told is not None and told.sector:
            return told.sector
        return "civilian" if not names and described is not None and self._phrases.is_kin(described) else None


def _by_token(parsed: g.Parsed, entities: Sequence[Entity]) -> dict[int, Entity]:
    """Who is meant at a token: every token of a name, the head of a description, a pronoun."""
    found: dict[int, Entity] = {}
    for entity in entities:
        for mention in entity.mentions:
            head = parsed.head_of(mention.span)
            whole = parsed.tokens_in(mention.span) if mention.form == "name" else []
            found.update({t.index: entity for t in (*whole, *([head] if head is not None else []))})
    return found
