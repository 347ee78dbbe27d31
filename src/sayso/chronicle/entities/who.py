"""Whom a name means in a chronicle: identities by id, by an entity of a text, or by any of their names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.chronicle.file import ChronicleError, NotThere
from sayso.chronicle.names import aliases_of
from sayso.gathering.entities.body_names import body_name, is_acronym
from sayso.gathering.entities.person_names import person_name
from sayso.gathering.entities.variants import BODY, PERSON, STATE
from sayso.knowledge.bodies import load_bodies
from sayso.knowledge.identity_words import sound
from sayso.knowledge.nations import load_nations
from sayso.knowledge.persons import plain_name

_NAMED = "SELECT identity, name FROM identity_variants WHERE identity IS NOT NULL AND"
_COLUMNS = "id, sort, name, country, public, entities, why"


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody across texts: `sort` is person, body or state; `entities` counts the texts that name them, about.

    `public` tells that texts give a public role, or that it is no person; `why` says of each pair of names that are
    taken for one what speaks for it.
    """

    id: str
    sort: str
    name: str
    country: str | None
    public: bool
    entities: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Two identities that may be the same, and what speaks for and against it."""

    one: Identity
    other: Identity
    why: str


def identity(file: sqlite3.Connection, identifier: str) -> Identity:
    """The identity of an id, or of an entity of a text ("DOCUMENT#e1"); ChronicleError when there is none."""
    row = file.execute(f"SELECT {_COLUMNS} FROM identities WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        document, _, local = identifier.rpartition("#")
        row = file.execute(
            f"SELECT {', '.join('i.' + c for c in _COLUMNS.split(', '))} FROM readings r"
            " JOIN identity_members m ON m.reading = r.id AND m.local = ? JOIN identity_variants v USING (variant)"
            " JOIN identities i ON i.id = v.identity WHERE r.document = ?",
            (local, document),
        ).fetchone()
    if row is None:
        raise NotThere(f"there is nobody {identifier!r} in the chronicle")
    return _identity(row)


def identities_named(file: sqlite3.Connection, name: str) -> list[Identity]:
    """Who goes by a name, in whole or in part, the most told first; names that people gave count for one another.

    Those who bear exactly this name come alone; of a family name alone, only when there is one who is called so.
    """
    asked = aliases_of(file, name)
    found: dict[str, None] = {}
    exact: dict[str, None] = {}
    for identifier, known in _near(file, asked):
        if any(_answers(one, known) for one in asked):
            found[identifier] = None
            if any(_is_exactly(one, known) for one in asked):
                exact[identifier] = None
    sure = exact if _is_whole(name) or len(exact) == 1 else found
    identities = [identity(file, i) for i in sure or found]
    return sorted(identities, key=lambda i: (-i.entities, i.id))


def meant_by(file: sqlite3.Connection, given: str) -> list[Identity]:
    """Whom an id, an entity of a text or a name means."""
    try:
        return [identity(file, given)]
    except ChronicleError:
        return identities_named(file, given)


def questions(file: sqlite3.Connection, limit: int | None = None) -> list[OpenQuestion]:
    """What is unsure about who is who, what has most in common first."""
    rows = file.execute(
        "SELECT q.one, q.other, q.why FROM identity_questions q JOIN identities a ON a.id = q.one"
        " JOIN identities b ON b.id = q.other ORDER BY q.weight DESC, min(a.entities, b.entities) DESC, q.one, q.other"
        " LIMIT ?",
        (-1 if limit is None else limit,),
    ).fetchall()
    return [OpenQuestion(identity(file, one), identity(file, other), why) for one, other, why in rows]


def asked_about(file: sqlite3.Connection, identifier: str) -> list[tuple[Identity, str]]:
    """Who may be the same as an identity, and why that is unsure."""
    rows = file.execute(
        "SELECT other, why, weight FROM identity_questions WHERE one = ?1"
        " UNION SELECT one, why, weight FROM identity_questions WHERE other = ?1 ORDER BY 3 DESC, 1",
        (identifier,),
    ).fetchall()
    return [(identity(file, other), why) for other, why, _ in rows]


def _identity(row: tuple[str, str, str, str | None, int, int, str]) -> Identity:
    identifier, sort, name, country, public, entities, why = row
    return Identity(identifier, sort, name, country, bool(public), entities, tuple(json.loads(why)))


def _near(file: sqlite3.Connection, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Identities, with a name of theirs, in the blocks that a name can stand in, and those with a single word in it."""
    for block in sorted({block for name in names for block in _blocks(name)}):
        yield from file.execute(f"{_NAMED} block = ?", (block,)).fetchall()
    for name in names:
        if not _is_whole(name):
            like = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            yield from file.execute(f"{_NAMED} name LIKE '%' || ? || '%' ESCAPE '\\'", (like,)).fetchall()


def _blocks(name: str) -> Iterator[str]:
    nations = load_nations()
    if code := nations.code(name):
        yield f"{STATE} {code}"
    for country in (None, "KR"):  # whichever of its words is the family name
        yield f"{PERSON} {sound(person_name(name, country).family)}"
    body = load_bodies().body(name)
    known = body.country if body else None
    for country in (None, known, *(c for word in name.split() if (c := nations.demonym(word)))):
        letters = name.replace(".", "").lower() if is_acronym(name) else body_name(name, country).initials
        yield f"{BODY} {''.join(sorted(letters))}"
        yield f"{BODY} {''.join(sorted(body_name(name, country).initials))}"


def _is_whole(name: str) -> bool:
    """Whether a name has several words, or is an acronym."""
    return " " in name.strip() or is_acronym(name)


def _is_exactly(asked: str, known: str) -> bool:
    """Whether two names are one, letter case and accents aside, or names of one known body or state."""
    if plain_name(asked) == plain_name(known):
        return True
    mine, theirs = body_name(asked, None), body_name(known, None)
    return mine.known and mine.words == theirs.words


def _answers(asked: str, known: str) -> bool:
    """Whether all words of a name stand in another, spellings aside."""
    wanted, there = (set(map(sound, plain_name(name).split())) for name in (asked, known))
    return (bool(wanted) and wanted <= there) or _is_exactly(asked, known)
