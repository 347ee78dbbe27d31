"""What an address says of the map: which window it shows, whose incidents are listed, how wide it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sayso.web.charts.window import Window
from sayso.web.filters import Filters, WrongFilter, filters_of

OWN = ("view", "at", "without", "w")
SORTS = ("country", "name", "nowhere")
WIDTHS = range(280, 2401)  # pixels of a drawing
USUAL_WIDTH = 800
_BOX = re.compile(r"-?\d{1,3}(\.\d{1,6})?(,-?\d{1,3}(\.\d{1,6})?){3}\Z")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address says of the drawing: the window, the marks whose incidents are listed, the width."""

    window: Window | None
    at: Window | None
    without: tuple[str, str] | None
    width: int


def asked_of(pairs: Iterable[tuple[str, str]]) -> tuple[Filters, Asked]:
    """The filter of an address with what belongs to the map, and that by itself. Raises WrongFilter."""
    filters = filters_of(pairs, own=OWN)
    own = dict(filters.own)
    width = own.pop("w", str(USUAL_WIDTH))
    if not (width.isascii() and width.isdigit() and len(width) < 5):
        raise WrongFilter("'w' is a number of pixels.")
    sort, _, key = own.get("without", "").partition(":")
    if sort and sort not in SORTS:
        raise WrongFilter(f"'without' is one of {', '.join(SORTS)}, with what it names behind a colon.")
    wide = min(max(int(width), WIDTHS[0]), WIDTHS[-1])
    asked = Asked(_window(own, "view"), _window(own, "at"), (sort, key) if sort else None, wide)
    return replace(filters, own=tuple(own.items())), asked


def _window(own: dict[str, str], name: str) -> Window | None:
    if name not in own:
        return None
    if not _BOX.match(own[name]):
        raise WrongFilter(f"{name!r} is a box in degrees: west, south, east, north, such as 130,42,135,44.")
    west, south, east, north = (float(degree) for degree in own[name].split(","))
    if not (-180 <= west <= 180 and west <= east <= west + 360 and -90 <= south <= north <= 90):
        raise WrongFilter(f"{name!r} is no box on the earth: {own[name]}.")
    return Window(west, south, east, north)


def map_link(filters: Filters, own: dict[str, str]) -> str:
    """The map with other values of its own; "" takes one away, and what is not named stays."""
    values = {name: value for name, value in {**dict(filters.own), **own}.items() if value}
    return replace(filters, page=1, own=tuple(values.items())).link("/map")
