"""A reading as plain rows: one an event, in order of time, every cell a string that a person understands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from sayso.export.days import show_time
from sayso.export.printable import printable
from sayso.export.tolls import bounds, told, tolls_of
from sayso.knowledge.identity_words import one_way
from sayso.records import Attribution, Claim, Event, Place, Reading

MARKS = {"happened": "●", "planned": "▷", "possible": "?", "negated": "✕", "failed": "!"}
OWN_VOICE = "the report itself"
DENIED, DOUBTED = "denied by", "doubted by"
DISSENT = {"denies": DENIED, "doubts": DOUBTED}


@dataclass(frozen=True, slots=True)
class Row:
    """One event of one document, every cell fit to be printed. Empty string: the text does not tell."""

    when: str
    who: str
    what: str
    whom: str
    equipment: str
    numbers: str
    where: str
    according_to: str
    certainty: str
    words: str
    quote: str
    kind: str
    status: str
    factuality: str
    earliest: str
    latest: str
    precision: str
    within: str
    country: str
    killed_min: str
    killed_max: str
    wounded_min: str
    wounded_max: str
    who_sector: str
    who_country: str
    whom_sector: str
    whom_country: str
    event: str
    document: str


def columns() -> tuple[str, ...]:
    """The names of a row's cells, in order."""
    return tuple(f.name for f in fields(Row))


def rows_of(reading: Reading, *, other: bool = False) -> list[Row]:
    """The rows of a reading: dated events by day, then those that the text does not date, in order of text."""
    chosen = [e for e in reading.events if other or e.kind != "other"]
    return [row_of(reading, event) for event in sorted(chosen, key=_order)]


def rows_of_all(readings: Sequence[Reading], *, other: bool = False) -> list[Row]:
    """The rows of several readings in one order of time."""
    found = [(e, r) for r in readings for e in r.events if other or e.kind != "other"]
    return [row_of(reading, event) for event, reading in sorted(found, key=lambda pair: _order(pair[0]))]


def _order(event: Event) -> tuple[str, str]:
    time = event.time
    return ((time.earliest or time.latest or "9999"), (time.latest or "9999")) if time else ("9999", "9999")


def row_of(reading: Reading, event: Event) -> Row:
    """The row of one event of a reading."""
    cells = _cells(reading, event)
    return Row(**{name: printable(cell) for name, cell in cells.items()})


def _cells(reading: Reading, event: Event) -> dict[str, str]:
    text = reading.document.text
    sentence = event.sentence.of(text)
    place = next((p for p in reading.places if p.id == event.place), None)
    tolls = tolls_of(reading, event)
    killed, wounded = bounds(tolls, "killed"), bounds(tolls, "wounded")
    return {
        "when": show_time(event.time, reading.times),
        "who": _names(event, "actor"),
        "what": " ".join(event.triggers[0].of(text).split()),
        "whom": _names(event, "target"),
        "equipment": _names(event, "equipment"),
        "numbers": told(tolls),
        "where": _where(place),
        "according_to": according_to(reading, event),
        "certainty": f"{MARKS[event.status]} {event.status}" + _times(event),
        "words": "; ".join(" ".join(span.of(text).split()) for span in event.triggers),
        "quote": " ".join(sentence.split()),
        "kind": event.kind,
        "status": event.status,
        "factuality": event.factuality,
        "earliest": (event.time.earliest if event.time else None) or "",
        "latest": (event.time.latest if event.time else None) or "",
        "precision": (place.precision if place else None) or "",
        "within": ", ".join(place.within if place else ()),
        "country": (place.country if place else None) or "",
        "killed_min": killed[0],
        "killed_max": killed[1],
        "wounded_min": wounded[0],
        "wounded_max": wounded[1],
        **_parties(reading, event, "actor", "who"),
        **_parties(reading, event, "target", "whom"),
        "event": event.id,
        "document": reading.document.id,
    }


def _times(event: Event) -> str:
    """How often: " ×3"; " ×?" for several, of which the text does not say how many."""
    return "" if event.count == 1 else f" ×{event.count or '?'}"


def _names(event: Event, role: str) -> str:
    return ", ".join(p.name for p in event.participants if p.role == role)


def _parties(reading: Reading, event: Event, role: str, column: str) -> dict[str, str]:
    """Sectors and countries of who or whom, as coders count actors: each once, in the order of the names."""
    entities = {e.id: e for e in reading.entities}
    told = [entities[p.ref] for p in event.participants if p.role == role and p.ref in entities]
    return {
        f"{column}_sector": ", ".join(dict.fromkeys(e.sector for e in told if e.sector)),
        f"{column}_country": ", ".join(dict.fromkeys(e.country for e in told if e.country)),
    }


def _where(place: Place | None) -> str:
    if place is None:
        return ""
    if place.precision == "country":
        return f"{place.name} (country only)"
    return f"{place.name}, {place.country}" if place.country else place.name


def according_to(reading: Reading, event: Event) -> str:
    """Who vouches for an event, nearest the fact first, then who denies or doubts it."""
    attributions = {a.id: a for a in reading.attributions}
    claims = [c for c in reading.claims if c.event == event.id and not _left_open(c)]
    tellers = [(c.stance, _chain(c, attributions) or own_voice(reading)) for c in claims]
    vouching = [teller for stance, teller in tellers if stance not in DISSENT]
    against = [f"{DISSENT[stance]} {teller}" for stance, teller in tellers if stance in DISSENT]
    return "; ".join(one_spelling([*vouching, *against])) or own_voice(reading)


def one_spelling(names: Iterable[str]) -> list[str]:
    """Names in order, each once: "the defense ministry" after "The Defence Ministry" is left out."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(one_way(name), name)
    return list(first.values())


def by_whom(sources: str) -> str:
    """ "according to ..." with the sources of an event; those who only deny or doubt it stand as they are."""
    return sources if sources.startswith((DENIED, DOUBTED)) else f"according to {sources}"


def _left_open(claim: Claim) -> bool:
    """Whether it is the report's own claim on what it only tells as denied or doubted by others."""
    return not claim.chain and (claim.factuality, claim.status) == ("Uu", "possible")


def _chain(claim: Claim, attributions: dict[str, Attribution]) -> str:
    names = [attributions[a].source.name or "an unnamed source" for a in claim.chain]
    return ", via ".join(dict.fromkeys(names))


def own_voice(reading: Reading) -> str:
    """Who answers for what a report says in its own voice."""
    return f"{reading.document.publisher} itself" if reading.document.publisher else OWN_VOICE
