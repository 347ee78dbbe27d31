"""JSON Feed (jsonfeed.org, versions 1 and 1.1) to items."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin, urlsplit

from sayso.intake.feed_items import Feed, Item, cleaned, with_text
from sayso.records import Failure

_LONGEST = 4000  # characters of an address


def json_feed(text: str, name: str, address: str | None = None) -> Feed | Failure:
    """The feed in some JSON; a Failure when it is none. `address` is where it comes from."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as fault:
        return Failure(name, "intake", "broken-feed", f"it begins like JSON and is none: {str(fault)[:120]}")
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        return Failure(name, "intake", "no-feed", "the JSON is no feed: it has no list of items")
    base = web_address(value.get("feed_url")) or web_address(address) or web_address(value.get("home_page_url"))
    items = [entry for entry in value["items"] if isinstance(entry, dict)]
    doubts = ("some items of the feed are no objects and were left out",) if len(items) < len(value["items"]) else ()
    return Feed(cleaned(value.get("title")), tuple(_item(entry, value, base) for entry in items), doubts)


def web_address(value: Any, base: str | None = None) -> str | None:
    """An absolute http(s) address, taken from `base` when it is relative; None for anything else."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        whole = urljoin(base or "", value.strip())
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in ("http", "https") and parts.hostname and len(whole) <= _LONGEST else None


def _item(entry: dict[str, Any], feed: dict[str, Any], base: str | None) -> Item:
    published, changed = _words(entry, "date_published"), _words(entry, "date_modified")
    item = Item(
        guid=_guid(entry.get("id")),
        link=web_address(entry.get("url"), base) or web_address(entry.get("external_url"), base),
        title=cleaned(entry.get("title")),
        byline=_authors(entry) or _authors(feed),
        published=published or changed,
        changed=published is None,
    )
    html, text = _words(entry, "content_html"), _words(entry, "content_text")
    return with_text(item, html or text, _words(entry, "summary"), plain=html is None)


def _guid(value: Any) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def _words(entry: dict[str, Any], name: str) -> str | None:
    value = entry.get(name)
    return value if isinstance(value, str) and value.strip() else None


def _authors(entry: dict[str, Any]) -> str | None:
    """The names of the authors: version 1.1 has a list, version 1 a single one."""
    listed = entry.get("authors")
    given = listed if isinstance(listed, list) else [entry.get("author")]
    names = (cleaned(author.get("name")) for author in given if isinstance(author, dict))
    return ", ".join(name for name in names if name) or None
