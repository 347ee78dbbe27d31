"""Numbers that events carry: killed, wounded, detained, displaced, missing, people, items, money, distance, mass ...

Every value can be read again from its quote with `number_in`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sayso.knowledge.quantities import COUNTED, Number, Quantities, load_quantities, number_in
from sayso.reading import grammar as g
from sayso.reading.kit import Kit
from sayso.reading.quantities.counting import ITEMS, MONEY, PEOPLE, kind_of
from sayso.reading.quantities.numerals import Numeral, find_numerals
from sayso.reading.quantities.parts import whole_of
from sayso.reading.quantities.repeated import EVENTS, counted_event
from sayso.reading.quantities.whose import Triggers, event_of
from sayso.records import Event, Quantity

__all__ = ["find_quantities", "number_in"]
_UNDERGOES = frozenset({g.OBJECT, g.PASSIVE_SUBJECT})
_DETERMINERS = (g.DETERMINES, g.PREDETERMINER, g.POSSESSOR)
_KNOWN = frozenset({"the", "these", "those"})


@dataclass(frozen=True, slots=True)
class _Count:
    """A number with what it is of, its event, and the count that it is a part of (itself: of one without number)."""

    numeral: Numeral
    number: Number
    of: str
    unit: str | None
    event: Event | None
    whole: Numeral | None = None


def find_quantities(parsed: g.Parsed, kit: Kit, events: tuple[Event, ...]) -> tuple[Quantity, ...]:
    """The quantities of a text, each with the event whose trigger governs it or shares its clause, in text order.

    Casualties, arrests and the like are kept without an event too; all else only with one. Bounds: "at least 12" is
    12 to None, "up to 40" None to 40, "nearly 200" has a value alone, "dozens" only a lower bound. `part_of` names the
    quantity that one is a part of: "40 people, including three children".
    """
    known = load_quantities()
    counts = _parted(parsed, known, list(_counts(parsed, kit, known, Triggers.of(parsed, events))))
    kept = [c for c in counts if _is_kept(parsed, known, c) and not _are_sources(parsed, kit, c)]
    ids = {c.numeral.first: f"n{n}" for n, c in enumerate(kept, 1)}
    return tuple(_quantity(parsed, c, ids) for c in kept)


def _counts(parsed: g.Parsed, kit: Kit, known: Quantities, triggers: Triggers) -> Iterator[_Count]:
    for numeral in find_numerals(parsed, known, lambda words: kit.equipment.designation(words) is not None):
        number = number_in(numeral.span(parsed).of(parsed.text))
        if number is not None:
            of, unit = kind_of(parsed, kit, known, numeral)
            repeated = counted_event(parsed, known, triggers, numeral.counted) if of == ITEMS else None
            event = repeated or event_of(parsed, triggers, numeral, known.row(of))
            yield _Count(numeral, number, EVENTS if repeated else of, unit, event)


# --- parts of others -----------------------------------------------------------------------------------------------


def _parted(parsed: g.Parsed, known: Quantities, counts: list[_Count]) -> list[_Count]:
    """The counts with their wholes; a part of the dead is one of the dead, of the same event. Those of whom only some
    are told of are left out: the 64 of "58 of 64 drones"."""
    found: list[_Count] = []
    for n, count in enumerate(counts):
        after = counts[n + 1] if n + 1 < len(counts) else None
        if found and _is_some_of(found[-1], count) and count.of not in COUNTED:
            continue
        if after is not None and _is_some_of(count, after):
            found.append(replace(count, whole=after.numeral) if count.of == after.of and count.of in COUNTED else count)
        else:
            found.append(_as_part(parsed, known, count, found))
    return found


def _is_some_of(count: _Count, whole: _Count) -> bool:
    """Whether "of" joins a number to the next: "seven of the 12 dead"."""
    number = count.numeral
    return number.counted is not number.lead and number.last < whole.numeral.first <= number.counted.index


def _as_part(parsed: g.Parsed, known: Quantities, count: _Count, before: list[_Count]) -> _Count:
    whole = whole_of(parsed, known, count.numeral, [c.numeral for c in before]) if not count.unit else None
    if whole is None:
        return count
    if whole is count.numeral:
        return replace(count, of=PEOPLE if count.of in COUNTED else count.of)
    other = next(c for c in before if c.numeral is whole)
    if other.unit or other.of not in (count.of, *COUNTED) or count.of not in (other.of, PEOPLE, ITEMS):
        return count
    return replace(count, of=other.of, event=other.event, whole=other.whole or whole)


# --- what is worth telling -----------------------------------------------------------------------------------------


def _is_kept(parsed: g.Parsed, known: Quantities, count: _Count) -> bool:
    if count.of in COUNTED:
        return True
    return count.event is not None and (count.unit is not None or _is_telling(parsed, known, count))


def _are_sources(parsed: g.Parsed, kit: Kit, count: _Count) -> bool:
    """Whether those counted only tell of it: "two officials said", "three witnesses confirmed"."""
    lead = g.first_conjunct(parsed, count.numeral.lead.index)
    word = kit.reporting.verb(parsed.tokens[lead.head].lemma)
    return count.of == PEOPLE and lead.role == g.SUBJECT and word is not None and word.act == "says"


def _is_telling(parsed: g.Parsed, known: Quantities, count: _Count) -> bool:
    """Whether a plain number says how many of what took part: not "one official", "the two sides", a bare "12"."""
    numeral = count.numeral
    words = {t.lower for t in parsed.tokens[numeral.first : numeral.last + 1]}
    if numeral.alone:
        return bool(words & known.vague.keys())
    if count.number.value == 1 and len(words) == 1:
        return numeral.lead.role in _UNDERGOES and _is_governed(parsed, count)
    return count.number.value != 2 or not _is_known(parsed, numeral)


def _is_governed(parsed: g.Parsed, count: _Count) -> bool:
    head = parsed.tokens[count.numeral.lead.head].span
    return count.event is not None and any(head.overlaps(trigger) for trigger in count.event.triggers)


def _is_known(parsed: g.Parsed, numeral: Numeral) -> bool:
    """Whether what is counted is known already: "the two men", "these two", "its two carriers"."""
    before = [k for k in g.children(parsed, numeral.counted.index, *_DETERMINERS) if k.index < numeral.first]
    return any(k.role == g.POSSESSOR or k.lower in _KNOWN for k in before)


# --- the record ----------------------------------------------------------------------------------------------------


def _quantity(parsed: g.Parsed, count: _Count, ids: dict[int, str]) -> Quantity:
    span = count.numeral.span(parsed)
    low, value, high, approximate = count.number
    return Quantity(
        id=ids[count.numeral.first],
        event=count.event.id if count.event else None,
        of=count.of,
        unit=count.unit,
        low=low,
        high=high,
        value=value,
        approximate=approximate,
        span=span,
        quote=span.of(parsed.text),
        filler=None if count.unit or count.of == MONEY else _filler(parsed, count.numeral),
        part_of=ids.get(count.whole.first) if count.whole else None,
    )


def _filler(parsed: g.Parsed, numeral: Numeral) -> str | None:
    """The words that tell what is counted, from after the number to the end of its noun."""
    start, stop = numeral.last + 1, numeral.counted.index
    if stop < start:
        return None
    if parsed.tokens[start].lower == "of":
        start += 1
    start = next((i + 1 for i in range(stop - 1, start - 1, -1) if parsed.tokens[i].pos == g.NUMBER), start)
    while start < stop and parsed.tokens[start].pos == g.DETERMINER:
        start += 1
    return parsed.text[parsed.tokens[start].start : parsed.tokens[stop].stop]
