"""Web archives, whole and damaged: each record is a capture with its address, time and headers, or is accounted for."""

from __future__ import annotations

import gzip
import io
import os
import random
import re
import time
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sayso.intake import warc_frames
from sayso.intake.walk import Capture, captures, captures_in, document_of
from sayso.records import Document, Failure

TEXT = (
    "Ministers of five states met in Oslo on Thursday to speak about the price of grain and of bread, officials said. "
    "They will meet again in March unless the harvest fails, which few of them expect.\n"
)
PAGE = f"<html><body><p>{TEXT}</p><p>{TEXT}</p></body></html>".encode()
WHEN = "2023-09-13T08:15:30Z"
Header = tuple[str, str]


def page(number: int) -> bytes:
    """A page that does not pack to nothing."""
    return PAGE.replace(b"<body>", b"<body><!-- " + random.Random(number).randbytes(400).hex().encode() + b" -->")


def answer(body: bytes, *headers: Header, status: str = "200 OK") -> bytes:
    told = StatusAndHeaders(status, [("Content-Type", "text/html"), *headers], protocol="HTTP/1.1")
    return bytes(told.to_bytes()) + body


def record(block: bytes, sort: str = "response", address: str = "https://a.example/1", **fields: str) -> bytes:
    media = "application/http; msgtype=response" if sort == "response" else fields.pop("media", "text/html")
    told = {"WARC-Type": sort, "WARC-Target-URI": address, "WARC-Date": WHEN, "WARC-Record-ID": f"<urn:x:{address}>"}
    told |= {"Content-Type": media, "Content-Length": str(len(block)), **fields}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items() if value)
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def pages(count: int) -> list[bytes]:
    return [record(answer(page(n)), address=f"https://a.example/{n}") for n in range(count)]


def found(data: bytes, name: str = "x.warc") -> list[Capture | Failure]:
    return list(captures_in(data, name))


def told(data: bytes) -> list[str]:
    return [
        f"!{f.reason} {f.input}".replace("x.warc!", "").replace("https://a.example/", "")
        if isinstance(f, Failure)
        else f"{f.kind} {(f.url or f.name).removeprefix('https://a.example/')}"
        for f in found(data)
    ]


def numbers(data: bytes) -> list[int]:
    """Which of `pages` were found, whole."""
    read = [f for f in found(data) if isinstance(f, Capture) and f.kind == "html"]
    got = [int((f.url or "").rpartition("/")[2]) for f in read]
    assert [f.data for f in read] == [page(n) for n in got]
    return got


def reasons(data: bytes) -> set[str]:
    return {f.reason for f in found(data) if isinstance(f, Failure)}


def test_a_page_comes_with_its_address_time_and_headers() -> None:
    [got] = found(record(answer(PAGE, ("Server", "x"), ("ETag", '"1"'))))
    assert isinstance(got, Capture)
    assert (got.name, got.kind, got.data) == ("x.warc!https://a.example/1", "html", PAGE)
    assert (got.url, got.fetched) == ("https://a.example/1", WHEN)
    assert got.headers == (("Content-Type", "text/html"), ("Server", "x"), ("ETag", '"1"'))
    document = document_of(got)
    assert isinstance(document, Document)
    assert (document.url, document.file) == ("https://a.example/1", "x.warc!https://a.example/1")


def with_dictionary(parts: Iterable[bytes]) -> bytes:
    """As .warc.zst files are: a dictionary in a frame of its own, then a frame for each record."""
    parts = list(parts)
    dictionary = zstandard.train_dictionary(2_000, parts * 20)
    packer = zstandard.ZstdCompressor(dict_data=dictionary)
    packed = zstandard.compress(dictionary.as_bytes())
    return b"\x5d\x2a\x4d\x18" + len(packed).to_bytes(4, "little") + packed + b"".join(map(packer.compress, parts))


PACKED = {
    "plain": b"".join,
    "each record by itself": lambda parts: b"".join(map(gzip.compress, parts)),
    "all as one": lambda parts: gzip.compress(b"".join(parts)),
    "zstd": lambda parts: b"".join(map(zstandard.ZstdCompressor(write_checksum=True).compress, parts)),
    "zstd with a dictionary": with_dictionary,
}


@pytest.mark.parametrize("packing", PACKED)
def test_every_way_of_packing(packing: str) -> None:
    assert numbers(PACKED[packing](pages(8))) == list(range(8))


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("packed", [True, False])
def test_what_another_program_writes(version: str, packed: bool) -> None:
    made = io.BytesIO()
    writer = WARCWriter(made, gzip=packed, warc_version=version)
    writer.write_record(writer.create_warcinfo_record("x", {"software": "x"}))
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    for n in range(4):
        body = io.BytesIO(page(n))
        one = writer.create_warc_record(f"https://a.example/{n}", "response", payload=body, http_headers=headers)
        writer.write_record(one)
    assert numbers(made.getvalue()) == [0, 1, 2, 3]
    assert reasons(made.getvalue()) == {"record"}
    assert all(f.fetched for f in found(made.getvalue()) if isinstance(f, Capture))


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:100], body[100:])) + b"0\r\n\r\n"


