"""The calendar under the times: stretches of days, steps, holidays; and the table of words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.dates import calendar as c
from sayso.dates.steps import holiday_in
from sayso.knowledge.times import load_time_words
from sayso.reading.times.lengths import length_value
from sayso.reading.times.pattern import compiled

UNITS = st.sampled_from((c.DAY, c.WEEK, c.WEEKEND, c.MONTH, c.QUARTER, c.HALF, c.SEASON, c.YEAR, c.DECADE, c.CENTURY))
DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@given(DAYS, UNITS)
def test_a_period_holds_its_day(day: date, unit: str) -> None:
    period = c.period_at(day, unit)
    assert period is not None
    assert period.first <= day <= period.last or unit == c.WEEKEND
    assert c.period_at(period.first, unit) == period


@given(DAYS, UNITS, st.integers(-5, 5))
def test_a_step_can_be_taken_back(day: date, unit: str, count: int) -> None:
    period = c.period_at(day, unit)
    assert period is not None
    moved = c.shift(period, count)
    assert moved is not None
    assert c.shift(moved, -count) == period
    assert (moved.first > period.first) == (count > 0)


@given(DAYS, UNITS)
def test_the_next_period_begins_where_one_ends(day: date, unit: str) -> None:
    period = c.period_at(day, unit)
    following = period and c.shift(period, 1)
    assert period
    assert following
    if unit not in (c.WEEKEND, c.SEASON):  # a season is followed by that of the next year
        assert following.first == period.last + timedelta(days=1)


@given(st.dates(), UNITS, st.integers(-(10**6), 10**6))
def test_the_ends_of_time_give_none(day: date, unit: str, count: int) -> None:
    period = c.period_at(day, unit)
    moved = period and c.shift(period, count)
    assert moved is None or moved.first <= moved.last


@pytest.mark.parametrize(
    ("day", "unit", "value"),
    [
        (date(2023, 9, 16), c.WEEK, "2023-W37"),
        (date(2021, 1, 1), c.WEEK, "2020-W53"),
        (date(2023, 9, 16), c.WEEKEND, "2023-W37-WE"),
        (date(2023, 9, 16), c.QUARTER, "2023-Q3"),
        (date(2024, 1, 16), c.SEASON, "2023-WI"),
        (date(1998, 1, 1), c.DECADE, "199"),
        (date(1998, 1, 1), c.CENTURY, "19"),
    ],
)
def test_values(day: date, unit: str, value: str) -> None:
    period = c.period_at(day, unit)
    assert period
    assert period.value == value


def test_parts_of_a_month() -> None:
    february = c.month(2024, 2)
    assert february
    assert c.third(february, "START") == (date(2024, 2, 1), date(2024, 2, 10))
    assert c.third(february, "END") == (date(2024, 2, 21), date(2024, 2, 29))


@pytest.mark.parametrize(("part", "years"), [("START", (1990, 1993)), ("MID", (1993, 1996)), ("END", (1996, 1999))])
def test_parts_of_a_decade(part: str, years: tuple[int, int]) -> None:
    nineties = c.decade(1995)
    assert nineties
    assert tuple(day.year for day in c.third(nineties, part)) == years


@pytest.mark.parametrize(
    ("named", "year", "day"),
    [
        ("easter+0", 2024, date(2024, 3, 31)),
        ("easter-2", 2022, date(2022, 4, 15)),
        ("11-4-4", 2023, date(2023, 11, 23)),
        ("05-1--1", 2023, date(2023, 5, 29)),
        ("12-25", 2023, date(2023, 12, 25)),
        ("orthodox+0", 2019, date(2019, 4, 28)),
        ("orthodox+0", 2024, date(2024, 5, 5)),
        ("lunar-new-year", 2021, date(2021, 2, 12)),
        ("lunar-new-year", 2060, None),
    ],
)
def test_holidays(named: str, year: int, day: date | None) -> None:
    assert holiday_in(named, year) == day


def test_the_lunar_new_year_is_a_new_moon() -> None:
    month, known = 29.530588861, date(2000, 2, 5).toordinal()
    for year, named in load_time_words().moving["lunar-new-year"].items():
        day = date.fromisoformat(f"{year}-{named}")
        assert date(day.year, 1, 21) <= day <= date(day.year, 2, 20)
        moons = (day.toordinal() - known) / month
        assert abs(moons - round(moons)) * month < 1.5


def test_every_independence_day_is_a_day() -> None:
    assert all(holiday_in(named, 2023) for named in load_time_words().independence.values())


@pytest.mark.parametrize("named", sorted(value for _, value in load_time_words().single.values() if _ == "holiday"))
def test_every_holiday_has_a_day(named: str) -> None:
    assert holiday_in(named, 2023)


@pytest.mark.parametrize(
    ("number", "unit", "value"),
    [
        (5, "Y", "P5Y"),
        (2.5, "Y", "P2Y6M"),
        (1.5, "TM", "PT1M30S"),
        (0.5, "TH", "PT30M"),
        (0.5, "D", "PT12H"),
        (2, "DE", "P20Y"),
        (2, "2W", "P4W"),
        (None, "TH", "PTXH"),
        (None, "Y", "PXY"),
    ],
)
def test_lengths(number: float | None, unit: str, value: str) -> None:
    assert length_value(number, unit) == value


def test_patterns_begin_where_they_may() -> None:
    assert len(compiled("article? month dom").firsts) == 2


def test_the_table_has_the_kinds_of_words() -> None:
    words = load_time_words()
    assert words.single["sept."] == ("month", 9)
    assert words.phrases["the"]["day"][0][0] == ("before", "yesterday")
    assert words.has("appointed", "schedule")
    with pytest.raises(KeyError):
        words.has("no such list", "x")
