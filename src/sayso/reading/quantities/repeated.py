"""How often an event was, as numbers before its noun say: "five nuclear tests", "three rounds of talks"."""

from __future__ import annotations

from dataclasses import replace

from sayso.knowledge.quantities import Quantities, load_quantities
from sayso.reading import grammar as g
from sayso.reading.quantities.whose import OTHER, Triggers
from sayso.records import Event, Quantity

EVENTS = "events"


def counted_event(parsed: g.Parsed, known: Quantities, triggers: Triggers, counted: g.Token) -> Event | None:
    """The event that a counted noun names: "two raids", "three waves of raids"; None for things and people."""
    nouns = [counted, *(g.prepositional(parsed, counted.index, "of") if counted.lemma in known.series else ())]
    return next((e for e in (_named_by(parsed, triggers, noun) for noun in nouns) if e is not None), None)


def _named_by(parsed: g.Parsed, triggers: Triggers, noun: g.Token) -> Event | None:
    """The event of one of the kinds that a noun names: its trigger's head, not "shell" of "fired a shell"."""
    event = triggers.at.get(noun.index)
    if event is None or event.kind == OTHER:
        return None
    return event if any(parsed.head_of(t) is noun for t in event.triggers if t.overlaps(noun.span)) else None


def repeated_events(parsed: g.Parsed, events: tuple[Event, ...], quantities: tuple[Quantity, ...]) -> tuple[Event, ...]:
    """The events with the counts that their own sentence gives them; None for "several", "dozens", "a series of".

    A number before another mention of an event leaves it one: it may sum up more than the one that was told.
    """
    counts = {q.event: q for q in quantities if q.of == EVENTS}
    return tuple(_repeated(parsed, event, counts.get(event.id)) for event in events)


def _repeated(parsed: g.Parsed, event: Event, quantity: Quantity | None) -> Event:
    if event.count != 1:
        return event
    if quantity is not None and event.sentence.covers(quantity.span):
        whole = quantity.value is not None and quantity.value >= 1 and quantity.value == int(quantity.value)
        return replace(event, count=int(quantity.value or 1) if whole and not quantity.approximate else None)
    return replace(event, count=None) if _is_of_series(parsed, event) else event


def _is_of_series(parsed: g.Parsed, event: Event) -> bool:
    """Whether the leading trigger stands in "a series of tests"."""
    if event.kind == OTHER:
        return False
    noun = parsed.head_of(event.triggers[0])
    if noun is None or noun.form != g.PLURAL or noun.role != g.PREPOSITION_OBJECT:
        return False
    preposition = parsed.tokens[noun.head]
    return preposition.lower == "of" and parsed.tokens[preposition.head].lemma in load_quantities().series
