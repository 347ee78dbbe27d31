"""The numbers of an event in words, and its dead and wounded as bounds: tolls side by side where sources differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.records import Event, Quantity, Reading

OF_PEOPLE = ("killed", "wounded", "detained", "displaced", "missing", "casualties")
_UNSAID = ("events", "items", "people")  # said by what was counted, or by the event's count
_DENIES = {"denies": "denied by ", "doubts": "doubted by "}


@dataclass(frozen=True, slots=True)
class Toll:
    """One figure: its words ("at least 12 killed"), its bounds, and who gives it ("" for the report itself)."""

    of: str
    words: str
    low: float | None
    high: float | None
    teller: str


def tolls_of(reading: Reading, event: Event) -> list[Toll]:
    """The figures of an event in order of text, parts of others left out, the same figure of one teller once."""
    mine = [q for q in reading.quantities if q.event == event.id and q.part_of is None and q.of != "events"]
    return list(dict.fromkeys(_toll(reading, q) for q in mine))


def _toll(reading: Reading, quantity: Quantity) -> Toll:
    said = {a.id: a for a in reading.attributions}
    nearest = next((said[a] for a in quantity.attributions if a in said), None)
    teller = _DENIES.get(nearest.stance, "") + (nearest.source.name or "") if nearest else ""
    low = quantity.low if quantity.low is not None else quantity.value
    high = quantity.value if quantity.approximate else quantity.high
    only_high = quantity.low is None and quantity.high is not None  # "up to 40"
    return Toll(quantity.of, _words(quantity), None if only_high else low, high, teller)


def _words(quantity: Quantity) -> str:
    quote = " ".join(quantity.quote.split())
    if quantity.of in OF_PEOPLE:
        return f"{quote} {quantity.of}"
    return f"{quote} {quantity.filler}" if quantity.of in _UNSAID and quantity.filler else quote


def told(tolls: Sequence[Toll]) -> str:
    """The figures as one cell, each once; where figures of one thing differ, with all who give it.

    "12 killed (the governor; doctors), 15 killed (the army)".
    """
    differ = {of for of in {t.of for t in tolls} if len({t.words.lower() for t in tolls if t.of == of}) > 1}
    given: dict[str, list[Toll]] = {}
    for toll in tolls:
        given.setdefault(toll.words.lower(), []).append(toll)
    return ", ".join(_cell(same, named=same[0].of in differ) for same in given.values())


def _cell(same: Sequence[Toll], *, named: bool) -> str:
    tellers = "; ".join(dict.fromkeys(t.teller for t in same if t.teller)) if named else ""
    return f"{same[0].words} ({tellers})" if tellers else same[0].words


def bounds(tolls: Sequence[Toll], of: str) -> tuple[str, str]:
    """The lowest and highest figure of one kind: ("12", "15"); empty where the text sets no bound."""
    figures = [t for t in tolls if t.of == of]
    lows = [t.low for t in figures if t.low is not None]
    highs = [t.high for t in figures if t.high is not None]
    return (f"{min(lows):.0f}" if lows else ""), (f"{max(highs):.0f}" if highs else "")
