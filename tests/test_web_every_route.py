"""Every route of the application behind the guard: found by walking the application, so that none is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from sayso.chronicle.store import Store
from sayso.web.app import make_app
from sayso.web.checks import WINDOW
from sayso.web.safety import HEADERS, Guard
from sayso.web.settings import Settings
from tests.asgi import Answer, Header, ask

PORT = 8321
HERE = f"127.0.0.1:{PORT}"
TOKEN = "t0ken-" + "x" * 37
HOST, COOKIE, ORIGIN = ("Host", HERE), ("Cookie", f"sayso_{PORT}={TOKEN}"), ("Origin", f"http://{HERE}")
FORM = ("Content-Type", "application/x-www-form-urlencoded")
FILE = "/assets/sayso.css"  # stands for all that is mounted there
OPEN = {("GET", FILE), ("POST", "/enter"), ("GET", WINDOW)}  # what is answered without the token, and nothing else
AT_LEAST = 50  # routes; fewer would mean that the walk misses some
STRANGERS = ("evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1.nip.io:{PORT}", f"0.0.0.0:{PORT}")
SITES = ("null", "http://evil.example", f"https://{HERE}", "http://127.0.0.1:1", f"http://{HERE}.evil.example")


def routes_in(routes: Sequence[Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Method and path of every route, of routers inside others too; each value of a path is "x"."""
    for route in routes:
        if isinstance(route, Mount):
            assert route.path == "/assets", "what else is mounted needs a path of its own here"
            yield "GET", FILE
        elif isinstance(route, Route) or hasattr(route, "endpoint"):
            for method in sorted(route.methods - {"HEAD"}):
                yield method, prefix + re.sub(r"\{[^}]+\}", "x", route.path)
        else:
            inner = route.include_context
            yield from routes_in(inner.included_router.routes, prefix + inner.prefix)


def made(chronicle: Path) -> ASGIApp:
    return make_app(Settings(chronicle, PORT, token=TOKEN))


def every_route() -> list[tuple[str, str]]:
    """All routes of an application over a chronicle that is not there: the walk opens nothing."""
    guarded = made(Path("nowhere.db"))
    assert isinstance(guarded, Guard)
    inner: Any = guarded._app
    return sorted(set(routes_in(inner.routes)))


ROUTES = every_route()
CHANGING = [path for method, path in ROUTES if method != "GET"]
READING = [path for method, path in ROUTES if method == "GET"]
each_route = pytest.mark.parametrize(("method", "path"), ROUTES, ids=lambda part: str(part))


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("routes") / "secret-name.db"
    with Store(path):
        pass
    return path


@pytest.fixture(scope="module")
def app(chronicle: Path) -> Iterator[ASGIApp]:
    before = contents(chronicle)
    yield made(chronicle)
    assert contents(chronicle) == before, "what was refused has changed the chronicle"


def contents(path: Path) -> str:
    """What a chronicle holds, as a hash over all that its tables say."""
    with closing(Store(path).connection) as file:
        return sha256("\n".join(file.iterdump()).encode("utf-8", "surrogateescape")).hexdigest()


def refused(answer: Answer, *status: int) -> None:
    """A refusal with every header of safety, which tells nothing and lets nobody in."""
    assert answer.status in status, (answer.status, answer.text[:200])
    assert "secret-name" not in answer.text
    assert TOKEN not in answer.text
    assert answer.header("set-cookie") is None
    assert [answer.header(name.lower()) for name in HEADERS] == list(HEADERS.values())


def test_the_walk_finds_the_routes() -> None:
    assert len(ROUTES) >= AT_LEAST
    assert {("GET", "/incidents"), ("POST", "/decide"), ("GET", "/api/v1/incidents/x"), ("GET", FILE)} <= set(ROUTES)
    assert set(ROUTES) >= OPEN
    assert {method for method, _ in ROUTES} == {"GET", "POST"}


