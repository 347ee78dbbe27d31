"""What was read, as a web archive (WARC 1.1, ISO 28500:2017): the bytes with their address, time and headers."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from sayso.chronicle.views.captured import Captured

_PACKED = ("content-encoding", "transfer-encoding", "content-length")  # they hold for the bytes on the way
_CUT = "WARC-Truncated"  # of what was only the beginning in the archive that it was read from
_ORIGINAL = "X-Archive-Orig-"
_MEDIA = ((b"%PDF-", "application/pdf"), (b"PK\x03\x04", "application/zip"), (b"{", "application/json"))
_RECORDS = uuid.UUID("6f3ad1c2-0b61-5a0e-9a2e-1b7f1d1f6c1a")  # the name space of the ids of records


def warc_records(captured: Iterable[Captured], *, packed: bool = True) -> Iterator[bytes]:
    """The records one after the other, each packed by itself (gzip) unless not `packed`.

    What a server sent is a response, with its headers; other bytes are a resource. Bytes that were unpacked keep the
    headers that told so under other names (X-Archive-Orig-). Ids follow from the bytes: the same gives the same.
    """
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed, warc_version="1.1")
    for one in captured:
        writer.write_record(_record(writer, one))
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _record(writer: Any, one: Captured) -> Any:
    cut = {name: " ".join(value.split()) for name, value in one.found.headers if name == _CUT}
    answered = len(cut) < len(one.found.headers)
    fields = cut | {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(_RECORDS, one.sha256)}>",
        "WARC-Date": _date(one.found.fetched) or _date(one.taken) or one.taken,
        "Content-Type": "application/http; msgtype=response" if answered else _media(one.data),
    }
    return writer.create_warc_record(
        _address(one), "response" if answered else "resource", payload=io.BytesIO(one.data), length=len(one.data),
        warc_headers_dict=fields, http_headers=_answer(one) if answered else None,
    )  # fmt: skip


def _address(one: Captured) -> str:
    """Where the bytes are from; what came without an address is named by its hash."""
    address = one.found.address or one.url
    return quote(address, safe="%/:=&?~#+!$,;'@()*[]") if address else f"urn:sha256:{one.sha256}"


def _date(told: str | None) -> str | None:
    """A time in UTC as WARC wants it, None for one that is no time with a zone."""
    try:
        when = datetime.fromisoformat(told) if told else None
    except ValueError:
        return None
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when and when.tzinfo else None


def _answer(one: Captured) -> Any:
    from warcio.statusandheaders import StatusAndHeaders

    length = ("Content-Length", str(len(one.data)))
    told = (pair for pair in one.found.headers if not pair[0].startswith(":") and pair[0] != _CUT and pair != length)
    headers = [*(_header(name, value) for name, value in told), length]
    return StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")


def _header(name: str, value: str) -> tuple[str, str]:
    """A header in one line; one that held for the bytes on the way under another name."""
    name = "".join(name.split())
    return (_ORIGINAL + name if name.lower() in _PACKED else name), " ".join(value.split())


def _media(data: bytes) -> str:
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return "text/html"
    return next((media for magic, media in _MEDIA if start.startswith(magic)), "text/plain")
