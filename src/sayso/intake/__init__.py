"""Bytes with provenance to documents: pages, plain text, Markdown, JSON lines, folders of these, standard input.

The only room that knows trafilatura, and only when a page is read: the names below load on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.intake.lines import from_lines
    from sayso.intake.page import from_page
    from sayso.intake.text import from_text
    from sayso.intake.walk import captures, document_of, documents

__all__ = ["captures", "document_of", "documents", "from_lines", "from_page", "from_text"]

_HOMES = {
    "captures": "walk",
    "document_of": "walk",
    "documents": "walk",
    "from_lines": "lines",
    "from_page": "page",
    "from_text": "text",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"sayso.intake.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
