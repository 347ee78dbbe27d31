"""What kind of input some bytes are, by looking at them: names lie, and there are PDFs that are called .html."""

from __future__ import annotations

import json
import re
from functools import cache

from sayso.knowledge.tables import rows

READ = ("html", "mhtml", "text", "markdown", "jsonl", "pdf", "docx", "mail")
CONTAINERS = ("zip", "gzip", "bzip2", "xz", "zstd", "tar", "warc", "arc", "mail", "mbox", "feed")
REFUSED = {
    "empty": "there is nothing in it",
    "postscript": "PostScript files are not read; save it as PDF",
    "archive": "7-zip, rar and lz4 archives are not read; pack them anew as ZIP",
    "office": "old office documents, RTF and OpenDocument are not read; save it as DOCX or PDF",
    "sheet": "spreadsheets and slides are no reports; save a table as CSV",
    "table": "tables are read when their columns are named: --columns text=NAME,title=NAME (docs/inputs.md)",
    "sitemap": "a sitemap only lists addresses",
    "opml": "a list of feeds: `sayso watch` follows them",
    "xml": "XML is not read, but for pages and feeds",
    "json": 'JSON is read as lines, one document with a "text" a line',
    "style": "style sheets and scripts are no reports",
    "image": "images hold no text that can be read",
    "media": "recordings hold no text that can be read",
    "program": "programs are not reports",
    "database": "databases are not read",
    "binary": "binary data, not text",
}
HEAD = 65_536

_PAGE = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]|<meta\s|<title[\s>]|<script[\s>]"
    rb"|<(?:p|div|h1|section|span|table|a)(?:\s[^<>]*)?>(?P<opened>)",
    re.I,
)
_CLOSED = re.compile(rb"</(?:p|div|h1|section|span|table|a)>", re.I)
_ROOT = re.compile(  # the first element, past declarations and comments
    rb"(?>\s*+(?><!--.*?-->|<\?.*?\?>|<!(?!--)[^>]*+>))*+\s*+<([a-z][\w:.-]*+)", re.I | re.S
)
_ROOTS = {
    **dict.fromkeys((b"rss", b"feed", b"rdf", b"channel"), "feed"),
    **dict.fromkeys((b"urlset", b"sitemapindex"), "sitemap"),
    **dict.fromkeys((b"html", b"head", b"body"), "html"),
    b"opml": "opml",
    b"svg": "image",
}
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org\\?/version')
_FEED_ITEMS = re.compile(rb'"items"\s*:\s*\[\s*\{')
_FEED_FIELD = re.compile(rb'"(?:content_html|content_text|date_published)"\s*:')
_BEGINS_JSON = re.compile(rb'\{\s*"(?:[^"\\\r\n]|\\.){0,200}"\s*:|\[\s*(?:\{\s*"|\[\s*["{\[])')
_MBOX = re.compile(rb"From [^\r\n]{1,300}\r?\n(?:>?[A-Z][A-Za-z-]{1,60}:[ \t][^\r\n]*\r?\n)")
_ARC = re.compile(rb"filedesc://[^\r\n]+ \d{14} [^\r\n]*\r?\n")
_FEED = re.compile(rb"<(?:rss|feed|rdf:rdf|(?:atom|rss):feed)[\s>]", re.I)
_NAMED = re.compile(rb"[\w:.-]++[^<>]*?\sxmlns", re.I)
_XML = re.compile(rb"\s*<\?xml|\s*<!doctype\s+(?!html)|\s*<[a-z][\w.-]*:[a-z]", re.I)
_MAIL = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3,}")
_COUNTED = re.compile(rb"^\d{1,12} *\r?\n")  # the length above a message that Apple Mail keeps
_MAIL_FIELDS = re.compile(rb"^(?:from|received|return-path|message-id|mime-version): ", re.I | re.M)
_HEADER = re.compile(rb"(?:[A-Z][A-Z-]{1,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+", re.I)
_SAVED = re.compile(rb"^(?:snapshot-content-location:|from: *<saved by )", re.I | re.M)
_RELATED = re.compile(rb"^content-type: *multipart/related\b", re.I | re.M)
_SENT = re.compile(rb"^(?:to|received|delivered-to|return-path|message-id):", re.I | re.M)
_PACKED = re.compile(r"\.(?:gz|bz2|xz|zst)$")
_MARKDOWN = re.compile(r"^ {0,3}#{1,6} +\S|\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)|\*\*[^*\n]{1,200}\*\*", re.M)
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r\f\x1b\x08")


def sniff(head: bytes, name: str | None = None) -> str:
    """The kind of the input whose first HEAD bytes are `head`: one of READ or CONTAINERS, or a key of REFUSED.

    `name` only decides between kinds of text that look alike (.md, .jsonl); it never makes text of other bytes.
    """
    head = head[:HEAD]
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return "empty"
    return (
        _by_signature(head)
        or _by_markup(head)
        or _by_controls(head)
        or _kind_of_text(head, _PACKED.sub("", (name or "").lower()))
    )


