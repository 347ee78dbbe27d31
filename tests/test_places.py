"""Places of short texts: found, told apart, resolved. The sentences stand in tests/cases/places.tsv."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.places.candidates import toponym_at
from sayso.reading.places.doubts import state_meant
from sayso.reading.places.find import find_places, home_of
from sayso.reading.places.scan import Scan
from sayso.records import Entity, Mention, Place
from sayso.spans import Span

NEAR_KM = 161
Parse = Callable[..., Parsed]


def cases() -> list[dict[str, str]]:
    with Path(__file__).with_name("cases").joinpath("places.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def wanted(cell: str) -> list[list[str]]:
    return [] if cell == "-" else [place.strip().split("|") for place in cell.split(";")]


def fits(place: Place, name: str, country: str, precision: str, lat: str, lon: str) -> bool:
    if (place.name, place.country or "", place.precision) != (name, country, precision):
        return False
    if not lat or place.lat is None or place.lon is None:
        return not lat
    east = (place.lon - float(lon)) * math.cos(math.radians(float(lat)))
    return 111 * math.hypot(place.lat - float(lat), east) <= NEAR_KM or precision in ("region", "sea", "admin")


@pytest.mark.parametrize("case", cases(), ids=lambda c: c["what"])
def test_case(case: dict[str, str], kit: Kit, parse: Parse) -> None:
    found = find_places(parse(case["text"]), kit, ())
    expected = wanted(case["places"])
    assert [p.name for p in found] == [e[0] for e in expected]
    for place, row in zip(found, expected, strict=True):
        assert fits(place, *row), place


def test_mentions_are_the_words_of_the_text(kit: Kit, parse: Parse) -> None:
    parsed = parse("The ship left Odesa for Istanbul. In Odesa, rain fell.", title="From Odesa to Istanbul")
    places = {p.name: p for p in find_places(parsed, kit, ())}
    assert {s.of(parsed.text) for s in places["Odesa"].mentions} == {"Odesa"}
    assert len(places["Odesa"].mentions) == 3
    assert [p.id for p in places.values()] == ["p1", "p2"]


def test_an_unknown_place_disturbs_no_other(kit: Kit, parse: Parse) -> None:
    places = {p.name: p for p in find_places(parse("They fled from the village of Xqwzt to Mosul."), kit, ())}
    assert places["Mosul"].gazetteer == "geonames:99072"
    unknown = places.get("Xqwzt")
    assert unknown is None or (unknown.lat, unknown.lon, unknown.gazetteer, unknown.precision) == (None,) * 4


@pytest.mark.parametrize("unknown", ["Xqwzt", "Qurvolia", "Zzyth"])
def test_one_unresolved_place_disturbs_no_other(unknown: str, kit: Kit, parse: Parse) -> None:
    with_it = find_places(
        parse(f"Shells fell on Homs, Hama and {unknown}. Aid reached Homs from Tripoli, Lebanon."), kit, ()
    )
    without = find_places(
        parse("Shells fell on Homs, Hama and Idlib. Aid reached Homs from Tripoli, Lebanon."), kit, ()
    )
    known = {p.name: p.gazetteer for p in without if p.name != "Idlib"}
    assert {p.name: p.gazetteer for p in with_it if p.name in known} == known


def test_a_namesake_of_a_capital_stands_for_no_state(kit: Kit, parse: Parse) -> None:
    text = "Police in Athens, Georgia, closed a road. Athens said it would reopen. Athens is the seat of Clarke County."
    athens = [p for p in find_places(parse(text), kit, ()) if p.name == "Athens"]
    assert [(p.country, len(p.mentions)) for p in athens] == [("US", 3)]


def test_the_publisher_is_a_weak_prior(kit: Kit, parse: Parse) -> None:
    text = "A man from Cambridge was found."
    british = replace(parse(text).document, url="https://www.example.co.uk/news/1")
    parsed = replace(parse(text), document=british)
    assert home_of(british, kit) == "GB"
    assert [p.country for p in find_places(parsed, kit, ())] == ["GB"]
    assert home_of(replace(british, url="https://example.tv/1"), kit) is None


def test_a_building_is_not_its_town(kit: Kit, parse: Parse) -> None:
    places = find_places(parse("A bomb struck the Jolo Cathedral in Jolo, Philippines."), kit, ())
    assert len({p.id for p in places}) == len(places) == 3


def test_one_name_two_places_by_their_chains(kit: Kit, parse: Parse) -> None:
    text = "Offices opened in Springfield, Illinois, and in Springfield, Massachusetts."
    towns = [p for p in find_places(parse(text), kit, ()) if p.precision == "populated place"]
    assert len({p.gazetteer for p in towns}) == 2


def test_entities_settle_metonyms_and_bodies(kit: Kit, parse: Parse) -> None:
    parsed = parse("The envoy flew to Tehran because Tehran had asked.")
    spans = [Span(m, m + len("Tehran")) for m in (parsed.text.index("Tehran"), parsed.text.rindex("Tehran"))]
    state = Entity("e1", "country", "Iran", country="IR", mentions=(Mention(spans[1], "Tehran"),))
    (tehran,) = find_places(parsed, kit, (state,))
    assert tehran.mentions == (spans[0],)


def test_armed_groups_hold_no_place(kit: Kit, parse: Parse) -> None:
    parsed = parse("The Islamic State of Iraq and Syria claimed nothing.")
    name = "Islamic State of Iraq and Syria"
    start = parsed.text.index(name)
    group = Entity("e1", "group", name, mentions=(Mention(Span(start, start + len(name)), name),))
    assert find_places(parsed, kit, (group,)) == ()


def test_metonym_needs_a_seat_of_government(kit: Kit, parse: Parse) -> None:
    scan = Scan(parse("Lyon said no."), kit, ())
    assert state_meant(scan, toponym_at(scan, 0, 0, rule="model")) is None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["Paris", "Gulf", "of", "Oman", ",", "the", "U.S.", "\n\n", "D-Fla.", "“", "\ud800", "St."])
    )
)
def test_any_text_gives_valid_spans(kit: Kit, parse: Parse, words: list[str]) -> None:
    parsed = parse(" ".join(words))
    for place in find_places(parsed, kit, ()):
        assert place.mentions
        assert all(0 <= s.start < s.stop <= len(parsed.text) for s in place.mentions)
        assert (place.lat is None) == (place.lon is None)
        assert place.gazetteer is None or place.lat is not None
