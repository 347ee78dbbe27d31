"""Events end to end: kinds, participants, place, time, status and source of sentences of our own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.read import read_parsed
from sayso.records import Event, Reading
from sayso.spans import Span

Reads = Callable[..., Reading]


@pytest.fixture(scope="session")
def reads(kit: Kit, parse: Callable[..., Parsed]) -> Reads:
    def read(text: str, title: str | None = None, published: str | None = "2024-05-06") -> Reading:
        reading = read_parsed(parse(text, title, published), kit)
        assert not reading.problems
        return reading

    return read


def event_of(reading: Reading, word: str) -> Event:
    """The event that the word triggers."""
    text = reading.document.text
    start = text.index(word)
    span = Span(start, start + len(word))
    found = [e for e in reading.events if any(t.overlaps(span) for t in e.triggers)]
    assert found, f"no event at {word!r}: {[(e.kind, e.triggers[0].of(text)) for e in reading.events]}"
    return found[0]


def names(event: Event, role: str) -> list[str]:
    return [p.name for p in event.participants if p.role == role]


# sentence, trigger, kind, actors, targets
WHO_AND_WHAT = [
    ("The Norwegian premier visited Tallinn on Monday.", "visited", "visit", ["Norwegian premier"], ["Tallinn"]),
    ("France and Chad signed a treaty in Paris.", "signed", "agree", ["France", "Chad"], []),
    ("Iran tested a ballistic missile on Sunday.", "tested", "test", ["Iran"], []),
    ("A ballistic missile was tested by Iran on Sunday.", "tested", "test", ["Iran"], []),
    ("Iran conducted a missile test on Sunday.", "test", "test", ["Iran"], []),
    ("Turkey accused Greece of violating its airspace.", "accused", "accuse", ["Turkey"], ["Greece"]),
    ("Greece was accused by Turkey of violating its airspace.", "accused", "accuse", ["Turkey"], ["Greece"]),
    ("The ship seized by Yemen last month was released.", "seized", "seize", ["Yemen"], ["ship"]),
    ("Moscow expelled three Polish diplomats.", "expelled", "seize", ["Russia"], ["three Polish diplomats"]),
    ("Germany agreed to send tanks to Ukraine.", "send", "transfer", ["Germany"], ["Ukraine"]),
    ("The talks between Oman and Yemen began on Monday.", "talks", "meet", ["Oman", "Yemen"], []),
    ("The United States imposed sanctions on Belarus.", "sanctions", "sanction", ["United States"], ["Belarus"]),
    ("Sudan rejected the offer.", "rejected", "reject", ["Sudan"], ["offer"]),
    ("Chad called on Niger to free the hostages.", "called", "request", ["Chad"], ["Niger"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "kind", "actors", "targets"), WHO_AND_WHAT)
def test_who_did_what_to_whom(
    reads: Reads, text: str, trigger: str, kind: str, actors: list[str], targets: list[str]
) -> None:
    event = event_of(reads(text), trigger)
    assert event.kind == kind
    assert names(event, "actor") == actors
    if targets:
        assert names(event, "target") == targets


STATUSES = [
    ("Iran launched a satellite on Sunday.", "launched", "happened"),
    ("Iran will launch a satellite on Sunday.", "launch", "planned"),
    ("Iran is expected to launch a satellite.", "launch", "planned"),
    ("Iran could launch a satellite.", "launch", "possible"),
    ("Iran has never launched a satellite.", "launched", "negated"),
    ("Iran failed to launch a satellite.", "launch", "failed"),
    ("Iran tried twice to launch a satellite, failing both times.", "launch", "failed"),
    ("Iran plans to launch a satellite.", "launch", "planned"),
    ("Iran did not launch a satellite.", "launch", "negated"),
]


@pytest.mark.parametrize(("text", "trigger", "status"), STATUSES)
def test_how_certain(reads: Reads, text: str, trigger: str, status: str) -> None:
    assert event_of(reads(text), trigger).status == status


def test_tries_are_counted(reads: Reads) -> None:
    assert event_of(reads("Iran tried twice to launch a satellite, failing both times."), "launch").count == 2


def test_a_dated_report_dates_its_weekdays_and_an_undated_one_does_not(reads: Reads) -> None:
    dated = event_of(reads("Iran launched a satellite on Friday."), "launched")
    assert dated.time is not None
    assert (dated.time.earliest, dated.time.latest) == ("2024-05-03", "2024-05-03")
    open_ = event_of(reads("Iran launched a satellite on Friday.", published=None), "launched")
    assert open_.time is not None
    assert (open_.time.earliest, open_.time.latest) == (None, None)


def test_an_event_without_a_date_stays_undated(reads: Reads) -> None:
    assert event_of(reads("Iran launched a satellite."), "launched").time is None


def test_the_place_is_the_most_specific_one_of_the_event(reads: Reads) -> None:
    reading = reads("France and Chad signed a treaty in Marseille, the French ministry said in Paris.")
    place = next(p for p in reading.places if p.id == event_of(reading, "signed").place)
    assert place.name == "Marseille"


def test_a_source_vouches_for_what_it_says(reads: Reads) -> None:
    reading = reads("Rebels seized the port on Monday, according to the Sudanese army.")
    event = event_of(reading, "seized")
    sources = [a.source.name for a in reading.attributions if a.id in event.attributions]
    assert sources == ["Sudanese army"]


def test_a_denial_is_a_second_claim_on_the_same_event(reads: Reads) -> None:
    reading = reads("Chad shelled the village on Monday, Sudan said. Chad denied that it shelled the village.")
    event = event_of(reading, "shelled")
    claims = [c for c in reading.claims if c.event == event.id]
    assert {c.stance for c in claims} >= {"asserts", "denies"}
    assert event.status == "happened"


def test_mentions_of_one_event_are_one_event(reads: Reads) -> None:
    text = "Iran tested a missile on Monday. The test was condemned by Iraq."
    reading = reads(text)
    assert event_of(reading, "tested").id == event_of(reading, "test was").id


def test_two_attacks_in_two_towns_are_two(reads: Reads) -> None:
    text = "Rebels attacked a base in Gao on Monday. Gunmen attacked a market in Kano on Tuesday."
    reading = reads(text)
    assert event_of(reading, "attacked a base").id != event_of(reading, "attacked a market").id


def test_nouns_that_only_modify_are_no_events(reads: Reads) -> None:
    reading = reads("The war machine of the state needs oil.")
    assert [e for e in reading.events if e.kind == "attack"] == []


# sentence, trigger, actors, targets: what only the construction tells
CONSTRUCTIONS = [
    ("Turkey accused Iran of shelling the border.", "shelling", ["Iran"], []),
    ("Egypt called on Sudan to release the hostages.", "release", ["Sudan"], []),
    ("A Yemeni missile struck a tanker in the Red Sea.", "struck", ["Yemen"], ["tanker"]),
    ("The attack, claimed by Boko Haram, killed two guards.", "attack", ["Boko Haram"], []),
    ("Boko Haram claimed responsibility for the attack.", "attack", ["Boko Haram"], []),
    ("The base came under attack at dawn.", "attack", [], ["base"]),
    ("Tunisia rejected a Libyan proposal.", "rejected", ["Tunisia"], ["Libyan proposal", "Libya"]),
    ("Kuwait threatened to cut off aid to Jordan.", "threatened", ["Kuwait"], ["Jordan"]),
    ("Police arrested a number of journalists.", "arrested", ["Police"], ["journalists"]),
]


@pytest.mark.parametrize(("text", "trigger", "actors", "targets"), CONSTRUCTIONS)
def test_constructions(reads: Reads, text: str, trigger: str, actors: list[str], targets: list[str]) -> None:
    event = event_of(reads(text), trigger)
    assert names(event, "actor") == actors
    if targets:
        assert names(event, "target") == targets


def test_a_list_of_weapons_stays_whole(reads: Reads) -> None:
    text = "The marshal showed the envoy a Tu-160 bomber, as well as two jets: a MiG-31 and a Su-57, the agency said."
    assert names(event_of(reads(text), "showed"), "equipment")[:1] == ["Tu-160"]
    assert {"MiG-31", "Su-57"} <= set(names(event_of(reads(text), "showed"), "equipment"))


def test_both_countries_are_two(reads: Reads) -> None:
    text = "Chad and Niger share a long border. Both countries signed a treaty on Friday."
    assert set(names(event_of(reads(text), "signed"), "actor")) == {"Chad", "Niger"}


def test_the_date_of_a_report_is_not_the_date_of_what_it_reports(reads: Reads) -> None:
    event = event_of(reads("The ministry said on Monday that rebels had seized the port."), "seized")
    assert event.time is None


def test_there_is_the_place_told_before(reads: Reads) -> None:
    reading = reads("The envoy arrived in Khartoum on Friday. There, he met the army chief.")
    place = next(p for p in reading.places if p.id == event_of(reading, "met").place)
    assert place.name == "Khartoum"


def test_the_first_since_a_year_does_not_date_the_event(reads: Reads) -> None:
    event = event_of(reads("It was the first visit of a Greek premier to Cairo since 2011."), "visit")
    assert event.time is None


def test_a_journey_and_its_stops_are_apart(reads: Reads) -> None:
    text = "The premier arrived in Oslo on Monday. She inspected a shipyard in Bergen on Tuesday."
    reading = reads(text)
    assert event_of(reading, "arrived").id != event_of(reading, "inspected").id


def test_quantities_name_the_claims_that_give_them(reads: Reads) -> None:
    reading = reads("At least 12 soldiers were killed in an airstrike near Aden on Monday, the army said.")
    killed = next(q for q in reading.quantities if q.of == "killed")
    assert (killed.low, killed.high) == (12, None)
    assert set(killed.claims) <= {c.id for c in reading.claims}
    assert killed.claims


def test_evidence_and_quotes_are_the_words_of_the_text(reads: Reads) -> None:
    reading = reads("“We will not leave,” the general said. Rebels seized the port, according to Reuters.")
    text = reading.document.text
    assert all(e.span.of(text) == e.quote for c in reading.claims for e in c.evidence)
    assert all(p.span.of(text) == p.quote for e in reading.events for p in e.participants)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # what a weapon could do is no deed
        ("The new missiles can hit the islands.", []),
        ("The rocket could deliver a nuclear warhead.", []),
        ("The drone is capable of striking ships.", []),
        ("The army hit the islands on Monday.", ["attack"]),
        # the words of a phrasal trigger may stand far apart when one is the object of the other
        ("The bloc gave the new military junta a one-week ultimatum on Friday.", ["threaten"]),
        # what the next word decides
        ("The navy held live-fire drills near the islands on Monday.", ["exercise"]),
        ("The kingdom said no to a truce on Monday.", ["reject"]),
        ("Two jets violated Greek airspace on Monday.", ["deploy"]),
        ("A patrol ship rammed a fishing boat near Manila.", ["attack"]),
        ("The general went on trial in Lima on Monday.", ["accuse"]),
        ("The town fell to the rebels on Monday.", ["seize"]),
        ("Typhoon Odette battered the Philippines on Monday.", ["accident"]),
        ("The Vega rocket was launched from the island's space centre.", ["launch"]),
        ("Rockets were launched from the hills at the town.", ["attack"]),
        ("The North fired an artillery shell into the sea on Friday.", ["test"]),
        ("Joe Biden called Emmanuel Macron on Sunday.", ["meet"]),
        ("Joe Biden called Emmanuel Macron a friend on Sunday.", []),
        ("Emmanuel Macron crossed the border at dawn.", ["visit"]),
        ("The delegation boarded the frigate in the port.", []),
        ("She saw two drones over the harbour.", []),
        ('"That is a lie," said the governor.', ["reject"]),
    ],
)
def test_kinds(reads: Reads, text: str, kinds: list[str]) -> None:
    found = [e.kind for e in reads(text).events if e.kind != "other"]
    assert found[:1] == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("A ferry sank off the island on Monday, killing nine people.", ["accident"]),
        ("Japan lifted its sanctions on Syria in May.", ["concede"]),
        ("Gunmen stormed the base, killing nine people.", ["attack"]),
        ("The council imposed sanctions on two banks.", ["sanction"]),
    ],
)
def test_what_an_event_costs_or_undoes_is_no_second_event(reads: Reads, text: str, kinds: list[str]) -> None:
    assert [e.kind for e in reads(text).events if e.kind != "other"] == kinds
