"""Entities that a text names: persons, bodies, media, groups, facilities and states, each with its mentions by name."""

from __future__ import annotations

from collections.abc import Iterable

from sayso.knowledge.persons import load_persons, plain_name
from sayso.knowledge.phrases import straight
from sayso.reading.entities.descriptions import city_country, modifier_country, owner_country, roles_of
from sayso.reading.entities.marks import Marks, find_marks, span
from sayso.reading.entities.name_mentions import COUNTRY, PERSON, NameMention
from sayso.reading.entities.naming import find_name_mentions
from sayso.reading.entities.own_names import is_own
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.records import Entity, Equipment, Mention, Role

_LEADING = frozenset({"president", "prime", "leader"})


def find_names(
    parsed: Parsed, kit: Kit, equipment: Iterable[Equipment] = (), marks: Marks | None = None
) -> tuple[Entity, ...]:
    """One entity for each name of a text, in order of first mention; `chains` joins short forms to full.

    States go by their common English name, known bodies by the name of `organisations.csv`, all others by the text's.
    """
    marks = marks or find_marks(parsed, kit, equipment)
    groups: dict[tuple[str, str], list[NameMention]] = {}
    for found in find_name_mentions(parsed, kit, marks):
        groups.setdefault(_identity(found), []).append(found)
    return tuple(_entity(parsed, kit, marks, number, group) for number, group in enumerate(groups.values(), 1))


def _identity(found: NameMention) -> tuple[str, str]:
    """What makes two finds one entity: a state's code, else the name letter by letter, accents aside."""
    if found.kind == COUNTRY:
        return COUNTRY, found.country or ""
    if is_own(found.rule):
        return found.rule, ""
    return ("person" if found.kind == PERSON else "body"), plain_name(found.name)


def _entity(parsed: Parsed, kit: Kit, marks: Marks, number: int, group: list[NameMention]) -> Entity:
    first = group[0]
    described = [roles_of(parsed, kit, marks, f) for f in group] if first.kind != COUNTRY else []
    mentions = tuple(_mention(parsed, f) for f in group)
    fullest = max((m.quote for m in mentions), key=len) if first.rule == "organisations" else first.name
    name = kit.nations.name(first.country) if first.kind == COUNTRY and first.country else straight_name(fullest)
    return Entity(
        id=f"e{number}",
        kind=_kind(group),
        name=name,
        aliases=tuple(a for a in dict.fromkeys(m.quote for m in mentions) if a != name),
        roles=_distinct(r for roles, _ in described for r in roles),
        country=_country(parsed, kit, marks, group, [c for _, c in described]),
        mentions=mentions,
        rule=first.rule,
    )


def straight_name(name: str) -> str:
    """A name on one line with straight apostrophes and without the possessive ending."""
    plain = straight(name)
    return plain.removesuffix("'s") if plain.endswith("'s") else plain


def _kind(group: list[NameMention]) -> str:
    """The kind that most mentions have; a table's word counts more than the model's."""
    weights: dict[str, int] = {}
    for found in group:
        weights[found.kind] = weights.get(found.kind, 0) + (1 if found.rule == "model" else 3)
    return max(weights, key=lambda kind: weights[kind])


def _distinct(roles: Iterable[Role]) -> tuple[Role, ...]:
    found: dict[str, Role] = {}
    for role in roles:
        found.setdefault(straight(role.quote), role)
    return tuple(found.values())


def _mention(parsed: Parsed, found: NameMention) -> Mention:
    where = span(parsed, found.first, found.last)
    return Mention(where, where.of(parsed.text), "name")


def _country(
    parsed: Parsed, kit: Kit, marks: Marks, group: list[NameMention], described: list[str | None]
) -> str | None:
    """From tables, then titles and appositions, then the modifiers of a body's name."""
    known = next((f.country for f in group if f.country is not None), None)
    if known is None and group[0].kind == PERSON:
        public = load_persons().known(group[0].name) if " " in group[0].name else None
        known = public.country if public is not None else next((c for c in described if c is not None), None)
        known = known or _public_country(marks, group[0])
        known = known or next((c for f in group if (c := owner_country(marks, f)) is not None), None)
    elif known is None and group[0].rule != "organisations":
        known = next((c for f in group if (c := modifier_country(parsed, marks, f)) is not None), None)
        known = known or next((c for c in described if c is not None), None)
        if known is None and group[0].kind in ("government", "military"):
            known = city_country(parsed, kit, marks, span(parsed, group[0].first, group[0].last))
    return known


def _with_article(name: str) -> str:
    """ "Bashar Assad" as the table has it, with the Arabic article before the surname."""
    first, _, surname = name.rpartition(" ")
    return f"{first} al-{surname}"


def _public_country(marks: Marks, found: NameMention) -> str | None:
    """The country of a public person, known by full name, or by a surname in a text that speaks of that country."""
    public = load_persons().known(found.name) or load_persons().known(_with_article(found.name))
    if public is None and " " not in found.name:
        public = load_persons().by_surname(found.name)
        spoken_of = {m.sign.code for m in marks.signs.values()}
        leads = public is not None and any(word in _LEADING for word in public.office.split())
        return public.country if public is not None and (leads or public.country in spoken_of) else None
    return public.country if public is not None else None
