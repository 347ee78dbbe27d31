"""Events outside the kinds: whatever a text tells of is found as kind `other`, and what is no event is left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.read import read_parsed


@pytest.mark.parametrize(
    "marked",
    [
        # verbs, nouns of action, adjectives in the predicate
        "Shares of the carmaker [fell] after a [decrease] in prices.",
        "The plant [is] [idle] and [empty].",
        # copulas tell states beside their predicate; "is to", and "there was" before an event, do not
        "The firm [is] the maker of the engine.",
        "The [talks] are to [begin] in May.",
        "There was a [strike] at the plant.",
        # words that only say what kind of thing the next one is
        "The [research] [found] that a research firm [lost] the price list.",
        "The much-awaited engine [failed].",
        # nouns made of verbs
        "The [upgrading] of the lines [took] a year.",
        # named occasions, and names that are none
        "The firm [showed] the engine at the Farnborough Airshow.",
        "Steve Jobs [left] the firm. Jobs [returned] later.",
        # joints of two nouns
        "The firm [cut] jobs in response to the [slump].",
    ],
)
def test_mentions(parse: Callable[..., Parsed], kit: Kit, marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    reading = read_parsed(parse(text), kit)
    found = sorted({span for event in reading.events for span in event.triggers})
    assert mark(text, [(s.start, s.stop) for s in found]) == marked


def mark(text: str, spans: list[tuple[int, int]]) -> str:
    for start, stop in reversed(spans):
        text = f"{text[:start]}[{text[start:stop]}]{text[stop:]}"
    return text
