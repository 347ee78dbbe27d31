"""Files, folders and standard input, in the order of the inputs; each that cannot be read is a Failure."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sayso.intake import documents, opening
from sayso.intake.capture import Capture
from sayso.intake.sniff import HEAD, sniff
from sayso.intake.walk import captures, captures_in
from sayso.records import Document, Failure

TEXT = (
    "Ministers of five states met in Oslo on Thursday to speak about the price of grain and of bread, officials said. "
    "They will meet again in March unless the harvest fails, which few of them expect.\n"
)
PAGE = f"<html><body><p>{TEXT}</p><p>{TEXT}</p></body></html>"


def outcomes(*inputs: str | Path, stdin: bytes = b"") -> list[str]:
    found = documents(inputs, stdin=io.BytesIO(stdin))
    return [d.reason if isinstance(d, Failure) else d.extractor.split("/")[0] for d in found]


def test_kinds_come_from_the_bytes_not_from_the_name(tmp_path: Path) -> None:
    files = {
        "a.html": b"%PDF-1.7 ...",
        "b.txt": PAGE.encode(),
        "c.html": TEXT.encode(),
        "d.txt": b'{"text": "x"}\n{"text": "y"}\n',
        "e.txt": gzip.compress(TEXT.encode()),
        "f.html": b"",
        "g.txt": bytes(range(256)) * 4,
        "h.txt": b"# Oslo\n\n" + TEXT.encode(),
        "i.md": b"From: a@b.example\nTo: c@d.example\nSubject: x\n\n" + TEXT.encode(),
        "j.html": b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>',
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    kinds = [found.reason if isinstance(found, Failure) else found.kind for found in captures([tmp_path])]
    assert kinds == [
        "pdf", "html", "text", "jsonl", "jsonl", "text", "empty", "binary", "markdown", "mail", "no-items",
    ]  # fmt: skip


SVG = b'<?xml version="1.0"?><!-- a > b --><svg xmlns:rdf="x"><metadata><rdf:RDF></rdf:RDF></metadata></svg>'


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (SVG, "image"),
        (b"<!-- a feed -->\n<CHANNEL HREF='x'><ITEM></ITEM></CHANNEL>", "feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "feed"),
        (b'<opml version="2.0"><head><title>Feeds</title></head><body></body></opml>', "opml"),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>', "sitemap"),
        (b'<!-- x --><service xmlns="http://www.w3.org/2007/app"></service>', "xml"),
        (b"<!-- <feed> --><html><p>about &lt;feed&gt;</p></html>", "html"),
        (b"From a@b.example Fri Sep 15 08:00:00 2023\nFrom: a@b.example\nSubject: x\n\nx", "mbox"),
        (b"From Oslo they went on to Bergen.\nThere they met.\n", "text"),
        (b"x-store: 1\nX-SID:2\nReceived: from a.example\nSubject: x\n\nx", "mail"),
        (b"%!PS-Adobe-3.0\n", "postscript"),
        (b"\x04\x22\x4d\x18 lz4", "archive"),
        (b"filedesc://x.arc 0.0.0.0 20140216050221 text/plain 75\n1 0 x\n", "arc"),
        (b"WARC/1.1\r\nWARC-Type: warcinfo\r\n", "warc"),
        (b'{"body": "x"}\n{"body": "y"}\n', "jsonl"),
        (b'{"body": "x"}', "json"),
        (json.dumps({"reports": [{"body": "x" * 900}] * 99}, indent=1).encode(), "json"),
        (b'[{"body": "' + b"x" * HEAD + b'"}]', "json"),
        (b'{"page": "' + b"x" * HEAD + b'", "text": "y"}\n', "jsonl"),
        (json.dumps({"items": [{"content_text": "x" * 900}] * 99, "version": "z"}).encode(), "feed"),
        (b"[Oslo] " + b"x " * HEAD, "text"),
        (b"{Oslo} said so.", "text"),
        (b"<p>", "text"),
        (b"<div class=a>They met.</div>", "html"),
    ],
)
def test_kinds_that_look_like_others(head: bytes, kind: str) -> None:
    assert sniff(head) == kind


@pytest.mark.parametrize("part", [
    b"<!-- -->", b"<!--", b"<?", b"<! ", b"a:", b"<a ", b"X: a\n b\n", b"From a\n", b"1\n", b"<p>", b'{"items":[{',
    b'{"', b"[[",
])  # fmt: skip
def test_no_beginning_takes_long_to_tell(part: bytes) -> None:
    began = time.process_time()
    sniff(part * (HEAD // len(part)))
    assert time.process_time() - began < 2


def test_lines_that_are_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LONGEST_LINE", 100)
    long = b'{"text": "' + b"x" * 500 + b'"}'
    lines = b'{"text": "a"}\n' + long + b'\n{"text": "b"}\n\n' + long
    found = list(captures_in(lines, "x.jsonl"))
    assert [f.reason if isinstance(f, Failure) else f.data for f in found] == [
        b'{"text": "a"}', "too-large", b'{"text": "b"}', "too-large",
    ]  # fmt: skip


def test_folders_in_order_of_names_with_what_browsers_save_left_out(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/10.txt", "a.txt", "z.png", ".hidden.txt", ".git/x.txt", "p.html", "p_files/ad.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE if name.endswith("html") else TEXT)
    (tmp_path / "README.md").write_text(TEXT)
    found = [d.file for d in documents([tmp_path]) if isinstance(d, Document)]
    assert found == [os.path.join(tmp_path, name) for name in ("a.txt", "p.html", "b/10.txt", "b/2.txt")]


def test_what_a_folder_holds_besides_is_told(tmp_path: Path) -> None:
    for name in ("a.json", "b.csv", "c.json", "d", "e.PNG", "f.png", ".g.png", "README"):
        (tmp_path / name).write_text('{"text": "They met."}' if name == "a.json" else '{"body": 1}')
    found = list(captures([tmp_path]))
    assert [(f.kind, "") if isinstance(f, Capture) else (f.reason, f.stage) for f in found] == [
        ("jsonl", ""), ("table", "intake"), ("json", "beside"), ("name", "beside"),
    ]  # fmt: skip
    assert isinstance(found[-1], Failure)
    assert found[-1].what == "3 files were passed over for their names: 2 .png, 1 without an ending"


def test_failures_stand_in_their_place_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "empty").mkdir()
    good = tmp_path / "good.txt"
    got = outcomes(good, tmp_path / "no.txt", good, tmp_path / "empty", "https://a.example/x", good)
    assert got == ["text", "missing", "text", "empty", "address", "text"]


def test_standard_input() -> None:
    [page] = documents(["-"], stdin=io.BytesIO(PAGE.encode()))
    assert isinstance(page, Document)
    assert page.file is None
    assert outcomes("-", stdin=b'{"text": "x"}\n' * 3) == ["jsonl"] * 3
    assert outcomes("-", stdin=b"too little") == ["too-short"]


def test_a_file_keeps_the_path_as_the_user_gave_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    [got] = documents(["./a.txt"])
    assert isinstance(got, Document)
    assert got.file == "./a.txt"
    assert got.id.startswith("text:")


def test_given_day_for_what_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(f"OSLO, Jan. 24, 2019 (Wire) - {TEXT}")
    found = documents([tmp_path], published="2020-02-02")
    assert [(d.published, d.published_from) for d in found if isinstance(d, Document)] == [
        ("2020-02-02", "given"),
        ("2019-01-24", "dateline"),
    ]
    with pytest.raises(ValueError, match="not a day"):
        documents([], published="soon")


def test_lines_longer_than_the_first_look(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "' + "word " * 40_000 + '"}\n{"text": "y"}')
    assert outcomes(tmp_path / "a.jsonl") == ["jsonl", "jsonl"]


def test_utf16_text_is_text() -> None:
    assert sniff(TEXT.encode("utf-16")) == "text"
    assert sniff(TEXT.encode("utf-16-le")) == "text"
    assert sniff(b'\xef\xbb\xbf{"text": "x"}') == "jsonl"


def test_import_is_light() -> None:
    heavy = "{'trafilatura', 'lxml', 'spacy', 'charset_normalizer'}"
    code = f"import sys, sayso.intake; sayso.intake.documents; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_examples_are_dated_in_every_way_and_hold_no_furniture() -> None:
    folder = Path(__file__).parent.parent / "examples" / "kim-in-russia"
    found = [d for d in documents([folder]) if isinstance(d, Document)]
    assert [d.published_from for d in found] == [
        *("time-element", "json-ld", "meta", "dateline", None),
        *("meta", "dateline", "time-element", "meta"),
    ]
    days = ["2023-09-11", "2023-09-16", "2023-09-17", "2023-09-17", None]
    assert [d.published for d in found] == [*days, "2023-09-17", "2023-09-18", "2023-09-19", "2023-09-20"]
    for d in found:
        assert 80 <= len(d.text.split()) <= 300
        assert not any(word in d.text for word in ("Reply", "newsletter", "Read more", "Invented", "©", "Tags"))
        page = Path(d.file or "").read_text()
        assert page.count("Invented example page") >= 2
        assert "Invented example page" in page.split("</title>")[0]
