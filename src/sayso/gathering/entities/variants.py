"""Variants: the unit in which people, bodies and states are told to be one across texts.

What texts say alike of one name is one variant: the name apart from accents and order, the state, the part played
(public or private), the offices, and for people the year. A name that tells too little to be looked at together
("Smith", "the Supreme Court" of no known state, "Ola Berg" of whom no text tells a public role or a state) is a variant
of its own in every text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from sayso.gathering.entities.body_names import BodyName, body_name
from sayso.gathering.entities.person_names import PersonName, person_name
from sayso.gathering.entities.roles import PUBLIC, role_key, role_words, standing_of
from sayso.knowledge.identity_words import sound, standing_words
from sayso.knowledge.tables import rows

PERSON, BODY, STATE = "person", "body", "state"
OFFICES = 2  # of one text that tell whom a name means
COMPANY = 24  # other names of one text by which private people are told from their namesakes


@dataclass(frozen=True, slots=True)
class Naming:
    """What one text says of one entity that it names; `raw` is its id in a chronicle, "DOCUMENT#e1".

    `roles` are the words of the text, `day` that of publication (ISO), `company` other names in it that are not public.
    """

    raw: str
    kind: str
    name: str
    country: str | None = None
    sector: str | None = None
    roles: tuple[str, ...] = ()
    day: str | None = None
    company: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to name somebody, with what texts that use it say alike.

    `standing` is `roles.PUBLIC`, `roles.PRIVATE` or "" where no text tells; `raw` is the id of the one entity that a
    variant is kept for, "" when it stands for all of them.
    """

    key: str
    sort: str
    block: str
    country: str | None = None
    standing: str = ""
    offices: tuple[str, ...] = ()
    year: int | None = None
    person: PersonName | None = None
    body: BodyName | None = None
    raw: str = ""
    company: tuple[str, ...] = ()

    @property
    def alone(self) -> bool:
        """Whether it is a family name and nothing more."""
        return self.person is not None and not self.person.given

    @property
    def private(self) -> bool:
        """Whether it is a full name of which its text tells neither a public role nor a state."""
        return self.sort == PERSON and not self.alone and self.standing != PUBLIC and self.country is None


def variant_of(naming: Naming, *, by_itself: bool = False) -> Variant | None:
    """The variant of what one text names; None for what is nobody (people told by faith or origin, treaties, wars).

    `by_itself` keeps the entity apart from others that are named alike, since somebody decided about it.
    """
    if naming.kind == "country":
        found = _state(naming)
    elif naming.kind == "person":
        found = _person(naming)
    elif naming.kind == "other" or (naming.kind == "group" and naming.sector is None):
        return None
    else:
        found = _body(naming)
    return _kept_apart(found, naming.raw) if by_itself and not found.raw else found


def base_of(key: str) -> str:
    """The key of a variant as it was before its entity was kept apart."""
    return key.partition("#")[0]


def _kept_apart(found: Variant, raw: str) -> Variant:
    return replace(found, key=f"{found.key}#{raw}", raw=raw)


def _state(naming: Naming) -> Variant:
    code = naming.country or naming.name
    return Variant(f"{STATE}|{code}", STATE, code, naming.country)


def _person(naming: Naming) -> Variant:
    name = person_name(naming.name, naming.country)
    known = known_person(name, naming.country)
    standing = PUBLIC if known else standing_of(naming.roles, naming.sector)
    offices = tuple(dict.fromkeys(role_words(naming.roles)))[:OFFICES]
    year = int(naming.day[:4]) if naming.day else None
    words = "|".join((name.family, " ".join(name.given), name.suffix))
    said = "|".join((naming.country or "", standing, ";".join(sorted(offices)), str(year or "")))
    found = Variant(
        f"{PERSON}|{words}|{said}", PERSON, sound(name.family), naming.country, standing, offices, year, person=name
    )
    if found.private:
        return _kept_apart(replace(found, company=naming.company[:COMPANY]), naming.raw)
    told = known or holds_alone(naming.roles, naming.country)
    return found if name.given or told else _kept_apart(found, naming.raw)


def holds_alone(roles: Iterable[str], country: str | None) -> bool:
    """Whether a role is an office that one person of a known state holds at a time."""
    offices = standing_words("of_one")
    return country is not None and any(role_key(role, country) in offices for role in roles)


def _body(naming: Naming) -> Variant:
    name = body_name(naming.name, naming.country)
    letters = name.initials if not name.acronym else naming.name.replace(".", "").lower()
    key = "|".join((BODY, " ".join(name.words), naming.country or "", letters, "known" if name.known else ""))
    found = Variant(key, BODY, "".join(sorted(letters)), naming.country, body=name)
    return _kept_apart(found, naming.raw) if name.generic and naming.country is None else found


# --- public persons ------------------------------------------------------------------------------------------------


def known_person(name: PersonName, country: str | None) -> bool:
    """Whether the table of public persons has somebody of this name, or nobody else of this family name.

    A family name alone is known only in the state of the one who bears it.
    """
    if name.given:
        return any(country in (None, c) for c in _full_names().get(_plain(name), ()))
    bearers = _bearers().get(sound(name.family), frozenset())
    return len(bearers) == 1 and next(iter(bearers))[1] == country


def _plain(name: PersonName) -> str:
    return " ".join(map(sound, (*name.given, name.family)))


@cache
def _full_names() -> dict[str, set[str | None]]:
    found: dict[str, set[str | None]] = {}
    for name, country in _public_persons():
        found.setdefault(_plain(name), set()).add(country)
    return found


@cache
def _bearers() -> dict[str, frozenset[tuple[str, str | None]]]:
    """The public persons of each family name, by given name and state."""
    found: dict[str, set[tuple[str, str | None]]] = {}
    for name, country in _public_persons():
        found.setdefault(sound(name.family), set()).add((sound(" ".join(name.given[:2])[:4]), country))
    return {family: frozenset(bearers) for family, bearers in found.items()}


def _public_persons() -> Iterable[tuple[PersonName, str | None]]:
    return _named(rows("world/persons.csv"))


def _named(table: Iterable[dict[str, str]]) -> Iterator[tuple[PersonName, str | None]]:
    for row in table:
        yield person_name(row["name"], row["country"] or None), row["country"] or None
