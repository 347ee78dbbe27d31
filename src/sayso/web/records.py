"""The records of one document as its page lists them: every field with the words of the text that it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from sayso.chronicle.decided.attachments import Judged
from sayso.chronicle.rows import sentences_of
from sayso.export.days import show_days
from sayso.gathering.amended import told_value
from sayso.records import CORRECTABLE, Attribution, Claim, Event, Mention, Place, Reading, Timex
from sayso.spans import Span
from sayso.web.lit import Mark

OWN = "the report itself"
_TOGETHER = {"actor": "Who", "target": "Whom", "equipment": "With"}
_SORTS = {"actor": "party", "target": "party", "equipment": "equipment"}


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a record; `number` joins it with its words. `note` explains the value."""

    name: str
    value: str
    number: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """An event, a source, a place ...: what it is, its fields; `event` and `incident` are ids in the chronicle.

    `now` are the values of an event that can be corrected, as a correction takes them; `days` those of a time.
    """

    number: int
    name: str
    fields: tuple[Field, ...]
    note: str = ""
    status: str = ""
    event: str = ""
    incident: str | None = None
    rejected: bool = False
    now: tuple[tuple[str, str], ...] = ()
    days: str = ""


@dataclass(slots=True)
class Found:
    """The records of a text, the marks of their words, and how many sentences there are and gave none."""

    events: list[Record] = field(default_factory=list)
    others: dict[str, list[Record]] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    sentences: int = 0
    bare: int = 0
    _numbers: int = 0

    def number(self, sort: str, spans: Iterable[Span]) -> int:
        """The next number, with the words that belong to it."""
        self._numbers += 1
        self.marks += [Mark(span, sort, self._numbers) for span in dict.fromkeys(spans)]
        return self._numbers

    def field(self, name: str, value: str, sort: str, spans: Iterable[Span], note: str = "") -> Field:
        return Field(name, value, self.number(sort, spans), note)


def found_in(judged: Judged, incidents: dict[str, tuple[str, str | None]]) -> Found:
    """All records of a reading, events in the order of the text; `incidents` as of `incidents_told`."""
    reading, found = judged.reading, Found()
    told = [event for event in reading.events if event.kind != "other"]
    for event in sorted(told, key=lambda event: (event.triggers[0], event.id)):
        stored, incident = incidents.get(event.id, ("", None))
        found.events.append(_event(found, reading, event, stored, incident, event.id in judged.rejected))
    found.others = {name: records for name, records in _others(found, reading) if records}
    _mark_bare(found, reading, told)
    return found


def _event(found: Found, reading: Reading, event: Event, stored: str, incident: str | None, rejected: bool) -> Record:
    number = found.number("told", [event.sentence])
    name = reading_word(reading, event)
    fields = [found.field("What", name, "event", event.triggers), *_parts(found, event)]
    fields += [*_where(found, reading, event), *_when(found, reading, event), *_numbers(found, reading, event)]
    fields += [_claim(found, reading, claim) for claim in reading.claims if claim.event == event.id]
    now = tuple((name, told_value(reading, event.id, name)) for name in CORRECTABLE)
    return Record(number, event.kind, tuple(fields), "", event.status, stored, incident, rejected, now)


def reading_word(reading: Reading, event: Event) -> str:
    """The word that names an event."""
    return event.triggers[0].of(reading.document.text)


def _parts(found: Found, event: Event) -> Iterator[Field]:
    for part in event.participants:
        note = "" if part.quote.lower() == part.name.lower() else f"“{part.quote}”"
        yield found.field(
            _TOGETHER.get(part.role, part.role), part.name, _SORTS.get(part.role, "party"), [part.span], note
        )


def _where(found: Found, reading: Reading, event: Event) -> Iterator[Field]:
    for place in (place for place in reading.places if place.id == event.place):
        near = [span for span in place.mentions if span.overlaps(event.sentence)] or place.mentions
        yield found.field("Where", _named(place), "place", near, place.precision or "")


def _named(place: Place) -> str:
    return f"{place.name}, {place.country}" if place.country and place.precision != "country" else place.name


