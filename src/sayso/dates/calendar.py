"""The calendar: stretches of days with their TIMEX3 values, and how to step from one to another. Pure arithmetic.

Values follow TIMEX3 (TimeML 1.2.1): 2023-09-16, 2023-W37, 2023-W37-WE, 2023-09, 2023-Q3, 2023-H2, 2023-SU, 2023,
202 (a decade), 20 (a century). Weeks run from Monday to Sunday; winter belongs to the year of its December.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

DAY, WEEK, WEEKEND, MONTH, QUARTER, HALF, SEASON = "D", "W", "WE", "M", "Q", "H", "SE"
YEAR, DECADE, CENTURY, MILLENNIUM = "Y", "DE", "CE", "ML"

FIRST_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
MONTHS_IN = {MONTH: 1, QUARTER: 3, HALF: 6, SEASON: 12}
YEARS_IN = {YEAR: 1, DECADE: 10, CENTURY: 100, MILLENNIUM: 1000}
OPEN = {  # the value of one of them without its date
    DAY: "XXXX-XX-XX", WEEK: "XXXX-WXX", WEEKEND: "XXXX-WXX-WE", MONTH: "XXXX-XX", QUARTER: "XXXX-QX",
    YEAR: "XXXX", DECADE: "XXXX", CENTURY: "XXXX", MILLENNIUM: "XXXX",
}  # fmt: skip
NEWS_YEARS = range(1450, 2151)  # a publication date outside these is a mistake, and anchors nothing
_FINENESS = (DAY, WEEKEND, WEEK, MONTH, QUARTER, SEASON, HALF, YEAR, DECADE, CENTURY, MILLENNIUM)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar: its unit, first and last day, and TIMEX3 value."""

    unit: str
    first: date
    last: date
    value: str

    @property
    def season(self) -> str:
        return self.value[-2:]


def day_of_report(published: str | None) -> date | None:
    """The day of an ISO date or instant; None for what is none, and for a year in which no report can have appeared."""
    try:
        day = date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
    return day if day and day.year in NEWS_YEARS else None


def day(moment: date) -> Period:
    return Period(DAY, moment, moment, moment.isoformat())


def day_of(year: int, month: int, number: int) -> Period | None:
    """A calendar day, None when there is no such day."""
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]):
        return None
    return day(date(year, month, number))


def week(moment: date) -> Period | None:
    monday = add_days(moment, -moment.weekday())
    sunday = add_days(moment, 6 - moment.weekday())
    if monday is None or sunday is None:
        return None
    year, number, _ = moment.isocalendar()
    return Period(WEEK, monday, sunday, f"{year:04}-W{number:02}")


def weekend(moment: date) -> Period | None:
    whole = week(moment)
    if whole is None:
        return None
    return Period(WEEKEND, whole.last - timedelta(days=1), whole.last, f"{whole.value}-WE")


def month(year: int, number: int) -> Period | None:
    found = _months(year, number, 1)
    return found and Period(MONTH, found[0], found[1], f"{year:04}-{number:02}")


def quarter(year: int, number: int) -> Period | None:
    found = _months(year, 3 * number - 2, 3)
    return found and Period(QUARTER, found[0], found[1], f"{year:04}-Q{number}")


def half(year: int, number: int) -> Period | None:
    found = _months(year, 6 * number - 5, 6)
    return found and Period(HALF, found[0], found[1], f"{year:04}-H{number}")


def season(year: int, name: str) -> Period | None:
    found = _months(year, FIRST_MONTH[name], 3)
    return found and Period(SEASON, found[0], found[1], f"{year:04}-{name}")


def year(number: int) -> Period | None:
    return _years(YEAR, number, 1, f"{number:04}")


def decade(number: int) -> Period | None:
    """The ten years that the year stands in (2023 gives 202)."""
    begin = number // 10 * 10
    return _years(DECADE, begin, 10, f"{begin // 10:03}")


def century(number: int) -> Period | None:
    """The hundred years that the year stands in (1998 gives 19), counted as people do: from 1900."""
    begin = number // 100 * 100
    return _years(CENTURY, begin, 100, f"{begin // 100:02}")


def millennium(number: int) -> Period | None:
    begin = number // 1000 * 1000
    return _years(MILLENNIUM, begin, 1000, f"{begin // 1000}")


