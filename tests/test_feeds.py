"""Feeds of every format: what an item tells, what is no whole report, and what hostile feeds come to."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path

import pytest

from sayso.intake import document_of
from sayso.intake.capture import Capture
from sayso.intake.feed_items import BY_CHANGE, TEASER, TEASER_ALONE, TITLE_ALONE
from sayso.intake.feed_text import SHORT_CONTENT, SHORT_SUMMARY, is_teaser, paragraphs, without_footer
from sayso.intake.feeds import MOST_ITEMS, feed_of, items_in
from sayso.intake.walk import captures_in
from sayso.knowledge.tables import table
from sayso.records import Document, Failure

BAD = Path(os.environ.get("SAYSO_SHARED", "../shared")) / "bad"
LONG = "The envoys met in the harbour of Norfjord on Friday and spoke about the ferry for six hours. " * 12


def rss(*items: str, head: str = "<title>Norfjord Post</title>", attributes: str = "") -> bytes:
    whole = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {attributes}><channel>{head}{whole}</channel></rss>'.encode()


def read(data: bytes) -> list[Document]:
    """The documents of a feed that has nothing but good items."""
    found = [document_of(c) for c in items_in(data, "feed.xml") if isinstance(c, Capture)]
    assert all(isinstance(one, Document) for one in found)
    return [one for one in found if isinstance(one, Document)]


def one(data: bytes) -> Document:
    (document,) = read(data)
    return document


def doubts(document: Document) -> list[str]:
    return [problem.what for problem in document.problems]


def failure(data: bytes) -> Failure:
    (found,) = items_in(data, "feed.xml")
    assert isinstance(found, Failure)
    return found


# --- formats ---------------------------------------------------------------------------------------------------------


def test_an_item_of_rss_keeps_all_that_it_tells() -> None:
    content = f"<content:encoded><![CDATA[<p>{LONG}</p><p>Second.</p>]]></content:encoded>"
    item = f"""<title>Envoys meet &amp; talk</title><link>https://post.example/7</link><guid>tag:post.example,7</guid>
        <pubDate>Mon, 06 May 2024 23:30:00 -0700</pubDate><author>desk@post.example (Ada Holm)</author>
        <description>In short.</description>{content}"""
    data = rss(item, attributes='xmlns:content="http://purl.org/rss/1.0/modules/content/"')
    document = one(data)
    assert document.text == f"Envoys meet & talk\n\n{LONG.strip()}\n\nSecond."
    assert (document.id, document.url) == ("https://post.example/7", "https://post.example/7")
    assert (document.published, document.published_from) == ("2024-05-06", "feed")
    assert (document.publisher, document.byline) == ("Norfjord Post", "Ada Holm")
    assert document.file == "feed.xml!https://post.example/7"
    assert doubts(document) == []
    (capture,) = items_in(data, "feed.xml")
    assert isinstance(capture, Capture)
    kept = json.loads(capture.data)
    assert kept["guid"] == "tag:post.example,7"
    assert kept["html"].startswith("<p>The envoys")


def test_an_entry_of_atom() -> None:
    data = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://post.example/news/"><title>Post</title>
        <entry><title type="html">&lt;b&gt;Envoys&lt;/b&gt; meet</title><link rel="self" href="/feed/7"/>
        <link rel="alternate" href="2024/7"/><id>urn:uuid:7</id><updated>2024-05-08T01:00:00Z</updated>
        <published>2024-05-06T10:00:00+02:00</published><author><name>Ada Holm</name></author>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{LONG}</p></div></content></entry></feed>"""
    document = one(data.encode())
    assert (document.title, document.url) == ("Envoys meet", "https://post.example/news/2024/7")
    assert (document.published, document.byline) == ("2024-05-06", "Ada Holm")
    assert doubts(document) == []


