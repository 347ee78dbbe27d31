"""Tellings as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), for readers that mark words in a text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.export.incident_rows import clean, in_order, incident_row, teller
from sayso.export.incident_words import headline, link, urn
from sayso.export.rows import MARKS
from sayso.records import Entry, Telling

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"sayso": "urn:sayso:terms:"}]


def tellings_as_annotations(entries: Iterable[Entry]) -> str:
    """One annotation page: an annotation for each telling, with the quoted words and their place in the text.

    Positions are half-open offsets in code points into the text that sayso read (`sayso:version`), not into the page.
    """
    items = [annotation for entry in in_order(entries) for annotation in _annotations(entry)]
    page = {"@context": CONTEXT, "id": urn("annotations"), "type": "AnnotationPage", "items": items}
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def _annotations(entry: Entry) -> Iterator[dict[str, Any]]:
    title = headline(incident_row(entry))
    for number, telling in enumerate(entry.tellings):
        mark = MARKS.get(telling.status, "?")
        words = f"{title}. {mark} {telling.status}: {teller(telling)} {telling.stance} it ({telling.factuality})."
        yield {
            "id": urn("incident", entry.id, str(number)),
            "type": "Annotation",
            "motivation": "identifying",
            "body": [
                {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": words},
                {"type": "TextualBody", "purpose": "tagging", "value": clean(entry.kind)},
            ],
            "target": _target(telling),
            "sayso:incident": entry.id,
            "sayso:status": telling.status,
            "sayso:factuality": telling.factuality,
            "sayso:stance": telling.stance,
            "sayso:source": teller(telling),
        }


def _selectors(telling: Telling) -> list[dict[str, Any]]:
    """The quote, and its place where the span is that of the quote: selectors of one target select the same words."""
    quote = {"type": "TextQuoteSelector", "exact": telling.quote}
    start, stop = telling.span.start, telling.span.stop
    return [quote, {"type": "TextPositionSelector", "start": start, "end": stop}] if _is_of_quote(telling) else [quote]


def _is_of_quote(telling: Telling) -> bool:
    return telling.span.stop - telling.span.start == len(telling.quote)


def _target(telling: Telling) -> dict[str, Any]:
    target = {
        "source": link(telling.url) or urn("document", telling.document),
        "selector": _selectors(telling),
        "sayso:document": telling.document,
        "sayso:version": telling.version,
        "sayso:sha256": telling.sha256,
        "sayso:title": telling.title,
        "sayso:publisher": telling.publisher,
        "sayso:published": telling.published,
    }
    return {name: value for name, value in target.items() if value is not None}
