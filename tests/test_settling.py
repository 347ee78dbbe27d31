"""Settling: what an undated report says once its day, or the day of one of its times, is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.api import read
from sayso.dates.settling import settle
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.read import read_parsed
from sayso.reading.times.find import find_times
from sayso.records import Document, Event, EventTime, Reader, Reading, Timex
from sayso.report import from_report, to_report
from sayso.spans import Span
from tests.test_seed import founding_report

Parse = Callable[..., Parsed]

VOYAGE = """The admiral toured the yard on Saturday, the ministry said. He had reached the port on Wednesday. Two days
later he saw the docks, and on Saturday morning he left. He first came in July and will return next month."""
TRUCE = """The truce was signed late on Monday and took effect at 0600 GMT the following day. Last week both sides had
traded fire; earlier this month, on the 3rd, a depot blew up. Talks resume in Riga on Thursday, a week before Easter."""
YARD = """The keel was laid two years ago, in the spring of last year the hull was launched, and trials ended last
October. By year-end, in the fourth quarter, the ship will sail. Friday last week a crane fell; the weekend was calm.
For the last three weeks welders have struck. In May this year the first engine came."""
EARNINGS = """The firm lost $3 million in the quarter ended Sept. 30. A year earlier it earned $1 million. In the
latest quarter sales fell; in the 2008 period they rose. The talks of June 7-9 failed, as did the week of March 6."""
BLAST = """The blast tore through a market on Tuesday, and overnight two men were held. The day before the blast police
had been warned; a week after the blast a third man fled. Trials will begin in two weeks. The strike that ran from
Thursday to Sunday ended late in the day; a year ago Friday it had begun. Guards stood there all week."""
TEXTS = (VOYAGE, TRUCE, YARD, EARNINGS, BLAST)
WRITTEN = st.dates(date(1900, 1, 1), date(2100, 12, 31))
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def undated(text: str, parse: Parse, kit: Kit) -> Reading:
    parsed = parse(text)
    return Reading(Reader("", "", ""), parsed.document, times=find_times(parsed, kit))


def times_told_on(day: date, text: str, parse: Parse, kit: Kit) -> tuple[Timex, ...]:
    parsed = parse(text)
    return find_times(replace(parsed, document=replace(parsed.document, published=day.isoformat())), kit)


def days(times: tuple[Timex, ...]) -> list[tuple[str | None, ...]]:
    return [(t.quote, t.type, t.value, t.mod, t.earliest, t.latest) for t in times]


def by_words(reading: Reading) -> dict[str, tuple[str, str | None]]:
    return {t.quote: (t.value, t.anchor) for t in reading.times}


@pytest.mark.parametrize("text", TEXTS)
@SLOW
@given(day=WRITTEN)
def test_the_publication_day_settles_what_reading_with_it_tells(text: str, day: date, parse: Parse, kit: Kit) -> None:
    settled = settle(undated(text, parse, kit), published=day.isoformat())
    assert days(settled.times) == days(times_told_on(day, text, parse, kit))
    assert all(t.shift is None for t in settled.times if t.earliest)
    assert (settled.document.published, settled.document.published_from) == (day.isoformat(), "given")


@pytest.mark.parametrize("text", [TRUCE, YARD])
@SLOW
@given(day=WRITTEN, which=st.integers(0, 20))
def test_one_known_day_settles_nothing_wrongly(text: str, day: date, which: int, parse: Parse, kit: Kit) -> None:
    dated = times_told_on(day, text, parse, kit)
    known = [t for t in dated if t.earliest and t.earliest == t.latest]
    chosen = known[which % len(known)]
    settled = settle(undated(text, parse, kit), known={chosen.id: str(chosen.earliest)})
    assert not settled.problems
    assert all(days((a,)) == days((b,)) for a, b in zip(settled.times, dated, strict=True) if a.earliest)
    assert settled.times[int(chosen.id[1:]) - 1].earliest == chosen.earliest


def test_one_known_day_dates_the_rest(parse: Parse, kit: Kit) -> None:
    settled = settle(undated(VOYAGE, parse, kit), known={"t2": "2023-09-13"})
    assert by_words(settled) == {
        "Saturday": ("2023-09-16", "t2"),
        "Wednesday": ("2023-09-13", None),
        "Two days\nlater": ("2023-09-15", "t2"),
        "Saturday morning": ("2023-09-16TMO", "t2"),
        "July": ("2023-07", "t2"),
        "next month": ("2023-10", "t2"),
    }
    assert settled.times[0].rule == "weekday; settled from t2"
    assert settled.document.published is None


@pytest.mark.shared
@pytest.mark.parametrize("known", [{"t1": "2023-09-16"}, {"t5": "2023-09-13"}, {"t6": "2023-09-15"}])
def test_one_known_day_dates_the_founding_report(known: dict[str, str]) -> None:
    dated, undated_ = read(founding_report(), published="2023-09-16"), read(founding_report())
    settled = settle(undated_, known=known)
    assert days(settled.times) == days(dated.times)
    days_of = {e.id: e.time.earliest for e in dated.events if e.time and e.kind != "other"}
    assert {e.id: e.time.earliest for e in settled.events if e.time and e.id in days_of} == days_of


def test_what_the_known_day_leaves_open_stays_open(parse: Parse, kit: Kit) -> None:
    reading = undated("They met on Saturday. On Wednesday a ship sank. It rained yesterday.", parse, kit)
    saturday, wednesday, yesterday = settle(reading, known={"t1": "2023-09-16"}).times
    assert saturday.earliest == "2023-09-16"
    assert (wednesday.value, wednesday.shift) == ("XXXX-WXX-3", "weekday 3 past")  # the 13th, or the 20th
    assert yesterday.earliest is None


def test_two_known_days_settle_more(parse: Parse, kit: Kit) -> None:
    reading = undated("They met on Saturday. On Wednesday a ship sank. It rained yesterday.", parse, kit)
    assert settle(reading, known={"t1": "2023-09-16", "t3": "2023-09-18"}).times[1].value == "2023-09-13"


@pytest.mark.parametrize(
    "known", [{"t1": "2023-09-15"}, {"t1": "2023-09-16", "t2": "2023-09-11"}, {"t1": "2023-09-16", "t2": "2022-09-14"}]
)
def test_days_that_contradict_each_other_settle_nothing(known: dict[str, str], parse: Parse, kit: Kit) -> None:
    reading = undated(VOYAGE, parse, kit)
    settled = settle(reading, known=known)
    assert settled.times == reading.times
    assert "no day of writing fits 'Saturday'" in settled.problems[0].what


def test_a_date_of_the_text_that_another_day_contradicts(parse: Parse, kit: Kit) -> None:
    reading = undated("It sank on 5 May 2020.", parse, kit)
    assert settle(reading, known={"t1": "2020-05-06"}).problems
    assert not settle(reading, known={"t1": "2020-05-05"}).problems


def test_a_dateline_without_a_year(parse: Parse, kit: Kit) -> None:
    text = "PYONGYANG, Sept. 13 (Wire) - A missile was fired on Tuesday. Two days earlier a truck was seen."
    reading = undated(text, parse, kit)
    assert [(t.value, t.anchor) for t in reading.times] == [
        ("XXXX-09-13", None),
        ("XXXX-WXX-2", "t1"),
        ("XXXX-XX-XX", "t2"),
    ]
    settled = settle(reading, known={"t3": "2023-09-10"})
    assert [t.value for t in settled.times] == ["2023-09-13", "2023-09-12", "2023-09-10"]
    assert settle(reading, known={"t1": "2023-09-14"}).problems
    assert days(settle(reading, published="2023-09-14").times) == days(
        times_told_on(date(2023, 9, 14), text, parse, kit)
    )


def test_a_time_beside_something_untold_is_known_for_those_that_count_from_it(parse: Parse, kit: Kit) -> None:
    reading = undated("He left the day before the vote. Two days later he was seen in Oslo.", parse, kit)
    settled = settle(reading, known={"t1": "2023-09-16"})
    assert [(t.value, t.anchor) for t in settled.times] == [("2023-09-16", None), ("2023-09-18", "t1")]


def test_wrong_calls(parse: Parse, kit: Kit) -> None:
    reading = undated(VOYAGE, parse, kit)
    with pytest.raises(KeyError):
        settle(reading, known={"t99": "2023-09-16"})
    for call in ({"known": {"t1": "Saturday"}}, {"published": "soon"}, {"published": "9999-01-01"}):
        with pytest.raises(ValueError, match=r"date|Saturday"):
            settle(reading, **call)  # type: ignore[arg-type]


def test_nothing_known_settles_nothing(parse: Parse, kit: Kit) -> None:
    reading = undated(VOYAGE, parse, kit)
    assert settle(reading) == reading


# --- events --------------------------------------------------------------------------------------------------------

DAYS = {"t1": "weekday 1 past", "t2": "weekday 3 past"}


def reading_of(*told: EventTime) -> Reading:
    """A reading with Monday (t1), Wednesday (t2), the year 2011 (t3), and an event for each of the given times."""
    times = [
        Timex(id, Span(0, 1), "x", "DATE", f"XXXX-WXX-{2 * n + 1}", rule="weekday", shift=shift)
        for n, (id, shift) in enumerate(DAYS.items())
    ]
    year = Timex("t3", Span(0, 1), "2011", "DATE", "2011", earliest="2011-01-01", latest="2011-12-31")
    events = tuple(Event(f"v{n}", "visit", (Span(0, 1),), time=time) for n, time in enumerate(told))
    return Reading(Reader("", "", ""), Document("d", "v", "x"), times=(*times, year), events=events)


@pytest.mark.parametrize(
    ("times", "relation", "before", "after"),
    [
        (("t1",), "within", (None, None), ("2023-09-11", "2023-09-11")),
        (("t1",), "repeated", (None, None), ("2023-09-11", "2023-09-11")),
        (("t1", "t2"), "throughout", (None, None), ("2023-09-11", "2023-09-13")),
        (("t1",), "since", (None, None), ("2023-09-11", "2023-09-15")),
        (("t1",), "until", (None, None), (None, "2023-09-11")),
        (("t3",), "since", ("2011-01-01", None), ("2011-01-01", "2023-09-15")),
        (("t3",), "within", ("2011-01-01", "2011-12-31"), ("2011-01-01", "2011-12-31")),
        ((), None, (None, None), (None, None)),
    ],
)
def test_events_get_the_days_of_their_times(
    times: tuple[str, ...], relation: str | None, before: tuple[str | None, ...], after: tuple[str | None, ...]
) -> None:
    event = settle(reading_of(EventTime(times, relation, *before, "clause")), published="2023-09-15").events[0]
    assert event.time
    assert (event.time.earliest, event.time.latest) == after
    assert event.time.rule == ("clause" if before == after else "clause; settled from the publication date")


def test_since_stays_open_while_the_day_of_writing_is_open() -> None:
    reading = reading_of(EventTime(("t1",), "since", None, None, "clause"))
    told = settle(reading, known={"t1": "2023-09-11"}).events[0].time
    assert told
    assert (told.earliest, told.latest) == ("2023-09-11", None)


def test_a_whole_reading_is_settled(parse: Parse, kit: Kit) -> None:
    text = "The admiral visited the yard in Riga on Saturday. On Wednesday he met the minister in Oslo."
    settled = settle(read_parsed(parse(text), kit), published="2023-09-17")
    dated = read_parsed(parse(text, published="2023-09-17"), kit)
    assert [(e.kind, e.time and (e.time.earliest, e.time.latest)) for e in settled.events] == [
        (e.kind, e.time and (e.time.earliest, e.time.latest)) for e in dated.events
    ]


def test_reports_carry_a_shift_only_where_there_is_one(parse: Parse, kit: Kit) -> None:
    reading = read_parsed(parse("He came on Saturday, in 2011."), kit)
    saturday, year = to_report(reading)["times"]
    assert saturday["shift"] == "weekday 6 past"
    assert "shift" not in year
    assert from_report(to_report(reading)) == reading


@SLOW
@given(day=WRITTEN, other=st.integers(-40, 40))
def test_any_two_days(day: date, other: int, parse: Parse, kit: Kit) -> None:
    """Whatever is said to be known, days come in order and the known are kept or refused."""
    reading = undated(VOYAGE, parse, kit)
    known = {"t1": day.isoformat(), "t2": (day + timedelta(days=other)).isoformat()}
    settled = settle(reading, known=known)
    if settled.problems:
        assert settled.times == reading.times
    else:
        assert [t.earliest for t in settled.times[:2]] == list(known.values())
    assert all(t.earliest <= t.latest for t in settled.times if t.earliest and t.latest)
