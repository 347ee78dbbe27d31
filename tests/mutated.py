"""Good inputs of every kind that is taken in, and inputs made of them by chance: cut, repeated, moved, overwritten."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from random import Random

from sayso.intake.walk import captures_in, document_of
from sayso.records import Failure
from tests.pathological import SAID, page
from tests.pathological_packed import HEAD, ITEM, docx, record, rss, zipped
from tests.pdf_pages import column, pdf

LETTER = (
    f"{HEAD}Date: Fri, 15 Sep 2023 10:00:00 +0000\r\nMessage-ID: <1@post.example>\r\nContent-Type: multipart/mixed; "
    f'boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: '
    f"quoted-printable\r\n\r\n{SAID}=\r\n=E2=80=9CYes=E2=80=9D\r\n\r\n-- \r\nAda\r\n--b\r\nContent-Type: text/html; "
    f'name="a.html"\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+SGk8L3A+\r\n--b--\r\n'
).encode()
REPORT = page(
    f'<nav>Home</nav><article><h1>Envoys meet</h1><time datetime="2023-09-13">13 Sept. 2023</time><p class="by">By Ada '
    f"Holm</p><p>{SAID}&nbsp;&#8220;Yes&#8221;</p><table><tr><td>a</table><script>a<b</script><!-- c --></article>",
    head='<meta charset="utf-8"><title>Envoys meet | Post</title><link rel="canonical" href="https://post.example/a">'
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2023-09-13"}</script>',
)
ATOM = (
    '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry>'
    '<id>urn:a</id><title type="html">Envoys &amp;amp; all</title><link href="/a"/>'
    "<updated>2023-09-13T08:00:00Z</updated>"
    f'<author><name>Ada</name></author><content type="xhtml"><div><p>{SAID}</p></div></content></entry></feed>'
).encode()
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": 1, "url": "https://a.example/", "content_html": SAID}],
    }
).encode()
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n"
    % len(REPORT)
    + REPORT
    + b"\r\n0\r\n\r\n"
)
ARCHIVE = record(ANSWER).replace(b"resource", b"response") + record(REPORT) + record(SAID.encode())
LINES = b"\n".join(
    json.dumps(
        {"id": str(n), "title": "Envoys meet", "text": SAID, "published": "2023-09-13", "url": "https://a.example/"}
    ).encode()
    for n in range(3)
)
PRINTED = pdf([column(["Envoys meet in the harbour", "", *SAID.split(". "), SAID])] * 2, info="/Title (Envoys meet)")
WRITTEN = docx(f"<w:p><w:r><w:t>{SAID}</w:t></w:r></w:p>")
SEEDS: dict[str, list[tuple[str, bytes]]] = {
    "page": [("a.html", REPORT)],
    "feed": [("a.xml", rss(ITEM)), ("a.atom", ATOM), ("feed.json", JSON_FEED)],
    "web archive": [("a.warc", ARCHIVE), ("a.warc.gz", gzip.compress(record(REPORT)) * 2)],
    "mail": [("a.eml", LETTER), ("a.mbox", (b"From ada Fri Sep 15 10:00:00 2023\r\n" + LETTER + b"\r\n") * 2)],
    "PDF": [("a.pdf", PRINTED)],
    "lines": [("a.jsonl", LINES)],
    "packed": [("a.zip", zipped(a_html=REPORT, b_txt=SAID.encode())), ("a.docx", WRITTEN)],
}  # fmt: skip
ODD = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf0\x9f\x9a\x80", "\u202e".encode(), b"\r", b"\n\n\n"),
    *(b"<", b">", b"</p>", b"<!--", b"]]>", b"<![CDATA[", b"&#xD800;", b"&a;", b"<!DOCTYPE a>", b"<script>", b'"'),
    *(b"{", b"}", b"[", b'"text":', b"\\ud800", b"1e999", b"NaN", b"-1", b"99999999999", b"2023-02-31", b"9999-12-31"),
    *(b"Content-Length: -1\r\n", b"WARC/1.0\r\n", b"\r\n\r\n", b"--b", b"=?utf-8?q?=ff?=", b"charset=utf-7", b"From "),
    *(b"endobj", b"stream\n", b"2 0 R", b"<<", b">>", b"/Kids[2 0 R]", b"/Length 99999", b"%PDF-", b"PK\x03\x04"),
)  # fmt: skip


def mutated(data: bytes, chance: Random) -> bytes:
    """The bytes after one to six changes."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        chance.choice(CHANGES)(changed, chance)
    return bytes(changed)


def _flip(data: bytearray, chance: Random) -> None:
    for _ in range(chance.choice((1, 1, 4, 32))):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _insert(data: bytearray, chance: Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.choice(ODD) * chance.choice((1, 1, 2, 50))


def _overwrite(data: bytearray, chance: Random) -> None:
    at, odd = chance.randrange(len(data) + 1), chance.choice(ODD)
    data[at : at + len(odd)] = odd


def _cut_out(data: bytearray, chance: Random) -> None:
    start, stop = _stretch(data, chance)
    del data[start:stop]


def _break_off(data: bytearray, chance: Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _repeat(data: bytearray, chance: Random) -> None:
    start, stop = _stretch(data, chance)
    data[start:start] = data[start:stop] * chance.choice((1, 2, 20))


def _move(data: bytearray, chance: Random) -> None:
    start, stop = _stretch(data, chance)
    moved = data[start:stop]
    del data[start:stop]
    at = chance.randrange(len(data) + 1)
    data[at:at] = moved


def _other_number(data: bytearray, chance: Random) -> None:
    digits = [n for n, byte in enumerate(data) if 48 <= byte < 58]
    if digits:
        data[chance.choice(digits)] = chance.randrange(48, 58)


def _stretch(data: bytearray, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, start + chance.choice((1, 4, 16, 64, 256))


CHANGES: tuple[Callable[[bytearray, Random], None], ...] = (
    *(_flip, _insert, _overwrite, _cut_out, _break_off, _repeat, _move, _other_number),
)


def inputs(sort: str, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many inputs of a sort, name and bytes: the same for the same seed."""
    chance = Random(f"{sort} {seed}")
    for _ in range(count):
        name, data = chance.choice(SEEDS[sort])
        yield name, mutated(data, chance)


def outcome(name: str, data: bytes) -> str:
    """What an input ends as: "document" or the reasons of failures; AssertionError when it ends as nothing."""
    found = [one if isinstance(one, Failure) else document_of(one) for one in captures_in(data, name)]
    assert found, "nothing came of it"
    for one in found:
        assert (one.reason and one.what) if isinstance(one, Failure) else (one.text.strip() or one.problems), one
        str(one.what if isinstance(one, Failure) else one.text).encode()
    return " ".join(sorted({one.reason if isinstance(one, Failure) else "document" for one in found}))
