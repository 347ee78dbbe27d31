"""How a time counts from another: steps that can be taken as soon as the day, or the period, it counts from is known.

A shift is a line of steps: "weekday 6 past", "unit W -1", "unit Y -1, in 07". It is what an undated text keeps of
"Saturday", "last week" and "July last year" (`Timex.shift`), and what a dated one is reckoned with. `look` is where the
verb or the word before it looks: past, present, future, last, this, next; left out where nothing tells.

| step | gives |
|---|---|
| day -1 | the day so many days away |
| night -1 | the night that begins on that day, and ends on the next |
| weekday 6 LOOK | the Monday (1) to Sunday (7) that it looks to |
| weekday 6 nearest | the Saturday that is nearest |
| nth 13 LOOK | the 13th of a month |
| month-day 09-13 LOOK | that day of the nearest year |
| dateline 09-13 | the same; it is the day of writing itself |
| days 06-07 06-09 LOOK | from one such day to another |
| month 7 LOOK, season SU LOOK, quarter 3 LOOK, holiday 12-25 LOOK | the one that it looks to |
| unit W -1, unit W 0 LOOK | the week so many weeks away; open from a month, which is coarser |
| later W 2 LOOK | the same, but weeks are counted in days |
| years -1 | the same quarter (month, day) of another year |
| of 1988 | the same quarter of that year |
| in 07, in 05-09, in Q3, in H1, in SU | that part of the year |
| part W 2, part D -1, part H 1 | that week (of seven days from the first), day or half of the month; -1 the last |
| weekend LOOK | the one at hand |
| last-day | of the period |
| ended Q 07-31 | the quarter (Y, M) that ended on that day |
| reach Y -5 | the five years up to the day |
"""

from __future__ import annotations

from collections.abc import Callable

from sayso.dates import calendar as c
from sayso.dates import steps as s

PAST, PRESENT, FUTURE = -1, 0, 1
LOOKS = {PAST: "past", PRESENT: "present", FUTURE: "future"}
ORDERS = {-1: "last", 0: "this", 1: "next"}
DATELINE = "dateline"


def step(name: str, *parts: str | int, tense: int | None = None, rel: int | None = None) -> str:
    """One step in words; what the word of order ("last") looks to goes before the tense."""
    look = LOOKS.get(tense, "") if tense is not None else ""
    if rel is not None:
        look = f"{ORDERS[rel]} {look}" if rel == 0 and look else ORDERS[rel]
    return " ".join(str(x) for x in (name, *parts, look) if x != "")


def steps(*all_: str) -> str:
    return ", ".join(all_)


def shifted(start: c.Period, shift: str) -> c.Period | None:
    """The period that the steps lead to; None where they lead nowhere (outside the calendar, finer than the start)."""
    here: c.Period | None = start
    for one in shift.split(", "):
        name, *parts = one.split()
        here = STEPS[name](here, *parts) if here is not None else None
    return here


def is_past(shift: str) -> bool:
    """Whether the text tells it of the past."""
    return shift.endswith(" past")


STEPS: dict[str, Callable[..., c.Period | None]] = {
    "day": s.to_day,
    "night": s.to_night,
    "weekday": s.to_weekday,
    "nth": s.to_nth,
    "month-day": s.to_month_day,
    DATELINE: s.to_month_day,
    "days": s.to_days,
    "holiday": s.to_holiday,
    "month": s.to_month,
    "season": s.to_season,
    "quarter": s.to_quarter,
    "in": s.to_part,
    "unit": s.to_unit,
    "later": s.to_later,
    "years": s.to_other_year,
    "of": s.to_quarter_of,
    "part": s.to_part_of_month,
    "weekend": s.to_weekend,
    "last-day": s.to_last_day,
    "ended": s.to_ended,
    "reach": s.to_reach,
}
