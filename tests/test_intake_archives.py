"""Archives and packed files: read as they stream by, never unpacked to disk; bombs and damage end as reasons."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import re
import resource
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from sayso.intake import documents, opening, streams, zip_parts, zips
from sayso.intake.opening import captures_of
from sayso.intake.sniff import REFUSED
from sayso.intake.walk import Capture, captures, captures_in
from sayso.records import Document, Failure

TEXT = (
    "Ministers of five states met in Oslo on Thursday to speak about the price of grain and of bread, officials said. "
    "They will meet again in March unless the harvest fails, which few of them expect.\n"
)
PAGE = f"<html><body><p>{TEXT}</p><p>{TEXT}</p></body></html>".encode()
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}
FILES = {"a.html": PAGE, "folder/b.txt": TEXT.encode(), "c.jsonl": b'{"text": "x"}\n{"text": "y"}\n', "d.png": PNG}
ALL = ["html a.html", "text folder/b.txt", "jsonl c.jsonl", "jsonl c.jsonl", "!image d.png"]


def zipped(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def tarred(files: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return made.getvalue()


def told(data: bytes, name: str = "x") -> list[str]:
    """What was found: kind and name in the container of a capture, "!" and the reason of a failure."""
    return [line(found, name) for found in captures_in(data, name)]


def line(found: Capture | Failure, name: str) -> str:
    inside = (found.input if isinstance(found, Failure) else found.name).removeprefix(name).removeprefix("!/")
    return f"!{found.reason} {inside}".strip() if isinstance(found, Failure) else f"{found.kind} {inside}".strip()


class Pipe(io.RawIOBase):
    """A stream that cannot be wound back and gives a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._data.read(min(len(buffer), 700))
        buffer[: len(data)] = data
        return len(data)


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_the_files_of_a_zip(packing: int) -> None:
    assert told(zipped(FILES, packing)) == ALL


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_the_files_of_a_tar(form: int) -> None:
    long = f"{'folder/' * 30}e.txt"
    if form != tarfile.USTAR_FORMAT:
        assert told(tarred({long: TEXT.encode()}, form)) == [f"text {long}"]
    assert told(tarred(FILES, form)) == ALL


@pytest.mark.parametrize("packing", PACKED)
def test_packed_files_keep_their_name_and_packed_archives_open(packing: str) -> None:
    pack = PACKED[packing]
    assert told(pack(PAGE), f"a.html.{packing}") == ["html"]
    assert told(pack(TEXT.encode()), f"a.md.{packing}") == ["markdown"]
    assert told(pack(b'{"id": 1}'), f"a.jsonl.{packing}") == ["jsonl"]
    assert told(pack(tarred(FILES)), "x") == ALL
    assert told(pack(PAGE[:100]) + pack(PAGE[100:]), "x") == ["html"], "two packed parts are one file"


