"""One fetch in a network of its own, for tests."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sayso.intake.fetching import Fetched, Fetcher, Limits, NotFetched
from sayso.records import Failure
from tests.raw_server import Net, RawServer, Said, raw_server

PAGE = b"<html><body><p>The minister visited the yard on Friday.</p></body></html>"
QUICK = Limits(wire=300_000, decoded=400_000, header=8_000, redirects=3, whole=2.0, connect=0.8, read=0.8)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
START = "http://news.example/a"


@contextmanager
def network(answers: dict[str, Said], **names: Any) -> Iterator[tuple[Fetcher, RawServer, Net]]:
    """A fetcher in a network where every name leads to one server, at ports 80 and 8080."""
    with raw_server(answers) as server:
        net = Net({80: server, 8080: server}, names.pop("names", {}))
        yield Fetcher(resolver=net.resolver, dial=net.dial, limits=QUICK, agent="sayso/test", **names), server, net


def got(answers: dict[str, Said], url: str = START, **names: Any) -> Fetched | NotFetched:
    with network(answers, **names) as (fetcher, _, _):
        return fetcher.fetch(url)


def fetched(answers: dict[str, Said], url: str = START, **names: Any) -> Fetched:
    found = got(answers, url, **names)
    assert isinstance(found, Fetched), found
    return found


def refused(answers: dict[str, Said], url: str = START, **names: Any) -> NotFetched:
    found = got(answers, url, **names)
    assert isinstance(found, NotFetched), found
    assert isinstance(found, Failure)
    assert (found.input, found.stage) == (url, "fetching")
    return found


def dripping(first: bytes, drop: bytes, pause: float = 0.1) -> Callable[[socket.socket], None]:
    """A server that sends drop by drop until it is cut off."""

    def said(line: socket.socket) -> None:
        line.sendall(first)
        until = time.monotonic() + 4
        while time.monotonic() < until:
            line.sendall(drop)
            time.sleep(pause)

    return said