def _when(found: Found, reading: Reading, event: Event) -> Iterator[Field]:
    if event.time is None:
        return
    times = [time for time in reading.times if time.id in event.time.times]
    days = show_days(event.time.earliest, event.time.latest) if event.time.earliest and event.time.latest else ""
    quotes = ", ".join(f"“{time.quote}”" for time in times)
    value = days or event.time.earliest or event.time.latest or quotes
    if value:
        yield found.field("When", value, "time", [time.span for time in times], quotes if value != quotes else "")


def _numbers(found: Found, reading: Reading, event: Event) -> Iterator[Field]:
    for told in reading.quantities:
        if told.event == event.id:
            yield found.field("Number", told.quote, "number", [told.span], told.of)


def _claim(found: Found, reading: Reading, claim: Claim) -> Field:
    chain = [a for name in claim.chain for a in reading.attributions if a.id == name]
    names = ", via ".join(dict.fromkeys(a.source.name or "an unnamed source" for a in chain))
    cited = [span for a in chain for span in (a.source.span, a.cue) if span is not None]
    carried = [evidence.span for evidence in claim.evidence if evidence.version == reading.document.version]
    words = [*cited, *claim.cues] or carried
    note = f"{claim.stance} ({claim.factuality})"
    return found.field("According to", names or reading.document.publisher or OWN, "source", words, note)


# --- records that are no events ----------------------------------------------------------------------------------


def _others(found: Found, reading: Reading) -> Iterator[tuple[str, list[Record]]]:
    yield "Sources", [_source(found, reading, cited) for cited in reading.attributions]
    people = [e for e in reading.entities if e.kind == "person"]
    bodies = [e for e in reading.entities if e.kind != "person"]
    for title, entities in (("People", people), ("Bodies and states", bodies)):
        yield (
            title,
            [
                _mentioned(found, e.name, _joined(e.kind if title != "People" else "", e.country), "party", e.mentions)
                for e in entities
            ],
        )
    yield (
        "Places",
        [
            _record(
                found, place.name, _joined(place.precision, place.country, *place.within[:2]), "place", place.mentions
            )
            for place in reading.places
        ],
    )
    yield "Times", [_timex(found, time) for time in reading.times]
    yield (
        "Equipment",
        [
            _mentioned(found, thing.name, _joined(thing.class_, thing.maker), "equipment", thing.mentions)
            for thing in reading.equipment
        ],
    )


def _source(found: Found, reading: Reading, cited: Attribution) -> Record:
    text, number = reading.document.text, found.number("source", [])
    fields = []
    cue = [span for span in (cited.source.span, cited.cue) if span is not None]
    if cue:
        words = cited.cue.of(text) if cited.cue else (cited.source.name or "")
        fields.append(found.field("Cited with", words, "source", cue))
    if cited.content:
        fields.append(found.field("For", " … ".join(s.of(text) for s in cited.content), "content", cited.content))
    note = _joined(cited.source.kind, cited.source.country, cited.stance)
    return Record(number, cited.source.name or "an unnamed source", tuple(fields), note)


def _mentioned(found: Found, name: str, note: str, sort: str, mentions: Sequence[Mention]) -> Record:
    return _record(found, name, note, sort, [mention.span for mention in mentions])


def _record(found: Found, name: str, note: str, sort: str, spans: Sequence[Span]) -> Record:
    return Record(found.number(sort, spans), name, (), note)


def _timex(found: Found, time: Timex) -> Record:
    known = _record(found, time.quote, _days(time.earliest, time.latest), "time", [time.span])
    bounds = dict.fromkeys(day for day in (time.earliest, time.latest) if day)
    return replace(known, days="/".join(bounds))


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _days(earliest: str | None, latest: str | None) -> str:
    return show_days(earliest, latest) if earliest and latest else earliest or latest or "no day"


def _mark_bare(found: Found, reading: Reading, told: Iterable[Event]) -> None:
    """Marks the sentences that no event is told in."""
    text = reading.document.text
    lit = [span for event in told for span in (event.sentence, *event.triggers)]
    whole = [span for span in sentences_of(text) if span.of(text).strip()]
    bare = [span for span in whole if not any(span.overlaps(one) for one in lit)]
    found.sentences, found.bare = len(whole), len(bare)
    found.number("bare", bare)
