"""What a feed or a sitemap lists, alike: items with their addresses, and what the feed itself tells of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.ids import canonical_url
from sayso.intake.capture import Capture
from sayso.intake.feed_items import Feed, Item, line_of, name_of, shared_links
from sayso.intake.feeds import feed_of
from sayso.intake.fetching import Fetched
from sayso.intake.sitemaps import Listed, addresses_in
from sayso.intake.sniff import HEAD, sniff
from sayso.records import Failure
from sayso.watch.polite import Polite
from sayso.watch.settings import Followed

MOST_SITEMAPS = 20  # of an index that are asked for in one round, those that changed last first
_NO_ITEMS = ("no-items", "no-addresses")


@dataclass(frozen=True, slots=True)
class Entry:
    """An item. `digest` is another one when it has changed; `told` is what the feed tells of it, None for an address of
    a sitemap and for an item without words; `teaser` tells that this is not the whole report."""

    key: str
    digest: str
    link: str | None
    told: Capture | None = None
    teaser: bool = False


def listed(feed: Followed, answer: Fetched, polite: Polite) -> list[Entry | Failure] | Failure:
    """What the answer lists, in its order, the newest of a sitemap first; a Failure when it is neither.

    The sitemaps of an index are fetched.
    """
    if _is_sitemap(answer):
        found = list(_sitemap(feed, answer, polite))
        return found[0] if len(found) == 1 and isinstance(found[0], Failure) and _serious(found[0]) else found
    read = feed_of(answer.data, feed.url, address=answer.address)
    if isinstance(read, Failure):
        return read if _serious(read) else []
    return list(_items(feed, read))


def _serious(failure: Failure) -> bool:
    return failure.reason not in _NO_ITEMS


def _is_sitemap(answer: Fetched) -> bool:
    kind = sniff(answer.data[:HEAD], answer.address)
    return kind in ("sitemap", "gzip") or (kind == "text" and answer.address.partition("?")[0].endswith(".txt"))


def _items(feed: Followed, read: Feed) -> Iterator[Entry | Failure]:
    shared = shared_links(read)
    for item in read.items:
        name = name_of(item, feed.url)
        told = None
        if item.title or item.text:
            line = line_of(item, read, publisher=feed.publisher, shared=shared)
            told = Capture(name, "jsonl", line)
        if told is None and item.link is None:
            yield Failure(name, "intake", "no-text", "the item of the feed has neither title nor text nor address")
        else:
            yield Entry(item.key, item.digest, _own_link(item, shared), told, item.teaser)


def _own_link(item: Item, shared: frozenset[str]) -> str | None:
    """The address of the item's own page; None when several items give it."""
    return None if item.link in shared else item.link


def _sitemap(feed: Followed, answer: Fetched, polite: Polite) -> Iterator[Entry | Failure]:
    found = list(addresses_in(answer.data, feed.url))
    sitemaps = _newest([one for one in found if isinstance(one, Listed) and one.index])
    for one in sitemaps[:MOST_SITEMAPS]:
        part = polite.get(one.address, robots=feed.robots)
        found += [part] if isinstance(part, Failure) else addresses_in(part.data, one.address)
    yield from (one for one in found if isinstance(one, Failure))
    for one in _newest([one for one in found if isinstance(one, Listed) and not one.index]):
        changed = one.changed or one.published or ""
        yield Entry(canonical_url(one.address), changed, one.address)


def _newest(found: list[Listed]) -> list[Listed]:
    """By their dates, the last first; those without any last, in their order."""
    return sorted(found, key=lambda one: one.published or one.changed or "", reverse=True)
