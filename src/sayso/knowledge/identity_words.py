"""What tells whether two names are one: spellings, short forms, family names that come first, words of bodies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from sayso.knowledge.persons import plain_name
from sayso.knowledge.tables import parts, rows, table

SHORTEST_RESPELT = 5  # letters of a word that may be written in several ways: "Lee" and "Li" are two names


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """A word of a name without what differs between romanisations: "zelenskiy" and "zelenskyy" give the same.

    The rules of `identities/spellings.csv`, in order, on a word in small plain letters; doubled letters count once.
    """
    if len(word) < SHORTEST_RESPELT:
        return word
    for letters, plain, where in _spellings():
        if where == "any":
            word = word.replace(letters, plain)
        elif where == "start" and word.startswith(letters):
            word = plain + word[len(letters) :]
        elif where == "end" and word.endswith(letters):
            word = word[: -len(letters)] + plain
    return "".join(c for n, c in enumerate(word) if n == 0 or c != word[n - 1])


@cache
def _spellings() -> tuple[tuple[str, str, str], ...]:
    return tuple((r["letters"], r["as"], r["where"]) for r in rows("identities/spellings.csv"))


@cache
def given_forms() -> dict[str, frozenset[str]]:
    """The names that a given name may be a form of: "ted" of "edward"; each is in small plain letters."""
    found: dict[str, set[str]] = {}
    for row in rows("identities/given_forms.csv"):
        found.setdefault(plain_name(row["form"]), set()).add(plain_name(row["name"]))
    return {form: frozenset(names) for form, names in found.items()}


@cache
def family_names() -> dict[str, frozenset[str]]:
    """Family names that may stand before the given name, with the states where they do."""
    return {r["word"]: frozenset(parts(r["countries"])) for r in rows("identities/family_names.csv")}


@cache
def standing_words(use: str) -> frozenset[str]:
    """The words of one entry of `identities/standing.toml`; titles are parted by semicolons, single words by spaces."""
    entry = table("identities/standing.toml")[use]
    return frozenset(entry.split()) if ";" not in entry else frozenset(_parted(entry))


def _parted(entry: str) -> Iterator[str]:
    yield from (" ".join(word.split()) for word in entry.split(";") if word.strip())


@cache
def body_words(use: str) -> frozenset[str]:
    """The words of one entry of `identities/bodies.toml`: companies, joints, generic."""
    return frozenset(table("identities/bodies.toml")[use].split())


def written(word: str) -> str:
    """A word as it is written here: "defense" is "defence"."""
    return str(table("identities/bodies.toml")["written"].get(word, word))


def one_way(name: str) -> str:
    """A name as it is written here, in small letters and without its article: "The Defense Ministry" and the like."""
    return " ".join(written(word) for word in name.casefold().removeprefix("the ").split())
