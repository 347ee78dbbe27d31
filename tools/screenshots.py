"""Makes the pictures of the pages in docs/images with the example reports: `make screenshots`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser import NARROW, WIDE, Window, chromium, enter  # noqa: E402
from tests.serving import serving  # noqa: E402

from sayso.chronicle.store import Store  # noqa: E402
from sayso.cli import main as sayso  # noqa: E402
from sayso.web.writing import REVIEWER  # noqa: E402

IMAGES = ROOT / "docs/images"
HEIGHTS = {WIDE: 900, NARROW: 844}
SETTLES = 0.6  # seconds in which a drawing takes the width that there is


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
    Picture("no-such-page", "/incidents?since=yesterday", widths=(WIDE,)),
    Picture("review", "/review"),
    Picture("review-dark", "/review", scheme="dark", widths=(WIDE,)),
    Picture("add", "/capture"),
    Picture("for-programs", "/api", widths=(WIDE,)),
    Picture("documents", "/documents"),
    Picture("document", "/documents?order=reports", click=".documents .name a", open=".group:not(.add)"),
    Picture("document-dark", "/documents?order=reports", click=".documents .name a", scheme="dark", widths=(WIDE,)),
    Picture("sources", "/sources"),
    Picture("sources-dark", "/sources", scheme="dark", widths=(WIDE,)),
)
DECIDED = (Picture("decisions", "/decisions"), Picture("agreement", "/review/agreement"))
EMPTY = (Picture("empty", "/incidents", widths=(WIDE,)),)
VERDICTS = (("anna", "accept"), ("anna", "accept"), ("anna", "reject"), ("boris", "accept"), ("boris", "reject"))
VISIT = "//td[@class='what']/a[contains(normalize-space(.), 'crossed the border')]"


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
    sleep(SETTLES)
    window.driver.save_screenshot(str(IMAGES / f"{picture.name}-{width}.png"))
    for problem in window.problems():
        print(f"{picture.name} at {width}: {problem}", file=sys.stderr)


def take_tutorial(window: Window) -> None:
    """The pictures of docs/tutorial.md, one a step; what is decided on the way is undone at its end."""

    def shot(name: str) -> None:
        window.driver.save_screenshot(str(IMAGES / f"tutorial-{name}-{WIDE}.png"))

    window.driver.add_cookie({"name": REVIEWER, "value": "anna"})
    take(window, Picture("tutorial-1-incidents", "/incidents"), WIDE)
    take(window, Picture("tutorial-2-visits", "/incidents?kind=visit"), WIDE)
    window.driver.get(window.driver.find_element("xpath", VISIT).get_attribute("href"))
    shot("3-incident")
    window.run("document.querySelector('input[value=place]').closest('details').open = true")
    window.one("input[value=place] ~ label [name=after]").send_keys("Khasan")
    shot("4-correct")
    window.one("input[value=place] ~ button").click()
    window.one(".decided")
    shot("5-corrected")
    window.run("document.querySelector('.menu').open = true")
    shot("6-download")
    window.one(".decided button").click()
    window.until("document.querySelector('.decided')?.textContent.includes('Taken back')")


def decide(window: Window, chronicle: Path) -> None:
    """Verdicts of two reviewers on the first incidents of the table, so that there is something to compare."""
    window.open("/incidents")
    listed = [str(link.get_attribute("href")).rpartition("/")[2] for link in window.all(".what a")]
    first, second = listed[:3], listed[:2]
    for (who, verdict), incident in zip(VERDICTS, (*first, *second), strict=True):
        sayso(["decide", verdict, incident, "--who", who, "-c", str(chronicle)])


def take_all(chronicle: Path, pictures: Sequence[Picture], *, steps: bool = False) -> None:
    """The pictures of one chronicle; with `steps` the tutorial too, and what two reviewers decided."""
    with serving(chronicle) as served, chromium(chronicle.parent) as driver:
        window = enter(driver, served)
        if steps:
            take_tutorial(window)
        for picture in pictures:
            for width in picture.widths:
                take(window, picture, width)
        if steps:
            decide(window, chronicle)
            for picture in DECIDED:
                for width in picture.widths:
                    take(window, picture, width)


def main() -> int:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        chronicle, empty = Path(folder) / "kim-in-russia.db", Path(folder) / "new.db"
        if sayso(["add", str(ROOT / "examples/kim-in-russia"), "-c", str(chronicle), "--quiet"]):
            return 1
        take_all(chronicle, PICTURES, steps=True)
        Store(empty).close()
        take_all(empty, EMPTY)
    return 0


if __name__ == "__main__":
    sys.exit(main())
