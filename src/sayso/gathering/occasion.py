"""Votes on when and where: whether two events can have been one occasion."""

from __future__ import annotations

from datetime import date
from math import asin, cos, radians, sin, sqrt

from sayso.gathering.compared import APART, Compared, Vote
from sayso.gathering.facts import Spot

CLOSE = 1.5  # days that both tell, within a week
ELSEWHERE = -6.0  # two places on the map
NOT_ON_MAP = -1.0  # two names, one of them unknown to the gazetteer
OTHER_WEEKDAY = -6.0
FAR_AWAY = -9.0  # on one and the same day
NEAR, FAR = 25.0, 200.0  # kilometres
DIAMETER = 12_742.0  # of the Earth, in kilometres
FINE = ("point", "populated place", "admin", None)


def when(one: Compared, other: Compared) -> Vote | None:
    if one.days and other.days:
        return _two_days(one.days, other.days)
    if one.days or other.days:
        dated, undated = (one, other) if one.days else (other, one)
        return _day_and_page(dated, undated)
    if one.published is None or other.published is None or one.facts.document == other.facts.document:
        return None
    gap = abs(one.published - other.published)
    return _by_gap(gap, "published")


def _two_days(one: tuple[int, int], other: tuple[int, int]) -> Vote:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    if first > last:
        return APART, "on other days"
    wide = max(one[1] - one[0], other[1] - other[0])
    weight = 2.5 if wide == 0 else CLOSE if wide <= 7 else 0.5
    if first == last:
        return weight, f"both on {_iso(first)}" if wide == 0 else f"both may be of {_iso(first)}"
    return weight, f"both between {_iso(first)} and {_iso(last)}"


def _day_and_page(dated: Compared, undated: Compared) -> Vote | None:
    """A dated event and one whose report gives no day: told within days of it, or before it happened."""
    if undated.published is None or dated.days is None:
        return None
    if dated.days[0] > undated.published and undated.facts.status != "planned":
        return APART, "told before it happened"
    return _by_gap(max(0, undated.published - dated.days[1]), "told")


def _by_gap(gap: int, what: str) -> Vote | None:
    if gap <= 2:
        return 1.0, f"{what} within {gap or 1} day{'s' if gap > 1 else ''}"
    if gap <= 14:
        return (0.3 if gap <= 5 else -0.5), f"{what} {gap} days apart"
    return (-1.5 if gap <= 60 else -3.0), f"{what} {gap} days apart"


def weekday(one: Compared, other: Compared) -> Vote | None:
    """The day of the week, where an undated text tells no more."""
    if not one.weekdays or not other.weekdays or (one.days and other.days):
        return None
    if one.weekdays & other.weekdays:
        return 1.0, "on the same day of the week"
    return APART if one.days or other.days else OTHER_WEEKDAY, "on another day of the week"


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def where(one: Compared, other: Compared) -> Vote | None:
    a, b = one.facts.place, other.facts.place
    if a is None or b is None:
        return None
    if a.precision == b.precision == "country" or not (_fine(a) and _fine(b)):
        return _in_one_country(a, b)
    if set(a.words) & set(b.words) or _contains(a, b) or _contains(b, a):
        return 2.0, f"both in {a.name}" if a.name == b.name else f"in {min(a.name, b.name)} and {max(a.name, b.name)}"
    apart = kilometres(a, b)
    if apart is None:
        return NOT_ON_MAP, "in {}, not {}".format(*sorted((a.name, b.name)))
    if apart <= NEAR:
        return 1.0, f"{min(a.name, b.name)} is near {max(a.name, b.name)}"
    weight = FAR_AWAY if apart > FAR and one.days and one.days == other.days else ELSEWHERE
    return weight, f"in {min(a.name, b.name)}, not {max(a.name, b.name)}"


def _fine(spot: Spot) -> bool:
    return spot.precision in FINE


def _in_one_country(a: Spot, b: Spot) -> Vote | None:
    if set(a.words) & set(b.words):
        return (0.5 if a.precision == "country" else 1.5), f"both in {a.name}"
    if a.country and b.country and a.country != b.country and "sea" not in (a.precision, b.precision):
        return ELSEWHERE, f"in {min(a.name, b.name)}, not {max(a.name, b.name)}"
    return (0.4, "in one country") if a.country and a.country == b.country else None


def _contains(whole: Spot, part: Spot) -> bool:
    return whole.name in part.within


def kilometres(a: Spot, b: Spot) -> float | None:
    """Great-circle distance."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    south, north = radians(a.lat), radians(b.lat)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(radians(b.lon - a.lon) / 2) ** 2
    return DIAMETER * asin(min(1.0, sqrt(half)))
