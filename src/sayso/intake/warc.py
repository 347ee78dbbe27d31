"""Web archives (WARC 0.17 to 1.1, ARC) to what was fetched: its bytes with address, time and headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any

from sayso.intake.capture import CUT, Headers, Member
from sayso.intake.fetching.answers import Refused
from sayso.intake.fetching.unpacking import unpacked
from sayso.intake.sniff import HEAD, sniff
from sayso.intake.streams import Pieces, Stream, pieces_of
from sayso.intake.warc_frames import ARC, LARGEST_RECORD, WARC, Frame, frames
from sayso.records import Failure

HELD = ("response", "resource", "conversion")  # types of records that hold what was fetched
OK = ("200", "203", "206")
_BESIDE = ("text/css", "javascript", "ecmascript", "font/", "application/font", "wasm")
NOT_FETCHED = ("dns:", "whois:", "filedesc:", "metadata:")  # addresses of no documents
_NOT_HELD = "requests, metadata and descriptions of the archive hold no document"


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of either format: what its header says."""

    sort: str
    address: str
    fetched: str | None
    media: str
    cut: str | None = None  # why only its beginning is there


def records_in(stream: Stream, name: str) -> Iterator[Member | Failure]:
    """What the records of a web archive hold, in order; a Failure for each record that holds no document.

    Reasons: damaged, too-large, bomb, and for what is no document record, redirect, http-status, revisit, style, empty.
    """
    reading = stream if isinstance(stream, Pieces) else pieces_of(stream)
    head = reading.read(5)
    reading.put_back(head)
    bytes_lost = places = 0
    for frame in frames(reading, WARC if head == b"WARC/" else ARC):
        bytes_lost, places = bytes_lost + frame.gap, places + (frame.gap > 0)
        if frame.header:
            yield _part(frame, name)
    if bytes_lost:
        what = f"{bytes_lost:,} bytes in {places:,} places belong to no record that can be read"
        yield Failure(name, "intake", "damaged", what)


def _part(frame: Frame, name: str) -> Member | Failure:
    record = _warc(frame.header) if frame.header.startswith(b"WARC/") else _arc(frame.header)
    shown = f"{name}!{record.address}"
    if record.sort not in HELD or record.address.startswith(NOT_FETCHED):
        if record.sort == "revisit":
            return Failure(shown, "intake", "revisit", "unchanged since it was fetched before, its bytes stand there")
        return Failure(shown, "intake", "record", _NOT_HELD)
    if frame.fault is not None:
        return Failure(shown, "intake", *frame.fault)
    if record.sort == "response" and frame.block.startswith(b"HTTP/"):
        return _response(frame.block, record, shown)
    return _held(frame.block, record, shown, ())


def _warc(header: bytes) -> _Record:
    fields = _fields(BytesIO(header))
    address = (fields.get_header("WARC-Target-URI") or fields.get_header("WARC-Record-ID") or "").strip("<> ")
    return _Record(
        (fields.get_header("WARC-Type") or "").lower(),
        address.replace(" ", "%20"),
        _time(fields.get_header("WARC-Date")),
        (fields.get_header("Content-Type") or "").lower(),
        fields.get_header(CUT) or ("segment" if fields.get_header("WARC-Segment-Number") else None),
    )


def _arc(line: bytes) -> _Record:
    """A header of ARC 1.0: address, IP address, time, media type and length in one line."""
    from warcio.timeutils import timestamp_to_iso_date

    address, _, time, media, _ = line.decode("utf-8", "replace").strip().rsplit(" ", 4)
    return _Record("response", address.replace(" ", "%20"), _time(timestamp_to_iso_date(time[:14])), media.lower())


def _fields(stream: BytesIO) -> Any:
    """The first line and the header fields that a stream begins with; it stands behind them then."""
    from warcio.statusandheaders import StatusAndHeadersParser

    return StatusAndHeadersParser([], verify=False).parse(stream)


def _time(told: str | None) -> str | None:
    try:
        return told if told and datetime.fromisoformat(told).tzinfo else None
    except ValueError:
        return None


def _response(block: bytes, record: _Record, shown: str) -> Member | Failure:
    """What a server answered, as it was before it was packed for the way."""
    stream = BytesIO(block)
    answer = _fields(stream)
    status = answer.get_statuscode()
    if status.startswith("3"):
        return Failure(shown, "intake", "redirect", "it only points to another address")
    if status not in OK:
        return Failure(shown, "intake", "http-status", "the server gave no document but an error")
    body = _unchunked(stream) if "chunked" in (answer.get_header("Transfer-Encoding") or "").lower() else stream.read()
    try:
        body = unpacked(body, answer.get_header("Content-Encoding") or "", LARGEST_RECORD)
    except Refused as fault:
        if fault.reason == "bomb" or sniff(body[:HEAD]) == "binary":
            return Failure(shown, "intake", "bomb" if fault.reason == "bomb" else "damaged", str(fault))
        # otherwise it is not packed, whatever its header says
    media = (answer.get_header("Content-Type") or "").lower()
    cut = record.cut or ("range" if status == "206" and not _whole(answer.get_header("Content-Range") or "") else None)
    told = replace(record, media=media, cut=cut)
    return _held(body, told, shown, tuple((str(name), str(value)) for name, value in answer.headers))


def _whole(told: str) -> bool:
    """Whether a range of bytes is all there are."""
    found = re.fullmatch(r"bytes 0-(\d{1,18})/(\d{1,18})", told.strip())
    return found is not None and int(found[1]) + 1 == int(found[2])


def _unchunked(stream: BytesIO) -> bytes:
    from warcio.bufferedreaders import ChunkedDataReader

    reader, pieces = ChunkedDataReader(stream), []
    while piece := reader.read():
        pieces.append(piece)
    return b"".join(pieces)


def _held(body: bytes, record: _Record, shown: str, headers: Headers) -> Member | Failure:
    if any(sort in record.media for sort in _BESIDE):
        return Failure(shown, "intake", "style", "style sheets, scripts and the like are no reports")
    url = record.address if record.address.startswith(("http://", "https://")) else None
    told = (*headers, (CUT, record.cut)) if record.cut else headers
    return Member(shown, body, url, record.fetched, told)
