"""Quotations as exports carry them: long ones are cut, so that no file holds an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sayso.records import Dispute, Entry, Telling
from sayso.spans import Span

QUOTED = 600  # characters of one quotation; what is longer is no quotation any more and is cut


def as_quoted(entry: Entry) -> Entry:
    """The entry with no quotation longer than `QUOTED`; the spans of tellings still cover what is quoted."""
    if not any(len(quote) > QUOTED for quote in _quotes(entry)):
        return entry
    return replace(
        entry,
        tellings=tuple(_cut(telling) for telling in entry.tellings),
        figures=tuple(replace(figure, quote=figure.quote[:QUOTED]) for figure in entry.figures),
        disputes=tuple(_cut_both(dispute) for dispute in entry.disputes),
        developments=tuple(_cut_both(development) for development in entry.developments),
    )


def _quotes(entry: Entry) -> Iterator[str]:
    yield from (telling.quote for telling in entry.tellings)
    yield from (figure.quote for figure in entry.figures)
    for dispute in (*entry.disputes, *entry.developments):
        yield from (dispute.one_quote, dispute.other_quote)


def _cut_both(dispute: Dispute) -> Dispute:
    return replace(dispute, one_quote=dispute.one_quote[:QUOTED], other_quote=dispute.other_quote[:QUOTED])


def _cut(telling: Telling) -> Telling:
    if len(telling.quote) <= QUOTED:
        return telling
    span = Span(telling.span.start, min(telling.span.stop, telling.span.start + QUOTED))
    return replace(telling, quote=telling.quote[:QUOTED], span=span)
