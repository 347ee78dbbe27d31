"""The report's own node in a page's JSON-LD (schema.org NewsArticle and its kin): date, headline, author, publisher."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from sayso.knowledge.tables import table

_LARGEST = 500_000  # characters of one script
_MOST_NODES = 5_000
_OPENED = re.compile(r"(?://\s*)?(?:<!\[CDATA\[|<!--)")
_CLOSED = re.compile(r"(?:\]\]>|-->)\s*;?\Z")


@dataclass(frozen=True, slots=True)
class Report:
    """What JSON-LD says of the report, strings as written there."""

    published: str | None = None
    headline: str | None = None
    author: str | None = None
    publisher: str | None = None


def read_json_ld(tree: Any) -> Report:
    """The first node of a report that has a date, else the first one; all None when there is none."""
    values = [value for script in tree.iter("script") if _is_json_ld(script) for value in _load(script.text or "")]
    nodes = list(_nodes(values))
    named = {str(n["@id"]): n for n in nodes if isinstance(n.get("@id"), str) and len(n) > 1}
    kinds = table("world/page_fields.toml")["json_ld"]
    reports = [_report(n, named) for kind in ("report", "also") for n in nodes if _types(n) & set(kinds[kind])]
    dated = [report for report in reports if report.published]
    return (dated or reports or [Report()])[0]


def _is_json_ld(script: Any) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def _load(text: str) -> list[Any]:
    if len(text) > _LARGEST:
        return []
    try:
        return [json.loads(_unwrapped(text), strict=False)]
    except (ValueError, RecursionError):
        return []


def _unwrapped(text: str) -> str:
    """A script without the marks of comments and character data that it may stand in."""
    text = _OPENED.sub("", text.strip(), count=1) if _OPENED.match(text.strip()) else text.strip()
    closed = _CLOSED.search(text)
    return text[: closed.start()].rstrip().removesuffix("//") if closed else text


def _nodes(values: list[Any]) -> Iterator[dict[str, Any]]:
    """The nodes that may be the report: not those of lists, comments, pictures or other works inside it."""
    inside = table("world/page_fields.toml")["json_ld"]["inside"]
    waiting, count = list(reversed(values)), 0
    while waiting and count < _MOST_NODES:
        value = waiting.pop()
        count += 1
        if isinstance(value, list):
            waiting.extend(reversed(value[:_MOST_NODES]))
        elif isinstance(value, dict):
            yield value
            waiting.extend(part for key, part in value.items() if key.lower() in inside)


def _types(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {k.rsplit("/", 1)[-1].lower() for k in kinds if isinstance(k, str)}


def _report(node: dict[str, Any], named: dict[str, dict[str, Any]]) -> Report:
    return Report(
        published=_string(node.get("datePublished")) or _string(node.get("dateCreated")),
        headline=_string(node.get("headline")) or _string(node.get("name")),
        author=_names(node.get("author") or node.get("creator"), named),
        publisher=_names(node.get("publisher") or node.get("sourceOrganization"), named),
    )


def _names(value: Any, named: dict[str, dict[str, Any]]) -> str | None:
    """The names of persons or bodies: a string, a node, a reference to a node, or a list of these."""
    parts = value[:20] if isinstance(value, list) else [value]
    found = [_name(part, named) for part in parts]
    return ", ".join(dict.fromkeys(name for name in found if name)) or None


def _name(value: Any, named: dict[str, dict[str, Any]]) -> str | None:
    if isinstance(value, dict):
        target = value if value.get("name") else named.get(str(value.get("@id")), {})
        return _string(target.get("name"))
    return _string(value)


def _string(value: Any) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    return " ".join(unescape(value).split()) or None if isinstance(value, str) else None
