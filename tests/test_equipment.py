"""Equipment in sentences: what is found, under which name and class, and what must not be."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reading.equipment.find import find_equipment
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.records import EQUIPMENT_CLASSES

Parse = Callable[..., Parsed]

FOUND = [
    ("The pilots flew two Tu-95MS turboprop bombers and a MIG-31 jet.", {"Tu-95MS": "aircraft", "MiG-31": "aircraft"}),
    ("The army paraded a Kinzhal missile, an S-400 and old T-72s.", {"Kinzhal": "missile", "T-72": "vehicle"}),
    ("Poland will hand over MiG-29s and Leopard 2A4 tanks.", {"MiG-29": "aircraft", "Leopard 2A4": "vehicle"}),
    ("The Hwasong-21 was shown beside a Tu-160M2 model.", {"Hwasong-21": "missile", "Tu-160M2": "aircraft"}),
    ("The destroyer USS Higgins sailed past the reef.", {"USS Higgins": "ship"}),
    ("A nuclear-propelled submarine left port.", {"nuclear-propelled submarine": "submarine"}),
    ("They shipped artillery shells and army rockets.", {"artillery shells": "munition", "army rockets": "munition"}),
    ("It has conducted nuclear and ballistic missile tests.", {"nuclear weapon": "nuclear weapon"}),
    ("It has conducted nuclear and ballistic missile tests.", {"ballistic missile": "missile"}),
    ("Its first military spy satellite failed to reach orbit.", {"military spy satellite": "satellite"}),
    ("South Korea scrambled fighter jets after drones crossed.", {"fighter jets": "aircraft", "drones": "drone"}),
    ("The Chinook helicopters brought food; the Chinooks returned twice.", {"CH-47": "aircraft"}),
    ("Berlin offered more air defence systems, such as the Patriot.", {"Patriot": "air-defence"}),
    ("An Arleigh Burke-class destroyer arrived.", {"Arleigh Burke class": "ship"}),
    ("Sukhoi-24s and a Tupolev Tu-95 took off.", {"Su-24": "aircraft", "Tu-95": "aircraft"}),
    ("Two Aegis destroyers sailed.", {"Aegis destroyers": "ship"}),
    ("It fired an Arrow 2 missile and a Strela-3.", {"Arrow 2": "air-defence", "Strela-3": "air-defence"}),
    ("Shahed drones hit the depot.", {"Shahed": "drone"}),
    ("The US missile strikes hit a base.", {"missile": "missile"}),
    ("A North Korean rocket flew past.", {"North Korean rocket": "munition"}),
    (
        "The North fired a ballistic rocket with a re-entry vehicle.",
        {"ballistic rocket": "missile", "re-entry vehicle": "missile"},
    ),
]
NOT_FOUND = [
    "The New England Patriots won and the Patriot Act expired.",
    "He took the A-4 to the G-20 meeting and tested negative for COVID-19.",
    "The band U2 played; an F-1 visa was refused on the M25.",
    "The water tank near the think tank burst.",
    "A suicide bomber and rebel fighters entered the village.",
    "The Leopard Lounge praised the Javelin throw and the Bear market.",
    "Her arms were broken and the second round of talks failed.",
    "Satellite images showed that the coal mine was flooded.",
    "The K-9 unit searched the A10 with a Milan fashion crew.",
    "The Houston Rockets met the Missile Defense Agency.",
]


@pytest.mark.parametrize(("text", "wanted"), FOUND)
def test_equipment_is_named_and_classed(kit: Kit, parse: Parse, text: str, wanted: dict[str, str]) -> None:
    found = {e.name: e.class_ for e in find_equipment(parse(text), kit)}
    assert wanted.items() <= found.items()


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_only_looks_like_equipment_is_left(kit: Kit, parse: Parse, text: str) -> None:
    assert [e.name for e in find_equipment(parse(text), kit) if e.rule != "civil word"] == []


def test_designation_takes_its_class_word_along(kit: Kit, parse: Parse) -> None:
    found = find_equipment(parse("Officers showed him a hypersonic Kinzhal missile."), kit)
    assert [(e.name, [m.quote for m in e.mentions], e.maker) for e in found] == [("Kinzhal", ["Kinzhal"], "RU")]


def test_the_sub_is_the_submarine(kit: Kit, parse: Parse) -> None:
    text = "The North unveiled its first missile submarine. The sub was launched this month."
    (only,) = find_equipment(parse(text), kit)
    assert [(m.quote, m.form) for m in only.mentions] == [("missile submarine", "nominal"), ("sub", "nominal")]


def test_civil_words_are_marked(kit: Kit, parse: Parse) -> None:
    found = find_equipment(parse("The plane landed; an army helicopter took off."), kit)
    assert [(e.name, e.rule == "civil word") for e in found] == [("plane", True), ("army helicopter", False)]


def test_determiners_and_owners_stay_outside(kit: Kit, parse: Parse) -> None:
    found = find_equipment(parse("Two of Russia’s new nuclear-capable strategic bombers took off."), kit)
    assert [e.name for e in found] == ["nuclear-capable strategic bombers"]


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("F-16 s.'\u2019\u2014MiG Tu95\ud800 the missile sub nuclear tanks\n"), max_size=60))
def test_spans_back_their_quotes(kit: Kit, parse: Parse, text: str) -> None:
    parsed = parse(text)
    found = find_equipment(parsed, kit)
    assert [e.id for e in found] == [f"q{n}" for n in range(1, len(found) + 1)]
    for entry in found:
        assert entry.class_ in EQUIPMENT_CLASSES
        assert all(m.span.of(parsed.text) == m.quote and m.quote for m in entry.mentions)
