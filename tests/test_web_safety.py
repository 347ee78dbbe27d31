"""The guard of the review application: hostile requests get nothing, and not a word of the chronicle."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from starlette.types import ASGIApp

from sayso.chronicle.store import Store
from sayso.web.app import make_app
from sayso.web.safety import HEADERS
from sayso.web.server import CannotServe, bound, check, is_open, names_of
from sayso.web.settings import BODY, Settings
from tests.asgi import Answer, Header, ask

PORT = 8321
HERE = f"127.0.0.1:{PORT}"
TOKEN = "t0ken-" + "x" * 37
COOKIE = ("Cookie", f"sayso_{PORT}={TOKEN}")
FORM = ("Content-Type", "application/x-www-form-urlencoded")
ORIGIN = ("Origin", f"http://{HERE}")
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    path = tmp_path_factory.mktemp("safety") / "secret-name.db"
    with Store(path):
        pass
    return Settings(path, PORT, token=TOKEN)


@pytest.fixture(scope="module")
def app(settings: Settings) -> ASGIApp:
    return make_app(settings)


@pytest.fixture
def call(app: ASGIApp) -> Ask:
    def call_app(target: str = "/incidents", *headers: Header, host: str | None = HERE, **more: Any) -> Answer:
        named = [("Host", host)] if host is not None else []
        return ask(app, target, [*named, *headers], **more)

    return call_app


def refused(answer: Answer, *status: int) -> None:
    """An answer that is a refusal, with all headers of safety and without a word of the chronicle."""
    assert answer.status in (status or (400, 403, 405, 421)), (answer.status, answer.text[:200])
    assert "secret-name" not in answer.text
    assert TOKEN not in answer.text
    assert answer.header("set-cookie") is None
    for name, value in HEADERS.items():
        assert answer.header(name.lower()) == value


def test_who_has_the_cookie_is_answered(call: Ask) -> None:
    answer = call("/incidents", COOKIE)
    assert answer.status == 200
    assert "secret-name" in answer.text
    for name in ("localhost", "LOCALHOST", "[::1]"):
        assert call("/incidents", COOKIE, host=f"{name}:{PORT}").status == 200
    for site in ("same-origin", "none"):
        assert call("/incidents", COOKIE, ("Sec-Fetch-Site", site)).status == 200


def test_a_program_shows_the_token_in_a_header(call: Ask) -> None:
    assert call("/incidents", ("Authorization", f"Bearer {TOKEN}")).status == 200


def test_the_first_visit_gives_a_cookie_that_no_script_and_no_other_site_gets(call: Ask) -> None:
    answer = call(f"/?token={TOKEN}")
    assert (answer.status, answer.header("location")) == (303, "/")
    cookie = answer.header("set-cookie") or ""
    assert cookie.startswith(f"sayso_{PORT}={TOKEN};")
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}


@pytest.mark.parametrize(("name", "value"), HEADERS.items())
def test_every_answer_has_the_headers(call: Ask, name: str, value: str) -> None:
    for target, headers in (("/incidents", (COOKIE,)), ("/nothing", (COOKIE,)), ("/incidents", ())):
        assert call(target, *headers).header(name.lower()) == value


def test_the_policy_allows_no_script_of_a_page_and_no_other_host() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|https?:|\*|'nonce|wss?:", policy)


HOSTS = (
    None, "", "evil.example", f"evil.example:{PORT}", "127.0.0.1", "localhost", "127.0.0.1:80", f"127.0.0.1:{PORT}0",
    f"127.0.0.1:0{PORT}", f"127.0.0.1.evil.example:{PORT}", f"127.0.0.1.nip.io:{PORT}", f"localhost.:{PORT}",
    f"localhost.evil.example:{PORT}", f"127.1:{PORT}", f"2130706433:{PORT}", f"0x7f000001:{PORT}", f"0177.0.0.1:{PORT}",
    f"0.0.0.0:{PORT}", f"127.0.0.2:{PORT}", f"[::]:{PORT}", f"[0:0:0:0:0:0:0:1]:{PORT}", f"[::ffff:127.0.0.1]:{PORT}",
    f"[::1%25lo]:{PORT}", f"::1:{PORT}", f"user@127.0.0.1:{PORT}", f"127.0.0.1:{PORT}@evil.example",
    f" 127.0.0.1:{PORT}",
    f"127.0.0.1:{PORT}, evil.example", f"127.0.0.1:{PORT}/", f"xn--lcalhost-64d:{PORT}", f"l\xf6calhost:{PORT}",
    f"127.0.0.1:{PORT}\x00", "null",
)  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_another_name_is_refused_even_with_the_cookie(call: Ask, host: str | None) -> None:
    refused(call("/incidents", COOKIE, host=host), 421)
    refused(call(f"/?token={TOKEN}", host=host), 421)
    refused(call("/assets/sayso.css", host=host), 421)


ORIGINS = (
    "null", "", "http://evil.example", f"https://{HERE}", "http://127.0.0.1", "http://127.0.0.1:80",
    "http://localhost:1",
    f"http://127.0.0.1:{PORT}.evil.example", f"http://evil.example#{HERE}", f"http://{HERE}/", f"file://{HERE}",
    f"http://user@{HERE}", f"http://{HERE} http://evil.example", "chrome-extension://abcdefgh", f"//{HERE}",
)  # fmt: skip


@pytest.mark.parametrize("origin", ORIGINS)
def test_another_origin_is_refused_on_every_route(call: Ask, origin: str) -> None:
    for target, method in (("/incidents", "GET"), ("/assets/sayso.css", "GET"), ("/enter", "POST"), ("/", "GET")):
        refused(call(target, COOKIE, ("Origin", origin), FORM, method=method), 403)


FETCHES = (
    {"Site": "cross-site"}, {"Site": "same-site"}, {"Site": "CROSS-SITE"}, {"Site": "same-origin, cross-site"},
    {"Site": "", "Mode": "no-cors"}, {"Site": "cross-site", "Mode": "no-cors", "Dest": "image"},
    {"Site": "cross-site", "Mode": "navigate", "Dest": "iframe"}, {"Site": "same-origin", "Dest": "iframe"},
    {"Site": "none", "Dest": "object"}, {"Site": "same-origin", "Dest": "embed"}, {"Site": "same-origin",
    "Dest": "frame"},
    {"Site": "same-site", "Mode": "cors", "Dest": "empty"},
)  # fmt: skip


@pytest.mark.parametrize("fetch", FETCHES, ids=str)
def test_requests_that_another_page_makes_are_refused(call: Ask, fetch: dict[str, str]) -> None:
    headers = [(f"Sec-Fetch-{name}", value) for name, value in fetch.items()]
    for target in ("/incidents", "/assets/sayso.css", "/"):
        refused(call(target, COOKIE, *headers), 403)


def test_who_follows_a_link_from_elsewhere_gets_one_to_click_on(call: Ask) -> None:
    followed = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")]
    answer = call("/incidents?kind=visit&text=a%22b", COOKIE, *followed)
    refused(answer, 403)
    assert 'href="/incidents?kind=visit&amp;text=a%22b"' in answer.text
    answer = call(f"/?token={TOKEN}", *followed)
    refused(answer, 403)
    assert "href=" not in answer.text.split("<body>")[1]
    refused(call("/enter", COOKIE, *followed, FORM, method="POST"), 403)


COOKIES = (
    "", f"sayso={TOKEN}", f"sayso_{PORT}=", f"sayso_{PORT}={TOKEN[:-1]}", f"sayso_{PORT}={TOKEN}x", f"sayso_{PORT}",
    f'sayso_{PORT}="{TOKEN}"', f"SAYSO_{PORT}={TOKEN}", f"sayso_{PORT + 1}={TOKEN}", f"a=sayso_{PORT}={TOKEN}",
    f"sayso_{PORT}={TOKEN.upper()}", f"sayso_{PORT}={TOKEN},x", f"sayso_{PORT} ={TOKEN}", f"sayso_{PORT}=\xff\xfe",
    f"sayso_{PORT}=undefined", TOKEN,
)  # fmt: skip


@pytest.mark.parametrize("cookie", COOKIES)
def test_a_cookie_that_is_not_ours_lets_nobody_in(call: Ask, cookie: str) -> None:
    refused(call("/incidents", ("Cookie", cookie)), 403)


def test_a_cookie_of_another_program_beside_ours_locks_nobody_out(call: Ask) -> None:
    assert call("/incidents", ("Cookie", f"a=b; sayso_{PORT}=false; sayso_{PORT}={TOKEN}")).status == 200


ENTRANCES = (
    "/?token=", "/?token", "/", f"/?token={TOKEN[:-1]}", f"/?token={TOKEN}&token={TOKEN}", f"/?token=x&token={TOKEN}",
    f"/?Token={TOKEN}", f"/?token={TOKEN}&next=//evil.example", f"/incidents?token={TOKEN}",
    f"/assets/../?token={TOKEN}",
    f"/?token={TOKEN}%00", f"/?a={TOKEN}", f"/?token[]={TOKEN}",
)  # fmt: skip


@pytest.mark.parametrize("target", ENTRANCES)
def test_only_the_printed_address_lets_in(call: Ask, target: str) -> None:
    refused(call(target), 400, 403)


AUTHORIZATIONS = ("Bearer", "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN, f"Bearer  {TOKEN}", "Bearer null")


@pytest.mark.parametrize("value", AUTHORIZATIONS)
def test_only_the_token_is_a_token(call: Ask, value: str) -> None:
    refused(call("/incidents", ("Authorization", value)), 403)


METHODS = (
    "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "GET ", "", "HACK", "QUERY",
)  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
def test_other_methods_are_refused(call: Ask, method: str) -> None:
    refused(call("/incidents", COOKIE, ORIGIN, FORM, method=method), 405)
    overridden = call("/incidents", COOKIE, ORIGIN, FORM, ("X-HTTP-Method-Override", "GET"), method="POST")
    assert overridden.status == 405


TARGETS = (
    f"http://{HERE}/incidents", "http://evil.example/incidents", "//evil.example/incidents", "*", "", "incidents",
    "/incidents/../incidents", "/incidents/..", "/./incidents", "//incidents", "/assets//sayso.css",
    "/assets/../app.py",
    "/assets/%2e%2e/app.py", "/assets/..%2fapp.py", "/assets/%2E%2E%5Capp.py", "/assets/..\\app.py", "/assets/%00",
    "/assets/sayso.css%00.png", "/assets/%252e%252e/app.py", "/incidents\x00", "/incidents\r\nX: y",
    "/incidents%0d%0aX:%20y",
    "/inci dents", "/incident/<script>", '/incident/"x"', "/incident/\xe9", "/assets/C:%5Cwindows", "/.", "/..",
    f"{HERE}", "/incident/%e2%80%ae",
)  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
def test_crooked_targets_are_refused(call: Ask, target: str) -> None:
    refused(call(target, COOKIE), 400)


TWICE = ("Host", "Origin", "Cookie", "Authorization", "Content-Type", "Content-Length", "Sec-Fetch-Site")


@pytest.mark.parametrize("name", TWICE)
def test_a_header_that_comes_twice_is_refused(call: Ask, name: str) -> None:
    values = {"Host": HERE, "Origin": ORIGIN[1], "Cookie": COOKIE[1], "Content-Length": "0", "Sec-Fetch-Site": "none"}
    value = values.get(name, "x")
    others = [header for header in (COOKIE,) if header[0] != name]
    refused(
        call("/incidents", *others, (name, value), (name.upper(), value), host=HERE if name != "Host" else None), 400
    )


SORTS = (
    "", "text/plain", "text/html", "application/xml", "application/x-www-form-urlencoded2",
    "text/plain; application/json",
    "application/csp-report", "application/json-patch+json",
)  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
def test_a_body_that_any_site_could_send_is_refused(call: Ask, sort: str) -> None:
    headers = [COOKIE, ORIGIN, ("Content-Length", "3"), ("Content-Type", sort)]
    refused(call("/enter", *headers, method="POST", body=b"a=b"), 415)


def test_a_change_must_say_where_it_comes_from(call: Ask) -> None:
    refused(call("/enter", COOKIE, FORM, method="POST"), 403)
    for told in (ORIGIN, ("Sec-Fetch-Site", "same-origin")):
        assert call("/enter", COOKIE, FORM, told, method="POST").status == 404
    bearer = ("Authorization", f"Bearer {TOKEN}")
    assert call("/enter", bearer, FORM, method="POST").status == 404


@pytest.mark.parametrize("length", ["-1", "+1", "1e3", "0x10", "1, 1", "", "９", str(BODY + 1), "9" * 40])
def test_a_length_that_is_none_or_too_large_is_refused(call: Ask, length: str) -> None:
    headers = [COOKIE, ORIGIN, FORM, ("Content-Length", length.encode("utf-8").decode("latin-1"))]
    if length:
        refused(call("/enter", *headers, method="POST"), 400, 413)


def test_a_stream_without_a_length_is_cut_at_the_most(call: Ask) -> None:
    headers = [COOKIE, ORIGIN, FORM, ("Transfer-Encoding", "chunked")]
    refused(call("/enter", *headers, method="POST", body=[b"a" * (BODY // 2)] * 3), 413)
    assert call("/enter", *headers, method="POST", body=[b"a" * 100] * 3).status == 404


def test_a_request_for_a_page_brings_no_body(call: Ask) -> None:
    refused(call("/incidents", COOKIE, ("Content-Length", "3"), body=b"a=b"), 400)
    refused(call("/incidents", COOKIE, ("Transfer-Encoding", "chunked"), body=[b"a", b"b"]), 400)


def test_an_address_without_end_is_refused(call: Ask) -> None:
    refused(call("/incidents?text=" + "a" * 5000, COOKIE), 414)


def test_what_a_proxy_says_counts_for_nothing(call: Ask) -> None:
    forwarded = [("X-Forwarded-Host", HERE), ("X-Forwarded-For", "127.0.0.1"), ("Forwarded", f"host={HERE}")]
    refused(call("/incidents", COOKIE, *forwarded, host="evil.example"), 421)
    refused(call("/incidents", *forwarded), 403)


def test_web_sockets_are_closed(app: ASGIApp) -> None:
    import asyncio

    sent: list[Any] = []

    async def talk() -> None:
        async def receive() -> Any:
            return {"type": "websocket.connect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await app({"type": "websocket", "path": "/", "headers": []}, receive, send)

    asyncio.run(talk())
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_an_error_shows_no_trace(settings: Settings, call: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.web.pages import incidents

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("the inner secret")

    monkeypatch.setattr(incidents, "identifiers", fail)
    monkeypatch.setattr("tests.asgi._exchange", _forgiving)
    answer = call("/incidents", COOKIE)
    assert answer.status == 500
    assert not re.search("secret\\b|Traceback|RuntimeError|\\.py", answer.text.replace("secret-name.db", ""))
    for name, value in HEADERS.items():
        assert answer.header(name.lower()) == value


async def _forgiving(app: ASGIApp, scope: dict[str, Any], pieces: list[bytes]) -> Answer:
    """The answer to a request after which the application raises, so that the server tells it in the terminal."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    with pytest.raises(RuntimeError):
        await app(scope, receive, send)
    headers = tuple((n.decode().lower(), v.decode()) for n, v in sent[0]["headers"])
    return Answer(sent[0]["status"], headers, b"".join(m.get("body", b"") for m in sent[1:]))


