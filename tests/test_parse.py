"""From text to tokens: paragraphs, a copy for the parser of the same length, lemmas, and offsets that hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.reading import grammar as g
from sayso.reading.grammar import Parsed
from sayso.reading.lemmas import Lemmas, Table
from sayso.reading.paragraphs import LONGEST_PIECE, normalised, paragraphs, pieces

Parse = Callable[..., Parsed]

LEMMAS = Lemmas(
    {
        "verb": Table({"flew": ["fly"]}, frozenset({"hope", "hop", "fly"}), [["ed", "e"], ["ed", ""], ["ing", ""]]),
        "noun": Table({"men": ["man"]}, frozenset({"man", "missile"}), [["s", ""]]),
    }
)


@pytest.mark.parametrize(
    ("word", "pos", "form", "lemma"),
    [
        ("flew", g.VERB, g.PAST, "fly"),
        ("hoped", g.VERB, g.PAST, "hope"),
        ("airlifted", g.VERB, g.PAST, "airlift"),
        ("denuclearised", g.VERB, g.PAST, "denuclearise"),
        ("blogged", g.VERB, g.PAST, "blog"),
        ("fly", g.VERB, g.BASE, "fly"),
        ("'re", g.AUX, g.PRESENT, "be"),
        ("men", g.NOUN, g.PLURAL, "man"),
        ("missiles", g.NOUN, g.PLURAL, "missile"),
        ("s", g.NOUN, g.SINGULAR, "s"),
        ("moscow", g.NAME, g.SINGULAR, "moscow"),
    ],
)
def test_lemmas(word: str, pos: str, form: str, lemma: str) -> None:
    assert LEMMAS.of(word, pos, form) == lemma


def test_the_pipeline_brings_the_tables(parse: Parse) -> None:
    parsed = parse("The envoys hoped that the worst was over.")
    assert [t.lemma for t in parsed.tokens if t.pos in (g.NOUN, g.VERB, g.AUX)] == ["envoy", "hope", "be"]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("One line.\n\nAnother one.", ["One line.", "Another one."]),
        ("A headline\nThe report begins.", ["A headline", "The report begins."]),
        ("The port, which had been closed to all ships since the spring storms,\nopened again.", 1),
        ("OSLO, Norway (Fjord Wire) - The port opened.", ["OSLO, Norway (Fjord Wire) - ", "The port opened."]),
        ("", []),
        (" \n\n \n", []),
    ],
)
def test_paragraphs(text: str, blocks: list[str] | int) -> None:
    found = [span.of(text) for span in paragraphs(text)]
    assert found == blocks or len(found) == blocks


def test_an_endless_paragraph_is_cut_at_spaces() -> None:
    text = "word " * 25_000
    cut = [span for _, span in pieces(text)]
    assert max(s.stop - s.start for s in cut) <= LONGEST_PIECE
    assert "".join(s.of(text) for s in cut) == text.rstrip() + " " * (len(text) - len(text.rstrip()))


@given(st.text(max_size=300))
def test_the_parser_sees_a_text_of_the_same_length(text: str) -> None:
    assert len(normalised(text)) == len(text)


@pytest.mark.parametrize("run", ["=" * 500, "x" * 3_000, "\u200b" * 40, "“" * 90])
def test_what_tokenizers_choke_on_keeps_its_length(run: str) -> None:
    assert len(normalised(f"Before {run} after.")) == len(f"Before {run} after.")


PIECES = ["The", "general", "said", ".", "\n\n", "\n", " ", '"', "“", "’s", "\ud800", "\u200b", "MOSCOW (Wire) - ", "?"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_tokens_stand_where_they_say(parse: Parse, words: list[str]) -> None:
    parsed = parse(" ".join(words))
    assert all(t.text == t.span.of(parsed.text) and t.text for t in parsed.tokens)
    assert [t.index for t in parsed.tokens] == list(range(len(parsed.tokens)))
    assert all(t.index in parsed.tokens[t.head].children for t in parsed.tokens if t.head != t.index)
    for number, sentence in enumerate(parsed.sentences):
        assert {t.sentence for t in parsed.tokens[sentence.first : sentence.last + 1]} == {number}