def test_an_entry_that_only_tells_its_last_change_says_so() -> None:
    data = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><title>Envoys meet</title>
        <id>urn:uuid:7</id><updated>2024-05-08T01:00:00Z</updated></entry></feed>"""
    document = one(data)
    assert document.published == "2024-05-08"
    assert BY_CHANGE in doubts(document)


def test_items_of_rss_1_and_of_rss_091() -> None:
    rdf = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Post</title></channel>
        <item rdf:about="https://post.example/7"><title>Envoys meet</title><link>https://post.example/7</link>
        <dc:date>2024-05-06</dc:date><dc:creator>Ada Holm</dc:creator></item></rdf:RDF>"""
    assert (one(rdf).published, one(rdf).byline) == ("2024-05-06", "Ada Holm")
    assert BY_CHANGE not in doubts(one(rdf))
    old = b"<rss version='0.91'><channel><item><title>Envoys meet</title></item></channel></rss>"
    assert one(old).text == "Envoys meet"


def test_a_json_feed() -> None:
    items = [
        {"id": 7, "url": "/7", "title": "Envoys meet", "content_html": f"<p>{LONG}</p>", "date_published": "2024-05-06",
         "authors": [{"name": "Ada Holm"}, {"name": "Bo Lund"}]},
        {"id": "8", "content_text": f"{LONG}\n\n5 < 7 & 8", "date_modified": "2024-05-07T00:00:00Z"},
    ]  # fmt: skip
    data = {"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": items,
            "feed_url": "https://post.example/feed.json"}  # fmt: skip
    first, second = read(json.dumps(data).encode())
    assert (first.url, first.byline) == ("https://post.example/7", "Ada Holm, Bo Lund")
    assert second.text.endswith("5 < 7 & 8")
    assert second.id.startswith("feed:")
    assert second.id.endswith(":8")
    assert doubts(second) == [BY_CHANGE]


def test_the_walk_opens_feeds() -> None:
    json_one = b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_text": "Text."}]}'
    for data in (rss(f"<title>Envoys meet</title><description>{LONG}</description>"), json_one):
        (capture,) = captures_in(data, "saved")
        assert isinstance(capture, Capture)
        assert capture.name.startswith("saved!")


# --- identity --------------------------------------------------------------------------------------------------------


def test_items_that_share_an_address_are_documents_of_their_own() -> None:
    item = "<title>{0}</title><link>https://post.example/live</link><guid isPermaLink='false'>live-{0}</guid>"
    first, second = read(rss(item.format("One"), item.format("Two")))
    assert first.id != second.id
    assert first.id.endswith(":live-One")
    assert first.url == second.url == "https://post.example/live"


def test_ids_of_two_feeds_do_not_clash() -> None:
    item = "<title>Envoys meet</title><guid isPermaLink='false'>1</guid>"
    one_feed, other = rss(item), rss(item, head="<title>Odda Times</title>")
    assert one(one_feed).id != one(other).id


def test_an_edited_item_is_the_same_document_with_another_text() -> None:
    item = "<title>Envoys meet</title><link>https://post.example/7</link><description>{}</description>"
    before, after = one(rss(item.format("One died."))), one(rss(item.format("Two died.")))
    assert before.id == after.id
    assert before.version != after.version


def test_addresses_that_are_no_pages_are_left_out() -> None:
    for link in ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://[::1", "//"):
        assert one(rss(f"<title>Envoys meet</title><link>{link}</link>")).url is None


# --- teasers ---------------------------------------------------------------------------------------------------------


def test_a_short_summary_is_a_teaser_and_carries_its_address() -> None:
    item = "<title>Envoys meet</title><description>They met.</description>{}"
    document = one(rss(item.format("<link>https://post.example/7</link>")))
    assert document.url == "https://post.example/7"
    assert doubts(document) == [TEASER]
    assert doubts(one(rss(item.format("")))) == [TEASER_ALONE]


def test_a_long_summary_is_a_report_unless_it_breaks_off() -> None:
    item = "<title>Envoys meet</title><description>{}</description>"
    assert doubts(one(rss(item.format(LONG)))) == []
    assert doubts(one(rss(item.format(LONG + " It was agreed to […]")))) == [TEASER_ALONE]