# --- where it listens --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.1.5", "10.0.0.1", "example.org", "8.8.8.8", "fe80::1"])
def test_an_address_for_others_needs_a_password(host: str) -> None:
    assert is_open(host)
    for password in (None, "", "short"):
        with pytest.raises(CannotServe):
            check(host, password)


def test_an_address_that_answers_under_any_name_is_refused_even_with_one() -> None:
    for host in ("0.0.0.0", "::"):
        with pytest.raises(CannotServe):
            check(host, "a long enough password")
    check("192.168.1.5", "a long enough password")
    assert names_of("192.168.1.5") == ("192.168.1.5",)


def test_addresses_of_this_machine_need_none() -> None:
    for host in ("127.0.0.1", "localhost", "::1", "127.0.0.2"):
        check(host, None)
    assert names_of("::1")[0] == "[::1]"


def test_a_port_that_is_taken_is_told() -> None:
    with bound("127.0.0.1", 0) as taken:
        taken.listen()
        with pytest.raises(CannotServe, match="taken"):
            bound("127.0.0.1", taken.getsockname()[1])
    with pytest.raises(CannotServe):
        bound("127.0.0.1", 70_000)


def test_a_password_lets_in_and_a_wrong_one_does_not(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.web.pages.entrance.PAUSE", 0)
    app = make_app(Settings(settings.chronicle, PORT, ("192.168.1.5",), TOKEN, password="a long enough password"))
    headers = [("Host", f"192.168.1.5:{PORT}"), ("Origin", f"http://192.168.1.5:{PORT}"), FORM]
    asked = ask(app, "/incidents", headers[:1])
    assert asked.status == 403
    assert 'type="password"' in asked.text
    wrong = ask(app, "/enter", headers, method="POST", body=b"password=a+wrong+password")
    assert (wrong.status, wrong.header("set-cookie")) == (403, None)
    right = ask(app, "/enter", headers, method="POST", body=b"password=a+long+enough+password")
    assert right.status == 303
    assert TOKEN in (right.header("set-cookie") or "")


# --- the same over a real connection -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def port(settings: Settings) -> Iterator[int]:
    from tests.serving import serving

    with serving(settings.chronicle, token=TOKEN) as served:
        yield served.settings.port


def spoken(port: int, *lines: str, body: bytes = b"") -> bytes:
    """What the server answers to lines of HTTP, word for word."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        wire.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body)
        found = b""
        while piece := wire.recv(65536):
            found += piece
    return found


def test_the_wire_answers_who_has_the_cookie(port: int) -> None:
    answer = spoken(port, "GET /incidents HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Cookie: sayso_{port}={TOKEN}")
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"\r\nserver:" not in answer.lower()


def hostile_lines(port: int) -> Iterable[list[str]]:
    host, cookie = f"Host: 127.0.0.1:{port}", f"Cookie: sayso_{port}={TOKEN}"
    yield ["GET /incidents HTTP/1.1", "Host: evil.example", cookie]
    yield ["GET /incidents HTTP/1.1", cookie]
    yield ["GET /incidents HTTP/1.0", cookie]
    yield ["GET /incidents HTTP/1.1", host, "Host: evil.example", cookie]
    yield [f"GET http://127.0.0.1:{port}/incidents HTTP/1.1", host, cookie]
    yield ["GET http://evil.example/incidents HTTP/1.1", "Host: evil.example", cookie]
    yield ["GET //evil.example/incidents HTTP/1.1", host, cookie]
    yield ["GET /assets/%2e%2e/app.py HTTP/1.1", host, cookie]
    yield ["GET /incidents HTTP/1.1", host]
    yield ["GET /incidents HTTP/1.1", host, "Origin: null", cookie]
    yield ["GET /incidents HTTP/1.1", host, "Sec-Fetch-Site: cross-site", cookie]
    yield ["OPTIONS * HTTP/1.1", host, cookie]
    yield ["TRACE /incidents HTTP/1.1", host, cookie]
    yield ["CONNECT evil.example:443 HTTP/1.1", host, cookie]
    yield [
        "GET /incidents HTTP/1.1",
        host,
        cookie,
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Origin: http://e",
    ]
    yield ["POST /enter HTTP/1.1", host, cookie, f"Origin: http://127.0.0.1:{port}", "Content-Length: 9000000"]
    yield ["POST /enter HTTP/1.1", host, cookie, "Content-Length: 3", "Transfer-Encoding: chunked"]
    yield ["GET /incidents HTTP/1.1", host, cookie, "X: " + "a" * 100_000]
    yield ["GET /inci\x00dents HTTP/1.1", host, cookie]
    yield ["garbage"]


def test_the_wire_refuses_what_is_hostile(port: int) -> None:
    for lines in hostile_lines(port):
        answer = spoken(port, *lines)
        assert answer.split()[1] in (b"400", b"403", b"405", b"413", b"421", b"431"), lines
        assert b"secret-name" not in answer