def deflated(body: bytes, window: int) -> bytes:
    packer = zlib.compressobj(wbits=window)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (chunked(PAGE), [("Transfer-Encoding", "chunked")]),
        (chunked(PAGE), [("transfer-encoding", "Chunked")]),
        (gzip.compress(PAGE), [("Content-Encoding", "gzip")]),
        (chunked(gzip.compress(PAGE)), [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")]),
        (deflated(PAGE, 15), [("Content-Encoding", "deflate")]),
        (deflated(PAGE, -15), [("Content-Encoding", "deflate")]),
        (zstandard.compress(PAGE), [("Content-Encoding", "zstd")]),
        (gzip.compress(PAGE), []),
        (PAGE, [("Content-Encoding", "gzip")]),
        (PAGE, [("Transfer-Encoding", "chunked")]),
        (PAGE, [("Content-Encoding", "no-such-thing")]),
    ],
)
def test_bodies_as_they_were_before_they_were_packed_for_the_way(body: bytes, headers: list[Header]) -> None:
    [got] = found(record(answer(body, *headers)))
    assert isinstance(got, Capture)
    assert (got.kind, got.data, got.url) == ("html", PAGE, "https://a.example/1")
    assert got.headers[1:] == tuple(headers)


def test_a_body_that_unpacks_to_too_much() -> None:
    bomb = gzip.compress(b"a" * 120_000_000, 1)
    assert told(record(answer(bomb, ("Content-Encoding", "gzip"))) + pages(1)[0]) == ["!bomb 1", "html 0"]
    assert told(record(answer(bomb)) + pages(1)[0])[0] == "!too-large 1"


def test_what_is_no_document_is_counted_by_its_sort() -> None:
    beside = [
        record(b"software: x\r\n", "warcinfo"),
        record(b"GET / HTTP/1.1\r\n\r\n", "request"),
        record(b"x: y\r\n", "metadata"),
        record(b"\x00", "response", "dns:a.example"),
        record(answer(b"", status="301 Moved")),
        record(answer(b"", status="302 Found")),
        record(answer(PAGE, status="404 Not Found")),
        record(answer(PAGE, status="503 Busy")),
        record(b"", "revisit"),
        record(answer(b"p { color: red }").replace(b"text/html", b"text/css ")),
        record(answer(b"\x89PNG\r\n\x1a\n" + bytes(50))),
        record(answer(b"")),
    ]
    got = found(b"".join([*beside, *pages(3)]))
    counts = {
        f.reason: int((re.match(r"(\d+) parts of it", f.what) or [0, 1])[1]) for f in got if isinstance(f, Failure)
    }
    assert counts == {"record": 4, "redirect": 2, "http-status": 2, "revisit": 1, "style": 1, "image": 1, "empty": 1}
    assert sum(counts.values()) + sum(isinstance(f, Capture) for f in got) == len(beside) + 3


def test_records_of_other_sorts_that_hold_documents() -> None:
    texts = [
        record(TEXT.encode() * 2, "conversion", media="text/plain"),
        record(PAGE, "resource", "file:///home/x.html"),
        record(b"%PDF-1.7 x", "resource", media="application/pdf"),
        record(b'<rss version="2.0"><channel><item><title>A headline</title></item></channel></rss>', "resource"),
    ]  # fmt: skip
    assert told(b"".join(texts)) == ["text 1", "html x.warc!file:///home/x.html", "pdf 1", "jsonl 1"]


@pytest.mark.parametrize("when", ["2008-10-294T05:21:46-0700", "yesterday", "2023-09-13", "2023-09-13T08:15:30", ""])
def test_a_time_that_is_none_is_left_out(when: str) -> None:
    [got] = found(record(answer(PAGE), **{"WARC-Date": when}))
    assert isinstance(got, Capture)
    assert got.fetched is None


def test_addresses_as_some_programs_write_them() -> None:
    assert told(record(answer(PAGE), address="<https://a.example/7>")) == ["html 7"]
    assert told(record(answer(PAGE), address="https://a.example/a b")) == ["html a%20b"]


