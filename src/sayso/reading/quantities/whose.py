"""Which event a number belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.knowledge.quantities import Counted
from sayso.reading import grammar as g
from sayso.reading.quantities.numerals import Numeral
from sayso.records import Event

OTHER = "other"
_TIMES = frozenset({g.DATE, g.TIME_OF_DAY})
_TOLD = frozenset({"happened", "possible"})
_FAR = 8  # sentences back to the event that a toll without one of its own is of


@dataclass(frozen=True, slots=True)
class Triggers:
    """The events of a text by the tokens of their triggers, in order of text."""

    at: dict[int, Event]

    @staticmethod
    def of(parsed: g.Parsed, events: tuple[Event, ...]) -> Triggers:
        found: dict[int, Event] = {}
        for event in events:
            for trigger in event.triggers:
                for token in parsed.tokens_in(trigger):
                    found.setdefault(token.index, event)
        return Triggers(dict(sorted(found.items())))


def event_of(parsed: g.Parsed, triggers: Triggers, numeral: Numeral, row: Counted | None) -> Event | None:
    """The event of a number: the one whose trigger governs it or stands in its clause.

    A toll (`row`) goes first to an event of a kind that has tolls, there or up to eight sentences before: "the strike
    hit a market; 12 people died".
    """
    near = list(_near(parsed, triggers, numeral))
    if row is None:
        return near[0] if near else None
    bearing = next((e for e in near if e.kind in row.events), None)
    if bearing is not None:
        return bearing
    if all(e.kind == OTHER for e in near) and not _is_dated(parsed, numeral):
        return _earlier(parsed, triggers, numeral, row) or (near[0] if near else None)
    return near[0] if near else None


def _near(parsed: g.Parsed, triggers: Triggers, numeral: Numeral) -> Iterator[Event]:
    """Events whose trigger governs the number, the nearest first, then those in the clause, its own words first."""
    above = [numeral.counted, *g.ancestors(parsed, numeral.counted.index)]
    for token in above:
        if token.index in triggers.at:
            yield triggers.at[token.index]
    clause = next((t for t in above if t.pos in (g.VERB, g.AUX)), None)
    for top in (numeral.lead, clause):
        for token in g.subtree(parsed, top.index) if top else ():
            if token.index in triggers.at:
                yield triggers.at[token.index]


def _is_dated(parsed: g.Parsed, numeral: Numeral) -> bool:
    """Whether the sentence tells of a time of its own, so that its dead may be others than those told of before."""
    sentence = parsed.sentence_of(numeral.first)
    return any(n.label in _TIMES and sentence.first <= n.first <= sentence.last for n in parsed.names)


def _earlier(parsed: g.Parsed, triggers: Triggers, numeral: Numeral, row: Counted) -> Event | None:
    """The latest event before a number that may have such a toll."""
    sentence = parsed.tokens[numeral.first].sentence
    start = parsed.sentences[max(0, sentence - _FAR)].first
    for index in range(numeral.first - 1, start - 1, -1):
        event = triggers.at.get(index)
        if event is not None and event.kind in row.events and event.status in _TOLD:
            return event
    return None
