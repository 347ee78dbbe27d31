"""When events were: the cases of tests/cases/event_times.tsv, and what no event time may ever say.

A row: text, publication day ("-": none), a word of the trigger, the expressions that date it, first and last day,
relation and rule; "-" for what the text must not give.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso import intake
from sayso.knowledge.setting import load_setting
from sayso.reading.kit import Kit
from sayso.reading.read import read_all
from sayso.records import Event, Reading
from tests.looking import time_words

TSV = Path(__file__).with_name("cases") / "event_times.tsv"


def cases() -> list[dict[str, str]]:
    with TSV.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


CASES = cases()


@pytest.fixture(scope="module")
def readings(kit: Kit) -> list[Reading]:
    documents = [intake.from_text(c["text"], published=none_of(c["published"])) for c in CASES]
    return list(read_all(documents, kit))


def none_of(cell: str) -> str | None:
    return None if cell == "-" else cell


def event_with(reading: Reading, word: str) -> Event:
    """The event of a trigger with this word, one of the 24 kinds before another."""
    text = reading.document.text
    found = [e for e in reading.events if any(word in t.of(text) for t in e.triggers)]
    return min(found, key=lambda e: e.kind == "other")


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c['trigger']}: {c['rule']}" for c in CASES])
def test_when(number: int, readings: list[Reading]) -> None:
    case, reading = CASES[number], readings[number]
    event = event_with(reading, case["trigger"])
    told = event.time
    given_ = (
        "; ".join(time_words(reading, event)) or "-",
        *((told.earliest, told.latest, told.relation, told.rule) if told else (None, None, None, None)),
    )
    keys = ("earliest", "latest", "relation", "rule")
    assert given_ == (case["expressions"], *(none_of(case[k]) for k in keys))


CLAUSES = st.sampled_from(
    [
        "The ministers met in Oslo on Monday.",
        "They condemned the raid.",
        "He praised the treaty.",
        "The army shelled Homs a week after the blast.",
        "Guards were killed in an attack.",
        "The ministry said on Friday that it condemned the attack.",
        "There, the general showed him a missile.",
        "Gunmen attacked a hotel in Homs on Monday.",
        "Troops will withdraw by Friday.",
    ]
)


@given(st.lists(CLAUSES, min_size=1, max_size=5), st.sampled_from([None, "2021-06-16"]))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_time_names_its_words_and_its_rule(kit: Kit, sentences: list[str], published: str | None) -> None:
    [reading] = read_all([intake.from_text(" ".join(sentences), published=published)], kit)
    assert not [p for p in reading.problems if p.stage == "events"]
    known = {t.id for t in reading.times}
    for event in reading.events:
        if event.time is not None:
            assert event.time.rule
            assert event.time.times
            assert set(event.time.times) <= known
            assert not (event.time.earliest and event.time.latest) or event.time.earliest <= event.time.latest
        assert event.place is None or event.place_rule


def test_words_of_setting_are_lemmas_in_small_letters() -> None:
    for name, words in load_setting().lists.items():
        assert words, name
        assert all(w == w.lower() and w.strip() for w in words), name


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_setting().has("no such list", "word")
