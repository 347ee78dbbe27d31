"""What people decided of pairs of events holds, whatever the machine finds; invented events, nothing is read."""

from __future__ import annotations

from itertools import combinations
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.gathering import components, pairs, scores
from sayso.gathering.decided import Pair, Verdicts, settled
from sayso.gathering.facts import EventFacts
from sayso.gathering.incidents import Gathering, MemoryBlocks, gather, regather
from tests.test_gathering import fact, incident_of, updated, worlds

SAME_DAY = {"earliest": "2024-03-02", "latest": "2024-03-02"}


@st.composite
def decided_worlds(draw: st.DrawFn) -> tuple[list[EventFacts], dict[Pair, bool]]:
    world = draw(worlds())
    couples = list(combinations(sorted(f.id for f in world), 2))
    chosen = draw(st.lists(st.sampled_from(couples), max_size=6, unique=True)) if couples else []
    return world, {pair: draw(st.booleans()) for pair in chosen}


def holds(gathering: Gathering, verdicts: Verdicts) -> bool:
    home, dropped = incident_of(gathering), settled(verdicts).dropped
    return all((home[a] == home[b]) is same for (a, b), same in verdicts.items() if (a, b) not in dropped)


@given(decided_worlds())
def test_every_decision_holds_but_those_that_contradict_others(
    world: tuple[list[EventFacts], dict[Pair, bool]],
) -> None:
    facts, verdicts = world
    gathering = gather(facts, decided=verdicts)
    assert holds(gathering, verdicts)
    assert sorted(e for i in gathering.incidents for e in (*i.events, *i.denials)) == sorted(f.id for f in facts)
    assert all(i.id == i.events[0] for i in gathering.incidents)


@given(decided_worlds())
def test_large_blocks_and_components_heed_decisions_too(world: tuple[list[EventFacts], dict[Pair, bool]]) -> None:
    with patch.object(pairs, "WIDTH", 2), patch.object(scores, "SMALL", 3), patch.object(components, "LARGE", 4):
        assert holds(gather(world[0], decided=world[1]), world[1])


@settings(max_examples=60)
@given(decided_worlds(), st.integers(0, 6), st.integers(0, 6))
def test_a_change_of_decisions_needs_only_the_events_that_they_name(
    world: tuple[list[EventFacts], dict[Pair, bool]], first: int, last: int
) -> None:
    facts, verdicts = world
    before = dict(list(verdicts.items())[:first])
    after = dict(list(verdicts.items())[last:])
    changed = {e for pair in before.items() ^ after.items() for e in pair[0]}
    _gathered_again_is_gathered_anew(facts, before, after, changed)
    with patch.object(pairs, "WIDTH", 2), patch.object(scores, "SMALL", 3), patch.object(components, "LARGE", 4):
        _gathered_again_is_gathered_anew(facts, before, after, changed)


def _gathered_again_is_gathered_anew(
    facts: list[EventFacts], before: Verdicts, after: Verdicts, changed: set[str]
) -> None:
    known, blocks = gather(facts, decided=before), MemoryBlocks(facts)
    blocks.levels = dict(known.levels)
    again = regather(changed, blocks, decided=after)
    assert updated(known, again) == incident_of(gather(facts, decided=after))


def test_the_machine_decides_about_everything_else() -> None:
    """Whoever is like one of two that are decided the same stays with it, although unlike the other."""
    facts = [fact(n, **SAME_DAY) for n in (1, 2)]
    far = fact(3, earliest="2024-05-01", latest="2024-05-01")
    (incident,) = gather([*facts, far], decided={("0001", "0003"): True}).incidents
    assert incident.events == ("0001", "0002", "0003")
    assert ("decided: the same",) in {j.reasons for j in incident.because}


def test_what_is_decided_goes_on_from_pair_to_pair() -> None:
    facts = [fact(n, **SAME_DAY) for n in (1, 2, 3)]
    home = incident_of(gather(facts, decided={("0001", "0002"): True, ("0002", "0003"): False}))
    assert home["0001"] == home["0002"] != home["0003"]


def test_a_reminder_of_the_first_word_is_overruled_by_the_last() -> None:
    """A = B, A ≠ C, and then B = C: the later words are kept, the first is told."""
    found = settled({("a", "b"): True, ("a", "c"): False, ("b", "c"): True})
    assert found.dropped == (("a", "b"),)
    assert found.cluster("b") == {"b", "c"}
    assert found.apart("a", "b")


def test_a_denial_goes_where_it_is_put() -> None:
    told, other = fact(1, **SAME_DAY), fact(2, kind="visit", words=("visit",), **SAME_DAY)
    denial = fact(3, status="negated", **SAME_DAY)
    found = gather([told, other, denial], decided={("0002", "0003"): True}).incidents
    assert [(i.events, i.denials) for i in found] == [(("0001",), ()), (("0002",), ("0003",))]
    alone = gather([told, denial], decided={("0001", "0003"): False}).incidents
    assert len(alone) == 2


def test_denials_of_one_wording_go_to_the_incidents_that_people_say() -> None:
    told, other = fact(1, **SAME_DAY), fact(2, kind="visit", words=("visit",), **SAME_DAY)
    denials = [fact(n, status="negated", **SAME_DAY) for n in (3, 4)]
    found = gather([told, other, *denials], decided={("0001", "0003"): True, ("0002", "0004"): True}).incidents
    assert [(i.events, i.denials) for i in found] == [(("0001",), ("0003",)), (("0002",), ("0004",))]


def test_a_plan_that_is_decided_to_be_the_visit_is_in_one_incident_with_it() -> None:
    plan, visit = fact(1, status="planned", **SAME_DAY), fact(2, **SAME_DAY)
    assert len(gather([plan, visit]).fulfilments) == 1
    found = gather([plan, visit], decided={("0001", "0002"): True})
    assert [set(i.events) for i in found.incidents] == [{"0001", "0002"}]
    assert found.fulfilments == ()
    assert gather([plan, visit], decided={("0001", "0002"): False}).fulfilments == ()
