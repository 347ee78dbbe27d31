"""Sources with a name, and which of those that the texts of one incident name are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso.gathering.entities.body_names import body_name
from sayso.gathering.entities.person_names import compared, person_name

PERSON, BODY = "person", "body"


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with a name, as one text gives it; `sort` is PERSON or BODY."""

    name: str
    sort: str
    country: str | None = None


class Names:
    """Which of the sources of one incident are one, by their names and states; nobody else is looked at.

    A body without a state is the one of the same name when there is only one; a family name goes to the only full name.
    """

    def __init__(self, sources: Iterable[Cited]) -> None:
        self._number: dict[Cited, int] = {}
        blocks: dict[tuple[str, ...], list[Cited]] = {}
        for source in sorted(set(sources), key=lambda s: (s.name, s.sort, s.country or "")):
            blocks.setdefault(_block(source), []).append(source)
        for block in blocks.values():
            for group in _people(block) if block[0].sort == PERSON else _of_one_state(block):
                number = len(set(self._number.values()))
                self._number.update((source, number) for source in group)

    def one(self, one: Cited | None, other: Cited | None) -> bool:
        return one is not None and other is not None and self._number[one] == self._number[other]

    def apart(self, sources: Iterable[Cited]) -> list[Cited]:
        """One for each source that is not another's, in order of name."""
        first: dict[int, Cited] = {}
        for source in sorted(sources, key=lambda s: (s.name, s.country or "")):
            first.setdefault(self._number[source], source)
        return list(first.values())


def _block(source: Cited) -> tuple[str, ...]:
    if source.sort == PERSON:
        return PERSON, person_name(source.name, source.country).family
    return BODY, *body_name(source.name, source.country).words


def _of_one_state(block: Sequence[Cited]) -> Iterator[list[Cited]]:
    states = Counter(source.country for source in block if source.country)
    if len(states) <= 1:
        yield list(block)
        return
    for state in (*sorted(states), None):
        yield [source for source in block if source.country == state]


def _people(block: Sequence[Cited]) -> Iterator[list[Cited]]:
    full: list[list[Cited]] = []
    for source in sorted(block, key=lambda s: (-len(s.name), s.name)):
        name = person_name(source.name, source.country)
        if name.given:
            home = next((g for g in full if _one_person(g[0], source)), None)
            full.append([source]) if home is None else home.append(source)
    family = [s for s in block if not person_name(s.name, s.country).given]
    if len(full) == 1:
        full[0].extend(family)
    elif family:
        full.append(family)
    yield from full


def _one_person(one: Cited, other: Cited) -> bool:
    return compared(person_name(one.name, one.country), person_name(other.name, other.country)) is not None