@pytest.mark.parametrize(
    "data", [zipped(FILES), tarred(FILES), gzip.compress(tarred(FILES)), zipped({"y": zipped(FILES)})]
)
def test_a_pipe_gives_the_same_as_a_file(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(data)
    from_file = list(captures([tmp_path / "x"]))
    assert [line(f, str(tmp_path / "x")) for f in from_file] == told(data)
    piped = captures_of(io.BufferedReader(Pipe(data)), "x")
    assert [line(found, "x") for found in piped] == told(data)


def test_names_show_the_way_and_bytes_are_those_of_the_file() -> None:
    [page] = captures_in(zipped({"in.tar.gz": gzip.compress(tarred({"f/a.html": PAGE}))}), "news.zip")
    assert isinstance(page, Capture)
    assert (page.name, page.data) == ("news.zip!/in.tar.gz!/f/a.html", PAGE)
    document = next(iter(documents(["-"], stdin=io.BytesIO(zipped({"a.html": PAGE})))))
    assert isinstance(document, Document)
    assert document.file == "-!/a.html"


@pytest.mark.parametrize("make", [zipped, tarred])
def test_names_are_only_names(
    make: Callable[[dict[str, bytes]], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    names = ["../../up.txt", f"{tmp_path}/absolute.txt", "..\\..\\windows.txt", "C:\\x.txt"]
    assert len(told(make({name: TEXT.encode() for name in names}))) == len(names)
    assert sorted(tmp_path.rglob("*")) == [inner]


@pytest.mark.parametrize("make", [zipped, tarred])
def test_what_lies_beside_reports_is_left_out_as_in_folders(make: Callable[[dict[str, bytes]], bytes]) -> None:
    beside = ("README.md", ".git/config", "a/.hidden.txt", "__MACOSX/a.html", "p_files/ad.html", "LICENSE")
    assert told(make({"p.html": PAGE, **dict.fromkeys(beside, PAGE)})) == ["html p.html"]


def test_what_is_no_report_is_counted_once_for_each_sort() -> None:
    files = {**{f"{n}.png": PNG for n in range(5)}, "a.css": b"p { color: red }", "b.txt": TEXT.encode(), "c": b""}
    text, images, style, empty = captures_in(zipped(files), "x.zip")
    assert isinstance(text, Capture)
    assert isinstance(images, Failure)
    assert (images.input, images.reason) == ("x.zip", "image")
    assert images.what.startswith("5 parts of it, the first /0.png: ")
    assert isinstance(style, Failure)
    assert isinstance(empty, Failure)
    assert (style.input, empty.input) == ("x.zip!/a.css", "x.zip!/c")


def test_counts_of_an_archive_in_another_are_its_own() -> None:
    inner = zipped({f"{n}.png": PNG for n in range(3)})
    outer = [f for f in captures_in(zipped({"in.zip": inner, "x.png": PNG}), "o") if isinstance(f, Failure)]
    assert [(f.input, f.what.split(",")[0]) for f in outer] == [
        ("o!/in.zip", "3 parts of it"),
        ("o!/x.png", "images hold no text that can be read"),
    ]


def test_what_was_counted_is_told_of_a_damaged_archive_too() -> None:
    data = gzip.compress(
        tarred({**{f"{n}.png": PNG for n in range(3)}, "z.txt": random.Random(1).randbytes(9_000).hex().encode()})
    )
    got = {f.reason: f.what for f in captures_in(data[:-3_000], "x") if isinstance(f, Failure)}
    assert set(got) == {"image", "damaged"}
    assert got["image"].startswith("3 parts of it")


def test_a_flood_of_failures_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_NAMED", 2)
    word = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    assert told(zipped({f"{n}.doc": word for n in range(2)})) == ["!office 0.doc", "!office 1.doc"]
    data = bytearray(zipped({f"{n}.txt": TEXT.encode() for n in range(7)}))
    for start in [m.start() for m in re.finditer(b"PK\x03\x04", bytes(data))][1:]:
        data[start : start + 4] = b"????"
    damaged = [f for f in captures_in(bytes(data), "x") if isinstance(f, Failure)]
    assert [f.input for f in damaged] == ["x!/1.txt", "x!/2.txt", "x"]
    assert damaged[-1].what.startswith("4 parts of it, the first /3.txt: ")
    monkeypatch.setattr(zips, "MOST_DAMAGED", 3)
    assert "left of it is not read" in list(captures_in(bytes(data), "x"))[-1].what  # type: ignore[union-attr]


def test_links_and_devices_are_told_and_not_followed() -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            entry = tarfile.TarInfo(f"n{kind!r}")
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
    [links] = captures_in(made.getvalue(), "x")
    assert isinstance(links, Failure)
    assert (links.reason, links.what.split(",")[0]) == ("link", "4 parts of it")
    link = zipfile.ZipInfo("l")
    link.external_attr = 0o120777 << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zip_archive:
        zip_archive.writestr(link, "/etc/passwd")
    assert told(made.getvalue()) == ["!link l"]


def test_an_encrypted_file_is_a_reason_and_its_neighbours_are_read() -> None:
    data = bytearray(zipped({"a.html": PAGE, "b.html": PAGE}))
    for start, flags in ((data.index(b"PK\x03\x04"), 6), (data.index(b"PK\x01\x02"), 8)):
        data[start + flags] |= 1
    assert told(bytes(data)) == ["!encrypted a.html", "html b.html"]


def test_a_way_of_packing_that_nobody_knows() -> None:
    data = bytearray(zipped({"a.html": PAGE, "b.html": PAGE}))
    struct.pack_into("<H", data, data.index(b"PK\x03\x04") + 8, 99)
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 10, 99)
    assert told(bytes(data)) == ["!packing a.html", "html b.html"]


def test_office_documents_are_told_apart() -> None:
    [word] = captures_in(zipped({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}), "x.docx")
    assert isinstance(word, Capture)
    assert (word.name, word.kind, word.data[:2]) == ("x.docx", "docx", b"PK")
    assert told(zipped({"xl/workbook.xml": b"<x/>"})) == ["!sheet"]
    open_document = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
    assert told(zipped(open_document)) == ["!office"]
    assert told(zipped({"mails/x.docx": zipped({"word/document.xml": b"<x/>"})})) == ["docx mails/x.docx"]


def test_empty_archives_are_no_silent_success() -> None:
    assert told(zipped({})) == ["!empty"]
    assert told(tarred({})) == ["!empty"]
    assert told(gzip.compress(b"")) == ["!empty"]
    assert told(zipped({"README": b"x"})) == ["!empty"]


def bomb_in_zip() -> bytes:
    return zipped({"zeros.txt": b"a" * 120_000_000})


def bomb_in_gzip() -> bytes:
    return gzip.compress(gzip.compress(b"a" * 40_000_000, 1) * 20, 1)


def bomb_in_tar_gz() -> bytes:
    entry = tarfile.TarInfo("zeros.txt")
    entry.size = 8 << 40
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(entry.tobuf()) + packer.compress(bytes(150_000_000)) + packer.flush()


def bomb_of_many_files() -> bytes:
    return zipped({f"{n}.txt": b"a" * 20_000_000 for n in range(8)})


def bomb_in_zstd() -> bytes:
    packed = zstandard.ZstdCompressor(level=1).compress(b"x" * 20_000_000)
    return packed * 50


def bomb_in_bzip2() -> bytes:
    return bz2.compress(b"x" * 40_000_000) * 20


def overlapping_zip() -> bytes:
    """One packed file behind a hundred entries of the list."""
    data = zipped({"a.txt": b"a" * 4_000_000})
    start = data.index(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entry, tail = data[start:end], bytearray(data[end:])
    struct.pack_into("<4H2I", tail, 4, 0, 0, 100, 100, 100 * len(entry), start)
    return data[:start] + entry * 100 + bytes(tail)


BOMBS = (
    bomb_in_zip, bomb_in_gzip, bomb_in_tar_gz, bomb_of_many_files, bomb_in_zstd, bomb_in_bzip2, overlapping_zip,
)  # fmt: skip


@pytest.mark.parametrize("make", BOMBS, ids=lambda make: make.__name__)
def test_bombs_are_stopped_soon_and_in_little_memory(make: Callable[[], bytes]) -> None:
    data = make()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    found = list(captures_in(data, "x"))
    assert time.process_time() - began < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000  # kilobytes
    reasons = {f.reason for f in found if isinstance(f, Failure)}
    assert reasons & {"bomb", "too-large", "damaged"}
    assert sum(len(f.data) for f in found if isinstance(f, Capture)) <= 2 * streams.UNPACKED_FREE


def test_a_bomb_is_told_once_and_stops_the_whole_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "UNPACKED_FREE", 100_000)
    bomb = zipped({"in.txt": b"a" * 3_000_000})
    assert told(tarred({"a.zip": bomb, "b.txt": TEXT.encode()})).count("!bomb a.zip!/in.txt") == 1
    assert "text b.txt" in told(tarred({"b.txt": TEXT.encode(), "a.zip": bomb}))
    monkeypatch.setattr(streams, "RATIO", 1_000_000)
    assert told(tarred({"a.zip": bomb})) == ["text a.zip!/in.txt"], "the limit is one of proportion"


def test_containers_in_containers_end_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    data = TEXT.encode()
    for _ in range(opening.DEEPEST):
        data = gzip.compress(data)
    assert told(data) == ["text"]
    assert told(gzip.compress(data)) == ["!nested"]
    assert told(zipped({"a.txt": TEXT.encode(), "b.gz": gzip.compress(data)})) == ["text a.txt", "!nested b.gz"]
    monkeypatch.setattr(opening, "MOST_MEMBERS", 3)
    assert told(zipped({f"{n}.txt": TEXT.encode() for n in range(9)})) == [
        "text 0.txt",
        "text 1.txt",
        "text 2.txt",
        "!too-many",
    ]


@pytest.mark.parametrize("packing", PACKED)
def test_a_packed_file_that_breaks_off(packing: str) -> None:
    pack = PACKED[packing]
    lines = b"".join(b'{"text": "%d"}\n' % n for n in range(20_000))
    got = told(pack(lines)[:-20])
    assert got[-1] == "!damaged"
    assert set(got[:-1]) <= {"jsonl"}
    assert packing in ("bz2", "zst") or len(got) > 1000, "the lines before the damage are kept"
    assert told(pack(PAGE)[:-10]) == ["!damaged"], "half a page is no page"
    assert told(pack(tarred(FILES))[:-10])[-1] == "!damaged"


def test_a_tar_that_is_damaged_goes_on_at_the_next_header() -> None:
    files = {f"{n}.txt": TEXT.encode() for n in range(6)}
    data = bytearray(tarred(files, tarfile.USTAR_FORMAT))
    data[1024 * 2 + 150] ^= 0xFF  # the sum of the third header
    data[1024 * 4 + 150] ^= 0xFF
    assert told(bytes(data)) == ["text 0.txt", "text 1.txt", "text 3.txt", "text 5.txt", "!damaged"]
    [*_, failure] = captures_in(bytes(data), "x")
    assert isinstance(failure, Failure)
    assert failure.what.startswith("damaged or cut off in 2 places")
    cut = tarred(files, tarfile.USTAR_FORMAT)[: 1024 * 3 + 600]
    assert told(cut) == ["text 0.txt", "text 1.txt", "text 2.txt", "!damaged 3.txt", "!damaged"]


def test_a_tar_header_cannot_ask_for_the_memory() -> None:
    entry = tarfile.TarInfo("x")
    entry.type, entry.size = tarfile.XHDTYPE, 4 << 30
    data = entry.tobuf(tarfile.USTAR_FORMAT) + bytes(1024) + tarred({"a.txt": TEXT.encode()})
    assert told(data) == ["text a.txt", "!damaged"]


def test_a_zip_without_its_list_gives_what_stands_in_it() -> None:
    data = zipped(FILES)
    cut = data[: data.index(b"PK\x01\x02")]
    assert told(cut) == [*ALL[:-1], "!damaged", "!image d.png"]
    assert told(cut[: cut.index(b"c.jsonl") + 12]) == [*ALL[:2], "!damaged c.jsonl", "!damaged"]
    made = io.BytesIO()
    with zipfile.ZipFile(io.BufferedWriter(Unseekable(made)), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in FILES.items():
            archive.writestr(name, content)
    streamed = made.getvalue()
    assert told(streamed) == ALL
    assert told(streamed[: streamed.index(b"PK\x01\x02")]) == [*ALL[:-1], "!damaged", "!image d.png"]


class Unseekable(io.RawIOBase):
    """A file that is written from front to back, as a pipe: sizes then stand behind the packed bytes."""

    def __init__(self, made: io.BytesIO) -> None:
        self._made = made

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        return self._made.write(bytes(data))  # type: ignore[call-overload,no-any-return]


def test_a_file_in_a_zip_that_is_damaged_is_told_and_its_neighbours_are_read() -> None:
    files = {f"{n}.txt": random.Random(n).randbytes(300).hex().encode() + TEXT.encode() for n in range(3)}
    data = bytearray(zipped(files))
    at = data.index(b"PK\x03\x04", 10) + 100
    data[at : at + 8] = bytes(8)
    assert told(bytes(data)) == ["text 0.txt", "!damaged 1.txt", "text 2.txt"]
    without_list = bytes(data[: data.index(b"PK\x01\x02")])
    assert told(without_list) == ["text 0.txt", "!damaged 1.txt", "text 2.txt", "!damaged"]


@pytest.mark.parametrize(
    "make", [zipped, tarred, lambda files: gzip.compress(tarred(files))], ids=["zip", "tar", "tar.gz"]
)
def test_no_damage_is_an_error_and_none_is_silent(make: Callable[[dict[str, bytes]], bytes]) -> None:
    whole = make(FILES)
    chance = random.Random(7)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 3, 20))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])
        found = list(captures_in(cut, "x"))
        assert found or not cut, cut
        assert all(f.reason and f.what for f in found if isinstance(f, Failure))


