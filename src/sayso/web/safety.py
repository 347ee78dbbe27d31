"""The guard before every route: who calls, by which name, from which page, with how much; else nothing is answered.

`checks` has what a request must fulfil; here it is refused or handed on, and every answer gets its headers.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.web.checks import CHECKS, SAFE, Call, Refusal, call_of, enters
from sayso.web.settings import Settings

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " connect-src 'self'; worker-src 'self' blob:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with "no-referrer" a browser sends forms of ours with the Origin "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}

Refuse = Callable[[Refusal, Settings], ASGIApp]


def let_in(settings: Settings) -> Response:
    """On to the first page, with the cookie instead of the token."""
    response = RedirectResponse("/", status_code=303)
    response.set_cookie(settings.cookie, settings.token, httponly=True, samesite="strict", path="/")
    return response


class Guard:
    """The application behind the checks; every answer, refusals too, has HEADERS."""

    def __init__(self, app: ASGIApp, settings: Settings, refuse: Refuse) -> None:
        self._app, self._settings, self._refuse = app, settings, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http":
            await self._answer(scope, receive, _with_headers(send))
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = call_of(scope)
        refusal = next((found for check in CHECKS if (found := check(call, self._settings))), None)
        if refusal is not None:
            await self._refuse(refusal, self._settings)(scope, receive, send)
        elif enters(call, self._settings):
            await let_in(self._settings)(scope, receive, send)
        elif call.method in SAFE:
            await self._app(scope, receive, send)
        else:
            await self._take(call, scope, receive, send)

    async def _take(self, call: Call, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands a body on when it is whole and not too large, whatever its length was said to be."""
        body = await read_body(receive, self._settings.most_body(call.path))
        if body is None:
            await self._refuse(Refusal(413, "The request is too large."), self._settings)(scope, receive, send)
        else:
            await self._app(scope, _again(body, receive), send)


async def read_body(receive: Receive, most: int) -> bytes | None:
    """The body of a request; None when it is larger than `most` bytes or breaks off."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or len(body) > most:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """A body that was read, as the application asks for it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message


def _with_headers(send: Send) -> Send:
    """Puts HEADERS on an answer, unless it sets one of them itself."""

    async def send_with(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with
