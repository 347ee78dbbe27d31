"""People who have one full name: who of them is told to be one, who stays apart and is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise

from sayso.gathering.entities.identity_groups import Edge, Group, Question, against, grouped_by, joined
from sayso.gathering.entities.roles import PUBLIC
from sayso.gathering.entities.variants import Variant

SAME_NAME_YEARS = 20  # between two texts of one full name, without a text between, for one person
ENOUGH = 2  # other names in common by which two texts mean one private person


def of_one_name(same: Sequence[Variant]) -> list[Group]:
    """The people who have one full name: parted by state, by public role and private life, by long times.

    Of private people a name alone tells too little: one text's is another's where both name the same others.
    """
    private = [v for v in same if v.private]
    told = [v for v in same if not v.private]
    parts = [part for state in _split(told, lambda v: v.country) for part in _split(state, _standing)] if told else []
    if len(parts) == 1 and any(v.standing == PUBLIC for v in told):
        parts[0] += [v for v in private if not v.standing]
        private = [v for v in private if v.standing]
    parts += _in_company(private)
    return [Group.of(years) for part in parts for years in _split_by_years(part)]


def _in_company(private: Sequence[Variant]) -> list[list[Variant]]:
    """Private people of one name whose texts have an office or `ENOUGH` other names in common, in any number of steps.

    A text is compared with the first that has each pair of its names, so that many texts take no longer than they are.
    """
    first: dict[tuple[str, ...], int] = {}
    edges = []
    for number, variant in enumerate(private):
        for said in [*((office,) for office in variant.offices), *combinations(variant.company, ENOUGH)]:
            edges.append(Edge(first.setdefault(said, number), number, ""))
    groups, _ = joined([Group.of([v]) for v in private], edges, lambda one, other: True)
    return [list(group.variants) for group in groups]


def _standing(variant: Variant) -> str | None:
    return variant.standing or None


def _split(same: Sequence[Variant], value: Callable[[Variant], str | None]) -> list[list[Variant]]:
    """Parts by a value; those without one go to the only part there is, else they are a part of their own."""
    parts = grouped_by(same, value)
    unknown = parts.pop(None, [])
    if len(parts) <= 1:
        return [list(same)]
    return [*parts.values(), *([unknown] if unknown else [])]


def _split_by_years(part: Sequence[Variant]) -> list[list[Variant]]:
    """Parts between which there are more than `SAME_NAME_YEARS` without a text."""
    years = sorted({v.year for v in part if v.year is not None})
    starts = [after for before, after in pairwise(years) if after - before > SAME_NAME_YEARS]
    if not starts:
        return [list(part)]
    undated = [v for v in part if v.year is None]
    dated = grouped_by((v for v in part if v.year is not None), lambda v: sum(s <= (v.year or 0) for s in starts))
    return [*dated.values(), *([undated] if undated else [])]


def questions_apart(parts: Sequence[Group]) -> Iterator[Question]:
    """One full name that may be several people's."""
    told, private = [p for p in parts if not is_private(p)], [p for p in parts if is_private(p)]
    first = min(told or private, key=lambda p: (-len(p.variants), p.first), default=None)
    for one, other in [*combinations(told, 2), *((first, p) for p in private if first is not None and p is not first)]:
        too_little = "nothing else in common" if is_private(other) else "one of them is told too little of"
        why = against(one, other, years=SAME_NAME_YEARS) or too_little
        yield Question(one.first, other.first, f"the same full name, but {why}", 3)


def is_private(group: Group) -> bool:
    return all(v.private for v in group.variants)
