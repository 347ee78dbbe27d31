"""Why each value of an event is what it is: the rule or row that found it, with its words."""

from __future__ import annotations

from sayso.export.days import show_time
from sayso.export.printable import printable
from sayso.export.rows import MARKS, own_voice
from sayso.knowledge.own_kinds import OWN
from sayso.records import Attribution, Claim, Event, Quantity, Reading

_LEGEND = """\
Where the rules stand, in the folder src/sayso: the file behind "frame" has the row of a trigger and its slots;
knowledge/en/reporting.csv the cues of sources; knowledge/en/cues.toml the words that set certainty;
knowledge/world/status.toml how factuality, tense and outcome make a status. docs/frames.md explains slots.
"""


def explain(reading: Reading, *, other: bool = False) -> str:
    """For each event: trigger, participants, place, time, sources and status, each with the rule that gave it."""
    shown = [e for e in reading.events if other or e.kind != "other"]
    if not shown:
        return "No events found.\n"
    return printable("\n".join("\n".join(_event(reading, e)) + "\n" for e in shown) + "\n" + _LEGEND)


def frame_row(rule: str | None) -> str:
    """Which file and row a frame's id names: "visit.inspect.3" is the trigger "inspect" of frames/visit.toml."""
    file, _, rest = (rule or "").partition(".")
    words = rest.rpartition(".")[0].replace("-", " ")
    where = f"your {file.removeprefix(OWN)}.toml" if file.startswith(OWN) else f"knowledge/en/frames/{file}.toml"
    return f"frame {rule}: “{words}” in {where}" if words else f"{rule or 'no frame'}"


def _event(reading: Reading, event: Event) -> list[str]:
    text = reading.document.text
    lines = [f"{event.id} {event.kind}: {' '.join(event.sentence.of(text).split())}"]
    lines.append(_line("trigger", ", ".join(s.of(text) for s in event.triggers), frame_row(event.rule)))
    for p in event.participants:
        quote = "" if p.quote == p.name else f" [{p.quote}]"
        lines.append(_line(p.role, f"{p.name}{quote}", f"slot {p.rule}"))
    lines.append(_place(reading, event))
    lines.append(_time(reading, event))
    lines += [_number(reading, q) for q in reading.quantities if q.event == event.id]
    for claim in (c for c in reading.claims if c.event == event.id):
        lines.extend(_claim(reading, event, claim))
    return [" ".join(line.split("\n")) for line in lines if line]


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
    times = [t for t in reading.times if t.id in event.time.times]
    quotes = ", ".join(f"“{t.quote}”" for t in times)
    shown = show_time(event.time, reading.times)
    anchors = ", ".join(t.anchor or "nothing" for t in times)
    told = quotes if shown.startswith("“") else f"{quotes} = {shown}"
    return _line("time", told, f"{event.time.rule}; {event.time.relation}; counted from {anchors}")


def _number(reading: Reading, quantity: Quantity) -> str:
    """A figure with what it counts, its bounds and who gives it."""
    said = {a.id: a.source.name or "an unnamed source" for a in reading.attributions}
    ends = [f"{n:,.15g}" if n is not None else "?" for n in (quantity.low, quantity.value, quantity.high)]
    by = ", via ".join(said[a] for a in quantity.attributions if a in said) or own_voice(reading)
    part = f"; part of {quantity.part_of}" if quantity.part_of else ""
    what = " ".join(w for w in (f"“{quantity.quote}”", quantity.filler, quantity.unit) if w)
    bounds = f"at least {ends[0]}, best {ends[1]}, at most {ends[2]}"
    return _line(quantity.of, what, f"{quantity.id}: {bounds}; by {by}{part}")


def _claim(reading: Reading, event: Event, claim: Claim) -> list[str]:
    """A line for each link of the chain, then the status with the words that license it."""
    text = reading.document.text
    attributions = {a.id: a for a in reading.attributions}
    lines = [_source(attributions[link], text) for link in claim.chain]
    if not claim.chain:
        lines.append(_line("source", own_voice(reading), "no attribution holds the trigger"))
    cues = ", ".join(f"“{c.of(text)}”" for c in claim.cues)
    status = f"{MARKS[claim.status]} {claim.status}, {claim.stance}" + (f", by {cues}" if cues else "")
    tense = f"{event.tense or 'no'} tense" + (f", {event.outcome}" if event.outcome else "")
    lines.append(_line("status", status, f"{claim.factuality}: {claim.rule or 'plain'}; {tense}"))
    return lines


def _source(attribution: Attribution, text: str) -> str:
    cue = f"“{attribution.cue.of(text)}”" if attribution.cue else "no cue"
    name = attribution.source.name or "an unnamed source"
    return _line("source", f"{name}, by {cue}, {attribution.stance}", f"rule {attribution.rule}")
