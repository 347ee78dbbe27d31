"""The timeline of one person, body or product: in which events of which texts it takes part, in order of days.

After the task "TimeLine: cross-document event ordering" (SemEval-2015 task 4, Minard et al.): a line is an event that
has the target for its doer or its object, with the words that tell it in all documents. What did not happen, is only
possible, or is a state that lasts and has no date, is left out. Everything comes from readings: nothing is parsed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sayso.gathering.target_mentions import Meant
from sayso.knowledge.desk_words import free_words
from sayso.knowledge.word_families import stem_of
from sayso.records import Event, EventTime, Reading
from sayso.spans import Span

NEWS = 7  # days before publication within which a dated event is the story's day
NOT_DATED = "XXXX-XX-XX"

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_WORD = re.compile(r"[\w'’-]+")
_GOES_ON = re.compile(r"(?:\b(?:and|but|or),? (?:\w+ly |also |then )?|, )$")

Same = Mapping[tuple[str, str], str]  # incident by document and event


@dataclass(frozen=True, slots=True)
class Target:
    """What a timeline is asked for: a name, the documents that may tell of it (none: all), and their collection."""

    name: str
    documents: frozenset[str] = frozenset()
    corpus: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """Words of one document that tell an event."""

    document: str
    span: Span
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    """One event of a timeline: its day, month or year ("2005-06-13", "2005-06", "2005", NOT_DATED), and who tells it.

    `why` says where the date is from.
    """

    date: str
    tellings: tuple[Telling, ...]
    why: str


def target_timeline(target: Target, readings: Iterable[Reading], same: Same) -> tuple[Line, ...]:
    """The events of a target in order of time; undated ones last. `same` tells which events are one incident."""
    chosen = (r for r in readings if not target.documents or r.document.id in target.documents)
    found: dict[str, list[_Found]] = defaultdict(list)
    for reading in chosen:
        for one in _found_in(reading, target.name):
            found[same.get((one.document, one.event), f"{one.document} {one.event}")].append(one)
    return tuple(sorted((line for group in found.values() for line in _lines(group)), key=_in_order))


def _lines(group: Sequence[_Found]) -> Iterator[Line]:
    """The lines of one incident: one, unless its texts give it days that exclude each other."""
    exact = max(sorted(one.own for one in group if one.own), key=len, default=None)
    by_date: dict[str, list[_Found]] = defaultdict(list)
    for one in group:
        by_date[exact if exact and _takes(one, exact) else one.date].append(one)
    for day, ones in by_date.items():
        why = next((one.why for one in ones if one.date == day), ones[0].why)
        yield Line(day, tuple(sorted({t for one in ones for t in one.tellings}, key=_place)), why)


def _takes(one: _Found, exact: str) -> bool:
    """Whether another text's date is more exact: a day of the same year, or any day for what has no date."""
    return exact.startswith(one.own) if one.own else len(exact) == len(NOT_DATED)


def _place(telling: Telling) -> tuple[str, Span]:
    return telling.document, telling.span


def _in_order(line: Line) -> tuple[bool, str, tuple[tuple[str, Span], ...]]:
    """A year comes before its months, a month before its days."""
    return line.date == NOT_DATED, line.date, tuple(_place(t) for t in line.tellings)


# --- one text ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """An event of one text that has the target in it; `own` is the date that its words give it."""

    document: str
    event: str
    tellings: tuple[Telling, ...]
    own: str | None
    date: str
    why: str


def _found_in(reading: Reading, name: str) -> Iterator[_Found]:
    meant = Meant(name, reading)
    if not meant.spans:
        return
    taking_part, day = _taking_part(reading, meant), None
    for event in reading.events:
        own = _own_day(event, reading)
        if _is_of_the_story(event, own, reading):
            day = own
        if event.id in taking_part and _counts(event, own, reading.document.text):
            tellings = tuple(_tellings(event, reading, meant))
            if tellings:
                yield _Found(reading.document.id, event.id, tellings, own, *_date(event, own, day, reading))


