"""The single steps of a shift (`shift`): from a period to another. Pure arithmetic of the calendar.

Each takes the period it starts from and the words of its step; `look` is where the verb or the word before it looks.
None where the step leads out of the calendar, or to nothing that it could name.
"""

from __future__ import annotations

from datetime import date

from sayso.dates import calendar as c
from sayso.knowledge.times import load_time_words

MONTHS_AHEAD = 2  # a month that no verb dates lies ahead when it is as near as this

# --- days ----------------------------------------------------------------------------------------------------------


def to_day(start: c.Period, count: str) -> c.Period | None:
    moved = c.add_days(start.first, int(count))
    return c.day(moved) if moved else None


def to_night(start: c.Period, count: str) -> c.Period | None:
    eve = to_day(start, count)
    morning = c.add_days(eve.first, 1) if eve else None
    return c.Period(c.DAY, eve.first, morning, eve.value) if eve and morning else None


def to_weekday(start: c.Period, number: str, *look: str) -> c.Period | None:
    found = weekday_by(int(number), start.first, *look)
    return c.day(found) if found else None


def weekday_by(number: int, today: date, *look: str) -> date | None:
    """The Monday (1) to Sunday (7) before, in or after the week of a day."""
    back, ahead = (today.isoweekday() - number) % 7, (number - today.isoweekday()) % 7
    away = ahead if "future" in look or ("nearest" in look and ahead < back) else -back
    if look[:1] == ("this",) and "past" not in look:
        away = number - today.isoweekday()
    elif look[:1] == ("last",):
        away = -(back or 7)
    elif look[:1] == ("next",):
        away = ahead or 7
    return c.add_days(today, away)


def to_nth(start: c.Period, number: str, *look: str) -> c.Period | None:
    today, sign = start.first, _sign(*look)
    months = [moved for n in (-1, 0, 1) if (moved := c.add_months(today, n))]
    found = [p for d in months if (p := c.day_of(d.year, d.month, int(number)))]
    fitting = [p for p in found if (p.first > today) - (p.first < today) in (0, sign)]
    return _nearest(fitting or found, today, *look)


def to_month_day(start: c.Period, named: str, *look: str) -> c.Period | None:
    """The day of the year that suits the tense and lies nearest."""
    month, number = (int(x) for x in named.split("-"))
    today = start.first
    return _nearest([p for y in (-1, 0, 1) if (p := c.day_of(today.year + y, month, number))], today, *look)


def to_days(start: c.Period, one: str, other: str, *look: str) -> c.Period | None:
    return stretch(to_month_day(start, one, *look), to_month_day(start, other, *look))


def stretch(first: c.Period | None, last: c.Period | None) -> c.Period | None:
    """All from the first to the last period; None when they are not in order."""
    if first is None or last is None or last.first <= first.first:
        return None
    return c.Period(first.unit, first.first, last.last, f"{first.value}/{last.value}")


def to_holiday(start: c.Period, named: str, *look: str) -> c.Period | None:
    today = start.first
    found = [c.day(d) for away in (-1, 0, 1) if (d := holiday_in(named, today.year + away))]
    return _nearest(found, today, *look)


def holiday_in(named: str, year: int) -> date | None:
    """The day of a holiday in a year: "12-25", "11-4-4" (the fourth Thursday of November), "easter-2", "orthodox+0".

    None for a feast of the moon in a year that the table of its days does not have.
    """
    if not date.min.year < year < date.max.year:
        return None
    if named.startswith("easter"):
        return c.add_days(c.easter(year), int(named.removeprefix("easter")))
    if named.startswith("orthodox"):
        return c.add_days(c.orthodox_easter(year), int(named.removeprefix("orthodox")))
    moving = load_time_words().moving.get(named)
    if moving is not None:
        return date.fromisoformat(f"{year}-{moving[str(year)]}") if str(year) in moving else None
    month, day, *nth = named.split("-", 2)
    if nth:
        return c.nth_weekday(year, int(month), int(day), int(nth[0]))
    return date(year, int(month), int(day))


def _nearest(found: list[c.Period], today: date, *look: str) -> c.Period | None:
    """The nearest day, those against the tense counted six times as far."""
    sign = _sign(*look)

    def distance(period: c.Period) -> int:
        days = (period.first - today).days
        return abs(days) * (6 if days * sign < 0 else 1)

    return min(found, key=distance, default=None)


def _sign(*look: str) -> int:
    """-1 where it looks back, 1 where it looks ahead, else 0."""
    return -1 if {"past", "last"} & set(look) else 1 if {"future", "next"} & set(look) else 0


# --- months, seasons, quarters -------------------------------------------------------------------------------------


