"""Who is who across texts: joined, kept apart or asked, in any order, and as people decide."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.gathering.entities.identities import Identities, identify, pairs_of
from sayso.gathering.entities.person_names import INITIAL, SPELLED, compared, person_name
from sayso.gathering.entities.roles import PRIVATE, PUBLIC, role_key, role_words, standing_of
from sayso.gathering.entities.variants import Naming, variant_of

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[list[str]]:
    with (CASES / f"identities_{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def naming(raw: str, name: str, kind: str = "person", country: str = "", roles: str = "", day: str = "") -> Naming:
    sector = {"group": "rebel", "government": "government"}.get(kind)
    return Naming(raw, kind, name, country or None, sector, tuple(roles.split("; ")) if roles else (), day or None)


def found_in(
    namings: list[Naming], decided: Mapping[tuple[str, str], bool] | None = None
) -> tuple[Identities, dict[str, str]]:
    """The identities, and which of them each entity has."""
    named = {raw for pair in decided or () for raw in pair}
    variants = {n.raw: v for n in namings if (v := variant_of(n, by_itself=n.raw in named)) is not None}
    keys = {raw: v.key for raw, v in variants.items()}
    found = identify(variants.values(), pairs_of(decided or {}, keys))
    home = {key: i.id for i in found.identities for key in i.variants}
    return found, {raw: home[key] for raw, key in keys.items()}


def pair(case: list[str]) -> list[Naming]:
    _, kind, name, country, roles, day, *other = case
    return [naming("a#e1", name, kind, country, roles, day), naming("b#e1", other[0], kind, *other[1:])]


@pytest.mark.parametrize("case", cases("same"), ids=lambda case: case[0])
def test_two_texts_name_one(case: list[str]) -> None:
    _, home = found_in(pair(case))
    assert home["a#e1"] == home["b#e1"]


@pytest.mark.parametrize("case", cases("different"), ids=lambda case: case[0])
def test_two_texts_name_two(case: list[str]) -> None:
    _, home = found_in(pair(case))
    assert home["a#e1"] != home["b#e1"]


def test_one_name_with_two_states_is_asked() -> None:
    found, _ = found_in([naming("a#e1", "John Smith", country="GB"), naming("b#e1", "John Smith", country="AU")])
    (question,) = found.questions
    assert question.why == "the same full name, but of Australia here, of United Kingdom there"


def test_a_family_name_that_fits_two_is_asked_of_both() -> None:
    both = [naming(f"{n}#e1", f"{n} Marsh", country="NZ", roles="minister", day="2024-01-01") for n in ("Ann", "Joe")]
    found, home = found_in([*both, naming("x#e1", "Marsh", country="NZ", roles="minister", day="2024-01-01")])
    assert len(set(home.values())) == 3
    assert len(found.questions) == 2
    assert all("others fit as well" in q.why for q in found.questions)


def test_a_form_between_two_people_joins_neither() -> None:
    names = ("Anna M. Duarte", "Anna Duarte", "Anna C. Duarte")
    found, home = found_in([naming(f"{n}#e1", name, country="BR") for n, name in enumerate(names)])
    assert len(set(home.values())) == 3
    assert all("fits another too" in q.why for q in found.questions)


def test_a_form_with_nothing_else_in_common_is_asked() -> None:
    found, home = found_in([naming("a#e1", "Rudy Tallow"), naming("b#e1", "Rudolph W. Tallow", country="US")])
    assert len(set(home.values())) == 2
    (question,) = found.questions
    assert question.why == "“Rudolph W. Tallow” and “Rudy Tallow”: a short form; nothing else in common"


def test_private_namesakes_stay_apart_and_are_asked() -> None:
    texts = [naming("a#e1", "Ola Berg", day="2024-01-02"), naming("b#e1", "Ola Berg", day="2024-01-03")]
    found, home = found_in(texts)
    assert home["a#e1"] != home["b#e1"]
    (question,) = found.questions
    assert question.why == "the same full name, but nothing else in common"
    assert found_in(texts, {("a#e1", "b#e1"): True})[1]["a#e1"] == found_in(texts, {("a#e1", "b#e1"): True})[1]["b#e1"]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ({"company": ("kari lund", "odda")}, {"company": ("kari lund", "odda", "vestland")}, True),
        ({"company": ("kari lund", "odda")}, {"company": ("odda",)}, False),
        ({"roles": ("a farmer",)}, {"roles": ("farmer",)}, True),
        ({"country": "NO"}, {"country": "NO"}, True),
        ({}, {"roles": ("minister",), "country": "NO"}, True),
        ({"roles": ("a farmer",)}, {"roles": ("minister",), "country": "NO"}, False),
        ({"name": "Ola K. Berg"}, {}, False),
        ({"name": "Ola K. Berg", "company": ("kari lund", "odda")}, {"company": ("kari lund", "odda")}, True),
    ],
)
def test_what_private_namesakes_have_in_common(one: dict[str, Any], other: dict[str, Any], together: bool) -> None:
    texts = [
        replace(naming(f"{n}#e1", "Ola Berg", day="2024-01-02"), **told)
        for n, told in zip("ab", (one, other), strict=True)
    ]
    assert len(set(found_in(texts)[1].values())) == 1 + (not together)


def test_private_people_hang_together_from_text_to_text() -> None:
    names = (("kari lund", "odda"), ("kari lund", "odda", "havnevik", "voss"), ("havnevik", "voss"))
    texts = [replace(naming(f"{n}#e1", "Ola Berg"), company=told) for n, told in enumerate(names)]
    assert len(set(found_in(texts)[1].values())) == 1
    assert len(set(found_in([texts[0], texts[2]])[1].values())) == 2


def test_described_people_and_faiths_are_nobody() -> None:
    assert variant_of(Naming("a#e1", "group", "Muslims")) is None
    assert variant_of(Naming("a#e1", "other", "World War II")) is None


# --- names and roles -----------------------------------------------------------------------------------------------


def test_names_are_taken_apart() -> None:
    assert person_name("Ursula von der Leyen", "DE").family == "von der leyen"
    assert person_name("Al Gore", "US").given == ("al",)
    assert person_name("al-Assad", "SY").given == ()
    assert person_name("Lee Harvey Oswald", None).family == "oswald"
    assert person_name("Xi Jinping", "CN").family == "xi"


def test_the_weakest_word_tells_how_names_are_one() -> None:
    name = person_name("Sergei Lavrov", "RU")
    assert compared(name, person_name("Sergey Lavrov", "RU")) == SPELLED
    assert compared(name, person_name("S. Lavrov", "RU")) == INITIAL
    assert compared(name, person_name("Sergei Lavrenko", "RU")) is None


@given(st.text(max_size=30), st.sampled_from((None, "KP", "RU")))
def test_any_name_can_be_taken_apart(name: str, country: str | None) -> None:
    assert variant_of(replace(naming("a#e1", name), country=country)) is not None
    assert variant_of(replace(naming("a#e1", name, "organisation"), country=country)) is not None


@pytest.mark.parametrize(
    ("role", "standing"),
    [
        ("the Russian defense minister", PUBLIC),
        ("a spokeswoman for the fishermen", PUBLIC),
        ("head of the port authority", PUBLIC),
        ("former President", PUBLIC),
        ("wife of the president", ""),
        ("critic of the Russian president", ""),
        ("a Russian soldier", ""),
        ("a 40-year-old farmer", PRIVATE),
        ("the suspect", PRIVATE),
        ("the mayor's driver", PRIVATE),
    ],
)
def test_who_has_a_public_role(role: str, standing: str) -> None:
    assert standing_of([role], None) == standing


def test_one_office_in_several_words() -> None:
    assert set(role_words(["Defense Minister", "the defence minister"])) == {"defence minister"}
    assert role_key("the Russian Defense Minister", "RU") == role_key("Defence Minister", "RU")
    assert role_key("former president", "RU") != role_key("president", "RU")


# --- any order, people's decisions ---------------------------------------------------------------------------------

NAMES = ("Vladimir Orlov", "V. Orlov", "Vladimir V. Orlov", "Orlov", "Wladimir Orlow", "Viktor Orlov", "Orlov Jr.")


@st.composite
def worlds(draw: st.DrawFn) -> list[Naming]:
    return [
        naming(
            f"d{n}#e1",
            draw(st.sampled_from(NAMES)),
            country=draw(st.sampled_from(("", "RU", "BG"))),
            roles=draw(st.sampled_from(("", "minister", "a farmer"))),
            day=draw(st.sampled_from(("", "2001-01-01", "2003-01-01", "2023-01-01"))),
        )
        for n in range(draw(st.integers(1, 9)))
    ]


@st.composite
def decisions(draw: st.DrawFn) -> dict[tuple[str, str], bool]:
    raws = st.integers(0, 8).map(lambda n: f"d{n}#e1")
    pairs = draw(st.lists(st.tuples(raws, raws, st.booleans()), max_size=3))
    return {(min(a, b), max(a, b)): same for a, b, same in pairs if a != b}


@given(worlds(), decisions(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference(
    world: list[Naming], decided: dict[tuple[str, str], bool], random: object
) -> None:
    shuffled = list(world)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert found_in(shuffled, decided)[0] == found_in(world, decided)[0]


@given(worlds(), decisions())
def test_everybody_is_somebody_once(world: list[Naming], decided: dict[tuple[str, str], bool]) -> None:
    found, home = found_in(world, decided)
    keys = [key for i in found.identities for key in i.variants]
    assert len(keys) == len(set(keys))
    assert set(home) == {n.raw for n in world}


@given(worlds(), decisions())
def test_decided_different_is_never_one(world: list[Naming], decided: dict[tuple[str, str], bool]) -> None:
    _, home = found_in(world, decided)
    for (one, other), same in decided.items():
        if not same and one in home and other in home:
            assert home[one] != home[other]


@given(worlds(), decisions())
def test_decided_the_same_is_one(world: list[Naming], decided: dict[tuple[str, str], bool]) -> None:
    only_same = dict.fromkeys(decided, True)
    _, home = found_in(world, only_same)
    assert all(home[a] == home[b] for a, b in only_same if a in home and b in home)


@given(worlds())
def test_an_identity_has_no_two_states(world: list[Naming]) -> None:
    country = {n.raw: n.country for n in world}
    _, home = found_in(world)
    for identifier in set(home.values()):
        assert len({country[raw] for raw, i in home.items() if i == identifier} - {None}) <= 1


def test_a_namesake_is_taken_out_of_many() -> None:
    texts = [naming(f"d{n}#e1", "John Smith", country="US", roles="mayor", day="2024-01-01") for n in range(5)]
    _, home = found_in(texts, {("d1#e1", "d3#e1"): False})
    assert home["d1#e1"] != home["d3#e1"]
    assert len(set(home.values())) == 2
    _, withdrawn = found_in(texts)
    assert len(set(withdrawn.values())) == 1


def test_a_decision_joins_names_that_nothing_joins() -> None:
    texts = [naming("a#e1", "Ada Marlowe"), *(naming(f"{n}#e1", "Ada Birch", country="GB") for n in "bc")]
    _, home = found_in(texts, {("a#e1", "b#e1"): True})
    assert len(set(home.values())) == 1
