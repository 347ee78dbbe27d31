"""Pages that browsers save in one file: their words, their own address, and why a broken one is not read."""

from __future__ import annotations

import quopri
from base64 import encodebytes
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.intake import captures, document_of, documents
from sayso.intake.left_out import left_out
from sayso.intake.sniff import sniff
from sayso.intake.walk import captures_in
from sayso.records import Document, Failure

ADDRESS = "https://paper.example/news/quay-closed"
TEXT = (
    "The harbour office closed the northern quay of Østby on Thursday, the mayor’s spokesman said. "
    "Two barges were towed to Norfjord, and nobody was hurt, he told reporters at the gate."
)
PAGE = f"<html><head><title>Quay closed</title></head><body><nav>Home | Ports</nav><p>{TEXT}</p><p>{TEXT}</p></body>"
HEAD = f"""\
From: <Saved by Blink>
Snapshot-Content-Location: {ADDRESS}
Subject: Quay closed
Date: Thu, 4 May 2031 10:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----MultipartBoundary--abc----"

"""


def part(body: bytes, kind: str = "text/html", where: str = ADDRESS, coding: str = "quoted-printable") -> bytes:
    """One part of a saved file, behind its boundary."""
    written = quopri.encodestring(body) if coding == "quoted-printable" else encodebytes(body)
    about = f"Content-Type: {kind}\nContent-Transfer-Encoding: {coding}\nContent-Location: {where}\n\n"
    return b"------MultipartBoundary--abc----\n" + about.encode() + written + b"\n"


PICTURE = part(bytes(range(256)) * 40, "image/png", "https://paper.example/a.png", "base64")
FRAME = part(b"<html><body><p>Buy a boat now!</p></body></html>", where="cid:frame-1@mhtml.blink")
END = b"------MultipartBoundary--abc------\n"


def saved(*parts: bytes, head: str = HEAD, end: bytes = END) -> bytes:
    return (head.encode() + b"".join(parts) + end).replace(b"\n", b"\r\n")


def read(data: bytes) -> Document | Failure:
    found = list(captures_in(data, "quay.mhtml"))
    assert len(found) == 1
    return found[0] if isinstance(found[0], Failure) else document_of(found[0])


def test_a_saved_page_is_its_page_and_not_its_frames_and_pictures() -> None:
    for parts in ((part(PAGE.encode()), FRAME, PICTURE), (FRAME, PICTURE, part(PAGE.encode()))):
        data = saved(*parts)
        got = read(data)
        assert isinstance(got, Document)
        assert TEXT in got.text
        assert "boat" not in got.text
        assert (got.url, got.id, got.title, got.file) == (ADDRESS, ADDRESS, "Quay closed", "quay.mhtml")
        assert got.capture == sha256(data).hexdigest(), "the file is kept as it was saved"


def test_what_else_stood_on_a_saved_page_can_be_shown() -> None:
    data = saved(part(PAGE.encode()), PICTURE)
    got = read(data)
    assert isinstance(got, Document)
    assert left_out(data, got.text) == ["Home | Ports"]


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("From: <Saved by Blink>\n", ""),
        HEAD.replace(f"Snapshot-Content-Location: {ADDRESS}\n", "").replace("Blink", "Windows Internet Explorer 11"),
        HEAD.split("Date:")[0].replace(f"Snapshot-Content-Location: {ADDRESS}\n", "") + "MIME" + HEAD.split("MIME")[1],
        HEAD.replace(ADDRESS, "=?utf-8?Q?https://paper.example/news/?=\n =?utf-8?Q?quay-closed?="),
    ],
)
def test_browsers_write_their_heads_in_several_ways(head: str) -> None:
    assert sniff(head.encode() + part(PAGE.encode())) == "mhtml"
    got = read(saved(part(PAGE.encode()), head=head))
    assert isinstance(got, Document)
    assert got.url == ADDRESS


def test_a_letter_is_no_saved_page() -> None:
    letter = "To: desk@paper.example\nMessage-ID: <1@paper.example>\n" + HEAD.split("\n", 2)[2]
    assert sniff(letter.encode()) == "mail"


def test_an_address_of_this_machine_is_none() -> None:
    head = HEAD.replace(ADDRESS, "file:///home/me/quay.html")
    got = read(saved(part(PAGE.encode(), where="file:///home/me/quay.html"), head=head))
    assert isinstance(got, Document)
    assert got.url is None


def test_the_encoding_that_the_file_names_is_believed() -> None:
    page = PAGE.replace("Østby", "Gdańsk").encode("iso-8859-2", "replace")
    got = read(saved(part(page, "text/html; charset=iso-8859-2")))
    assert isinstance(got, Document)
    assert "Gdańsk" in got.text
    for unknown in ("klingon", "utf-7", "x" * 300):
        assert isinstance(read(saved(part(PAGE.encode(), f"text/html; charset={unknown}"))), Document)


def test_broken_files_are_failures_with_a_reason() -> None:
    page = part(PAGE.encode())
    assert isinstance(read(saved(page, PICTURE[:900], end=b"")), Document), "the page itself is whole"
    for data, why in (
        (saved(page[:-300], end=b""), "breaks off"),
        (saved(PICTURE), "no page"),
        (saved(FRAME), "no page"),
        (saved(), "no page"),
        (saved(page, head=HEAD.replace("--abc", "--xyz")), "not marked"),
    ):
        got = read(data)
        assert isinstance(got, Failure), why
        assert got.reason == "broken-mhtml"
        assert why in got.what
        assert got.input == "quay.mhtml"


def test_parts_in_parts_without_end_are_a_failure() -> None:
    deep = b"".join(b'--b%d\nContent-Type: multipart/related; boundary="b%d"\n\n' % (n, n + 1) for n in range(3000))
    assert isinstance(read(HEAD.replace("----MultipartBoundary--abc----", "b0").encode() + deep), Failure)


def test_a_folder_of_saved_pages_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_bytes(saved(part(PAGE.encode()), PICTURE))
    (tmp_path / "b.mht").write_bytes(saved(PICTURE))
    found = list(documents([tmp_path]))
    assert [type(one) for one in found] == [Document, Failure]
    assert len(list(captures([tmp_path / "a.mhtml"]))) == 1


@given(st.binary(max_size=200), st.integers(0, 3000), st.integers(0, 200))
def test_no_damage_is_an_error(noise: bytes, at: int, gone: int) -> None:
    data = saved(part(PAGE.encode()), FRAME, PICTURE)
    found = list(captures_in(data[:at] + noise + data[at + gone :], "x.mhtml"))
    assert all(isinstance(one if isinstance(one, Failure) else document_of(one), Document | Failure) for one in found)
