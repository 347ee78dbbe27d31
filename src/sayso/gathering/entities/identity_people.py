"""People of one family name: which of the ways to name them mean one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations

from sayso.gathering.entities.identity_groups import Edge, Group, Question, against, grouped_by, joined, shared
from sayso.gathering.entities.identity_namesakes import is_private, of_one_name, questions_apart
from sayso.gathering.entities.person_names import (
    FULLER,
    INITIAL,
    SAME,
    SHORT,
    SPELLED,
    SUFFIX,
    WAYS,
    PersonName,
    compared,
    family_alone,
)
from sayso.gathering.entities.roles import PUBLIC
from sayso.gathering.entities.variants import Variant, known_person
from sayso.knowledge.identity_words import given_forms, standing_words

OTHER_NAME_YEARS = 5  # for a form of a name
ENOUGH = 2  # things in common that give a family name alone to a full name
MOST_ASKED = 2  # full names that are offered for a family name alone


def join_people(block: Sequence[Variant]) -> tuple[list[Group], list[Question]]:
    """The people of a block and what is unsure about them."""
    full, alone = [v for v in block if not v.alone], [v for v in block if v.alone]
    groups: list[Group] = []
    questions: list[Question] = []
    for same in grouped_by(full, lambda v: v.person).values():
        parts = of_one_name(same)
        groups += parts
        questions += questions_apart(parts)
    ways = _ways(groups)
    for way in (SPELLED, FULLER, SHORT, INITIAL, SUFFIX):
        groups = sorted(groups, key=lambda g: g.first)
        edges = list(_edges(groups, way, ways))
        sure = [e for e in edges if _agree(groups[e.one], groups[e.other], way)]
        questions += _too_little(groups, edges, sure)
        groups, asked = joined(groups, sure, partial(_fit, ways=ways))
        questions += asked
    placed, asked = _place_alone(sorted(groups, key=lambda g: g.first), alone)
    return placed, questions + asked


# --- forms of a name -----------------------------------------------------------------------------------------------

Ways = dict[tuple[PersonName, PersonName], int]


def _ways(groups: Sequence[Group]) -> Ways:
    """The pairs of names that can be one person's, in either direction, and in which way; compared once."""
    names = sorted({name for group in groups for name in group.names}, key=_order)
    letters: dict[str, list[PersonName]] = {}
    for name in names:
        for letter in _first_letters(name.given):
            letters.setdefault(letter, []).append(name)
    found: Ways = {(name, name): SAME for name in names}
    for bucket in letters.values():
        for one, other in combinations(bucket, 2):
            if (one, other) not in found and (way := compared(one, other)) is not None:
                found[one, other] = found[other, one] = way
    return found


def _first_letters(given: Sequence[str]) -> set[str]:
    """The letters that the first given name can begin with, in its other forms and without an initial."""
    led = given[1:2] if len(given[0]) == 1 else ()
    return {form[0] for form in (given[0], *given_forms().get(given[0], ()), *led)}


def _edges(groups: Sequence[Group], way: int, ways: Ways) -> Iterator[Edge]:
    """Pairs of groups whose names are forms of one another in this way, and which nothing keeps apart."""
    home: dict[PersonName, list[int]] = {}
    for number, group in enumerate(groups):
        for name in group.names:
            home.setdefault(name, []).append(number)
    near = {(n, o) for (a, b), w in ways.items() if w == way for n in home[a] for o in home[b] if n < o}
    for one, other in sorted(near):
        mine, theirs = groups[one], groups[other]
        if _way(mine, theirs, ways) == way and _fit(mine, theirs, ways):
            yield Edge(one, other, _because(mine, theirs, way))


def _too_little(groups: Sequence[Group], edges: Sequence[Edge], sure: Sequence[Edge]) -> Iterator[Question]:
    """Forms of a name that nothing keeps apart and too little holds together, where each fits no other."""
    fitting = Counter(n for edge in edges for n in (edge.one, edge.other))
    for edge in edges:
        if edge not in sure and fitting[edge.one] == fitting[edge.other] == 1:
            why = f"{edge.why}; nothing else in common"
            yield Question(groups[edge.one].first, groups[edge.other].first, why, 1)


def _way(one: Group, other: Group, ways: Ways) -> int | None:
    """The surest way in which names of two groups are one, None when any two of them cannot be."""
    found = [ways.get((a, b)) for a in one.names for b in other.names]
    return None if None in found else min(w for w in found if w is not None)


def _fit(one: Group, other: Group, ways: Ways) -> bool:
    """Whether nothing keeps two groups apart."""
    return against(one, other, years=OTHER_NAME_YEARS) is None and _way(one, other, ways) is not None


