"""Nationalities as mentions of their states: every word that tells of one, and none that tells of something else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sayso.knowledge.tables import rows
from sayso.reading.entities.chains import find_chains
from sayso.reading.entities.names import find_names
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.records import Entity

Parse = Callable[..., Parsed]


def states(kit: Kit, parsed: Parsed) -> dict[str, Entity]:
    found = find_chains(parsed, kit, find_names(parsed, kit, ()))
    return {e.country: e for e in found if e.kind == "country" and e.country}


def told(kit: Kit, parsed: Parsed) -> list[tuple[str, str]]:
    found = ((m.span, m.quote, code) for code, e in states(kit, parsed).items() for m in e.mentions if m.form == "name")
    return [(quote, code) for _, quote, code in sorted(found)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukrainian officials met the Russians.", [("Ukrainian", "UA"), ("Russians", "RU")]),
        ("South Korean and Japanese ships sailed north.", [("South Korean", "KR"), ("Japanese", "JP")]),
        ("Iranian- and Russian-made drones fell.", [("Iranian", "IR"), ("Russian", "RU")]),
        ("The Turkish Defense Ministry denied it.", [("Turkish", "TR")]),
        ("Two Kenyans and a Pole were freed.", [("Kenyans", "KE"), ("Pole", "PL")]),
        ("An anti-American march ended.", [("American", "US")]),
        ("The Syrian president spoke.", [("Syrian", "SY")]),
    ],
)
def test_nationality_is_a_mention_of_its_state(
    text: str, expected: list[tuple[str, str]], kit: Kit, parse: Parse
) -> None:
    assert told(kit, parse(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "She spoke in Russian.",
        "He drank an Irish coffee.",
        "A German shepherd barked.",
        "Latin American leaders met.",
        "The French-speaking pupils sang.",
        "The train was late.",
    ],
)
def test_languages_dishes_and_continents_are_no_states(text: str, kit: Kit, parse: Parse) -> None:
    assert told(kit, parse(text)) == []


def test_a_state_goes_by_its_name_whatever_tells_of_it(kit: Kit, parse: Parse) -> None:
    state = states(kit, parse("Moroccan troops arrived. Morocco said so."))["MA"]
    assert (state.name, state.aliases) == ("Morocco", ())
    assert [m.quote for m in state.mentions] == ["Moroccan", "Morocco"]


def test_a_capital_that_acts_is_a_name_of_its_state(kit: Kit, parse: Parse) -> None:
    assert ("Ankara", "TR") in told(kit, parse("Ankara rejected the plan."))


def test_a_state_begins_the_name_of_its_body(kit: Kit, parse: Parse) -> None:
    assert ("U.S.", "US") in told(kit, parse("The U.S. Army confirmed the crash."))


def test_ids_follow_the_order_of_mentions(kit: Kit, parse: Parse) -> None:
    parsed = parse("Chilean miners wrote to Ann Roe of the Peruvian embassy.")
    found = find_chains(parsed, kit, find_names(parsed, kit, ()))
    assert [e.id for e in found] == [f"e{n}" for n in range(1, len(found) + 1)]
    assert [e.mentions[0].span for e in found] == sorted(e.mentions[0].span for e in found)


@pytest.mark.parametrize("row", rows("en/not_nationalities.csv"), ids=lambda r: r["example"])
def test_every_row_shows_itself(row: dict[str, str]) -> None:
    example = row["example"].lower()
    assert all(row[part].lower() in example for part in ("before", "word", "after"))
    assert row["why"]


@pytest.mark.parametrize(
    ("text", "who", "country"),
    [
        ("Soldiers fought ethnic Georgian guerrillas.", "guerrillas", None),
        ("A bomb killed an anti-Kenya columnist.", "columnist", None),
        ("Oman-backed militias shelled the base.", "militias", None),
        ("Pro-Kenyan separatists shelled the town.", "separatists", None),
        ("Kenyan separatists shelled the town.", "separatists", "KE"),
        ("Oman-based militants shelled the town.", "militants", "OM"),
        ("Chechen fighters took the village.", "fighters", "RU"),
        ("The governor of Texas resigned.", "governor", "US"),
        ("The Texas governor resigned.", "governor", "US"),
        ("Quebec's premier resigned.", "premier", "CA"),
        ("Rebels in eastern Chad took a village.", "Rebels", "TD"),
        ("Norway's Jonas Dahl brokered the deal.", "Jonas Dahl", "NO"),
        ("The Kenyan Red Cross sent food.", "Red Cross", "KE"),
        ("Police stormed Kenyan homes.", "homes", "KE"),
        ("A Coast Guard spokesman resigned.", "spokesman", None),
    ],
)
def test_country_of_an_actor(text: str, who: str, country: str | None, kit: Kit, parse: Parse) -> None:
    parsed = parse(text)
    found = find_chains(parsed, kit, find_names(parsed, kit, ()))
    assert [e.country for e in found if e.kind != "country" and any(who in m.quote for m in e.mentions)] == [country]


@pytest.mark.parametrize("row", rows("en/allegiances.csv"), ids=lambda r: f"{r['word']} {r['side']}")
def test_every_allegiance_denies_the_nationality(row: dict[str, str], kit: Kit, parse: Parse) -> None:
    parsed = parse(row["example"])
    assert all(e.country is None for e in find_chains(parsed, kit, find_names(parsed, kit, ())) if e.kind != "country")


def test_a_states_building_told_twice_is_one_entity(kit: Kit, parse: Parse) -> None:
    parsed = parse("Rockets hit a Kenyan air base. The Kenyan air base burned.")
    bases = [e for e in find_chains(parsed, kit, find_names(parsed, kit, ())) if e.kind == "facility"]
    assert [len(e.mentions) for e in bases] == [2]
