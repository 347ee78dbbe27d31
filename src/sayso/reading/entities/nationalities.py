"""The nationalities of a text as mentions of their states: "Ukrainian officials", "the Russians", "anti-American"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sayso.knowledge.nations import Sign
from sayso.reading import grammar as g
from sayso.reading.entities.marks import Marks, SignMark, span
from sayso.reading.entities.states import NATIONALITIES, is_no_state
from sayso.reading.kit import Kit
from sayso.records import Entity, Mention
from sayso.spans import trim

_OPEN = frozenset({"country", "government", "military", "group", "other"})  # a nationality in their names is a state's
_BODIES = frozenset({"government", "military", "organisation", "media", "facility"})
_OWN_NAMES = frozenset({g.PLACE, g.LOCATION, g.FACILITY, g.WORK})
_WORDS = frozenset({g.ADJECTIVE, g.NOUN, g.NAME})


def with_nationalities(parsed: g.Parsed, kit: Kit, marks: Marks, entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """The entities with each nationality of the text as a mention of its state by name; a state told by nothing else
    is one more entity, without a mention of any other form."""
    told: dict[str, list[Mention]] = {}
    for mark in nationalities(parsed, kit, marks, entities):
        where = trim(parsed.text, span(parsed, mark.first, mark.last), "-")
        told.setdefault(mark.sign.code, []).append(Mention(where, where.of(parsed.text), "name"))
    known = {e.country for e in entities if e.kind == "country"}
    joined = (_with(kit, e, told.get(e.country or "", [])) if e.kind == "country" else e for e in entities)
    return (*joined, *(_state(kit, code, mentions) for code, mentions in told.items() if code not in known))


def _with(kit: Kit, state: Entity, told: list[Mention]) -> Entity:
    """The state with these mentions instead of its others at the same words; a capital that stands for it is a name."""
    spans = {m.span for m in told}
    capitals = (replace(m, form="name") if kit.nations.metonym(m.quote) else m for m in state.mentions)
    kept = (m for m in capitals if m.span not in spans)
    return replace(state, mentions=tuple(sorted((*kept, *told), key=lambda m: m.span)))


def _state(kit: Kit, code: str, told: list[Mention]) -> Entity:
    name = kit.nations.name(code)
    return Entity(id="", kind="country", name=name, country=code, mentions=tuple(told), rule="nationality")


def nationalities(parsed: g.Parsed, kit: Kit, marks: Marks, entities: tuple[Entity, ...]) -> Iterator[SignMark]:
    """The words of nationality that tell of a state, not of a language, a dish or a person's name; and the states that
    the names of their bodies begin with ("U.S. Army", "Kenya Red Cross")."""
    closed, owners = _closed(parsed, entities), _owners(parsed, entities)
    for index, mark in sorted(marks.signs.items()):
        if index == mark.first and _tells(parsed, marks, mark, closed, owners):
            yield mark
    yield from _suspended(parsed, kit)


def _tells(
    parsed: g.Parsed, marks: Marks, mark: SignMark, closed: dict[int, str | None], owners: dict[int, str | None]
) -> bool:
    """Whether a mark is a mention of its state that the names of a text do not have yet."""
    if mark.sign.use == "name":
        return owners.get(mark.first) == mark.sign.code
    words = all(t.pos in _WORDS for t in parsed.tokens[mark.first : mark.last + 1])
    if mark.sign.use not in NATIONALITIES or not words or is_no_state(parsed, marks, mark):
        return False
    return all(i not in closed or closed[i] == mark.sign.code for i in (mark.first, mark.last))


def _suspended(parsed: g.Parsed, kit: Kit) -> Iterator[SignMark]:
    """ "Iranian- and Russian-made": the nationality whose hyphen hangs."""
    for token in parsed.tokens:
        code = kit.nations.demonym(token.text[:-1]) if token.text.endswith("-") and token.text[:1].isupper() else None
        if code is not None:
            yield SignMark(token.index, token.index, Sign(code, "adjective"))


def _owners(parsed: g.Parsed, entities: tuple[Entity, ...]) -> dict[int, str | None]:
    """The tokens that the names of bodies begin with, with the state of each body."""
    bodies = (e for e in entities if e.kind in _BODIES and e.country)
    named = ((m.span, e.country) for e in bodies for m in e.mentions if m.form == "name" and " " in m.quote)
    return {parsed.tokens_in(where)[0].index: state for where, state in named}


def _closed(parsed: g.Parsed, entities: tuple[Entity, ...]) -> dict[int, str | None]:
    """The tokens of proper names with the state whose body they name: "Sam English", "Indian Ocean", "Irish Times"."""
    names = (n for n in parsed.names if n.label in _OWN_NAMES and n.last > n.first)
    inside: dict[int, str | None] = {i: None for n in names for i in range(n.first, n.last + 1)}
    for entity in entities:
        if entity.kind not in _OPEN:
            state = None if entity.kind == "person" else entity.country
            named = (m.span for m in entity.mentions if m.form == "name")
            inside.update({t.index: state for where in named for t in parsed.tokens_in(where)})
    return inside