def _agree(one: Group, other: Group, way: int) -> bool:
    """Whether enough is in common: for a name that is left out nothing more unless both are private people, else a
    state, an office, a public role, other names in their texts."""
    both_public = PUBLIC in one.standings & other.standings
    if way == FULLER and not (is_private(one) and is_private(other)):
        return True
    return bool(shared(one, other)) or _of_one_company(one, other) or (way == SHORT and both_public)


def _of_one_company(one: Group, other: Group) -> bool:
    """Whether enough other names stand in the texts of both."""
    mine, theirs = ({name for v in group.variants for name in v.company} for group in (one, other))
    return len(mine & theirs) >= ENOUGH


def _because(one: Group, other: Group, way: int) -> str:
    names = sorted((show_name(min(one.names, key=_order)), show_name(min(other.names, key=_order))))
    return "; ".join([f"“{names[0]}” and “{names[1]}”: {WAYS[way]}", *shared(one, other)])


def _order(name: PersonName) -> tuple[str, ...]:
    return name.words


def show_name(name: PersonName) -> str:
    """A name with capitals, family name last, stops behind initials."""
    words = [f"{w.upper()}." if len(w) == 1 else w.title() for w in name.given]
    suffix = name.suffix.upper() if set(name.suffix) <= set("iv") else f"{name.suffix.title()}."
    return " ".join((*words, name.family.title(), *([suffix] if name.suffix else [])))


# --- a family name alone -------------------------------------------------------------------------------------------


def _place_alone(groups: list[Group], alone: Sequence[Variant]) -> tuple[list[Group], list[Question]]:
    """Each family name with the only person whom it fits, else by itself."""
    added: dict[int, list[Variant]] = {}
    left: list[Group] = []
    questions: list[Question] = []
    for variant in alone:
        single = Group.of([variant])
        fitting = sorted(_fitting(single, groups), reverse=True)
        best = [n for score, n in fitting if score == fitting[0][0]]
        if len(best) == 1 and fitting[0][0] >= ENOUGH:
            added.setdefault(best[0], []).append(variant)
        else:
            left.append(single)
            questions += _offered(single, [(s, groups[n]) for s, n in fitting])
    why = {n: f"“{show_name(v.person)}” alone fits nobody else" for n, vs in added.items() for v in vs if v.person}
    full = [
        Group.of((*g.variants, *added.get(n, ())), (*g.why, *([why[n]] if n in why else []))) if n in added else g
        for n, g in enumerate(groups)
    ]
    return full + _together(left), questions


def _together(left: Sequence[Group]) -> list[Group]:
    """Family names alone that fit nobody: one where the office has one holder, or one of the name is known."""
    told = [g for g in left if not g.variants[0].raw]
    edges = [
        Edge(one, other, "")
        for one, other in combinations(range(len(told)), 2)
        if _one_holder(told[one], told[other]) and _near_in_time(told[one], told[other])
    ]
    result, _ = joined(told, edges, _near_in_time)
    return [replace(g, why=()) for g in result] + [g for g in left if g.variants[0].raw]


def _one_holder(one: Group, other: Group) -> bool:
    (mine,), (theirs,) = one.variants, other.variants
    known = all(v.person and known_person(v.person, v.country) for v in (mine, theirs))
    return known or not standing_words("of_one").isdisjoint(one.offices & other.offices)


def _near_in_time(one: Group, other: Group) -> bool:
    return against(one, other, years=OTHER_NAME_YEARS) is None


def _fitting(alone: Group, groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    """What speaks for each person who may be meant, and its number."""
    (name,) = alone.names
    for number, group in enumerate(groups):
        fits = any(family_alone(name, full) for full in group.names)
        if fits and against(alone, group, years=OTHER_NAME_YEARS) is None:
            yield len(shared(alone, group)) + _is_the_known(alone, group), number


def _is_the_known(alone: Group, group: Group) -> bool:
    """Whether a family name has one public bearer, and the group is about that person."""
    (name,) = alone.names
    (variant,) = alone.variants
    return known_person(name, variant.country) and any(known_person(n, variant.country) for n in group.names)


def _same_year(one: Group, other: Group) -> bool:
    return bool(set(one.years) & set(other.years))


def _offered(alone: Group, fitting: Sequence[tuple[int, Group]]) -> Iterator[Question]:
    (name,) = alone.names
    near = [(score, group) for score, group in fitting if score > 0 or (len(fitting) == 1 and _same_year(alone, group))]
    for score, group in near[:MOST_ASKED]:
        common = "; ".join(shared(alone, group)) or ("the best known of this name" if score else "nobody else fits")
        full = show_name(min(group.names, key=_order))
        more = "; others fit as well" if len(near) > 1 else ""
        yield Question(alone.first, group.first, f"“{show_name(name)}” alone may be “{full}”: {common}{more}", score)
