"""What a person sees: rows with honest precision, tables, rules beneath the text, and the reasons of each value."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from sayso.export.days import show_days, show_time
from sayso.export.rows import Row, columns, rows_of
from sayso.export.tables import to_csv, to_markdown
from sayso.records import (
    Attribution,
    Claim,
    Cut,
    Document,
    Entity,
    Event,
    EventTime,
    Evidence,
    Failure,
    Mention,
    Participant,
    Place,
    Problem,
    Reader,
    Reading,
    Source,
    Timex,
)
from sayso.show.chronicle import to_text, with_what
from sayso.show.closing import report_lines
from sayso.show.explain import explain
from sayso.show.rules import to_rules
from sayso.spans import Span

TEXT = "The marshal visited Norfjord on Friday, the harbour agency said."


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def a_reading(*, dated: bool = True, precision: str = "populated place", status: str = "happened") -> Reading:
    day = "2024-05-03" if dated else None
    return Reading(
        reader=Reader("0", "model", "digest"),
        document=Document(id="d", version="v", text=TEXT, published="2024-05-06" if dated else None),
        entities=(Entity("e1", "person", "the marshal", mentions=(Mention(span_of("marshal"), "marshal", "name"),)),),
        places=(Place("p1", "Norfjord", "NO", 1.0, 2.0, precision, ("Norland",), "g:1", (span_of("Norfjord"),)),),
        times=(Timex("t1", span_of("Friday"), "Friday", "DATE", day or "XXXX-WXX-5", None, None, day, day),),
        attributions=(
            Attribution(
                "a1",
                Source(None, "the harbour agency", "official", span_of("the harbour agency")),
                span_of("said"),
                (Span(0, 38),),
            ),
        ),
        events=(
            Event(
                "v1",
                "visit",
                (span_of("visited"),),
                (Participant("actor", "e1", "marshal", span_of("marshal"), "marshal", "subject"),),
                "p1",
                EventTime(("t1",), "within", day, day, "same clause"),
                "past",
                attributions=("a1",),
                status=status,
                sentence=Span(0, len(TEXT)),
                rule="visit.visit.0",
            ),
        ),
        claims=(
            Claim("c1", "v1", ("a1",), "asserts", "CT+", status, (), (Evidence("v", Span(0, 5), "The m"),)),
            Claim("c2", "v1", (), "denies", "CT-", "negated"),
        ),
        problems=(Problem("places", "one place is unknown"),),
    )


@pytest.mark.parametrize(
    ("earliest", "latest", "shown"),
    [
        ("2023-09-16", "2023-09-16", "2023-09-16"),
        ("2023-07-01", "2023-07-31", "July 2023"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2011-01-01", "2011-12-31", "2011"),
        ("1990-01-01", "1999-12-31", "1990 to 1999"),
        ("2023-06-01", "2023-08-31", "June to August 2023"),
        ("2022-12-01", "2023-02-28", "December 2022 to February 2023"),
        ("2023-09-11", "2023-09-17", "2023-09-11 to 2023-09-17"),
    ],
)
def test_days_are_shown_at_the_precision_of_the_text(earliest: str, latest: str, shown: str) -> None:
    assert show_days(earliest, latest) == shown


def test_an_undated_weekday_is_shown_as_its_words() -> None:
    reading = a_reading(dated=False)
    assert show_time(reading.events[0].time, reading.times) == "“Friday” (date unknown)"


def test_a_row_tells_who_vouches_and_who_denies() -> None:
    row = rows_of(a_reading())[0]
    assert (row.who, row.when, row.where) == ("marshal", "2024-05-03", "Norfjord, NO")
    assert row.according_to.startswith("the harbour agency; denied by")
    assert row.certainty == "● happened"


def test_a_country_is_never_shown_as_a_place_in_it() -> None:
    assert rows_of(a_reading(precision="country"))[0].where == "Norfjord (country only)"


def test_csv_reads_back_and_neutralises_formulas() -> None:
    row = Row(*["=1+1" if name == "who" else name for name in columns()])
    back = list(csv.DictReader(io.StringIO(to_csv([row]))))
    assert back[0]["who"] == "'=1+1"
    assert set(back[0]) == set(columns())


def test_markdown_cells_cannot_break_the_table() -> None:
    row = Row(*["a|b\n<i>" for _ in columns()])
    lines = to_markdown([row]).splitlines()
    assert len(lines) == 3
    assert lines[2].replace("\\|", "").count("|") == 10


def test_the_chronicle_shows_statuses_as_words_and_what_could_not_be_done() -> None:
    shown = to_text([a_reading(status="planned")], [Failure("x.bin", "intake", "binary", "no text in it")])
    assert "▷ planned" in shown
    assert "one place is unknown" in shown
    assert "Not read\n  !  x.bin: no text in it (binary)" in shown


def test_open_dates_are_told() -> None:
    assert "1 date stays open" in to_text([a_reading(dated=False)])
    assert "stays open" not in to_text([a_reading()])


def test_nothing_found_is_said() -> None:
    empty = Reading(Reader("0", "m", "d"), Document(id="d", version="v", text=""))
    assert to_text([empty]).startswith("No events found.\n")


def test_a_wide_chronicle_has_one_line_an_event_a_narrow_one_two() -> None:
    wide, narrow = (to_text([a_reading()], width=w).splitlines() for w in (160, 80))
    assert wide[0].split()[:2] == ["when", "who"]
    assert all(words in wide[1] for words in ("visited", "the harbour agency", "● happened"))
    assert narrow[0] == "2024-05-03  marshal · visit: visited · in Norfjord, NO"
    assert narrow[1].strip().startswith("● happened, according to the harbour agency; denied by")


def test_several_reports_are_numbered() -> None:
    other = replace(a_reading(), document=replace(a_reading().document, id="e", title="Second"))
    shown = to_text([a_reading(), other], width=80)
    assert "[1]" in shown
    assert "[2]  2024-05-06" in shown


def test_equipment_that_is_the_target_is_told_once() -> None:
    row = replace(rows_of(a_reading())[0], whom="bombers", equipment="bombers, Tu-160")
    assert with_what(row) == "Tu-160"


def test_names_cannot_steer_a_terminal() -> None:
    hostile = replace(a_reading().entities[0], name="evil\x1b]0;x\x07\u202e")
    reading = replace(a_reading(), entities=(hostile,))
    shown = to_text([reading]) + to_rules(reading) + explain(reading)
    assert "evil\ufffd" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_a_report_says_how_it_is_dated_and_what_was_left_out() -> None:
    document = replace(
        a_reading().document, publisher="The Fjord Post", published_from="meta", cuts=(Cut("share line", "Share this"),)
    )
    line = report_lines([replace(a_reading(), document=document)])[0][1]
    assert line == "The Fjord Post · 2024-05-06 (from the page's metadata) · left out: share line"


def test_rules_stand_under_their_words() -> None:
    lines = to_rules(a_reading()).splitlines()
    assert lines[1] == TEXT
    assert lines[0] == "v1 visit ● happened, according to the harbour agency; denied by the report itself"
    for label, words in (("visit", "visited"), ("place", "Norfjord"), ("time", "Friday"), ("cue", "said")):
        line = next(line for line in lines[2:] if label in line)
        assert line.index(label) == TEXT.index(words)


def test_explain_names_rule_and_cue_of_every_value() -> None:
    shown = explain(a_reading())
    assert "“visit” in knowledge/en/frames/visit.toml" in shown
    for words in ("frame visit.visit.0", "slot subject", "same clause; within", "“said”, asserts", "● happened", "CT+"):
        assert words in shown
