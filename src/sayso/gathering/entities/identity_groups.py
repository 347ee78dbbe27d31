"""Groups of variants that are taken for one, and what speaks against joining two of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from sayso.gathering.entities.person_names import PersonName
from sayso.gathering.entities.variants import Variant
from sayso.knowledge.nations import load_nations

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Question:
    """Two that may be the same, and what speaks for and against it in words; `weight` puts the likelier first."""

    one: str
    other: str
    why: str
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Variants taken for one; `why` says so of each pair of names that was joined."""

    variants: tuple[Variant, ...]
    names: frozenset[PersonName]
    countries: frozenset[str]
    standings: frozenset[str]
    offices: frozenset[str]
    years: tuple[int, ...]
    why: tuple[str, ...] = ()

    @classmethod
    def of(cls, variants: Iterable[Variant], why: Iterable[str] = ()) -> Group:
        """A group of variants in any order."""
        ordered = tuple(sorted(variants, key=lambda v: v.key))
        return cls(
            ordered,
            frozenset(v.person for v in ordered if v.person is not None),
            frozenset(v.country for v in ordered if v.country is not None),
            frozenset(v.standing for v in ordered if v.standing),
            frozenset(o for v in ordered for o in v.offices),
            tuple(sorted({v.year for v in ordered if v.year is not None})),
            tuple(sorted(set(why))),
        )

    @property
    def first(self) -> str:
        """The key by which a group is known."""
        return self.variants[0].key

    @property
    def one_state(self) -> bool:
        return len(self.countries) == 1


def against(one: Group, other: Group, *, years: int) -> str | None:
    """Why two groups cannot be one: other states, public here and private there, more than so many years apart."""
    if one.countries and other.countries and one.countries != other.countries:
        return f"of {show_states(one.countries)} here, of {show_states(other.countries)} there"
    if one.standings and other.standings and not one.standings & other.standings:
        return "a public role here, private life there"
    if (gap := years_between(one, other)) > years:
        return f"{gap} years apart"
    return None


def years_between(one: Group, other: Group) -> int:
    """The years between two groups where they come nearest, 0 when one of them is not dated."""
    return min((abs(a - b) for a in one.years for b in other.years), default=0)


def shared(one: Group, other: Group) -> list[str]:
    """What two groups have in common besides the name, in words."""
    found = [f"both of {show_states(one.countries)}"] if one.countries and one.countries == other.countries else []
    offices = sorted(one.offices & other.offices)
    return found + ([f"both {offices[0]}"] if offices else [])


def show_states(codes: Iterable[str]) -> str:
    """States by name; a code that no table has as it is."""
    known = load_nations().countries
    return " and ".join(known[code].name if code in known else code for code in sorted(codes))


def grouped_by(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """The items by a key, in order."""
    found: dict[Key, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


@dataclass(frozen=True, slots=True)
class Edge:
    """Two groups by their numbers that one rule would join, and what it would say."""

    one: int
    other: int
    why: str


def joined(
    groups: Sequence[Group], edges: Sequence[Edge], fits: Callable[[Group, Group], bool]
) -> tuple[list[Group], list[Question]]:
    """The groups after one rule: all that its edges hold together, when each fits every other; else only questions."""
    result, questions = [], []
    for members in _components(len(groups), edges):
        inside = [e for e in edges if e.one in members]
        parts = [groups[n] for n in members]
        if all(fits(a, b) for a, b in combinations(parts, 2)):
            why = [w for part in parts for w in part.why] + [e.why for e in inside]
            result.append(Group.of((v for part in parts for v in part.variants), why))
        else:
            result += parts
            questions += [_asked(groups, edge) for edge in inside]
    return result, questions


def _asked(groups: Sequence[Group], edge: Edge) -> Question:
    return Question(groups[edge.one].first, groups[edge.other].first, f"{edge.why}; but it fits another too", 2)


def _components(size: int, edges: Iterable[Edge]) -> Iterator[list[int]]:
    root = list(range(size))

    def find(n: int) -> int:
        while root[n] != n:
            root[n] = root[root[n]]
            n = root[n]
        return n

    for edge in edges:
        first, second = sorted((find(edge.one), find(edge.other)))
        root[second] = first
    yield from grouped_by(range(size), find).values()
