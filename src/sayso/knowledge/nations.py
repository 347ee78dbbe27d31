"""States by name, nationality, capital, and by the buildings and compass points that stand for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sayso.knowledge.phrases import PhraseTable, folded, tokens_of
from sayso.knowledge.tables import parts, rows


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory: ISO 3166-1 alpha-2 code, common English name, other names, capitals, the official first."""

    code: str
    name: str
    others: tuple[str, ...]
    capitals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metonym:
    """What a name stands for: the state (`kind` country) of `code`, its government or its military."""

    code: str
    kind: str


@dataclass(frozen=True, slots=True)
class Demonym:
    """A word for the people of a state; `use` is adjective, person, people (plural) or both (adjective and person)."""

    code: str
    use: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A word or phrase that points to a state. `use`: name, capital, government, military, country (metonyms), or the
    use of a demonym: adjective, person, people, both; region for an adjective of a part of it ("Texan"). An `acronym`
    is written in capitals throughout."""

    code: str
    use: str
    acronym: bool = False


class Nations:
    """Looks states up by any name; every method takes any case, curly apostrophes, a leading "the" and a final "'s".

    A form that is an English word in small letters ("us", "turkey", "polish") needs a capital.
    """

    def __init__(
        self,
        countries: dict[str, Country],
        demonyms: dict[str, Demonym],
        metonyms: dict[str, Metonym],
        needs_capital: frozenset[str],
        regions: dict[str, frozenset[str]],
        regional: dict[str, str],
    ) -> None:
        self.countries = countries
        self._regions = regions
        self._demonyms = demonyms
        self._metonyms = metonyms
        self._needs_capital = needs_capital
        self._regional = regional
        self._codes = {folded(n): c.code for c in countries.values() for n in (c.name, *c.others)}
        self._capitals = {folded(n): c.code for c in countries.values() for n in c.capitals}
        self.capitals = {c.code: c.capitals[0] for c in countries.values() if c.capitals}
        self.phrases = PhraseTable(self._phrases())

    def _phrases(self) -> Iterator[tuple[tuple[str, ...], Sign]]:
        """Every name, nationality, metonym and capital as the words of a text; small letters throughout."""
        acronyms = {folded(n) for c in self.countries.values() for n in c.others if n.isupper()}
        for name, code in self._codes.items():
            yield tokens_of(name), Sign(code, "name", name in acronyms)
        for demonym, found in self._demonyms.items():
            yield tokens_of(demonym), Sign(found.code, found.use)
        for adjective, code in self._regional.items():
            yield tokens_of(adjective), Sign(code, "region")
        for phrase, metonym in self._metonyms.items():
            yield tokens_of(phrase), Sign(metonym.code, metonym.kind)
        for capital, code in self._capitals.items():
            if capital not in self._codes:
                yield tokens_of(capital), Sign(code, "capital")

    def code(self, name: str) -> str | None:
        """ISO 3166-1 alpha-2 code of a state by its common, official or older name ("the U.S.", "Burma")."""
        return self._codes.get(self._key(name))

    def name(self, code: str) -> str:
        """The common English name ("North Korea"); KeyError for a code that is not in the table."""
        return self.countries[code].name

    def demonym(self, word: str) -> str | None:
        """The state that an adjective or noun of nationality belongs to ("Russian", "South Koreans")."""
        found = self._demonyms.get(self._key(word))
        return found.code if found else None

    def metonym(self, phrase: str) -> Metonym | None:
        """What a capital or building stands for when it acts ("Moscow", "the Kremlin", "the Pentagon")."""
        key = self._key(phrase)
        found = self._metonyms.get(key)
        capital = None if found else self._capitals.get(key)
        return Metonym(capital, "country") if capital else found

    def within(self, words: str) -> frozenset[str] | None:
        """The states of the region that a description names ("the Baltic nation"); None when it names none."""
        plain = f" {folded(words)} "
        named = (r for r in self._regions if f" {r} " in plain)
        longest = max(named, key=len, default=None)
        return None if longest is None else self._regions[longest]

    def _key(self, words: str) -> str:
        key = folded(words)
        return "" if key in self._needs_capital and words.islower() else key


@cache
def load_nations() -> Nations:
    """The tables of states, nationalities and metonyms, read once."""
    countries = {row["code"]: _country(row) for row in rows("world/countries.csv")}
    demonyms: dict[str, Demonym] = {}
    for row in rows("en/demonyms.csv"):
        demonyms.setdefault(folded(row["word"]), Demonym(row["code"], row["use"]))
    metonyms = {folded(row["phrase"]): Metonym(row["code"], row["kind"]) for row in rows("en/metonyms.csv")}
    small = frozenset(row["word"] for row in rows("en/small_letters.csv"))
    regions = {folded(row["word"]): frozenset(parts(row["codes"])) for row in rows("en/regions.csv")}
    regional = {folded(row["word"]): row["code"] for row in rows("en/regional_adjectives.csv")}
    return Nations(countries, demonyms, metonyms, small, regions, regional)


def _country(row: dict[str, str]) -> Country:
    return Country(row["code"], row["name"], parts(row["others"]), parts(row["capital"]))
