"""Bodies that are packed for the way are unpacked, as far as a page may be large."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from time import process_time

import brotli
import pytest
import zstandard

from sayso.intake.fetching.unpacking import unpacked
from tests.fetched import PAGE, fetched, refused
from tests.raw_server import answer


def packed(name: str) -> Callable[[bytes], bytes]:
    """What packs bytes as a coding says."""
    bare = zlib.compressobj(wbits=-15)
    known: dict[str, Callable[[bytes], bytes]] = {
        "gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress,
        "bare deflate": lambda data: bare.compress(data) + bare.flush(),
        "gzip of two": lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:]) + b"\0" * 20,
        "deflate, gzip": lambda data: gzip.compress(zlib.compress(data)), "identity": lambda data: data,
        "br": brotli.compress, "zstd": zstandard.ZstdCompressor().compress,
    }  # fmt: skip
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


@pytest.mark.parametrize("name", ["gzip", "zstd"])
def test_very_many_small_parts_are_unpacked_in_time(name: str) -> None:
    data = packed(name)(b"x") * 60_000
    began = process_time()
    assert unpacked(data, name, 100_000) == b"x" * 60_000
    assert process_time() - began < 5
