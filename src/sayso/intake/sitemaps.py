"""Sitemaps (sitemaps.org 0.9, with the dates of news sitemaps) to the addresses that they list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sayso.intake.encoding import decode
from sayso.intake.feed_items import cleaned
from sayso.intake.feed_json import web_address
from sayso.intake.fetching.answers import Refused
from sayso.intake.fetching.unpacking import unpacked
from sayso.records import Failure

LARGEST_SITEMAP = 52_428_800  # bytes unpacked: the protocol's own limit
MOST_ADDRESSES = 50_000  # the protocol's own limit


@dataclass(frozen=True, slots=True)
class Listed:
    """An address of a sitemap; dates as they stand there (W3C date and time), None where it tells none.

    `index` tells that the address is another sitemap; `published` and `title` are those of a news sitemap.
    """

    address: str
    changed: str | None = None
    published: str | None = None
    title: str | None = None
    index: bool = False


def addresses_in(data: bytes, name: str) -> Iterator[Listed | Failure]:
    """The addresses of a sitemap or an index of sitemaps, XML or one a line, gzip or not, in their order.

    Each one once, http and https alone. Reasons of a Failure: too-large, broken-sitemap, no-sitemap, no-addresses.
    """
    try:
        plain = unpacked(data, "gzip", LARGEST_SITEMAP) if data.startswith(b"\x1f\x8b") else data
    except Refused as refused:
        yield _refused(refused.reason == "bomb", name)
        return
    if len(plain) > LARGEST_SITEMAP:
        yield _refused(True, name)
        return
    found = _by_lines(plain) if not plain.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else _by_xml(plain)
    if isinstance(found, str):
        yield Failure(name, "intake", "no-sitemap", found)
        return
    listed = {one.address: one for one in reversed(found)}
    yield from list(listed.values())[::-1][:MOST_ADDRESSES]
    if len(listed) > MOST_ADDRESSES:
        yield Failure(name, "intake", "too-many", f"it lists over {MOST_ADDRESSES:,} addresses; the rest is left out")
    if not listed:
        yield Failure(name, "intake", "no-addresses", "the sitemap lists no http(s) address")


def _refused(large: bool, name: str) -> Failure:
    if large:
        return Failure(name, "intake", "too-large", f"over {LARGEST_SITEMAP:,} bytes unpacked")
    return Failure(name, "intake", "broken-sitemap", "the compressed sitemap is damaged or breaks off")


def _by_lines(data: bytes) -> list[Listed] | str:
    lines = decode(data)[0].splitlines()
    found = [Listed(address) for line in lines if (address := web_address(line))]
    return found or "neither XML nor a list of addresses"


def _by_xml(data: bytes) -> list[Listed] | str:
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        return f"the XML cannot be read: {str(fault)[:120]}"
    if root is None or _name(root) not in ("urlset", "sitemapindex"):
        return "the XML is no sitemap: it has neither <urlset> nor <sitemapindex>"
    entries = (entry for entry in root if _name(entry) in ("url", "sitemap"))
    return [listed for entry in entries if (listed := _listed(entry))]


def _listed(entry: Any) -> Listed | None:
    """What stands in one <url> or <sitemap>; the first of each name counts."""
    fields: dict[str, str] = {}
    for element in entry.iter():
        if element is not entry and element.text and element.text.strip():
            fields.setdefault(_name(element), element.text.strip())
    address = web_address(fields.get("loc"))
    if address is None:
        return None
    index = _name(entry) == "sitemap"
    return Listed(address, fields.get("lastmod"), fields.get("publication_date"), cleaned(fields.get("title")), index)


def _name(element: Any) -> str:
    """The name of an element without its namespace, in small letters; "" for a comment."""
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
