"""Dates of undated reports: the exact day that another report gives the same happening fixes the times of theirs.

Gathering itself runs on what the texts say, so that the order of arrival never matters; dating comes after it and is
a lens: what it settles is never a ground for gathering, nor for dating another report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sayso.dates.settling import Report, days_of_writing, settle
from sayso.gathering.compared import Compared
from sayso.gathering.likeness import Likeness, likeness
from sayso.records import Event, Reading, Timex

FIRM = 5.5  # how alike two tellings are at least when the day of one dates the other
FAR_APART = 31  # days between the first and the last day of writing of which something is told
KEPT = 3  # supports that are told for one time


@dataclass(frozen=True, slots=True)
class Support:
    """A telling that gives an exact day (ISO) to what an undated report tells: `event` here is `by` there.

    The ids are those of events in a chronicle; `time` is the id of the time within the undated reading.
    """

    event: str
    time: str
    day: str
    by: str
    document: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Settled:
    """What the supports settle of an undated report: the days of its events by their ids within the reading.

    `written` are the first and the last day on which it can have been written, None when that stays wide open;
    `problem` says why nothing is settled.
    """

    supports: tuple[Support, ...]
    days: dict[str, tuple[str | None, str | None]]
    written: tuple[str, str] | None = None
    problem: str | None = None


def supports_of(reading: Reading, event: Compared, others: Iterable[Compared]) -> Iterator[Support]:
    """The tellings among `others` that date an event of an undated reading, the most alike first.

    Each is of another document, gives one exact day as its own text tells it, is firmly alike, and its day fits what
    the undated text says of it: the day of the week, or the day of a month.
    """
    time = _telling_time(reading, event.facts.event)
    if time is None:
        return
    found = ((likeness(event, o), o) for o in others if _fits(time, o) and o.facts.document != event.facts.document)
    firm = sorted((-how.score, o.facts.id, how, o) for how, o in found if how.score >= FIRM)
    for _, by, how, other in firm[:KEPT]:
        yield Support(event.facts.id, time.id, str(other.facts.earliest), by, other.facts.document, how)


def settled(reading: Reading, supports: Sequence[Support]) -> Settled:
    """What supports settle of a reading; nothing when they contradict each other, and then `problem` says so."""
    if problem := _contradiction(reading, supports):
        return Settled(tuple(supports), {}, problem=problem)
    known = {s.time: s.day for s in supports}
    new = settle(reading, known=known)
    if len(new.problems) > len(reading.problems):
        return Settled(tuple(supports), {}, problem=new.problems[-1].what)
    days = {e.id: days for before, e in zip(reading.events, new.events, strict=True) if (days := _new(before, e))}
    return Settled(tuple(supports), days, _written(reading, known))


def _telling_time(reading: Reading, local: str) -> Timex | None:
    """The one time of an event when it is a day of the week or of a month that nothing dates yet."""
    event = next(e for e in reading.events if e.id == local)
    if event.time is None or len(event.time.times) != 1 or event.time.relation not in (None, "within"):
        return None
    time = next((t for t in reading.times if t.id == event.time.times[0]), None)
    if time is None or time.earliest or time.latest or not (_weekday(time) or _day_of_month(time)):
        return None
    return time


def _weekday(time: Timex) -> int | None:
    """Monday is 1."""
    value = time.value
    return int(value[9]) if value.startswith("XXXX-W") and value[9:10].isdigit() else None


def _day_of_month(time: Timex) -> str | None:
    """ "09-13"."""
    month, _, day = time.value[5:10].partition("-")
    return f"{month}-{day}" if time.value.startswith("XXXX-") and month.isdigit() and day.isdigit() else None


def _fits(time: Timex, other: Compared) -> bool:
    """Whether another telling gives one exact day, on which this time can be."""
    if other.days is None or other.days[0] != other.days[1] or other.facts.relation not in (None, "within"):
        return False
    day = date.fromordinal(other.days[0])
    return day.isoweekday() == _weekday(time) or day.isoformat()[5:] == _day_of_month(time)


def _contradiction(reading: Reading, supports: Iterable[Support]) -> str | None:
    days: dict[str, set[str]] = {}
    for support in supports:
        days.setdefault(support.time, set()).add(support.day)
    for time in reading.times:
        if len(days.get(time.id, ())) > 1:
            return f"{time.quote!r} would be " + " and ".join(sorted(days[time.id]))
    return None


def _new(before: Event, after: Event) -> tuple[str | None, str | None] | None:
    """The days that an event has now and had not before."""
    if after.time is None or after.time == before.time:
        return None
    return after.time.earliest, after.time.latest


def _written(reading: Reading, known: dict[str, str]) -> tuple[str, str] | None:
    """The days between which the report was written, when they are close together."""
    days = {time: date.fromisoformat(day) for time, day in known.items()}
    found = [d for d in days_of_writing(Report({t.id: t for t in reading.times}, days, None)) if d]
    if not found or (max(found) - min(found)).days > FAR_APART:
        return None
    return min(found).isoformat(), max(found).isoformat()
