"""Parties: names that no table knows, second states, listed members, owners, aims, means."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sayso.knowledge.tables import rows
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.read import read_parsed
from sayso.records import Event, Reading

# sentence, trigger, role, the participants of that role as the text has them
TAKING_PART = [
    ("In Rome, Zembla rejected the offer.", "rejected", "actor", ["Zembla"]),
    ("No group claimed responsibility for the attack.", "attack", "actor", []),
    ("Kenyan and Somali negotiators met in Rome.", "met", "actor", ["Kenyan and Somali negotiators", "Somali"]),
    ("The navies of Kenya and Chad attacked the port.", "attacked", "actor", ["navies of Kenya", "Chad"]),
    ("Two firms including Acme and Borealis left the pact.", "left", "actor", ["Two firms", "Acme", "Borealis"]),
    ("Chad urged allies such as Niger to send troops.", "urged", "target", ["allies", "Niger"]),
    ("France condemned the raid by Kenyan soldiers on Monday.", "condemned", "target", ["Kenyan soldiers"]),
    ("Peru postponed a resumption of ties with Chile.", "postponed", "target", ["resumption of ties", "Chile"]),
    ("Peru welcomed assurances from Chile.", "welcomed", "target", ["assurances", "Chile"]),
    ("France praised Kenya's help on Monday.", "praised", "target", ["Kenya"]),
    ("Kenya, together with Chad, shelled the town on Friday.", "shelled", "actor", ["Kenya", "Chad"]),
    ("Peru joined ten states in condemning the raid.", "condemning", "actor", ["Peru", "ten states"]),
    ("The council passed sanctions on Chad on Monday.", "sanctions", "actor", ["council"]),
    ("The council passed sanctions on Chad on Monday.", "sanctions", "target", ["Chad"]),
    ("Kenya will slap tariffs on 500 Chadian products.", "tariffs", "target", ["Chadian"]),
    ("Two Kenyan satellites were launched on Friday.", "launched", "actor", ["Kenyan"]),
    ("Peru blames the raid on the Chilean army.", "blames", "target", ["Chilean army"]),
    ("The overthrow of Deby on Monday shocked Kenya.", "overthrow", "target", ["Deby"]),
    ("Rebels attacked Kenyan troops and foreign merchant vessels.", "attacked", "target",
     ["Kenyan troops", "foreign merchant vessels"]),
    ("Peru condemned the launch. Chile launched a rocket on Friday.", "condemned", "target", ["Chile"]),
    ("Chile fired a missile on Friday. The missile was tested at dawn.", "tested", "actor", ["Chile"]),
    ("Peru and Chile signed a pact in May. The deal was reached in Lima.", "deal", "actor", ["Peru", "Chile"]),
    ("Security forces in Guinea tortured two students.", "tortured", "actor", ["Security forces"]),
    ("The premier withdrew Chad from the treaty.", "withdrew", "actor", ["premier", "Chad"]),
    ("The ministers agreed to a meeting in May.", "meeting", "actor", ["ministers"]),
    ("Kenya carried out strikes in support of Chadian troops on Monday.", "strikes", "target", []),
    ("Peru deplored Chilean and Kenyan military drills in May.", "drills", "actor", ["Chilean", "Kenyan"]),
    ("Farmers blocked a road on Sunday to denounce Chad.", "blocked", "target", ["Chad"]),
    ("Anti-government protests took place in Kenya on Sunday.", "protests", "target", ["Kenya"]),
    ("Guards shot down a Chilean rocket on Friday.", "shot", "target", ["Chilean rocket"]),
    ("The raid used three drones.", "raid", "equipment", ["three drones"]),
    ("The attack consisted of two rockets launched from helicopters.", "attack", "equipment",
     ["two rockets", "helicopters"]),
    ("Gunmen attacked the base with a truck packed with explosives.", "attacked", "equipment", ["truck", "explosives"]),
    ("The two armies exchanged artillery fire.", "exchanged", "equipment", ["artillery"]),
    ("A car bombing killed nine guards in the capital.", "bombing", "equipment", []),
    ("There was no sign that Chad had withdrawn its troops.", "withdrawn", "actor", ["Chad"]),
    ("Egypt was sold twelve tanks by Chad last year.", "sold", "target", ["Egypt"]),
    ("Moscow sold jets to Pyongyang.", "sold", "target", ["Pyongyang"]),
    ("Peru rejected claims that Chile had sold tanks to Chad.", "rejected", "target", ["claims"]),
    ("Peru rejected claims that Chile had sold tanks to Chad.", "rejected", "equipment", []),
    ("Peru came at the invitation of Chile.", "invitation", "actor", ["Chile"]),
    ("A train carrying Vladimir Putin left Minsk on Friday.", "left", "actor", ["Vladimir Putin"]),
    ("The two Koreas held talks on Monday.", "talks", "actor", ["Koreas", "Koreas"]),
    ("The plan was met with criticism at home.", "criticism", "target", []),
    ("Police shot dead six protesters in the capital.", "shot", "target", ["six protesters"]),
    ("The army paraded S-400 systems in the square.", "paraded", "equipment", ["S-400"]),
]  # fmt: skip


@pytest.fixture(scope="session")
def reads(kit: Kit, parse: Callable[..., Parsed]) -> Callable[[str], Reading]:
    return lambda text: read_parsed(parse(text, None, "2024-05-06"), kit)


def event_at(reading: Reading, word: str) -> Event:
    start = reading.document.text.index(word)
    return next(e for e in reading.events if any(t.start <= start < t.stop for t in e.triggers))


@pytest.mark.parametrize(("text", "trigger", "role", "wanted"), TAKING_PART)
def test_who_and_what_takes_part(
    reads: Callable[[str], Reading], text: str, trigger: str, role: str, wanted: list[str]
) -> None:
    event = event_at(reads(text), trigger)
    assert [p.quote for p in event.participants if p.role == role] == wanted


def test_a_body_at_home_has_the_country_of_its_place(reads: Callable[[str], Reading]) -> None:
    found = {e.name: e.country for e in reads("Security forces in Guinea tortured two students.").entities}
    assert found["Security forces"] == "GN"


def test_events_of_no_kind_have_whom_they_are_aimed_at(reads: Callable[[str], Reading]) -> None:
    event = event_at(reads("Chad cooperated oddly with Niger for two years."), "cooperated")
    assert "Niger" in [p.name for p in event.participants if p.role != "actor" or p.name != "Chad"]


def test_they_is_no_pair_that_holds_their_own_object(reads: Callable[[str], Reading]) -> None:
    text = "Kenya and Chad signed a pact. Oslo praised Kenya and Chad. They called on Chad to pay."
    event = event_at(reads(text), "called on")
    assert "Chad" not in [p.name for p in event.participants if p.role == "actor"]


def test_it_is_the_body_that_its_spokesman_speaks_for(reads: Callable[[str], Reading]) -> None:
    text = "A spokesman for the Kenyan army said it had carried out the raid."
    assert [p.name for p in event_at(reads(text), "raid").participants if p.role == "actor"] == ["Kenyan army"]


def test_a_bare_noun_of_circumstance_is_no_event_of_its_own(reads: Callable[[str], Reading]) -> None:
    reading = reads("Chad closed two schools amid the unrest.")
    assert [e.kind for e in reading.events if e.kind == "protest"] == []


def test_attacks_of_different_days_are_two(reads: Callable[[str], Reading]) -> None:
    reading = reads("Rebels attacked the port on 2 May 2024. The rebels attacked the port again on 4 May 2024.")
    assert len([e for e in reading.events if e.kind == "attack"]) == 2


def test_a_capital_that_is_given_something_is_its_state(reads: Callable[[str], Reading]) -> None:
    acting = {
        r["word"]: any(e.kind == "country" for e in reads(r["example"]).entities) for r in rows("en/giving_words.csv")
    }
    assert [word for word, acts in acting.items() if not acts] == []


def test_western_officials_are_of_no_province(reads: Callable[[str], Reading]) -> None:
    assert {e.country for e in reads("Two Western officials praised the deal.").entities} == {None}
