"""Markdown to the words a reader sees, with title, date and author of its front matter (CommonMark 0.31)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FRONT = re.compile(r"\A---[ \t]*\n(.{0,10000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^(title|date|published|author|byline|publisher|source|url)[ \t]*:[ \t]*(.+?)[ \t]*$", re.I | re.M)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.M)
_FIRST_HEADING = re.compile(
    r"\A\s*(?: {0,3}#{1,2}[ \t]+(?P<atx>[^\n]+?)[ \t]*#*[ \t]*(?=\n|\Z)|(?P<setext>[^\n]+)\n[=-]{3,}[ \t]*(?=\n|\Z))"
)
_BLOCKS = (
    (re.compile(r"<!--.*?-->", re.S), ""),
    (re.compile(r"^ {0,3}(?:```|~~~).*$", re.M), ""),
    (re.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:[ \t]+\S+.*$", re.M), ""),
    (re.compile(r"^ {0,3}(?:[-*_][ \t]*){3,}$", re.M), ""),
    (re.compile(r"^ {0,3}=+[ \t]*$", re.M), ""),
    (_HEADING, r"\1"),
    (re.compile(r"^ {0,3}(?:> ?)+", re.M), ""),
    (re.compile(r"^[ \t]*[-*+][ \t]+(?=\S)", re.M), ""),
)
_CODE = re.compile(r"`([^`\n]{1,500})`")
_INLINE = (
    (re.compile(r"!\[[^\]\n]{0,500}\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)"), ""),
    (re.compile(r"\[([^\[\]\n]{0,500})\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)"), r"\1"),
    (re.compile(r"\[\^[^\]\n]{1,40}\]"), ""),
    (re.compile(r"\[([^\[\]\n]{1,500})\]\[[^\[\]\n]{0,100}\]"), r"\1"),
    (re.compile(r"<(https?://[^\s<>]{1,2000})>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>"), ""),
    (re.compile(r"(?<![\\\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,2000}?)(?<=[^\s*\\])\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\\\w_])(_{1,3})(?=[^\s_])([^\n]{1,2000}?)(?<=[^\s_\\])\1(?![\w_])"), r"\2"),
    (re.compile(r"~~(?=\S)([^~\n]{1,2000}?)(?<=\S)~~"), r"\1"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class Plain:
    """The words of a Markdown text: title, body, and the fields of its front matter by lower-case name."""

    title: str | None
    body: str
    fields: dict[str, str]


def to_plain(text: str) -> Plain:
    """What a reader sees of a Markdown text."""
    front = _FRONT.match(text)
    fields = {k.lower(): v.strip("\"'") for k, v in _FIELD.findall(front[1])} if front else {}
    text = text[front.end() :] if front else text
    heading = _FIRST_HEADING.match(text)
    title = (heading["atx"] or heading["setext"]) if heading else fields.get("title")
    body = text[heading.end() :] if heading else text
    return Plain(_inline(title).strip() if title else None, _strip(body), fields)


def _strip(text: str) -> str:
    for pattern, replacement in _BLOCKS:
        text = pattern.sub(replacement, text)
    return re.sub(r"\n{3,}", "\n\n", _inline(text)).strip()


def _inline(text: str) -> str:
    parts = _CODE.split(text)
    parts[::2] = (_plain(part) for part in parts[::2])
    return "".join(parts)


def _plain(text: str) -> str:
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text
