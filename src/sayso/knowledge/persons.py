"""Public persons, and what a given name says of gender."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sayso.knowledge.phrases import straight, unaccented
from sayso.knowledge.tables import rows


@dataclass(frozen=True, slots=True)
class Person:
    """A public person: country (ISO 3166-1 alpha-2, None for heads of international bodies), gender "m" or "f"."""

    name: str
    country: str | None
    gender: str
    office: str


class Persons:
    """Looks persons up by full name, accents and hyphens aside."""

    def __init__(self, persons: dict[str, Person], genders: dict[str, str]) -> None:
        self._persons = persons
        self.genders = genders
        self._surnames = _surnames(persons.values())

    def known(self, name: str) -> Person | None:
        return self._persons.get(plain_name(name))

    def by_surname(self, surname: str) -> Person | None:
        """A public person with this surname, when all of that surname in the table are of one country."""
        return self._surnames.get(plain_name(surname))

    def gender(self, given: str) -> str | None:
        """ "m" or "f" for a given name that mostly says so, else None."""
        return self.genders.get(given)

    def __len__(self) -> int:
        return len(self._persons)


def _surnames(persons: Iterable[Person]) -> dict[str, Person | None]:
    found: dict[str, Person | None] = {}
    for person in persons:
        surname = plain_name(person.name.split()[-1])
        same = found.setdefault(surname, person)
        if same is not None and same.country != person.country:
            found[surname] = None
    return found


def plain_name(name: str) -> str:
    """A name for comparison: small letters, no accents, hyphens, stops, commas."""
    bare = unaccented(straight(name)).lower()
    return " ".join(bare.replace("-", " ").replace(".", " ").replace(",", " ").split())


@cache
def load_persons() -> Persons:
    """The tables of public persons and given names, read once."""
    persons = {
        plain_name(r["name"]): Person(r["name"], r["country"] or None, r["gender"], r["office"])
        for r in rows("world/persons.csv")
    }
    return Persons(persons, {r["name"]: r["gender"] for r in rows("en/given_names.csv")})
