"""Look events up in a reading by kind and word, and see their slots as plain words."""

from __future__ import annotations

from sayso.records import Claim, Event, Reading


def events_of(reading: Reading, kind: str, word: str) -> list[Event]:
    """The events of a kind one of whose triggers has this word, in order of text."""
    text = reading.document.text
    return [e for e in reading.events if e.kind == kind and any(word in t.of(text) for t in e.triggers)]


def event_of(reading: Reading, kind: str, word: str) -> Event:
    """The one event of a kind with this word; fails with what was found instead."""
    found = events_of(reading, kind, word)
    text = reading.document.text
    told = [(e.kind, [t.of(text) for t in e.triggers]) for e in reading.events if e.kind != "other"]
    assert len(found) == 1, f"{kind} {word!r}: {len(found)} events; all events: {told}"
    return found[0]


def names(event: Event, role: str) -> set[str]:
    """The names of those who fill a role."""
    return {p.name for p in event.participants if p.role == role}


def sources(reading: Reading, event: Event, stance: str | None = None) -> set[str]:
    """The names nearest the fact in the chains of an event's claims; "" for the report's own voice."""
    attributions = {a.id: a for a in reading.attributions}
    claims = [c for c in claims_of(reading, event) if stance is None or c.stance == stance]
    return {attributions[c.chain[0]].source.name or "unnamed" if c.chain else "" for c in claims}


def claims_of(reading: Reading, event: Event) -> list[Claim]:
    return [c for c in reading.claims if c.event == event.id]


def place_of(reading: Reading, event: Event) -> str | None:
    return next((p.name for p in reading.places if p.id == event.place), None)


def days_of(event: Event) -> tuple[str | None, str | None]:
    return (event.time.earliest, event.time.latest) if event.time else (None, None)


def time_words(reading: Reading, event: Event) -> list[str]:
    """The expressions that date an event, as the text has them."""
    wanted = event.time.times if event.time else ()
    return [t.quote for t in reading.times if t.id in wanted]
