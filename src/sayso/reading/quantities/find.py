"""Numbers that events carry: killed, wounded, detained, displaced, missing, people, items, money, distance, mass ...

Every value can be read again from its quote with `number_in`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sayso.knowledge.quantities import COUNTED, Quantities, load_quantities, number_in
from sayso.reading import grammar as g
from sayso.reading.kit import Kit
from sayso.reading.quantities.counting import MONEY, kind_of
from sayso.reading.quantities.numerals import Numeral, find_numerals
from sayso.records import Event, Quantity

__all__ = ["find_quantities", "number_in"]


def find_quantities(parsed: g.Parsed, kit: Kit, events: tuple[Event, ...]) -> tuple[Quantity, ...]:
    """The quantities of a text, each with the event whose trigger governs it or shares its clause, in text order.

    Casualties, arrests and the like are kept without an event too; all else only with one. Bounds: "at least 12" is
    12 to None, "up to 40" None to 40, "nearly 200" has a value alone, "dozens" only a lower bound.
    """
    known = load_quantities()
    triggers = _trigger_tokens(parsed, events)
    return tuple(
        replace(quantity, id=f"n{number}") for number, quantity in enumerate(_found(parsed, kit, known, triggers), 1)
    )


def _found(parsed: g.Parsed, kit: Kit, known: Quantities, triggers: dict[int, str]) -> Iterator[Quantity]:
    for numeral in find_numerals(parsed, known):
        of, unit = kind_of(parsed, kit, known, numeral)
        event = _event(parsed, numeral.counted, triggers)
        if of in COUNTED or (event is not None and (unit or _is_telling(parsed, known, numeral))):
            quantity = _quantity(parsed, numeral, of, unit, event)
            if quantity is not None:
                yield quantity


def _is_telling(parsed: g.Parsed, known: Quantities, numeral: Numeral) -> bool:
    """Whether a plain number says what it counts, or is a word for a crowd ("thousands marched")."""
    return not numeral.alone or any(t.lower in known.vague for t in parsed.tokens[numeral.first : numeral.last + 1])


def _quantity(parsed: g.Parsed, numeral: Numeral, of: str, unit: str | None, event: str | None) -> Quantity | None:
    span = numeral.span(parsed)
    quote = span.of(parsed.text)
    number = number_in(quote)
    if number is None:
        return None
    filler = None if unit or of == MONEY else _filler(parsed, numeral)
    low, value, high, approximate = number
    return Quantity("n0", event, of, unit, low, high, value, approximate, span, quote, filler)


def _filler(parsed: g.Parsed, numeral: Numeral) -> str | None:
    """The words that tell what is counted, from after the number to the end of its noun."""
    start, stop = numeral.last + 1, numeral.counted.index
    if stop < start:
        return None
    if parsed.tokens[start].lower == "of":
        start += 1
    while start < stop and parsed.tokens[start].pos in (g.DETERMINER, g.NUMBER):
        start += 1
    return parsed.text[parsed.tokens[start].start : parsed.tokens[stop].stop]


def _trigger_tokens(parsed: g.Parsed, events: tuple[Event, ...]) -> dict[int, str]:
    found: dict[int, str] = {}
    for event in events:
        for trigger in event.triggers:
            for token in parsed.tokens_in(trigger):
                found.setdefault(token.index, event.id)
    return found


def _event(parsed: g.Parsed, counted: g.Token, triggers: dict[int, str]) -> str | None:
    """The event whose trigger governs a noun, else the first one whose trigger stands in the same clause."""
    above = [counted, *g.ancestors(parsed, counted.index)]
    governing = next((triggers[t.index] for t in above if t.index in triggers), None)
    if governing is not None:
        return governing
    clause = next((t for t in above if t.pos in (g.VERB, g.AUX)), None)
    below = g.subtree(parsed, clause.index) if clause else ()
    return next((triggers[t.index] for t in below if t.index in triggers), None)
