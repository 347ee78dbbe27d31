"""Events of several texts gathered into incidents: what belongs together, what does not, in any order."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.gathering import components, pairs, scores
from sayso.gathering.compared import ready
from sayso.gathering.facts import EventFacts, Figure, Party, Spot, facts_of
from sayso.gathering.incidents import Gathering, gather, regather
from sayso.gathering.keys import block_keys, rank_of
from sayso.gathering.likeness import likeness, score
from sayso.gathering.pairs import MemoryBlocks, parted, touched
from sayso.jsonl import from_dict, to_dict
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.read import read_parsed
from sayso.records import Reading

CASES = Path(__file__).parent / "cases"
Reads = Callable[..., Reading]


def cases(name: str) -> list[list[str]]:
    with (CASES / f"gathering_{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


@pytest.fixture(scope="session")
def reads(kit: Kit, parse: Callable[..., Parsed]) -> Reads:
    def read(text: str, published: str, name: str) -> Reading:
        found = read_parsed(parse(re.sub(r"[\[\]]", "", text), None, published or None), kit)
        return replace(found, document=replace(found.document, id=name))

    return read


def incident_of(gathering: Gathering) -> dict[str, str]:
    return {event: i.id for i in gathering.incidents for event in (*i.events, *i.denials)}


def facts_at(reading: Reading, marked: str) -> set[str]:
    start = marked.index("[")
    local = {e.id for e in reading.events if any(t.start <= start < t.stop for t in e.triggers)}
    return {f.id for f in facts_of(reading, other=True) if f.event in local}


# --- real sentences ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("same"), ids=lambda case: case[0])
def test_what_two_texts_tell_of_one_happening_is_one_incident(case: list[str], reads: Reads) -> None:
    _, day, text, other_day, other_text = case
    one, other = reads(text, day, "one"), reads(other_text, other_day, "other")
    home = incident_of(gather((*facts_of(one, other=True), *facts_of(other, other=True))))
    assert {home[e] for e in facts_at(one, text)} & {home[e] for e in facts_at(other, other_text)}


@pytest.mark.parametrize("case", cases("different"), ids=lambda case: case[0])
def test_what_two_texts_tell_of_two_happenings_is_never_one_incident(case: list[str], reads: Reads) -> None:
    _, day, text, other_day, other_text = case
    one, other = (
        facts_of(reads(t, d, name), other=True) for t, d, name in ((text, day, "one"), (other_text, other_day, "other"))
    )
    home = incident_of(gather((*one, *other)))
    joined = {home[f.id] for f in one} & {home[f.id] for f in other}
    assert not joined


def test_a_plan_is_linked_to_what_fulfils_it(reads: Reads) -> None:
    plan = reads("Foreign Minister Sergey Lavrov will visit Beijing on Monday.", "2024-04-05", "plan")
    done = reads("Foreign Minister Sergey Lavrov visited Beijing on Monday.", "2024-04-09", "done")
    found = gather((*facts_of(plan), *facts_of(done)))
    assert len(found.incidents) == 2
    assert [(f.plan, f.incident) for f in found.fulfilments] == [(facts_of(plan)[0].id, facts_of(done)[0].id)]
    assert found.fulfilments[0].because.reasons


def test_a_denial_is_put_with_what_it_denies(reads: Reads) -> None:
    told = reads("Russian missiles struck a hospital in Odesa on Saturday, Ukraine said.", "2024-03-03", "told")
    denied = reads("Russia did not strike a hospital in Odesa on Saturday.", "2024-03-04", "denied")
    (incident,) = gather((*facts_of(told), *facts_of(denied))).incidents
    assert (incident.events, incident.denials) == ((facts_of(told)[0].id,), (facts_of(denied)[0].id,))


def test_a_growing_toll_stays_one_incident_and_says_why(reads: Reads) -> None:
    texts = [(f"A bus crash near Oruro killed {n} people on Friday.", f"2024-05-{10 + n // 4}") for n in (4, 8, 12, 16)]
    facts = [f for n, (text, day) in enumerate(texts) for f in facts_of(reads(text, day, f"page {n}"))]
    (incident,) = gather(facts).incidents
    assert len(incident.events) == 4
    assert any("both in Oruro" in j.reasons for j in incident.because)


def test_an_event_that_nobody_else_tells_is_an_incident_of_its_own(reads: Reads) -> None:
    facts = facts_of(reads("Kenya and Chad signed a pact in Nairobi on Tuesday.", "2024-03-20", "one"))
    assert [i.events for i in gather(facts).incidents] == [(facts[0].id,)]


def test_facts_outside_the_kinds_are_there_for_the_asking(reads: Reads) -> None:
    reading = reads("The novelist won a prize and wept.", "2024-03-20", "one")
    assert {f.kind for f in facts_of(reading, other=True)} > {f.kind for f in facts_of(reading)}


# --- invented facts ----------------------------------------------------------------------------------------------


def state(code: str) -> Party:
    return Party(code, (code.lower(),), "country", code, True)


def fact(n: int, **changes: object) -> EventFacts:
    base = EventFacts(
        id=f"{n:04x}",
        document=f"d{n}",
        version="v",
        event="v1",
        published="2024-03-03",
        kind="attack",
        words=("strik",),
        status="happened",
        factuality="CT+",
        place=Spot("Odesa", ("odesa",), "UA", 46.5, 30.7, "populated place"),
        actors=(state("RU"),),
        targets=(state("UA"),),
        story=("odesa", "=RU", "=UA"),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


SPOTS = (
    None,
    Spot("Odesa", ("odesa",), "UA", 46.5, 30.7, "populated place"),
    Spot("Kharkiv", ("kharkiv",), "UA", 50.0, 36.2, "populated place"),
    Spot("Ukraine", ("ukraine",), "UA", 49.0, 32.0, "country"),
)
DAYS = (None, "2024-03-01", "2024-03-02", "2024-03-05")


@st.composite
def worlds(draw: st.DrawFn, most: int = 14) -> list[EventFacts]:
    found = []
    for n in range(draw(st.integers(1, most))):
        day, spot = draw(st.sampled_from(DAYS)), draw(st.sampled_from(SPOTS))
        found.append(
            fact(
                n,
                document=f"d{draw(st.integers(0, 6))}",
                kind=draw(st.sampled_from(("attack", "accident", "visit", "other"))),
                words=draw(st.sampled_from((("strik",), ("hit",), ("visit",), ("strik", "kil")))),
                status=draw(st.sampled_from(("happened", "happened", "planned", "negated", "possible"))),
                tense=draw(st.sampled_from(("past", "future"))),
                published=draw(st.sampled_from((None, "2024-03-03", "2024-03-04", "2024-04-20"))),
                earliest=day,
                latest=day,
                place=spot,
                actors=draw(st.sampled_from(((), (state("RU"),), (state("UA"),)))),
                figures=draw(st.sampled_from(((), (Figure("killed", 3, 3),), (Figure("killed", 5, 5),)))),
                near=draw(st.sampled_from(((), ("port", "grain"), ("school",)))),
            )
        )
    return found


@given(worlds(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_incidents(world: list[EventFacts], random: object) -> None:
    shuffled = list(world)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert gather(shuffled) == gather(world)


@given(worlds())
def test_every_event_is_in_one_incident(world: list[EventFacts]) -> None:
    placed = [e for i in gather(world).incidents for e in (*i.events, *i.denials)]
    assert sorted(placed) == sorted(f.id for f in world)


@given(worlds())
def test_an_incident_holds_no_two_events_of_other_days(world: list[EventFacts]) -> None:
    by_id = {f.id: f for f in world}
    for incident in gather(world).incidents:
        assert len({day for e in incident.events if (day := by_id[e].earliest)}) <= 1


@given(worlds())
def test_every_event_that_joins_says_why(world: list[EventFacts]) -> None:
    for incident in gather(world).incidents:
        assert len(incident.because) == len(incident.events) + len(incident.denials) - 1
        assert all(joined.reasons for joined in incident.because)


def updated(before: Gathering, changed: Gathering) -> dict[str, str]:
    return incident_of(before) | incident_of(changed)


def come(world: Iterable[EventFacts], blocks: MemoryBlocks) -> set[str]:
    """Puts events into the blocks; what is to be gathered with them."""
    seeds: set[str] = set()
    for facts in world:
        blocks.add(facts)
        seeds |= {facts.id} | parted(blocks.ready(facts.id), blocks)
    return seeds


def in_two_parts(world: list[EventFacts], cut: int) -> tuple[dict[str, str], dict[str, int]]:
    """Homes and levels when the events behind the cut come later."""
    before, blocks = gather(world[:cut]), MemoryBlocks(world[:cut])
    blocks.levels.update(before.levels)
    changed = regather(come(world[cut:], blocks), blocks)
    return updated(before, changed), {**before.levels, **changed.levels}


def without(world: list[EventFacts], cut: int) -> tuple[dict[str, str], dict[str, int]]:
    """Homes and levels of the events before the cut when those behind it go."""
    kept, gone = world[:cut], world[cut:]
    before, blocks = gather(world), MemoryBlocks(world)
    blocks.levels.update(before.levels)
    seeds: set[str] = set()
    for facts in gone:
        blocks.remove(facts.id)
        seeds |= touched(facts, blocks)
    changed = regather(seeds & {f.id for f in kept}, blocks)
    homes, levels = updated(before, changed), {**before.levels, **changed.levels}
    return {f.id: homes[f.id] for f in kept}, {f.id: levels[f.id] for f in kept}


def at_once(world: list[EventFacts]) -> tuple[dict[str, str], dict[str, int]]:
    found = gather(world)
    return incident_of(found), dict(found.levels)


@settings(max_examples=60)
@given(worlds(most=24), st.integers(0, 23))
def test_what_comes_later_is_gathered_as_if_it_had_come_with_the_rest(world: list[EventFacts], cut: int) -> None:
    assert in_two_parts(world, cut) == at_once(world)


@settings(max_examples=60)
@given(worlds(most=24), st.integers(0, 23))
def test_what_goes_leaves_no_trace(world: list[EventFacts], cut: int) -> None:
    assert without(world, cut) == at_once(world[:cut])


@settings(max_examples=100)
@given(worlds(most=24), st.integers(0, 23), st.integers(2, 6))
def test_large_blocks_and_components_are_gathered_in_parts_too(world: list[EventFacts], cut: int, large: int) -> None:
    with (
        patch.object(pairs, "WIDTH", 2),
        patch.object(scores, "SMALL", 3),
        patch.object(components, "LARGE", large),
        patch.object(components, "LEVELS", (0.0, 1.0, 2.0, 4.0)),
    ):
        assert in_two_parts(world, cut) == at_once(world)
        assert without(world, cut) == at_once(world[:cut])


def test_a_component_that_grows_large_is_taken_apart() -> None:
    days = [f"2024-03-{n:02}" for n in range(1, 29)]
    chain = [fact(n, published=day, earliest=None, latest=None, place=None) for n, day in enumerate(days)]
    assert set(gather(chain).levels.values()) == {0}
    with patch.object(components, "LARGE", 9):
        assert max(gather(chain).levels.values()) > 0


@given(worlds(most=2))
def test_a_score_that_is_not_worked_out_to_the_end_is_not_above_the_least(world: list[EventFacts]) -> None:
    one, other = ready(world[0]), ready(world[-1])
    assert (score(one, other, least=0.0) > 0) == (score(one, other) > 0)
    assert score(one, other) == likeness(one, other).score


@given(worlds(most=2))
def test_likeness_has_no_direction(world: list[EventFacts]) -> None:
    one, other = ready(world[0]), ready(world[-1])
    assert likeness(one, other) == likeness(other, one)


@given(worlds(most=3))
def test_facts_go_through_the_codec(world: list[EventFacts]) -> None:
    assert [from_dict(EventFacts, to_dict(f)) for f in world] == world


def test_people_overrule_the_machine() -> None:
    one, two = fact(1, earliest="2024-03-02", latest="2024-03-02"), fact(2, earliest="2024-03-02", latest="2024-03-02")
    assert len(gather((one, two)).incidents) == 1
    assert len(gather((one, two), decided={("0001", "0002"): False}).incidents) == 2
    far = fact(3, kind="visit", words=("visit",), earliest="2023-01-01", latest="2023-01-01", story=("lima",))
    assert len(gather((one, far), decided={("0001", "0003"): True}).incidents) == 1


def test_no_block_is_one_frequent_value_alone() -> None:
    keys = block_keys(fact(1, earliest="2024-03-02", latest="2024-03-02"))
    assert "attack|2024-03-02|odesa" in keys
    assert all("|" in key for key in keys)
    assert rank_of(fact(1)).endswith("|0001")


def of_many(count: int) -> Iterable[EventFacts]:
    """Events of one pair of states, a dozen a day."""
    for n in range(count):
        day = f"2024-{1 + n // 12 // 28 % 12:02d}-{1 + n // 12 % 28:02d}"
        yield fact(n, earliest=day, latest=day, published=day, place=None, story=("=RU", "=UA", f"town{n % 12 // 3}"))


def test_an_event_of_a_frequent_pair_has_few_candidates() -> None:
    blocks = MemoryBlocks(of_many(1_200))
    first = blocks.ready("0100").facts
    near = {e for key in block_keys(first) for side in blocks.near(key, rank_of(first), 5) for e in side}
    assert len(near) < 40


def test_a_week_that_leaves_one_day_in_common_is_told_by_that_day() -> None:
    week, day = fact(1, earliest="2024-03-02", latest="2024-03-08"), fact(2, earliest="2024-03-02", latest="2024-03-02")
    assert "both may be of 2024-03-02" in likeness(ready(week), ready(day)).reasons
    with_bombs = [replace(f, equipment=(Party("glide bombs", ("glide", "bombs"), "equipment"),)) for f in (week, day)]
    assert "both with glide bombs" in likeness(*map(ready, with_bombs)).reasons
