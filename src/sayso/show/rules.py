"""The text with labelled rules beneath each line: what stands where, as in a marked-up test sentence."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.records import Event, Reading
from sayso.spans import Span

WIDTH = 110
_RULE = "─"


@dataclass(frozen=True, slots=True)
class Label:
    span: Span
    words: str


def to_rules(reading: Reading, *, other: bool = False, width: int = WIDTH) -> str:
    """Each event's sentence with rules for its trigger, participants, place, time and source."""
    shown = [e for e in reading.events if other or e.kind != "other"]
    return "\n".join(_event(reading, event, width) for event in shown)


def labels_of(reading: Reading, event: Event) -> list[Label]:
    """What is marked for an event, in order of text, everything within its sentence."""
    found = [Label(span, f"{event.kind} {event.status}") for span in event.triggers]
    found += [Label(p.span, p.role) for p in event.participants]
    if event.time:
        found += [Label(t.span, "time") for t in reading.times if t.id in event.time.times]
    found += [Label(s, "place") for p in reading.places if p.id == event.place for s in p.mentions]
    for attribution in reading.attributions:
        if attribution.id in event.attributions:
            found += [Label(attribution.source.span, "source")] if attribution.source.span else []
            found += [Label(attribution.cue, "cue")] if attribution.cue else []
    inside = {label for label in found if event.sentence.covers(label.span)}
    return sorted(inside, key=lambda label: (label.span.start, -label.span.stop, label.words))


def _event(reading: Reading, event: Event, width: int) -> str:
    text = event.sentence.of(reading.document.text)
    labels = [Label(lb.span.shift(-event.sentence.start), lb.words) for lb in labels_of(reading, event)]
    lines = [f"{event.id} {event.kind}"]
    start = 0
    for part in textwrap.wrap(text, width, drop_whitespace=False, break_long_words=True) or [""]:
        lines.append(part.replace("\n", " ").rstrip())
        lines.extend(_rules(labels, Span(start, start + len(part))))
        start += len(part)
    return "\n".join(lines) + "\n"


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
