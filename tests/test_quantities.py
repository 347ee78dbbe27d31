"""Numbers: what a quote says, and what a sentence counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.knowledge.quantities import load_quantities
from sayso.knowledge.tables import table
from sayso.reading.grammar import VERB, Parsed
from sayso.reading.kit import Kit
from sayso.reading.quantities.find import find_quantities, number_in
from sayso.reading.read import read_parsed
from sayso.records import Event, Quantity

Parse = Callable[..., Parsed]

NUMBERS = [
    ("12", (12, 12, 12, False)),
    ("at least 12", (12, 12, None, False)),
    ("more than a hundred", (100, 100, None, False)),
    ("up to 40", (None, 40, 40, False)),
    ("nearly 200", (None, 200, None, True)),
    ("between 3 and 5", (3, None, 5, False)),
    ("between $3 and $5 million", (3e6, None, 5e6, False)),
    ("3,000 to 4,000", (3000, None, 4000, False)),
    ("12.5 million dollars", (12.5e6, 12.5e6, 12.5e6, False)),
    ("€3bn", (3e9, 3e9, 3e9, False)),
    ("two dozen", (24, 24, 24, False)),
    ("a dozen", (12, 12, 12, False)),
    ("half a million", (5e5, 5e5, 5e5, False)),
    ("two hundred and five", (205, 205, 205, False)),
    ("twenty-one", (21, 21, 21, False)),
    ("just over 40", (40, 40, None, False)),
    ("a couple", (2, 2, 2, False)),
    ("at least a dozen", (12, 12, None, False)),
    ("$200m", (2e8, 2e8, 2e8, False)),
    ("dozens", (24, None, None, True)),
    ("tens of thousands", (20000, None, None, True)),
    ("hundreds of thousands", (200000, None, None, True)),
]

COUNTS = [
    ("At least 12 people were killed and more than 40 wounded.", ["12 killed people", "40 wounded"]),
    ("The train derailed, killing 15 and injuring dozens more.", ["15 killed", "None wounded"]),
    ("A car bomb left 12 dead and 40 injured in the town.", ["12 killed", "40 wounded"]),
    ("The death toll rose to 29, with 12 people still missing.", ["29 killed", "12 missing people"]),
    ("Police arrested 120 protesters and seized 14 rifles.", ["120 detained protesters", "14 items rifles"]),
    ("Gunmen took 15 hostages after the arrest of three rebels.", ["15 detained hostages", "3 detained rebels"]),
    ("Nearly 200,000 people fled.", ["200000 displaced people"]),
    ("The raid killed or injured 54 villagers.", ["54 casualties villagers"]),
    ("Washington pledged $400 million and 31 tanks.", ["400000000 money/USD", "31 items tanks"]),
    ("The missile flew 1,000 kilometers at 60 km.", ["1000 distance/km", "60 distance/km"]),
    ("The ship carried 20,000 metric tons of wheat.", ["20000 mass/t"]),
    ("Rebels hid 1,300 pounds (600 kg) of explosives.", ["1300 mass/lb"]),
    ("Thousands marched in the capital.", ["None people"]),
    (
        "Peru sold fourteen Su-57 fighters and hired nine F-16 pilots.",
        ["14 items Su-57 fighters", "9 people pilots"],
    ),
    (
        "The shelling killed dozens of villagers and wounded a couple of others.",
        ["None killed villagers", "2 wounded others"],
    ),
    ("The death toll had reached 322. Fatalities stood at 15.", ["322 killed", "15 killed"]),
    ("The number of refugees climbed past 1.5 million.", ["1500000 displaced"]),
    (
        "Doctors reported 150 soldiers, 95 civilians and hundreds of rebels killed.",
        ["150 killed soldiers", "95 killed civilians", "None killed rebels"],
    ),
    ("The confirmed dead are fourteen civilians.", ["14 killed civilians"]),
    ("The storm claimed the lives of some 80 people.", ["80 killed people"]),
    ("The mortar killed twelve and injured twelve more.", ["12 killed", "12 wounded"]),
    ("The shells killed and wounded dozens.", ["None casualties"]),
    ("Activists counted between 30 and 40 killed.", ["None killed"]),
    ("Police detained between 30 and 40 activists.", ["None detained activists"]),
    (
        "The group freed 21 of the 276 schoolgirls abducted in May.",
        ["21 people schoolgirls", "276 detained schoolgirls"],
    ),
    ("Guards downed 58 of 64 drones.", ["58 items drones"]),
    ("Berlin sent 18 Leopard 2 tanks and 40 Marders.", ["18 items tanks", "40 items Marders"]),
    ("It approved a $1.3 billion sale of 36 F-15s.", ["1300000000 money/USD", "36 items F-15s"]),
    ("Gunmen shot dead seven workers near drugs worth $200m.", ["7 killed workers", "200000000 money/USD"]),
    ("Army doctors treated 40 wounded soldiers.", ["40 wounded wounded soldiers"]),
]

PARTS = [
    ("The strike killed 40 people, including three children and two nurses.", ["n1", "n1"]),
    ("The strike killed 40 people, among them five infants.", ["n1"]),
    ("The raid wounded six, two of them critically.", ["n1"]),
]

NOT_COUNTED = [
    "The minister, 45, flew on Flight 752 in 2015.",
    "Three percent of voters backed Resolution 2231 on 12 January.",
    "They won 3-1 at 10 a.m. after the 45-year-old driver left.",
    "A 6.1-magnitude earthquake struck at No. 3 Station Road.",
    "The U-2 flew over Highway 114 and 50th Street.",
    "Few came, and they fell ill killing one another.",
    "The two leaders drew a nine-dash line at the Group of 20 summit.",
    "One official said that the 38 North project had closed.",
    "Three Western officials said the envoy had left.",
]


def verbs(parsed: Parsed) -> tuple[Event, ...]:
    """Every verb taken for an event named by its word."""
    return tuple(Event(t.lower, "other", (t.span,)) for t in parsed.tokens if t.pos == VERB)


def short(found: Quantity) -> str:
    value = "None" if found.value is None else f"{found.value:.0f}"
    unit = f"/{found.unit}" if found.unit else ""
    return f"{value} {found.of}{unit}" + (f" {found.filler}" if found.filler else "")


@pytest.mark.parametrize(("quote", "wanted"), NUMBERS)
def test_numbers_are_read(quote: str, wanted: tuple[float | None, float | None, float | None, bool]) -> None:
    assert number_in(quote) == wanted


@pytest.mark.parametrize("quote", ["", "none", "a", "people", "$"])
def test_what_holds_no_number_gives_none(quote: str) -> None:
    assert number_in(quote) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Norway handed over 12 jets to Peru on Friday.", ("12", 12, 12)),
        ("Rebels turned over 40 hostages to the Red Cross.", ("40", 40, 40)),
        ("Police handed over two suspects to Norway.", ("two", 2, 2)),
        ("Norway handed over over 200 tanks to Peru.", ("over 200", 200, None)),
        ("Norway handed over more than 200 tanks to Peru.", ("more than 200", 200, None)),
        ("Norway sold over 12 jets to Peru on Friday.", ("over 12", 12, None)),
        ("The attack left over 30 people dead.", ("over 30", 30, None)),
    ],
)
def test_a_word_that_belongs_to_the_verb_bounds_no_number(
    kit: Kit, parse: Parse, text: str, wanted: tuple[str, float, float | None]
) -> None:
    parsed = parse(text)
    (found,) = find_quantities(parsed, kit, verbs(parsed))
    assert (found.quote, found.low, found.high) == wanted


@pytest.mark.parametrize(("text", "wanted"), COUNTS)
def test_quantities_say_what_they_count(kit: Kit, parse: Parse, text: str, wanted: list[str]) -> None:
    parsed = parse(text)
    assert [short(q) for q in find_quantities(parsed, kit, verbs(parsed))] == wanted


@pytest.mark.parametrize("text", NOT_COUNTED)
def test_names_dates_ages_and_scores_are_no_quantities(kit: Kit, parse: Parse, text: str) -> None:
    parsed = parse(text)
    assert [q.quote for q in find_quantities(parsed, kit, verbs(parsed))] == []


def test_quantities_belong_to_the_verb_that_governs_them(kit: Kit, parse: Parse) -> None:
    parsed = parse("The blast killed 12 people and the army fired 36 shells.")
    assert [(q.id, q.event) for q in find_quantities(parsed, kit, verbs(parsed))] == [("n1", "killed"), ("n2", "fired")]


@pytest.mark.parametrize(("text", "wanted"), PARTS)
def test_a_part_of_the_toll_is_no_second_toll(kit: Kit, parse: Parse, text: str, wanted: list[str]) -> None:
    whole, *parts = find_quantities(parse(text), kit, ())
    assert whole.part_of is None
    assert {p.of for p in parts} == {whole.of}
    assert [p.part_of for p in parts] == wanted


def test_a_toll_goes_to_the_attack_told_before(kit: Kit, parse: Parse) -> None:
    parsed = parse("A rocket struck the market. The governor said the death toll was at least 24.")
    struck, *others = verbs(parsed)
    (found,) = find_quantities(parsed, kit, (replace(struck, kind="attack"), *others))
    assert (found.event, found.of, found.low) == ("struck", "killed", 24)


TOLD = "A rocket hit a bus on Monday, killing at least 12 people, the governor said. The hospital said 15 had died."


def test_each_source_has_its_own_toll(kit: Kit, parse: Parse) -> None:
    reading = read_parsed(parse(TOLD), kit)
    names = {a.id: a.source.name for a in reading.attributions}
    tolls = [(q.event, q.value, [names[a] for a in q.attributions]) for q in reading.quantities]
    event = next(e.id for e in reading.events if e.kind == "attack")
    assert tolls == [(event, 12, ["governor"]), (event, 15, ["hospital"])]


COUNTED = [
    ("North Korea conducted five nuclear tests.", "test", 5),
    ("Russia launched three waves of strikes on the port.", "attack", 3),
    ("The army carried out a series of missile tests.", "test", None),
    ("Russia launched dozens of strikes on the port.", "attack", None),
    ("The army tested a missile.", "test", 1),
]


@pytest.mark.parametrize(("text", "kind", "count"), COUNTED)
def test_events_are_counted(kit: Kit, parse: Parse, text: str, kind: str, count: int | None) -> None:
    assert {e.count for e in read_parsed(parse(text), kit).events if e.kind == kind} == {count}


def test_only_casualties_are_kept_without_an_event(kit: Kit, parse: Parse) -> None:
    parsed = parse("The blast killed 12 people and the army fired 36 shells.")
    assert [short(q) for q in find_quantities(parsed, kit, ())] == ["12 killed people"]


def test_rows_carry_examples(kit: Kit, parse: Parse) -> None:
    for row in load_quantities().counted:
        parsed = parse(table("en/quantities.toml")[row.of]["example"])
        assert row.of in {q.of for q in find_quantities(parsed, kit, verbs(parsed))}


@given(st.integers(min_value=0, max_value=10**9))
def test_integers_are_read_however_grouped(number: int) -> None:
    assert number_in(f"{number:,}") == number_in(str(number)) == (number, number, number, False)


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("killed 12 3.5 million at least $ - to two dozens of people’\ud800\n"), max_size=60))
def test_values_are_recomputed_from_quotes(kit: Kit, parse: Parse, text: str) -> None:
    parsed = parse(text)
    for found in find_quantities(parsed, kit, verbs(parsed)):
        assert found.span.of(parsed.text) == found.quote
        assert number_in(found.quote) == (found.low, found.value, found.high, found.approximate)
