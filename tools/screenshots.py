"""Makes the pictures of the pages in docs/images with the example reports: `make screenshots`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser import NARROW, WIDE, Window, chromium, enter  # noqa: E402
from tests.serving import serving  # noqa: E402

from sayso.cli import main as sayso  # noqa: E402

IMAGES = ROOT / "docs/images"
HEIGHTS = {WIDE: 900, NARROW: 844}


@dataclass(frozen=True, slots=True)
class Picture:
    """What is photographed: `path`, or what `click` leads to from there; `open` are details that are unfolded."""

    name: str
    path: str
    click: str | None = None
    open: str | None = None
    scheme: str = "light"
    widths: tuple[int, ...] = (WIDE, NARROW)


PICTURES = (
    Picture("incidents", "/incidents"),
    Picture("incidents-dark", "/incidents", scheme="dark", widths=(WIDE,)),
    Picture("search", "/incidents?text=bombers&status=happened"),
    Picture("download", "/incidents?kind=visit", open=".menu", widths=(WIDE,)),
    Picture("incident", "/incidents?kind=transfer&order=reports", click="tr:has(.disputed) .what a"),
    Picture("timeline", "/timeline"),
    Picture("timeline-dark", "/timeline?lanes=actor", scheme="dark", widths=(WIDE,)),
    Picture("map", "/map"),
    Picture("map-dark", "/map", scheme="dark", widths=(WIDE,)),
    Picture("itinerary", "/map?actor=Kim+Jong+Un"),
    Picture("network", "/network"),
    Picture("tie", "/network", click="a.tie-row", widths=(WIDE,)),
    Picture("nothing-found", "/incidents?actor=nobody", widths=(WIDE,)),
    Picture("documents", "/documents"),
    Picture("document", "/documents?order=reports", click=".documents .name a", open=".group"),
    Picture("document-dark", "/documents?order=reports", click=".documents .name a", scheme="dark", widths=(WIDE,)),
    Picture("sources", "/sources"),
    Picture("sources-dark", "/sources", scheme="dark", widths=(WIDE,)),
)


def take(window: Window, picture: Picture, width: int) -> None:
    """One picture in one width."""
    window.resize(width, HEIGHTS[width])
    window.open(picture.path)
    if picture.click:
        window.open(window.one(picture.click).get_attribute("href").removeprefix(window.served.address))
    switch = window.one("[data-scheme-switch]")
    if switch.text.lower() == picture.scheme:  # it names the scheme that it leads to
        switch.click()
    if picture.open:
        window.run("document.querySelector(arguments[0]).open = true", picture.open)
    window.driver.save_screenshot(str(IMAGES / f"{picture.name}-{width}.png"))
    for problem in window.problems():
        print(f"{picture.name} at {width}: {problem}", file=sys.stderr)


def main() -> int:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        chronicle = Path(folder) / "kim-in-russia.db"
        if sayso(["add", str(ROOT / "examples/kim-in-russia"), "-c", str(chronicle), "--quiet"]):
            return 1
        with serving(chronicle) as served, chromium(Path(folder)) as driver:
            window = enter(driver, served)
            for picture in PICTURES:
                for width in picture.widths:
                    take(window, picture, width)
    return 0


if __name__ == "__main__":
    sys.exit(main())