def looks_like_markdown(text: str) -> bool:
    """Whether a heading, a link or bold type of Markdown stands in the beginning of a text."""
    return _MARKDOWN.search(text[:HEAD]) is not None


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32 by byte order mark, or by the zero bytes of Latin letters; None for anything else."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    even, odd = head[0:2000:2].count(0), head[1:2000:2].count(0)
    half = max(1, len(head[:2000]) // 2)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


_MARKS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@cache
def _signatures() -> tuple[tuple[int, bytes, str], ...]:
    signatures = rows("world/signatures.csv")
    return tuple((int(row["offset"]), bytes.fromhex(row["hex"]), row["kind"]) for row in signatures)


def _by_signature(head: bytes) -> str | None:
    start = head.lstrip(b"\r\n \t") if b"%PDF-" in head[:1024] else head
    return next((kind for offset, magic, kind in _signatures() if start[offset : offset + len(magic)] == magic), None)


def _by_markup(head: bytes) -> str | None:
    start = (_as_ascii(head) if wide_encoding(head) else head).lstrip(b"\xef\xbb\xbf \t\r\n")
    if _saved(start):
        return "mhtml"
    if _MBOX.match(start):
        return "mbox"
    if _mail(_COUNTED.sub(b"", start[:4020])):
        return "mail"
    if _ARC.match(start):
        return "arc"
    if not start.startswith(b"<"):
        return None
    root = _ROOT.match(start, 0, 8000)
    name = root[1].lower().rpartition(b":")[2] if root else b""
    if name in _ROOTS:
        return _ROOTS[name]
    if _FEED.search(start, 0, 2000):
        return "feed"
    if _of_page(start):
        return "html"
    return "xml" if _XML.match(start) or (root and _NAMED.match(start, root.start(1), 8000)) else None


def _of_page(start: bytes) -> bool:
    """Whether elements of pages stand in it; of those that may be words in brackets one that is closed."""
    found = _PAGE.search(start)
    return found is not None and (found["opened"] is None or _CLOSED.search(start, found.end()) is not None)


def _mail(start: bytes) -> bool:
    fields = _MAIL.match(start[:4000])
    return fields is not None and _MAIL_FIELDS.search(fields[0]) is not None


def _saved(start: bytes) -> bool:
    """Whether this begins a page that a browser saved in one file, and no letter that somebody sent."""
    header = _HEADER.match(start[:8000])
    if header is None:
        return False
    related = _RELATED.search(header[0]) is not None and _SENT.search(header[0]) is None
    return _SAVED.search(header[0]) is not None or related


def _as_ascii(head: bytes) -> bytes:
    return head.replace(b"\0", b"").lstrip(b"\xff\xfe")


def _by_controls(head: bytes) -> str | None:
    if wide_encoding(head):
        return None
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return "binary" if head.count(0) > 2 or controls > len(head) * 0.02 + 2 else None


def _kind_of_text(head: bytes, name: str) -> str:
    start = (_as_ascii(head) if wide_encoding(head) else head).lstrip(b"\xef\xbb\xbf \t\r\n")
    if name.endswith((".css", ".js")):
        return "style"
    if name.endswith((".csv", ".tsv")):
        return "table"
    if name.endswith((".jsonl", ".ndjson")):
        return "jsonl"
    if start[:1] in (b"{", b"[") and (kind := _kind_of_json(start)):
        return kind
    if name.endswith((".md", ".markdown")) or looks_like_markdown(start.decode("utf-8", "replace")):
        return "markdown"
    return "text"


def _kind_of_json(start: bytes) -> str | None:
    """What begins with a bracket: a feed, JSON lines, other JSON, or no JSON (None)."""
    if _JSON_FEED.search(start, 0, 4000) and start.startswith(b"{"):
        return "feed"
    lines = [line for line in start.split(b"\n")[:5] if line.strip(b" \t\r,")]
    whole = lines[:-1] if len(start) >= HEAD - 16 else lines  # the last may be cut off
    if any(b'"text"' in line and _object(line) for line in whole):
        return "jsonl"
    if _json(start) or len(start) < HEAD - 16:
        many = len(whole) > 1 and _object(whole[0]) and _object(whole[1])
        return "jsonl" if many else "json" if _json(start) else None
    if not _BEGINS_JSON.match(start):
        return None
    if _FEED_ITEMS.search(start) and _FEED_FIELD.search(start):
        return "feed"
    return "jsonl" if start.startswith(b"{") and (len(lines) == 1 or _object(lines[0])) else "json"


def _object(line: bytes) -> bool:
    return line.lstrip().startswith(b"{") and _json(line)


def _json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
