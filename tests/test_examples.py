"""The nine example pages and hostile strings: what must hold in every reading, and what each page tells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso import intake
from sayso.api import Reading, read_documents
from sayso.knowledge.status import status_of
from sayso.records import EQUIPMENT_CLASSES, FACTUALITIES, ROLES, STANCES, STATUSES, TENSES, Document
from sayso.report import from_report, report_line, to_report
from sayso.show.chronicle import to_text
from sayso.show.explain import explain
from sayso.show.rules import to_rules
from sayso.spans import Span
from tests.looking import claims_of, days_of, event_of, events_of, names, place_of, sources, time_words

FOLDER = Path(__file__).parents[1] / "examples" / "kim-in-russia"


@pytest.fixture(scope="module")
def pages() -> dict[str, Reading]:
    """The readings of the pages by the first character of their name."""
    documents = [d for d in intake.documents([FOLDER]) if isinstance(d, Document)]
    return {Path(r.document.file or "").name[0]: r for r in read_documents(documents)}


# --- what holds in every reading ---------------------------------------------------------------------------------


def records_in(value: object) -> Iterator[Any]:
    """Every record below a record."""
    if is_dataclass(value) and not isinstance(value, type):
        yield value
        for field in fields(value):
            yield from records_in(getattr(value, field.name))
    elif isinstance(value, tuple) and not isinstance(value, Span):
        for item in value:
            yield from records_in(item)


def spans_in(value: object) -> Iterator[Span]:
    """Every span below a record."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_in(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from spans_in(getattr(value, field.name))


def assert_sound(reading: Reading) -> None:
    assert not reading.problems or reading.problems == reading.document.problems
    assert_spans(reading)
    assert_references(reading)
    assert_values(reading)
    assert_json(reading)
    for shown in (to_text([reading], width=100), to_rules(reading), explain(reading)):
        shown.encode("utf-8")


def assert_spans(reading: Reading) -> None:
    text = reading.document.text
    for span in spans_in(reading):
        assert 0 <= span.start <= span.stop <= len(text)
    for record in records_in(reading):
        if hasattr(record, "quote") and hasattr(record, "span"):
            assert record.span.of(text) == record.quote
            assert record.quote.strip()


def assert_references(reading: Reading) -> None:
    lists = (reading.entities, reading.equipment, reading.places, reading.times, reading.attributions)
    ids = [record.id for found in (*lists, reading.events, reading.claims, reading.quantities) for record in found]
    assert len(ids) == len(set(ids))
    known = set(ids)
    for event in reading.events:
        refs = [p.ref for p in event.participants] + [event.place] + list(event.attributions)
        assert {r for r in refs if r} | set(event.time.times if event.time else ()) <= known
        assert claims_of(reading, event)
    for claim in reading.claims:
        assert {claim.event, *claim.chain} <= known
    for attribution in reading.attributions:
        assert {r for r in (attribution.source.entity, attribution.within) if r} <= known
    for time in reading.times:
        assert time.anchor in (None, "published") or time.anchor in known


def assert_values(reading: Reading) -> None:
    for event in reading.events:
        assert event.status == status_of(event.factuality, event.tense, event.outcome), event
        assert event.status in STATUSES
        assert event.factuality in FACTUALITIES
        assert event.tense in (None, *TENSES)
        assert event.triggers
        assert len(set(event.triggers)) == len(event.triggers)
        assert {p.role for p in event.participants} <= set(ROLES)
    assert {c.stance for c in reading.claims} <= set(STANCES)
    assert {q.class_ for q in reading.equipment} <= set(EQUIPMENT_CLASSES)


def assert_json(reading: Reading) -> None:
    line = report_line(to_report(reading))
    assert Reading.of(from_report(json.loads(line))) == reading
    line.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("page", "123456789")
def test_every_page_reads_soundly(pages: dict[str, Reading], page: str) -> None:
    assert_sound(pages[page])


PIECES = st.sampled_from(
    [
        "Kim Jong-un", " visited ", "Mr. ", "“", "”", '"', "'", "‘", " said", ", according to ", "RIA Novosti", ". ",
        "on Saturday", " the two leaders ", "Tu-160", "never ", "twice ", " launched a missile", "\u202e", "\x00",
        "é", "e\u0301", "😀", "\r\n", "\u00a0", "(", ")", "—", "denied that ", "would ", "2023-13-45", "$5bn", "\n\n",
        "!!!!", "Vladimir. V. ", "К", "i.e. ", "’s ", "\t", "#", "<b>", "since ", "31 February", "zero ", "-", "...",
        "in July", "\ud800",
    ]
)  # fmt: skip
HOSTILE = st.lists(PIECES | st.text(max_size=8), max_size=25).map("".join)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(HOSTILE, st.sampled_from([None, "2023-09-16"]))
def test_hostile_strings_read_soundly(text: str, published: str | None) -> None:
    assert_sound(next(read_documents([intake.from_text(text, published=published)])))


@pytest.mark.parametrize("text", ["", " \n ", "\ud800", "!" * 3000, "“" * 200, "a" * 5000, "Mr. " * 400, "\u202e" * 50])
def test_strange_texts_read_soundly(text: str) -> None:
    assert_sound(next(read_documents([intake.from_text(text)])))


