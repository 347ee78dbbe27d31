"""The day a report was published, as pages, texts and addresses write it; never a copyright year, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sayso.records import Problem

EARLIEST_YEAR = 1600  # the first newspapers
_EPOCH = date(1970, 1, 1)  # what a machine writes when it knows no date
_SLACK = timedelta(days=2)  # time zones, and tomorrow's paper
_ZONES = timedelta(days=1)  # two clocks can write one instant on two days

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[6-9]|20)\d\d"
_FULL = (
    rf"{_WEEKDAY}?(?:{_MONTH}\s+{_DAY},?\s+{_YEAR}|{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}"
    rf"|{_YEAR}-[01]\d-[0-3]\d|[0-3]?\d[./][0-3]?\d[./]{_YEAR})"
)
_ZONE = r"\(?(?:gmt|utc|[a-z]{2,4}t|msk|kst|jst)\b\)?|[+-]\d\d:?\d\d"
_CLOCK = (  # possessive: one word can be a preposition and a zone ("at", "AT"), and many of them have endless readings
    rf"(?:[,|·•@–—-]|\s|at\b|\d?\d[:.]\d\d(?::\d\d)?|\d{{4}}|[ap]\.?m\b\.?|hours|hrs|o'clock|{_ZONE})*+"
)
_LABEL = (
    r"(?:(?:first\s+|last\s+)?(?:published|posted|updated|modified|issued|released|date|filed|on"
    r"|for immediate release)\b[\s:,–—-]*(?:on\s+|at\s+)?)"
)
_BYLINE = rf"(?:(?:written\s+|reported\s+)?by[\s:]+(?P<name>[^\d\n]{{2,70}}?)[\s,|·•–—-]+{_LABEL}?)"
_TOWN = r"(?:[A-Z][\w'’.-]+(?:[ /-][A-Z][\w'’.-]+){0,3},\s+)"

_ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|\s*(\d{4})(\d{2})(\d{2})(?:T\d+Z?)?\s*$")
_WRITTEN = re.compile(
    rf"\b(?P<month1>{_MONTH})\s*(?P<day1>{_DAY})\b,?\s*(?P<year1>\d{{4}})\b"
    rf"|\b(?P<day2>{_DAY})[\s-](?:of\s+)?(?P<month2>{_MONTH})[\s-]?,?\s*(?P<year2>\d{{4}})\b",
    re.I,
)
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})([./])(\d{1,2})\2(\d{4})(?!\d)")
_DATE_LINE = re.compile(
    rf"\W*(?:{_LABEL}|(?i:{_BYLINE})|(?-i:{_TOWN}))?(?P<date>{_FULL})(?:{_CLOCK})(?:{_LABEL}{_FULL}{_CLOCK})?\W*", re.I
)
_CAPITALS = (  # a hyphen before a capital only parts two words: were it a letter too, there were endless ways to match
    r"[A-Z][A-Z'’.-](?:[A-Z'’.]|-(?=['’.]))*(?:[ ,/-]+[A-Z](?:[\w'’.]|-(?=[^\WA-Z]|['’.]))*)*-*"
)
_PLACE = rf"(?:{_CAPITALS}|[A-Z][\w'’.-]++(?: [A-Z][\w'’.-]++){{0,3}} ?,(?:\s[A-Z]\w+,)?)\s*,?\s+"
_AGENCY = r"\([^()\n]{2,40}\)|/[^/\n]{2,40}/"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})?\(?(?P<date>(?i:{_FULL}))[.,]?\)?\s*(?P<agency>{_AGENCY})?\.?\s*(?P<dash>[–—-]+|:)?\s"
)
_IN_ADDRESS = re.compile(
    rf"[/_-]({_YEAR})[/_-](?:(\d{{1,2}})|({_MONTH}))[/_-](\d{{1,2}})(?=[/_.?#-]|$)"
    r"|[/_-]((?:19|20)\d\d)([01]\d)([0-3]\d)(?=[/_.?#-]|$)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Published:
    """The day as an ISO date, and how it was found (records.PUBLISHED_FROM)."""

    day: str
    found: str


def parse_day(text: str) -> date | None:
    """The day that a date stamp names: ISO 8601, RFC 2822 or written out in English; None when it is not plain.

    A clock time or zone after it is left out: the day is the publisher's own. "05/06/2023" could be two days: None.
    """
    found = _ISO.match(text)
    if found:
        return _day(*(found.group(1, 2, 3) if found[1] else found.group(4, 5, 6)))
    written = _WRITTEN.search(text)
    if written:
        which = "1" if written["month1"] else "2"
        month = _month(written[f"month{which}"])
        return _day(written[f"year{which}"], str(month), re.sub(r"\D", "", written[f"day{which}"]))
    return _slashed(text)


def doubt(day: date, today: date) -> str | None:
    """Why a publication day cannot be right, None when it can."""
    if day > today + _SLACK:
        return f"{day.isoformat()} lies in the future"
    if day.year < EARLIEST_YEAR:
        return f"{day.isoformat()} is before the first newspapers"
    return f"{day.isoformat()} is a machine's zero" if day == _EPOCH else None


def accept(stamp: str, found: str, today: date) -> tuple[Published | None, tuple[Problem, ...]]:
    """The day of a date stamp when it is plain and possible, else what was wrong with it."""
    day = parse_day(stamp)
    if day is None:
        return None, (Problem("intake", f"no day in the date {stamp.strip()[:60]!r} ({found})"),)
    wrong = doubt(day, today)
    if wrong:
        return None, (Problem("intake", f"date not believed: {wrong} ({found})"),)
    return Published(day.isoformat(), found), ()


def first_accepted(
    stamps: Iterable[tuple[str | None, str]], today: date
) -> tuple[Published | None, tuple[Problem, ...]]:
    """The first of (date stamp, how it was found) that is plain and possible; what was wrong with those before it, and
    which of those after it disagree by more than a time zone can explain."""
    told = [(stamp, found) for stamp, found in stamps if stamp and stamp.strip()]
    doubts: tuple[Problem, ...] = ()
    for n, (stamp, found) in enumerate(told, start=1):
        published, wrong = accept(stamp, found, today)
        doubts += wrong
        if published:
            return published, (*doubts, *_disagreeing(published, told[n:], today))
    return None, doubts


def _disagreeing(published: Published, others: Iterable[tuple[str, str]], today: date) -> Iterator[Problem]:
    taken = date.fromisoformat(published.day)
    for stamp, found in others:
        other = parse_day(stamp)
        if other and not doubt(other, today) and abs(other - taken) > _ZONES:
            what = f"dates disagree: {published.day} ({published.found}) is taken, {other.isoformat()} ({found}) is not"
            yield Problem("intake", what)


def date_line(line: str) -> str | None:
    """The date in a line that says nothing else ("Published: Thursday, January 24, 2019, 10:32 GMT"), or None."""
    found = _DATE_LINE.fullmatch(line.strip()) if len(line) < 160 else None
    return found["date"] if found else None


def dated_byline(line: str) -> str | None:
    """The names in a line that says nothing but them and a date ("By Jane Doe, 14 September 2023"), or None."""
    found = _DATE_LINE.fullmatch(line.strip()) if len(line) < 160 else None
    return found["name"] if found else None


def dateline(paragraph: str) -> str | None:
    """The full date in the dateline that opens a first paragraph ("PYONGYANG, Sept. 13, 2023 (Wire) - "), or None."""
    found = _DATELINE.match(paragraph[:200].lstrip())
    if not found or not (found["dash"] or found["agency"]) or not (found["place"] or found["agency"]):
        return None
    return found["date"]


def stamp_in_address(url: str | None) -> str | None:
    """The day in an address as an ISO date, or None."""
    day = day_in_address(url or "")
    return day.isoformat() if day else None


def day_in_address(url: str) -> date | None:
    """The day in an address such as /2023/09/16/, /2023/sep/16/ or /20230916/, or None."""
    found = _IN_ADDRESS.search(url.split("?")[0])
    if not found:
        return None
    if found[5]:
        return _day(found[5], found[6], found[7])
    return _day(found[1], found[2] or str(_month(found[3])), found[4])


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _slashed(text: str) -> date | None:
    found = _SLASHED.search(text)
    if not found:
        return None
    first, mark, second, year = found.groups()
    if mark == "." or int(first) > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if int(second) > 12 else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
