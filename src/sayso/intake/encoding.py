"""Bytes to characters: byte order mark, UTF-8, the declared encoding, and only then a guess."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache

from sayso.intake.sniff import wide_encoding
from sayso.records import Problem

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,80}encoding=[\"']([\w.:-]{2,40})", re.I
)
_LATIN = ("iso8859-1", "ascii", "latin-1")  # what browsers read as windows-1252 (WHATWG Encoding Standard)
_NO_CHARSETS = (  # Python knows them as text encodings too; the first two take hours for a page
    *("punycode", "idna", "unicode_escape", "raw-unicode-escape", "unicode-escape", "raw_unicode_escape"),
    *("undefined", "charmap", "mbcs", "oem"),
)
_SAMPLE = 65_536
_FEW = 5  # at most one byte in five above ASCII: a western text with accents and curly quotes
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff]")  # soft hyphen, zero-width space, word joiner, stray mark
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0c\u2028\u2029]")
_WINDOWS = {code: bytes([code]).decode("windows-1252", "replace") for code in range(0x80, 0xA0)}  # "\x92" meant "’"


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The characters of `data`, and what was doubted: never an error, bytes that fit nothing become U+FFFD."""
    wide = wide_encoding(data[:4096])
    if wide:
        return _replacing(data, wide)
    for encoding in ("utf-8-sig", _declared(data)):
        text = _strictly(data, encoding)
        if text is not None:
            return text, ()
    return _guess(data)


def without_surrogates(text: str) -> tuple[str, tuple[Problem, ...]]:
    """The text with U+FFFD, of the same length, for half characters that no encoding can write."""
    if not _SURROGATES.search(text):
        return text, ()
    return _SURROGATES.sub("\ufffd", text), (Problem("intake", "half characters (lone surrogates) were replaced"),)


def tidy(text: str) -> str:
    """The text as a document keeps it: composed accents (NFC), one kind of line end, no invisible characters."""
    text = _CONTROLS.sub(" ", _LINE_ENDS.sub("\n", text).translate(_WINDOWS))
    text = _INVISIBLE.sub("", text)
    return text if text.isascii() else unicodedata.normalize("NFC", _endless_marks().sub("\\1\u034f", text))


@cache
def _endless_marks() -> re.Pattern[str]:
    """As many combining marks as a stream-safe text has in a row (Unicode Standard Annex 15, D4), and one more.

    Sorting them takes time that grows with the square of their number; a joiner (U+034F) between them ends that.
    """
    marks = "".join(chr(code) for code in range(0x300, 0x20000) if unicodedata.combining(chr(code)))
    return re.compile(f"([{marks}]{{30}})(?=[{marks}])")


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, 4096)
    name = (found[1] or found[2]).decode("ascii", "replace") if found else None
    encoding = known_charset(name)
    return "windows-1252" if encoding in _LATIN else encoding


def known_charset(name: str | None) -> str | None:
    """The encoding that a name means; None for one that is unknown, or no encoding of texts."""
    try:
        found = codecs.lookup(name).name if name else None
    except (LookupError, ValueError):
        return None
    return None if found in _NO_CHARSETS else found


def _strictly(data: bytes, encoding: str | None) -> str | None:
    if encoding is None or encoding.startswith(("utf-16", "utf-32", "utf-7")):
        return None
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _guess(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    encoding = likely(data)
    if encoding != "utf-8":
        return _replacing(data, encoding)
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return text, (Problem("intake", f"{bad} bytes that are no UTF-8 were replaced"),)


def likely(data: bytes) -> str:
    """The encoding of bytes that are not all UTF-8: that with a few faults, western, or what they look like."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    if good > 4 * bad:
        return "utf-8"
    western = _strictly(data, "windows-1252") if bad * _FEW <= len(data) else None
    return "windows-1252" if western else _most_likely(data) or "windows-1252"


def _most_likely(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best else None


def _replacing(data: bytes, encoding: str) -> tuple[str, tuple[Problem, ...]]:
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    doubt = f"read as {encoding}" + (", some bytes were replaced" if "\ufffd" in text else "")
    return text, (() if encoding.startswith("utf") and "\ufffd" not in text else (Problem("intake", doubt),))
