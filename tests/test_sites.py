"""Military and nuclear sites, plants, ports and crossings of places_extra.csv: where they lie, and found in a text."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from sayso.ids import version_id
from sayso.knowledge.gazetteer import PRECISION_OF_KIND, TOWNS, Gazetteer, fold, load_gazetteer
from sayso.knowledge.tables import rows
from sayso.reading.kit import Kit
from sayso.reading.places.find import find_places
from sayso.records import Document

EXTRAS = rows("world/places_extra.csv")
SITES = [r for r in EXTRAS if PRECISION_OF_KIND[r["kind"]] == "point"]
CLAIMED_BY_TWO = {"Wagah", "Al-Aqsa Mosque"}
FAR_FROM_TOWNS_KM = 400
REMOTE = {  # on islands and ice, where nobody else lives
    "Nagurskoye Air Base", "Temp Air Base", "Sredny Ostrov Air Base", "Eareckson Air Station", "Mururoa",
    "Canadian Forces Station Alert", "McMurdo Station", "Vostok Station", "Amundsen-Scott South Pole Station",
}  # fmt: skip
SOURCES = (
    "airportsdata ",
    "OurAirports",
    "Federation of American Scientists",
    "Overseas Military Bases",
    "sayso; checked against ",
    "sayso; within ",
    "sayso; own knowledge (2026), not checked",
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="module")
def towns(gazetteer: Gazetteer) -> dict[str, list[tuple[float, float]]]:
    """Country code -> where its towns lie."""
    found = defaultdict(list)
    for row in range(gazetteer.size):
        feature = gazetteer.feature(row)
        if feature.kind in TOWNS and feature.country:
            found[feature.country].append((feature.lat, feature.lon))
    return found


def km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The way between two points on a sphere."""
    a, b, c, d = map(math.radians, (lat, lon, other_lat, other_lon))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12_742 * math.asin(math.sqrt(half))


def forms(row: dict[str, str]) -> list[str]:
    return [row["name"], *filter(None, row["aliases"].split("|"))]


def test_there_are_enough() -> None:
    kinds = Counter(r["kind"] for r in EXTRAS)
    assert len(SITES) >= 1200
    assert len(EXTRAS) - len(SITES) >= 500
    assert kinds["airfield"] >= 400
    assert kinds["base"] >= 200
    assert kinds["nuclear plant"] >= 150
    assert all(kinds[k] >= 30 for k in ("launch site", "test site", "shipyard", "crossing", "port"))


def test_every_site_has_a_country_and_an_honest_source() -> None:
    assert {r["name"] for r in SITES if not r["country"]} == CLAIMED_BY_TWO
    assert [r["name"] for r in SITES if not r["source"].startswith(SOURCES)] == []
    unchecked = [r for r in SITES if "not checked" in r["source"]]
    assert len(unchecked) <= 0.13 * len(SITES)


def test_every_site_lies_near_towns_of_its_country(towns: dict[str, list[tuple[float, float]]]) -> None:
    far = set()
    for row in SITES:
        here = float(row["lat"]), float(row["lon"])
        if row["country"] and all(km(*here, *town) > FAR_FROM_TOWNS_KM for town in towns[row["country"]]):
            far.add(row["name"])
    assert far == REMOTE


def test_no_two_sites_lie_on_one_spot() -> None:
    """The same place under two names is one row with an alias."""
    spots = Counter((r["lat"], r["lon"]) for r in SITES)
    assert [r["name"] for r in SITES if spots[r["lat"], r["lon"]] > 1] == []


def test_no_site_goes_by_the_name_of_a_state() -> None:
    states = {fold(n) for r in rows("world/countries.csv") for n in (r["name"], *r["others"].split(";"))}
    assert [f for r in SITES for f in forms(r) if fold(f) in states] == []


def test_no_form_is_an_everyday_word() -> None:
    everyday = set(Path(__file__).parents[1].joinpath("tools/everyday_words.txt").read_text("utf-8").split())
    assert [f for r in SITES for f in forms(r) if fold(f) in everyday] == []


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("Engels Airfield", "Engels Air Base"),
        ("Engels military airfield", "Engels Air Base"),
        ("Khmeimim air base", "Hmeimim Air Base"),
        ("Smolensk NPP", "Smolensk Nuclear Power Plant"),
        ("Metsamor nuclear plant", "Metsamor Nuclear Power Plant"),
        ("Domodedovo International Airport", "Domodedovo Airport"),
        ("Ryazan oil refinery", "Ryazan Refinery"),
        ("Adampur Air Base", "Adampur Air Force Station"),
        ("Severomorsk naval base", "Severomorsk Naval Base"),
    ],
)
def test_endings_that_mean_the_same(name: str, own: str, gazetteer: Gazetteer) -> None:
    assert own in [f.name for f in gazetteer.lookup(name)]


def test_no_town_abroad_takes_the_name_of_a_site(gazetteer: Gazetteer) -> None:
    assert {f.country for f in gazetteer.lookup("White House") if f.kind in TOWNS} <= {"US"}


def test_sites_are_found_in_texts(kit: Kit) -> None:
    """Of all sites, each in a sentence of its own; what the parser takes for no name at all stays out."""
    texts = [f"A delegation arrived at {r['name']} on Monday." for r in SITES]
    documents = [Document(id=str(n), version=version_id(t, "test"), text=t) for n, t in enumerate(texts)]
    missed = []
    for row, parsed in zip(SITES, kit.parser.parse_all(documents), strict=True):
        here = float(row["lat"]), float(row["lon"])
        found = [p for p in find_places(parsed, kit, ()) if p.lat is not None and p.lon is not None]
        if not any(km(*here, p.lat, p.lon) < 5 for p in found if p.lat is not None and p.lon is not None):
            missed.append(row["name"])
    assert len(missed) <= 0.07 * len(SITES), missed
