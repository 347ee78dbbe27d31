"""What sites let programs fetch is asked once, and kept to; a person may name a page, a program asks for the next."""

from __future__ import annotations

import time

import pytest

from sayso.intake.capture import Capture
from sayso.intake.fetching import Fetcher, Limits
from sayso.intake.fetching.pages import REST, Pages
from sayso.intake.fetching.robots import KEPT, KEPT_SILENCE, LARGEST, LONGEST_DELAY, Robots
from sayso.intake.walk import document_of
from sayso.records import Document, Failure
from tests.raw_server import Net, RawServer, Said, answer, led_to, raw_server

QUICK = Limits(wire=10_000_000, whole=2.0, connect=0.6, read=0.4)
HOST = "http://news.example"
RULES = b"""User-agent: other
USER AGENT say
Disallow: /

useragent:  SaySo/1.0  # and no other
User-agent: third
Crawl-delay: 2.5
Disallow: /no
Allow: /no/but

User-agent: *
Disallow: /
"""
WORDS = (
    "The minister visited the yard in the port on Friday, and spoke with its owner about the price of grain for hours."
)
STORY = f"<html><head><title>A visit</title></head><body><article><p>{WORDS}</p><p>{WORDS}</p></article></body></html>"


class Clock:
    """Seconds that pass when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


def fetcher(server: RawServer) -> Fetcher:
    net = Net({80: server, 8080: server})
    return Fetcher(resolver=net.resolver, dial=net.dial, limits=QUICK, agent="sayso/9.9")


def robots_of(said: Said, path: str) -> bool:
    with raw_server({"/robots.txt": said}) as server:
        return Robots(fetcher(server)).allowed(HOST + path)


@pytest.mark.parametrize(("path", "may"), [
    ("/", True), ("/yes", True), ("/no", False), ("/no/x", False), ("/no/but", True), ("/%6Eo", False),
    ("/x/../no", False), ("/x?/no", True), ("/No", True)])  # fmt: skip
def test_the_rules_for_sayso_hold_for_it(path: str, may: bool) -> None:
    assert robots_of(answer(RULES, kind="text/plain"), path) is may


@pytest.mark.parametrize(("said", "may"), [
    (answer(b"", status="404 Not Found"), True), (answer(b"", status="403 Forbidden"), True),
    (answer(b"", status="410 Gone"), True), (answer(b"", status="429 Wait"), False),
    (answer(b"", status="500 Oh"), False), (answer(b"", status="503 Wait"), False), (b"", False),
    (led_to("/robots.txt"), False), (led_to("http://127.0.0.1/robots.txt"), False), (answer(b""), True),
    (answer(b"<html>no rules here</html>"), True), (answer(b"\xff\xfe\0" * 50, kind="text/plain"), True),
    (answer(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /"), False), (answer(b"User-agent: *\rDisallow: /"), False),
    (answer(b"User-agent: *\nDisallow: /" + b"*a" * 5000), True), (answer(b"x", kind="image/png"), True),
    (answer(b"#" * LARGEST + b"\nUser-agent: *\nDisallow: /"), True), (answer(b"x" * 5_100_000), False)])  # fmt: skip
def test_sites_without_rules_allow_all_and_those_that_do_not_answer_nothing(said: Said, may: bool) -> None:
    assert robots_of(said, "/page/" + "a" * 3000) is may


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://news.example/", "http://u:p@news.example/", "http://127.1/"])
def test_what_is_no_address_is_not_allowed(url: str) -> None:
    with raw_server({}) as server:
        robots = Robots(fetcher(server))
        assert not robots.allowed(url)
        assert robots.delay(url) is None
    assert server.asked == []


def test_each_site_is_asked_once_a_day() -> None:
    clock = Clock()
    with raw_server({"/robots.txt": answer(RULES)}) as server:
        robots = Robots(fetcher(server), clock=clock)
        for path in ("/a", "/b", "/no"):
            robots.allowed(HOST + path)
            robots.delay(HOST.upper() + ":80" + path)
        assert server.paths() == ["/robots.txt"]
        robots.allowed(HOST + ":8080/a")
        assert len(server.asked) == 2
        clock.now += KEPT - 1
        robots.allowed(HOST + "/a")
        assert len(server.asked) == 2
        clock.now += 1
        robots.allowed(HOST + "/a")
        assert len(server.asked) == 3


def test_a_silent_site_is_asked_again_soon() -> None:
    clock = Clock()
    with raw_server({"/robots.txt": answer(b"", status="503 Wait")}) as server:
        robots = Robots(fetcher(server), clock=clock)
        assert not robots.allowed(HOST + "/a")
        server.answers["/robots.txt"] = answer(b"", status="404 None")
        assert not robots.allowed(HOST + "/a")
        clock.now += KEPT_SILENCE
        assert robots.allowed(HOST + "/a")


@pytest.mark.parametrize(("told", "delay"), [
    ("2.5", 2.5), ("0", 0.0), ("99999", LONGEST_DELAY), ("-1", None), ("soon", None), ("", None), ("nan", None),
    ("inf", None)])  # fmt: skip
def test_the_pause_that_a_site_wants(told: str, delay: float | None) -> None:
    with raw_server({"/robots.txt": answer(f"User-agent: *\nCrawl-delay: {told}\nDisallow: /no".encode())}) as server:
        assert Robots(fetcher(server)).delay(HOST + "/a") == delay


# --- pages that somebody names --------------------------------------------------------------------------------------


def pages(server: RawServer, clock: Clock, told: list[str] | None = None) -> Pages:
    return Pages(fetcher(server), tell=(told if told is not None else []).append, sleep=clock.sleep, clock=clock)


def test_one_page_is_fetched_and_a_second_of_the_host_asks_its_rules() -> None:
    clock = Clock()
    with raw_server({"/robots.txt": answer(RULES), "*": answer(STORY.encode())}) as server:
        fetch = pages(server, clock)
        found = [list(fetch(HOST + path)) for path in ("/no/1", "/no/2", "/3", "/4")]
    assert [isinstance(one, Capture) for (one,) in found] == [True, False, True, True]
    (refused,) = found[1]
    assert isinstance(refused, Failure)
    assert (refused.input, refused.stage, refused.reason) == (HOST + "/no/2", "fetching", "robots")
    assert server.paths() == ["/no/1", "/robots.txt", "/3", "/4"]
    assert clock.slept == [2.5, 2.5]


def test_hosts_do_not_wait_for_each_other() -> None:
    clock = Clock()
    with raw_server({"*": answer(STORY.encode(), status="200 OK")}) as server:
        fetch = pages(server, clock)
        for host in ("a.example", "b.example", "A.example."):
            list(fetch(f"http://{host}/x"))
    assert clock.slept == [REST]


def test_a_page_is_a_capture_with_what_came_with_it() -> None:
    with raw_server({"/a": led_to("/b?utm_source=x"), "/b?utm_source=x": answer(STORY.encode(), "ETag: 1")}) as server:
        (capture,) = pages(server, Clock())(HOST + "/a")
    assert isinstance(capture, Capture)
    assert (capture.name, capture.url, capture.kind) == (HOST + "/b?utm_source=x",) * 2 + ("html",)
    assert capture.fetched is not None
    assert capture.fetched.endswith("+00:00")
    assert ("ETag", "1") in capture.headers
    document = document_of(capture)
    assert isinstance(document, Document)
    assert (document.id, document.capture) == (HOST + "/b", capture.sha256)


@pytest.mark.parametrize(("canonical", "address"), [
    ("http://news.example/story", "http://news.example/story"), ("https://www.news.example/s", "https://www.news.example/s"),
    ("https://bank.example/story", "http://m.news.example/a"), ("/story", "http://m.news.example/a"),
    ("http://news.example/", "http://m.news.example/a"), ("http://[", "http://m.news.example/a")])  # fmt: skip
def test_a_page_tells_its_own_address_but_not_that_of_another_site(canonical: str, address: str) -> None:
    page = STORY.replace("</title>", f'</title><link rel="canonical" href="{canonical}">')
    with raw_server({"/a": answer(page.encode())}) as server:
        (capture,) = pages(server, Clock())("http://m.news.example/a")
    assert isinstance(capture, Capture)
    document = document_of(capture)
    assert isinstance(document, Document)
    assert document.url == address


@pytest.mark.parametrize(("kind", "data"), [
    ("text/html; charset=windows-1251", STORY.replace("port", "порт").encode("windows-1251")),
    ("text/plain; Charset='windows-1251'", f"{WORDS} {WORDS}".replace("port", "порт").encode("windows-1251")),
    ("text/html; charset=windows-1251", STORY.replace("port", "порт").encode()),
    ("text/html; charset=nonsense", STORY.replace("port", "порт").encode())])  # fmt: skip
def test_the_encoding_that_the_server_names_is_believed_where_it_fits(kind: str, data: bytes) -> None:
    with raw_server({"/a": answer(data, kind=kind)}) as server:
        (capture,) = pages(server, Clock())(HOST + "/a")
    assert isinstance(capture, Capture)
    document = document_of(capture)
    assert isinstance(document, Document)
    assert "порт" in document.text
    assert (capture.data, document.capture) == (data, capture.sha256)


def test_the_parts_of_what_is_no_page_have_no_address_of_their_own() -> None:
    lines = b'{"id": "1", "text": "x"}\n{"id": "2", "text": "y"}\n'
    with raw_server({"/a.jsonl": answer(lines, kind="application/jsonl")}) as server:
        found = list(pages(server, Clock())(HOST + "/a.jsonl"))
    assert [one.url for one in found if isinstance(one, Capture)] == [None, None]


def test_what_was_not_fetched_is_a_failure_in_its_place() -> None:
    with raw_server({"/a": answer(b"", status="404 Not Found")}) as server:
        fetch = pages(server, Clock())
        found = [*fetch(HOST + "/a"), *fetch("http://u:word@news.example/"), *fetch("http://[")]
    assert [one.reason for one in found if isinstance(one, Failure)] == ["http-404", "credentials", "bad-address"]
    assert not any("word" in one.input for one in found if isinstance(one, Failure))


def test_why_the_rules_of_a_site_are_missing_is_told() -> None:
    with raw_server({"/robots.txt": answer(b"", status="503 Wait"), "*": answer(STORY.encode())}) as server:
        fetch = pages(server, Clock())
        *_, failure = [*fetch(HOST + "/1"), *fetch(HOST + "/2")]
    assert isinstance(failure, Failure)
    assert (failure.reason, "503" in failure.what) == ("robots", True)


@pytest.mark.parametrize("rules", [
    "".join(f"User-agent: a{n}\n" for n in range(14_000)) + "Disallow: /x\n" * 20_000,
    "".join(f"User agent\u00a0a{n}\n" for n in range(14_000)) + "Disallow: /x\n" * 20_000,
    "User-agent: *\n" + "Disallow: /*a*b*c$\n" * 25_000, "User-agent:" + " " * 500_000 + "x\nDisallow: /",
    "User-agent: sayso\n" * 28_000 + "Crawl-delay: 1\n", "*" * 500_000, "User-agent: *\nDisallow: /" + "*" * 500_000,
])  # fmt: skip
def test_rules_without_measure_are_read_in_time(rules: str) -> None:
    before = time.monotonic()
    robots_of(answer(rules.encode()), "/" + "ab" * 1000)
    assert time.monotonic() - before < 3
