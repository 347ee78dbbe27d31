"""The words that English puts around place names: province, Gulf of, Lake, northern, near; and abbreviated states."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sayso.knowledge.gazetteer import PRECISION_OF_KIND, TOWNS
from sayso.knowledge.tables import rows

# What the kind of a word allows a place beside it to be.
KINDS_OF = {
    "admin": frozenset({"admin1", "admin2", "region"}),
    "town": TOWNS,
    "sea": frozenset({"sea", "strait", "gulf", "ocean"}),
    "land": frozenset({"region", "island", "mountain", "desert", "admin1", "admin2"}),
    "water": frozenset({"river", "lake", "canal"}),
    "point": frozenset(kind for kind, precision in PRECISION_OF_KIND.items() if precision == "point"),
}


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A shortened state or province; one that is not `alone` counts only after a place and a comma ("Gary, IN")."""

    name: str
    kind: str
    country: str
    alone: bool


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The words of en/place_words.csv by their position.

    Kinds by word: `after` a name ("province"), `before` it ("Lake"), joined by "of" ("Gulf"). `prepositions` tell place
    or dealing; `strict` ones place alone. `bodies` and `people` are what a town's name describes ("Kherson police",
    "a Kherson resident"); a name with a word of the `press` is an outlet. `verbs` take a place as object. `adjectival`
    states serve as adjectives ("U.S. officials"), `parties` stand before a lawmaker's home; national `endings` of
    addresses are sold to all; `longest`: characters of an abbreviation; words of `never` alone are no place.
    """

    after: dict[str, str]
    before: dict[str, str]
    of: dict[str, str]
    prepositions: dict[str, str]
    directions: frozenset[str]
    articles: frozenset[str]
    separators: frozenset[str]
    joiners: frozenset[str]
    fillers: frozenset[str]
    strict: frozenset[str]
    settlements: frozenset[str]
    bodies: frozenset[str]
    people: frozenset[str]
    press: frozenset[str]
    verbs: frozenset[str]
    adjectival: frozenset[str]
    municipal: frozenset[str]
    parties: frozenset[str]
    endings: frozenset[str]
    never: frozenset[str]
    abbreviations: dict[str, Abbreviation]
    longest: int

    def abbreviation(self, written: str) -> Abbreviation | None:
        """The state that a form such as "W.Va." or "CA" shortens; case and stops count."""
        return self.abbreviations.get(written)

    def shortened(self, written: str) -> Abbreviation | None:
        """The state that a form shortens, its stop left out or not ("Ind" and "Ind.")."""
        if len(written) > self.longest:
            return None
        return self.abbreviations.get(written) or self.abbreviations.get(written + ".")

    def is_everyday(self, words: str) -> bool:
        """Whether a word that stands alone with a capital is a direction or an everyday word."""
        lower = words.lower()
        return lower in self.never or lower in self.directions


def country_of_domain(address: str) -> str | None:
    """The state of a web address by its national ending ("www.example.co.uk": GB), None for one that all may use."""
    ending = address.split("://")[-1].split("/")[0].split(":")[0].rstrip(".").rpartition(".")[2].lower()
    if len(ending) != 2 or not ending.isalpha() or ending in load_place_words().endings:
        return None
    return "GB" if ending == "uk" else ending.upper()


@cache
def load_place_words() -> PlaceWords:
    """The tables en/place_words.csv, en/place_abbreviations.csv and en/not_places.csv, read once."""
    kinds: dict[str, dict[str, str]] = {}
    for row in rows("en/place_words.csv"):
        kinds.setdefault(row["position"], {})[row["word"]] = row["kind"]
    short = {
        row["abbreviation"]: Abbreviation(row["name"], row["kind"], row["country"], row["alone"] == "yes")
        for row in rows("en/place_abbreviations.csv")
    }
    return PlaceWords(
        after=kinds["after"],
        before=kinds["before"],
        of=kinds["of"],
        prepositions=kinds["preposition"],
        directions=frozenset(kinds["direction"]),
        articles=frozenset(kinds["article"]),
        separators=frozenset(kinds["separator"]),
        joiners=frozenset(kinds["joiner"]),
        fillers=frozenset(kinds["filler"]),
        strict=frozenset(kinds["strict"]),
        settlements=frozenset(kinds["settlement"]),
        bodies=frozenset(kinds["body"]),
        people=frozenset(kinds["people"]),
        press=frozenset(kinds["press"]),
        verbs=frozenset(kinds["verb"]),
        adjectival=frozenset(kinds["adjectival"]),
        municipal=frozenset(kinds["municipal"]),
        parties=frozenset(kinds["party"]),
        endings=frozenset(kinds["ending"]),
        never=frozenset(row["word"] for row in rows("en/not_places.csv")),
        abbreviations=short,
        longest=max(map(len, short)),
    )
