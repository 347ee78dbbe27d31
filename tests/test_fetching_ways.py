"""Every redirect and every name is checked, and nothing is asked that was not."""

from __future__ import annotations

import socket
import time
from itertools import cycle
from typing import Any

import pytest

from sayso.intake.fetching import Fetched, Fetcher, NotFetched
from tests.fetched import PAGE, QUICK, START, fetched, network, refused
from tests.raw_server import PUBLIC, Net, Said, answer, led_to, raw_server


@pytest.mark.parametrize(("status", "for_good"), [(301, True), (302, False), (303, False), (307, False), (308, True)])
def test_redirects_are_followed(status: int, for_good: bool) -> None:
    found = fetched({"/a": led_to("/b?x#part", status), "/b?x": answer(PAGE)})
    assert (found.url, found.address, found.moved) == (START, "http://news.example/b?x", for_good)


@pytest.mark.parametrize(("led", "end"), [
    ("b", "/b"), ("./b", "/b"), ("?b", "/a?b"), ("//other.example/b", "/b"), ("http://other.example:8080/b", "/b"),
    ("/é", "/%C3%83%C2%A9"), ("/a b", "/a%20b")])  # fmt: skip
def test_redirects_may_be_relative(led: str, end: str) -> None:
    with network({"/a": led_to(led), end: answer(PAGE)}) as (fetcher, server, _):
        fetcher.fetch(START)
    assert server.paths()[0] == "/a"
    assert len(server.paths()) == 2


FORBIDDEN = {
    "http://127.0.0.1/": "private-address", "http://[::1]/": "private-address", "http://10.0.0.1/": "private-address",
    "http://169.254.169.254/latest/meta-data/": "private-address", "http://[fd00:ec2::254]/": "private-address",
    "http://[::ffff:7f00:1]/": "private-address", "http://0x7f.1/": "odd-host", "http://2130706433/": "odd-host",
    "http://inside.example/": "private-address", "http://name:word@news.example/": "credentials",
    "http://news.example:22/": "port", "file:///etc/passwd": "scheme", "ftp://news.example/": "scheme",
    "gopher://news.example/": "scheme", "javascript:alert(1)": "scheme", "data:text/html,x": "scheme",
    "http://": "bad-address", "\\\\127.0.0.1\\x": "bad-address", "//[fe80::1%25lo]/": "odd-host",
}  # fmt: skip


@pytest.mark.parametrize("led", FORBIDDEN)
def test_every_redirect_is_checked(led: str) -> None:
    with network({"/a": led_to(led), "*": answer(PAGE)}, names={"inside.example": [["10.0.0.1"]]}) as (
        fetcher,
        server,
        net,
    ):
        found = fetcher.fetch(START)
    assert isinstance(found, NotFetched)
    assert found.reason == FORBIDDEN[led]
    assert found.input == START
    assert (server.paths(), net.dialled) == (["/a"], [(PUBLIC, 80)])


@pytest.mark.parametrize("led", FORBIDDEN)
def test_every_address_is_checked(led: str) -> None:
    with network({"*": answer(PAGE)}, names={"inside.example": [["10.0.0.1"]]}) as (fetcher, server, net):
        found = fetcher.fetch(led)
    assert isinstance(found, NotFetched)
    assert found.reason == FORBIDDEN[led] or led.startswith("//")
    assert (server.asked, net.dialled) == ([], [])
    assert "word" not in found.input


def test_circles_and_long_ways_end() -> None:
    numbers = cycle(range(100))
    onward: Said = lambda line: line.sendall(led_to(f"/{next(numbers)}"))  # noqa: E731
    assert refused({"/a": led_to("/a")}).reason == "redirect-loop"
    assert refused({"/a": led_to("/b"), "/b": led_to("/a#x")}).reason == "redirect-loop"
    with network({"*": onward}) as (fetcher, server, _):
        found = fetcher.fetch(START)
    assert isinstance(found, NotFetched)
    assert found.reason == "redirects"
    assert len(server.asked) == QUICK.redirects + 1


def test_a_redirect_to_nowhere_is_told() -> None:
    assert refused({"/a": answer(b"", status="302 Found")}).reason == "bad-redirect"


