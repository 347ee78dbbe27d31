"""A network as a drawing: parties that have much to do with each other stand close, always in the same places.

The places are found by forces between the parties (Fruchterman and Reingold 1991), from a spiral in order of size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, log2, pi, sin, sqrt

from sayso.chronicle.views.network import Network, Party, Tie
from sayso.web.charts.labels import Box, Named, Point, labels_of

MOST, MOST_TIES = 60, 240  # parties and ties that are drawn
ROUNDS = 90
EDGE = 26  # pixels that stay free at the rim
FEW_TIES = 90  # up to which names also keep off the lines
GOLDEN = pi * (3 - sqrt(5))
LOOP = 7  # pixels by which a tie bends, so that the way back is seen beside it


@dataclass(frozen=True, slots=True)
class Dot:
    """One party; `label` is empty where there is no room for its name."""

    party: Party
    x: float
    y: float
    radius: float
    label: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    """One tie, bent to one side: from (x1, y1) over (bend_x, bend_y) to (x2, y2)."""

    tie: Tie
    x1: float
    y1: float
    bend_x: float
    bend_y: float
    x2: float
    y2: float
    weight: float


@dataclass(frozen=True, slots=True)
class Graph:
    """A drawing, what it leaves out, and how many names have no room."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    parties_left_out: int
    ties_left_out: int
    unnamed: int


def graph_of(network: Network, width: int) -> Graph:
    """The parties with the most incidents and the ties between them, in a drawing that is so many pixels wide."""
    kept = list(network.parties.values())[:MOST]
    shown = {party.key for party in kept}
    ties = [tie for tie in network.ties if tie.one in shown and tie.other in shown][:MOST_TIES]
    height = round(min(760, max(260, 130 + 11 * len(kept) + (240 if width < 600 and len(kept) > 12 else 0))))
    places = _fitted(_settled([party.key for party in kept], ties), width, height)
    radii = {party.key: 4.5 + 1.6 * log2(1 + party.incidents) for party in kept}
    lines = tuple(_line(tie, places, radii) for tie in ties)
    crossed = [point for line in lines for point in _along(line)] if len(lines) <= FEW_TIES else []
    dots = _named(kept, places, radii, (0.0, 0.0, float(width), float(height)), crossed)
    return Graph(
        width, height, dots, lines, len(network.parties) - len(kept), len(network.ties) - len(ties),
        sum(not dot.label for dot in dots),
    )  # fmt: skip


def _settled(keys: Sequence[str], ties: Iterable[Tie]) -> dict[str, Point]:
    """Places in a square around the middle."""
    number = len(keys)
    x = [sqrt((n + 0.5) / number) * cos(n * GOLDEN) for n in range(number)]
    y = [sqrt((n + 0.5) / number) * sin(n * GOLDEN) for n in range(number)]
    index = {key: n for n, key in enumerate(keys)}
    pull = [(index[tie.one], index[tie.other], 1 + log2(len(tie.incidents))) for tie in ties]
    ideal = 1.3 / sqrt(max(1, number))
    for turn in range(ROUNDS):
        dx, dy = _pushed_apart(x, y, ideal)
        for a, b, weight in pull:
            gap_x, gap_y = x[a] - x[b], y[a] - y[b]
            force = hypot(gap_x, gap_y) / ideal * min(weight, 4) * 0.5
            dx[a] -= gap_x * force
            dy[a] -= gap_y * force
            dx[b] += gap_x * force
            dy[b] += gap_y * force
        heat = 0.15 * (1 - turn / ROUNDS) + 0.002
        for n in range(number):
            dx[n] -= x[n] * 0.6  # towards the middle, so that what hangs together with nothing stays near
            dy[n] -= y[n] * 0.6
            length = hypot(dx[n], dy[n]) or 1.0
            x[n] += dx[n] / length * min(length, heat)
            y[n] += dy[n] / length * min(length, heat)
    return {key: (x[n], y[n]) for key, n in index.items()}


def _pushed_apart(x: Sequence[float], y: Sequence[float], ideal: float) -> tuple[list[float], list[float]]:
    """By how much each is pushed away from all others."""
    number, square = len(x), ideal * ideal
    dx, dy = [0.0] * number, [0.0] * number
    for a in range(number):
        for b in range(a):
            gap_x, gap_y = x[a] - x[b], y[a] - y[b]
            force = square / max(gap_x * gap_x + gap_y * gap_y, 1e-6)
            dx[a] += gap_x * force
            dy[a] += gap_y * force
            dx[b] -= gap_x * force
            dy[b] -= gap_y * force
    return dx, dy


def _fitted(places: Mapping[str, Point], width: int, height: int) -> dict[str, Point]:
    """The places spread over the drawing, with room for names at the rim."""
    side = min(90, width // 5)
    found: dict[str, Point] = {}
    low_x, high_x = min((x for x, _ in places.values()), default=0), max((x for x, _ in places.values()), default=0)
    low_y, high_y = min((y for _, y in places.values()), default=0), max((y for _, y in places.values()), default=0)
    for key, (x, y) in places.items():
        across = (x - low_x) / (high_x - low_x) if high_x > low_x else 0.5
        down = (y - low_y) / (high_y - low_y) if high_y > low_y else 0.5
        found[key] = (side + across * (width - 2 * side), EDGE + down * (height - 2 * EDGE))
    return found


def _along(line: Line) -> Iterable[Point]:
    """Points of a line."""
    for step in range(1, 16):
        t, u = step / 16, 1 - step / 16
        yield (
            u * u * line.x1 + 2 * u * t * line.bend_x + t * t * line.x2,
            u * u * line.y1 + 2 * u * t * line.bend_y + t * t * line.y2,
        )


def _named(
    parties: Sequence[Party],
    places: Mapping[str, Point],
    radii: Mapping[str, float],
    sheet: Box,
    crossed: Sequence[Point],
) -> tuple[Dot, ...]:
    """The dots, with names where these touch neither a dot nor another name, and no line if that can be."""
    marks = [Named(party.name, *places[party.key], radii[party.key]) for party in parties]
    return tuple(
        Dot(party, mark.x, mark.y, mark.radius, label.words, label.x, label.y, label.anchor)
        for party, mark, label in zip(parties, marks, labels_of(marks, sheet, crossed), strict=True)
    )


def _line(tie: Tie, places: Mapping[str, Point], radii: Mapping[str, float]) -> Line:
    (x1, y1), (x2, y2) = places[tie.one], places[tie.other]
    length = hypot(x2 - x1, y2 - y1) or 1.0
    along_x, along_y = (x2 - x1) / length, (y2 - y1) / length
    bend = 0.0 if tie.mutual else LOOP + length * 0.05
    middle = ((x1 + x2) / 2 - along_y * bend, (y1 + y2) / 2 + along_x * bend)
    start, stop = radii[tie.one] + 1, radii[tie.other] + (1 if tie.mutual else 6)
    weight = min(7.0, 1.2 + log2(len(tie.incidents)))
    return Line(
        tie, x1 + along_x * start, y1 + along_y * start, *middle, x2 - along_x * stop, y2 - along_y * stop, weight
    )
