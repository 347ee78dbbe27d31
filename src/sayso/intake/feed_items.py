"""What a feed holds, whatever its format: items with the words, addresses and days that it gives them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace

from sayso.ids import canonical_url, digest
from sayso.intake.encoding import without_surrogates
from sayso.intake.feed_text import is_teaser, one_line, paragraphs, without_footer

TEASER = "only a teaser in a feed: the whole report stands at its address"
TEASER_ALONE = "only a teaser in a feed, which gives no address of the whole report"
TITLE_ALONE = "the feed gives a title and no text"
BY_CHANGE = "dated by its last change: the feed gives no day of publication"
_LONGEST_NAME = 300  # characters of an address or id in the name of an input


@dataclass(frozen=True, slots=True)
class Item:
    """One item as the feed gives it. `guid` is the feed's own id; `link` is absolute, http or https, or None.

    `html` is the content, else the summary, as it came; `text` are its paragraphs; `teaser` tells that they are not the
    whole report. `published` is a date stamp as it came; `changed` tells that it is the one of the last change.
    """

    guid: str | None = None
    link: str | None = None
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: str | None = None
    changed: bool = False
    html: str | None = None
    text: str = ""
    teaser: bool = False

    @property
    def key(self) -> str:
        """What tells this item from the others of its feed, and stays when it is changed."""
        return self.guid or (canonical_url(self.link) if self.link else "text:" + digest(self.title or "", self.text))

    @property
    def digest(self) -> str:
        """Another one when title, text, address or day have changed."""
        return digest(self.title or "", self.text, self.link or "", self.published or "")[:24]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, its items in their order, and what was doubted while it was read."""

    title: str | None
    items: tuple[Item, ...]
    doubts: tuple[str, ...] = ()


def with_text(item: Item, content: str | None, summary: str | None, *, plain: bool = False) -> Item:
    """The item with the paragraphs of its content, or of its summary when there is none; `plain`: it is no HTML."""
    told = content if content and content.strip() else summary
    if not told:
        return replace(item, teaser=True)
    text = without_footer(told.strip() if plain else paragraphs(told))
    return replace(item, html=told, text=text, teaser=is_teaser(text, summary=told is not content))


def shared_links(feed: Feed) -> frozenset[str]:
    """The addresses that several items of a feed give: no report's own."""
    counts = Counter(item.link for item in feed.items if item.link and item.guid)
    return frozenset(link for link, number in counts.items() if number > 1)


def line_of(item: Item, feed: Feed, *, publisher: str | None = None, shared: frozenset[str] = frozenset()) -> bytes:
    """The item as one line of JSON, as `intake.lines` reads it; what it came from stays in it under "html".

    The document's identity is the item's address; where there is none, or several items have it, the item's own id
    (behind the feed's title when it is no address or URN, as "17" may be an id in any feed).
    """
    own = _own_id(item, feed) if item.link is None or item.link in shared else None
    fields = {
        "id": own,
        "url": item.link,
        "title": item.title,
        "text": item.text,
        "published": item.published,
        "published_from": "feed" if item.published else None,
        "publisher": publisher or item.publisher or feed.title,
        "byline": item.byline,
        "doubts": [*doubts_of(item), *feed.doubts],
        "guid": item.guid,
        "feed": feed.title,
        "html": item.html if item.html != item.text else None,
    }
    return json.dumps({name: value for name, value in fields.items() if value}).encode("ascii")


def doubts_of(item: Item) -> list[str]:
    """What a reader of the item's document should know."""
    doubts = [BY_CHANGE] if item.changed and item.published else []
    if not item.text:
        return [*doubts, TITLE_ALONE]
    return [*doubts, TEASER if item.link else TEASER_ALONE] if item.teaser else doubts


def name_of(item: Item, feed: str) -> str:
    """The name of an item as an input: the feed's, "!" and the item's address, own id or title."""
    return f"{feed}!{(item.link or item.guid or item.title or 'an item without a name')[:_LONGEST_NAME]}"


def cleaned(words: object) -> str | None:
    """A title or a name as one line; None when there are no words, or it is no text."""
    return one_line(without_surrogates(words)[0]) or None if isinstance(words, str) else None


def _own_id(item: Item, feed: Feed) -> str | None:
    if item.guid is None or item.guid.startswith(("tag:", "urn:", "http://", "https://")):
        return item.guid
    return f"feed:{digest(feed.title or '')[:12]}:{item.guid}"
