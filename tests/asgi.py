"""Requests to an application as a server hands them on, byte for byte: also such as no client library would send."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.types import ASGIApp

Header = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers (names in small letters, as they came) and body."""

    status: int
    headers: tuple[Header, ...]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


def ask(
    app: ASGIApp,
    target: str,
    headers: Iterable[Header],
    *,
    method: str = "GET",
    body: bytes | Iterable[bytes] = b"",
) -> Answer:
    """What an application answers to one request; a body in several pieces comes as a stream without a length."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": unquote(path, errors="replace"), "raw_path": path.encode("latin-1"), "root_path": "",
        "query_string": query.encode("latin-1"), "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 80),
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
    }  # fmt: skip
    return asyncio.run(_exchange(app, scope, [body] if isinstance(body, bytes) else list(body)))


async def _exchange(app: ASGIApp, scope: dict[str, Any], pieces: list[bytes]) -> Answer:
    sent: list[Any] = []
    waiting = [
        {"type": "http.request", "body": piece, "more_body": number + 1 < len(pieces)}
        for number, piece in enumerate(pieces)
    ]

    async def receive() -> Any:
        if not waiting:
            await asyncio.Event().wait()  # stays until it is answered
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = sent[0]
    headers = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in start["headers"])
    return Answer(start["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))
