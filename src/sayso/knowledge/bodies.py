"""Organisations: well-known ones by name, and the nouns that tell what kind of body a name or phrase means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from sayso.knowledge.phrases import PhraseTable, plural, straight, tokens_of
from sayso.knowledge.tables import parts, rows


@dataclass(frozen=True, slots=True)
class Body:
    """A well-known organisation: its name, entity kind, country when it belongs to one, and sector
    (`records.SECTORS`)."""

    name: str
    others: tuple[str, ...]
    kind: str
    country: str | None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class BodyNoun:
    """A noun that tells what kind of body it means. `kind`: an entity kind; "other" marks what is no body at all
    (treaties, wars). `use`: "name" when it tells so only at the end of a name ("Times"), "plural"
    when only its plural does ("forces", "authorities"), else "both". `sector`: one of `records.SECTORS` or None; a body
    that `serves` is of the sector told beside it ("rebel group", "army unit"), else of its own."""

    word: str
    kind: str
    use: str
    sector: str | None = None
    serves: bool = False


class Bodies:
    """Looks organisations up by exact name or acronym, and nouns by their kind."""

    def __init__(self, bodies: Iterable[Body], nouns: Iterable[BodyNoun]) -> None:
        self.all = tuple(bodies)
        self._by_name = {straight(n): b for b in self.all for n in (*b.others, b.name)}
        self._nouns = {n.word: n for n in nouns}
        self.names = PhraseTable((tokens_of(n), b) for n, b in self._by_name.items())
        self.nouns = PhraseTable((tokens_of(w), n) for n in self._nouns.values() for w in (n.word, plural(n.word)))

    def body(self, name: str) -> Body | None:
        """The organisation of this name, letter for letter but for apostrophes and a leading "the"."""
        plain = straight(name)
        return self._by_name.get(plain) or self._by_name.get(plain.removeprefix("the ").removeprefix("The "))

    def kind(self, noun: str) -> str | None:
        """The entity kind of a body noun in the singular ("ministry": government)."""
        found = self._nouns.get(noun.lower())
        return found.kind if found else None

    def noun(self, words: str) -> BodyNoun | None:
        return self._nouns.get(words)


@cache
def load_bodies() -> Bodies:
    """The tables of organisations and body nouns, read once."""
    return Bodies(_bodies(), (_noun(row) for row in rows("en/body_nouns.csv")))


def _noun(row: dict[str, str]) -> BodyNoun:
    return BodyNoun(row["word"], row["kind"], row["use"], row["sector"] or None, row["serves"] == "yes")


def _bodies() -> Iterator[Body]:
    for row in rows("en/organisations.csv"):
        yield Body(row["name"], parts(row["others"]), row["kind"], row["country"] or None, row["sector"] or None)
