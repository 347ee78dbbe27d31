"""The same person, body or state across texts, told by names, roles, states and time; what is unsure is a question.

Variants are looked at in blocks: people of one family name, bodies of one set of initials. Within a block, variants of
one name are one unless state, part played or years speak against it; then names that are forms of one another are
joined, from the surest way to the least; last a family name that stands alone goes to the only full name that fits.
What fits two that cannot be one stays apart. Every step looks at all of a block at once, so that the answer depends on
the set of variants and never on their order; what people decided goes over all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.gathering.decided import Decided, settled
from sayso.gathering.entities.identity_bodies import join_bodies
from sayso.gathering.entities.identity_groups import Group, Question, grouped_by
from sayso.gathering.entities.identity_people import join_people
from sayso.gathering.entities.variants import BODY, PERSON, Variant, base_of
from sayso.ids import digest


@dataclass(frozen=True, slots=True)
class Identity:
    """Variants taken for one, in order of their keys, and why those with different names are."""

    id: str
    variants: tuple[str, ...]
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identities:
    """Identities in order of their ids, and which of them may be the same: pairs of ids, each once, with reasons."""

    identities: tuple[Identity, ...] = ()
    questions: tuple[Question, ...] = ()


def identify(variants: Iterable[Variant], decided: Mapping[tuple[str, str], bool] | None = None) -> Identities:
    """The identities of whole blocks of variants.

    `decided` holds what people decided about pairs of variants (keys in order, True for the same), the latest last:
    give every variant that a decision names with all of its block.
    """
    known = {v.key: v for v in variants}
    overruling = settled(decided or {})
    groups: list[Group] = []
    questions: list[Question] = []
    for block in grouped_by(known.values(), lambda v: (v.sort, v.block)).values():
        found, asked = _join(block)
        groups += found
        questions += asked
    return _overruled(groups, questions, known, overruling)


def _join(block: Sequence[Variant]) -> tuple[list[Group], list[Question]]:
    """The groups of one block and what is unsure about them."""
    joins: dict[str, Callable[[Sequence[Variant]], tuple[list[Group], list[Question]]]] = {
        PERSON: join_people,
        BODY: join_bodies,
    }
    ordered = sorted(block, key=lambda v: v.key)
    join = joins.get(ordered[0].sort)
    return join(ordered) if join else ([Group.of(ordered)], [])


def _overruled(
    groups: Sequence[Group], questions: Iterable[Question], known: Mapping[str, Variant], decided: Decided
) -> Identities:
    """The identities after what people decided; questions that are answered or lie within one are left out."""
    parted = [part for group in groups for part in _parted([v.key for v in group.variants], decided)]
    why = {v.key: group.why for group in groups for v in group.variants}
    identities = [
        Identity(_identifier(keys), tuple(keys), tuple(dict.fromkeys(w for k in keys for w in why[k])))
        for keys in decided.united(parted)
    ]
    home = {key: found.id for found in identities for key in found.variants}
    asked: dict[tuple[str, str], Question] = {}
    for question in sorted(questions, key=lambda q: (q.one, q.other, q.why)):
        one, other = sorted((home[question.one], home[question.other]))
        if one != other and not decided.apart([question.one], [question.other]):
            asked.setdefault((one, other), replace(question, one=one, other=other))
    return Identities(tuple(sorted(identities, key=lambda i: i.id)), tuple(asked[pair] for pair in sorted(asked)))


def _identifier(keys: Iterable[str]) -> str:
    """The id of an identity: it stays while its first variant does."""
    return digest("identity", min(keys))[:16]


def _parted(keys: list[str], decided: Decided) -> Iterator[list[str]]:
    """A group without those decided to be different: each of them with what is named most like it."""
    seeds: list[list[str]] = []
    involved = [k for k in keys if any(decided.apart([k], [other]) for other in keys if other != k)]
    if not involved:
        yield keys
        return
    for key in involved:
        fitting = (seed for seed in seeds if not decided.apart([key], seed))
        seed = next(fitting, None)
        seeds.append([key]) if seed is None else seed.append(key)
    for key in keys:
        if key not in involved:
            max(seeds, key=lambda seed: max(_alike(key, other) for other in seed)).append(key)
    yield from seeds


def _alike(one: str, other: str) -> tuple[bool, int]:
    """How much two keys have in common: the whole name with state and part, else the first of their parts."""
    mine, theirs = base_of(one), base_of(other)
    return mine == theirs, sum(a == b for a, b in zip(mine.split("|"), theirs.split("|"), strict=False))


def pairs_of(
    raw_pairs: Mapping[tuple[str, str], bool], variant_of_raw: Mapping[str, str]
) -> dict[tuple[str, str], bool]:
    """Decisions on entities ("DOCUMENT#e1") as decisions on their variants, but for those of entities that are gone.

    Entities that a decision names are to be kept apart (`variant_of(..., by_itself=True)`), so that each has a variant.
    """
    found: dict[tuple[str, str], bool] = {}
    for (one, other), same in raw_pairs.items():
        if one in variant_of_raw and other in variant_of_raw:
            mine, theirs = sorted((variant_of_raw[one], variant_of_raw[other]))
            found.pop((mine, theirs), None)  # the latest decision stands last
            found[mine, theirs] = same
    return found
