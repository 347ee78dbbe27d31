"""Servers that send too much, too slowly or nonsense are left in time."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from sayso.intake.fetching import NotFetched
from tests.fetched import CHUNKED, QUICK, START, dripping, network, refused
from tests.raw_server import led_to

SLOW = {
    "silence": lambda line: line.recv(1),
    "silence in the header": lambda line: (line.sendall(b"HTTP/1.1 200 OK\r\nX: "), line.recv(1)),
    "silence in the body": lambda line: (line.sendall(b"HTTP/1.1 200 OK\r\n\r\n<html>"), line.recv(1)),
    "a header by drops": dripping(b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n"),
    "one field by drops": dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "a body by drops": dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
    "chunks by drops": dripping(CHUNKED, b"1\r\nx\r\n"),
    "early answers by drops": dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a trailer by drops": dripping(CHUNKED + b"0\r\n", b"X: 1\r\n"),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_slow_server_is_left_in_time(name: str) -> None:
    before = time.monotonic()
    found = refused({"/a": SLOW[name]})
    assert (found.reason, found.passing) == ("too-slow", True)
    assert time.monotonic() - before < QUICK.whole + 0.5


def test_redirects_share_one_time() -> None:
    def slowly(line: socket.socket) -> None:
        time.sleep(0.35)
        line.sendall(led_to(f"/{time.monotonic()}"))

    with network({"*": slowly}) as (fetcher, _, _):
        found = fetcher.within(replace(QUICK, redirects=50)).fetch(START)
    assert isinstance(found, NotFetched)
    assert found.reason == "too-slow"


def endless(first: bytes, more: bytes) -> Callable[[socket.socket], None]:
    return dripping(first, more, 0)


LARGE = {
    "a body": (endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 50_000), "too-large"),
    "a body with its length": (b"HTTP/1.1 200 OK\r\nContent-Length: 300001\r\n\r\n", "too-large"),
    "a length beyond all": (b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n", "too-large"),
    "chunks": (endless(CHUNKED, b"4000\r\n" + b"x" * 0x4000 + b"\r\n"), "too-large"),
    "early answers": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 999), "too-large"),
    "one field": (endless(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 9_000), "header-too-large"),
    "many fields": (endless(b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n" * 900), "header-too-large"),
    "a first line": (endless(b"HTTP/1.1 200 ", b"x" * 9_000), "header-too-large"),
    "a trailer": (endless(CHUNKED + b"0\r\n", b"X: 1\r\n" * 900), "header-too-large"),
    "the note of a chunk": (endless(CHUNKED + b"1;", b"x" * 9_000), "header-too-large"),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_an_answer_without_bound_is_cut_off(name: str) -> None:
    said, reason = LARGE[name]
    assert refused({"/a": said}).reason == reason


BROKEN = {
    "nothing": (b"", "cut-off"),
    "half a line": (b"HTTP/1.1 20", "cut-off"),
    "half a header": (b"HTTP/1.1 200 OK\r\nContent-Le", "cut-off"),
    "half a body": (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<html>", "cut-off"),
    "half a chunk": (CHUNKED + b"99\r\n<html>", "cut-off"),
    "no last chunk": (CHUNKED + b"1\r\nx\r\n", "cut-off"),
    "another protocol": (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "not-http"),
    "HTTP/0.9": (b"<html>old</html>\r\n\r\n", "not-http"),
    "HTTP/2": (b"HTTP/2 200 OK\r\n\r\n", "not-http"),
    "no status": (b"HTTP/1.1 OK\r\n\r\n", "not-http"),
    "a status of four": (b"HTTP/1.1 2000 OK\r\n\r\n", "not-http"),
    "two lengths": (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", "not-http"),
    "a negative length": (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "not-http"),
    "a chunk of no size": (CHUNKED + b"zz\r\n", "not-http"),
    "a size beyond all": (CHUNKED + b"f" * 30 + b"\r\n", "not-http"),
    "another coding of the way": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "not-http"),
    "NUL": (b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", "not-http"),
    "a field without a name": (b"HTTP/1.1 200 OK\r\n: x\r\n\r\n", "not-http"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_no_page(name: str) -> None:
    said, reason = BROKEN[name]
    assert refused({"/a": said}).reason == reason


def reset(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n<html>")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    line.close()


def test_a_connection_that_breaks_is_told() -> None:
    found = refused({"/a": reset})
    assert (found.reason, found.passing) == ("cut-off", True)
