"""What reports of one incident contradict each other in: nothing is averaged, both sides are kept with their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from sayso.gathering.facts import EventFacts
from sayso.gathering.occasion import kilometres
from sayso.records import Dispute, Figure, Telling

FAR = 50.0  # kilometres between two towns that cannot both be the place
_FINE = ("point", "populated place")
_AGAINST = ("denies", "doubts")
_DONE, _UNDONE = ("happened",), ("negated", "failed")


def find_disputes(
    incident: str, facts: Sequence[EventFacts], tellings: Sequence[Telling], figures: Sequence[Figure]
) -> tuple[Dispute, ...]:
    """The contradictions within an incident: of time, place, numbers and status, each pair of values once.

    Two times contradict when they have no day in common, two places when they are towns over `FAR` kilometres apart,
    two numbers of one thing when their bounds have nothing in common, two sources when one asserts and the other denies
    or when one has it happen and the other fail.
    """
    by_event = {telling.event: telling for telling in reversed(tellings)}
    told = [(one, by_event[one.id]) for one in facts if one.id in by_event]
    found = [*_of_facts(incident, told), *_of_numbers(incident, figures), *_of_status(incident, tellings)]
    return tuple({(d.field, *sorted((d.one, d.other))): d for d in reversed(found)}.values())[::-1]


def _of_facts(incident: str, told: Sequence[tuple[EventFacts, Telling]]) -> Iterator[Dispute]:
    for (one, a), (other, b) in combinations(told, 2):
        for field, values in (("time", _times(one, other)), ("place", _places(one, other))):
            if values:
                yield Dispute(incident, field, *values, a.source, b.source, a.quote, b.quote)


def _times(one: EventFacts, other: EventFacts) -> tuple[str, str] | None:
    if None in (one.earliest, one.latest, other.earliest, other.latest):
        return None
    apart = str(one.latest) < str(other.earliest) or str(other.latest) < str(one.earliest)
    return (_days(one), _days(other)) if apart else None


def _days(facts: EventFacts) -> str:
    return str(facts.earliest) if facts.earliest == facts.latest else f"{facts.earliest} to {facts.latest}"


def _places(one: EventFacts, other: EventFacts) -> tuple[str, str] | None:
    a, b = one.place, other.place
    if a is None or b is None or a.precision not in _FINE or b.precision not in _FINE:
        return None
    far = kilometres(a, b)
    return (a.name, b.name) if far is not None and far > FAR else None


def _of_numbers(incident: str, figures: Sequence[Figure]) -> Iterator[Dispute]:
    for one, other in combinations(figures, 2):
        if (one.of, one.unit) == (other.of, other.unit) and _apart(one, other):
            values = (f"{one.quote} {one.of}", f"{other.quote} {other.of}")
            yield Dispute(incident, "number", *values, one.source, other.source, one.quote, other.quote)


def _apart(one: Figure, other: Figure) -> bool:
    """Whether no number is within the bounds of both."""
    return (one.high is not None and other.low is not None and one.high < other.low) or (
        other.high is not None and one.low is not None and other.high < one.low
    )


def _of_status(incident: str, tellings: Sequence[Telling]) -> Iterator[Dispute]:
    for one, other in combinations(tellings, 2):
        if one.source != other.source and _oppose(one, other):
            values = (_said(one), _said(other))
            yield Dispute(incident, "status", *values, one.source, other.source, one.quote, other.quote)


def _oppose(one: Telling, other: Telling) -> bool:
    for asserting, against in ((one, other), (other, one)):
        if asserting.stance in _AGAINST or asserting.status not in _DONE:
            continue
        if against.stance in _AGAINST or (against.status in _UNDONE and against.factuality == "CT-"):
            return True
    return False


def _said(telling: Telling) -> str:
    return {"denies": "denied", "doubts": "doubted"}.get(telling.stance, telling.status)
