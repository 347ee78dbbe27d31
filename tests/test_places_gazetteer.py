"""The index of place names and the tables it is built from."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.knowledge.gazetteer import KINDS, PRECISION_OF_KIND, Gazetteer, fold, load_gazetteer
from sayso.knowledge.tables import rows
from sayso.knowledge.toponymy import load_place_words
from sayso.records import PRECISIONS

EXTRAS = rows("world/places_extra.csv")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def test_index_is_small_and_loads_without_the_parser() -> None:
    assert resources.files("sayso.knowledge").joinpath("world/gazetteer.bin").stat().st_size <= 20_000_000  # type: ignore[attr-defined]
    code = (
        "import sys; from sayso.knowledge.gazetteer import load_gazetteer; load_gazetteer(); "
        "assert not {'spacy', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("spelling", "other"),
    [
        ("Saint-Étienne", "St. Etienne"),
        ("Primorskiy Kray", "Primorsky Krai"),
        ("the Hague", "The Hague"),
        ("Cote d'Ivoire", "Côte d’Ivoire"),
        ("Port-au-Prince", "PORT AU PRINCE"),
        ("U.S.", "US"),
        ("Łódź", "Lodz"),
    ],
)
def test_spellings_share_a_key(spelling: str, other: str) -> None:
    assert fold(spelling) == fold(other)


@given(st.text(max_size=40))
def test_folding_is_stable_and_looking_up_never_fails(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    load_words = load_place_words()
    assert load_words.abbreviation(name) is None or load_words.abbreviation(name)


def test_countries_by_any_name(gazetteer: Gazetteer) -> None:
    for name in ("Russia", "Russian Federation", "the Russian Federation"):
        assert gazetteer.country(name) == "RU"
    assert gazetteer.country("Atlantis") is None
    korea = gazetteer.lookup("North Korea")[0]
    assert (korea.name, korea.country, korea.precision) == ("North Korea", "KP", "country")


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("NL", "the Netherlands; Holland"),
        ("CI", "Ivory Coast; Cote d'Ivoire; Côte d’Ivoire"),
        ("MM", "Burma; Myanmar"),
        ("SZ", "Swaziland; Eswatini"),
        ("CZ", "Czechia; the Czech Republic"),
        ("AE", "UAE; the U.A.E.; the Emirates"),
        ("KP", "DPRK; N. Korea; Democratic People’s Republic of Korea"),
        ("KR", "ROK; Republic of Korea; S. Korea"),
        ("CN", "PRC; People's Republic of China; mainland China"),
        ("TW", "Republic of China; Taiwan; Chinese Taipei"),
        ("CG", "Republic of Congo; the Republic of the Congo; Congo-Brazzaville"),
        ("CD", "DR Congo; DRC; D.R. Congo; Congo; Zaire"),
        ("MK", "Macedonia; North Macedonia; Republic of North Macedonia"),
        ("TL", "East Timor; Timor-Leste"),
        ("CV", "Cape Verde; Cabo Verde"),
        ("TR", "Turkey; Turkiye; Türkiye"),
        ("GB", "Britain; Great Britain; UK; the U.K.; the United Kingdom"),
        ("US", "U.S.; US; USA; America; the States; United States of America"),
        ("PS", "Palestine; the Palestinian territories; Occupied Palestinian Territory"),
        ("XK", "Kosovo"),
        ("EH", "Western Sahara"),
        ("HK", "Hong Kong"),
        ("VA", "the Vatican; the Holy See"),
        ("BA", "Bosnia; Bosnia-Herzegovina"),
        ("KN", "St. Kitts; St. Kitts and Nevis"),
        ("SX", "Sint Maarten; St. Maarten"),
        ("BF", "Upper Volta; Burkina Faso"),
        ("ET", "Abyssinia"),
        ("ZM", "Northern Rhodesia"),
    ],
)
def test_a_country_in_all_common_forms(code: str, names: str, gazetteer: Gazetteer) -> None:
    assert {name: gazetteer.country(name) for name in names.split("; ")} == dict.fromkeys(names.split("; "), code)


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Somaliland", "SO", "region"),
        ("Transnistria", "MD", "admin1"),
        ("Abkhazia", "GE", "admin1"),
        ("South Ossetia", "GE", "region"),
        ("Northern Cyprus", "CY", "region"),
        ("Leningrad", "RU", "town"),
        ("Stalingrad", "RU", "town"),
        ("Saigon", "VN", "town"),
        ("Bombay", "IN", "town"),
        ("Rangoon", "MM", "capital"),
        ("Peking", "CN", "capital"),
        ("Kiev", "UA", "capital"),
        ("Artemivsk", "UA", "town"),
        ("Hodeidah", "YE", "town"),
        ("Deir Ezzor", "SY", "town"),
        ("Al-Fasher", "SD", "town"),
        ("Eastern Ghouta", "SY", "region"),
        ("Kabardino-Balkaria", "RU", "admin1"),
        ("Netzarim Corridor", "PS", "region"),
        ("Johnson South Reef", None, "island"),
    ],
)
def test_names_of_news_and_history(name: str, country: str | None, kind: str, gazetteer: Gazetteer) -> None:
    assert (country, kind) in {(f.country, f.kind) for f in gazetteer.lookup(name)}


def test_every_state_of_the_table_is_there(gazetteer: Gazetteer) -> None:
    for row in rows("world/countries.csv"):
        assert gazetteer.country(row["name"]) == row["code"]


def test_towns_have_their_units(gazetteer: Gazetteer) -> None:
    artyom = gazetteer.lookup("Artyom")[0]
    assert [p.name for p in gazetteer.parents(artyom)] == ["Primorsky Krai", "Russia"]
    assert artyom.id == "geonames:2027456"


def test_the_most_populous_comes_first(gazetteer: Gazetteer) -> None:
    people = [f.population for f in gazetteer.lookup("Springfield")]
    assert people == sorted(people, reverse=True)
    assert len(people) > 20


def test_no_code_and_no_everyday_word_became_a_name(gazetteer: Gazetteer) -> None:
    for word in ("Gold", "Boom", "Border", "Many"):
        assert not any(f.country == "GH" for f in gazetteer.lookup(word))


@pytest.mark.parametrize("row", EXTRAS, ids=lambda r: r["name"])
def test_extra_place_is_found_by_every_name(row: dict[str, str], gazetteer: Gazetteer) -> None:
    assert row["kind"] in KINDS
    assert PRECISION_OF_KIND[row["kind"]] in PRECISIONS
    assert row["source"]
    lat, lon = float(row["lat"]), float(row["lon"])
    assert -90 <= lat <= 90
    assert -180 <= lon <= 180
    for name in [row["name"], *filter(None, row["aliases"].split("|"))]:
        same = [f for f in gazetteer.lookup(name) if f.name == row["name"] and f.kind == row["kind"]]
        found = [f for f in same if abs(f.lat - lat) < 0.01 and abs(f.lon - lon) < 0.01]
        assert [f.country or "" for f in found] == [row["country"]], name


def test_no_alias_names_two_extra_places() -> None:
    seen: dict[str, str] = {}
    for row in EXTRAS:
        for name in [row["name"], *filter(None, row["aliases"].split("|"))]:
            assert seen.setdefault(fold(name), row["name"]) == row["name"], name


def test_extra_places_are_enough() -> None:
    assert len(EXTRAS) >= 1800
    assert sum(r["kind"] in ("sea", "strait", "gulf", "ocean") for r in EXTRAS) >= 80


def test_words_around_places_show_themselves() -> None:
    for row in rows("en/place_words.csv"):
        assert row["word"].lower() in row["example"].lower(), row
