"""All that gathering needs of one event, as plain values: what a store keeps beside it in one column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.gathering.fact_words import (
    designation,
    is_designation,
    marks_of,
    name_words,
    near_words,
    proper_words,
    stems,
    telling_words,
)
from sayso.ids import digest
from sayso.records import Entity, Event, Participant, Place, Reading
from sayso.spans import Span

STORY = 16  # names that tell what a document is about
BEHIND = 16  # characters behind an event in which its number stands


@dataclass(frozen=True, slots=True)
class Party:
    """Someone or something that takes part: its name, the words of the name folded, kind and country of its entity.

    `proper` are the words of a description that name something ("Van province", "iPhone 5").
    """

    name: str
    words: tuple[str, ...]
    kind: str | None = None
    country: str | None = None
    named: bool = False
    proper: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an event was, as far as one text tells."""

    name: str
    words: tuple[str, ...]
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that an event carries ("killed", 12 to 12)."""

    of: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One event of one document as gathering sees it.

    `id` is its id in a chronicle, `event` the one within its reading. `words` are the stems of its triggers, the first
    one's first; `near` the telling words of its sentence; `story` the names that its document is about. `open` has
    what an undated text says of the day ("XXXX-WXX-6"). `marks` are words by which it sets itself off from another
    event of its sort ("second", "another").
    """

    id: str
    document: str
    version: str
    event: str
    published: str | None
    kind: str
    words: tuple[str, ...]
    status: str
    factuality: str
    tense: str | None = None
    relation: str | None = None
    earliest: str | None = None
    latest: str | None = None
    open: tuple[str, ...] = ()
    place: Spot | None = None
    actors: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    equipment: tuple[Party, ...] = ()
    figures: tuple[Figure, ...] = ()
    count: int | None = 1
    near: tuple[str, ...] = ()
    names: tuple[Party, ...] = ()
    story: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    start: int = 0


def facts_of(reading: Reading, *, other: bool = False) -> tuple[EventFacts, ...]:
    """The facts of the events of a reading, in its order; with `other` of those outside the kinds too."""
    story, seen = _story(reading), _Seen(reading)
    return tuple(_facts(e, reading, seen, story) for e in reading.events if other or e.kind != "other")


class _Seen:
    """The records of a reading by their ids."""

    def __init__(self, reading: Reading) -> None:
        self.entities = {e.id: e for e in reading.entities}
        self.equipment = {q.id: q for q in reading.equipment}
        self.places = {p.id: p for p in reading.places}
        self.times = {t.id: t for t in reading.times}
        self.attributions = {a.id: a for a in reading.attributions}
        self.sources = {a.source.entity for a in reading.attributions}
        self.names = [(m.span.start, e) for e in reading.entities for m in e.mentions if m.form == "name"]
        self.spans = [m.span for e in reading.entities for m in e.mentions if m.form == "name"]
        self.spans += [span for p in reading.places for span in p.mentions]
        self.figures: dict[str, list[Figure]] = {}
        for found in reading.quantities:
            if found.event:
                self.figures.setdefault(found.event, []).append(Figure(found.of, found.low, found.high))
        self.counted = [(q.span, Figure(q.of, q.low, q.high)) for q in reading.quantities if q.event]

        self.text = reading.document.text
        self._telling: dict[Span, list[tuple[Span, str]]] = {}

    def figures_of(self, event: Event) -> Iterator[Figure]:
        """The numbers of an event; of one outside the kinds also what follows it closely: "that killed 37"."""
        yield from self.figures.get(event.id, ())
        if event.kind == "other" and event.id not in self.figures:
            start, stop = event.triggers[0].stop, min(event.triggers[0].stop + BEHIND, event.sentence.stop)
            yield from (figure for span, figure in self.counted if start <= span.start < stop)

    def telling_of(self, sentence: Span) -> list[tuple[Span, str]]:
        """The telling words of a sentence, worked out once for all its events."""
        found = self._telling.get(sentence)
        if found is None:
            found = self._telling[sentence] = list(telling_words(self.text, sentence, self.spans))
        return found

    def named_in(self, sentence: Span) -> Iterator[Party]:
        """Who is named in a sentence and not only its source."""
        inside = {e.id: e for start, e in self.names if sentence.start <= start < sentence.stop}
        for entity in inside.values():
            if entity.kind != "country" and entity.id not in self.sources:
                yield Party(entity.name, _entity_words(entity), entity.kind, entity.country, True)


