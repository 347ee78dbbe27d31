"""The encoding that a server or a saved file names for a page, which the page itself need not name."""

from __future__ import annotations

import re

from sayso.intake.encoding import known_charset
from sayso.intake.sniff import wide_encoding

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)


def charset_of(headers: tuple[tuple[str, str], ...]) -> str | None:
    """The charset of the Content-Type among the headers of an answer."""
    kinds = (_CHARSET.search(value) for name, value in headers if name.lower() == "content-type")
    return next((found[1] for found in kinds if found), None)


def in_utf8(data: bytes, charset: str | None) -> bytes:
    """The bytes in UTF-8 where they are not and the named encoding is known and fits them all; else as they are."""
    encoding = known_charset(charset)
    if encoding is None or wide_encoding(data[:4096]):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _recoded(data, encoding)
    return data


def _recoded(data: bytes, encoding: str) -> bytes:
    try:
        return data.decode(encoding).encode("utf-8")
    except (LookupError, ValueError):
        return data
