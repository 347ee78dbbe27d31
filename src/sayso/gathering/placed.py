"""Where a place is that a person named: as the gazetteer has it, when the report leaves no doubt which one is meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sayso.knowledge.gazetteer import Feature, load_gazetteer
from sayso.records import Place, Reading
from sayso.spans import Span

_UNITS = ("admin1", "admin2")


def placed(identifier: str, name: str, reading: Reading, mentions: tuple[Span, ...]) -> Place:
    """A place of this name, with its point if the gazetteer has the name once in the countries that the report names.

    A state, a sea, and a name in a report that names no country are looked for everywhere. What is not there, or
    there several times, has the name alone.
    """
    found = _meant(load_gazetteer().lookup(name), _countries(reading))
    if found is None:
        return Place(identifier, name, mentions=mentions)
    within = tuple(parent.name for parent in load_gazetteer().parents(found) if parent.name != found.name)
    return Place(
        identifier, name, found.country, found.lat, found.lon, found.precision, within, found.id, mentions,
        rule="the one place of this name",
    )  # fmt: skip


def _countries(reading: Reading) -> set[str]:
    """The countries of the places and of those who are named in a report."""
    told = (*(place.country for place in reading.places), *(entity.country for entity in reading.entities))
    return {country for country in told if country}


def _meant(features: Iterable[Feature], countries: set[str]) -> Feature | None:
    """The one that can be meant; a town counts before the district around it."""
    own = [feature for feature in features if feature.main]
    near = [f for f in own if not countries or f.country is None or f.country in countries]
    towns = {feature.country for feature in near if feature.kind not in _UNITS}
    narrow = [feature for feature in near if feature.kind not in _UNITS or feature.country not in towns]
    return _only(narrow or [feature for feature in own if feature.kind == "country"])


def _only(found: Sequence[Feature]) -> Feature | None:
    return found[0] if len(found) == 1 else None
