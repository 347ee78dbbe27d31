"""Places of the world by name: towns, admin units, countries, seas, regions, bases, from one compact file.

`world/gazetteer.bin` is built by `tools/build_gazetteer.py` from GeoNames (CC BY 4.0) and from the tables beside it.
Names are looked up by a folded key (no accents, case, hyphens or apostrophes) that is kept only as a 64-bit hash.
"""

from __future__ import annotations

import json
import math
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from importlib import resources

from sayso.knowledge.phrases import unaccented

MAGIC = b"sayso gazetteer 1\n"
NOWHERE = 0xFFFFFFFF  # the parent of a country, of a sea
MAIN_NAME = 1 << 31  # flags of a posting; the rest is the row
ROW = MAIN_NAME - 1
DEGREES = 10_000  # coordinates are stored in ten-thousandths of a degree

PRECISION_OF_KIND = {
    "country": "country",
    "admin1": "admin",
    "admin2": "admin",
    "town": "populated place",
    "capital": "populated place",
    "continent": "region",
    "region": "region",
    "island": "region",
    "mountain": "region",
    "desert": "region",
    "river": "region",
    "lake": "region",
    "canal": "region",
    "ocean": "sea",
    "sea": "sea",
    "strait": "sea",
    "gulf": "sea",
    "base": "point",
    "airfield": "point",
    "port": "point",
    "shipyard": "point",
    "test site": "point",
    "launch site": "point",
    "nuclear plant": "point",
    "facility": "point",
    "crossing": "point",
}
KINDS = tuple(PRECISION_OF_KIND)
TOWNS = frozenset({"town", "capital"})


@dataclass(frozen=True, slots=True)
class Feature:
    """One place of the gazetteer; `parent` is the row of the unit around it, `main` whether it was met by its own name.

    `country` is ISO 3166-1 alpha-2, None at sea; `lat` and `lon` are degrees (WGS 84); `id` is `geonames:N`, or
    `sayso:NAME` for a row of `places_extra.csv`.
    """

    row: int
    name: str
    kind: str
    country: str | None
    lat: float
    lon: float
    population: int
    parent: int | None
    id: str
    main: bool = True

    @property
    def precision(self) -> str:
        return PRECISION_OF_KIND[self.kind]


class Gazetteer:
    """The loaded index. Looking a name up costs a few microseconds the first time, and is remembered."""

    def __init__(self, columns: dict[str, array[int]], names: bytes, countries: list[str]) -> None:
        self._columns, self._names, self._codes = columns, names, countries
        self._keys, self._starts, self._postings = columns["key"], columns["start"], columns["posting"]
        self.lookup = lru_cache(maxsize=20_000)(self._lookup)
        self.feature = lru_cache(maxsize=20_000)(self._feature)

    @property
    def size(self) -> int:
        """How many places there are: rows are numbered from 0."""
        return len(self._columns["kind"])

    def _lookup(self, name: str) -> tuple[Feature, ...]:
        """Every place of that name, in any spelling, the most populous first."""
        found = [self._feature(p & ROW, bool(p & MAIN_NAME)) for p in self._postings_of(hashed(fold(name)))]
        return tuple(sorted(found, key=lambda f: (-f.population, f.row)))

    def _postings_of(self, key: int) -> array[int]:
        at = bisect_left(self._keys, key)
        if at == len(self._keys) or self._keys[at] != key:
            return array("I")
        return self._postings[self._starts[at] : self._starts[at + 1]]

    def _feature(self, row: int, main: bool = True) -> Feature:
        """The place of a row."""
        column = self._columns
        name = self._names[column["name"][row] : column["name"][row + 1]].decode()
        code, number, parent = column["country"][row], column["id"][row], column["parent"][row]
        return Feature(
            row=row,
            name=name,
            kind=KINDS[column["kind"][row]],
            country=self._codes[code] if code < len(self._codes) else None,
            lat=column["lat"][row] / DEGREES,
            lon=column["lon"][row] / DEGREES,
            population=round(math.expm1(column["population"][row] / 1000)),
            parent=None if parent == NOWHERE else parent,
            id=f"geonames:{number}" if number else "sayso:" + fold(name).replace(" ", "-"),
            main=main,
        )

    def parents(self, feature: Feature) -> Iterator[Feature]:
        """The admin units and the country around a place, the nearest first."""
        while feature.parent is not None:
            feature = self.feature(feature.parent)
            yield feature

    def country(self, name: str) -> str | None:
        """The code of the state that goes by this name, None when no state does."""
        return next((f.country for f in self.lookup(name) if f.kind == "country"), None)


def hashed(key: str) -> int:
    """The 64-bit number that stands for a folded name."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


_LETTERS = str.maketrans(
    {
        **dict.fromkeys("'’‘ʼʻʿʾ`´′.‚“”\"", ""),
        **dict.fromkeys("-‐‑‒–—/,()", " "),
        "ð": "d", "ə": "a", "æ": "ae", "œ": "oe", "þ": "th", "&": " and ",
    }
)  # fmt: skip
_WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "kray": "krai", "pt": "point"}


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """The key that spellings of one name share: "Saint-Étienne" and "St. Etienne" are both "saint etienne"."""
    words = [_word(w) for w in unaccented(name).lower().translate(_LETTERS).split()]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _word(word: str) -> str:
    """Saint for St; the Russian ending -iy, -yy as -y ("Primorskiy")."""
    if len(word) > 4 and word.endswith(("iy", "yy")):
        return word[:-2] + "y"
    return _WORDS.get(word, word)


def load_gazetteer() -> Gazetteer:
    """The committed index, in some tens of milliseconds and megabytes."""
    whole = resources.files(__package__).joinpath("world/gazetteer.bin").read_bytes()
    if not whole.startswith(MAGIC):
        raise ValueError("world/gazetteer.bin is not an index of this version: run tools/build_gazetteer.py")
    stop = whole.index(b"\n", len(MAGIC))
    header = json.loads(whole[len(MAGIC) : stop])
    view, at = memoryview(whole), stop + 1
    columns = {}
    for name, code, count in header["columns"]:
        column = array(code)
        size = count * column.itemsize
        column.frombytes(view[at : at + size])
        if sys.byteorder == "big":
            column.byteswap()
        columns[name], at = column, at + size
    return Gazetteer(columns, bytes(view[at:]), header["countries"])
