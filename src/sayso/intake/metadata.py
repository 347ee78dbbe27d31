"""What a page says of itself: title, byline, publisher, address and date, each from the most trusted place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from sayso.intake import dates
from sayso.intake.dates import Published
from sayso.intake.header import byline
from sayso.intake.jsonld import Report
from sayso.intake.tree import line_of, words_of
from sayso.knowledge.tables import table
from sayso.records import Problem

_LONGEST = 300  # characters of a title
_NEAR = 400  # elements after the heading among which a date is looked for
_FEW_WORDS = 4  # a title with fewer may be the name of the site
_SITE = re.compile(r"\s+[|·•»–—:-]{1,2}\s+")
_SAVED = re.compile(r"saved from url=\(\d+\)(https?://\S+)|saved with SingleFile\s+url:\s*(https?://\S+)")
_NOT_NAMES = re.compile(r"https?://|@|^\d+$|^(?:admin|staff|editor|unknown|none|null)$", re.I)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; `problems` tell what was not believed."""

    title: str | None
    byline: str | None
    publisher: str | None
    url: str | None
    published: Published | None
    problems: tuple[Problem, ...]


def read_metadata(tree: Any, report: Report, *, url: str | None, dateline: str | None, today: date) -> Metadata:
    """Title, byline, publisher, address and date of a page.

    `report` is its JSON-LD, `dateline` the date that the article's own first lines gave. Order of trust for the date:
    JSON-LD, meta, time element, dateline, address.
    """
    fields = _meta(tree)
    url = _of_site(_address(tree, fields), url)
    publisher = report.publisher or _first(fields, "publisher")
    title = _title(tree, report.headline, fields, publisher)
    near = _near_heading(tree, title)
    shown = _lines_near(near)
    stamps = (
        (report.published, "json-ld"),
        (_first(fields, "published"), "meta"),
        (_time_element(tree, near), "time-element"),
        (dateline or next(filter(None, map(dates.date_line, shown)), None), "dateline"),
        (dates.stamp_in_address(url), "url"),
    )
    published, problems = dates.first_accepted(stamps, today)
    return Metadata(
        title=title,
        byline=_byline(tree, report.author, fields, shown),
        publisher=publisher,
        url=url,
        published=published,
        problems=problems,
    )


def _meta(tree: Any) -> dict[str, str]:
    fields: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = " ".join((element.get("content") or "").split())
        if name and content:
            fields.setdefault(name.strip().lower(), content)
    return fields


def _first(fields: dict[str, str], what: str) -> str | None:
    names = table("world/page_fields.toml")["meta"][what]
    return next((fields[name] for name in names if fields.get(name)), None)


# --- title ---------------------------------------------------------------------------------------------------------


def _title(tree: Any, headline: str | None, fields: dict[str, str], publisher: str | None) -> str | None:
    """The heading that readers see when a metadata title confirms it, else the best metadata title."""
    shown = [t for t in (line_of(e, 2 * _LONGEST) for e in tree.iter("h1")) if t and len(t) <= _LONGEST]
    named = [headline, _first(fields, "title"), _title_element(tree)]
    told = [t for t in (_without_site(" ".join((n or "").split()), publisher) for n in named) if t]
    for heading in shown:
        if any(_alike(heading, title) for title in told):
            return heading
    found = [*(t for t in told if len(t.split()) >= _FEW_WORDS), *shown, *told]
    return found[0][:_LONGEST] if found else None


def _title_element(tree: Any) -> str | None:
    element = tree.find(".//head/title")
    return words_of(element) if element is not None else None


def _without_site(title: str, publisher: str | None) -> str:
    parts = _SITE.split(title)
    if len(parts) < 2:
        return title
    if publisher and parts[-1].lower() == publisher.lower():
        return title[: title.rindex(parts[-1])].rstrip(" |·•»–—:-")
    short_tail = len(parts[-1].split()) <= 4 and len(parts[0].split()) >= 4
    return title[: title.rindex(parts[-1])].rstrip(" |·•»–—:-") if short_tail else title


def _alike(one: str, other: str) -> bool:
    left, right = (set(re.findall(r"\w+", title.lower())) for title in (one, other))
    return len(left) > 1 and len(left & right) * 2 >= max(len(left), len(right))


