"""What is wrong with a page that a browser shows, as sentences: contrast, order of headings, names of controls, print.

Rules of WCAG 2.2 (W3C Recommendation, 2023), as far as a script can look at them: 1.3.1 headings, 1.4.3 contrast, 2.4.2
title, 2.4.7 focus visible, 3.1.1 language, 3.3.2 and 4.1.2 names of controls; and no id twice.
"""

from __future__ import annotations

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser import Window

STRUCTURE = """
const faults = [], seen = (e) => e.checkVisibility({ visibilityProperty: true });
const brief = (e) => e.outerHTML.slice(0, 120);
if (!document.documentElement.lang) faults.push("no language");
if (!document.title.trim()) faults.push("no title");
if (document.querySelectorAll("main").length !== 1) faults.push("not one main part");
const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
for (const id of new Set(ids.filter((id, n) => ids.indexOf(id) !== n))) faults.push(`id twice: ${id}`);
for (const name of ["aria-labelledby", "aria-describedby", "aria-controls"])
  for (const e of document.querySelectorAll(`[${name}]`))
    for (const id of e.getAttribute(name).split(/\\s+/))
      if (!document.getElementById(id)) faults.push(`${name} names nothing: ${brief(e)}`);
const heads = [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")].filter(seen);
const levels = heads.map((e) => [+e.nodeName[1], e]);
if (levels.filter(([level]) => level === 1).length !== 1) faults.push("not one first heading");
levels.forEach(([level, e], n) => {
  if (n && level > levels[n - 1][0] + 1) faults.push(`a level of headings is left out before ${brief(e)}`);
  if (!e.textContent.trim()) faults.push(`an empty heading: ${brief(e)}`);
});
const wordsOf = (id) => id && document.getElementById(id)?.textContent;
const named = (e) => [e.getAttribute("aria-label"), e.title, ...[...(e.labels ?? [])].map((l) => l.textContent),
  ...(e.getAttribute("aria-labelledby") ?? "").split(/\\s+/).map(wordsOf)].some((words) => words?.trim());
for (const e of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
  if (!named(e)) faults.push(`a field without a name: ${brief(e)}`);
for (const e of document.querySelectorAll("button, a[href], summary"))
  if (seen(e) && !e.textContent.trim() && !named(e) && !e.querySelector("title")) faults.push(`no words: ${brief(e)}`);
for (const e of document.querySelectorAll("svg[role], nav")) if (!named(e)) faults.push(`no name: ${brief(e)}`);
for (const e of document.querySelectorAll("img:not([alt])")) faults.push(`no words for a picture: ${brief(e)}`);
for (const e of document.querySelectorAll("table")) if (!e.querySelector("th")) faults.push(`no heads: ${brief(e)}`);
return faults;
"""
CONTRAST = """
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255]; };
const over = (top, under) => [0, 1, 2].map((n) => top[n] * top[3] + under[n] * (1 - top[3])).concat(1);
const light = (c) => { const [r, g, b] = c.slice(0, 3).map((v) => { v /= 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const ground = (e) => { const above = []; for (; e; e = e.parentElement) {
  const style = getComputedStyle(e), c = rgba(style.backgroundColor); if (c[3]) above.push(c); if (c[3] > 0.99) break; }
  return above.reduceRight((under, c) => over(c, under), [255, 255, 255, 1]); };
const behind = (text) => { const shape = text.previousElementSibling, { fill } = getComputedStyle(shape ?? text);
  if (!shape?.matches("rect, circle") || fill === "none") return null;
  const a = shape.getBoundingClientRect(), b = text.getBoundingClientRect();
  return a.left <= b.left + 1 && a.right >= b.right - 1 && rgba(fill)[3] > 0.99 ? rgba(fill) : null; };
const opaque = (e) => { let all = 1; for (; e; e = e.parentElement) all *= +getComputedStyle(e).opacity; return all; };
const faint = new Set();
for (const e of document.querySelectorAll("body *")) {
  const svg = e.namespaceURI.endsWith("svg");
  if (svg && !e.matches("text, tspan")) continue;
  if (e.matches("option, :disabled, .visually-hidden, .visually-hidden *, [aria-hidden=true].mark")) continue;
  const field = e.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
  if (!field && ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
  if (!e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  if (box.width < 2 || box.height < 2) continue;
  const under = svg ? behind(e) ?? ground(e.ownerSVGElement.parentElement) : ground(e);
  const ink = rgba(svg ? style.fill : style.color);
  ink[3] *= opaque(e);
  const [a, b] = [light(over(ink, under)), light(under)].sort((x, y) => y - x), size = parseFloat(style.fontSize);
  const large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
  const ratio = (a + 0.05) / (b + 0.05);
  const said = `${e.nodeName}.${e.getAttribute("class")} ${e.textContent.trim().slice(0, 30)}`;
  if (ratio < (large ? 3 : 4.5)) faint.add(`${ratio.toFixed(2)}: ${said}`);
}
return [...faint];
"""
PRINTED_CONTROLS = """
const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 1;
return [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea, nav a, .skip")]
  .filter(shown).map((e) => e.outerHTML.slice(0, 100));
"""
OUTLINE = """
const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
const drawn = e.namespaceURI.endsWith("svg") || e.closest("svg");
return [e === document.body, ringed || Boolean(drawn) || style.boxShadow !== "none", box.width > 0 && box.height > 0,
  e.outerHTML.slice(0, 120)];
"""
SCHEMES = ("light", "dark")


def structure(window: Window) -> list[str]:
    """Faults of the page itself, whatever its colours are."""
    return [str(fault) for fault in window.run(STRUCTURE)]


def faint(window: Window, scheme: str) -> list[str]:
    """Words that stand out too little from their ground in a scheme, all of the page unfolded."""
    window.run("document.documentElement.dataset.scheme = arguments[0]", scheme)
    window.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    return [str(words) for words in window.run(CONTRAST)]


def printed_controls(window: Window) -> list[str]:
    """What nobody can press on paper, and is printed all the same."""
    window.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        return [str(control) for control in window.run(PRINTED_CONTROLS)]
    finally:
        window.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def unmarked(window: Window, steps: int) -> list[str]:
    """What the Tab key reaches without a sign that it is reached, in so many steps from the top."""
    window.run("document.activeElement.blur(); scrollTo(0, 0); getSelection().removeAllRanges()")
    found = []
    for _ in range(steps):
        ActionChains(window.driver).send_keys(Keys.TAB).perform()  # not to an element: a file's takes names alone
        is_end, is_ringed, has_room, words = window.run(OUTLINE)
        if is_end:
            break
        if not (is_ringed and has_room):
            found.append(str(words))
    return found