def to_month(start: c.Period, named: str, *look: str) -> c.Period | None:
    number, today = int(named), start.first
    if look[:1] == ("this",):
        return c.month(today.year, number)
    if look[:1] == ("last",):
        return c.month(today.year - (number >= today.month), number)
    if look[:1] == ("next",):
        return c.month(today.year + (number <= today.month), number)
    if "future" in look or (not look and 0 < (number - today.month) % 12 <= MONTHS_AHEAD):
        return c.month(today.year + (number < today.month), number)
    return c.month(today.year - (number > today.month), number)


def to_season(start: c.Period, name: str, *look: str) -> c.Period | None:
    today = start.first
    found = [p for away in range(-2, 3) if (p := c.season(today.year + away, name))]
    begun = [p for p in found if p.first <= today]
    unended = [p for p in found if p.last >= today]
    if look[:1] == ("last",):
        return next((p for p in reversed(found) if p.last < today), None)
    if not begun or not unended:
        return None
    if not look or look == ("present",):
        return min((begun[-1], unended[0]), key=lambda p: abs((p.first - today).days))
    ahead = look[0] == "next" or look == ("future",) or (look[0] == "this" and "past" not in look)
    return unended[0] if ahead else begun[-1]


def to_quarter(start: c.Period, named: str, *look: str) -> c.Period | None:
    """The nearest quarter of that number: begun already unless the verb looks ahead."""
    number, today = int(named), start.first
    this = (today.month + 2) // 3
    if "future" in look:
        return c.quarter(today.year + (number < this - 1), number)
    return c.quarter(today.year - (number > this), number)


def to_part(start: c.Period, part: str) -> c.Period | None:
    year = start.first.year
    if part[0] in "QH":
        return (c.quarter if part[0] == "Q" else c.half)(year, int(part[1]))
    if part.isalpha():
        return c.season(year, part)
    month, _, day = part.partition("-")
    return c.day_of(year, int(month), int(day)) if day else c.month(year, int(month))


def to_part_of_month(start: c.Period, unit: str, number: str) -> c.Period | None:
    """A day, a week (seven days from the first, or the last seven) or a half of a month, under the month's value."""
    whole = (start.last - start.first).days + 1
    length = {c.DAY: 1, c.WEEK: 7}.get(unit, 15)
    begin = (int(number) - 1) * length if int(number) > 0 else 15 if unit == c.HALF else whole - length
    stop = whole if unit == c.HALF and begin else min(begin + length, whole)
    first, last = c.add_days(start.first, begin), c.add_days(start.first, stop - 1)
    if first is None or last is None or first > last:
        return None
    return c.day(first) if unit == c.DAY else c.Period(c.MONTH, first, last, start.value)


# --- so many units away --------------------------------------------------------------------------------------------


def to_unit(start: c.Period, unit: str, count: str, *look: str) -> c.Period | None:
    if unit != start.unit and c.finer(unit, start.unit):
        return None
    present = c.period_at(start.first, unit)
    return present and c.shift(present, int(count))


def to_later(start: c.Period, unit: str, count: str, *look: str) -> c.Period | None:
    number = int(count)
    if unit == c.WEEK:
        unit, number = c.DAY, 7 * number
    if unit == c.DAY and start.unit == c.WEEK:
        return c.shift(start, number, c.DAY)
    return to_unit(start, unit, str(number))


def to_other_year(start: c.Period, count: str) -> c.Period | None:
    whole = c.quarter(int(start.value[:4]), int(start.value[-1])) if start.unit == c.QUARTER else start
    return whole and c.shift(whole, int(count), c.YEAR)


def to_quarter_of(start: c.Period, year: str) -> c.Period | None:
    return c.quarter(int(year), int(start.value[-1]))


def to_weekend(start: c.Period, *look: str) -> c.Period | None:
    """The weekend of the week; of the last one when it lies ahead and the verb looks back."""
    present = c.weekend(start.first)
    return c.shift(present, -1) if present and start.first < present.first and "past" in look else present


def to_last_day(start: c.Period) -> c.Period | None:
    return c.day(start.last)


# --- up to a day ---------------------------------------------------------------------------------------------------


def to_ended(start: c.Period, unit: str, named: str) -> c.Period | None:
    """The three months (year, month) before a day; a quarter goes under the one that it shares most with."""
    last = to_month_day(start, named, "past")
    begin = c.add_months(last.first, {c.QUARTER: -3, c.YEAR: -12}.get(unit, -1)) if last else None
    first, near = (c.add_days(begin, n) if begin else None for n in (1, 45))
    under = c.period_at(near, c.QUARTER) if near else None
    return c.Period(unit, first, last.first, under.value) if last and first and under else None


def to_reach(start: c.Period, unit: str, count: str) -> c.Period | None:
    today, number = start.first, int(count)
    if unit in (c.DAY, c.WEEK, c.WEEKEND):
        far = c.add_days(today, number * (1 if unit == c.DAY else 7))
    else:
        far = c.add_months(today, number * {c.YEAR: 12, c.QUARTER: 3}.get(unit, 1))
    return c.Period(unit, min(far, today), max(far, today), "") if far else None
