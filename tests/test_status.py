"""The status of an event: the table is complete, and says what a chronicle means by it."""

from itertools import product

import pytest

from sayso.knowledge.status import status_of
from sayso.records import FACTUALITIES, OUTCOMES, STATUSES, TENSES


@pytest.mark.parametrize(
    ("factuality", "tense", "outcome"), list(product(FACTUALITIES, (None, *TENSES), (None, *OUTCOMES)))
)
def test_every_combination_has_a_status(factuality: str, tense: str | None, outcome: str | None) -> None:
    assert status_of(factuality, tense, outcome) in STATUSES


@pytest.mark.parametrize(
    ("factuality", "tense", "outcome", "status"),
    [
        ("CT+", "past", None, "happened"),  # inspected the bombers
        ("CT+", "ongoing", None, "happened"),  # was already shipping shells
        ("CT+", None, None, "happened"),
        ("PR+", "future", None, "planned"),  # was expected to visit
        ("CT+", "future", None, "planned"),  # will visit
        ("Uu", "future", None, "planned"),  # wanted to build
        ("CT-", "past", None, "negated"),  # has never launched
        ("PR-", "future", None, "negated"),  # is unlikely to
        ("PS+", "future", None, "possible"),  # could help
        ("PR-", "past", None, "possible"),  # doubted that it worked
        ("PR+", "past", None, "possible"),  # is believed to have met
        ("CT+", "past", "failed", "failed"),  # tried twice, failing both times
        ("CT-", "past", "failed", "failed"),  # failed to reach orbit
        ("PS+", "past", "failed", "failed"),  # tried to storm the palace
        ("CT+", "past", "succeeded", "happened"),  # managed to
    ],
)
def test_what_the_words_mean(factuality: str, tense: str | None, outcome: str | None, status: str) -> None:
    assert status_of(factuality, tense, outcome) == status


def test_an_unknown_value_is_refused() -> None:
    with pytest.raises(KeyError):
        status_of("certain", "past", None)
