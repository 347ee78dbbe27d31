"""Whether hostile words stayed words: what ran, what a page is made of beside what it should be made of, what it asked.

A page with plain words is made of some elements with some attributes that lead to some sorts of addresses. The same
page with hostile words must be made of nothing else: whatever else is there was made by the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from selenium import webdriver

from tests.browser import Window

WATCH = """
window.__ran = [];
const ran = (what) => window.__ran.push(what);
for (const name of ["alert", "confirm", "prompt", "print", "open", "eval"]) window[name] = () => ran(name);
document.addEventListener("securitypolicyviolation", (e) => ran(`kept from: ${e.effectiveDirective} ${e.blockedURI}`));
"""
SHAPES = """
const LEADS = /^(href|src|srcset|action|formaction|xlink:href|hx-get|hx-post|data|poster|background|ping)$/i;
const sort = (address) => {
  try { const url = new URL(address, location.href); return url.origin === location.origin ? "here" : url.protocol; }
  catch { return "nowhere"; }
};
const shapes = (page) => {
  const found = new Set();
  for (const e of page.querySelectorAll("*")) {
    found.add(e.nodeName);
    for (const { name, value } of e.attributes) {
      found.add(`${e.nodeName} ${name}`);
      if (LEADS.test(name)) found.add(`${e.nodeName} ${name} ${sort(value)}`);
    }
  }
  return [...found];
};
"""
OPENED = f"""{SHAPES}
document.querySelectorAll("details").forEach((d) => {{ d.open = true; }});
return [window.__ran, shapes(document), document.documentElement.scrollWidth - document.documentElement.clientWidth];
"""
FETCHED = f"""{SHAPES}
const [paths, done] = arguments, found = [];
(async () => {{
  for (const path of paths) {{
    const answer = await fetch(path, {{ headers: {{ Accept: "text/html" }} }}), text = await answer.text();
    const page = new DOMParser().parseFromString(text, "text/html");
    found.push([path, answer.status, answer.headers.get("content-type"), shapes(page)]);
  }}
  return found;
}})().then(done, (error) => done(`${{error}}`));
"""
AT_ONCE = 40  # pages that are fetched by one script
PATIENCE = 120.0  # seconds for these


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as the browser has it: what ran there, the elements, attributes and sorts of addresses that it has, and by
    how many pixels it is wider than its window.
    """

    path: str
    ran: list[str]
    shapes: frozenset[str]
    beyond: int = 0


def watch(driver: webdriver.Chrome) -> None:
    """Lets every page from now on tell what runs there."""
    driver.set_script_timeout(PATIENCE)
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})


def seen(window: Window, path: str, *, until: str = "document.readyState === 'complete'") -> Seen:
    """A page that was opened, all of it unfolded; it is still the page that was asked for, in the only window."""
    window.open(path)
    window.until(until)
    ran, shapes, beyond = window.run(OPENED)
    came = urlsplit(window.driver.current_url)
    assert (came.netloc, came.path) == (urlsplit(window.served.address).netloc, urlsplit(path).path), path
    assert len(window.driver.window_handles) == 1, path
    return Seen(path, ran, frozenset(shapes), beyond)


def fetched(window: Window, paths: Iterable[str]) -> Iterator[Seen]:
    """Pages as the parser of the browser understands them, without being opened: twenty times as fast."""
    waiting = list(paths)
    for start in range(0, len(waiting), AT_ONCE):
        found = window.driver.execute_async_script(FETCHED, waiting[start : start + AT_ONCE])
        assert isinstance(found, list), found
        for path, status, sort, shapes in found:
            assert status < 500, path
            assert sort.startswith("text/html"), (path, sort)
            yield Seen(path, [], frozenset(shapes))


def strange(pages: Iterable[Seen], known: frozenset[str]) -> list[tuple[str, object]]:
    """What hostile words did: the pages on which something ran, that are made of more than is known, or too wide."""
    found = ((page.path, page.ran or sorted(page.shapes - known) or page.beyond) for page in pages)
    return [(path, what) for path, what in found if what]
