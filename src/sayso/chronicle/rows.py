"""A reading as the rows of the derived tables, in the order of their columns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from sayso.gathering.independence import named_sources
from sayso.ids import digest
from sayso.records import Attribution, Claim, Event, Participant, Quantity, Reading
from sayso.spans import Span

Row = tuple[Any, ...]
PUBLISHER_UNKNOWN = "the report itself"
LONGEST_SENTENCE = 2_000  # characters; longer ones are cut for the index
SENTENCE_BITS = 20  # a reading has up to a million rows in the index
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\n+")


def derived_rows(reading: Reading, number: int) -> Iterator[tuple[str, Sequence[Row]]]:
    """Table and rows, in an order that foreign keys allow; `number` is the reading's id."""
    ids = {event.id: event_key(reading, event) for event in reading.events if event.kind != "other"}
    kept = [event for event in reading.events if event.id in ids]
    claims = [claim for claim in reading.claims if claim.event in ids]
    yield (
        "entities",
        [(number, e.id, e.kind, e.name, e.country, e.sector, _roles(e.roles), _named(e)) for e in reading.entities],
    )
    yield "mentions", list(_mentions(reading, number))
    yield "equipment", [(number, q.id, q.name, q.class_, q.maker) for q in reading.equipment]
    yield (
        "places",
        [
            (number, p.id, p.name, p.country, p.lat, p.lon, p.precision, ", ".join(p.within) or None, p.gazetteer)
            for p in reading.places
        ],
    )
    yield (
        "times",
        [(number, t.id, *t.span, t.quote, t.type, t.value, t.earliest, t.latest) for t in reading.times],
    )
    yield "attributions", [_attribution(reading, number, a) for a in reading.attributions]
    yield "events", [_event(reading, number, event, ids[event.id]) for event in kept]
    yield "participants", [_participant(reading, ids[e.id], p) for e in kept for p in e.participants]
    sentence_of = {event.id: event.sentence for event in kept}
    named = named_sources(reading)
    yield "claims", [_claim(reading, ids[c.event], c, sentence_of[c.event], named) for c in claims]
    yield "quantities", [_quantity(number, q, ids.get(q.event or "")) for q in reading.quantities]
    first, text = first_sentence(number), reading.document.text
    yield "sentences", [(first + n, span.of(text), number, span.start) for n, span in enumerate(sentences(reading))]


def first_sentence(number: int) -> int:
    """The row of a reading's first sentence in the index: its sentences stand together, to be dropped at once."""
    return number << SENTENCE_BITS


def event_key(reading: Reading, event: Event) -> str:
    """The id of an event in a chronicle: copies of one text under two addresses have events of their own."""
    return digest(reading.document.id, event.key or event.id)[:20]


def sentences(reading: Reading) -> Iterator[Span]:
    """The sentences of a text for the index: cut at line ends and at stops before a capital."""
    return sentences_of(reading.document.text)


def sentences_of(text: str) -> Iterator[Span]:
    """The sentences of any text, cut in the same way."""
    start = 0
    for end in [*(m for m in _SENTENCE_END.finditer(text)), None]:
        stop = end.start() if end else len(text)
        for piece in range(start, stop, LONGEST_SENTENCE):
            yield Span(piece, min(stop, piece + LONGEST_SENTENCE))
        start = end.end() if end else stop


def _mentions(reading: Reading, number: int) -> Iterator[Row]:
    text = reading.document.text
    named = [(e.id, e.mentions) for e in reading.entities] + [(q.id, q.mentions) for q in reading.equipment]
    for local, mentions in named:
        yield from ((number, local, *m.span, m.quote, m.form) for m in mentions)
    for place in reading.places:
        yield from ((number, place.id, *span, span.of(text), "name") for span in place.mentions)


def _roles(roles: Sequence[Any]) -> str | None:
    return " · ".join(dict.fromkeys(role.quote for role in roles)) or None


def _named(entity: Any) -> int:
    return int(any(m.form == "name" for m in entity.mentions))


def _attribution(reading: Reading, number: int, found: Attribution) -> Row:
    cue = found.cue
    return (
        number, found.id, found.source.entity, found.source.name, found.source.kind, found.source.country,
        cue.start if cue else None, cue.stop if cue else None, cue.of(reading.document.text) if cue else None,
        json.dumps([list(span) for span in found.content]), found.stance, int(found.quoted), found.within,
    )  # fmt: skip


def _event(reading: Reading, number: int, event: Event, key: str) -> Row:
    text, word, time = reading.document.text, event.triggers[0], event.time
    return (
        key, number, reading.document.id, event.id, event.kind, word.of(text), *word, event.status, event.factuality,
        event.tense, event.outcome, event.count, time and time.relation, time and time.earliest, time and time.latest,
        event.place, event.sentence.of(text),
    )  # fmt: skip


def _participant(reading: Reading, key: str, found: Participant) -> Row:
    country = next((e.country for e in reading.entities if e.id == found.ref), None)
    return (key, found.role, found.ref, found.name, country, *found.span, found.quote)


def _quantity(number: int, found: Quantity, event: str | None) -> Row:
    teller = next(iter(found.attributions), None)
    return (
        number, found.id, event, found.of, found.filler, found.unit, found.low, found.high, found.value, *found.span,
        found.quote, teller, found.part_of,
    )  # fmt: skip


def _claim(reading: Reading, key: str, claim: Claim, sentence: Span, named: frozenset[str]) -> Row:
    attributions = {a.id: a for a in reading.attributions}
    names = [attributions[a].source.name or "an unnamed source" for a in claim.chain]
    publisher = reading.document.publisher or PUBLISHER_UNKNOWN
    words = claim.evidence[0].span if claim.evidence else sentence
    return (
        f"{key}.{claim.id}", key, claim.id, names[0] if names else publisher, ", via ".join(dict.fromkeys(names)),
        next((a for a in claim.chain if a in named), None), claim.stance, claim.factuality, claim.status,
        json.dumps([list(span) for span in claim.cues]), *words, words.of(reading.document.text),
    )  # fmt: skip
