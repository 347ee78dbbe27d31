"""`sayso export warc`: bytes as they were read, with address, time and headers, as other programs read them."""

from __future__ import annotations

import gzip
import io
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator

from sayso.chronicle.file import connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.views.captured import Captured, all_captured
from sayso.cli import main
from sayso.export.warc import warc_records
from sayso.intake.walk import Capture, captures_in, document_of
from sayso.records import Document, Failure, Provenance
from tests.plain_reader import PlainKit, plain_reading

WHEN = "2023-09-13T08:15:30Z"
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("Content-Length", "77"),
    ("X-Paper", "né\r\nInjected: 1"),
)


def page(place: str) -> bytes:
    sentence = f"<p>The governor of the province visited {place} on 2023-09-12, and 12 people came to see it there.</p>"
    return f"<html><body><h1>A visit</h1>{sentence * 3}</body></html>".encode()


def captured(data: bytes, **found: Any) -> Captured:
    return Captured("ab" * 32, data, "2024-01-01T00:00:00Z", Provenance(**found), None)


def exported(*given: Captured) -> list[Any]:
    return records(b"".join(warc_records(given)))


def records(data: bytes) -> list[Any]:
    """What FastWARC reads: type, header, HTTP header and bytes of each record; every digest fits."""
    read = []
    for one in ArchiveIterator(io.BytesIO(data)):
        http = dict(one.http_headers.asdict()) if one.http_headers else {}
        read.append((str(one.record_type), dict(one.headers.asdict()), http, one.reader.read()))
    digests = [one.verify_block_digest(True) for one in ArchiveIterator(io.BytesIO(data), parse_http=False)]
    assert digests == [True] * len(read)
    return read


def test_what_was_cut_off_is_so_again() -> None:
    cut = (("WARC-Truncated", "length"),)
    given = [captured(page("Lima"), headers=(*HEADERS[:1], *cut)), captured(page("Lima"), headers=cut)]
    read = exported(*given)
    assert [(sort, header["WARC-Truncated"], "WARC-Truncated" in http) for sort, header, http, _ in read] == [
        ("response", "length", False), ("resource", "length", False),
    ]  # fmt: skip


def test_what_a_server_sent_is_a_response() -> None:
    [(sort, header, http, data)] = exported(
        captured(page("Lima"), address="https://a.example/é 1", fetched="2023-09-13T10:15:30+02:00", headers=HEADERS)
    )
    assert (sort, data) == ("response", page("Lima"))
    assert (header["WARC-Target-URI"], header["WARC-Date"]) == ("https://a.example/%C3%A9%201", WHEN)
    assert http["Content-Type"] == "text/html; charset=utf-8"
    assert http["Content-Length"] == str(len(page("Lima")))
    assert http["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert http["X-Archive-Orig-Content-Length"] == "77"
    assert not {"Content-Encoding", "Injected"} & set(http)


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (page("x"), "text/html"),
        (b"%PDF-1.7", "application/pdf"),
        (b'{"text": 1}', "application/json"),
        (b"x", "text/plain"),
    ],
)
def test_other_bytes_are_a_resource(data: bytes, media: str) -> None:
    [(sort, header, http, back)] = exported(captured(data))
    assert (sort, http, back) == ("resource", {}, data)
    assert header["Content-Type"] == media
    assert header["WARC-Target-URI"] == f"urn:sha256:{'ab' * 32}"
    assert header["WARC-Date"] == "2024-01-01T00:00:00Z"
    assert (
        exported(replace(captured(data), url="https://a.example/x"))[0][1]["WARC-Target-URI"] == "https://a.example/x"
    )


def test_the_same_gives_the_same_and_comes_back_as_it_was() -> None:
    given = captured(page("Lima"), address="https://a.example/1", fetched=WHEN, headers=HEADERS[:1])
    made = b"".join(warc_records([given]))
    assert made == b"".join(warc_records([given]))
    assert gzip.decompress(made) == b"".join(warc_records([given], packed=False))
    [back] = captures_in(made, "x.warc.gz")
    assert isinstance(back, Capture)
    assert made == b"".join(warc_records([replace(given, found=back.provenance)]))
    assert (back.data, back.url, back.fetched, back.headers[:1]) == (
        given.data,
        "https://a.example/1",
        WHEN,
        HEADERS[:1],
    )


@pytest.fixture
def chronicle(tmp_path: Path) -> Path:
    path = tmp_path / "k.db"
    with Store(path) as store:
        for number, place in enumerate(("Lima", "Odessa")):
            found = Capture(f"{number}", "html", page(place), f"https://a.example/{number}", WHEN, HEADERS[:1])
            document = document_of(found)
            assert isinstance(document, Document), document
            told = Provenance(found.url, found.fetched, found.headers)
            store.add(plain_reading(document, PlainKit()), found.data, told)
        gather_pending(store)
    return path


def test_all_that_was_read_or_what_is_behind_a_view(
    chronicle: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    def run(*arguments: object) -> bytes:
        assert main(["export", "warc", "-c", str(chronicle), *map(str, arguments)]) == 0
        return capsysbinary.readouterr().out

    both = records(run())
    assert {(r[1]["WARC-Target-URI"], r[3]) for r in both} == {
        ("https://a.example/0", page("Lima")),
        ("https://a.example/1", page("Odessa")),
    }
    [(_, header, _, data)] = records(run("--actor", "nobody at all") or run("--since", "2023-09-01", "--limit", "1"))
    assert data in (page("Lima"), page("Odessa"))
    assert header["WARC-Date"] == WHEN
    run("--out", tmp_path / "x.warc")
    assert (tmp_path / "x.warc").read_bytes().startswith(b"WARC/1.1\r\n")
    run("--out", tmp_path / "x.warc.gz")
    assert records((tmp_path / "x.warc.gz").read_bytes()) == both
    with closing(connect_to_read(chronicle)) as file:
        assert {one.found.fetched for one in all_captured(file)} == {WHEN}


def test_what_was_exported_is_known_again(chronicle: Path, tmp_path: Path) -> None:
    assert main(["export", "warc", "-c", str(chronicle), "--out", str(tmp_path / "x.warc.gz")]) == 0
    back = list(captures_in((tmp_path / "x.warc.gz").read_bytes(), "x.warc.gz"))
    assert not [f for f in back if isinstance(f, Failure)]
    with closing(connect_to_read(chronicle)) as file:
        assert {f.sha256 for f in back if isinstance(f, Capture)} == {one.sha256 for one in all_captured(file)}
