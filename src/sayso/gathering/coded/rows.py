"""Rows that people coded, as gathering and lists see them: the facts of an event, and an incident nobody tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sayso import records
from sayso.gathering.fact_words import NEAR, name_words, stems
from sayso.gathering.facts import STORY, EventFacts, Figure, Party, Spot
from sayso.knowledge.bodies import load_bodies
from sayso.knowledge.desk_words import calendar_words
from sayso.knowledge.nations import load_nations
from sayso.knowledge.own_names import OwnName
from sayso.knowledge.persons import load_persons, plain_name
from sayso.knowledge.phrases import tokens_of
from sayso.records import CodedRow, Entry

_FACTUALITY = {"happened": "CT+", "planned": "PR+", "possible": "PS+", "negated": "CT-", "failed": "CT+"}

Known = Mapping[str, OwnName]  # names that a team listed, by their plain form


def known_by_name(names: Iterable[OwnName]) -> Known:
    """Listed names by their plain form, the first of each."""
    return {plain_name(name.alias): name for name in reversed(tuple(names))}


def facts_of_row(row: CodedRow, known: Known) -> EventFacts:
    """What gathering compares of a row, as if a text had told it."""
    actors, targets = (tuple(_party(name, known) for name in side) for side in (row.actors, row.targets))
    equipment = tuple(Party(name, name_words(name), "equipment", None, True) for name in row.equipment)
    place = _spot(row)
    return EventFacts(
        id=row.id,
        document=f"imported:{row.collection}",
        version=row.collection,
        event=row.id,
        published=None,
        kind=row.kind or "other",
        words=stems(row.told_kind) if row.told_kind and row.kind is None else (),
        status=row.status,
        factuality=_FACTUALITY[row.status],
        tense="future" if row.status == "planned" else "past",
        earliest=row.earliest,
        latest=row.latest,
        place=place,
        actors=actors,
        targets=targets,
        equipment=equipment,
        figures=tuple(Figure(of, *bounds) for of, bounds in tolls_of(row)),
        near=_near(row.note or ""),
        story=tuple(_story((*actors, *targets, *equipment), place))[:STORY],
    )


def _party(name: str, known: Known) -> Party:
    listed = known.get(plain_name(name))
    if listed is not None:
        return _named(name, listed.kind, listed.country)
    code = load_nations().code(name)
    if code is not None:
        return _named(name, "country", code)
    person = load_persons().known(name)
    if person is not None:
        return _named(name, "person", person.country)
    body = load_bodies().body(name)
    if body is not None:
        return _named(name, body.kind, body.country)
    return _guessed(name)


def _named(name: str, kind: str | None, country: str | None) -> Party:
    words = name_words(name.replace("-", " ") if kind == "person" else name)
    return Party(name, words, kind, country, True)


def _guessed(name: str) -> Party:
    """A party by the words of its name: "Military Forces of Russia (2000-)" is a military of Russia."""
    plain = name.partition("(")[0].strip() or name
    words = plain.split()
    kind = next((k for word in reversed(words) if (k := load_bodies().kind(word.lower().removesuffix("s")))), None)
    if kind is None and 1 < len(words) < 5 and load_persons().gender(words[0]) is not None:
        return _named(plain, "person", None)
    lower = tuple(piece.lower() for piece in tokens_of(plain))
    sign = next(iter(load_nations().phrases.all_in(lower, [(0, len(lower))])), None) if lower else None
    return _named(plain, kind if kind != "other" else None, sign.value.code if sign else None)


def _spot(row: CodedRow) -> Spot | None:
    nations = load_nations()
    if row.place is None and row.country is None:
        return None
    if row.place is None or nations.code(row.place) is not None:
        code = row.country or nations.code(row.place or "")
        name = nations.name(code) if code else row.place or ""
        return Spot(name, name_words(name), code, precision="country")
    return Spot(
        row.place, name_words(row.place), row.country, row.lat, row.lon, "point" if row.lat is not None else None
    )


def tolls_of(row: CodedRow) -> Iterator[tuple[str, tuple[int, int]]]:
    """The numbers of a row: of what, and their bounds."""
    for of, bounds in (("killed", row.killed), ("wounded", row.wounded)):
        if bounds:
            yield of, (bounds[0], bounds[-1])


def _near(note: str) -> tuple[str, ...]:
    words = (w for w in stems(note) if len(w) > 2 and w not in calendar_words())
    return tuple(dict.fromkeys(words))[:NEAR] if note else ()


def _story(parties: Iterable[Party], place: Spot | None) -> Iterator[str]:
    """The words of the names in a row; states by their code."""
    found: dict[str, None] = {}
    for party in parties:
        found.update(dict.fromkeys([f"={party.country}"] if party.kind == "country" else party.words))
    if place is not None:
        found.update(dict.fromkeys([f"={place.country}"] if place.precision == "country" else place.words))
    return iter(found)


def entry_of_row(row: CodedRow) -> Entry:
    """A row as an incident of which no text tells: status "imported", no reports, no origins."""
    spot = _spot(row)
    actors, targets = (tuple(records.Party(name) for name in side) for side in (row.actors, row.targets))
    return Entry(
        id=row.id,
        kind=row.kind or "other",
        word=row.told_kind or row.kind or "",
        status="imported",
        factuality="",
        earliest=row.earliest,
        latest=row.latest,
        relation=None,
        actors=actors,
        targets=targets,
        equipment=row.equipment,
        figures=(),
        place=spot.name if spot else None,
        country=spot.country if spot else None,
        lat=row.lat,
        lon=row.lon,
        precision=spot.precision if spot else None,
        within=(),
        sources=(row.source,) if row.source else (),
        reports=0,
        origins=0,
        tellings=(),
    )
