"""Publication days: what is a date, a date line, a dateline, a day in an address - and what is none."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.intake.dates import accept, date_line, dateline, day_in_address, first_accepted, parse_day
from sayso.intake.header import byline

TODAY = date(2024, 6, 1)
MONTHS = "January February March April May June July August September October November December"


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2019-01-24", "2019-01-24"),
        ("2019-01-24T23:59:00-08:00", "2019-01-24"),
        ("20190124T101500Z", "2019-01-24"),
        ("Thu, 24 Jan 2019 10:00:00 GMT", "2019-01-24"),
        ("Jan. 24, 2019", "2019-01-24"),
        ("24th of January 2019", "2019-01-24"),
        ("24.1.2019", "2019-01-24"),
        ("24/01/2019 10:15", "2019-01-24"),
        ("01/24/2019", "2019-01-24"),
        ("02/01/2019", None),
        ("2019-13-45", None),
        ("2019-01", None),
        ("© 2019", None),
        ("Thursday", None),
        ("", None),
    ],
)
def test_stamps(stamp: str, day: str | None) -> None:
    found = parse_day(stamp)
    assert (found.isoformat() if found else None) == day


@given(st.dates())
def test_every_day_in_every_way_of_writing(day: date) -> None:
    month = MONTHS.split()[day.month - 1]
    for stamp in (
        day.isoformat(),
        f"{month} {day.day}, {day.year:04}",
        f"{day.day} {month[:3]}. {day.year:04}",
        f"{day.day}.{day.month}.{day.year:04}",
    ):
        assert parse_day(stamp) == day


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("Thursday, January 24, 2019", "Thursday, January 24, 2019"),
        ("Published: 24 January 2019, 10:32 GMT", "24 January 2019"),
        ("By A. Sample | Jan 24, 2019", "Jan 24, 2019"),
        ("Oslo, January 24, 2019", "January 24, 2019"),
        ("© 2019 The Test Courier", None),
        ("Ministers recall the vote of January 24, 2019", None),
        ("January 24, 2019 was a cold day in Oslo", None),
        ("Oslo", None),
    ],
)
def test_date_lines(line: str, stamp: str | None) -> None:
    found = date_line(line)
    assert (found and parse_day(found)) == (stamp and parse_day(stamp))


@pytest.mark.parametrize(
    ("paragraph", "found"),
    [
        ("OSLO, Jan. 24, 2019 (Wire) - Ministers met.", True),
        ("OSLO, January 24, 2019. /Wire/. Ministers met.", True),
        ("Oslo, Norway, 24 January 2019 – Ministers met.", True),
        ("January 24, 2019 (Test Wire) — Ministers met.", True),
        ("OSLO, Jan. 24 (Wire) - Ministers met.", False),
        ("On January 24, 2019 - a Thursday - ministers met.", False),
        ("In Oslo on January 24, 2019, ministers met.", False),
        ("OSLO (Wire) - Ministers met on January 24, 2019.", False),
    ],
)
def test_datelines(paragraph: str, found: bool) -> None:
    stamp = dateline(paragraph)
    assert (stamp is not None and parse_day(stamp) == date(2019, 1, 24)) == found


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2019/01/24/ministers", date(2019, 1, 24)),
        ("https://a.example/world/2019/jan/24/ministers", date(2019, 1, 24)),
        ("https://a.example/ministers-20190124.html", date(2019, 1, 24)),
        ("https://a.example/2019-01-24-ministers", date(2019, 1, 24)),
        ("https://a.example/2019/01/ministers", None),
        ("https://a.example/story-12345678", None),
        ("https://a.example/x?day=2019/01/24/", None),
    ],
)
def test_addresses(url: str, day: date | None) -> None:
    assert day_in_address(url) == day


def test_impossible_days_are_told() -> None:
    for stamp in ("9999-12-31", "2024-06-09", "0001-01-01", "1970-01-01"):
        published, problems = accept(stamp, "meta", TODAY)
        assert published is None
        assert stamp in problems[0].what
    assert accept("2024-06-02", "meta", TODAY)[0] is not None


def test_the_most_trusted_date_is_taken_and_others_that_disagree_are_told() -> None:
    stamps = (("9999-01-01", "json-ld"), ("2024-05-14", "meta"), ("2024-05-15T01:00:00+09:00", "time-element"))
    published, problems = first_accepted((*stamps, (None, "dateline"), ("2021-05-14", "url")), TODAY)
    assert (published.day, published.found) == ("2024-05-14", "meta")
    assert [p.what for p in problems] == [
        "date not believed: 9999-01-01 lies in the future (json-ld)",
        "dates disagree: 2024-05-14 (meta) is taken, 2021-05-14 (url) is not",
    ]


def test_no_date_is_no_date() -> None:
    assert first_accepted(((None, "json-ld"), ("  ", "meta"), ("soon", "url")), TODAY)[0] is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Jane Doe, 14 September 2023", "Jane Doe"),
        ("BY JANE DOE 14/09/2023", "JANE DOE"),
        ("By Jane van der Doe, 2023-09-14", "Jane van der Doe"),
        ("By Jane Doe, Fjordhaven Post, 14 September 2023", "Jane Doe, Fjordhaven Post"),
        ("By May Sample, 14 May 2023", "May Sample"),
        ("By Sunday Sample, Sunday, 14 May 2023", "Sunday Sample"),
        ("By JANE DOE, Staff Writer | Published: September 14, 2023 at 10:00 am", "JANE DOE, Staff Writer"),
        ("By Jane Doe, last updated on 14 September 2023", "Jane Doe"),
        ("Written by Jane Doe on September 14, 2023", "Jane Doe"),
        ("By: Jane Doe - 14 September 2023", "Jane Doe"),
        ("Published: 14 September 2023", None),
    ],
)
def test_the_name_in_a_line_with_a_date_is_whole(line: str, name: str | None) -> None:
    assert (byline(line), date_line(line) is not None) == (name, True)


@pytest.mark.parametrize("words", ["at", "atat", "at at ", "10:32", "(gmt)", "- "])
def test_a_clock_without_end_is_read_at_once(words: str) -> None:
    began = process_time()
    assert date_line(f"14 September 2023 {words * (130 // len(words))} §x") is None
    assert process_time() - began < 0.5
