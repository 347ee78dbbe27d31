"""The words that English puts around place names: province, Gulf of, Lake, northern, near; and abbreviated states."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sayso.knowledge.gazetteer import PRECISION_OF_KIND, table

# What the kind of a word allows a place beside it to be.
KINDS_OF = {
    "admin": frozenset({"admin1", "admin2", "region"}),
    "town": frozenset({"town"}),
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
    """Kinds by word: `after` a name, `before` it, or joined by "of"; prepositions; words of `bodies` named for
    places, and of `people` and things that a town's name describes; `verbs` that take a place as object; states that serve as `adjectival` ("U.S. officials"); words that alone are `never` a place."""

    after: dict[str, str]
    before: dict[str, str]
    of: dict[str, str]
    directions: frozenset[str]
    prepositions: dict[str, str]
    bodies: frozenset[str]
    people: frozenset[str]
    verbs: frozenset[str]
    adjectival: frozenset[str]
    never: frozenset[str]
    abbreviations: dict[str, Abbreviation]

    def abbreviation(self, written: str) -> Abbreviation | None:
        """The state that a form such as "W.Va." or "CA" shortens; case and stops count."""
        return self.abbreviations.get(written)


@cache
def load_place_words() -> PlaceWords:
    """The tables en/place_words.csv and en/place_abbreviations.csv, read once."""
    kinds: dict[str, dict[str, str]] = {}
    for row in table("en/place_words.csv"):
        kinds.setdefault(row["position"], {})[row["word"]] = row["kind"]
    short = {
        row["abbreviation"]: Abbreviation(row["name"], row["kind"], row["country"], row["alone"] == "yes")
        for row in table("en/place_abbreviations.csv")
    }
    return PlaceWords(
        after=kinds["after"],
        before=kinds["before"],
        of=kinds["of"],
        directions=frozenset(kinds["direction"]),
        prepositions=kinds["preposition"],
        bodies=frozenset(kinds["body"]),
        people=frozenset(kinds["people"]),
        verbs=frozenset(kinds["verb"]),
        adjectival=frozenset(kinds["adjectival"]),
        never=frozenset(row["word"] for row in table("en/not_places.csv")),
        abbreviations=short,
    )