def _date(event: Event, own: str | None, day: str | None, reading: Reading) -> tuple[str, str]:
    """When an event was, as far as its text tells, and where that is from."""
    if own:
        return own, "its own words"
    if day and event.tense != "ongoing":
        return day, "the day of the story"
    published = reading.document.published
    return (published, "the day of the report") if published else (NOT_DATED, "nothing")


def _taking_part(reading: Reading, meant: Meant) -> frozenset[str]:
    """The events that have the target in them; a verb without a doer goes on with that of the verb before it."""
    found, before, doing = set(), None, False
    for event in reading.events:
        own_doer = any(p.role == "actor" for p in event.participants)
        does = meant.does(event) or (not own_doer and doing and before == event.sentence and _goes_on(event, reading))
        if does or meant.suffers(event):
            found.add(event.id)
        if own_doer or does or before != event.sentence:
            doing = does
        before = event.sentence
    return frozenset(found)


def _goes_on(event: Event, reading: Reading) -> bool:
    start = event.triggers[0].start
    return _GOES_ON.search(reading.document.text, max(event.sentence.start, start - 20), start) is not None


def _is_of_the_story(event: Event, own: str | None, reading: Reading) -> bool:
    """Whether an event is news of a known day, which what follows it goes on with."""
    published = reading.document.published
    if own is None or len(own) < len(published or NOT_DATED) or not published or event.tense != "past":
        return False
    if event.status != "happened":
        return False
    since = (date.fromisoformat(published[:10]) - date.fromisoformat(own)).days
    return 0 <= since <= NEWS and event.triggers[0].start >= reading.document.title_stop


def _counts(event: Event, own: str | None, text: str) -> bool:
    """Whether an event belongs on a timeline: it happened, or is planned for a known day, and is no mere state."""
    if event.factuality.endswith("-") or event.status in ("possible", "negated"):
        return False
    if own is not None:
        return True
    return event.tense not in ("ongoing", "future", "generic") and stem_of(event.triggers[0].of(text)) != "be"


def _tellings(event: Event, reading: Reading, meant: Meant) -> Iterator[Telling]:
    """The words of the text, not of its headline, that tell the event; further ones where the target stands by them."""
    document = reading.document
    for trigger in event.triggers:
        beside = len(event.triggers) == 1 or meant.is_named_beside(trigger)
        if trigger.start >= document.title_stop and beside:
            for span in _telling_words(trigger, document.text):
                yield Telling(document.id, span, span.of(document.text), event.sentence.of(document.text))


def _telling_words(trigger: Span, text: str) -> list[Span]:
    """The words of a trigger that tell something: "filed" and "lawsuit" of "filed a lawsuit"."""
    words = [Span(*m.span()) for m in _WORD.finditer(text, trigger.start, trigger.stop)]
    telling = [span for span in words if span.of(text).lower() not in free_words()]
    return telling if len(words) > 1 and telling else [trigger]


# --- days ----------------------------------------------------------------------------------------------------------


def _own_day(event: Event, reading: Reading) -> str | None:
    """The date that the words give, unless the tense excludes it: that of a plan which somebody [told], for example."""
    day, published = day_of(event.time, reading), reading.document.published
    if day is None or published is None:
        return day
    report = published[: len(day)]
    past_to_come = event.tense == "past" and day > report
    over = event.tense == "ongoing" and event.time is not None and event.time.relation == "within" and day < report
    return None if past_to_come or over else day


def day_of(time: EventTime | None, reading: Reading) -> str | None:
    """The day, month or year in which an event was, or since when it has been; None when the text does not tell."""
    if time is None:
        return None
    if time.relation == "since":
        value = next((t.value for t in reading.times if t.id in time.times), "")
        match = _DATE.match(value)
        return match[0] if match else time.earliest
    first, last = time.earliest, time.latest
    if first is None or last is None:
        return None
    return next((first[:size] for size in (10, 7, 4) if first[:size] == last[:size]), None)
