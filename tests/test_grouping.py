"""One event once: which tellings of a text are joined, and what keeps two events apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sayso.reading.events.clues import Clues, clues_of
from sayso.reading.events.grouping import group_tellings
from sayso.reading.events.likeness import likeness
from sayso.reading.events.scene import Scene
from sayso.reading.events.tellings import tell
from sayso.reading.events.triggers import find_triggers
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.read import read_parsed

# headline or None, text, triggers of one event
ONE = [
    ("Rebels bomb hotel in Mogadishu", "Rebels bombed a hotel in Mogadishu on Friday. The attack killed nine people.",
     ["bombed", "attack"]),
    (None, "Rebels bombed a hotel on Friday. A guard heard the blast. Kenya condemned the bombing.",
     ["bombed", "blast", "bombing"]),
    (None, "President Ola Berg visited Chad on Monday. The trip was his first to Africa.", ["visited", "trip"]),
    (None, "Norway fired a missile on Monday. It flew 90 kilometres. The test failed.", ["fired", "test"]),
    (None, "Chad and Niger signed a pact in Paris. The deal was praised by France.", ["signed", "pact", "deal"]),
    (None, "A bomb struck the market late on Thursday. Early on Friday the attack was over.", ["struck", "attack"]),
]  # fmt: skip

# text, a trigger of the one event, a trigger of the other
TWO = [
    ("Rebels attacked a base near Kismayo. They carried out another assault on Tuesday.", "attacked", "assault"),
    ("Chad carried out its fifth nuclear test on Monday. Last week it tested a missile.", "test on", "tested"),
    ("Kenyan troops killed nine rebels on Monday. The civil war began in 1991.", "killed", "war"),
    ("Gunmen killed two guards in Lagos, in retaliation for an airstrike in Kano.", "killed", "airstrike"),
    ("Chad plans to launch a rocket in June. Niger launched a satellite on Friday.", "launch a", "launched"),
    ("Rebels attacked a base on Thursday. On Friday they attacked it again.", "attacked a", "attacked it"),
    ("Chad shelled the town on Monday. It was hit on Friday by a second strike.", "shelled", "strike"),
]

# text, the events as lists of triggers: what is one stands together, what is two apart
OCCASIONS = [
    ("Rockets hit a school in Kharkiv on Monday. A missile struck a hotel in Odesa on Friday. The strike on Odesa "
     "wounded nine.", [["hit"], ["struck", "strike", "wounded"]]),
    ("Rebels attacked a garrison in Kidal on Monday. Malian troops shelled a rebel camp the next day. The shelling "
     "killed 20 fighters.", [["attacked"], ["shelled", "shelling", "killed"]]),
    ("Israel struck Beirut on Monday. Hezbollah shelled Haifa a day later. Israel called the shelling a crime.",
     [["struck"], ["shelled", "shelling"]]),
    ("Gunmen killed two guards at a plant in Basra. Iraq fears an attack by Islamic State. The blast broke windows.",
     [["killed", "blast"], ["attack"]]),
    ("Turkey warned that it would attack Kurdish fighters in Syria. On Friday its jets struck a base near Kobani.",
     [["attack"], ["struck"]]),
    ("Sudan's army bombed a market in Nyala. The army denied the bombing. It accused the rebels of shelling the town.",
     [["bombed", "bombing"], ["shelling"]]),
    ('Rockets killed nine shoppers in Sumy. "Kenya shelled its own people," a Chadian minister said. Norway condemned '
     "the attack.", [["killed", "attack"], ["shelled"]]),
    ("Two days after a missile hit a mill in Sumy, rockets struck a market in Izmail.", [["hit"], ["struck"]]),
    ("Chad could conduct its seventh nuclear test this autumn. It has carried out six nuclear tests since 2006.",
     [["test"], ["tests"]]),
    ("Chad tested two missiles last week. It put a satellite into orbit in March.",
     [["tested"], ["put a satellite into orbit"]]),
    ("Norway plans to test a missile in June. It fired a rocket from Andoya on Monday.", [["test"], ["fired"]]),
    ("Chad's president visited Rome on Monday. Niger's prime minister will visit Rome on Friday.",
     [["visited"], ["visit"]]),
    ("Ola Berg will visit Egypt next week, officials said. He is to arrive in Cairo on May 14. It would be his second "
     "visit to Egypt.", [["visit", "arrive"]]),
    ("A bomb killed six people in Karachi on Sunday. Gunmen shot two people in Lahore on Monday.",
     [["killed"], ["shot"]]),
]  # fmt: skip


def triggers_of(kit: Kit, parsed: Parsed) -> list[list[tuple[int, str]]]:
    text = parsed.text
    events = [e for e in read_parsed(parsed, kit).events if e.kind != "other"]
    return [sorted((t.start, t.of(text)) for t in e.triggers) for e in events]


@pytest.mark.parametrize(("title", "text", "words"), ONE)
def test_one_event(kit: Kit, parse: Callable[..., Parsed], title: str | None, text: str, words: list[str]) -> None:
    found = triggers_of(kit, parse(text, title, "2024-05-06"))
    assert any(set(words) <= {word for _, word in event} for event in found), found


@pytest.mark.parametrize(("text", "one", "other"), TWO)
def test_two_events(kit: Kit, parse: Callable[..., Parsed], text: str, one: str, other: str) -> None:
    found = triggers_of(kit, parse(text, None, "2024-05-06"))
    starts = [text.index(one), text.index(other)]
    holding = [[n for n, event in enumerate(found) if start in dict(event)] for start in starts]
    assert all(holding), found
    assert holding[0] != holding[1], found


@pytest.mark.parametrize(("text", "expected"), OCCASIONS)
def test_occasions(kit: Kit, parse: Callable[..., Parsed], text: str, expected: list[list[str]]) -> None:
    found = [{word for _, word in event} for event in triggers_of(kit, parse(text, None, "2024-05-06"))]
    for words in expected:
        assert any(set(words) <= event for event in found), found
    for event in found:
        assert sum(not event.isdisjoint(words) for words in expected) <= 1, found


def test_nobody_killed_is_no_event(kit: Kit, parse: Callable[..., Parsed]) -> None:
    events = read_parsed(parse("No one was killed in the raid on Jenin.", None, "2024-05-06"), kit).events
    assert [e.status for e in events if e.kind == "attack"] == ["happened"]


def test_blasts_and_the_second_of_them(kit: Kit, parse: Callable[..., Parsed]) -> None:
    text = "Two blasts hit the port on Monday. The second blast killed nine people."
    assert len(triggers_of(kit, parse(text, None, "2024-05-06"))) == 1


def test_rockets_of_a_text_about_a_satellite_are_launched(kit: Kit, parse: Callable[..., Parsed]) -> None:
    text = "Chad launched a rocket on Sunday. The launch put a satellite into orbit, Chad said."
    kinds = {e.kind for e in read_parsed(parse(text, None, "2024-05-06"), kit).events if e.kind != "other"}
    assert kinds == {"launch"}


def all_clues(kit: Kit, parsed: Parsed) -> list[Clues]:
    scene = Scene.of(parsed, kit)
    return [clues_of(scene, tell(scene, trigger)) for trigger in find_triggers(scene)]


def test_a_telling_is_like_itself_and_joined_once(kit: Kit, parse: Callable[..., Parsed]) -> None:
    parsed = parse(" ".join(text for _, text, _ in ONE), None, "2024-05-06")
    scene = Scene.of(parsed, kit)
    tellings = [tell(scene, trigger) for trigger in find_triggers(scene)]
    indices = [t.trigger.index for group in group_tellings(scene, tellings) for t in group]
    assert len(indices) == len(set(indices))
    assert all(likeness(c, c) > 0 for c in all_clues(kit, parsed))
