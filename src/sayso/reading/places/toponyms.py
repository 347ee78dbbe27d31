"""Find the words of a text that name places, and what each may be.

The model's names for places come first; then words that the gazetteer knows and whose surroundings speak for a place:
a preposition of place before it, a state or province after a comma, a dateline, the same word as a place elsewhere in
the text (`votes`). A nationality is no place, and a capital that acts stands for its state (`doubts`).
"""

from __future__ import annotations

from dataclasses import replace

from sayso.knowledge.gazetteer import TOWNS, Gazetteer, fold
from sayso.reading import grammar as g
from sayso.reading.kit import Kit
from sayso.reading.places.bounds import atoms, ends_from, trimmed, widened
from sayso.reading.places.candidates import toponym_at
from sayso.reading.places.doubts import is_no_place, is_seat_acting, state_meant
from sayso.reading.places.scan import LONGEST, PLACE_LABELS, Scan, Toponym, is_capital
from sayso.reading.places.votes import CONTAINERS, VOTED, vote, within
from sayso.records import Entity


def find_toponyms(parsed: g.Parsed, kit: Kit, entities: tuple[Entity, ...]) -> tuple[Toponym, ...]:
    """The mentions of places, in order of text, none overlapping; with `state` those that may stand for a state."""
    scan = Scan(parsed, kit, entities)
    found = sorted([*_named(scan), *_unnamed(scan)], key=lambda t: t.span)
    chained = linked(found, parsed.text, kit.gazetteer)
    return tuple(_with_state(scan, t) for t in chained if not is_seat_acting(scan, t))


def _with_state(scan: Scan, toponym: Toponym) -> Toponym:
    state = state_meant(scan, toponym)
    return toponym if state is None else replace(toponym, state=state)


def _named(scan: Scan) -> list[Toponym]:
    """What the model took for places, cut and widened to whole names."""
    found = []
    for name in scan.parsed.names:
        if name.label in PLACE_LABELS:
            for first, last in atoms(scan, name.first, name.last, name.label):
                toponym = toponym_at(scan, *widened(scan, first, last), rule="model")
                if not is_no_place(scan, toponym, name.label):
                    found.append(toponym)
    found = _apart(found)
    for toponym in found:
        scan.taken.update(range(toponym.first, toponym.last + 1))
        if toponym.candidates and toponym.exact:
            scan.known.add(fold(toponym.name))
    return found


def _unnamed(scan: Scan) -> list[Toponym]:
    """Names that the gazetteer knows and whose surroundings speak for a place."""
    found, beyond = _told_by_kind(scan), -1
    for index in [t.index for t in scan.tokens if t.text[:1].isupper()]:
        match = _match(scan, index) if index > beyond else None
        if match is None:
            continue
        beyond, rule = match
        first, last = widened(scan, index, beyond)
        if not scan.taken.intersection(range(first, last + 1)):
            found.append(toponym_at(scan, first, last, rule=rule))
    return _apart(found)


def _match(scan: Scan, first: int) -> tuple[int, str] | None:
    """The last token and the rule of the longest name of a place that begins at a token."""
    if first in scan.taken or first in scan.inside_bodies or len(scan.tokens[first].text) < 2:
        return None
    after = scan.next_word(first)
    if after is not None and is_known_land(scan, first, after):
        return after.index, "kind word"
    for last in _ends(scan, first):
        words = scan.slice(first, last)
        found = scan.candidates(words)
        if found and scan.nations.demonym(words) is None:
            rule = vote(scan, first, last, found)
            if rule:
                return last, rule
    return None


def is_known_land(scan: Scan, first: int, after: g.Token) -> bool:
    """Whether an adjective and a small-letter word name a water or land together: "the Korean peninsula"."""
    natural = scan.words.after.get(after.lower) in ("sea", "land") and not is_capital(after)
    return natural and bool(scan.candidates(scan.slice(first, after.index)))


def _ends(scan: Scan, first: int) -> list[int]:
    """Where a name that begins at a token may end, the farthest first; a person's name is whole or none."""
    name = scan.name_at.get(first)
    if name is None or name.label in VOTED - {g.PERSON}:
        return ends_from(scan, first, first, first + LONGEST)[::-1]
    begin, end = trimmed(scan, name.first, name.last)
    return [end] if name.label == g.PERSON and begin == first else []


def _told_by_kind(scan: Scan) -> list[Toponym]:
    """Names that the gazetteer lacks, after the word for their kind: "the village of Prisi"."""
    found = []
    for name in scan.parsed.names:
        if name.label not in VOTED or name.first in scan.taken or name.first in scan.inside_bodies:
            continue
        first, last = trimmed(scan, name.first, name.last)
        word = scan.word_of(first) if first <= last else None
        told = word is not None and word.lower in scan.words.settlements
        if told and not scan.candidates(scan.slice(first, last)):
            found.append(toponym_at(scan, first, last, rule="kind word"))
    return found


def _apart(found: list[Toponym]) -> list[Toponym]:
    """Those that do not overlap an earlier one."""
    kept: list[Toponym] = []
    for toponym in sorted(found, key=lambda t: (t.span.start, -t.span.stop)):
        if not kept or toponym.first > kept[-1].last:
            kept.append(toponym)
    return kept


def linked(found: list[Toponym], text: str, gazetteer: Gazetteer) -> list[Toponym]:
    """The toponyms with comma chains used: "Springfield, Illinois" keeps the one in Illinois, and the state."""
    chained = list(found)
    for n in range(len(found) - 2, -1, -1):
        inner, outer = chained[n], chained[n + 1]
        if text[inner.span.stop : outer.span.start] in _JOINED and fold(inner.name) != fold(outer.name):
            chained[n : n + 2] = _pair(inner, outer, gazetteer)
    return chained


def _pair(inner: Toponym, outer: Toponym, gazetteer: Gazetteer) -> tuple[Toponym, Toponym]:
    """A name and the unit around it; an unknown building is where the town after it is."""
    if not inner.candidates and inner.kind in _BUILT:
        towns = tuple(f for f in outer.candidates if f.kind in TOWNS)
        return replace(inner, candidates=towns, exact=False, pinned=bool(towns)), outer
    units = {f.row for f in outer.candidates if f.kind in CONTAINERS}
    kept = within(inner.candidates, units, gazetteer)
    if not kept:
        return inner, outer
    rows = {p.row for f in kept for p in gazetteer.parents(f)}
    around = tuple(f for f in outer.candidates if f.row in rows)
    return (
        replace(inner, candidates=kept, pinned=True),
        replace(outer, candidates=around, pinned=outer.pinned or len(around) == 1),
    )


_BUILT = frozenset({"building", "point"})
_JOINED = frozenset({", ", " (", ", in ", " in ", ", in the ", ", the ", " in the ", " at "})
