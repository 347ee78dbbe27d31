"""A page to a document: the report's own words, with what the page says of itself and how each was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from sayso.intake.article import article
from sayso.intake.compose import SHORTEST, Draft, compose, given, unfit
from sayso.intake.encoding import decode, tidy
from sayso.intake.furniture import trim_furniture
from sayso.intake.header import drop_title, read_header
from sayso.intake.jsonld import read_json_ld
from sayso.intake.metadata import read_metadata
from sayso.intake.prose import visible_letters
from sayso.intake.tree import LARGEST_PAGE, parse_page
from sayso.records import Document, Failure, Problem

MOST_TAGS = 400_000
LONGEST_ARTICLE = 4_000_000  # characters


def from_page(
    data: bytes, *, url: str | None = None, file: str | None = None, published: str | date | None = None
) -> Document | Failure:
    """The document of an HTML page, or why there is none: too large, nothing in it, too short, not English.

    `published` dates it only when the page does not: order of trust JSON-LD, meta, time element, dateline, address.
    """
    fallback = given(published)
    name = file or url or "page"
    if len(data) > LARGEST_PAGE:
        return Failure(name, "intake", "too-large", f"a page of {len(data):,} bytes; {LARGEST_PAGE:,} are read at most")
    html, doubts = decode(data)
    if html.count("<") > MOST_TAGS:
        return Failure(
            name, "intake", "too-many-elements", f"over {MOST_TAGS:,} tags, the most that are read of a page"
        )
    tree, deep = parse_page(html)
    if tree is None:
        return Failure(name, "intake", "nothing-extracted", "no elements were found in the page")
    flat = (Problem("intake", "elements nested too deep were flattened"),) if deep else ()
    body, extractor = article(tree)
    wrong = _unread(body, tree, name)
    if wrong:
        return wrong
    draft = _draft(tree, body, extractor, url, date.today())
    document = compose(
        replace(
            draft,
            published=draft.published or fallback,
            file=file,
            capture=sha256(data).hexdigest(),
            problems=(*doubts, *flat, *draft.problems),
        )
    )
    return unfit(document, name) or document


def _unread(body: str, tree: Any, name: str) -> Failure | None:
    """Why what was extracted is no report: endless, or nothing though the page shows text; None when it may be one."""
    if len(body) > LONGEST_ARTICLE:
        what = f"{len(body):,} characters of running text; {LONGEST_ARTICLE:,} are read of a page"
        return Failure(name, "intake", "too-long", what)
    if any(map(str.isalpha, body)):
        return None
    letters = visible_letters(tree)
    if letters < SHORTEST:
        return Failure(name, "intake", "nothing-extracted", "no running text was found in it")
    return Failure(name, "intake", "no-text", f"the page shows {letters:,} letters, but none of them is running text")


def _draft(tree: Any, body: str, extractor: str, url: str | None, today: date) -> Draft:
    report = read_json_ld(tree)
    header = read_header(tidy(body))
    told = read_metadata(tree, report, url=url, dateline=header.date, today=today)
    title = tidy(told.title).strip() if told.title else None
    trimmed, cuts = trim_furniture(drop_title(header.body, title))
    return Draft(
        title=title,
        body=trimmed,
        extractor=extractor,
        url=told.url,
        publisher=told.publisher,
        byline=told.byline or header.byline,
        published=told.published,
        cuts=(*header.cuts, *cuts),
        problems=told.problems,
    )