# --- what the pages tell -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "published", "found_in", "publisher"),
    [
        ("1", "2023-09-11", "time-element", "The Coastal Gazette"),
        ("2", "2023-09-16", "json-ld", "Harbor Wire"),
        ("3", "2023-09-17", "meta", "Lowland Courier"),
        ("4", "2023-09-17", "dateline", "Rassvet State News Agency"),
        ("5", None, None, "The Northern Ledger"),
    ],
)
def test_what_the_page_says_about_itself(
    pages: dict[str, Reading], page: str, published: str | None, found_in: str | None, publisher: str
) -> None:
    document = pages[page].document
    assert (document.published, document.published_from, document.publisher) == (published, found_in, publisher)
    for furniture in ("Leave a Reply", "newsletter", "Invented example", "Copyright", "Related stories"):
        assert furniture not in document.text


def test_the_announcement_has_plans_and_no_happened_meeting_of_the_week(pages: dict[str, Reading]) -> None:
    reading = pages["1"]
    visit = events_of(reading, "visit", "visit")[0]
    assert (visit.status, names(visit, "actor")) == ("planned", {"Kim Jong-un"})
    meeting = event_of(reading, "meet", "meet")
    assert (meeting.status, days_of(meeting)) == ("planned", ("2023-09-13", "2023-09-13"))
    assert place_of(reading, meeting) == "Vostochny Cosmodrome"
    then = event_of(reading, "meet", "met")
    assert (then.status, place_of(reading, then)) == ("happened", "Vladivostok")
    assert days_of(then) == ("2019-04-01", "2019-04-30")


def test_the_announcement_warns_of_a_sale_in_the_officials_words(pages: dict[str, Reading]) -> None:
    reading = pages["1"]
    sale = event_of(reading, "transfer", "sell")
    assert sale.status == "possible"
    assert names(sale, "actor") == {"North Korea"}
    assert sources(reading, sale) == {"American officials"}


def test_the_wire_story_tells_the_week(pages: dict[str, Reading]) -> None:
    reading = pages["2"]
    inspected = event_of(reading, "visit", "inspected")
    assert days_of(inspected) == ("2023-09-16", "2023-09-16")
    assert any("bombers" in name for name in names(inspected, "equipment"))
    assert "Russia's defense ministry" in sources(reading, inspected)
    talks = event_of(reading, "meet", "talks")
    assert days_of(talks) == ("2023-09-13", "2023-09-13")
    assert place_of(reading, talks) == "Vostochny Cosmodrome"
    toured = event_of(reading, "visit", "toured")
    assert (days_of(toured), place_of(reading, toured)) == (("2023-09-15", "2023-09-15"), "Komsomolsk-on-Amur")


def test_the_wire_story_has_the_display_a_denial_and_two_failures(pages: dict[str, Reading]) -> None:
    reading = pages["2"]
    shown = event_of(reading, "display", "showed")
    assert {"Tu-160", "Tu-95MS", "Tu-22M3", "MiG-31", "Kinzhal"} <= names(shown, "equipment")
    deal = event_of(reading, "agree", "signed")
    assert deal.status == "negated"
    assert [(c.stance, c.factuality) for c in claims_of(reading, deal)] == [("denies", "CT-"), ("asserts", "Uu")]
    launches = [e for e in reading.events if e.kind == "launch" and e.status == "failed"]
    assert launches
    assert any(name for e in launches for name in names(e, "equipment") if "satellite" in name)


def test_the_copy_tells_the_same_under_a_later_date(pages: dict[str, Reading]) -> None:
    ours = {(e.kind, days_of(e), e.status) for e in pages["3"].events if e.kind != "other" and e.time}
    wires = {(e.kind, days_of(e), e.status) for e in pages["2"].events if e.kind != "other" and e.time}
    assert ours <= wires
    assert ("visit", ("2023-09-16", "2023-09-16"), "happened") in ours


def test_the_state_agency_shows_bombers_and_plans_a_farewell(pages: dict[str, Reading]) -> None:
    reading = pages["4"]
    presented = event_of(reading, "display", "presented")
    assert names(presented, "actor") == {"Sergei Shoigu"}
    assert {"Tu-160", "Tu-95MS", "Tu-22M3"} <= names(presented, "equipment")
    leaving = next(e for e in reading.events if e.kind == "visit" and days_of(e) == ("2023-09-17", "2023-09-17"))
    assert leaving.status == "planned"
    exercises = next(e for e in reading.events if e.kind == "exercise")
    assert exercises.status == "possible"


def test_the_sceptical_daily_keeps_its_saturday_open(pages: dict[str, Reading]) -> None:
    reading = pages["5"]
    inspected = event_of(reading, "visit", "inspected")
    assert days_of(inspected) == (None, None)
    assert any("Saturday" in words for words in time_words(reading, inspected))
    assert all(days_of(e) == (None, None) for e in reading.events)


def test_the_sceptical_daily_doubts_and_denies(pages: dict[str, Reading]) -> None:
    reading = pages["5"]
    handed = event_of(reading, "transfer", "handed")
    assert handed.status == "possible"
    assert "doubts" in {c.stance for c in claims_of(reading, handed)}
    sale = event_of(reading, "transfer", "sell")
    assert (sale.status, sources(reading, sale, "denies")) == ("negated", {"European diplomat"})
    supplied = event_of(reading, "transfer", "supplied")
    assert supplied.status == "possible"
    flown = [e for e in reading.events if e.kind == "test"]
    assert [e.status for e in flown] == ["negated"]
    assert "happened" not in {e.status for e in events_of(reading, "visit", "visit") if names(e, "actor") == {"Putin"}}
