"""Who and what stands in readings: entities by kind, equipment and places, each once, the most mentioned first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sayso.export.printable import printable
from sayso.records import Entity, Reading

_HEADS = {
    "person": "people",
    "country": "states",
    "government": "governments",
    "military": "militaries",
    "organisation": "organisations",
    "group": "groups",
    "media": "media",
    "facility": "facilities",
    "other": "others",
}


def who_is_who(readings: Sequence[Reading]) -> list[tuple[str, str]]:
    """A head and a list of names for each kind that occurs."""
    lines = [(head, _entities(readings, kind)) for kind, head in _HEADS.items()]
    lines += [("equipment", _most_first(_equipment(readings))), ("places", _most_first(_places(readings)))]
    return [(head, printable(names)) for head, names in lines if names]


def _entities(readings: Sequence[Reading], kind: str) -> str:
    """The named entities of a kind, each with the first office or description that a text gives it."""
    named = [e for r in readings for e in r.entities if e.kind == kind and _is_named(e)]
    counts: Counter[str] = Counter()
    told: dict[str, str] = {}
    for entity in named:
        counts[entity.name] += len(entity.mentions)
        if entity.roles:
            told.setdefault(entity.name, f"{entity.name} ({' '.join(entity.roles[0].quote.split())})")
    return "; ".join(told.get(name, name) for name in sorted(counts, key=lambda n: (-counts[n], n)))


def _is_named(entity: Entity) -> bool:
    return any(m.form == "name" for m in entity.mentions)


def _equipment(readings: Sequence[Reading]) -> Iterator[tuple[str, int]]:
    """What is named; equipment that is only told by its class stands in its events."""
    for item in (q for r in readings for q in r.equipment):
        if not (item.rule or "").startswith("class word"):
            yield f"{item.name} ({item.class_})", len(item.mentions)


def _places(readings: Sequence[Reading]) -> Iterator[tuple[str, int]]:
    for place in (p for r in readings for p in r.places if p.precision != "country"):
        name = f"{place.name}, {place.country}" if place.country else place.name
        yield name + ("" if place.gazetteer else " (not on the map)"), len(place.mentions)


def _most_first(found: Iterator[tuple[str, int]]) -> str:
    counts: Counter[str] = Counter()
    for name, number in found:
        counts[name] += number
    return "; ".join(sorted(counts, key=lambda n: (-counts[n], n)))
