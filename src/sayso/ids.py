"""Reproducible identifiers: the same text gives the same ids on every machine and in every run."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit, urlunsplit

from sayso.spans import Span


def digest(*parts: str) -> str:
    """SHA-256, in hexadecimal, of the parts with a separator that no text holds."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def document_id(*, url: str | None, given: str | None, text: str) -> str:
    """The canonical address, else the given id, else a hash of the text."""
    if given:
        return given
    return canonical_url(url) if url else "text:" + digest(text)[:24]


def version_id(text: str, extractor: str) -> str:
    """Spans belong to a version: the text together with what extracted it."""
    return digest(extractor, text)


def event_id(version: str, trigger: Span) -> str:
    """Across runs and lexicons an event is its version and the span of its leading trigger; its kind is left out."""
    return digest(version, str(trigger.start), str(trigger.stop))[:24]


def canonical_url(url: str) -> str:
    """An address without fragment, default port, tracking parameters and letter case of the host."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:  # no address by the standard: kept as it is
        return url.strip()
    host = (parts.hostname or "").lower()
    if port and port != {"http": 80, "https": 443}.get(parts.scheme.lower()):
        host = f"{host}:{port}"
    query = "&".join(p for p in parts.query.split("&") if p and not p.lower().startswith(_TRACKING))
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", query, ""))


_TRACKING = ("utm_", "fbclid=", "gclid=", "mc_cid=", "mc_eid=")
