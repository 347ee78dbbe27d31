"""Where one incident was, as a small map: its point, how exact that is, and the land around."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.export.incident_rows import on_map
from sayso.records import Entry
from sayso.web.charts.labels import Label, Named, labels_of
from sayso.web.charts.land import Paths, land_of
from sayso.web.charts.map_marks import REACH, SIGN, exactness
from sayso.web.charts.states import Placed, placed_names
from sayso.web.charts.window import Sheet, sheet_near

WIDTH, HEIGHT = 340, 210
ACROSS = 1100.0  # kilometres that it shows, at least
TIMES = 4.0  # as many times as the place reaches


@dataclass(frozen=True, slots=True)
class SmallMap:
    """A drawing with the place in its middle; `reach` are the pixels around its point, 0 where that is exact."""

    sheet: Sheet
    land: Paths
    x: float
    y: float
    reach: float
    exactness: str
    label: Label
    states: tuple[Placed, ...]


def small_map(entry: Entry) -> SmallMap | None:
    """The small map of an incident; None where no point may stand for its place."""
    if not on_map(entry):
        return None
    lon, lat, precision = entry.lon or 0.0, entry.lat or 0.0, entry.precision or ""
    reach = REACH.get(precision, 0.0)
    sheet = sheet_near(lon, lat, max(ACROSS, reach * TIMES), WIDTH, HEIGHT)
    x, y = sheet.place(lon, lat)
    place = Named(entry.place or "", x, y, SIGN)
    (label,) = labels_of([place], (0.0, 0.0, float(WIDTH), float(HEIGHT)))
    states = placed_names(sheet, (entry.country or "",), [place.box, *([label.box] if label.words else [])])
    return SmallMap(sheet, land_of(sheet), x, y, sheet.pixels(reach, lat), exactness(precision), label, states)
