"""The parts of a mail message (RFC 5322, MIME RFC 2045-2049): its own words, what is attached, its header fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from sayso.intake.compose import SHORTEST, Refused
from sayso.intake.encoding import decode, known_charset, tidy, without_surrogates
from sayso.intake.sniff import wide_encoding
from sayso.records import Problem

MOST_PARTS = 2_000
MOST_INNER = 250  # parts that hold parts
_LONGEST_NAME = 120
_SEVEN_BIT = ("iso2022", "utf-7", "hz")  # encodings that look like ASCII
_WESTERN = ("ascii", "iso8859-1", "cp1252")
_LEFT_OUT = re.compile(
    r"application/(?:pgp-signature|(?:x-)?pkcs7-signature)|message/(?:delivery-status|external-body)"
)
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
_LONGEST_FIELD = 20_000  # characters; longer ones cost the parser hours
_FIELD = re.compile(rb"^content-[a-z-]{2,40}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.I | re.M)
_EMLX = re.compile(rb"\s*\d{1,12} *\r?\n")


@dataclass(frozen=True, slots=True)
class Words:
    """A part that says something itself: its characters, whether they are a page, and what was doubted."""

    text: str
    page: bool
    flowed: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is a document of its own."""

    name: str
    data: bytes


@dataclass(slots=True)
class _Found:
    words: list[Words] = field(default_factory=list)
    attached: list[Attachment] = field(default_factory=list)
    parts: int = 0
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A message taken apart; `sealed` when some of it is encrypted."""

    message: Message
    words: tuple[Words, ...]
    attached: tuple[Attachment, ...]
    sealed: bool


def letter(data: bytes) -> Letter:
    """The message in bytes (.eml, or .emlx with its length in front); raises `Refused` when it is none."""
    _check(data)
    counted = _EMLX.match(data)
    data = data[counted.end() : counted.end() + int(counted[0])] if counted else data
    found = _Found()
    try:
        message = message_from_bytes(data.lstrip(b"\r\n \t"))
        _take(message, found, inside="")
    except (ValueError, LookupError, RecursionError, AssertionError, AttributeError, TypeError) as fault:
        raise Refused("broken-mail", f"not built as a message: {type(fault).__name__} {str(fault)[:100]}") from fault
    return Letter(message, tuple(found.words), tuple(found.attached), found.sealed)


def _check(data: bytes) -> None:
    """Refuses what would cost the parser hours: endless fields, parts in parts in parts."""
    inner = 0
    for found in _FIELD.finditer(data):
        if len(found[0]) > _LONGEST_FIELD:
            raise Refused("broken-mail", f"a field of its header has over {_LONGEST_FIELD:,} characters")
        inner += b"multipart/" in found[0].lower() or b"message/" in found[0].lower()
    if inner > MOST_INNER:
        raise Refused("too-many", f"a message of over {MOST_INNER} parts that hold parts")


def told(message: Message, name: str) -> str | None:
    """A field of the header as one line of characters, None when it is not there."""
    raw = next((str(value)[:_LONGEST_FIELD] for key, value in message.raw_items() if key.lower() == name.lower()), None)
    if raw is None:
        return None
    try:
        plain = _eight_bit(raw) or str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError, AssertionError):
        plain = raw
    return tidy(without_surrogates(" ".join(plain.split()))[0]) or None


def _eight_bit(raw: str) -> str | None:
    """A field that was written in bytes, against the rules; None for others."""
    if raw.isascii():
        return None
    return decode(raw.encode("utf-8", "surrogateescape"))[0]


# --- parts ---------------------------------------------------------------------------------------------------------


def _take(part: Message, found: _Found, *, inside: str) -> None:
    """Sorts a part, and the parts in it, in order; `inside` is the kind of the part around it."""
    found.parts += 1
    if found.parts > MOST_PARTS:
        raise Refused("too-many", f"a message of over {MOST_PARTS:,} parts")
    kind = part.get_content_type()
    if kind == "multipart/alternative":
        _take_best(part, found)
    elif kind in ("multipart/encrypted", *_SEALED):
        found.sealed = True
    elif kind == "message/rfc822":
        found.attached.extend(Attachment(_name(one, "message.eml"), one.as_bytes()) for one in _inner(part))
    elif part.is_multipart():
        for one in _inner(part):
            _take(one, found, inside=kind)
    elif not _LEFT_OUT.fullmatch(kind):
        _take_leaf(part, found, inside)


def _inner(part: Message) -> Iterator[Message]:
    inner = part.get_payload()
    return (one for one in inner if isinstance(one, Message)) if isinstance(inner, list) else iter(())


def _take_leaf(part: Message, found: _Found, inside: str) -> None:
    kind = part.get_content_type()
    own = part.get_content_disposition() != "attachment" and not part.get_filename()
    if own and kind in ("text/plain", "text/html", "text/enriched", "application/xhtml+xml"):
        found.words.append(_words(part))
    elif inside == "multipart/related" and (part.get("Content-ID") or kind.startswith("image/")):
        return  # the pictures of a page
    else:
        found.attached.append(Attachment(_name(part, f"part-{found.parts}"), _payload(part)))


def _take_best(part: Message, found: _Found) -> None:
    """Of several ways to say one thing the plain one, unless it only points to the page; attachments of all."""
    ways: list[list[Words]] = []
    for one in _inner(part):
        way = _Found(parts=found.parts)
        _take(one, way, inside="multipart/alternative")
        found.attached.extend(way.attached)
        found.parts, found.sealed = way.parts, found.sealed or way.sealed
        ways += [way.words] if way.words else []
    plain = next((way for way in ways if not any(w.page for w in way) and _says_enough(way, ways)), None)
    found.words.extend(plain or next(iter(reversed(ways)), []))


def _says_enough(way: list[Words], ways: list[list[Words]]) -> bool:
    letters = sum(character.isalpha() for words in way for character in words.text[: 20 * SHORTEST])
    return letters >= SHORTEST or not any(words.page for other in ways for words in other)


def _name(part: Message, otherwise: str) -> str:
    """The name of an attachment without any folder, for people and to tell kinds of text apart."""
    try:
        given = part.get_filename()
    except (ValueError, LookupError):
        given = None
    given = given or (f"{told(part, 'Subject')}.eml" if part.get("Subject") else None) or otherwise
    plain = tidy(without_surrogates(str(given))[0])
    kept = re.sub(r"[^\w .,()@+=-]", "_", re.split(r"[/\\]", plain)[-1]).strip(" .")
    return kept[-_LONGEST_NAME:] or otherwise


# --- characters ----------------------------------------------------------------------------------------------------


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _words(part: Message) -> Words:
    kind = part.get_content_type()
    text, problems = _characters(_payload(part), part.get_content_charset())
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    return Words(text, kind in ("text/html", "application/xhtml+xml"), flowed, problems)


def _characters(data: bytes, declared: str | None) -> tuple[str, tuple[Problem, ...]]:
    """The characters of a part: UTF-8 when they are valid as such, whatever is declared; else as declared."""
    encoding = known_charset(declared)
    seven_bit = encoding is not None and encoding.startswith(_SEVEN_BIT)
    if encoding is None or encoding in _WESTERN or encoding.startswith("utf-8") or wide_encoding(data[:4096]):
        return decode(data)
    for name in (encoding,) if seven_bit else ("utf-8", encoding):
        try:
            return data.decode(name), ()
        except (UnicodeError, LookupError):
            continue
    text, doubts = decode(data)
    return text, (*doubts, Problem("intake", f"a part of it is not in {encoding}, as it says"))