@pytest.mark.parametrize("packing", ["plain", "each record by itself", "zstd"])
@pytest.mark.parametrize("junk", [b"\0" * 300, b"junk\r\n" * 50, b"WARC/1.0\r\nbroken", b"\x1f\x8b\x08 no gzip"])
def test_junk_between_records_is_told_and_the_next_is_read(packing: str, junk: bytes) -> None:
    parts = pages(4)
    packed = PACKED[packing](parts[:2]) + junk + PACKED[packing](parts[2:])
    assert numbers(packed) == [0, 1, 2, 3]
    assert junk.startswith(b"\0") or "damaged" in reasons(packed)


@pytest.mark.parametrize("packing", ["each record by itself", "zstd"])
def test_a_damaged_packed_record_is_the_only_one_lost(packing: str) -> None:
    parts = [PACKED[packing]([part]) for part in pages(6)]
    for at in (12, 60, len(parts[2]) // 2, len(parts[2]) - 12):
        broken = bytearray(parts[2])
        broken[at : at + 6] = b"\xff\xff\xff\xff\xff\xff"
        data = b"".join([*parts[:2], bytes(broken), *parts[3:]])
        assert {0, 1, 3, 4, 5} <= set(numbers(data)), at
        assert "damaged" in reasons(data), at
    missing = b"".join([*parts[:2], parts[2][50:], *parts[3:]])
    assert numbers(missing) == [0, 1, 3, 4, 5]
    cut = b"".join([*parts[:2], parts[2][:-50], *parts[3:]])
    assert numbers(cut) == [0, 1, 3, 4, 5]
    assert reasons(missing) == {"damaged"}
    assert "damaged" in reasons(cut)


@pytest.mark.parametrize("packing", PACKED)
def test_an_archive_that_breaks_off_gives_what_is_before(packing: str) -> None:
    data = PACKED[packing](pages(6))
    got = numbers(data[: len(data) * 7 // 12])
    assert got == list(range(len(got)))
    assert packing in ("zstd with a dictionary",) or len(got) >= 3
    assert reasons(data[: len(data) * 7 // 12]) == {"damaged"}


@pytest.mark.parametrize("length", ["999999999999", "20000", "500", "10", "", "many", "-5"])
def test_a_wrong_length_costs_one_record(length: str) -> None:
    parts = pages(6)
    parts[2] = record(answer(page(2)), address="https://a.example/2", **{"Content-Length": length})
    data = b"".join(parts)
    read = [f.url for f in found(data) if isinstance(f, Capture)]
    assert {f"https://a.example/{n}" for n in (0, 1, 3, 4, 5)} <= set(read)
    assert len(read) == 6 or reasons(data) & {"damaged", "too-large"}


def test_a_length_that_is_a_little_wrong_costs_nothing() -> None:
    right = answer(page(2))
    parts = pages(4)
    parts[2] = record(right, address="https://a.example/2", **{"Content-Length": str(len(right) + 40)})
    assert numbers(b"".join(parts)) == [0, 1, 2, 3]


def test_wrong_lengths_all_over_do_not_take_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_frames, "MOST_RESCANNED", 3_000_000)
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 400000\r\n\r\nx\n"
    began = time.process_time()
    assert "damaged" in reasons(head * 20_000)
    assert time.process_time() - began < 10


def test_a_record_within_a_record_is_none() -> None:
    inner = record(answer(page(9)), address="https://a.example/9")
    assert told(record(answer(b"<html><p>" + inner + b"</p></html>")) + pages(1)[0]) == ["html 1", "html 0"]


def arc(*parts: tuple[str, bytes]) -> bytes:
    head = b"1 0 x\nURL IP-address Archive-date Content-type Archive-length\n"
    data = b"filedesc://x.arc 0.0.0.0 20230913081530 text/plain %d\n%s\n" % (len(head), head)
    for address, block in parts:
        data += f"{address} 10.0.0.1 20230913081530 text/html {len(block)}\n".encode() + block + b"\n"
    return data


def test_archives_in_the_format_before_warc() -> None:
    parts = [(f"https://a.example/{n}", answer(page(n))) for n in range(4)]
    assert numbers(arc(*parts)) == numbers(gzip.compress(arc(*parts))) == [0, 1, 2, 3]
    [first, *_] = found(arc(*parts))
    assert isinstance(first, Capture)
    assert first.fetched == WHEN
    damaged = arc(*parts).replace(f" {len(parts[1][1])}\n".encode(), b" 77\n", 1)
    assert {0, 2, 3} <= {int((f.url or "")[-1]) for f in found(damaged) if isinstance(f, Capture)}


def test_a_collection_of_web_archives() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("pages/pages.jsonl", '{"text": "no report"}')
        archive.writestr("archive/a.warc.gz", PACKED["each record by itself"](pages(2)))
        archive.writestr("archive/b.warc", b"".join(pages(1)))
    names = [f.name for f in captures_in(made.getvalue(), "x.wacz") if isinstance(f, Capture)]
    inside = [f"a.warc.gz!https://a.example/{n}" for n in (0, 1)] + ["b.warc!https://a.example/0"]
    assert names == [f"x.wacz!/archive/{name}" for name in inside]


@pytest.mark.parametrize("packing", PACKED)
def test_no_damage_is_an_error_and_none_is_silent(packing: str) -> None:
    whole = PACKED[packing]([record(b"x: y", "warcinfo"), *pages(4)])
    chance = random.Random(11)
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 4, 30))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = bytes(data[: chance.choice((len(data), chance.randrange(1, len(data))))])
        got = found(cut)
        assert got
        assert all(f.reason and f.what for f in got if isinstance(f, Failure))
        assert (
            len(cut) == len(whole) or len(got) < 6 or any(isinstance(f, Failure) and f.reason == "damaged" for f in got)
        )


BAD = Path(os.environ.get("SAYSO_SHARED", "../shared")) / "bad"
PAGES_IN = {  # captures that each file of others holds
    "bad.arc": 0, "example-bad-non-chunked.warc.gz": 1, "example-bad.warc.gz.bad": 1, "example-digest.warc": 0,
    "example-iana.org-chunked.warc": 1, "example-resource.warc.gz": 1, "example-space-in-target-uri.warc.gz": 0,
    "example-space-in-url.arc": 0, "example-trunc.warc": 0, "example-wget-bad-target-uri.warc.gz": 1,
    "example-wrong-chunks.warc.gz": 1, "example.arc": 1, "example.arc.gz": 1, "example.warc": 1, "example.warc.gz": 1,
    "post-test.warc.gz": 0, "block-sized-records.warc": 0, "block-sized-records.warc.gz": 0,
    "block-sized-records.warc.lz4": 0, "clipped.warc.gz": 0, "clueweb-quirk.warc.gz": 29, "warcfile.warc": 16,
    "warcfile.warc.gz": 16, "warcfile.warc.lz4": 0,
}  # fmt: skip


@pytest.mark.shared
def test_web_archives_of_others_are_accounted_for() -> None:
    if not BAD.is_dir():
        pytest.skip(f"NO BAD FILES at {BAD}: set SAYSO_SHARED")
    files = [*(BAD / "warcio" / "test" / "data").iterdir(), *(BAD / "resiliparse-warc" / "data").iterdir()]
    assert {file.name for file in files} == PAGES_IN.keys()
    for file in files:
        began = time.process_time()
        got = list(captures([file]))
        assert sum(isinstance(f, Capture) for f in got) == PAGES_IN[file.name], file.name
        assert got
        assert all(f.reason and f.what for f in got if isinstance(f, Failure))
        assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("data", "cut"),
    [
        (record(answer(PAGE), **{"WARC-Truncated": "length"}), "length"),
        (record(answer(PAGE), **{"WARC-Segment-Number": "1"}), "segment"),
        (record(answer(PAGE, ("Content-Range", "bytes 0-99/400"), status="206 Partial Content")), "range"),
        (record(answer(PAGE, ("Content-Range", "bytes 9-99/100"), status="206 Partial Content")), "range"),
        (record(answer(PAGE, ("Content-Range", "bytes 0-99/100"), status="206 Partial Content")), None),
        (record(answer(PAGE)), None),
    ],
)
def test_half_a_page_is_told(data: bytes, cut: str | None) -> None:
    (capture,) = found(data)
    assert isinstance(capture, Capture)
    document = document_of(capture)
    assert isinstance(document, Document)
    expected = [f"cut off: the archive keeps only the beginning of it ({cut})"] if cut else []
    assert [problem.what for problem in document.problems] == expected


def test_a_page_that_cannot_be_unpacked_is_damaged_and_no_picture() -> None:
    packed = zstandard.ZstdCompressor().compress(PAGE * 5)
    (failure,) = found(record(answer(packed[4:], ("Content-Encoding", "zstd"))))
    assert isinstance(failure, Failure)
    assert (failure.reason, failure.is_wrong) == ("damaged", True)
    assert told(record(answer(PAGE, ("Content-Encoding", "zstd")))) == ["html 1"]


def test_the_links_of_a_feed_start_where_it_was_fetched() -> None:
    item = f"<item><title>Grain</title><link>/7</link><description>{TEXT}</description></item>"
    data = f'<rss version="2.0"><channel><title>Post</title>{item}</channel></rss>'.encode()
    (capture,) = found(record(answer(data), address="https://a.example/feed/"))
    assert isinstance(capture, Capture)
    document = document_of(capture)
    assert isinstance(document, Document)
    assert (document.url, document.file) == (
        "https://a.example/7",
        "x.warc!https://a.example/feed/!https://a.example/7",
    )
