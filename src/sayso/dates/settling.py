"""What an undated report's times mean once its day of writing, or the day of one of them, is known.

Each open time counts from the day of writing or from another time, and keeps how (`Timex.anchor`, `Timex.shift`). So
every day on which the report may have been written gives each of them a day; a known day leaves only those days of
writing that agree with it, and a time on which all of these agree is dated. Pure functions over records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sayso.dates import calendar as c
from sayso.dates.shift import DATELINE, is_past, shifted
from sayso.records import Event, EventTime, Problem, Reading, Timex

AROUND = 800  # days of writing to try on both sides of a known day, beyond the stretch that the expression goes back
FARTHEST = 40_000  # days; beyond these no report tells the days of its story
Days = Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Report:
    """The times of a report by id, the days known of some, and the day of publication, if it is given."""

    times: Mapping[str, Timex]
    known: Days
    published: date | None

    @property
    def grounds(self) -> str:
        return "the publication date" if self.published else " and ".join(self.known)

    def counts_from_writing(self, time: Timex) -> bool:
        if time.shift is None:
            return False
        above = self.times.get(time.anchor or "")
        return above is None or _is_dateline(above) or self.counts_from_writing(above)

    def period(self, time: Timex, written: date | None) -> c.Period | None:
        """The period of a time in a report written on that day; None where the text does not say."""
        if time.shift is None:
            return c.day(self.known[time.id]) if time.id in self.known else None
        above = self.times.get(time.anchor or "")
        if above is None or _is_dateline(above):
            start = c.day(written) if written else None
        else:
            start = self.period(above, written)
        return shifted(start, time.shift) if start else None


def settle(reading: Reading, *, published: str | None = None, known: Mapping[str, str] | None = None) -> Reading:
    """The reading with the times and events dated that a publication day, or known days of times (by id), settle.

    `published` dates them as reading the document with that date does. From days of times, a time is dated when every
    day of writing that agrees with all of them gives it the same days. Days that contradict each other date nothing
    and leave a problem. ValueError for what is no date, KeyError for an id that is no time of the reading.
    """
    times = {t.id: t for t in reading.times}
    days = {times[id].id: date.fromisoformat(day[:10]) for id, day in (known or {}).items()}
    given = c.day_of_report(published) if published else None
    if published and given is None:
        raise ValueError(f"no date of a report: {published!r}")
    report = Report(times, days, given)
    candidates = tuple(days_of_writing(report))
    if not candidates:
        return replace(reading, problems=(*reading.problems, Problem("times", _contradiction(report))))
    return _settled(reading, report, candidates)


def _contradiction(report: Report) -> str:
    said = " and ".join(f"{report.times[id].quote!r} {day.isoformat()}" for id, day in report.known.items())
    return f"no day of writing fits {said}"


# --- the day of writing --------------------------------------------------------------------------------------------


def days_of_writing(report: Report) -> Iterator[date | None]:
    """The days on which the report may have been written; only None where nothing known depends on it."""
    if any(not _may_be(report.times[id], day) for id, day in report.known.items()):
        return
    if report.published:
        yield report.published
        return
    telling = [id for id in report.known if report.counts_from_writing(report.times[id])]
    if not telling:
        yield None
        return
    around = _days_around(report, telling[0])
    agreeing = [d for d in around if all(_agrees(report, id, d) for id in telling) and _holds_together(report, d)]
    coherent = [d for d in agreeing if _tells_of_this_week(report, d)]
    yield from coherent or agreeing


def _may_be(time: Timex, day: date) -> bool:
    """Whether a time that the text dates itself may mean a day."""
    first, last = time.earliest, time.latest
    return (first is None or first <= day.isoformat()) and (last is None or day.isoformat() <= last)


def _days_around(report: Report, id: str) -> Iterator[date]:
    day = report.known[id]
    period = report.period(report.times[id], day)
    far = min(FARTHEST, AROUND + (abs((period.first - day).days) if period else 0))
    return (written for n in range(-far, far + 1) if (written := c.add_days(day, n)))


def _agrees(report: Report, id: str, written: date) -> bool:
    period = report.period(report.times[id], written)
    return period is not None and period.first <= report.known[id] <= period.last


def _holds_together(report: Report, written: date) -> bool:
    """Whether the dateline names that day, and what "two days later" tells as past was over by then."""
    for time in report.times.values():
        if _is_dateline(time):
            if time.value.removeprefix("XXXX-") != written.isoformat()[5:]:
                return False
        elif time.shift is not None and time.shift.startswith("later") and is_past(time.shift):
            period = report.period(time, written)
            if period is not None and period.unit == c.DAY and period.first >= written:
                return False
    return True


def _tells_of_this_week(report: Report, written: date) -> bool:
    """Whether "this week", told of the past, holds one of the days that the report tells."""
    week = next((t for t in report.times.values() if t.shift == "unit W 0 past"), None)
    span = report.period(week, written) if week else None
    told = (p for t in report.times.values() if t is not week and (p := report.period(t, written)) is not None)
    return span is None or any(p.unit == c.DAY and span.first <= p.first <= span.last for p in told)


def _is_dateline(time: Timex) -> bool:
    return time.shift is not None and time.shift.startswith(DATELINE)


# --- what it settles -----------------------------------------------------------------------------------------------


def _settled(reading: Reading, report: Report, candidates: tuple[date | None, ...]) -> Reading:
    written = candidates[0] if len(candidates) == 1 else None
    dated = {t.id: new for t in reading.times if (new := _dated(t, report, candidates)) is not None}
    times = {t.id: dated.get(t.id, t) for t in reading.times}
    events = tuple(_redated(e, times, set(dated), written, report.grounds) for e in reading.events)
    document = reading.document
    if report.published:
        document = replace(document, published=report.published.isoformat(), published_from="given")
    return replace(reading, document=document, times=tuple(times.values()), events=events)


def _dated(time: Timex, report: Report, candidates: tuple[date | None, ...]) -> Timex | None:
    """The time with the days on which all days of writing agree; None when they do not, or it needs none."""
    if time.earliest or time.latest or (time.shift is None and time.id not in report.known):
        return None
    periods = {report.period(time, written) for written in candidates}
    period = periods.pop() if len(periods) == 1 else None
    if period is None or (time.shift is None and not time.value.startswith(c.OPEN[c.DAY])):
        return None
    first, last = c.third(period, time.mod) if time.mod and time.type == "DATE" else (period.first, period.last)
    return replace(
        time,
        value=_value(time, period),
        earliest=first.isoformat(),
        latest=last.isoformat(),
        anchor=_anchor(time, report),
        rule=f"{time.rule}; settled from {report.grounds}",
        shift=None,
    )


def _value(time: Timex, period: c.Period) -> str:
    if time.type == "DURATION":
        return time.value
    clock = time.value.partition("T")[2] if time.type == "TIME" else ""
    return f"{period.value}T{clock}" if clock else period.value


def _anchor(time: Timex, report: Report) -> str | None:
    """What it counts from now: another time as before, the publication day, or the known time that told it."""
    above = report.times.get(time.anchor or "")
    if above is not None and not (report.published and _is_dateline(above)):
        return above.id
    if time.shift is None or time.id in report.known:
        return None
    return "published" if report.published else next(iter(report.known))


def _redated(event: Event, times: Mapping[str, Timex], dated: set[str], written: date | None, grounds: str) -> Event:
    """The event with the days of its times, when one of them has been dated or "since" has got its end."""
    told = event.time
    if told is None or not told.times:
        return event
    open_end = told.relation == "since" and told.latest is None and written is not None
    if not (open_end or dated.intersection(told.times)):
        return event
    return replace(event, time=_days_told(told, times, written, grounds))


def _days_told(told: EventTime, times: Mapping[str, Timex], written: date | None, grounds: str) -> EventTime:
    """An event's days by the relation to its times: up to the day of writing after "since", from the first to the
    last where there are several."""
    earliest, latest = times[told.times[0]].earliest, times[told.times[-1]].latest
    if told.relation == "since":
        latest = written.isoformat() if written else None
    elif told.relation == "until":
        earliest = None
    return replace(told, earliest=earliest, latest=latest, rule=f"{told.rule}; settled from {grounds}")
