"""What a request must fulfil before anything is answered: each check is a function that may refuse it.

A page that a person has open elsewhere can send requests to this machine too, and a name of its own can lead here
(DNS rebinding). So a request must name this application in its Host header, must not come from another site (Origin,
Sec-Fetch-Site), and must show the token that was printed when the application was started.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.types import Scope

from sayso.web.settings import Settings

WINDOW = "/capture/window"  # a page elsewhere opens it to hand itself over; it is the same for everybody
# what is answered without the token: style, scripts, the question for the password, that window
OPEN = ("/assets/", "/enter", WINDOW)
SAFE, UNSAFE = ("GET", "HEAD"), ("POST",)
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data", "application/json")
OWN_SITE = (None, "same-origin", "none")
QUERY = 4000  # characters of an address behind the question mark
HEAD = 32_000  # bytes of all headers
_ONCE = {"host", "origin", "cookie", "authorization", "content-length", "content-type", "transfer-encoding"}
_ONCE |= {"sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"}
_TARGET = re.compile(rb"/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*\Z")
_HIDDEN = re.compile(rb"%(2f|5c|00|25|2e)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Call:
    """What the guard looks at in a request."""

    method: str
    target: bytes
    path: str
    query: str
    headers: dict[str, str] = field(repr=False)
    repeated: tuple[str, ...] = ()
    size: int = 0

    def header(self, name: str) -> str | None:
        return self.headers.get(name)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered. `onward` is set when a click on this page can lead to what was asked for."""

    status: int
    why: str
    onward: str | None = None


Check = Callable[[Call, Settings], Refusal | None]


def unclear(call: Call, _: Settings) -> Refusal | None:
    """Headers without end, or one twice that must come once: two readers could take it for two things."""
    if call.size > HEAD:
        return Refusal(431, "The request says too much about itself.")
    return Refusal(400, f"The request has {', '.join(call.repeated)} twice.") if call.repeated else None


def misnamed(call: Call, settings: Settings) -> Refusal | None:
    """A Host that is not one of ours, as after DNS rebinding."""
    if (call.header("host") or "").lower() in settings.authorities:
        return None
    return Refusal(421, "This address does not lead here.")


def crooked(call: Call, _: Settings) -> Refusal | None:
    """A target that is no plain path: another server's address, steps upwards, hidden separators."""
    parts = call.path.split("/")[1:]
    plain = _TARGET.match(call.target) and not _HIDDEN.search(call.target) and call.path.isprintable()
    if (
        not plain
        or "\\" in call.path
        or any(part in ("", ".", "..") for part in parts[:-1])
        or parts[-1] in (".", "..")
    ):
        return Refusal(400, "The address is not a plain path.")
    return Refusal(414, "The address is too long.") if len(call.query) > QUERY else None


def unheard_of(call: Call, _: Settings) -> Refusal | None:
    """A method that no page has."""
    return None if call.method in SAFE + UNSAFE else Refusal(405, "There is nothing here for this method.")


def foreign(call: Call, settings: Settings) -> Refusal | None:
    """A request that another page sends. Who follows a link from elsewhere gets a page with a link to click on."""
    site, origin = call.header("sec-fetch-site"), call.header("origin")
    if origin is not None and origin.lower() not in settings.origins:
        return Refusal(403, "Another site sent this request.")
    if site in OWN_SITE or opens_window(call):
        return None
    followed = call.method == "GET" and call.header("sec-fetch-mode") == "navigate"
    onward = call.path + (f"?{call.query}" if call.query else "")
    top = followed and call.header("sec-fetch-dest") == "document" and "token=" not in call.query
    return Refusal(403, "Another site led here.", onward if top else None)


def framed(call: Call, _: Settings) -> Refusal | None:
    """A page that is to be shown inside another."""
    inside = call.header("sec-fetch-dest") in ("iframe", "frame", "fencedframe", "object", "embed")
    return Refusal(403, "These pages are not shown inside others.") if inside else None


def unexplained(call: Call, settings: Settings) -> Refusal | None:
    """A change that does not say which page it comes from; programs show the token in a header instead."""
    told = call.header("origin") or call.header("sec-fetch-site") == "same-origin"
    if call.method in SAFE or told or shows_token(call, settings):
        return None
    return Refusal(403, "The request does not say which page it comes from.")


def misfit(call: Call, settings: Settings) -> Refusal | None:
    """A body where none belongs, of a sort that forms of other sites could send, or too large as it says itself."""
    length = call.header("content-length") or "0"
    if not (length.isascii() and length.isdigit()):
        return Refusal(400, "The length of the request is not a number.")
    bodiless = length == "0" and call.header("transfer-encoding") is None
    if call.method in SAFE:
        return None if bodiless else Refusal(400, "A request for a page brings nothing along.")
    if int(length) > settings.most_body(call.path):
        return Refusal(413, "The request is too large.")
    sort = (call.header("content-type") or "").split(";")[0].strip().lower()
    return None if bodiless or sort in FORMS else Refusal(415, "The request is neither a form nor JSON.")


def unknown(call: Call, settings: Settings) -> Refusal | None:
    """A request that shows neither the cookie nor the token."""
    if answers_strangers(call.path):
        return None
    if enters(call, settings) or shows_cookie(call, settings) or shows_token(call, settings):
        return None
    return Refusal(403, "You need the address with the token, which `sayso serve` has printed.")


def answers_strangers(path: str) -> bool:
    """Whether a path is answered without the token; what it answers must say nothing of the chronicle."""
    return any(path == way or (way.endswith("/") and path.startswith(way)) for way in OPEN)


CHECKS: tuple[Check, ...] = (
    unclear, misnamed, crooked, unheard_of, foreign, framed, unexplained, misfit, unknown,
)  # fmt: skip


def shows_cookie(call: Call, settings: Settings) -> bool:
    """Whether one of the cookies is ours; another port of this machine can set one of the same name."""
    pairs = (pair.strip().partition("=") for pair in (call.header("cookie") or "").split(";"))
    return any(name == settings.cookie and _same(value, settings.token) for name, _, value in pairs)


def shows_token(call: Call, settings: Settings) -> bool:
    """Whether a program shows the token in its Authorization header."""
    way, _, value = (call.header("authorization") or "").partition(" ")
    return way.lower() == "bearer" and _same(value, settings.token)


def enters(call: Call, settings: Settings) -> bool:
    """Whether this is the first visit: the printed address, with the right token."""
    if call.method != "GET" or call.path != "/" or not call.query:
        return False
    pairs = parse_qsl(call.query, keep_blank_values=True)
    return len(pairs) == 1 and pairs[0][0] == "token" and _same(pairs[0][1], settings.token)


def opens_window(call: Call) -> bool:
    """Whether a page elsewhere opens the window to which it can hand itself over, in a tab or window of its own."""
    top = call.header("sec-fetch-mode") == "navigate" and call.header("sec-fetch-dest") == "document"
    return top and call.method == "GET" and call.path == WINDOW and not call.query


def call_of(scope: Scope) -> Call:
    """What the guard looks at in a request."""
    found: dict[str, str] = {}
    repeated = []
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").lower()
        if name in found and name in _ONCE:
            repeated.append(name)
        found[name] = raw_value.decode("latin-1")
    target = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
    query = scope["query_string"].decode("latin-1")
    size = sum(len(name) + len(value) for name, value in scope["headers"])
    return Call(scope["method"], target, scope["path"], query, found, tuple(repeated), size)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8"))