def _facts(event: Event, reading: Reading, seen: _Seen, story: tuple[str, ...]) -> EventFacts:
    document, time = reading.document, event.time
    sources = (seen.attributions[a].source.name for a in event.attributions if a in seen.attributions)
    return EventFacts(
        id=digest(document.id, event.key or event.id)[:20],
        document=document.id,
        version=document.version,
        event=event.id,
        published=document.published,
        kind=event.kind,
        words=tuple(dict.fromkeys(w for t in event.triggers for w in stems(t.of(document.text)))),
        status=event.status,
        factuality=event.factuality,
        tense=event.tense,
        relation=time.relation if time else None,
        earliest=time.earliest if time else None,
        latest=time.latest if time else None,
        open=tuple(_open_days(event, seen)),
        place=_spot(seen.places.get(event.place or "")),
        actors=_parties(event, "actor", seen),
        targets=_parties(event, "target", seen),
        equipment=_parties(event, "equipment", seen),
        figures=tuple(seen.figures_of(event)),
        count=event.count,
        near=near_words(event, seen.telling_of(event.sentence)),
        names=tuple(seen.named_in(event.sentence)),
        story=story,
        marks=tuple(dict.fromkeys(marks_of(event, document.text))),
        sources=tuple(name for name in sources if name),
        start=event.triggers[0].start,
    )


def _open_days(event: Event, seen: _Seen) -> Iterator[str]:
    """Days of the week that an undated text gives for an event, or once in its sentence."""
    if event.time:
        found = [seen.times[t] for t in event.time.times if t in seen.times]
    else:
        found = [t for t in seen.times.values() if event.sentence.covers(t.span)]
        found = found if len(found) == 1 else []
    for time in found:
        if time.earliest is None and time.value.startswith("XXXX-W") and time.value[9:10].isdigit():
            yield time.value[:10]


def _parties(event: Event, role: str, seen: _Seen) -> tuple[Party, ...]:
    return tuple(_party(p, seen) for p in event.participants if p.role == role)


def _party(found: Participant, seen: _Seen) -> Party:
    entity = seen.entities.get(found.ref or "")
    if found.role == "equipment" or found.ref in seen.equipment:
        return Party(found.name, designation(found.name), "equipment", None, is_designation(found.name))
    if entity is None:
        place = seen.places.get(found.ref or "")
        country, words = place.country if place else None, name_words(found.name)
        return Party(found.name, words, None, country, place is not None, proper_words(found.name))
    return Party(entity.name, _entity_words(entity), entity.kind, entity.country, _is_named(entity))


def _entity_words(entity: Entity) -> tuple[str, ...]:
    """The words of its names; those of persons at hyphens too: "Jong-un" is "Jong Un"."""
    names = (entity.name, *entity.aliases)
    if entity.kind == "person":
        names = tuple(name.replace("-", " ") for name in names)
    return tuple(dict.fromkeys(w for n in names for w in name_words(n)))


def _is_named(entity: Entity) -> bool:
    return any(m.form == "name" for m in entity.mentions)


def _spot(place: Place | None) -> Spot | None:
    if place is None:
        return None
    return Spot(place.name, name_words(place.name), place.country, place.lat, place.lon, place.precision, place.within)


def _story(reading: Reading) -> tuple[str, ...]:
    """The words of the names in a text, the most used first; states by their code."""
    counted: Counter[str] = Counter()
    for entity in reading.entities:
        if _is_named(entity):
            words = [f"={entity.country}"] if entity.kind == "country" and entity.country else _entity_words(entity)
            counted.update(dict.fromkeys(words, len(entity.mentions)))
    for place in reading.places:
        words = [f"={place.country}"] if place.precision == "country" else name_words(place.name)
        counted.update(dict.fromkeys(words, len(place.mentions)))
    for item in reading.equipment:
        if is_designation(item.name):
            counted.update(dict.fromkeys(designation(item.name), len(item.mentions)))
    return tuple(word for word, _ in sorted(counted.items(), key=lambda c: (-c[1], c[0]))[:STORY])
