"""Names that users give the reader: tables of aliases and FollowTheMoney files; `docs/what-you-have.md` shows how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sayso.ids import digest
from sayso.knowledge.desk_words import calendar_words, free_words
from sayso.knowledge.frames import load_noun_classes, package_frames
from sayso.knowledge.nations import load_nations
from sayso.knowledge.persons import load_persons
from sayso.knowledge.phrases import straight
from sayso.knowledge.tables import lines, rows
from sayso.records import ENTITY_KINDS

OWN = "own/"  # begins the rule of an entity that a user's name found; the id follows
SHORT = 5  # letters; a name of one word with fewer is found only as it is written
LONGEST = 200  # characters of an alias


class NamesError(ValueError):
    """A file of names cannot be used, or a name cannot be taken; the message says why."""


@dataclass(frozen=True, slots=True)
class OwnName:
    """One spelling of somebody's name; all aliases of one `id` are one entity, which goes by the first of them.

    `kind` is one of ENTITY_KINDS, `country` an ISO 3166-1 alpha-2 code; `exact` names are found only as written.
    """

    alias: str
    id: str
    kind: str
    country: str | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class RefusedName:
    """A row of a file of names that was not taken, and why."""

    where: str
    alias: str
    why: str


@dataclass(frozen=True, slots=True)
class OwnNames:
    """The names that were taken, in order, and the rows that were not."""

    names: tuple[OwnName, ...] = ()
    refused: tuple[RefusedName, ...] = ()


def names_digest(names: Sequence[OwnName]) -> str:
    """A digest of names as a reader uses them."""
    return digest(*(f"{n.alias}\x1e{n.id}\x1e{n.kind}\x1e{n.country}\x1e{n.exact}" for n in names))


def checked(name: OwnName) -> OwnName | str:
    """The name as it is kept, or why it cannot be taken.

    A word of everyday language, a nationality, a bare given name or a single letter is taken only as `exact`.
    """
    tidy = OwnName(
        _without_article(" ".join(straight(name.alias).split())), name.id.strip(), (name.kind or "").strip().lower(),
        (name.country or "").strip().upper() or None, name.exact,
    )  # fmt: skip
    common = None if tidy.exact else _too_common(tidy)
    return _misfit(tidy) or (common and f"{common} (`sayso names add --exact-case` takes it as it is written)") or tidy


def _without_article(alias: str) -> str:
    """A name without "the", unless an everyday word is left ("The Times")."""
    bare = alias[4:] if alias[:4].lower() == "the " else alias
    return alias if is_common(bare) else bare


def _misfit(name: OwnName) -> str | None:
    """What is missing or no value at all."""
    if not any(c.isalnum() for c in name.alias):
        return "there is no name in it"
    if len(name.alias) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    if not name.id:
        return f"{name.alias!r} has no id"
    if name.kind not in ENTITY_KINDS:
        return f"{name.alias!r}: no such kind: {name.kind!r} (there are {', '.join(ENTITY_KINDS)})"
    if name.country is not None and name.country not in load_nations().countries:
        return f"{name.alias!r}: {name.country!r} is no country code (ISO 3166-1, as RU)"
    if name.kind == "country" and name.country is None:
        return f"{name.alias!r} is a state without a country code"
    return None


def _too_common(name: OwnName) -> str | None:
    """Why an alias would be found where nobody of that name is meant."""
    words = name.alias.lower().split()
    if sum(c.isalpha() for c in name.alias) <= 1 and name.alias.isascii():
        return f"{name.alias!r} is a single letter"
    if all(word in _common_words() for word in words):
        return f"{name.alias!r} is an everyday word" + ("" if len(words) == 1 else ", word by word")
    nations = load_nations()
    code = nations.code(name.alias) or nations.demonym(name.alias)
    if code is not None and not (name.kind == "country" and name.country == code):
        return f"{name.alias!r} is the name of a state or its people ({code})"
    if len(words) == 1 and load_persons().gender(name.alias) is not None:
        return f"{name.alias!r} is a given name that many bear"
    return None


def clash(name: OwnName, same_alias: OwnName | None, same_id: OwnName | None) -> str | None:
    """Why a name cannot be taken beside the one with its alias and the first one with its id; None when it can."""
    if same_alias is not None and same_alias.id != name.id:
        return f"{name.alias!r} stands for {same_alias.id} already"
    if same_id is None:
        return None
    if same_id.kind != name.kind:
        return f"{name.alias!r}: {name.id} is a {same_id.kind} already ({same_id.alias}), not a {name.kind}"
    if name.country and same_id.country and same_id.country != name.country:
        return f"{name.alias!r}: {name.id} belongs to {same_id.country} ({same_id.alias}), not to {name.country}"
    return None


@cache
def _common_words() -> frozenset[str]:
    """Small words, calendar words, and the words that name happenings, things, bodies and offices."""
    known = {*free_words(), *calendar_words(), *load_noun_classes(), *lines("en/everyday_words.txt")}
    known.update(word for frame in package_frames() for word in frame.words)
    known.update(row["noun"] for row in rows("en/event_nouns.csv"))
    known.update(noun for row in rows("en/body_nouns.csv") for noun in row["word"].split())
    return frozenset(known)


def is_common(name: str) -> bool:
    """Whether a name is a word that also stands for something else."""
    return name.lower() in _common_words()
