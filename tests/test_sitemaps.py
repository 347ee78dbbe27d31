"""Sitemaps: what they list, in which form, and what hostile ones come to."""

from __future__ import annotations

import gzip
import time

import pytest

from sayso.intake.sitemaps import LARGEST_SITEMAP, MOST_ADDRESSES, Listed, addresses_in
from sayso.records import Failure

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def sitemap(*urls: str) -> bytes:
    return f"<?xml version='1.0'?><urlset {SPACE} {NEWS}>{''.join(urls)}</urlset>".encode()


def listed(data: bytes) -> list[Listed | Failure]:
    return list(addresses_in(data, "sitemap.xml"))


def reason(data: bytes) -> str:
    (found,) = listed(data)
    assert isinstance(found, Failure)
    return found.reason


def test_addresses_with_their_dates_each_once() -> None:
    one = "<url><loc> https://post.example/1?a=1&amp;b=2 </loc><lastmod>2024-05-06</lastmod><!-- x --></url>"
    assert listed(sitemap(one, one, "<url><loc>https://post.example/2</loc></url>")) == [
        Listed("https://post.example/1?a=1&b=2", "2024-05-06"),
        Listed("https://post.example/2"),
    ]


def test_a_news_sitemap_tells_day_and_title() -> None:
    news = """<news:news><news:publication><news:name>Post</news:name></news:publication>
        <news:publication_date>2024-05-06T10:00:00Z</news:publication_date>
        <news:title>Envoys meet</news:title></news:news>"""
    data = sitemap(f"<url><loc>https://post.example/1</loc>{news}</url>")
    assert listed(data) == [Listed("https://post.example/1", None, "2024-05-06T10:00:00Z", "Envoys meet")]


def test_an_index_lists_sitemaps() -> None:
    data = f"<sitemapindex {SPACE}><sitemap><loc>https://post.example/a.xml.gz</loc></sitemap></sitemapindex>"
    assert listed(data.encode()) == [Listed("https://post.example/a.xml.gz", index=True)]


def test_packed_and_plain_lists() -> None:
    one = Listed("https://post.example/1")
    assert listed(gzip.compress(sitemap("<url><loc>https://post.example/1</loc></url>"))) == [one]
    assert listed(b"\xef\xbb\xbfhttps://post.example/1\r\nno address\r\n") == [one]


def test_only_pages_are_listed() -> None:
    wrong = ("file:///etc/passwd", "javascript:x", "/relative", "ftp://post.example/", "http://[::1", "")
    assert reason(sitemap(*(f"<url><loc>{address}</loc></url>" for address in wrong))) == "no-addresses"


def test_what_is_no_sitemap_says_why() -> None:
    assert reason(b"<rss/>") == "no-sitemap"
    assert reason(b"words") == "no-sitemap"
    assert reason(b"<\0>") == "no-sitemap"
    assert reason(b"") == "no-sitemap"
    assert reason(b"\x1f\x8b broken") == "broken-sitemap"
    assert reason(gzip.compress(b" " * (LARGEST_SITEMAP + 1))) == "too-large"


def test_a_packed_sitemap_is_read_to_its_end_or_not_at_all() -> None:
    whole = sitemap("<url><loc>https://post.example/1</loc></url>", "<url><loc>https://post.example/2</loc></url>")
    parts = gzip.compress(whole[:90]) + gzip.compress(whole[90:])
    assert [str(one) for one in listed(parts)] == [str(one) for one in listed(whole)]
    assert reason(parts[:-20]) == "broken-sitemap"


def test_entities_are_not_expanded(tmp_path: object) -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    data = f'<!DOCTYPE urlset [<!ENTITY e0 "x">{bomb}<!ENTITY f SYSTEM "file:///etc/hostname">]>'.encode()
    began = time.monotonic()
    found = listed(data + sitemap("<url><loc>https://post.example/&e11;</loc></url><url><loc>http://a/&f;</loc></url>"))
    assert time.monotonic() - began < 2
    assert len(str(found)) < 2000


def test_a_broken_sitemap_gives_what_can_be_read() -> None:
    data = sitemap("<url><loc>https://post.example/1</loc></url>", "<url><loc>https://post.example/2</loc></url>")
    found = listed(data[: data.index(b"/2")])
    assert found[0] == Listed("https://post.example/1")


def test_more_addresses_than_the_protocol_allows() -> None:
    found = listed("\n".join(f"https://post.example/{n}" for n in range(MOST_ADDRESSES + 5)).encode())
    assert len(found) == MOST_ADDRESSES + 1
    last = found[-1]
    assert isinstance(last, Failure)
    assert last.reason == "too-many"


@pytest.mark.parametrize("length", [5_000, 10_000, 20_000])
def test_pathological_sitemaps_end_soon(length: int) -> None:
    began = time.monotonic()
    for data in (b"<urlset>" + b"<url>" * length, b"<urlset " + b"a='1' " * length + b">", b"<!DOCTYPE " * length):
        assert listed(data)
    assert time.monotonic() - began < 5
