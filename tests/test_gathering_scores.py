"""Scores that are worked out when they count: the incidents are those of all scores worked out."""

from __future__ import annotations

from itertools import combinations
from math import inf
from pathlib import Path
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from sayso.chronicle.gathered import blocks as stored
from sayso.chronicle.store import Store
from sayso.gathering import linkage, scores
from sayso.gathering.decided import settled
from sayso.gathering.facts import EventFacts
from sayso.gathering.incidents import gather
from sayso.gathering.likeness import score
from sayso.gathering.pairs import MemoryBlocks, Pairs
from sayso.gathering.scores import NONE, Scores
from tests.test_gathering import fact, worlds


def pairs_of(world: list[EventFacts]) -> Pairs:
    pairs = Pairs(MemoryBlocks(world), settled({}))
    pairs.compare(f.id for f in world)
    return pairs


def in_full(pairs: Pairs, one: str, other: str, *, least: float = -inf) -> float:
    return score(pairs.ready(one), pairs.ready(other))


@given(worlds(most=24), st.integers(1, 24))
def test_incidents_are_those_of_scores_that_are_all_worked_out(world: list[EventFacts], small: int) -> None:
    with patch.object(scores, "SMALL", small):
        found = gather(world)
        with patch.object(Pairs, "found", in_full):
            assert gather(world) == found


@given(worlds(most=10))
def test_a_score_is_the_same_when_it_is_asked_for_late(world: list[EventFacts]) -> None:
    pairs = pairs_of(world)
    found = Scores([f.id for f in world], pairs)
    for one, other in combinations([f.id for f in world], 2):
        known = found.beside(one)[other]
        assert found.of(one, other) == found.of(other, one) == round(1000 * in_full(pairs, one, other))
        assert known is not None or found.of(one, other) <= 0


@given(worlds(most=10))
def test_a_sum_that_may_be_above_0_is_complete(world: list[EventFacts]) -> None:
    pairs = pairs_of(world)
    found, ids = Scores([f.id for f in world], pairs), [f.id for f in world]
    total = NONE
    for other in ids[1:]:
        total = found.added(total, found.first(ids[0], other))
    exact = sum(round(1000 * in_full(pairs, ids[0], other)) for other in ids[1:])
    assert total[1] == len(ids) - 1
    assert total[0] == exact if total[0] > 0 else exact <= 0


@given(worlds(most=8))
def test_the_strongest_pair_is_found_also_where_none_is_alike(world: list[EventFacts]) -> None:
    pairs = pairs_of(world)
    ids = [f.id for f in world]
    for one in ids[1:]:
        best = min((-round(1000 * in_full(pairs, one, other)), one, other) for other in ids if other != one)
        assert Scores(ids, pairs).strongest([one], set(ids)) == best[1:]


@given(worlds(most=24))
def test_pairs_that_are_near_are_those_that_see_each_other_in_a_block(world: list[EventFacts]) -> None:
    ids, blocks = [f.id for f in world], MemoryBlocks(world)
    near = {
        tuple(sorted((one, rank.rpartition("|")[2])))
        for one in ids
        for key in blocks.ready(one).keys
        for side in blocks.near(key, blocks.ready(one).rank, 5)
        for rank in side
    }
    assert pairs_of(world).near_pairs(ids) == near


def test_pairs_that_people_decided_are_compared_however_far_apart() -> None:
    far = fact(2, kind="visit", words=("visit",), story=("lima",))
    pairs = Pairs(MemoryBlocks([fact(1), far]), settled({("0001", "0002"): True, ("0001", "0009"): True}))
    assert pairs.near_pairs(["0001", "0002"]) == {("0001", "0002")}


def test_groups_that_cannot_be_one_stay_apart_whatever_comes_to_them() -> None:
    days = [fact(n, earliest=f"2024-03-0{n}", latest=f"2024-03-0{n}") for n in (1, 2)]
    open_days = [fact(n, document=f"d{n}", published="2024-03-02") for n in (3, 4, 5)]
    pairs = pairs_of([*days, *open_days])
    ids = [f.id for f in (*days, *open_days)]
    groups = linkage.agglomerated(ids, Scores(ids, pairs), pairs)
    assert not any({"0001", "0002"} <= set(group) for group in groups)
    assert sorted(e for group in groups for e in group) == ids


def test_a_block_tells_the_same_neighbours_from_the_file_and_from_memory(tmp_path: Path) -> None:
    world = [fact(n, document="d", story=("odesa",)) for n in range(30)]
    with Store(tmp_path / "a.db") as store:
        store.connection.execute("PRAGMA foreign_keys = OFF")  # facts without their documents
        for facts in world:
            found = store.blocks.put(facts)
        key = found.keys[0]
        asked = [store.blocks.near(key, store.blocks.ready("000f").rank, 5) for _ in range(3 * stored.OFTEN)]
        assert all(tuple(map(list, sides)) == tuple(map(list, asked[0])) for sides in asked)
        assert [len(side) for side in asked[0]] == [5, 5]
        store.blocks.put(fact(40, document="d", story=("odesa",)))
        assert store.blocks.near(key, store.blocks.ready("0028").rank, 1)[0][0].endswith("001d")
