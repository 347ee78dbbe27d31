"""Times: the sentences of cases/times.tsv, anchors, undated texts, and what must hold for any text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.knowledge.times import load_time_words
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.times.find import find_times
from sayso.records import TIMEX_TYPES, Timex

Parse = Callable[..., Parsed]
Row = tuple[str, ...]


def cases() -> dict[tuple[str, str], list[Row]]:
    """The rows of the table by sentence and publication date."""
    lines = (Path(__file__).parent / "cases" / "times.tsv").read_text("utf-8").splitlines()[1:]
    grouped: dict[tuple[str, str], list[Row]] = {}
    for line in lines:
        sentence, published, *told = line.split("\t")
        grouped.setdefault((sentence, published), []).append(tuple(told))
    return grouped


def shown(timex: Timex) -> Row:
    return timex.quote, timex.type, timex.value, timex.earliest or "-", timex.latest or "-"


@pytest.mark.parametrize(("case", "told"), cases().items(), ids=lambda x: x[0] if isinstance(x, tuple) else "")
def test_sentence(case: tuple[str, str], told: list[Row], parse: Parse, kit: Kit) -> None:
    sentence, published = case
    found = find_times(parse(sentence, published=None if published == "-" else published), kit)
    assert [shown(t) for t in found] == [row for row in told if row[0] != "-"]


TOUR = """The premier inspected bombers on Saturday, state radio said.

