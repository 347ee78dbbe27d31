"""A window on the map of the world (Mercator, WGS 84): what it shows, and where in it a place stands, in pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import asinh, atan, cos, degrees, pi, radians, sinh, tan

NORTHMOST = 84.0  # degrees; the poles lie beyond every Mercator map
LEAST = 0.012  # of the width of the world: the narrowest window
PADDING = 0.16  # of what is shown, around it
KM_OF_WORLD = 40_075.0  # of the equator

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Window:
    """From west to east, which lies beyond 180 degrees where the date line is inside; from south to north."""

    west: float
    south: float
    east: float
    north: float

    @property
    def written(self) -> str:
        """The window in an address."""
        return ",".join(f"{degree:.3f}".rstrip("0").rstrip(".") for degree in self.edges)

    @property
    def edges(self) -> tuple[float, float, float, float]:
        return self.west, self.south, self.east, self.north

    def holds(self, lon: float, lat: float) -> bool:
        return self.south <= lat <= self.north and self.west <= near(lon, (self.west + self.east) / 2) <= self.east


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawing of so many pixels of a part of the world; `x`, `y` is its middle, `scale` the pixels of the world."""

    x: float
    y: float
    scale: float
    width: int
    height: int

    @property
    def window(self) -> Window:
        half_x, half_y = self.width / 2 / self.scale, self.height / 2 / self.scale
        west = near(_degrees_east(self.x - half_x), 0)
        return Window(west, _north(self.y + half_y), west + 720 * half_x, _north(self.y - half_y))

    def place(self, lon: float, lat: float) -> Point:
        """Where a place stands, on the side of the world that is nearer to the middle."""
        x, y = east(lon), down(lat)
        x -= round(x - self.x)
        return (x - self.x) * self.scale + self.width / 2, (y - self.y) * self.scale + self.height / 2

    def position(self, x: float, y: float) -> Point:
        """Longitude and latitude of a pixel, in the round of the world that the drawing shows."""
        lon = _degrees_east(self.x + (x - self.width / 2) / self.scale)
        return lon, _north(self.y + (y - self.height / 2) / self.scale)

    def pixels(self, km: float, lat: float) -> float:
        """How many pixels so many kilometres take at a latitude."""
        return km / (KM_OF_WORLD * cos(radians(min(abs(lat), NORTHMOST)))) * self.scale

    def zoomed(self, factor: float) -> Sheet:
        """The same middle, `factor` times as large."""
        return _sheet(self.x, self.y, self.scale * factor, self.width, self.height)

    def moved(self, right: float, lower: float) -> Sheet:
        """The part of the world beside this one, by shares of its sides."""
        x, y = self.x + right * self.width / self.scale, self.y + lower * self.height / self.scale
        return _sheet(x % 1, y, self.scale, self.width, self.height)


def east(lon: float) -> float:
    """How far east of the date line, from 0 to 1."""
    return (lon + 180) / 360


def down(lat: float) -> float:
    """How far down on the map, from 0 (85 degrees north) to 1."""
    inside = radians(max(-NORTHMOST, min(NORTHMOST, lat)))
    return 0.5 - asinh(tan(inside)) / (2 * pi)


def _degrees_east(x: float) -> float:
    return x * 360 - 180


def _north(y: float) -> float:
    return degrees(atan(sinh((0.5 - y) * 2 * pi)))


def near(lon: float, middle: float) -> float:
    """A longitude, turned by whole rounds until it is as near as can be to another."""
    return lon - 360 * round((lon - middle) / 360)


def height_of(width: int) -> int:
    """How high a drawing of a width is."""
    return round(min(620, max(300, width * 0.6)))


def sheet_of(window: Window, width: int) -> Sheet:
    """The smallest drawing of a width that shows all of a window."""
    return _fitted((east(window.west), east(window.east)), (down(window.north), down(window.south)), width)


def sheet_around(positions: Sequence[tuple[float, float]], width: int) -> Sheet:
    """A drawing with all positions (longitude, latitude) and a rim; of the world when there are none."""
    if not positions:
        return _fitted((0.0, 1.0), (down(78), down(-58)), width)
    first, last = _turned(lon for lon, _ in positions)
    top, foot = down(max(lat for _, lat in positions)), down(min(lat for _, lat in positions))
    rim = max(last - first, foot - top, LEAST * 2) * PADDING
    return _fitted((first - rim, last + rim), (top - rim, foot + rim), width)


def sheet_near(lon: float, lat: float, km: float, width: int, height: int) -> Sheet:
    """A drawing with a place in its middle that is so many kilometres wide."""
    share = km / (KM_OF_WORLD * cos(radians(min(abs(lat), NORTHMOST))))
    return _sheet(east(lon) % 1, down(lat), width / share, width, height)


def _turned(longitudes: Iterable[float]) -> tuple[float, float]:
    """The shortest way east, in shares of the world, that passes all longitudes: it may cross the date line."""
    found = sorted({east(lon) % 1 for lon in longitudes})
    gap, start = max((after - before, after) for before, after in pairwise([*found, found[0] + 1]))
    return start, start + 1 - gap


def _fitted(across: tuple[float, float], along: tuple[float, float], width: int) -> Sheet:
    height = height_of(width)
    wide, high = max(across[1] - across[0], 1e-9), max(along[1] - along[0], 1e-9)
    return _sheet(sum(across) / 2 % 1, sum(along) / 2, min(width / wide, height / high), width, height)


def _sheet(x: float, y: float, scale: float, width: int, height: int) -> Sheet:
    """A drawing that is no wider than the world, no narrower than LEAST, and ends where the world does."""
    kept = max(width, min(scale, width / LEAST))
    half = height / 2 / kept
    return Sheet(x, max(half, min(1 - half, y)), kept, width, height)
