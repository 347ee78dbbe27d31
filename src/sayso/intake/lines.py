"""JSON lines to documents: text exactly as given, never cut, never refused; what was doubted is in `problems`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import Any

from sayso.intake import dates
from sayso.intake.compose import Draft, compose, given, title_and_body
from sayso.intake.dates import Published
from sayso.intake.encoding import decode, without_surrogates
from sayso.intake.header import read_header
from sayso.intake.language import language_of
from sayso.intake.sniff import wide_encoding
from sayso.records import PUBLISHED_FROM, Document, Problem

_FIELDS = ("id", "title", "text", "published", "published_from", "publisher", "url", "byline")
_MARK = b"\xef\xbb\xbf"  # of byte order
_TOP = 2000  # characters in which a dateline may stand


def from_lines(
    data: bytes | Iterable[bytes], *, published: str | date | None = None, file: str | None = None
) -> Iterator[Document]:
    """A document for each line of JSON: id, title, text, published, publisher, url and byline, all but text optional.

    `document.text` is title, empty line and text, stripped and otherwise untouched. Empty lines are skipped; a line
    that cannot be read is a document without text that says why.
    """
    lines = lines_of(data) if isinstance(data, bytes) else data
    return (from_line(line, published=published, file=file) for line in lines if not is_blank(line))


def lines_of(data: bytes) -> list[bytes]:
    """The lines of bytes, in UTF-8 when they were in an encoding of wider characters."""
    text = decode(data)[0].encode("utf-8", "replace") if wide_encoding(data[:4096]) else data
    return text.split(b"\n")


def is_blank(line: bytes) -> bool:
    return not line.strip(b" \t\r\n\0" + _MARK)


def hash_of_line(line: bytes) -> str:
    """SHA-256 of a line without its end and byte order mark."""
    return sha256(line.removeprefix(_MARK).rstrip(b"\r\n")).hexdigest()


def from_line(line: bytes, *, published: str | date | None = None, file: str | None = None) -> Document:
    """The document of one line of JSON; one that cannot be read has no text, and says why in `problems`."""
    day, capture = given(published), hash_of_line(line)
    line = line.removeprefix(_MARK)
    value, wrong = _object(line)
    if value is None:
        unread = Draft(None, "", "jsonl/1", id=f"line:{capture[:24]}", file=file, capture=capture, problems=wrong)
        return compose(unread)
    strings, doubts = _strings(value)
    text, title_stop = title_and_body(strings.get("title", ""), strings.get("text", ""))
    dated, undated = _published(strings, text[title_stop:].lstrip()[:_TOP], day)
    return compose(
        Draft(
            title=strings.get("title", "").strip() or None,
            body=strings.get("text", ""),
            extractor="jsonl/1",
            id=strings.get("id") or (None if text or strings.get("url") else f"line:{capture[:24]}"),
            url=strings.get("url"),
            publisher=strings.get("publisher"),
            byline=strings.get("byline"),
            published=dated,
            file=file,
            capture=capture,
            problems=(*wrong, *_told(value), *doubts, *undated, *_doubted(text)),
        )
    )


def _object(line: bytes) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    text, problems = decode(line)
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError) as fault:
        return None, (Problem("intake", f"line is no JSON: {str(fault)[:120]}"),)
    if isinstance(value, dict):
        return value, problems
    return None, (Problem("intake", f"line holds no JSON object but {type(value).__name__}"),)


def _strings(value: dict[str, Any]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    problems: list[Problem] = []
    strings: dict[str, str] = {}
    for name in _FIELDS:
        field = value.get(name)
        if isinstance(field, int | float) and not isinstance(field, bool) and name == "id":
            field = str(field)
        if isinstance(field, str):
            strings[name], broken = without_surrogates(field)
            problems.extend(broken)
        elif field is not None:
            problems.append(Problem("intake", f'"{name}" is no string but {type(field).__name__}'))
    if not strings.get("text", "").strip():
        problems.append(Problem("intake", 'the line has no "text"'))
    return strings, tuple(dict.fromkeys(problems))


def _told(value: dict[str, Any]) -> tuple[Problem, ...]:
    """What the line itself says should be doubted, in a list of sentences."""
    told = value.get("doubts")
    listed = [one for one in told if isinstance(one, str)] if isinstance(told, list) else []
    sentences = (without_surrogates(one[:300])[0] for one in listed)
    return tuple(Problem("intake", sentence) for sentence in sentences if sentence)


def _published(
    strings: dict[str, str], body: str, fallback: Published | None
) -> tuple[Published | None, tuple[Problem, ...]]:
    found = strings.get("published_from", "")
    stamps = (
        (strings.get("published"), found if found in PUBLISHED_FROM else "given"),
        (read_header(body).date, "dateline"),
        (dates.stamp_in_address(strings.get("url")), "url"),
    )
    published, doubts = dates.first_accepted(stamps, date.today())
    return published or fallback, doubts


def _doubted(text: str) -> tuple[Problem, ...]:
    if text and language_of(text) == "und":
        return (Problem("intake", "the text does not look English"),)
    return ()