He had met the president on Wednesday. Two days later he toured a shipyard. He came to power in 2011.
"""


def test_dated_report_counts_from_the_time_told_before(parse: Parse, kit: Kit) -> None:
    saturday, wednesday, later, year = find_times(parse(TOUR, title="Premier on tour", published="2023-09-16"), kit)
    assert (saturday.value, saturday.anchor) == ("2023-09-16", "published")
    assert (later.value, later.anchor, later.rule) == ("2023-09-15", wednesday.id, "later")
    assert (year.value, year.anchor) == ("2011", None)


def test_undated_report_leaves_relative_dates_open(parse: Parse, kit: Kit) -> None:
    saturday, wednesday, later, year = find_times(parse(TOUR, title="Premier on tour"), kit)
    assert [t.value for t in (saturday, wednesday, later)] == ["XXXX-WXX-6", "XXXX-WXX-3", "XXXX-XX-XX"]
    assert {t.earliest for t in (saturday, wednesday, later)} == {None}
    assert (later.anchor, year.earliest) == (wednesday.id, "2011-01-01")


def test_a_date_at_the_head_dates_an_undated_text(parse: Parse, kit: Kit) -> None:
    head, yesterday = find_times(parse("Thursday, January 24, 2019\n\nShells fell on the port yesterday."), kit)
    assert (yesterday.value, yesterday.anchor) == ("2019-01-23", head.id)


def test_a_date_in_the_story_is_no_dateline(parse: Parse, kit: Kit) -> None:
    text = (
        "The port, which was shelled on 24 January 2019 by the northern army, was hit again on Monday and burned down."
    )
    assert find_times(parse(text), kit)[1].value == "XXXX-WXX-1"


def test_a_given_date_goes_before_the_dateline(parse: Parse, kit: Kit) -> None:
    text = "Thursday, January 24, 2019\n\nShells fell on the port yesterday."
    assert find_times(parse(text, published="2020-05-05"), kit)[1].value == "2020-05-04"


def test_a_date_that_names_a_thing_is_not_counted_from(parse: Parse, kit: Kit) -> None:
    text = "On Wednesday the envoys discussed the November 27 agreement. The following day they left."
    assert find_times(parse(text, published="2020-01-11"), kit)[-1].value == "2020-01-09"


def test_time_of_day_belongs_to_the_day_told_last(parse: Parse, kit: Kit) -> None:
    text = "Drones hit the depot on Thursday. The first came at 4:00 A.M. local time (0100 UTC)."
    assert [t.value for t in find_times(parse(text, published="2019-09-15"), kit)] == [
        "2019-09-12",
        "2019-09-12T04:00",
        "2019-09-12T01:00Z",
    ]


@pytest.mark.parametrize("published", ["2023-09-16T10:00:00Z", "2023-09-16", "yesterday", "", "2023-02-30", None])
def test_publication_dates_of_any_kind(published: str | None, parse: Parse, kit: Kit) -> None:
    (found,) = find_times(parse("The envoy landed yesterday.", published=published), kit)
    assert found.earliest == ("2023-09-15" if published and published.startswith("2023-09") else None)


@pytest.mark.parametrize("published", ["0001-01-05", "9999-12-31", "2999-01-01T00:00:00Z"])
def test_an_absurd_publication_date_anchors_nothing(published: str, parse: Parse, kit: Kit) -> None:
    (found,) = find_times(parse("The envoy landed yesterday.", published=published), kit)
    assert (found.value, found.anchor, found.earliest) == ("XXXX-XX-XX", None, None)


def test_an_undated_report_keeps_how_its_times_count(parse: Parse, kit: Kit) -> None:
    found = find_times(parse(TOUR, title="Premier on tour"), kit)
    assert [(t.anchor, t.shift) for t in found] == [
        (None, "weekday 6 past"),
        (None, "weekday 3 past"),
        ("t2", "later D 2 past"),
        (None, None),
    ]
    assert {t.shift for t in find_times(parse(TOUR, published="2023-09-16"), kit)} == {None}


@pytest.mark.parametrize("dateline", ["PYONGYANG, Sept. 13 (Wire) - ", "Seoul, 13 September -- ", "September 13\n\n"])
def test_a_dateline_without_a_year_is_counted_from(dateline: str, parse: Parse, kit: Kit) -> None:
    head, yesterday = find_times(parse(f"{dateline}A missile was fired yesterday."), kit)
    assert (head.value, head.anchor, head.shift) == ("XXXX-09-13", None, "dateline 09-13")
    assert (yesterday.anchor, yesterday.shift) == (head.id, "day -1")


def test_a_month_and_day_in_the_story_are_no_dateline(parse: Parse, kit: Kit) -> None:
    landed, friday = find_times(parse("He landed on 13 September and left on Friday."), kit)
    assert (landed.shift, friday.anchor) == ("month-day 09-13 past", None)


@pytest.mark.parametrize(("published", "day"), [("2000-04-03", "2000-04-04"), ("2000-04-07", "2000-04-04")])
def test_one_name_is_one_day(published: str, day: str, parse: Parse, kit: Kit) -> None:
    text = "Envoys arrived on Tuesday. They will sign the deal on Tuesday, as last Tuesday."
    *both, last = find_times(parse(text, published=published), kit)
    assert {t.value for t in both} == {day}
    assert last.value < published


FIGURES = ["2023", "13", "13th", "10:42", "1990s", "3-5", "9/16/2023", "-", ",", "2023-09-16", "1.5"]
WORDS = st.sampled_from(sorted(load_time_words().single)[::3] + FIGURES)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(WORDS, min_size=1, max_size=12),
    published=st.none() | st.dates().map(date.isoformat),
)
def test_any_string_of_time_words(words: list[str], published: str | None, parse: Parse, kit: Kit) -> None:
    check(parse(" ".join(words), published=published), kit)


@pytest.mark.parametrize(
    "text", ["", " ", "\ud800 Monday", "“Monday", "0", "0000-00-00", "99/99/9999", "the the of of"]
)
def test_odd_texts(text: str, parse: Parse, kit: Kit) -> None:
    check(parse(text, published="2023-09-16"), kit)


def check(parsed: Parsed, kit: Kit) -> None:
    """Quotes match, times come in order and apart, days in order; the same answer twice."""
    found = find_times(parsed, kit)
    assert found == find_times(parsed, kit)
    assert [t.id for t in found] == [f"t{n}" for n in range(1, len(found) + 1)]
    assert all(a.span.stop <= b.span.start for a, b in pairwise(found))
    for timex in found:
        assert parsed.text[timex.span.start : timex.span.stop] == timex.quote
        assert timex.quote.strip()
        assert timex.type in TIMEX_TYPES
        assert timex.earliest is None or timex.latest is None or timex.earliest <= timex.latest
        assert timex.anchor in (None, "published", *(t.id for t in found))
