"""States by name, nationality and capital: every row of the tables is found, none clashes with another."""

from __future__ import annotations

from collections import Counter

import pytest

from sayso.knowledge.bodies import load_bodies
from sayso.knowledge.nations import load_nations
from sayso.knowledge.offices import load_offices
from sayso.knowledge.persons import load_persons
from sayso.knowledge.phrases import folded, plural, straight, tokens_of
from sayso.knowledge.tables import rows

NATIONS = load_nations()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("the United States", "US"),
        ("U.S.", "US"),
        ("Russia’s", "RU"),
        ("BURMA", "MM"),
        ("Côte d’Ivoire", "CI"),
        ("DPRK", "KP"),
        ("the Netherlands", "NL"),
        ("Gondor", None),
        ("us", None),
        ("turkey", None),
    ],
)
def test_code(name: str, code: str | None) -> None:
    assert NATIONS.code(name) == code


def test_common_names() -> None:
    assert [NATIONS.name(c) for c in ("US", "GB", "KP", "KR", "CZ")] == [
        "United States",
        "United Kingdom",
        "North Korea",
        "South Korea",
        "Czech Republic",
    ]


@pytest.mark.parametrize(
    ("word", "code"), [("North Korean", "KP"), ("Danes", "DK"), ("Polish", "PL"), ("polish", None)]
)
def test_demonym(word: str, code: str | None) -> None:
    assert NATIONS.demonym(word) == code


def test_metonyms() -> None:
    found = [NATIONS.metonym(p) for p in ("the Kremlin", "The Pentagon", "Tokyo")]
    assert [(m.code, m.kind) for m in found if m] == [("RU", "government"), ("US", "military"), ("JP", "country")]
    assert NATIONS.metonym("Springfield") is None


def test_bodies_of_states_are_no_states() -> None:
    assert [NATIONS.code(n) for n in ("European Union", "United Nations", "NATO")] == [None, None, None]


def test_names_of_states_do_not_clash() -> None:
    names = [n for c in NATIONS.countries.values() for n in {folded(n) for n in (c.name, *c.others)}]
    assert [n for n, times in Counter(names).items() if times > 1] == []


def test_every_demonym_has_one_state() -> None:
    seen: dict[str, set[str]] = {}
    for row in rows("en/demonyms.csv"):
        seen.setdefault(folded(row["word"]), set()).add(row["code"])
    assert {w: c for w, c in seen.items() if len(c) > 1} == {}
    assert len(seen) >= 250
    assert all(code in NATIONS.countries for codes in seen.values() for code in codes)


def test_every_row_of_names_has_a_source_with_its_year() -> None:
    tables = (("world", "countries.csv"), ("en", "demonyms.csv"), ("en", "organisations.csv"), ("world", "persons.csv"))
    unsourced = [r for table in tables for r in rows("/".join(table)) if not r["source"].rstrip(")")[-4:].isdigit()]
    assert unsourced == []


def test_organisations_do_not_clash_and_belong_to_states() -> None:
    bodies = load_bodies().all
    names = Counter(straight(n) for b in bodies for n in (b.name, *b.others))
    assert [n for n, times in names.items() if times > 1] == []
    assert all(b.country is None or b.country in NATIONS.countries for b in bodies)


def test_persons() -> None:
    persons = load_persons()
    known = persons.known("Recep Tayyip Erdogan")
    assert known is not None
    assert known.country == "TR"
    assert persons.known("Recep Tayyip Erdoğan") is not None
    assert persons.by_surname("Bush") is not None
    assert persons.gender("Angela") == "f"
    assert persons.gender("Table") is None


@pytest.mark.parametrize(
    ("one", "many"), [("ministry", "ministries"), ("chief of staff", "chiefs of staff"), ("gunman", "gunmen")]
)
def test_plural(one: str, many: str) -> None:
    assert plural(one) == many


def test_offices() -> None:
    offices = load_offices()
    assert len(offices) >= 200
    assert offices.sector("Foreign Ministers") == "government"
    assert offices.sector("gunmen") == "rebel"
    assert offices.sector("teapot") is None


def test_phrases_are_cut_as_the_parser_cuts_them() -> None:
    assert tokens_of("Kata'ib Hezbollah") == ("Kata'ib", "Hezbollah")
    assert tokens_of("vice-president") == ("vice", "-", "president")
    assert tokens_of("People’s Protection Units") == ("People", "'s", "Protection", "Units")
    assert tokens_of("Workers' Party") == ("Workers", "'", "Party")


def test_regions() -> None:
    baltic = NATIONS.within("the Baltic nation")
    assert baltic == {"EE", "LV", "LT"}
    assert NATIONS.within("the nation") is None
    assert all(code in NATIONS.countries for row in rows("en/regions.csv") for code in row["codes"].split(";"))
