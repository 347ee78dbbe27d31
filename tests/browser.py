"""Chromium for tests: an application served on a free port, a window of a given width, and what went wrong in it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.serving import Served

WIDE, NARROW = 1280, 390
HEIGHT = 900
PATIENCE = 10.0  # seconds for what a page does by itself
SWITCHES = (
    "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--force-color-profile=srgb", "--font-render-hinting=none", "--lang=en-GB",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)  # fmt: skip
WEBGL = ("--enable-unsafe-swiftshader", "--use-gl=angle", "--use-angle=swiftshader", "--ignore-gpu-blocklist")
NO_WEBGL = ("--disable-3d-apis",)
FITTED = (  # the timeline was drawn anew in the room that the window has
    "Math.abs(document.querySelector('[data-chart]')?.dataset.width"
    " - document.querySelector('#timeline .scroll')?.clientWidth) < 24"
)
# which of the elements of a selector, with what they say, lie over each other
TOUCHING = """
const boxes = [...document.querySelectorAll(arguments[0])].filter((e) => !e.hidden && e.textContent)
  .map((e) => [e.getBoundingClientRect(), e.textContent]);
const found = [];
boxes.forEach(([a, one], n) => boxes.slice(0, n).forEach(([b, other]) => {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (wide > 1 && high > 3) found.push([one, other]);
}));
return found;
"""
NO_BROWSER = (
    "NO BROWSER: chromium and chromium-driver are not installed, so that NO PAGE WAS OPENED; "
    "`apt-get install chromium chromium-driver` (as root, with a network), or `make browser`"
)


@dataclass(frozen=True, slots=True)
class Window:
    """A window of the browser on one application, already let in."""

    driver: webdriver.Chrome
    served: Served

    def open(self, path: str) -> None:
        self.driver.get(self.served.address + path)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        """The element when it is there; waits for it."""
        return WebDriverWait(self.driver, PATIENCE).until(lambda d: d.find_element(By.CSS_SELECTOR, selector))

    def until(self, condition: str) -> None:
        """Waits until an expression of JavaScript is true."""
        WebDriverWait(self.driver, PATIENCE).until(lambda d: d.execute_script(f"return Boolean({condition})"))

    def arrives(self, end: str) -> None:
        """Waits until the address ends so; also where scripts are switched off."""
        WebDriverWait(self.driver, PATIENCE).until(lambda d: d.current_url.endswith(end))

    def text(self) -> str:
        return str(self.one("main").text)

    def run(self, script: str, *given: Any) -> Any:
        return self.driver.execute_script(script, *given)

    def resize(self, width: int, height: int = HEIGHT) -> None:
        """The page as it is in a window of so many CSS pixels, also narrower than a window can be."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def focused(self) -> str:
        """What has the focus: its id, else its words."""
        return str(self.run("const e = document.activeElement; return e.id || e.textContent.trim() || e.tagName"))

    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        return int(self.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def problems(self) -> list[str]:
        """What was written to the console as an error since the last call, and requests that left this machine."""
        said = [f"{e['level']}: {e['message']}" for e in self.driver.get_log("browser") if e["level"] != "INFO"]
        return said + [f"asked {url}" for url in self._requests() if not self._is_own(url)]

    def _requests(self) -> Iterator[str]:
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                yield message["params"]["request"]["url"]

    def _is_own(self, url: str) -> bool:
        parts = urlsplit(url)
        own = parts.scheme == "http" and parts.netloc in self.served.settings.authorities
        return own or parts.scheme in ("data", "blob", "about")


@contextmanager
def chromium(downloads: Path, *switches: str) -> Iterator[webdriver.Chrome]:
    """A browser without a screen, and without WebGL unless the switches are WEBGL; skips loudly when there is none."""
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (binary and driver):
        pytest.skip(NO_BROWSER)
    options = Options()
    options.binary_location = binary
    for switch in (*SWITCHES, *(switches or NO_WEBGL), *(["--no-sandbox"] if os.geteuid() == 0 else [])):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    found = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield found
    finally:
        found.quit()


def enter(driver: webdriver.Chrome, served: Served, width: int = WIDE) -> Window:
    """A window in which the printed address was opened."""
    window = Window(driver, served)
    window.resize(width)
    driver.get(served.entrance)
    return window