def test_the_shortest_reports() -> None:
    def letters(n: int) -> str:
        return ("a" * 9 + " ") * (n // 9) + "a" * (n % 9)

    for summary, least in ((True, SHORT_SUMMARY), (False, SHORT_CONTENT)):
        assert is_teaser(letters(least - 1), summary=summary)
        assert not is_teaser(letters(least), summary=summary)


def test_a_title_alone_says_so() -> None:
    assert TITLE_ALONE in doubts(one(rss("<title>Envoys meet in Norfjord</title>")))


@pytest.mark.parametrize("sort", ["teaser", "footer"])
def test_every_row_of_teasers_has_an_example_and_a_counter_example(sort: str) -> None:
    for row in table("en/teasers.toml")[sort]:
        rule = re.compile(row["pattern"] + (r"\s*$" if sort == "teaser" else ""), re.I)
        match = rule.search if sort == "teaser" else rule.fullmatch
        assert match(row["example"]), row
        assert not match(row["not"]), row


def test_what_feed_software_writes_below_a_text_is_left_out() -> None:
    assert without_footer("One.\n\nTwo.\n\nThe post Envoys meet appeared first on Norfjord Post.") == "One.\n\nTwo."
    assert without_footer("The post was shelled.") == "The post was shelled."


# --- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Plain words, 5 < 7 & on.", "Plain words, 5 < 7 & on."),
        ("<p>One <b>and</b> one.</p><p>Two.</p>", "One and one.\n\nTwo."),
        ("Before<div>within</div>behind", "Before\n\nwithin\n\nbehind"),
        ("One<br>two<br/><br/>three", "One\ntwo\n\nthree"),
        ("<ul><li>One<li>Two</ul>", "One\n\nTwo"),
        ("A<script>alert(1)</script><style>p{}</style> B", "A B"),
        ("Caf&eacute; &#8220;x&#8221;", "Café “x”"),
        ("<p>Un<wbr>broken w<i>or</i>d</p>", "Unbroken word"),
        ("<p></p>  <p>\n</p>", ""),
    ],
)
def test_html_of_items_becomes_paragraphs(html: str, text: str) -> None:
    assert paragraphs(html) == text


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("Envoys <b>meet</b>&nbsp;again", "Envoys meet again"),
        ("A <unknown> vessel, 3 < 4 & on", "A <unknown> vessel, 3 < 4 & on"),
        ("Two\n  lines<br/>here", "Two lines here"),
    ],
)
def test_titles_lose_their_html_and_no_words(told: str, title: str) -> None:
    data = json.dumps({"items": [{"id": "1", "title": told}]})
    assert one(data.encode()).title == title


# --- what is refused -------------------------------------------------------------------------------------------------


def test_entities_neither_grow_nor_open_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the password")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    for declared, used in (
        (f'<!ENTITY e0 "boom">{bomb}', "&e11;"),
        (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', "&x;"),
        (f'<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;', "words"),
    ):
        data = f"<?xml version='1.0'?><!DOCTYPE rss [{declared}]>".encode() + rss(f"<title>Title {used} x</title>")
        began = time.monotonic()
        text = one(data).text
        assert time.monotonic() - began < 2
        assert len(text) < 60
        assert "password" not in text


