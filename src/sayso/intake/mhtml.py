"""Pages that browsers save in one file (MHTML, RFC 2557): the page itself and where it was, without its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, HeaderParseError, StartBoundaryNotFoundDefect
from email.header import decode_header, make_header
from email.message import Message

from sayso.intake.charset import in_utf8
from sayso.records import Failure

BROKEN = "broken-mhtml"


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The page of an MHTML file: its bytes, in UTF-8 where the file names another encoding, and its address."""

    data: bytes
    url: str | None


def saved_page(data: bytes, name: str) -> SavedPage | Failure:
    """The page in an MHTML file, or why none can be read: cut off, or without a page."""
    try:
        whole = message_from_bytes(data.lstrip(b"\r\n \t"))
    except (ValueError, LookupError, RecursionError) as fault:
        return Failure(name, "intake", BROKEN, f"not built as a saved page: {str(fault)[:120]}")
    address = _told(whole, "Snapshot-Content-Location")
    parts = [part for part in whole.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    pages = [part for part in parts if not (_told(part, "Content-Location") or "").startswith("cid:")]
    page = next((p for p in pages if address and _told(p, "Content-Location") == address), next(iter(pages), None))
    if page is None:
        return Failure(name, "intake", BROKEN, f"no page was found in the saved file{_why(whole)}")
    if _cut_off(whole, page):
        return Failure(name, "intake", BROKEN, "the saved page breaks off before its end")
    location = address or _told(page, "Content-Location")
    return SavedPage(_bytes(page), location if location and location.startswith(("http://", "https://")) else None)


def _told(part: Message, name: str) -> str | None:
    """A field of a header as one line, None when it is not there."""
    value = part.get(name)
    if value is None:
        return None
    try:
        return "".join(str(make_header(decode_header(str(value)))).split())
    except (HeaderParseError, LookupError, ValueError):
        return "".join(str(value).split())


def _cut_off(whole: Message, page: Message) -> bool:
    """Whether the file ends within its page; the pictures behind it may miss."""
    last = [part for part in whole.walk() if not part.is_multipart()][-1]
    return page is last and any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in whole.defects)


def _why(whole: Message) -> str:
    unbounded = any(isinstance(defect, StartBoundaryNotFoundDefect) for defect in whole.defects)
    return ": its parts are not marked as its header says" if unbounded else ""


def _bytes(page: Message) -> bytes:
    payload = page.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    return in_utf8(data, page.get_content_charset())
