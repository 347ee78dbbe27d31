"""A reading with what people corrected in it and added to it; the reading that was stored stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from sayso.gathering.placed import placed
from sayso.ids import event_id
from sayso.knowledge.phrases import folded
from sayso.knowledge.status import status_of
from sayso.records import (
    CORRECTABLE,
    FACTUALITIES,
    OUTCOMES,
    STATUSES,
    TENSES,
    Attribution,
    Claim,
    Decision,
    Event,
    EventTime,
    Evidence,
    Participant,
    Reading,
    Source,
)
from sayso.spans import Span

UNKNOWN = ("", "unknown")
BESIDE = "beside"  # among the fields of an addition: its words tell another event too
ROLE_OF = {"actors": "actor", "targets": "target", "equipment": "equipment"}
_MONTH = re.compile(r"\d{4}-\d{2}")


class Unfit(Exception):
    """A correction does not fit the text; the message says why."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A correction of, or an addition to, what a reading holds: the event's id within it, or where it is told."""

    decision: Decision
    event: str
    span: Span | None = None


def amended(reading: Reading, amendment: Amendment) -> Reading:
    """The reading with one correction or addition; Unfit when the text has nothing to hold it."""
    decision = amendment.decision
    if decision.verdict == "add":
        return _with_event(reading, amendment)
    assert decision.field is not None
    return corrected(reading, amendment.event, decision.field, decision.after or "", decision.id)


def corrected(reading: Reading, event: str, field: str, after: str, decision: str) -> Reading:
    """The reading with another value in a field (one of CORRECTABLE) of an event; "" for unknown."""
    found = next(e for e in reading.events if e.id == event)
    if field == "place":
        return _with_place(reading, found, after, decision)
    if field == "source":
        return _with_source(reading, found, after, decision)
    if field in ROLE_OF:
        return _with(reading, replace(found, participants=_parties(reading, found, field, after)))
    if field == "kind":
        return _with(reading, replace(found, kind=after, rule=f"decided {decision}"))
    if field == "status":
        return _with(reading, _as_status(found, after))
    if field == "time":
        return _with(reading, replace(found, time=_time(after, decision)))
    raise Unfit(f"{field!r} is no field that can be corrected ({', '.join(CORRECTABLE)})")


def _with(reading: Reading, event: Event) -> Reading:
    return replace(reading, events=tuple(event if e.id == event.id else e for e in reading.events))


def _as_status(event: Event, status: str) -> Event:
    """The event with the factuality, tense and outcome nearest to its own that make up a status."""
    if status not in STATUSES:
        raise Unfit(f"{status!r} is no status ({', '.join(STATUSES)})")
    own = (event.factuality, event.tense, event.outcome)
    ways = [w for w in product(FACTUALITIES, (None, *TENSES), (None, *OUTCOMES)) if status_of(*w) == status]
    factuality, tense, outcome = min(ways, key=lambda w: sum(a != b for a, b in zip(w, own, strict=True)))
    return replace(event, status=status, factuality=factuality, tense=tense, outcome=outcome)


def days_of(value: str) -> tuple[str, str] | None:
    """First and last day of "2024-05-06", "2024-05" or "2024-05-06/2024-05-08"; None for unknown.

    Raises Unfit for anything else.
    """
    if value in UNKNOWN:
        return None
    first, _, last = value.partition("/")
    try:
        days = _day(first, last=False), _day(last or first, last=True)
    except ValueError:
        raise Unfit(
            f"{value!r} is no day, month or span of days (2024-05-06, 2024-05, 2024-05-06/2024-05-08)"
        ) from None
    if days[0] > days[1]:
        raise Unfit(f"{value!r} ends before it begins")
    return days[0].isoformat(), days[1].isoformat()