def test_the_name_of_a_file_is_no_feed(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss("<title>Envoys meet</title>"))
    for name in (str(path), path.as_uri()):
        assert failure(name.encode()).reason == "no-feed"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<kml><Document/></kml>", "no-feed"),
        (b'{"items": 3}', "no-feed"),
        (b'{"items": [', "broken-feed"),
        (b"[" * 100_000, "broken-feed"),
        (rss(), "no-items"),
        (rss("<guid>7</guid>"), "no-text"),
        (b"<rss><channel><item>" + b"<x>" * 3000, "too-deep"),
        (rss() + b"<item/>" * (MOST_ITEMS + 1), "too-many"),
        (b"<rss>" + b" " * 20_000_000, "too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    found = failure(data)
    assert (found.reason, found.stage) == (reason, "intake")
    assert found.what


def test_a_feed_that_breaks_off_gives_what_came() -> None:
    data = rss("<title>One</title>", "<title>Two</title>")
    found = read(data[: data.index(b"Two") + 11])
    assert [document.title for document in found] == ["One", "Two"]
    assert "the feed is no well-formed XML" in doubts(found[0])


@pytest.mark.parametrize("year", ["-0001", "0000", "9999", "99999"])
def test_days_that_cannot_be_are_not_believed(year: str) -> None:
    item = f"<title>Envoys meet</title><pubDate>Mon, 06 May {year} 10:00:00 GMT</pubDate>"
    entry = f"<entry><title>x</title><published>{year}-05-06T00:00:00Z</published></entry>"
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>"
    for data in (rss(item), atom.encode()):
        assert one(data).published is None


def test_a_year_of_two_digits_is_read_as_mail_writes_it() -> None:
    assert (
        one(rss("<title>Envoys meet</title><pubDate>Mon, 06 May 24 10:00:00 GMT</pubDate>")).published == "2024-05-06"
    )


def test_other_encodings() -> None:
    item = "<title>Übung im Café</title>"
    for encoding in ("utf-16", "iso-8859-1", "windows-1252"):
        text = f'<?xml version="1.0" encoding="{encoding}"?>' + rss(item).decode()
        assert one(text.encode(encoding)).title == "Übung im Café"


def test_half_characters_of_json_are_replaced() -> None:
    item = b'"id": "\\ud800", "title": "a\\udfff", "content_text": "b\\ud83d", "url": "https://x.example/\\ud800"'
    document = one(b'{"items": [{' + item + b"}]}")
    document.text.encode()
    document.id.encode()


@pytest.mark.parametrize("length", [10_000, 20_000, 40_000])
@pytest.mark.parametrize(
    "made",
    [
        lambda n: rss("<description>" + "&lt;" * n + "</description>"),
        lambda n: rss("<description>" + "&lt;b&gt;" * n + "x</description>"),
        lambda n: ("<rss " + "".join(f"a{i}='1' " for i in range(n)) + "><channel><item/></channel></rss>").encode(),
        lambda n: b"<rss><channel><item><title>" + b"<![CDATA[" * n,
        lambda n: b"<!DOCTYPE r [" + b"<!ENTITY a 'b'>" * n + b"]>" + rss("<title>&a;</title>"),
    ],
)
def test_pathological_feeds_end_soon(made: object, length: int) -> None:
    began = time.monotonic()
    assert list(items_in(made(length), "feed.xml"))  # type: ignore[operator]
    assert time.monotonic() - began < 5


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["feedparser", "feedvalidator", "libexpat"])
def test_every_bad_feed_is_accounted_for(folder: str) -> None:
    if not BAD.is_dir():
        pytest.skip(f"NO BAD FILES at {BAD}: set SAYSO_SHARED")
    files = [path for path in sorted((BAD / folder).rglob("*")) if path.is_file()]
    for path in files if os.environ.get("SAYSO_ALL_BAD") else files[:: max(1, len(files) // 250)]:
        began = time.monotonic()
        found = list(items_in(path.read_bytes(), path.name))
        assert found, path
        for item in found:
            made = item if isinstance(item, Failure) else document_of(item)
            assert isinstance(made, Document) or made.reason
            if isinstance(made, Document):
                made.text.encode()
                assert made.text
        assert time.monotonic() - began < 10, path


def test_a_large_feed_is_read_in_one_go() -> None:
    item = f"<title>Envoys meet</title><link>https://post.example/{{}}</link><description>{LONG}</description>"
    feed = feed_of(rss(*(item.format(n) for n in range(2000))), "feed.xml")
    assert not isinstance(feed, Failure)
    assert len({item.key for item in feed.items}) == 2000
