"""Encrypted pages come from machines that prove their name."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from sayso.intake.fetching import Fetched, Fetcher, NotFetched
from tests.fetched import PAGE, QUICK, dripping
from tests.raw_server import PUBLIC, Net, RawServer, Said, answer, led_to, raw_server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of news.example with its key, in one file."""
    folder = tmp_path_factory.mktemp("certificate")
    made = folder / "both.pem"
    call = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=news.example"
    call += f" -addext subjectAltName=DNS:news.example -keyout {folder}/key.pem -out {folder}/cert.pem"
    try:
        subprocess.run(call.split(), check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("NO OPENSSL: ENCRYPTED CONNECTIONS WERE NOT TRIED")
    made.write_text((folder / "cert.pem").read_text() + (folder / "key.pem").read_text())
    return made


@contextmanager
def encrypted(
    certificate: Path, answers: dict[str, Said], **names: Any
) -> Iterator[tuple[Fetcher, RawServer, list[str]]]:
    """A fetcher that trusts the certificate, a server that has it at port 443, and the names that it is called by."""
    context, called = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), list[str]()
    context.load_cert_chain(certificate)
    context.sni_callback = lambda line, name, own: called.append(name)
    with raw_server(answers, context) as server, raw_server({"*": answer(PAGE)}) as plain:
        net = Net({443: server, 80: plain})
        trusting = ssl.create_default_context(cafile=str(certificate))
        names = {"context": trusting} | names
        yield Fetcher(resolver=net.resolver, dial=net.dial, limits=QUICK, **names), server, called


def test_an_encrypted_page_is_asked_of_the_checked_machine_by_the_hosts_name(certificate: Path) -> None:
    with encrypted(certificate, {"/a": answer(PAGE)}) as (fetcher, server, called):
        found = fetcher.fetch("https://NEWS.example./a")
    assert isinstance(found, Fetched)
    assert (found.address, found.data, called) == ("https://news.example/a", PAGE, ["news.example"])
    assert "\r\nHost: news.example\r\n" in server.asked[0]


@pytest.mark.parametrize("url", ["https://other.example/", f"https://{PUBLIC}/"])
def test_a_machine_that_cannot_prove_its_name_is_not_asked(certificate: Path, url: str) -> None:
    with encrypted(certificate, {"*": answer(PAGE)}) as (fetcher, server, _):
        found = fetcher.fetch(url)
    assert isinstance(found, NotFetched)
    assert (found.reason, server.asked) == ("encryption", [])
    assert "cannot prove who it is" in found.what


def test_an_authority_that_nobody_trusts_is_not_trusted(certificate: Path) -> None:
    with encrypted(certificate, {"*": answer(PAGE)}, context=None) as (fetcher, server, _):
        found = fetcher.fetch("https://news.example/")
    assert isinstance(found, NotFetched)
    assert (found.reason, server.asked) == ("encryption", [])


def test_the_way_from_https_to_http_is_told(certificate: Path) -> None:
    with encrypted(certificate, {"/a": led_to("http://news.example/b"), "/c": led_to("/a")}) as (fetcher, _, _):
        found = fetcher.fetch("https://news.example/c")
    assert isinstance(found, Fetched)
    assert [problem.what for problem in found.problems] == [
        "led from https to http://news.example/b, without encryption"
    ]


def test_a_server_that_does_not_encrypt_is_told() -> None:
    with raw_server({"*": answer(PAGE)}) as server:
        net = Net({443: server})
        found = Fetcher(resolver=net.resolver, dial=net.dial, limits=QUICK).fetch("https://news.example/")
    assert isinstance(found, NotFetched)
    assert found.reason in ("encryption", "too-slow")


def test_an_agreement_on_encryption_by_drops_is_left_in_time(certificate: Path) -> None:
    def drip(listening: socket.socket) -> None:
        line, _ = listening.accept()
        with suppress(OSError), line:
            dripping(b"\x16\x03\x03\x40\x00", b"\2")(line)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=drip, args=(listening,), daemon=True).start()
        port, before = listening.getsockname()[1], time.monotonic()
        to: Any = lambda ip, wanted, seconds: socket.create_connection(("127.0.0.1", port), seconds)  # noqa: E731
        found = Fetcher(resolver=lambda *_: [PUBLIC], dial=to, limits=QUICK).fetch("https://news.example/")
    assert isinstance(found, NotFetched)
    assert found.reason in ("too-slow", "encryption")
    assert time.monotonic() - before < QUICK.whole + 0.5
