"""Forms of one word have one stem; words for one sort of happening meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.knowledge.tables import rows
from sayso.knowledge.word_families import happenings_of, stem_of

FORMS = [
    "nominate nominated nominates nomination nominating",
    "announce announced announcement",
    "explode exploded explosion explosions",
    "invade invaded invasion",
    "win won winning winners",
    "rob robbed robbery robberies",
    "retire retired retirement",
    "kill killed killing",
    "seize seized seizure",
    "sell sold sale",
    "die died death deaths dead",
    "Shooting shot shoot",
]
APART = [("sentence", "send"), ("rule", "rise"), ("test", "attest"), ("meet", "mete out"), ("launch", "lunch")]
MEET = [
    ("quake", "earthquake"),
    ("sacked", "fired"),
    ("heist", "robbery"),
    ("blaze", "fires"),
    ("bought", "acquisition"),
]


@pytest.mark.parametrize("forms", FORMS)
def test_forms_of_one_word_have_one_stem(forms: str) -> None:
    assert len({stem_of(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem_of(one) != stem_of(other)


@pytest.mark.parametrize(("one", "other"), MEET)
def test_words_for_one_sort_of_happening_meet(one: str, other: str) -> None:
    assert happenings_of(one) & happenings_of(other)


def test_no_happening_has_one_word_twice() -> None:
    for row in rows("en/happening_words.csv"):
        assert len(row["words"].split()) == len(set(row["words"].split())), row["happening"]


@given(st.text(max_size=30))
def test_any_word_has_a_stem(word: str) -> None:
    assert stem_of(word) == stem_of(word.upper()) or not word.isascii()
    assert happenings_of(word) == happenings_of(word)
