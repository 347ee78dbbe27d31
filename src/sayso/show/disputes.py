"""Contradictions for a terminal: both sides, who gives each, when, and with which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.export.incident_rows import clean, incident_row
from sayso.export.incident_words import day_of, headline
from sayso.records import Dispute, Entry


def dispute_lines(entry: Entry, dispute: Dispute) -> Iterator[str]:
    """A contradiction in three lines: the field, then each side with its value, who gives it, when, and the words."""
    publishers = {t.document: t.publisher or t.document for t in entry.tellings}
    yield dispute.field
    for value, source, published, document, quote in (
        (dispute.one, dispute.one_source, dispute.one_published, dispute.one_document, dispute.one_quote),
        (dispute.other, dispute.other_source, dispute.other_published, dispute.other_document, dispute.other_quote),
    ):
        report = ", ".join(part for part in (publishers.get(document or "", ""), published or "not dated") if part)
        yield f"  {clean(value)}, says {clean(source)} ({clean(report)}): “{clean(quote)}”"


def to_disputes(entries: Iterable[Entry]) -> str:
    """The contradictions of incidents, incident by incident, both sides with their words."""
    lines: list[str] = []
    number = 0
    for entry in (e for e in entries if e.disputes):
        number += len(entry.disputes)
        row = incident_row(entry)
        lines += [f"{day_of(row)}  {headline(row)}  [{entry.id}]"]
        lines += [f"  {line}" for dispute in entry.disputes for line in dispute_lines(entry, dispute)] + [""]
    end = f"{number} contradiction{'s' * (number != 1)}. Nothing is averaged and nothing verified."
    return "\n".join([*lines, end if number else "No report contradicts another."])