@pytest.mark.parametrize("told", [
    ["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["::1", PUBLIC], ["fe80::1%eth0"], ["169.254.169.254"], ["::ffff:8.8.8.8"],
    ["64:ff9b::7f00:1"], ["2002:7f00:1::"], ["0.0.0.0"], ["100.64.0.1"], ["224.0.0.1"]])  # fmt: skip
def test_a_name_that_leads_inside_is_not_asked(told: list[str]) -> None:
    with network({"*": answer(PAGE)}, names={"news.example": [told]}) as (fetcher, server, net):
        found = fetcher.fetch(START)
    assert isinstance(found, NotFetched)
    assert found.reason == "private-address"
    assert (server.asked, net.dialled) == ([], [])


def test_a_name_that_changes_between_two_questions_gains_nothing() -> None:
    """Rebinding: the machine that was checked is the one that is connected to, and a name is looked up once."""
    with network({"*": answer(PAGE)}, names={"news.example": [[PUBLIC], ["127.0.0.1"]]}) as (fetcher, _, net):
        first, second = fetcher.fetch(START), fetcher.fetch(START)
    assert isinstance(first, Fetched)
    assert isinstance(second, NotFetched)
    assert (net.looked_up, net.dialled) == (["news.example"] * 2, [(PUBLIC, 80)])


def test_a_name_is_checked_again_at_every_redirect() -> None:
    with network({"/a": led_to("/b"), "*": answer(PAGE)}, names={"news.example": [[PUBLIC], ["10.1.1.1"]]}) as (
        fetcher,
        server,
        _,
    ):
        found = fetcher.fetch(START)
    assert isinstance(found, NotFetched)
    assert (found.reason, server.paths()) == ("private-address", ["/a"])


@pytest.mark.parametrize(("fault", "reason", "passing"), [
    (socket.gaierror(socket.EAI_NONAME, "?"), "name-unknown", False), (TimeoutError(), "too-slow", True),
    (socket.gaierror(socket.EAI_AGAIN, "?"), "name-unknown", True), (None, "name-unknown", False)])  # fmt: skip
def test_a_name_without_machines_is_told(fault: OSError | None, reason: str, passing: bool) -> None:
    def resolver(host: str, seconds: float) -> list[str]:
        if fault is not None:
            raise fault
        return []

    found = Fetcher(resolver=resolver).fetch(START)
    assert isinstance(found, NotFetched)
    assert (found.reason, found.passing) == (reason, passing)


@pytest.mark.parametrize("told", ["", "localhost", "1.2.3", "0x7f.1", "a.b.c.d", "127.0.0.1:80"])
def test_a_machine_with_no_number_is_not_asked(told: str) -> None:
    found = Fetcher(resolver=lambda host, seconds: [told]).fetch(START)
    assert isinstance(found, NotFetched)
    assert found.reason == "name-unknown"


def test_a_silent_name_server_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(1.2) or [])
    before = time.monotonic()
    found = Fetcher(limits=QUICK).fetch(START)
    assert isinstance(found, NotFetched)
    assert (found.reason, found.passing) == ("too-slow", True)
    assert time.monotonic() - before < QUICK.connect + 0.5


def test_names_of_this_system_lead_inside_too() -> None:
    with raw_server({"*": answer(PAGE)}) as server:
        found = Fetcher().fetch("http://localhost/")
    assert isinstance(found, NotFetched)
    assert found.reason == "private-address"
    assert server.asked == []


def test_the_next_machine_is_tried_when_one_does_not_answer() -> None:
    with raw_server({"*": answer(PAGE)}) as server:
        net = Net({80: server}, {"news.example": [["8.8.8.8", PUBLIC]]})

        def dial(ip: Any, port: int, seconds: float) -> socket.socket:
            if str(ip) == "8.8.8.8":
                raise ConnectionRefusedError(111, "Connection refused")
            return net.dial(ip, port, seconds)

        found = Fetcher(resolver=net.resolver, dial=dial).fetch(START)
    assert isinstance(found, Fetched)
    assert net.dialled == [(PUBLIC, 80)]


def test_a_machine_of_ones_own_is_fetched_from_when_it_is_named() -> None:
    with raw_server({"/a": answer(PAGE), "/b": led_to("http://127.0.0.2/")}) as server:
        here = f"127.0.0.1:{server.port}"
        plain, own = Fetcher(limits=QUICK), Fetcher(limits=QUICK, allow=[here])
        assert isinstance(own.fetch(f"http://{here}/a"), Fetched)
        found = [plain.fetch(f"http://{here}/a"), own.fetch(f"http://{here}/b"), own.fetch("http://127.0.0.1/a")]
    assert [one.reason for one in found if isinstance(one, NotFetched)] == ["port", *["private-address"] * 2]


def test_nothing_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        here = f"127.0.0.1:{taken.getsockname()[1]}"
    found = Fetcher(allow=[here]).fetch(f"http://{here}/")
    assert isinstance(found, NotFetched)
    assert (found.reason, found.passing) == ("no-connection", True)


def test_what_is_no_host_cannot_be_allowed() -> None:
    with pytest.raises(ValueError, match="no HOST"):
        Fetcher(allow=["a b:x"])
