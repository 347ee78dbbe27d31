"""What is handed over through the browser: taken, read by one thread, told with its reasons; strangers are refused."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.types import ASGIApp

from sayso.chronicle.file import connect_to_read
from sayso.chronicle.store import Store
from sayso.chronicle.stored import document_of
from sayso.chronicle.views.taken import failures_in
from sayso.records import Failure
from sayso.web import adding as adding_module
from sayso.web.adder import Adder, AdderProcess
from sayso.web.adding import FAILED, STORED, Adding, Handed, TooMuch
from sayso.web.app import make_app
from sayso.web.pages.capture import saved_from
from sayso.web.safety import HEADERS
from sayso.web.settings import LARGER, Settings
from tests.asgi import Answer, Header, ask
from tests.hostile_chronicle import OWN
from tests.test_intake_mhtml import ADDRESS, PAGE, part, saved

PORT = 8321
HERE = f"127.0.0.1:{PORT}"
TOKEN = "t0ken-" + "x" * 37
HOST, ORIGIN = ("Host", HERE), ("Origin", f"http://{HERE}")
COOKIE, JSON = ("Cookie", f"sayso_{PORT}={TOKEN}"), ("Accept", "application/json")
BOUNDARY = "----of-the-test"
MULTIPART = ("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
FORM = ("Content-Type", "application/x-www-form-urlencoded")
STORY = (
    "The foreign minister of Norway visited the shipyard in Gdansk on Thursday, a spokesman said. "
    "He met the harbour master there, and they spoke about the price of grain for two hours."
)
PATIENCE = 60.0  # seconds for the language model and one text
Post = Callable[..., Answer]


@pytest.fixture
def chronicle(tmp_path: Path) -> Path:
    path = tmp_path / "secret-name.db"
    with Store(path):
        pass
    return path


@pytest.fixture
def adding(chronicle: Path) -> Iterator[Adding]:
    found = Adding(chronicle, Adder(chronicle))
    yield found
    found.stop()


@pytest.fixture
def app(chronicle: Path, adding: Adding) -> ASGIApp:
    return make_app(Settings(chronicle, PORT, token=TOKEN), adding=adding)


@pytest.fixture
def post(app: ASGIApp) -> Post:
    def post_form(path: str, body: bytes, *headers: Header) -> Answer:
        return ask(app, path, [HOST, ORIGIN, COOKIE, *headers], method="POST", body=body)

    return post_form


@pytest.fixture
def get(app: ASGIApp) -> Callable[..., Answer]:
    return lambda path, *headers: ask(app, path, [HOST, COOKIE, *headers])


def multipart(*fields: tuple[str, str | None, bytes]) -> bytes:
    """A form with files: name, name of the file (None for a plain field), content."""
    pieces = []
    for name, file, value in fields:
        named = f'; filename="{file}"' if file is not None else ""
        pieces.append(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + value + b"\r\n"
        )
    return b"".join(pieces) + f"--{BOUNDARY}--\r\n".encode()


def page_form(page: bytes = PAGE.encode(), address: str = ADDRESS, title: str = "Quay closed") -> bytes:
    return multipart(("page", "page.html", page), ("address", None, address.encode()), ("title", None, title.encode()))


def done(adding: Adding) -> list[Handed]:
    """All that was handed over, the first one first, when it is read."""
    until = time.monotonic() + PATIENCE
    while any(one.waits for one in adding.all()):
        assert time.monotonic() < until, adding.all()
        time.sleep(0.02)
    return adding.all()[::-1]


# --- ways in -----------------------------------------------------------------------------------------------------


def test_a_pasted_text_becomes_a_document_with_what_is_told_of_it(
    chronicle: Path, adding: Adding, post: Post, get: Callable[..., Answer]
) -> None:
    told = {"title": "A visit", "publisher": "Harbour Wire", "published": "2021-05-04", "url": ADDRESS, "text": STORY}
    answer = post("/capture/text", urlencode(told).encode(), FORM)
    assert (answer.status, answer.header("location")) == (303, "/capture#progress")
    (one,) = done(adding)
    assert (one.state, one.counts) == (STORED, (("new", 1),))
    with closing(connect_to_read(chronicle)) as file:
        document = document_of(file, one.added[0].document)
    assert document.text == f"A visit\n\n{STORY}"
    assert (document.publisher, document.published, document.url) == ("Harbour Wire", "2021-05-04", ADDRESS)
    shown = get("/capture").text
    assert f'href="/document?id={urlencode({"": ADDRESS})[1:]}"' in shown
    assert "All is read." in shown


def test_files_of_every_sort_are_read_and_what_cannot_be_is_told(
    chronicle: Path, adding: Adding, post: Post, get: Callable[..., Answer]
) -> None:
    files = {
        "a.txt": f"A visit\n\n{STORY}".encode(),
        "b.html": PAGE.encode(),
        "c.mhtml": saved(part(PAGE.encode())),
        "d.jsonl": b"\n".join(json.dumps({"id": str(n), "text": STORY}).encode() for n in range(3)) + b"\nnone\n",
        "e.doc": bytes.fromhex("d0cf11e0a1b11ae1"),
        "f.txt": b"",
    }
    body = multipart(*(("file", name, data) for name, data in files.items()))
    answer = post("/capture/files", body, MULTIPART, JSON)
    assert (answer.status, json.loads(answer.body)) == (202, {"numbers": [1, 2, 3, 4, 5, 6]})
    found = done(adding)
    assert [one.name for one in found] == list(files)
    assert [one.state for one in found] == [STORED] * 4 + [FAILED] * 2
    assert dict(found[3].counts) == {"new": 3, "failed": 1}
    assert found[2].added[0].document == ADDRESS
    shown = unescape(get("/capture/progress").text)
    assert "old office documents, RTF and OpenDocument are not read" in shown
    assert "there is nothing in it" in shown
    with closing(connect_to_read(chronicle)) as file:
        assert {failure.input for failure in failures_in(file)} == {"d.jsonl#4", "e.doc", "f.txt"}


def test_what_is_known_is_told(adding: Adding, post: Post) -> None:
    for _ in range(2):
        post("/capture/files", multipart(("file", "b.html", PAGE.encode())), MULTIPART)
    changed = PAGE.replace("Thursday", "Friday").encode()
    post("/capture/page", page_form(PAGE.encode()), MULTIPART)
    post("/capture/page", page_form(changed), MULTIPART)
    post("/capture/page", page_form(PAGE.encode()), MULTIPART)
    outcomes = [dict(one.counts) for one in done(adding)]
    assert outcomes[:4] == [{"new": 1}, {"known": 1}, {"new": 1}, {"new version": 1}]
    assert list(outcomes[4]) in (["known"], ["earlier text"])


def test_a_page_from_a_browser_keeps_the_address_that_it_had_there(chronicle: Path, adding: Adding, post: Post) -> None:
    address = "https://paper.example/a b?x=1--><script>alert(1)</script>"
    assert post("/capture/page", page_form(address=address), MULTIPART, JSON).status == 202
    (one,) = done(adding)
    assert one.added[0].document.startswith("https://paper.example/a%20b?x=1%2D%2D%3E")
    assert saved_from("https://a.example/--", b"<html>").startswith(
        b"<!-- saved from url=(0024)https://a.example/%2D%2D -->"
    )


BAD_POSTS = {
    "no text": ("/capture/text", b"title=x", FORM),
    "no day": ("/capture/text", urlencode({"text": STORY, "published": "soon"}).encode(), FORM),
    "no address": ("/capture/text", urlencode({"text": STORY, "url": "javascript:alert(1)"}).encode(), FORM),
    "no file": ("/capture/files", multipart(("file", "", b"")), MULTIPART),
    "a field for a file": ("/capture/files", multipart(("file", None, b"words")), MULTIPART),
    "no page": ("/capture/page", page_form(b"Just words, and more of them."), MULTIPART),
    "a picture": ("/capture/page", page_form(b"\x89PNG\r\n\x1a\n" + bytes(100)), MULTIPART),
    "a script as address": ("/capture/page", page_form(address="javascript:alert(1)"), MULTIPART),
    "an address of this machine": ("/capture/page", page_form(address="file:///etc/passwd"), MULTIPART),
    "no address at all": ("/capture/page", page_form(address=""), MULTIPART),
    "an endless address": ("/capture/page", page_form(address="https://a.example/" + "a" * 3000), MULTIPART),
    "an endless title": ("/capture/page", page_form(title="a" * 3000), MULTIPART),
    "an address that is none": ("/capture/page", page_form(address="http://[::1"), MULTIPART),
}


@pytest.mark.parametrize("name", BAD_POSTS)
def test_what_does_not_fit_is_told_and_not_taken(adding: Adding, post: Post, name: str) -> None:
    path, body, sort = BAD_POSTS[name]
    answer = post(path, body, sort)
    assert answer.status == 400, answer.text[:500]
    assert adding.all() == []


@pytest.mark.parametrize("path", sorted(LARGER))
def test_what_is_too_large_is_refused_before_it_is_read(app: ASGIApp, path: str) -> None:
    headers = [HOST, ORIGIN, COOKIE, MULTIPART, ("Content-Length", str(LARGER[path] + 1))]
    assert ask(app, path, headers, method="POST", body=b"x").status == 413
    million = [b"x" * 1_000_000] * (LARGER[path] // 1_000_000 + 1)
    assert ask(app, path, [HOST, ORIGIN, COOKIE, MULTIPART], method="POST", body=million).status == 413


def test_many_inputs_wait_and_no_more(adding: Adding, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Adding, "_work", lambda self: None)
    monkeypatch.setattr(adding_module, "MOST_WAITING", 3)
    body = multipart(*(("file", f"{number}.txt", STORY.encode()) for number in range(5)))
    answer = post("/capture/files", body, MULTIPART, JSON)
    assert answer.status == 503
    assert "3 inputs wait" in json.loads(answer.body)["error"]
    assert len(adding.all()) == 3
    monkeypatch.setattr(adding_module, "MOST_WAITING", 100)
    monkeypatch.setattr(adding_module, "MOST_BYTES", 1000)
    with pytest.raises(TooMuch):
        adding.put("large.txt", b"x" * 1001)


# --- the thread --------------------------------------------------------------------------------------------------


def test_an_error_fails_one_input_and_the_next_is_read(
    adding: Adding, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import sayso.add

    whole: Any = sayso.add.add_captures

    def broken(captures: Any, *given: Any, **named: Any) -> Any:
        found = list(captures)
        if any(not isinstance(one, Failure) and one.name == "bad.txt" for one in found):
            raise RuntimeError("the inner secret")
        return whole(found, *given, **named)

    monkeypatch.setattr(sayso.add, "add_captures", broken)
    adding.put("bad.txt", STORY.encode())
    adding.put("good.txt", STORY.encode())
    bad, good = done(adding)
    assert (bad.state, good.state) == (FAILED, STORED)
    assert "secret" not in bad.reason
    assert "the inner secret" in caplog.text


def test_a_process_reads_and_when_it_dies_another_one_goes_on(chronicle: Path) -> None:
    process = AdderProcess(chronicle)
    adding = Adding(chronicle, process)
    lines = b"\n".join(json.dumps({"id": str(n), "text": STORY}).encode() for n in range(500))
    try:
        adding.put("many.jsonl", lines)
        adding.put("good.txt", STORY.encode())
        until = time.monotonic() + PATIENCE
        while not adding.all()[1].added:
            assert time.monotonic() < until
            time.sleep(0.01)
        assert process._child is not None
        process._child.kill()
        many, good = done(adding)
    finally:
        adding.stop()
    assert (many.state, good.state) == (FAILED, STORED)
    assert "what it had stored stays" in many.reason
    assert process._child is None, "no process is left"


def test_a_chronicle_that_is_gone_is_told(chronicle: Path, adding: Adding) -> None:
    for part_ in chronicle.parent.glob("secret-name.db*"):
        part_.unlink()
    adding.put("a.txt", STORY.encode())
    (one,) = done(adding)
    assert one.state == FAILED
    assert "there is no chronicle" in one.reason
    assert not chronicle.exists()


def test_when_it_is_stopped_what_was_not_read_is_told(adding: Adding) -> None:
    lines = b"\n".join(json.dumps({"id": str(n), "text": STORY}).encode() for n in range(500))
    adding.put("many.jsonl", lines)
    adding.put("late.txt", STORY.encode())
    until = time.monotonic() + PATIENCE
    while not adding.all()[1].added:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert adding.stop() == 1
    late, many = adding.all()
    assert (late.state, many.state) == (FAILED, FAILED)
    assert "stopped" in late.reason
    assert "stopped" in many.reason
    assert 0 < dict(many.counts)["new"] < 500, "what was read stays"


# --- pages -------------------------------------------------------------------------------------------------------


def test_the_page_says_when_there_is_nothing(get: Callable[..., Answer]) -> None:
    shown = get("/capture").text
    assert "Nothing yet since the application was started." in shown
    assert "could be read" in shown
    assert "hx-trigger" not in shown, "nothing is asked for again and again"
    assert json.loads(get("/capture/progress", JSON).body) == []


def test_the_page_asks_again_while_something_waits(
    adding: Adding, get: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Adding, "_work", lambda self: None)
    adding.put("a.txt", STORY.encode())
    shown = get("/capture/progress").text
    assert 'hx-trigger="every 1s"' in shown
    assert "1 input to be read" in shown
    assert json.loads(get("/capture/progress", JSON).body)[0]["state"] == "queued"


def test_hostile_names_and_reasons_are_words(
    chronicle: Path, adding: Adding, post: Post, get: Callable[..., Answer]
) -> None:
    with Store(chronicle) as store:
        for words in OWN:
            store.fail(Failure(words, "intake", words, words))
    for words in OWN:
        adding.put(words, b"%PDF-1.7")
    done(adding)
    shown = get("/capture").text
    own = re.findall(r"<script[^>]*>", shown)
    assert all('src="/assets/' in script for script in own)
    assert not re.search(r"<(?:img|svg|iframe|math|base|style|b|meta http)\b", shown)
    assert "\u202e" not in shown


def test_a_path_in_the_name_of_a_file_is_left_out(adding: Adding, post: Post) -> None:
    post("/capture/files", multipart(("file", "..\\..\\etc/pass\x1bwd.txt", b"")), MULTIPART)
    assert [one.name for one in done(adding)] == ["pass wd.txt"]


# --- the window of the bookmark ----------------------------------------------------------------------------------

NAVIGATION = (("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"))
WINDOW = "/capture/window"


def test_the_window_opens_from_anywhere_and_tells_nothing(app: ASGIApp) -> None:
    answers = [ask(app, WINDOW, [HOST, *more]) for more in ((), NAVIGATION, (COOKIE, *NAVIGATION))]
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1, "the same for everybody"
    assert "secret-name" not in answers[0].text
    assert TOKEN not in answers[0].text
    assert answers[0].header("set-cookie") is None
    for name, value in HEADERS.items():
        wanted = "unsafe-none" if name == "Cross-Origin-Opener-Policy" else value
        assert answers[0].header(name.lower()) == wanted


def fetched(site: str, mode: str, dest: str) -> list[Header]:
    return [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest)]


@pytest.mark.parametrize(
    ("target", "method", "headers"),
    [
        *((WINDOW, "GET", fetched("cross-site", "navigate", dest)) for dest in ("iframe", "frame", "embed", "object")),
        (WINDOW, "GET", fetched("cross-site", "navigate", "fencedframe")),
        (WINDOW, "GET", fetched("cross-site", "no-cors", "script")),
        (WINDOW, "GET", fetched("cross-site", "cors", "empty")),
        (WINDOW, "GET", fetched("same-site", "no-cors", "image")),
        (WINDOW, "GET", [*NAVIGATION, ("Origin", "http://evil.example")]),
        (WINDOW, "GET", [*NAVIGATION, ("Origin", "null")]),
        (WINDOW + "?x=1", "GET", list(NAVIGATION)),
        (WINDOW + "/", "GET", list(NAVIGATION)),
        (WINDOW + "s", "GET", list(NAVIGATION)),
        ("/capture", "GET", list(NAVIGATION)),
        ("/capture/progress", "GET", list(NAVIGATION)),
        (WINDOW, "HEAD", list(NAVIGATION)),
        (WINDOW, "POST", [*NAVIGATION, FORM]),
        ("/capture/page", "GET", list(NAVIGATION)),
    ],
)
def test_that_way_is_open_to_nothing_else(app: ASGIApp, target: str, method: str, headers: list[Header]) -> None:
    answer = ask(app, target, [HOST, COOKIE, *headers], method=method)
    assert answer.status in (403, 405)
    assert "secret-name" not in answer.text
    assert answer.header("cross-origin-opener-policy") == "same-origin"


@pytest.mark.parametrize(
    "headers",
    [
        [ORIGIN],
        [COOKIE],
        [COOKIE, ("Origin", "null")],
        [COOKIE, ("Origin", "https://paper.example")],
        [COOKIE, ("Origin", "http://127.0.0.1:1")],
        [COOKIE, ORIGIN, ("Sec-Fetch-Site", "cross-site")],
        [COOKIE, ORIGIN, ("Sec-Fetch-Site", "same-site")],
        [ORIGIN, ("Cookie", f"sayso_{PORT}=wrong")],
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/capture/page", "/capture/text", "/capture/files"])
def test_only_our_own_pages_hand_anything_over(app: ASGIApp, adding: Adding, path: str, headers: list[Header]) -> None:
    body = multipart(("file", "a.txt", STORY.encode()), ("text", None, STORY.encode()), ("page", "p", PAGE.encode()))
    answer = ask(app, path, [HOST, MULTIPART, *headers], method="POST", body=body)
    assert answer.status == 403
    assert adding.all() == []
