"""Contradictions within an incident: what is one, what is none, and who says which, in which words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.gathering.accounts import Account
from sayso.gathering.disputes import find_disputes
from sayso.gathering.facts import EventFacts, Party, Spot
from sayso.gathering.tolls import extremes, most_told, of_one_thing
from sayso.records import Dispute, Figure
from sayso.show.disputes import to_disputes
from tests.invented_chronicle import entry, telling

ODDA = Spot("Odda", ("odda",), "NO", 60.1, 6.5, "populated place", ("Vestland", "Norway"))
BODO = Spot("Bodø", ("bodo",), "NO", 67.3, 14.4, "populated place", ("Nordland", "Norway"))
NORWAY = Spot("Norway", ("norway",), "NO", 62.0, 10.0, "country")


def state(code: str) -> Party:
    return Party(code, (code.lower(),), "country", code, True)


def account(name: str, *, chain: str = "", text: str = "", outcome: str | None = None, **changes: Any) -> Account:
    """An attack on the port of Odda on 1 March, told by one report; `chain` is whom it cites, `changes` are facts."""
    told = {k: changes.pop(k) for k in ("stance", "told_status", "told_factuality") if k in changes}
    document = changes.pop("document", name)
    facts = EventFacts(
        id=name,
        document=document,
        version="v",
        event="v1",
        published=changes.pop("published", "2024-03-02"),
        kind=changes.pop("kind", "attack"),
        words=("shel",),
        status=changes.pop("status", "happened"),
        factuality=changes.pop("factuality", "CT+"),
        earliest=changes.pop("earliest", "2024-03-01"),
        latest=changes.pop("latest", "2024-03-01"),
        place=changes.pop("place", ODDA),
        actors=changes.pop("actors", ()),
        targets=(Party("the port", ("port",)),),
        near=("port", "grain", "silo", "night"),
        story=("odda", "vestland", "havnevik"),
        **changes,
    )
    said = telling(
        f"The port was shelled, {name} wrote.",
        event=name,
        document=document,
        publisher=name,
        published=facts.published,
        source=chain or name,
        chain=chain,
        status=told.get("told_status", facts.status),
        factuality=told.get("told_factuality", facts.factuality),
        stance=told.get("stance", "asserts"),
    )
    where = f" in {facts.place.name}" if facts.place else ""
    return Account(facts, (said,), text or name, outcome, f"The port was shelled{where}, {name} wrote.")


def figure(number: float, document: str, source: str = "", **changes: Any) -> Figure:
    known: dict[str, Any] = {"low": number, "high": number, "value": number, "unit": None, "of": "killed"}
    words = {"quote": f"{number:g}", "sentence": f"{number:g} people died.", "event": document}
    return Figure(**(known | words | {"source": source or document, "document": document} | changes))


def found(*accounts: Account, figures: tuple[Figure, ...] = ()) -> tuple[Dispute, ...]:
    return find_disputes("i", accounts, figures)[0]


def developed(*accounts: Account, figures: tuple[Figure, ...] = ()) -> tuple[Dispute, ...]:
    return find_disputes("i", accounts, figures)[1]


A, B = account("a"), account("b")
LATER = account("b", published="2024-03-04")


def test_two_towns_far_apart_contradict_each_other_with_both_sentences() -> None:
    (dispute,) = found(A, account("b", place=BODO))
    assert (dispute.field, dispute.one, dispute.other) == ("place", "Odda", "Bodø")
    assert (dispute.one_quote, dispute.other_source) == ("The port was shelled in Odda, a wrote.", "b")
    assert (dispute.one_published, dispute.other_document) == ("2024-03-02", "b")


def test_two_days_contradict_each_other() -> None:
    (dispute,) = found(A, account("b", earliest="2024-02-28", latest="2024-02-28"))
    assert (dispute.field, dispute.one, dispute.other) == ("time", "2024-03-01", "2024-02-28")


@pytest.mark.parametrize(
    "other",
    [
        account("b", place=NORWAY),
        account("b", place=replace(BODO, within=("Odda",))),
        account("b", earliest="2024-02-26", latest="2024-03-03"),
        account("b", earliest=None, latest=None, place=None),
        account("b", text="a", place=BODO),
        account("b", status="planned", place=BODO),
        B,
    ],
    ids=("country", "within", "week", "unknown", "copy", "plan", "same"),
)
def test_what_agrees_as_far_as_it_goes_is_no_contradiction(other: Account) -> None:
    assert found(A, other) == ()


def test_accounts_that_may_be_of_two_happenings_contradict_nothing() -> None:
    other = account("b", place=BODO)
    apart = replace(other, facts=replace(other.facts, near=(), story=("tromso",)))
    assert found(A, apart) == ()


def test_what_people_joined_is_one_happening() -> None:
    other = account("b", place=BODO, earliest="2024-02-02", latest="2024-02-02", status="happened")
    unlike = replace(other, facts=replace(other.facts, near=(), story=("tromso",)))
    told = (figure(12, "a"), figure(20, "b"))
    assert found(A, unlike, figures=told) == ()
    joined = (replace(A, decided=frozenset("ab")), replace(unlike, decided=frozenset("ab")))
    assert {d.field for d in found(*joined, figures=told)} == {"time", "place", "number"}


def test_two_actors_of_one_deed_contradict_each_other_when_one_is_cited() -> None:
    mine, theirs = account("a", actors=(state("RU"),), chain="Kyiv"), account("b", actors=(state("UA"),))
    assert [(d.field, d.one, d.other) for d in found(mine, theirs)] == [("actor", "RU", "UA")]
    assert found(account("a", actors=(state("RU"),)), theirs) == ()
    assert found(account("a", actors=(state("RU"), state("UA")), chain="Kyiv"), theirs) == ()


def test_success_and_failure() -> None:
    assert [d.field for d in found(account("a", outcome="succeeded"), account("b", outcome="failed"))] == ["outcome"]
    assert found(account("a", outcome="failed"), B) == ()


def test_two_tolls_of_one_day_contradict_each_other() -> None:
    (dispute,) = found(A, B, figures=(figure(12, "a", "the governor"), figure(20, "b", "doctors")))
    assert {dispute.one, dispute.other} == {"12 killed", "20 killed"}
    assert {dispute.one_source, dispute.other_source} == {"the governor", "doctors"}
    assert dispute.one_quote == "20 people died."


@pytest.mark.parametrize(
    "figures",
    [
        (figure(12, "a"), figure(12, "b")),
        (figure(12, "a", low=12.0, high=None), figure(20, "b")),
        (figure(12, "a"), figure(3, "b", filler="civilians")),
        (figure(12, "a"), figure(20, "b", of="wounded")),
        (figure(12, "a"), figure(20, "a")),
        (figure(60, "a", of="items", filler="Russian envoys"), figure(23, "b", of="items", filler="Polish envoys")),
        (figure(40, "a", of="items", low=24.0, high=None), figure(12, "b", of="items")),
    ],
    ids=("same", "at least", "a part", "another thing", "one voice", "other things", "vague"),
)  # fmt: skip
def test_numbers_that_can_both_be_true(figures: tuple[Figure, ...]) -> None:
    assert found(A, B, figures=figures) == ()


def test_two_sources_within_one_report_contradict_each_other() -> None:
    (dispute,) = found(A, figures=(figure(12, "a", "the governor"), figure(20, "a", "doctors")))
    assert {dispute.one_source, dispute.other_source} == {"the governor", "doctors"}


def test_two_sources_of_one_report_contradict_each_other_over_two_of_its_sentences() -> None:
    again = account("a2", document="a")
    told = (figure(12, "a", "the ministry"), figure(17, "a", "rebels", event="a2"))
    (dispute,) = found(A, again, figures=told)
    assert {dispute.one_source, dispute.other_source} == {"the ministry", "rebels"}


def test_a_bound_that_two_reports_tell_hides_no_exact_numbers() -> None:
    at_least = {"low": 5.0, "high": None}
    told = (figure(5, "a", **at_least), figure(5, "c", **at_least), figure(6, "b"), figure(17, "d", "rebels"))
    (dispute,) = found(A, B, account("c"), account("d"), figures=told)
    assert {dispute.one, dispute.other} == {"6 killed", "17 killed"}


def test_copies_are_one_side() -> None:
    assert found(A, account("b", text="a"), figures=(figure(12, "a"), figure(20, "b"))) == ()


def test_a_toll_that_grows_from_day_to_day_is_a_development() -> None:
    figures = (figure(4, "a"), figure(12, "b"))
    assert found(A, LATER, figures=figures) == ()
    (grown,) = developed(A, LATER, figures=figures)
    assert (grown.one, grown.other, grown.developed) == ("4 killed", "12 killed", True)


def test_a_toll_that_shrinks_is_disputed_unless_one_source_corrects_itself() -> None:
    assert len(found(A, LATER, figures=(figure(12, "a"), figure(4, "b")))) == 1
    same = (figure(12, "a", "the governor"), figure(4, "b", "the governor"))
    assert found(A, LATER, figures=same) == ()
    assert len(developed(A, LATER, figures=same)) == 1


DENIED: dict[str, Any] = {"chain": "the army", "status": "negated", "stance": "denies", "told_factuality": "CT-"}


def test_a_denial_stands_against_what_another_asserts() -> None:
    (dispute,) = found(A, account("b", **DENIED))
    assert (dispute.field, dispute.one, dispute.other) == ("status", "happened", "denied")
    assert (dispute.one_source, dispute.other_source) == ("a", "the army")


def test_a_headline_is_no_second_denial_of_its_report() -> None:
    body = account("b", **DENIED)
    short = replace(body.first, source="Norway", chain="Norway", quote="Oslo denies", title="Oslo denies")
    (dispute,) = found(A, replace(body, tellings=(short, body.first)))
    assert dispute.other_source == "the army"
    (dispute,) = found(A, replace(body, tellings=(short,)))
    assert dispute.other_source == "Norway"


def test_no_deal_was_signed_denies_a_deal_of_the_same_sides() -> None:
    sides = {"kind": "agree", "actors": (Party("Ola Berg", ("ola", "berg"), "person", "NO", True),)}
    nothing_signed = account("b", chain="a minister", status="negated", told_factuality="CT-", **sides)
    signed = account("a", **sides)
    unplaced = [replace(x, facts=replace(x.facts, place=None, targets=())) for x in (signed, nothing_signed)]
    (dispute,) = found(*unplaced)
    assert (dispute.one, dispute.other_source) == ("happened", "a minister")


def barely_told(name: str, **changes: Any) -> Account:
    """A deal of which a report tells who made it, and no more."""
    sides = (
        Party("Norway", ("norway",), "country", "NO", True),
        Party("Ola Berg", ("ola", "berg"), "person", "NO", True),
    )
    told = account(name, kind="agree", actors=sides, place=None, earliest=None, latest=None, **changes)
    return replace(told, facts=replace(told.facts, targets=(), near=(name,), story=("odda",)))


def test_a_denial_in_words_is_of_what_it_was_gathered_with() -> None:
    (dispute,) = found(barely_told("a"), barely_told("b", **DENIED))
    assert (dispute.one, dispute.other) == ("happened", "denied")
    assert found(barely_told("a"), barely_told("b", **(DENIED | {"stance": "doubts"}))) == ()


def test_of_what_may_be_denied_the_surest_stands_against_it() -> None:
    denial = account("b", **DENIED)
    loose = account("a", place=None, earliest=None, latest=None, chain="a minister")
    loose = replace(loose, facts=replace(loose.facts, near=(), targets=(), story=("odda",)))
    (dispute,) = found(loose, account("c"), denial)
    assert dispute.one_source == "c"


def test_a_denied_accusation_is_denied_for_what_it_says() -> None:
    assert found(account("a", kind="accuse"), account("b", kind="accuse", **DENIED)) == ()


def test_nobody_contradicts_himself() -> None:
    assert found(account("a", chain="the army"), account("b", **DENIED)) == ()


def test_a_plan_is_contradicted_by_a_denial_alone() -> None:
    plan = account("a", status="planned")
    assert [(d.one, d.other) for d in found(plan, account("b", **DENIED))] == [("planned", "denied")]
    assert found(plan, account("b", **(DENIED | {"stance": "asserts"}))) == ()


@given(st.permutations([A, account("b", place=BODO), account("c", **DENIED), account("d", outcome="failed"),
                        account("e", outcome="succeeded")]))  # fmt: skip
def test_the_order_of_accounts_changes_no_dispute(accounts: list[Account]) -> None:
    def sides(disputes: tuple[Dispute, ...]) -> set[tuple[str, frozenset[str]]]:
        return {(d.field, frozenset((d.one, d.other))) for d in disputes}

    assert sides(found(*accounts)) == sides(found(*sorted(accounts, key=lambda a: a.facts.id)))


def test_the_best_number_is_that_of_most_texts_then_of_the_latest() -> None:
    (group,) = of_one_thing([figure(12, "a"), figure(20, "b"), figure(12, "c"), figure(9, "d")])
    texts = {name: name for name in "abcd"}
    assert most_told(group, texts).low == 12
    assert most_told(group, texts | {"c": "a"}, {"b": "2024-03-05"}).low == 20
    assert tuple(f.low for f in extremes(group)) == (9, 20)


def test_the_list_names_value_source_report_day_and_words() -> None:
    dispute = Dispute("i", "number", "12", "20", "the governor", "doctors", "Twelve died.", "20 died.", "2024-03-02",
                      None, "https://wire.example/1", "x")  # fmt: skip
    shown = to_disputes([entry("i", disputes=(dispute,)), entry("j")])
    assert "    12, says the governor (Harbour Wire, 2024-03-02): “Twelve died.”" in shown
    assert "    20, says doctors (not dated): “20 died.”" in shown
    assert shown.endswith("1 contradiction. Nothing is averaged and nothing verified.")
    assert to_disputes([entry("j")]) == "No report contradicts another."
