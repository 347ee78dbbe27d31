"""One fetch: what is asked of a server, and what comes of its answer."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from sayso.intake.fetching import Fetched, NotFetched
from tests.fetched import CHUNKED, PAGE, START, fetched, network, refused
from tests.raw_server import PUBLIC, answer, led_to


def test_a_page_comes_with_all_that_is_known_of_it() -> None:
    with network({"/a": answer(PAGE, 'ETag: "1"', "X-Odd: é")}) as (fetcher, server, net):
        found = fetcher.fetch(START)
    assert isinstance(found, Fetched)
    assert (found.url, found.address, found.status, found.data) == (START, START, 200, PAGE)
    assert ("ETag", '"1"') in found.headers
    assert found.header("etag") == '"1"'
    assert found.header("x-odd") == "é"
    assert found.header("x-none") is None
    age = datetime.now(UTC) - datetime.fromisoformat(found.time)
    assert timedelta(0) <= age < timedelta(minutes=1)
    assert (found.moved, found.problems) == (False, ())
    assert net.dialled == [(PUBLIC, 80)]
    assert server.asked == [
        "GET /a HTTP/1.1\r\nHost: news.example\r\nUser-Agent: sayso/test\r\n"
        "Accept: text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.9,application/xml;q=0.8,*/*;q=0.5"
        "\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nConnection: close\r\n\r\n"
    ]


def test_the_address_is_asked_as_servers_know_it() -> None:
    with network({"*": answer(PAGE)}) as (fetcher, server, net):
        found = fetcher.fetch("HTTP://Bücher.Example.:8080/a/../ü b?q=ü#part")
    assert isinstance(found, Fetched)
    assert found.address == "http://xn--bcher-kva.example:8080/%C3%BC%20b?q=%C3%BC"
    assert server.paths() == ["/%C3%BC%20b?q=%C3%BC"]
    assert "\r\nHost: xn--bcher-kva.example:8080\r\n" in server.asked[0]
    assert net.looked_up == ["xn--bcher-kva.example"]


@pytest.mark.parametrize("kind", [
    "text/html; charset=utf-8", "application/xhtml+xml", "text/plain", "application/pdf", "application/rss+xml",
    "application/octet-stream", "application/warc", "message/rfc822", "application/json", None, "nonsense", "",
])  # fmt: skip
def test_what_may_be_a_document_is_taken(kind: str | None) -> None:
    assert fetched({"/a": answer(PAGE, kind=kind)}).data == PAGE


@pytest.mark.parametrize("kind", [
    "image/png", "IMAGE/JPEG", "video/mp4", "audio/mpeg; x=y", "font/woff2", "text/css", "text/javascript",
    "application/javascript", "application/wasm", "text/event-stream", "multipart/x-mixed-replace;boundary=x",
])  # fmt: skip
def test_what_is_no_document_is_not_waited_for(kind: str) -> None:
    def endless(line: socket.socket) -> None:
        line.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode())
        time.sleep(1)

    before = time.monotonic()
    assert refused({"/a": endless}).reason == "no-document"
    assert time.monotonic() - before < 0.3


@pytest.mark.parametrize("said", [
    b"HTTP/1.1 200 OK\r\n\r\n" + PAGE,
    b"HTTP/1.0 200 OK\r\n\r\n" + PAGE,
    b"HTTP/1.1 200\r\n\r\n" + PAGE,
    b"HTTP/1.1 203 Other\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE,
    b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE + b"more",
    CHUNKED + b"%x;ext=1\r\n" % len(PAGE) + PAGE + b"\r\n0\r\nX-Late: 1\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + PAGE,
    b"HTTP/1.1 200 OK\nContent-Length: %d\n\n" % len(PAGE) + PAGE,
])  # fmt: skip
def test_answers_come_in_many_forms(said: bytes) -> None:
    assert fetched({"/a": said}).data == PAGE


def test_nothing_of_the_environment_leads_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    assert fetched({"/a": answer(PAGE)}).data == PAGE


@pytest.mark.parametrize(("status", "passing"), [
    ("204 No", None), ("206 Partial", False), ("300 Many", False), ("304 Same", False), ("401 Who", False),
    ("403 No", False), ("404 Gone", False), ("410 Gone", False), ("418 Tea", False), ("429 Wait", True),
    ("451 Law", False), ("500 Oh", True), ("503 Wait", True), ("504 Late", True), ("599 ?", False),
    ("999 ?", False),
])  # fmt: skip
def test_a_status_that_is_no_page_is_told(status: str, passing: bool | None) -> None:
    number = int(status[:3])
    if passing is None:
        assert fetched({"/a": f"HTTP/1.1 {status}\r\n\r\n".encode()}).data == b""
        return
    found = refused({"/a": f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()})
    assert (found.reason, found.status, found.passing) == (f"http-{number}", number, passing)
    assert str(number) in found.what


@pytest.mark.parametrize(("told", "least", "most"), [
    ("120", 120, 120), ("0", 0, 0), ("99999999", 86_400, 86_400), ("soon", None, None), ("-5", None, None),
    ("9" * 400, None, None), ("in nine minutes", 500, 541),
    ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0), ("Wed, 21 Oct 99999 07:28:00 GMT", None, None)])  # fmt: skip
def test_how_long_a_server_wants_rest_is_told(told: str, least: float | None, most: float | None) -> None:
    told = told.replace("in nine minutes", format_datetime(datetime.now(UTC) + timedelta(minutes=9), usegmt=True))
    found = refused({"/a": answer(b"", f"Retry-After: {told}", status="503 Busy")})
    if least is None or most is None:
        assert found.wait is None
    else:
        assert found.wait is not None
        assert least <= found.wait <= most


def test_what_is_not_changed_does_not_come_again() -> None:
    same = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
    with network({"/a": same}) as (fetcher, server, _):
        found = fetcher.fetch(START, etag='"1"', modified="Wed, 21 Oct 2015 07:28:00 GMT")
        plain = fetcher.fetch(START)
    assert isinstance(found, Fetched)
    assert (found.status, found.data) == (304, b"")
    assert '\r\nIf-None-Match: "1"\r\nIf-Modified-Since: Wed, 21 Oct 2015 07:28:00 GMT\r\n' in server.asked[0]
    assert isinstance(plain, NotFetched)
    assert "If-" not in server.asked[1]


@pytest.mark.parametrize("etag", ['"1"\r\nX-Bad: 1', "é", "", " ", "x" * 2000, "a\0b"])
def test_a_mark_that_no_header_holds_is_left_out(etag: str) -> None:
    with network({"/a": answer(PAGE)}) as (fetcher, server, _):
        assert isinstance(fetcher.fetch(START, etag=etag, modified=etag), Fetched)
    assert "If-" not in server.asked[0]
    assert "X-Bad" not in server.asked[0]


# --- what is sent ---------------------------------------------------------------------------------------------------


def test_what_is_sent_goes_by_the_same_guard() -> None:
    with network({"/hook": answer(b"", status="204 Taken"), "/away": led_to("/hook")}) as (fetcher, server, net):
        taken = fetcher.send("http://news.example/hook", b'{"a": 1}', kind="application/json")
        led = fetcher.send("http://news.example/away", b"{}", kind="application/json")
        inside = fetcher.send("http://127.0.0.1/hook", b"{}", kind="application/json")
    assert isinstance(taken, Fetched)
    assert server.asked[0].startswith("POST /hook HTTP/1.1\r\nHost: news.example\r\n")
    assert "\r\nContent-Type: application/json\r\nContent-Length: 8\r\n" in server.asked[0]
    assert [one.reason for one in (led, inside) if isinstance(one, NotFetched)] == ["redirected", "private-address"]
    assert (server.paths(), len(net.dialled)) == (["/hook", "/away"], 2)
