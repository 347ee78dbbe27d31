"""Certainty of predicates: every cue's example and counter-example, and sentences with their truth in a table."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.knowledge.cues import Cue, load_cues
from sayso.knowledge.status import status_of
from sayso.reading.certainty.judge import Climb, Judgement, judge
from sayso.reading.certainty.predicates import find_predicates
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.records import FACTUALITIES, TENSES
from sayso.spans import Span

Parse = Callable[..., Parsed]
TABLE = Path(__file__).parent / "cases" / "factuality.tsv"


def judged(parse: Parse, kit: Kit, marked: str) -> Judgement:
    """What is judged of the word in square brackets."""
    before, rest = marked.split("[")
    word, after = rest.split("]")
    parsed = parse(before + word + after)
    token = parsed.head_of(Span(len(before), len(before) + len(word)))
    assert token is not None
    return judge(parsed, kit, token.index)


def rows() -> list[Cue]:
    return list(load_cues().rows)


def test_enough_cues_each_with_an_example() -> None:
    assert len(rows()) >= 120
    assert all(row.example.count("[") == row.example.count("]") == 1 for row in rows())


@pytest.mark.parametrize("cue", rows(), ids=lambda c: f"{c.pos}-{c.name}")
def test_a_cue_governs_its_example(cue: Cue, parse: Parse, kit: Kit) -> None:
    found = judged(parse, kit, cue.example)
    assert cue.kind in found.rule or cue.pos == "negation", found
    if cue.affirmed is not None and not NEGATED_EXAMPLE & set(cue.example.lower().split()):
        assert found.factuality == cue.affirmed, found


NEGATED_EXAMPLE = {"not", "never", "few", "no", "won't", "shan't"}


@pytest.mark.parametrize(("cue", "sentence"), [(row, s) for row in rows() for s in row.counter])
def test_a_counter_example_is_left_alone(cue: Cue, sentence: str, parse: Parse, kit: Kit) -> None:
    assert cue.name not in judged(parse, kit, sentence).rule


def table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("case", table(), ids=lambda c: c["sentence"][:50])
def test_sentences(case: dict[str, str], parse: Parse, kit: Kit) -> None:
    found = judged(parse, kit, case["sentence"])
    right = (found.factuality, found.tense or "") == (case["factuality"], case["tense"])
    if case["known"]:
        assert not right, "comes right now: empty its last column"
        pytest.xfail(case["known"])
    assert right, found


def test_enough_sentences_and_few_known_failures() -> None:
    assert len(table()) >= 200
    assert sum(bool(case["known"]) for case in table()) <= len(table()) // 20


def test_the_climb_stops_below_a_reporting_word(parse: Parse, kit: Kit) -> None:
    parsed = parse("The ministry denied that its jets bombed the clinic.")
    words = [t.text for t in parsed.tokens]
    assert judge(parsed, kit, words.index("bombed")).factuality == "CT-"
    assert judge(parsed, kit, words.index("bombed"), until=words.index("denied")).factuality == "CT+"


def test_one_climb_for_all_predicates_gives_the_same(parse: Parse, kit: Kit) -> None:
    parsed = parse("The general denied that troops tried to seize the port, but may not have known of the attack.")
    climb = Climb(parsed, kit)
    assert all(climb.judge(t.index) == judge(parsed, kit, t.index) for t in parsed.tokens)


def test_outcome_and_count(parse: Parse, kit: Kit) -> None:
    found = judged(parse, kit, "The agency has tried twice to [launch] a satellite, failing both times.")
    assert (found.factuality, found.tense, found.outcome, found.count) == ("CT+", "past", "failed", 2)
    assert status_of(found.factuality, found.tense, found.outcome) == "failed"


def test_cues_are_the_words_that_say_so(parse: Parse, kit: Kit) -> None:
    text = "The envoy might not attend."
    parsed = parse(text)
    found = judge(parsed, kit, [t.text for t in parsed.tokens].index("attend"))
    assert [span.of(text) for span in found.cues] == ["might", "not"]


def test_the_words_of_a_phrase_are_one_cue(parse: Parse, kit: Kit) -> None:
    for marked in ("The note stopped short of [naming] him.", "Rather than [flee], they stayed."):
        text = marked.replace("[", "").replace("]", "")
        assert [s.of(text) for s in judged(parse, kit, marked).cues] in (["stopped short"], ["Rather than"])


def test_no_before_the_object_of_a_light_verb_denies_the_object_alone(parse: Parse, kit: Kit) -> None:
    assert judged(parse, kit, "The firm [has] no plans.").factuality == "CTu"
    assert judged(parse, kit, "The firm has no [plans].").factuality == "CT-"
    assert judged(parse, kit, "The firm [expects] no delay.").factuality == "CT+"
    assert judged(parse, kit, "The two sides [signed] no agreement.").factuality == "CT-"


def test_predicates_are_verbs_copulas_event_nouns_and_adjectives(parse: Parse, kit: Kit) -> None:
    parsed = parse("The explosion that was heard in the government district is still unexplained.")
    found = [parsed.tokens[i].text for i in find_predicates(parsed, kit)]
    assert found == ["explosion", "heard", "is", "unexplained"]


_SMALL = ("not", "never", "no", "may", "would", "if", "whether", "to", "be", "has", "the", "a", "and", "that", "twice")
_WORDS = st.sampled_from(
    (*_SMALL, "deny", "plan", "attack", "failed", "times", "said", '"', "'", "?", "(", ",", ".", "\n\n")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, max_size=25))
def test_any_words_can_be_judged(parse: Parse, kit: Kit, words: list[str]) -> None:
    parsed = parse(" ".join(words))
    for token in parsed.tokens:
        found = judge(parsed, kit, token.index)
        assert found.factuality in FACTUALITIES
        assert found.tense in (None, *TENSES)
        assert all(0 <= s.start < s.stop <= len(parsed.text) for s in found.cues)
