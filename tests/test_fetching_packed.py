"""Bodies that are packed for the way are unpacked, as far as a page may be large."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from tests.fetched import PAGE, fetched, refused
from tests.raw_server import answer


def packed(name: str) -> Callable[[bytes], bytes]:
    """What packs bytes as a coding says; a loud skip where its library is not there."""
    bare = zlib.compressobj(wbits=-15)
    known: dict[str, Callable[[bytes], bytes]] = {
        "gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress,
        "bare deflate": lambda data: bare.compress(data) + bare.flush(),
        "gzip of two": lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:]) + b"\0" * 20,
        "deflate, gzip": lambda data: gzip.compress(zlib.compress(data)), "identity": lambda data: data,
    }  # fmt: skip
    if name == "br":
        return pytest.importorskip("brotli", reason="NO BROTLI").compress  # type: ignore[no-any-return]
    if name == "zstd":
        return pytest.importorskip("zstandard", reason="NO ZSTD").ZstdCompressor().compress  # type: ignore[no-any-return]
    return known[name]


PACKED = ("gzip", "x-gzip", "deflate", "bare deflate", "gzip of two", "deflate, gzip", "br", "zstd")


def coded(name: str, data: bytes) -> bytes:
    return answer(data, f"Content-Encoding: {name.replace('bare ', '').replace(' of two', '')}")


@pytest.mark.parametrize("name", [*PACKED, "identity"])
def test_a_packed_body_is_unpacked(name: str) -> None:
    assert fetched({"/a": coded(name, packed(name)(PAGE))}).data == PAGE


@pytest.mark.parametrize("name", PACKED)
def test_a_body_that_unpacks_without_bound_is_refused(name: str) -> None:
    bomb = packed(name)(bytes(6_000_000))
    assert len(bomb) < 60_000
    assert refused({"/a": coded(name, bomb)}).reason == "bomb"


@pytest.mark.parametrize("name", PACKED)
def test_a_packed_body_that_breaks_off_is_no_page(name: str) -> None:
    whole = packed(name)(PAGE).rstrip(b"\0")
    assert refused({"/a": coded(name, whole[:-9])}).reason == "cut-off"


@pytest.mark.parametrize("name", [n for n in PACKED if n != "bare deflate"])
def test_a_body_that_is_not_packed_as_told_is_no_page(name: str) -> None:
    assert refused({"/a": coded(name, b"\x07 not packed at all")}).reason == "cut-off"


@pytest.mark.parametrize("name", ["compress", "aes128gcm", "gzip, gzip, gzip", "é"])
def test_a_coding_that_is_not_known_is_told(name: str) -> None:
    assert refused({"/a": answer(PAGE, f"Content-Encoding: {name}")}).reason == "coding"


def test_a_coding_whose_library_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.intake.fetching import unpacking

    def none(name: str) -> Any:
        if name == "brotli":
            raise ModuleNotFoundError(name)
        return import_module(name)

    monkeypatch.setattr(unpacking, "import_module", none)
    assert refused({"/a": coded("br", b"xxxx")}).what == "packed as br, which was not asked for"