# --- byline, address -----------------------------------------------------------------------------------------------


def _byline(tree: Any, author: str | None, fields: dict[str, str], shown: list[str]) -> str | None:
    linked = (line_of(e, _LONGEST) for e in tree.iterfind(".//*[@rel='author']"))
    marked = (line_of(e, _LONGEST) for e in tree.iterfind(".//*[@itemprop='author']"))
    for name in (author, _first(fields, "byline"), *linked, *marked, *map(byline, shown)):
        clean = re.sub(r"^by\s+", "", (name or "").strip(" —–-|,"), flags=re.I)
        if 2 < len(clean) <= 120 and not _NOT_NAMES.search(clean):
            return clean
    return None


def _address(tree: Any, fields: dict[str, str]) -> str | None:
    """The page's own address: where the browser saved it from, its canonical link, its Open Graph address."""
    above = list(tree.getroottree().getroot().itersiblings(preceding=True))
    saved = (_SAVED.search(c.text or "") for c in (*above, *tree.getroottree().iter()) if callable(c.tag))
    links = (e.get("href") for e in tree.iterfind(".//link[@rel='canonical']"))
    for url in (*(m[1] or m[2] for m in saved if m), *links, fields.get("og:url")):
        if url and _is_page(url.strip()):
            return str(url.strip())
    return None


def _of_site(told: str | None, url: str | None) -> str | None:
    """The address that a page tells of itself, unless it was found at another site: `url` then."""
    return told if told and (url is None or _site(told) == _site(url)) else url


def _site(url: str) -> str:
    """The host of an address without the part that tells its pages for telephones from the others."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return url
    return next((host.removeprefix(part) for part in ("www.", "m.", "mobile.", "amp.") if host.startswith(part)), host)


def _is_page(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and parts.path.strip("/") != ""


# --- what stands in the page ----------------------------------------------------------------------------------------


def _near_heading(tree: Any, title: str | None) -> list[Any]:
    """The elements that follow the report's heading: the one that says the title, else the first <h1>."""
    elements = [e for e in tree.iter() if isinstance(e.tag, str)]
    headings = [n for n, e in enumerate(elements) if e.tag in ("h1", "h2")]
    same = (n for n in headings if title and _alike(line_of(elements[n], 2 * _LONGEST) or "", title))
    first = next(same, next((n for n in headings if elements[n].tag == "h1"), None))
    return [] if first is None else elements[first : first + _NEAR]


def _time_element(tree: Any, near: list[Any]) -> str | None:
    """The first <time> of the report itself, after its heading if it has one there; one marked as published first."""
    report = next((a for a in (near[0].iterancestors("article") if near else ())), None)
    times = [e for e in near if e.tag == "time"] or list(tree.iter("time"))
    own = [e for e in times if not _aside(e) and _of_report(e, report) and not _modified(e)]
    marked = [e for e in own if "published" in _marks(e) or e.get("pubdate") is not None]
    stamps = (e.get("datetime") or e.get("content") or line_of(e, _LONGEST) for e in (*marked, *own))
    return next((s for s in stamps if s and dates.parse_day(s)), None)


def _of_report(element: Any, report: Any | None) -> bool:
    """Whether an element is in the <article> that holds the heading, when there is one."""
    return report is None or next(iter(element.iterancestors("article")), None) is report


def _modified(element: Any) -> bool:
    return re.search("modified|updated", _marks(element)) is not None and "published" not in _marks(element)


def _marks(element: Any) -> str:
    return f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()


def _lines_near(near: list[Any]) -> list[str]:
    """The short lines between the heading and the first paragraph."""
    lines: list[str] = []
    for element in near[1:]:
        line = line_of(element, _LONGEST)
        if line is None and element.tag == "p":
            break
        if line and not _aside(element):
            lines.append(line)
    return lines


def _aside(element: Any) -> bool:
    aside = table("world/page_fields.toml")["aside"]
    while element is not None and isinstance(element.tag, str) and element.tag not in ("body", "main", "article"):
        named = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        if element.tag in aside["elements"] or any(word in named for word in aside["words"]):
            return True
        element = element.getparent()
    return False
