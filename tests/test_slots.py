"""Slots: who stands where, with voice, control, relative clauses, conjunction and light verbs undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sayso.reading import grammar as g
from sayso.reading.events.slots import fillers, undergone
from sayso.reading.grammar import Parsed

CASES = [
    ("Rebels seized a tanker near the port.", "seized", "subject", "Rebels"),
    ("Rebels seized a tanker near the port.", "seized", "object", "tanker"),
    ("A tanker was seized by rebels near the port.", "seized", "subject", "rebels"),
    ("A tanker was seized by rebels near the port.", "seized", "object", "tanker"),
    ("The tanker seized last month has left.", "seized", "object", "tanker"),
    ("The rebels who seized the tanker fled.", "seized", "subject", "rebels"),
    ("The tanker which the rebels seized has left.", "seized", "object", "tanker"),
    ("The tanker which the rebels seized has left.", "seized", "subject", "rebels"),
    ("The minister agreed to send tanks to Kyiv.", "send", "subject", "minister"),
    ("The minister agreed to send tanks to Kyiv.", "agreed", "content object", "tanks"),
    ("The council asked the army to release two pilots.", "asked", "content object", "pilots"),
    ("The firm shipped shells to the army.", "shipped", "to", "army"),
    ("The envoy gave the general a letter.", "gave", "dative", "general"),
    ("The fleet and the army attacked the port.", "attacked", "subject", "fleet army"),
    ("Iran tested a missile and a drone.", "tested", "object", "missile drone"),
    ("The visit of the premier to Oslo ended.", "visit", "of", "premier"),
    ("The premier's visit to Oslo ended.", "visit", "possessor", "premier"),
    ("The army conducted a test on Monday.", "test", "support subject", "army"),
    ("Talks between the union and the ministry failed.", "Talks", "between", "union ministry"),
    ("The Russian attack on the port failed.", "attack", "modifier", "Russian"),
    ("Chad repeated the claim that rebels had bombed the camp.", "bombed", "subject", "rebels"),
    ("Chad repeated the claim that rebels had bombed the camp.", "bombed", "object", "camp"),
    ("The navy was sold six frigates by a yard.", "sold", "dative", "navy"),
    ("The drill, which the navy conducted in May, is over.", "drill", "support subject", "navy"),
    ("The drill conducted by the navy in May is over.", "drill", "support subject", "navy"),
]


def token_of(parsed: Parsed, word: str) -> int:
    return next(t.index for t in parsed.tokens if t.text == word)


@pytest.mark.parametrize(("sentence", "trigger", "slot", "wanted"), CASES)
def test_slot(parse: Callable[..., Parsed], sentence: str, trigger: str, slot: str, wanted: str) -> None:
    parsed = parse(sentence)
    found = fillers(parsed, token_of(parsed, trigger), slot)
    assert " ".join(t.text for t in found) == wanted


def test_a_doer_that_the_text_leaves_open_stays_open(parse: Callable[..., Parsed]) -> None:
    parsed = parse("Two villages were shelled overnight.")
    assert fillers(parsed, token_of(parsed, "shelled"), "subject") == []


def test_some_verbs_make_their_subject_undergo_the_noun(parse: Callable[..., Parsed]) -> None:
    parsed = parse("The base came under attack at dawn.")
    assert [t.text for t in undergone(parsed, token_of(parsed, "attack"))] == ["base"]


def test_phrases_keep_short_of_phrases_and_leave_clauses(parse: Callable[..., Parsed]) -> None:
    text = "The ministry of defence of the republic that fell signed the pact."
    parsed = parse(text)
    assert g.phrase(parsed, token_of(parsed, "ministry")).of(text) == "The ministry of defence of the republic"
