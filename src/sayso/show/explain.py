"""Why each value of an event is what it is: the rule or row that found it, with its words."""

from __future__ import annotations

from sayso.records import Event, Reading


def explain(reading: Reading, *, other: bool = False) -> str:
    """For each event: trigger, participants, place, time, sources and status, each with the rule that gave it."""
    shown = [e for e in reading.events if other or e.kind != "other"]
    return "\n".join("\n".join(_event(reading, e)) + "\n" for e in shown)


def _event(reading: Reading, event: Event) -> list[str]:
    text = reading.document.text
    lines = [f"{event.id} {event.kind}: {' '.join(event.sentence.of(text).split())}"]
    lines.append(_line("trigger", ", ".join(s.of(text) for s in event.triggers), f"frame {event.rule}"))
    for p in event.participants:
        lines.append(_line(p.role, f"{p.name} [{p.quote}]", f"slot {p.rule}"))
    lines.append(_place(reading, event))
    lines.append(_time(reading, event))
    lines.extend(_claims(reading, event))
    return [line for line in lines if line]


def _line(what: str, value: str, rule: str) -> str:
    return f"    {what:<10} {value}   ({rule})"


def _place(reading: Reading, event: Event) -> str:
    place = next((p for p in reading.places if p.id == event.place), None)
    if place is None:
        return ""
    where = f"{place.name} {place.country or ''} {place.gazetteer or 'unresolved'}".replace("  ", " ")
    return _line("place", where, f"{event.place_rule}; {place.rule or place.precision}")


def _time(reading: Reading, event: Event) -> str:
    if event.time is None:
        return ""
    quotes = ", ".join(t.quote for t in reading.times if t.id in event.time.times)
    days = f"{event.time.earliest or '?'} to {event.time.latest or '?'}"
    anchors = ", ".join(t.anchor or "no anchor" for t in reading.times if t.id in event.time.times)
    return _line("time", f"{quotes} = {days}", f"{event.time.rule}; {event.time.relation}; anchor {anchors}")


def _claims(reading: Reading, event: Event) -> list[str]:
    text = reading.document.text
    attributions = {a.id: a for a in reading.attributions}
    lines = []
    for claim in (c for c in reading.claims if c.event == event.id):
        for link in claim.chain:
            a = attributions[link]
            cue = a.cue.of(text) if a.cue else "no cue"
            lines.append(_line("source", f"{a.source.name} [{cue}] {a.stance}", f"rule {a.rule}"))
        if not claim.chain:
            lines.append(_line("source", "the report itself", "no attribution holds the trigger"))
        cues = ", ".join(f"“{c.of(text)}”" for c in claim.cues) or "no cue"
        lines.append(_line("status", f"{claim.status} {claim.factuality} by {cues}", f"{claim.rule}; {event.tense}"))
    return lines
