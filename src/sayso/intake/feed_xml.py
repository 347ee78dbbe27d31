"""RSS 0.9x, 1.0 and 2.0, Atom and CDF to items. The only importer of feedparser."""

from __future__ import annotations

import io
import re
from email.utils import parseaddr
from typing import Any

from sayso.intake import dates
from sayso.intake.feed_items import Feed, Item, cleaned, with_text
from sayso.intake.feed_json import web_address
from sayso.records import Failure

NO_FEED = "it is no feed (RSS, Atom, CDF or JSON Feed)"
_PARTS = re.compile(r"<(?:\w{1,20}:)?(?:rss|feed|rdf|channel|entry)\b", re.I)  # one of which begins every feed
_LONG_TAG = re.compile(r"<([a-zA-Z][\w.:-]{0,60})\s[^<>]{8000,}?(/?)>")  # attributes without end take minutes
_TAG = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(/?)[a-zA-Z][^<>]*?(/?)>", re.S)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_TOP = 20_000  # characters in which a feed has begun
_DEEPEST = 2000  # elements in one another


def xml_feed(text: str, name: str, address: str | None = None) -> Feed | Failure:
    """The feed in some XML, well-formed or not; a Failure when it is none. `address` is where it comes from.

    Document types are left out before anything is read, so that entities neither grow nor open files.
    """
    if not _PARTS.search(text, 0, _TOP):
        return Failure(name, "intake", "no-feed", NO_FEED)
    text = _LONG_TAG.sub(r"<\1\2>", _DECLARATION.sub("", text, count=1))
    if _too_deep(text):
        return Failure(name, "intake", "too-deep", f"over {_DEEPEST:,} elements stand in one another")
    try:
        found = _parsed(text, address)
    except Exception as fault:  # whatever it stumbles over in a feed, it is the feed that is broken
        return Failure(name, "intake", "broken-feed", f"the feed cannot be read: {type(fault).__name__} {fault}"[:200])
    if not found.entries and not found.version:
        return Failure(name, "intake", "no-feed", NO_FEED)
    doubts = ("the feed is no well-formed XML",) if found.bozo and not _harmless(found) else ()
    atom = (found.version or "").startswith("atom")
    items = tuple(_item(entry, found.feed, atom) for entry in found.entries)
    return Feed(cleaned(found.feed.get("title")), items, doubts)


def _parsed(text: str, address: str | None) -> Any:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": web_address(address) or ""}
    stream = io.BytesIO(text.encode("utf-8", "replace"))  # bytes or a string could name a file, which it would open
    return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _harmless(found: Any) -> bool:
    """Whether what was minded is only how the encoding was declared."""
    return "Encoding" in type(found.get("bozo_exception")).__name__


def _too_deep(text: str) -> bool:
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[0].startswith("<!") or tag[2]:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _DEEPEST:
            return True
    return False


def _item(entry: Any, feed: Any, atom: bool) -> Item:
    stamp, changed = _stamp(entry)
    source = entry.get("source")
    item = Item(
        guid=_text(entry.get("id")),
        link=web_address(entry.get("link")) or _alternate(entry),
        title=cleaned(entry.get("title")),
        byline=_authors(entry),
        publisher=cleaned(source.get("title") if isinstance(source, dict) else None)
        or cleaned(entry.get("publisher"))
        or cleaned(feed.get("publisher")),
        published=stamp,
        changed=changed and atom,
    )
    content = "\n".join(_text(part.get("value")) or "" for part in _contents(entry))
    return with_text(item, content, _text(entry.get("summary")))


def _contents(entry: Any) -> list[Any]:
    """The contents; not an Atom summary, which feedparser also gives as one, nor pictures and recordings."""
    found = [part for part in entry.get("content") or () if isinstance(part, dict)]
    return [part for part in found if not str(part.get("type")).startswith(("image/", "audio/", "video/"))]


def _alternate(entry: Any) -> str | None:
    """The first link to the item itself, when feedparser chose none."""
    links = (link for link in entry.get("links") or () if link.get("rel") in (None, "alternate"))
    return next((found for link in links if (found := web_address(link.get("href")))), None)


def _stamp(entry: Any) -> tuple[str | None, bool]:
    """The date stamp, and whether it is the one of the last change."""
    for name in ("published", "created", "updated"):
        raw, parsed = dict.get(entry, name), dict.get(entry, f"{name}_parsed")
        stamp = raw if not isinstance(raw, str) or dates.parse_day(raw) else _day(raw, parsed)
        if isinstance(stamp, str) and stamp:
            return stamp.strip(), name == "updated"
    raw = dict.get(entry, "published") or dict.get(entry, "updated")
    return (raw if isinstance(raw, str) and raw.strip() else None), False


def _day(raw: str, parsed: Any) -> str | None:
    """The day of a stamp that feedparser understood, where its year stands there: it makes years of what is none."""
    if parsed is None or not re.search(rf"\b{parsed[0]:04}\b|[a-z]{{3}}[ -]{parsed[0] % 100:02}\b", raw, re.I):
        return None
    return f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}"


def _authors(entry: Any) -> str | None:
    listed = [author for author in entry.get("authors") or () if isinstance(author, dict)]
    written = _text(entry.get("author"))
    if written and "@" in written and len(listed) < 2:  # "desk@post.example (Ada Holm)", which feedparser can cut apart
        return cleaned(parseaddr(written)[0])
    names = dict.fromkeys(name for author in listed if (name := cleaned(author.get("name"))))
    return ", ".join(names) or cleaned(written)


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