def _day(value: str, *, last: bool) -> date:
    if not _MONTH.fullmatch(value):
        return date.fromisoformat(value)
    first = date.fromisoformat(f"{value}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1) if last else first


def _time(value: str, decision: str) -> EventTime | None:
    days = days_of(value)
    return EventTime((), "within", *days, f"decided {decision}") if days else None


def _with_place(reading: Reading, event: Event, name: str, decision: str) -> Reading:
    """Another place: one of the text under that name, else that of the gazetteer, if there is only one."""
    if name in UNKNOWN:
        return _with(reading, replace(event, place=None, place_rule=f"decided {decision}"))
    found = next((p for p in reading.places if folded(p.name) == folded(name)), None)
    if found is None:
        span = _nearest(name, reading.document.text, event)
        found = placed(f"place-{decision}", name, reading, (span,) if span else ())
        reading = replace(reading, places=(*reading.places, found))
    return _with(reading, replace(event, place=found.id, place_rule=f"decided {decision}"))


def _parties(reading: Reading, event: Event, field: str, names: str) -> tuple[Participant, ...]:
    """The participants with others in one role: names between semicolons, each as the text has it."""
    role = ROLE_OF[field]
    kept = [p for p in event.participants if p.role != role]
    wanted = [] if names in UNKNOWN else [name.strip() for name in names.split(";") if name.strip()]
    return (*kept, *(_participant(reading, event, role, name) for name in wanted))


def _participant(reading: Reading, event: Event, role: str, name: str) -> Participant:
    known = [(span, ref) for ref, called, span in _mentions(reading) if called == name]
    at = event.triggers[0].start
    if known:
        span, ref = min(known, key=lambda k: (abs(k[0].start - at), k))
        return Participant(role, ref, name, span, span.of(reading.document.text), "decided")
    found = _nearest(name, reading.document.text, event)
    if found is None:
        raise Unfit(f"the text does not have the words {name!r}; correct with words of the text, or write a note")
    return Participant(role, _mentioned(reading, found), name, found, found.of(reading.document.text), "decided")


def _mentioned(reading: Reading, span: Span) -> str | None:
    """Whom or what the reader found at a place."""
    return next((ref for ref, _, where in _mentions(reading) if where == span), None)


def _mentions(reading: Reading) -> Iterator[tuple[str, str, Span]]:
    """Id, name and place of every mention of people, bodies and equipment."""
    yield from ((e.id, e.name, m.span) for e in reading.entities for m in e.mentions)
    yield from ((q.id, q.name, m.span) for q in reading.equipment for m in q.mentions)


def _nearest(words: str, text: str, event: Event) -> Span | None:
    """Where words stand in a text, next to the event."""
    found = [m.span() for m in re.finditer(re.escape(words), text)]
    at = event.triggers[0].start
    return Span(*min(found, key=lambda s: abs(s[0] - at))) if found else None


def _with_source(reading: Reading, event: Event, name: str, decision: str) -> Reading:
    """Another source for what the report tells of an event; claims of other sources go with it."""
    claims = [c for c in reading.claims if c.event == event.id]
    if not claims:
        raise Unfit("nobody vouches for this event")
    claim, words = claims[0], claims[0].evidence[0].span if claims[0].evidence else event.sentence
    chain: tuple[str, ...] = ()
    if name not in UNKNOWN:
        link = Attribution(f"source-{decision}-{event.id}", _source(reading, event, name), None, (words,), claim.stance)
        reading, chain = replace(reading, attributions=(*reading.attributions, link)), (link.id,)
    kept = tuple(c for c in reading.claims if c.event != event.id)
    told = replace(claim, chain=chain, rule=f"decided {decision}")
    return _with(replace(reading, claims=(*kept, told)), replace(event, attributions=chain))


def _source(reading: Reading, event: Event, name: str) -> Source:
    entity = next((e for e in reading.entities if e.name == name), None)
    span = _nearest(name, reading.document.text, event)
    if entity is None and span is None:
        raise Unfit(f"the text does not have the words {name!r}; correct with words of the text, or write a note")
    return Source(entity.id if entity else None, name, None, span, entity.country if entity else None)


def _with_event(reading: Reading, amendment: Amendment) -> Reading:
    """The reading with an event that a person found; what is told of it is corrected in field by field."""
    decision, span = amendment.decision, amendment.span
    assert span is not None
    fields = json.loads(decision.after or "{}")
    fields.pop(BESIDE, None)
    version, text = reading.document.version, reading.document.text
    sentence = _sentence(text, span)
    event = Event(
        amendment.event, fields.pop("kind"), (span,), sentence=sentence, rule=f"decided {decision.id}",
        key=event_id(version, span),
    )  # fmt: skip
    event = _as_status(event, fields.pop("status", event.status))
    evidence = (Evidence(version, sentence, sentence.of(text)),)
    stance = "denies" if event.status == "negated" else "asserts"
    claim = Claim(
        f"claim-{decision.id}", event.id, (), stance, event.factuality, event.status, (), evidence, event.rule
    )
    reading = replace(reading, events=(*reading.events, event), claims=(*reading.claims, claim))
    for field, value in fields.items():
        reading = corrected(reading, event.id, field, value, decision.id)
    return reading


def _sentence(text: str, span: Span) -> Span:
    """The line of a place, from the stop before it to the one behind it."""
    starts = [m.end() for m in re.finditer(r"[.!?]\s+|\n+", text) if m.end() <= span.start]
    ends = [m.start() + 1 for m in re.finditer(r"[.!?](?=\s|$)|\n", text) if m.start() >= span.stop]
    return Span(max(starts, default=0), min(ends, default=len(text)))


def told_value(reading: Reading, event: str, field: str) -> str:
    """The value that a reading has in a field of an event, as `corrected` takes it."""
    found = next(e for e in reading.events if e.id == event)
    if field in ROLE_OF:
        return "; ".join(dict.fromkeys(p.name for p in found.participants if p.role == ROLE_OF[field]))
    if field == "place":
        return next((p.name for p in reading.places if p.id == found.place), "")
    if field == "time":
        return _span_of_days(found.time)
    if field == "source":
        names = {a.id: a.source.name or "" for a in reading.attributions}
        return "; ".join(dict.fromkeys(names[c.chain[0]] for c in reading.claims if c.event == event and c.chain))
    return str(getattr(found, field))


def _span_of_days(time: EventTime | None) -> str:
    if time is None or not (time.earliest or time.latest):
        return ""
    first, last = time.earliest or "", time.latest or ""
    return first if first == last else f"{first}/{last}"


def without(reading: Reading, events: Iterable[str]) -> Reading:
    """The reading without some of its events."""
    gone = set(events)
    return replace(reading, events=tuple(e for e in reading.events if e.id not in gone)) if gone else reading
