"""Addresses on the command line and in the browser: fetched when that was asked for, told when not."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.types import ASGIApp

from sayso import intake
from sayso.chronicle.file import connect_to_read
from sayso.chronicle.store import Store
from sayso.chronicle.stored import document_of
from sayso.chronicle.views.taken import failures_in
from sayso.cli import main
from sayso.commands.fetching import add_fetching, pages_of
from sayso.intake.fetching.fetcher import Fetcher
from sayso.records import Document, Failure
from sayso.web.adder import Adder, AdderProcess
from sayso.web.adding import FAILED, STORED, Adding, Handed
from sayso.web.app import make_app
from sayso.web.settings import Settings
from tests.asgi import Answer, Header, ask
from tests.raw_server import RawServer, answer, raw_server

PORT, TOKEN, PATIENCE = 8321, "t0ken-" + "x" * 37, 60.0
WORDS = "The foreign minister of Norway visited the shipyard in Gdansk on Thursday, a spokesman said there."
STORY = f"<html><head><title>A visit</title></head><body><article><p>{WORDS}</p><p>{WORDS}</p></article></body></html>"


@pytest.fixture
def server() -> Iterator[RawServer]:
    with raw_server({"/story": answer(STORY.encode()), "*": answer(b"", status="404 Not Found")}) as found:
        yield found


def here(server: RawServer) -> str:
    return f"127.0.0.1:{server.port}"


# --- the command line -----------------------------------------------------------------------------------------------


def options(*given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_fetching(parser)
    return parser.parse_args(given)


def test_nothing_is_fetched_unless_it_is_asked_for(server: RawServer) -> None:
    assert pages_of(options("--allow-private", here(server))) is None
    for address in (f"http://{here(server)}/story", "HTTPS://news.example/", "http://me:word@news.example/"):
        (failure,) = intake.documents([address])
        assert isinstance(failure, Failure)
        assert failure.reason == "address"
        assert "--fetch" in failure.what
        assert "word" not in failure.input
    assert server.asked == []


def test_addresses_stand_among_files(server: RawServer, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(STORY)
    inputs = [str(tmp_path / "a.html"), f"http://{here(server)}/story", f"http://{here(server)}/none"]
    fetch = pages_of(options("--fetch", "--allow-private", here(server)))
    file, page, failure = intake.documents(inputs, published="2024-05-03", fetch=fetch)
    assert isinstance(file, Document)
    assert isinstance(page, Document)
    assert (page.text, page.published, page.url) == (file.text, "2024-05-03", inputs[1])
    assert isinstance(failure, Failure)
    assert (failure.input, failure.reason) == (inputs[2], "http-404")


@pytest.mark.parametrize("host", ["a b", "http://x", "x:y", "me@x", "127.1", ""])
def test_what_is_no_host_is_a_wrong_call(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        options("--fetch", "--allow-private", host)
    assert ended.value.code == 2
    assert "--allow-private" in capsys.readouterr().err


def test_a_fetched_page_is_read_and_added(
    server: RawServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address, own = f"http://{here(server)}/story", ["--fetch", "--allow-private", here(server)]
    assert main(["read", address, *own, "--format", "jsonl", "--quiet"]) == 0
    assert json.loads(capsys.readouterr().out)["document"]["url"] == address
    chronicle = tmp_path / "a.db"
    assert main(["add", address, f"http://{here(server)}/none", "-c", str(chronicle), *own, "--quiet"]) == 1
    with closing(connect_to_read(chronicle)) as file:
        assert document_of(file, address).url == address
        assert [one.reason for one in failures_in(file, most=9)] == ["http-404"]


@pytest.mark.parametrize("command", ["read", "add", "serve"])
def test_the_help_tells_of_it(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert "--fetch" in capsys.readouterr().out


# --- the browser ----------------------------------------------------------------------------------------------------


@pytest.fixture
def chronicle(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with Store(path):
        pass
    return path


@pytest.fixture
def adding(chronicle: Path, server: RawServer) -> Iterator[Adding]:
    found = Adding(chronicle, Adder(chronicle, Fetcher(allow=[here(server)])))
    yield found
    found.stop()


def app(chronicle: Path, adding: Adding | None = None, *, fetch: bool = True) -> ASGIApp:
    return make_app(Settings(chronicle, PORT, token=TOKEN, fetch=fetch), adding=adding)


def call(to: ASGIApp, path: str, address: str | None = None) -> Answer:
    headers: list[Header] = [("Host", f"127.0.0.1:{PORT}"), ("Cookie", f"sayso_{PORT}={TOKEN}")]
    if address is None:
        return ask(to, path, headers)
    form = ("Content-Type", "application/x-www-form-urlencoded")
    headers += [form, ("Origin", f"http://127.0.0.1:{PORT}"), ("Accept", "application/json")]
    return ask(to, path, headers, method="POST", body=urlencode({"address": address}).encode())


def done(adding: Adding) -> list[Handed]:
    until = time.monotonic() + PATIENCE
    while any(one.waits for one in adding.all()):
        assert time.monotonic() < until, adding.all()
        time.sleep(0.02)
    return adding.all()[::-1]


def test_an_address_becomes_a_document(chronicle: Path, adding: Adding, server: RawServer) -> None:
    own, address = app(chronicle, adding), f"http://{here(server)}/story"
    assert call(own, "/capture/address", f" {address}#part ").status == 202
    assert call(own, "/capture/address", f"http://{here(server)}/none").status == 202
    assert call(own, "/capture/address", "http://127.0.0.1/story").status == 202
    stored, absent, inside = done(adding)
    assert (stored.state, stored.name, [one.document for one in stored.added]) == (STORED, address, [address])
    assert (absent.state, inside.state) == (FAILED, FAILED)
    assert [one.failures[0].reason for one in (absent, inside)] == ["http-404", "private-address"]
    shown = call(own, "/capture").text
    assert "the server answers 404 Not Found" in shown
    assert "--allow-private 127.0.0.1 allows it" in shown
    with closing(connect_to_read(chronicle)) as file:
        assert document_of(file, address).text.startswith("A visit")


@pytest.mark.parametrize(
    "address", ["", "news", "ftp://news.example/", "http://me:s3cret@news.example/", "http://127.1/"]
)
def test_what_is_no_address_is_not_taken(chronicle: Path, adding: Adding, address: str) -> None:
    found = call(app(chronicle, adding), "/capture/address", address)
    assert (found.status, adding.all()) == (400, [])
    assert "s3cret" not in found.text


def test_without_being_asked_for_no_address_is_taken(chronicle: Path, adding: Adding, server: RawServer) -> None:
    own = app(chronicle, adding, fetch=False)
    found = call(own, "/capture/address", f"http://{here(server)}/story")
    assert (found.status, server.asked) == (400, [])
    assert "sayso serve --fetch" in found.text
    shown = call(own, "/capture").text
    assert 'action="/capture/address"' not in shown
    assert "sayso serve --fetch" in shown
    assert 'action="/capture/address"' in call(app(chronicle, adding), "/capture").text


@pytest.mark.parametrize("fetch", [True, False])
def test_the_process_that_reads_fetches_only_when_it_was_told_to(
    chronicle: Path, server: RawServer, fetch: bool
) -> None:
    settings = Settings(chronicle, PORT, fetch=fetch, allow=(here(server),))
    adding = Adding(chronicle, AdderProcess.of(settings))
    try:
        adding.put(f"http://{here(server)}/none", None)
        (one,) = done(adding)
    finally:
        adding.stop()
    assert [failure.reason for failure in one.failures] == ["http-404" if fetch else "address"]
    assert server.paths() == (["/none"] if fetch else [])
