"""The lists of a chronicle as rows with names: incidents, their timeline, the ledger of claims, disputes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple
from itertools import groupby

from sayso.chronicle.views.ledger import Claimed
from sayso.chronicle.views.look import Answer
from sayso.export.incident_rows import clean, incident_columns, incident_row, teller
from sayso.export.incident_words import headline
from sayso.gathering.target_timeline import NOT_DATED, Line
from sayso.records import Entry

TIMELINE = ("day", "what", "certainty", "according to", "incident")
CLAIMS = ("source", "stance", "factuality", "status", "what", "published", "quote", "decided", "incident")
DISPUTES = (
    "about", "what", "one", "one source", "other", "other source", "one quote", "other quote",
    "one published", "other published", "incident",
)  # fmt: skip
DATED = ("earliest", "latest", "relation", "what", "status", "according to", "incident")
TARGET = ("target", "day", "word", "quote", "document", "date from")


def incident_list(entries: Iterable[Entry]) -> Answer:
    """One row an incident, the columns of the CSV export."""
    return Answer(incident_columns(), tuple(astuple(incident_row(entry)) for entry in entries))


def timeline(entries: Iterable[Entry]) -> Answer:
    """Day and headline of the incidents that have a day."""
    rows = []
    for entry in entries:
        if entry.earliest or entry.latest:
            row = incident_row(entry)
            rows.append((row.when, headline(row), row.certainty, row.according_to, entry.id))
    return Answer(TIMELINE, tuple(rows))


def dated(entries: Iterable[Entry]) -> Answer:
    """The same with both bounds, for programs."""
    rows = []
    for entry in entries:
        if entry.earliest or entry.latest:
            row = incident_row(entry)
            bounds = (entry.earliest, entry.latest, entry.relation)
            rows.append((*bounds, headline(row), entry.status, row.according_to, entry.id))
    return Answer(DATED, tuple(rows))


def claims(ledger: Iterable[Claimed]) -> Answer:
    """The ledger: one row a claim; without an incident where people rejected its event."""
    return Answer(CLAIMS, tuple(_claims(ledger)))


def _claims(ledger: Iterable[Claimed]) -> Iterator[tuple[object, ...]]:
    for entry, claimed in groupby(ledger, key=lambda c: c.entry):
        what = headline(incident_row(entry)) if entry else ""
        for c in claimed:
            t, incident = c.telling, entry.id if entry else None
            said = (teller(t), t.stance, t.factuality, t.status)
            yield *said, what or clean(c.what), t.published, t.quote, c.state or None, incident


def disputes(entries: Iterable[Entry]) -> Answer:
    """One row a contradiction."""
    return Answer(DISPUTES, tuple(row for entry in entries for row in _disputes(entry)))


def _disputes(entry: Entry) -> Iterator[tuple[object, ...]]:
    what = headline(incident_row(entry))
    for d in entry.disputes:
        both = (
            d.one,
            d.one_source,
            d.other,
            d.other_source,
            d.one_quote,
            d.other_quote,
            d.one_published,
            d.other_published,
        )
        yield d.field, what, *both, entry.id


def target_list(name: str, lines: Iterable[Line]) -> Iterator[tuple[object, ...]]:
    """The rows of one target's timeline, columns TARGET: one an event and sentence that tells it."""
    for line in lines:
        day = None if line.date == NOT_DATED else line.date
        words: dict[tuple[str, str], list[str]] = {}
        for t in line.tellings:
            words.setdefault((t.document, " ".join(t.sentence.split())), []).append(t.word)
        for (document, sentence), told in words.items():
            yield name, day, ", ".join(told), sentence, document, line.why
