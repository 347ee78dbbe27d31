"""Facts of an event as a column of the file: JSON in which what is not known is left out."""

from __future__ import annotations

import json
from typing import Any

from sayso.gathering.facts import EventFacts, Figure, Party, Spot

_PLAIN = tuple(
    f for f in EventFacts.__slots__ if f not in ("place", "actors", "targets", "equipment", "names", "figures")
)
_PARTIES = ("actors", "targets", "equipment", "names")
_LISTS = frozenset(("words", "open", "near", "story", "marks", "sources"))


def facts_text(facts: EventFacts) -> str:
    """The facts as JSON: an object with the fields that are set, parties and the like as lists in order of theirs."""
    found: dict[str, Any] = {name: value for name in _PLAIN if (value := getattr(facts, name)) not in (None, ())}
    found.update((name, [_values(p) for p in value]) for name in _PARTIES if (value := getattr(facts, name)))
    if facts.figures:
        found["figures"] = [_values(figure) for figure in facts.figures]
    if facts.place:
        found["place"] = _values(facts.place)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _values(part: Party | Spot | Figure) -> list[Any]:
    return [getattr(part, name) for name in part.__slots__]


def facts_from(value: str) -> EventFacts:
    """The facts that a row holds."""
    found = json.loads(value)
    for name in _LISTS.intersection(found):
        found[name] = tuple(found[name])
    for name in _PARTIES:
        if name in found:
            found[name] = tuple(Party(n, tuple(w), k, c, d, tuple(p)) for n, w, k, c, d, p in found[name])
    if "figures" in found:
        found["figures"] = tuple(Figure(*figure) for figure in found["figures"])
    if "place" in found:
        name, words, country, lat, lon, precision, within = found["place"]
        found["place"] = Spot(name, tuple(words), country, lat, lon, precision, tuple(within))
    required = {"published": None, "words": (), "count": None}
    return EventFacts(**(required | found))
