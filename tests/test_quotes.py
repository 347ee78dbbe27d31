"""Quotation marks: pairs of every kind, apostrophes that are none, quotations over paragraphs, marks left open."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.reading.attribution.quotes import find_quotes, outermost
from sayso.reading.grammar import Parsed

Parse = Callable[..., Parsed]


def inner(parsed: Parsed) -> list[str]:
    return [q.inner.of(parsed.text) for q in find_quotes(parsed)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We won," he said.', ["We won,"]),
        ("“We won,” he said.", ["We won,"]),
        ("«We won», he said.", ["We won"]),
        ("„We won“, he said.", ["We won"]),
        ("''We won,'' he said.", ["We won,"]),
        ('“We won," he said.', ["We won,"]),
        ("He said ‘we won’ twice.", ["we won"]),
        ("He said 'we won' twice.", ["we won"]),
        ("The miners' union won't talk about the '90s.", []),
        ("The bank’s workers’ council met.", []),
        ("“He told me ‘go home’ and left,” she said.", ["He told me ‘go home’ and left,", "go home"]),
        ('"One," she said. "Two," he said.', ["One,", "Two,"]),
        ('A 12" pipe burst in the cellar.', []),
        ('He said: "The pipe burst', ["The pipe burst"]),
        ("It was over” he said.", []),
    ],
)
def test_pairs(parse: Parse, text: str, expected: list[str]) -> None:
    assert inner(parse(text)) == expected


def test_over_paragraphs(parse: Parse) -> None:
    parsed = parse("“The river rose.\n\n“The wall broke.\n\n“We ran,” the miller said.")
    quotes = find_quotes(parsed)
    assert [q.goes_on for q in quotes] == [True, True, False]
    assert [q.paragraph for q in quotes] == [0, 1, 2]


def test_depth(parse: Parse) -> None:
    quotes = find_quotes(parse("“He told me ‘go home’ and left,” she said."))
    assert [q.depth for q in quotes] == [0, 1]
    assert [q.single for q in quotes] == [False, True]
    assert len(outermost(quotes)) == 1


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="ab .,\n\"'“”‘’«»„`\ud800", max_size=60))
def test_any_marks(parse: Parse, text: str) -> None:
    """Marks never raise, spans lie in the text, and the outermost do not overlap."""
    parsed = parse(text)
    quotes = find_quotes(parsed)
    for quote in quotes:
        assert 0 <= quote.span.start <= quote.inner.start < quote.inner.stop <= quote.span.stop <= len(text)
    top = outermost(quotes)
    assert all(a.span.stop <= b.span.start for a, b in pairwise(top))
