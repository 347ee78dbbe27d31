"""Land and borders of the world (Natural Earth, 1:50m, public domain); borders that are disputed stand by themselves.

The atlas is TopoJSON: lines that two countries share are there once, so that a border is a line with two owners.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from sayso.knowledge.nations import load_nations
from sayso.knowledge.tables import parts, rows
from sayso.web.templating import ASSETS

ATLAS = "vendor/countries-50m.json"
WHOLE = {"south": -90, "west": -180, "north": 90, "east": 180}

Position = tuple[float, float]  # longitude, latitude in degrees
Line = tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class State:
    """The rings of a state or territory by its ISO 3166-1 code; holes are rings too."""

    code: str
    rings: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Land as polygons of rings, the outer one first, which may go on beyond 180 degrees; borders as lines."""

    land: tuple[tuple[Line, ...], ...]
    borders: tuple[Line, ...]
    disputed: tuple[Line, ...]
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A part of the border between two countries of the atlas, as far as it lies in a box."""

    ends: frozenset[str]
    south: float
    west: float
    north: float
    east: float

    def holds(self, position: Position) -> bool:
        return self.west <= position[0] <= self.east and self.south <= position[1] <= self.north


@cache
def world() -> World:
    """The world, read once."""
    atlas = json.loads((ASSETS / ATLAS).read_text("utf-8"))
    arcs = _arcs(atlas)
    land = [polygon for shape in atlas["objects"]["land"]["geometries"] for polygon in _polygons(shape)]
    borders, disputed = _borders(atlas, arcs)
    rings = tuple(tuple(_ring(ring, arcs) for ring in polygon) for polygon in land)
    return World(rings, tuple(borders), (*disputed, *_own_lines()), tuple(_states(atlas, arcs)))


def _arcs(atlas: dict[str, Any]) -> list[Line]:
    """The lines in degrees; in the file each point is told by its distance from the one before."""
    (scale_x, scale_y), (left, foot) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    found = []
    for arc in atlas["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * scale_x + left, y * scale_y + foot))
        found.append(tuple(line))
    return found


def _polygons(shape: dict[str, Any]) -> list[list[list[int]]]:
    """The polygons of a shape as rings of numbers of lines."""
    return [shape["arcs"]] if shape["type"] == "Polygon" else list(shape.get("arcs", []))


def _ring(numbers: Iterable[int], arcs: Sequence[Line]) -> Line:
    """The lines of a ring one behind the other; ~n stands for line n backwards."""
    found: list[Position] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        found.extend(line[1:] if found else line)
    return tuple(_unbroken(found))


def _unbroken(ring: Sequence[Position]) -> list[Position]:
    """A ring that goes on beyond 180 degrees where it crosses the date line; around a pole it is closed there."""
    found, turn = [ring[0]], 0
    for (before, _), (lon, lat) in pairwise(ring):
        turn += 360 * ((lon - before < -180) - (lon - before > 180))
        found.append((lon + turn, lat))
    if turn:
        pole = 90.0 if ring[0][1] > 0 else -90.0
        found += [(found[-1][0], pole), (found[0][0], pole), found[0]]
    return found


def _states(atlas: dict[str, Any], arcs: Sequence[Line]) -> Iterator[State]:
    """The states that have a code; the atlas draws a few parts of the world by themselves that have none."""
    codes = {row["atlas"]: row["code"] for row in rows("maps/atlas_names.csv")}
    for shape in atlas["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        if code := codes.get(name) or load_nations().code(name):
            yield State(code, tuple(_ring(ring, arcs) for polygon in _polygons(shape) for ring in polygon))


def _borders(atlas: dict[str, Any], arcs: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines that two countries share: those that nobody disputes, and those that somebody does."""
    owners: dict[int, set[str]] = defaultdict(set)
    for shape in atlas["objects"]["countries"]["geometries"]:
        for number in (n for polygon in _polygons(shape) for ring in polygon for n in ring):
            owners[number if number >= 0 else ~number].add(shape["properties"]["name"])
    disputes = disputes_of_atlas()
    agreed: list[Line] = []
    disputed: list[Line] = []
    for number, ends in owners.items():
        if len(ends) == 2:
            here = [dispute for dispute in disputes if dispute.ends == ends]
            parts_of = _parted(arcs[number], here) if here else [(arcs[number], False)]
            for line, is_disputed in parts_of:
                (disputed if is_disputed else agreed).append(line)
    return agreed, disputed


def _parted(line: Line, disputes: Sequence[Dispute]) -> Iterator[tuple[Line, bool]]:
    """A line in pieces, each with whether it is disputed."""
    kept: list[Position] = [line[0]]
    before = False
    for one, other in pairwise(line):
        is_disputed = any(dispute.holds(one) and dispute.holds(other) for dispute in disputes)
        if is_disputed != before and len(kept) > 1:
            yield tuple(kept), before
            kept = [one]
        before = is_disputed
        kept.append(other)
    yield tuple(kept), before


@cache
def disputes_of_atlas() -> tuple[Dispute, ...]:
    """The disputed borders between countries of the atlas, from `disputed_borders.csv`; no box: all of a border."""
    bordering = (row for row in rows("maps/disputed_borders.csv") if row["one"])
    return tuple(
        Dispute(frozenset((row["one"], row["other"])), *(float(row[side] or most) for side, most in WHOLE.items()))
        for row in bordering
    )


def _own_lines() -> Iterator[Line]:
    """Disputed lines that are no border in the atlas."""
    for row in rows("maps/disputed_borders.csv"):
        if row["line"]:
            pairs = (point.split() for point in parts(row["line"]))
            yield tuple((float(lon), float(lat)) for lon, lat in pairs)
