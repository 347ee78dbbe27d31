"""What a stretch of a text may name: its candidates, narrowed by the words for its kind and its state."""

from __future__ import annotations

from dataclasses import replace

from sayso.knowledge.gazetteer import Feature
from sayso.knowledge.toponymy import KINDS_OF
from sayso.reading import grammar as g
from sayso.reading.places.bounds import known_start
from sayso.reading.places.scan import SAME, SETTLED, UNPLACED, Scan, Toponym, is_capital
from sayso.spans import Span


def toponym_at(scan: Scan, first: int, last: int, *, rule: str) -> Toponym:
    """A stretch with its candidates, narrowed by the word for its kind."""
    whole = scan.slice(first, last)
    site = site_with_word(scan, first, last)
    found, kind, name = site or scan.candidates(whole), kind_beside(scan, first, last), whole
    exact = bool(found)
    if exact and kind in KINDS_OF:
        found = tuple(f for f in found if f.kind in KINDS_OF[kind] or f.kind == "country") or found
    elif not exact:
        kind, name = kind_inside(scan, first, last) or (kind, whole)
        if kind not in UNPLACED and name != whole:
            found = tuple(f for f in scan.candidates(name) if f.kind in KINDS_OF.get(kind or "", SETTLED))
    shown = name if kind in SAME and found else whole
    span, country = span_of(scan, first, last, whole), nationality(scan, first)
    attributive = is_attributive(scan, last) if exact else False
    return of_state(scan, Toponym(span, first, last, shown, found, kind, country, rule, exact, attributive=attributive))


def site_with_word(scan: Scan, first: int, last: int) -> tuple[Feature, ...]:
    """The sites whose own name takes the small-letter word for its kind in: "Engels airfield" is not the town."""
    beside = scan.next_word(last)
    if beside is None or is_capital(beside) or beside.lower not in scan.words.after:
        return ()
    return tuple(f for f in scan.gazetteer.lookup(scan.slice(first, beside.index)) if f.precision == "point")


def is_attributive(scan: Scan, last: int) -> bool:
    """Whether a name describes people of a town, or a body of one: "a Lebanon woman", "Lebanon High School"."""
    after = scan.next_word(last)
    return after is not None and (after.lower in scan.words.people or after.lower in scan.words.municipal)


def of_state(scan: Scan, toponym: Toponym) -> Toponym:
    """The region as its state's when the gazetteer knows that: "Russia's Far East"."""
    case = scan.tokens[toponym.first - 1] if toponym.first > 1 else None
    if case is None or case.role != g.CASE:
        return toponym
    found = scan.gazetteer.lookup(scan.slice(toponym.first - 2, toponym.last))
    return replace(toponym, candidates=found) if found else toponym


def span_of(scan: Scan, first: int, last: int, words: str) -> Span:
    """The characters, with the stop of an abbreviation."""
    stop = scan.tokens[last].stop
    stop += scan.text[stop : stop + 1] == "." and scan.words.abbreviation(words + ".") is not None
    return Span(scan.tokens[first].start, stop)


def kind_inside(scan: Scan, first: int, last: int) -> tuple[str, str] | None:
    """The kind that a word of the name tells, and the name without it: "Nyanza Province", "County Cork"."""
    if first == last:
        return None
    after = scan.words.after.get(scan.tokens[last].lower)
    if after:
        stop = last - 1
        while stop > first and scan.tokens[stop].lower in scan.words.fillers:
            stop -= 1
        return after, scan.slice(first, stop)
    before = scan.words.before.get(scan.tokens[first].lower)
    if before:
        return before, scan.slice(first + 1, last)
    known = known_start(scan, first, last)
    return None if known is None else ("building", scan.slice(first, known))


def kind_beside(scan: Scan, first: int, last: int) -> str | None:
    """The kind that a word in small letters next to the name tells: "Helmand province", "the city of Bakhmut"."""
    beside = scan.next_word(last)
    if beside is not None and beside.lower in scan.words.fillers:
        beside = scan.next_word(beside.index)
    if beside is not None and not is_capital(beside) and beside.pos in g.NOMINALS:
        kind = scan.words.after.get(beside.lower)
        if kind:
            return kind
    word = scan.word_of(first)
    return scan.words.of.get(word.lower) if word is not None else None


def nationality(scan: Scan, first: int) -> str | None:
    """The state of "the Ukrainian city of Bakhmut", "Russia's Belgorod"."""
    at = scan.before(first)
    if at is not None and at.lower == "of":
        at = scan.before(at.index)
        at = scan.before(at.index) if at is not None else None
    if at is None:
        return None
    if at.role == g.CASE and at.index:
        return scan.gazetteer.country(scan.tokens[at.index - 1].text)
    return scan.nations.demonym(at.text) if is_capital(at) else None
