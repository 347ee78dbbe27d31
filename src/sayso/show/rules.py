"""The text with labelled rules beneath each line: what stands where, as in a marked-up test sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.export.printable import printable
from sayso.export.rows import MARKS, according_to, by_whom
from sayso.records import Event, Reading
from sayso.spans import Span

WIDTH = 110
_RULE = "─"


@dataclass(frozen=True, slots=True)
class Label:
    span: Span
    words: str


def to_rules(reading: Reading, *, other: bool = False, width: int = WIDTH) -> str:
    """Each event's sentence with rules for its trigger, participants, place, time, source and cue."""
    shown = [e for e in reading.events if other or e.kind != "other"]
    if not shown:
        return "No events found.\n"
    return printable("\n".join(_event(reading, event, width) for event in shown))


def labels_of(reading: Reading, event: Event) -> list[Label]:
    """What is marked for an event within its sentence, in order of text; words with two parts get one label."""
    names: dict[Span, list[str]] = {}
    for span, name in _marked(reading, event):
        if event.sentence.covers(span) and name not in names.setdefault(span, []):
            names[span].append(name)
    labels = [Label(span, ", ".join(found)) for span, found in names.items() if found]
    return sorted(labels, key=lambda label: (label.span.start, -label.span.stop, label.words))


def _marked(reading: Reading, event: Event) -> Iterator[tuple[Span, str]]:
    for span in event.triggers:
        yield span, event.kind
    for participant in event.participants:
        yield participant.span, participant.role
    for place in (p for p in reading.places if p.id == event.place):
        yield from ((span, "place") for span in place.mentions)
    for time in (t for t in reading.times if event.time and t.id in event.time.times):
        yield time.span, "time"
    for attribution in (a for a in reading.attributions if a.id in event.attributions):
        yield from ((span, "source") for span in [attribution.source.span] if span)
        yield from ((span, "cue") for span in [attribution.cue] if span)


def _event(reading: Reading, event: Event, width: int) -> str:
    text = event.sentence.of(reading.document.text)
    labels = [Label(lb.span.shift(-event.sentence.start), lb.words) for lb in labels_of(reading, event)]
    status = f"{MARKS[event.status]} {event.status}"
    lines = [f"{event.id} {event.kind} {status}, {by_whom(according_to(reading, event))}"]
    for line in _lines(text, width):
        lines.append(line.of(text).replace("\n", " ").replace("\t", " ").rstrip())
        lines.extend(_rules(labels, line))
    return "\n".join(lines) + "\n"


def _lines(text: str, width: int) -> Iterator[Span]:
    """The text in lines of at most `width` characters, broken behind a space where there is one."""
    start = 0
    while len(text) - start > width:
        space = max(text.rfind(" ", start, start + width), text.rfind("\n", start, start + width))
        stop = space + 1 if space > start else start + width
        yield Span(start, stop)
        start = stop
    yield Span(start, len(text))


def _rules(labels: Sequence[Label], line: Span) -> list[str]:
    """As many rows of rules as the labels of a line need without overlap."""
    rows: list[str] = []
    for label in labels:
        if not label.span.overlaps(line):
            continue
        left = max(label.span.start, line.start) - line.start
        length = max(min(label.span.stop, line.stop) - line.start - left, 1)
        words = (label.words if label.span.start >= line.start else "").ljust(length, _RULE)
        row = next((n for n, text in enumerate(rows) if len(text) + (len(text) > 0) <= left), None)
        if row is None:
            rows.append("")
            row = len(rows) - 1
        rows[row] = rows[row].ljust(left) + words
    return rows