def _months(year: int, first: int, count: int) -> tuple[date, date] | None:
    if not (1 <= first <= 12 and year >= MINYEAR and year + (first + count - 2) // 12 <= MAXYEAR):
        return None
    last_year, last = year + (first + count - 2) // 12, (first + count - 2) % 12 + 1
    return date(year, first, 1), date(last_year, last, monthrange(last_year, last)[1])


def _years(unit: str, begin: int, count: int, value: str) -> Period | None:
    first, last = max(begin, MINYEAR), begin + count - 1
    if not MINYEAR <= last <= MAXYEAR or first > last:
        return None
    return Period(unit, date(first, 1, 1), date(last, 12, 31), value)


def add_days(moment: date, count: int) -> date | None:
    """None outside the years 1 to 9999."""
    ordinal = moment.toordinal() + count
    return date.fromordinal(ordinal) if date.min.toordinal() <= ordinal <= date.max.toordinal() else None


def period_at(moment: date, unit: str) -> Period | None:
    """The period of a unit in which a day lies (SEASON: the meteorological one)."""
    if unit == DAY:
        return day(moment)
    if unit == SEASON:
        return _season_at(moment)
    if unit in (WEEK, WEEKEND):
        return week(moment) if unit == WEEK else weekend(moment)
    if unit == MONTH:
        return month(moment.year, moment.month)
    if unit == QUARTER:
        return quarter(moment.year, (moment.month + 2) // 3)
    if unit == HALF:
        return half(moment.year, 1 if moment.month < 7 else 2)
    if unit in _OF_YEARS:
        return _OF_YEARS[unit](moment.year)
    return None


_OF_YEARS = {YEAR: year, DECADE: decade, CENTURY: century, MILLENNIUM: millennium}


def _season_at(moment: date) -> Period | None:
    names = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
    begin = moment.month // 3 * 3 or 12
    return season(moment.year - (moment.month < 3), names[begin])


def shift(period: Period, count: int, unit: str | None = None) -> Period | None:
    """The period `count` units of its own kind later, or of the given unit ("a year later": a quarter)."""
    unit = unit or period.unit
    if unit == DAY or (unit in (WEEK, WEEKEND) and period.unit in (DAY, WEEK, WEEKEND)):
        moved = add_days(period.first, count * (1 if unit == DAY else 7))
        return period_at(moved, period.unit) if moved else None
    months = count * MONTHS_IN.get(unit, 12 * YEARS_IN.get(unit, 0))
    moved = add_months(period.first, months) if months or not count else None
    if moved is None:
        return None
    if period.unit == SEASON:
        return season(moved.year, period.season)
    return period_at(moved, period.unit)


def add_months(moment: date, count: int) -> date | None:
    """The same day `count` months later, or that month's last day where it has no such day."""
    years, index = divmod(moment.year * 12 + moment.month - 1 + count, 12)
    if not MINYEAR <= years <= MAXYEAR:
        return None
    return date(years, index + 1, min(moment.day, monthrange(years, index + 1)[1]))


def finer(one: str, other: str) -> bool:
    """Whether a unit is shorter than another."""
    return _FINENESS.index(one) < _FINENESS.index(other)


def third(period: Period, which: str) -> tuple[date, date]:
    """First and last day of the "early", "mid" or "late" (START, MID, END) part: ten days of a month; of a decade
    four years ("the early 1990s": 1990 to 1993; 1993 to 1996; 1996 to 1999).

    Other periods are returned whole: a report's "early 2020" has no agreed end.
    """
    first = period.first
    if period.unit == DECADE and which in _OF_DECADE:
        begin, end = _OF_DECADE[which]
        return date(first.year + begin, 1, 1), date(first.year + end, 12, 31)
    if period.unit != MONTH:
        return period.first, period.last
    bounds = {"START": (1, 10), "MID": (11, 20), "END": (21, period.last.day)}
    begin, end = bounds.get(which, (1, period.last.day))
    return first.replace(day=begin), first.replace(day=end)


_OF_DECADE = {"START": (0, 3), "MID": (3, 6), "END": (6, 9)}


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, number = divmod(h + el - 7 * m + 114, 31)
    return date(year, month, number + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth Monday (1) to Sunday (7) of a month; nth -1 is the last."""
    if nth < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Julian calendar on its day in ours (the algorithm of Meeus), for the years 1 to 9998."""
    d = (19 * (year % 19) + 15) % 30
    month, number = divmod(d + (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7 + 114, 31)
    return date(year, month, number + 1) + timedelta(days=year // 100 - year // 400 - 2)