def test_folders_name_archives_too(tmp_path: Path) -> None:
    for name, data in {
        "a.zip": zipped(FILES),
        "b.tar.gz": gzip.compress(tarred(FILES)),
        "c.7z": b"7z\xbc\xaf\x27\x1c",
    }.items():
        (tmp_path / name).write_bytes(data)
    found = [line(f, str(tmp_path)) for f in captures([tmp_path])]
    assert [f for f in found if f.startswith("html")] == ["html /a.zip!/a.html", "html /b.tar.gz!/a.html"]
    assert found[-1] == "!archive /c.7z"


def test_the_page_explains_every_reason() -> None:
    page = (Path(__file__).parents[1] / "docs" / "inputs.md").read_text("utf-8")
    rows = (line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
    explained = {reason for row in rows for reason in re.findall(r"`([\w-]+)`", row)}
    assert explained >= {*REFUSED, *opening.COUNTED}
    sources = "".join((Path(opening.__file__).parent / f"{name}.py").read_text("utf-8") for name in OF_ARCHIVES)
    codes = re.findall(r'"intake", "([\w-]+)"|Stopped\("([\w-]+)"|return "([\w-]+)", f?"', sources)
    assert explained >= {code for group in codes for code in group if code}


def test_damaged_parts_that_unpack_without_bound_end_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_parts, "MOST_LOST", 1_000_000)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(bytes(400_000)) + packer.flush()
    part = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, 1, len(bomb), 0, 6, 0) + b"a.html" + bomb
    found = list(captures_in(part * 50, "x.zip"))
    assert [one.reason for one in found if isinstance(one, Failure)] == ["damaged"] * 3 + ["bomb"]


OF_ARCHIVES = ("opening", "streams", "unpacking", "archives", "zips", "zip_parts", "warc", "warc_frames")
