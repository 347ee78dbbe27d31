"""A news site on a free port of this machine, for tests: what it answers can be changed while it runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """Its pages by path. `status` and `headers` change an answer, `slow` holds it back for so many seconds.

    `asked` are the requests, `sent` the bodies that were posted, `conditional` the conditions of the requests.
    """

    port: int = 0
    pages: dict[str, bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    times: list[tuple[str, float]] = field(default_factory=list)
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    conditional: dict[str, str | None] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return self.asked.count(path)


def handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.times.append((self.path, time.monotonic()))
            site.conditional[self.path] = self.headers["If-None-Match"]
            time.sleep(site.slow.get(self.path, 0.0))
            body = site.pages.get(self.path)
            status = site.status.get(self.path, 404 if body is None else 200)
            etag = f'"{sha256(body or b"").hexdigest()[:12]}"'
            if status == 200 and self.headers["If-None-Match"] == etag:
                status, body = 304, b""
            self.answer(status, body or b"", {"ETag": etag} if status in (200, 304) else {})

        def do_POST(self) -> None:
            site.sent.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.answer(site.status.get(self.path, 204), b"", {})

        def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            kind = site.kinds.get(self.path, "text/html; charset=utf-8")
            for name, value in {"Content-Type": kind, **headers, **site.headers.get(self.path, {})}.items():
                self.send_header(name, value)
            if status not in (204, 304):
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Answering


@contextmanager
def news_site() -> Iterator[Site]:
    """The site while the block runs."""
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(site))
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
