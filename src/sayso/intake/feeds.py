"""Feeds to captures: an item each, with its title, address, day, author, text and own id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from sayso.intake.capture import Capture
from sayso.intake.encoding import decode
from sayso.intake.feed_items import Feed, line_of, name_of, shared_links
from sayso.intake.feed_json import json_feed
from sayso.intake.feed_xml import xml_feed
from sayso.records import Failure

LARGEST_FEED = 20_000_000  # bytes
MOST_ITEMS = 50_000
_BEGINS = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)\b", re.I)


def items_in(given: bytes | BinaryIO, name: str, *, address: str | None = None) -> Iterator[Capture | Failure]:
    """A line of JSON for each item of a feed, in its order; a Failure for a feed or item without words.

    `address` is where the feed comes from: relative links start there. The name of an item is that of the feed, "!" and
    its address or id.
    """
    feed = feed_of(given if isinstance(given, bytes) else given.read(LARGEST_FEED + 1), name, address=address)
    if isinstance(feed, Failure):
        yield feed
        return
    yield from captures_of(feed, name)


def captures_of(feed: Feed, name: str, *, publisher: str | None = None) -> Iterator[Capture | Failure]:
    """The same for a feed that was read; `publisher` stands in the place of those that it names."""
    shared = shared_links(feed)
    for item in feed.items:
        if item.title or item.text:
            yield Capture(name_of(item, name), "jsonl", line_of(item, feed, publisher=publisher, shared=shared))
        else:
            yield Failure(name_of(item, name), "intake", "no-text", "the item of the feed has neither title nor text")


def feed_of(data: bytes, name: str, *, address: str | None = None) -> Feed | Failure:
    """The feed in some bytes: RSS, Atom, CDF or JSON Feed, by what stands in them; or why there is none.

    Reasons: too-large, too-deep, broken-feed, no-feed, no-items, too-many.
    """
    if len(data) > LARGEST_FEED:
        return Failure(name, "intake", "too-large", f"over {LARGEST_FEED:,} bytes, the most that is read of one feed")
    text, doubts = decode(data)
    start = text.lstrip("\ufeff \t\r\n")
    if sum(1 for _ in _BEGINS.finditer(start)) > MOST_ITEMS:
        return Failure(name, "intake", "too-many", f"over {MOST_ITEMS:,} items in one feed")
    feed = (json_feed if start.startswith(("{", "[")) else xml_feed)(start, name, address)
    if isinstance(feed, Failure):
        return feed
    if not feed.items:
        return Failure(name, "intake", "no-items", "the feed has no items")
    return Feed(feed.title, feed.items, (*feed.doubts, *(doubt.what for doubt in doubts)))
