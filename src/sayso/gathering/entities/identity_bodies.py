"""Bodies of one set of initials: which of the ways to name them mean one body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from sayso.gathering.entities.body_names import BodyName
from sayso.gathering.entities.identity_groups import Edge, Group, Question, against, grouped_by, joined, show_states
from sayso.gathering.entities.variants import Variant

_EVER = 10_000  # years: bodies outlive their members


def join_bodies(block: Sequence[Variant]) -> tuple[list[Group], list[Question]]:
    """The bodies of a block and what is unsure about them."""
    groups: list[Group] = []
    questions: list[Question] = []
    for same in grouped_by(block, lambda v: (_name(v).words, v.raw if _stays_alone(v) else "")).values():
        parts = _of_one_name(same)
        groups += parts
        questions += _apart(parts)
    groups = sorted(groups, key=lambda g: g.first)
    groups, asked = joined(groups, list(_acronyms(groups)), _fit)
    return groups, questions + asked


def _name(variant: Variant) -> BodyName:
    assert variant.body is not None
    return variant.body


def _stays_alone(variant: Variant) -> bool:
    """Whether a name means another body in every text: "the Supreme Court" of no known state."""
    return variant.country is None and _name(variant).generic


def _of_one_name(same: Sequence[Variant]) -> list[Group]:
    """The bodies of one name, a state each; those of no known state go with the only one, or by themselves."""
    states = grouped_by(same, lambda v: v.country)
    unknown = states.pop(None, [])
    if len(states) <= 1:
        return [Group.of(same)]
    return [Group.of(v) for v in (*states.values(), *([unknown] if unknown else []))]


def _apart(parts: Sequence[Group]) -> Iterator[Question]:
    """One name of its own in several states; that every state has a ministry of defence is no question."""
    for one, other in combinations(parts, 2):
        if not _name(one.variants[0]).generic:
            why = against(one, other, years=_EVER) or "one of them is told no state of"
            yield Question(one.first, other.first, f"the same name, but {why}", 3)


def _acronyms(groups: Sequence[Group]) -> Iterator[Edge]:
    """An acronym with a full name of those initials and the same state."""
    short = [n for n, g in enumerate(groups) if _is_acronym(g) and g.one_state]
    full = [n for n, g in enumerate(groups) if not _is_acronym(g) and g.one_state]
    for one, other in product(short, full):
        if _fit(groups[one], groups[other]) and set(_letters(groups[one])) & set(_letters(groups[other])):
            name = " ".join(_name(groups[one].variants[0]).words).upper()
            state = show_states(groups[one].countries)
            yield Edge(one, other, f"“{name}”: the initials of the other name; both of {state}")


def _is_acronym(group: Group) -> bool:
    return all(_name(v).acronym for v in group.variants)


def _letters(group: Group) -> Iterator[str]:
    for variant in group.variants:
        name = _name(variant)
        yield name.words[0] if name.acronym else name.initials


def _fit(one: Group, other: Group) -> bool:
    return against(one, other, years=_EVER) is None and _is_acronym(one) != _is_acronym(other)
