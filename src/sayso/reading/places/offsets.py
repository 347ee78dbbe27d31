"""Places told by distance and direction from another: "40 km northeast of Vladivostok"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sayso.knowledge.gazetteer import Feature
from sayso.knowledge.tables import rows
from sayso.reading.places.context import LOCAL, Group
from sayso.spans import Span

LONGEST = 90  # characters from the number to the anchor
FARTHEST_KM = 1000.0
SAME_COUNTRY_KM = 100.0  # farther out, or measured in nautical miles, the anchor's state is not the point's
EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Offset:
    """The words of a distance, a direction and their anchor, and where they lead; `bearing` in degrees from north."""

    span: Span
    anchor: Group
    place: Feature
    kilometres: float
    bearing: float
    at_sea: bool = False

    @property
    def country(self) -> str | None:
        """The anchor's state, where the point is likely to lie in it too."""
        return None if self.at_sea or self.kilometres > SAME_COUNTRY_KM else self.place.country

    @property
    def point(self) -> tuple[float, float]:
        """Latitude and longitude of the point, along a great circle."""
        return destination(self.place.lat, self.place.lon, self.kilometres, self.bearing)


def find_offsets(groups: list[Group], text: str) -> list[Offset]:
    """The places told by their distance and direction from a town or point of known place, in order of text."""
    found = [o for g in groups if g.chosen and g.chosen.kind in LOCAL and not g.is_part for o in _offsets(g, text)]
    return sorted(found, key=lambda o: o.span)


def _offsets(group: Group, text: str) -> Iterator[Offset]:
    for mention in group.mentions:
        start = mention.span.start
        if group.chosen is None or text[max(0, start - 5) : start].split()[-1:] not in _BEFORE:
            continue
        begin = max(0, start - LONGEST)
        match = _pattern().search(text[begin:start])
        distance = _distance(match) if match else None
        if match and distance is not None:
            span = Span(begin + match.start(), mention.span.stop)
            bearing, at_sea = _words("direction")[match["direction"].lower()], match["unit"].lower()[0] == "n"
            yield Offset(span, group, group.chosen, distance, bearing, at_sea)


def _distance(match: re.Match[str]) -> float | None:
    """Kilometres, None for what is no number or no distance within a region."""
    amount = match["amount"].lower()
    number = _words("number").get(amount)
    if number is None:
        digits = amount.replace(",", "")
        number = float(digits) if re.fullmatch(r"\d+(\.\d+)?", digits) else None
    if number is None:
        return None
    distance = number * _words("unit")[" ".join(match["unit"].lower().split())]
    return distance if 0 < distance <= FARTHEST_KM else None


def destination(lat: float, lon: float, kilometres: float, bearing: float) -> tuple[float, float]:
    """The point (degrees) at a distance and bearing from another on the sphere."""
    angle, course, north = kilometres / EARTH_RADIUS_KM, math.radians(bearing), math.radians(lat)
    there = math.asin(math.sin(north) * math.cos(angle) + math.cos(north) * math.sin(angle) * math.cos(course))
    east = math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(north), math.cos(angle) - math.sin(north) * math.sin(there)
    )
    return math.degrees(there), (lon + math.degrees(east) + 180) % 360 - 180


@cache
def _words(use: str) -> dict[str, float]:
    return {row["word"]: float(row["value"]) for row in rows("en/offset_words.csv") if row["use"] == use}


@cache
def _pattern() -> re.Pattern[str]:
    """A number, a unit, perhaps the same in brackets, a direction, "of" or "from", up to the anchor's name."""
    number, unit, direction = (_any(_words(use)) for use in ("number", "unit", "direction"))
    return re.compile(
        rf"(?<![\w.,-])(?P<amount>\d[\d,.]*|{number})(?:\s+|-)?(?P<unit>{unit})\b\.?(?:\s*[(\[][^()\[\]]{{1,30}}[)\]])?"
        rf",?\s+(?:away\s+)?(?:(?:due|to\s+the)\s+)?(?P<direction>{direction})\s+(?:of|from)\s+"
        r"(?:the\s+)?(?:(?:\w+\s+){0,2}(?:of|capital),?\s+)?$",
        re.IGNORECASE,
    )


def _any(words: dict[str, float]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


_BEFORE = (["of"], ["from"], ["the"], ["capital"], ["capital,"])