@each_route
def test_only_who_shows_the_token_is_answered(app: ASGIApp, method: str, path: str) -> None:
    for shown in ((), (("Cookie", f"sayso_{PORT}={TOKEN[:-1]}"),), (("Authorization", "Bearer null"),)):
        answer = ask(app, path, [HOST, ORIGIN, FORM, *shown], method=method)
        if (method, path) in OPEN:
            assert answer.status != 403
            assert "secret-name" not in answer.text
        else:
            refused(answer, 403)


MISTAKES = (
    ("GET", "/assets/nothing.js"), ("POST", FILE), ("GET", "/enter"), ("POST", WINDOW), ("POST", "/enter?password=x"),
)  # fmt: skip


@pytest.mark.parametrize(("method", "path"), MISTAKES)
def test_what_strangers_ask_wrongly_is_answered_without_a_word_of_the_chronicle(
    app: ASGIApp, method: str, path: str
) -> None:
    refused(ask(app, path, [HOST, ORIGIN, FORM], method=method), 404, 405)
    too_long = b"password=" + b"x" * 600
    refused(ask(app, "/enter", [HOST, ORIGIN, FORM], method="POST", body=too_long), 400)


@each_route
def test_no_other_name_leads_here(app: ASGIApp, method: str, path: str) -> None:
    for name in STRANGERS:
        refused(ask(app, path, [("Host", name), COOKIE, ORIGIN, FORM], method=method), 421)


@each_route
def test_no_other_site_asks(app: ASGIApp, method: str, path: str) -> None:
    for site in SITES:
        refused(ask(app, path, [HOST, COOKIE, ("Origin", site), FORM], method=method), 403)
    for fetch in ({"Site": "cross-site"}, {"Site": "same-site", "Mode": "cors"}, {"Site": "none", "Dest": "iframe"}):
        headers = [(f"Sec-Fetch-{name}", value) for name, value in fetch.items()]
        refused(ask(app, path, [HOST, COOKIE, FORM, *headers], method=method), 403)


@pytest.mark.parametrize("path", READING)
def test_who_comes_from_elsewhere_gets_no_page_but_that_window(app: ASGIApp, path: str) -> None:
    followed = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")]
    answer = ask(app, path, [HOST, COOKIE, *followed])
    if path == WINDOW:
        assert answer.status == 200
        assert "secret-name" not in answer.text
    else:
        refused(answer, 403)


@pytest.mark.parametrize("path", CHANGING)
def test_a_change_says_where_it_comes_from_and_is_a_form(app: ASGIApp, path: str) -> None:
    body = b"verdict=accept&thing=x&then=/incidents&text=words&name=Someone"
    size = ("Content-Length", str(len(body)))
    refused(ask(app, path, [HOST, COOKIE, FORM, size], method="POST", body=body), 403)
    for sort in ("text/plain", "text/html", "application/xml", ""):
        headers = [HOST, COOKIE, ORIGIN, size, ("Content-Type", sort)]
        refused(ask(app, path, headers, method="POST", body=body), 415)
    refused(ask(app, path, [HOST, COOKIE, ORIGIN, FORM, ("Content-Length", "99999999999")], method="POST"), 413)
    assert ask(app, f"{path}?{body.decode()}", [HOST, COOKIE]).status in (404, 405), "no link changes anything"


@pytest.mark.parametrize("path", READING)
def test_what_shows_takes_nothing(app: ASGIApp, path: str) -> None:
    assert ask(app, path, [HOST, COOKIE, ORIGIN, FORM], method="POST").status in (404, 405)
    refused(ask(app, path, [HOST, COOKIE, ("Content-Length", "3")], body=b"a=b"), 400)
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        refused(ask(app, path, [HOST, COOKIE, ORIGIN, FORM], method=method), 405)


@each_route
def test_who_shows_it_is_answered(app: ASGIApp, method: str, path: str) -> None:
    """The refusals above are for what was wrong with the requests: without that, the same ones are answered."""
    shown: tuple[Header, ...]
    for shown in ((COOKIE, ORIGIN), (("Authorization", f"Bearer {TOKEN}"),)):
        assert ask(app, path, [HOST, FORM, *shown], method=method).status not in (401, 403, 421)
