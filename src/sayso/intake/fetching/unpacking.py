"""Bodies that servers pack for the way (gzip, deflate, brotli, zstd), unpacked no further than a limit."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

from sayso.intake.fetching.answers import Refused

ASKED = "gzip, deflate, br, zstd"  # what servers are told
STEP = 1 << 18  # bytes at once
FED = 4096  # packed bytes at once
MOST_CODINGS = 2  # one within the other
ZSTD_WINDOW, ZSTD_STEP = 1 << 23, 256  # bytes: the largest window that RFC 9659 allows, and what is unpacked at once


def unpacked(data: bytes, codings: str, most: int) -> bytes:
    """A body without the codings that its header names, in their order; Refused when it unpacks to more than `most`."""
    named = [name for name in (part.strip().lower() for part in codings.split(",")) if name not in ("", "identity")]
    if len(named) > MOST_CODINGS:
        raise Refused("coding", f"packed {len(named)} times over")
    for name in reversed(named):
        data = _without(name, data, most) if data else data
    return data


def _without(name: str, data: bytes, most: int) -> bytes:
    if name not in _CODINGS:
        raise Refused("coding", f"packed in a way that is not known: {name[:40]!r}")
    found = bytearray()
    try:
        for piece in _CODINGS[name](data):
            found += piece
            if len(found) > most:
                raise Refused("bomb", f"{len(data):,} bytes that unpack to more than {most:,}")
    except _faults(name) as fault:
        raise Refused("cut-off", f"the packed bytes ({name}) break off or are damaged: {str(fault)[:80]}") from None
    return bytes(found)


def _faults(name: str) -> tuple[type[Exception], ...]:
    """What is raised on bytes of a coding that are damaged or break off."""
    if name == "br":
        import brotli

        return (EOFError, brotli.error)
    if name == "zstd":
        import zstandard

        return (EOFError, zstandard.ZstdError)
    return (EOFError, zlib.error)


def _gzip(data: bytes) -> Iterator[bytes]:
    """The members of a gzip stream; zero bytes behind the last are padding."""
    yield from _inflated(data, 31)


def _deflate(data: bytes) -> Iterator[bytes]:
    """Zlib's format as the standard says, or bare as some servers send it."""
    headed = len(data) > 1 and data[0] & 15 == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    yield from _inflated(data, 15 if headed else -15, several=False)


def _inflated(data: bytes, form: int, *, several: bool = True) -> Iterator[bytes]:
    """What was deflated, one stream or `several`; few bytes at a time, since what is left of them is copied."""
    worker = zlib.decompressobj(wbits=form)
    for start in range(0, len(data), FED):
        left = data[start : start + FED]
        while left:
            if worker.eof:
                if not several or not (left := left.lstrip(b"\0")):
                    break
                worker = zlib.decompressobj(wbits=form)
            yield worker.decompress(left, STEP)
            left = worker.unused_data if worker.eof else worker.unconsumed_tail
    while not worker.eof:
        piece = worker.decompress(b"", STEP)
        if not piece:
            raise EOFError("no end")
        yield piece


def _brotli(data: bytes) -> Iterator[bytes]:
    import brotli

    worker = brotli.Decompressor()
    yield worker.process(data, output_buffer_limit=STEP)
    while not worker.is_finished():
        piece = worker.process(b"", output_buffer_limit=STEP)
        if not piece:
            raise EOFError("no end")
        yield piece


def _zstd(data: bytes) -> Iterator[bytes]:
    """The frames of a zstd stream; a few bytes at a time, since each may unpack to many."""
    import zstandard

    unpacker = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
    worker = unpacker.decompressobj()
    for start in range(0, len(data), ZSTD_STEP):
        piece = data[start : start + ZSTD_STEP]
        while piece:
            worker = unpacker.decompressobj() if worker.eof else worker
            yield worker.decompress(piece)
            piece = worker.unused_data if worker.eof else b""
    if not worker.eof:
        raise EOFError("no end")


_CODINGS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd,
}  # fmt: skip
