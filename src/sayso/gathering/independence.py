"""Separate origins of what several reports tell: copies of one text are one, and so are reports of one source alone.

A report that only relays one named source counts as that source: two papers that each cite no one but RIA Novosti are
one origin, together with RIA's own report; so is one that cites RIA and besides only whom RIA's report cites. A report
that asserts the thing itself, or cites several, is its own; so is one whose sources have no name ("officials", "a
diplomat"). What is said of independence is said as far as the texts
tell: two desks may have been told the same by one official whom neither names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from sayso.gathering.cited import BODY, Cited, Names
from sayso.gathering.denials import is_against
from sayso.gathering.entities.body_names import body_name
from sayso.knowledge.publishers import load_publishers
from sayso.records import Attribution, Entity, Reading, Telling

UNNAMED = "an unnamed source"
_BODIES = ("government", "military", "organisation", "media", "country", "group", "facility")


@dataclass(frozen=True, slots=True)
class Voice:
    """How one report tells an incident.

    `text` is the first document that brings its text and `copy_why` why it is taken for that; `agencies` are those that
    the report credits; `cited` are the named sources that the sentences telling the incident lead back to, `unnamed`
    the others that they cite, `itself` is whether one of these sentences cites nobody.
    """

    document: str
    publisher: str | None
    published: str | None
    text: str
    copy_why: str = ""
    agencies: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    unnamed: tuple[str, ...] = ()
    itself: bool = False

    @property
    def name(self) -> str:
        return self.publisher or self.document


@dataclass(frozen=True, slots=True)
class Separate:
    """One origin: whom it leads back to, its reports with the reason for each, and whether it is against the rest."""

    name: str
    reports: tuple[tuple[str, str], ...]
    denies: bool = False


def named_sources(reading: Reading) -> frozenset[str]:
    """The ids of the attributions of a reading whose source has a name that other texts can give too."""
    entities = {e.id: e for e in reading.entities}
    return frozenset(a.id for a in reading.attributions if _is_named(a, entities.get(a.source.entity or "")))


def _is_named(found: Attribution, entity: Entity | None) -> bool:
    name = found.source.name
    if name and load_publishers().by_name(name):
        return True
    if entity is None or found.source.kind == "anonymous":
        return False
    if any(m.form == "name" for m in entity.mentions):
        return entity.kind == "person" or entity.kind in _BODIES
    return entity.kind in ("government", "military") and entity.country is not None


def separate(voices: Iterable[Voice]) -> tuple[Separate, ...]:
    """The separate origins of an incident, those with most reports first; their order makes no difference."""
    units = _with_retold([_Unit.of(copies) for copies in _by_text(voices)])
    links = [(a, b) for a, b in combinations(range(len(units)), 2) if units[a].source and units[b].source]
    names = Names([u.source for u in units if u.source])
    joined = [(a, b) for a, b in links if names.one(units[a].source, units[b].source)]
    joined += _to_publishers(units, names)
    origins = [_told(group) for group in _components(units, joined)]
    return tuple(sorted(origins, key=lambda o: (-len(o.reports), o.name, o.reports)))


def told_in(origin: Separate, document: str, tellings: Iterable[Telling]) -> list[Telling]:
    """What a report says as one of an origin: of one that tells a happening and has a denial too, only that side."""
    found = [t for t in tellings if t.document == document]
    return [t for t in found if is_against(t.stance, t.status) == origin.denies] or found


@dataclass(frozen=True, slots=True)
class _Unit:
    """Reports of one text: the earliest leads; `source` is whom it relays, credits, or who publishes it.

    `cited` are its named sources, `asserts` is whether it has more than these.
    """

    voices: tuple[Voice, ...]
    source: Cited | None
    why: str
    relays: bool
    cited: tuple[Cited, ...] = ()
    asserts: bool = False

    @classmethod
    def of(cls, voices: Sequence[Voice]) -> _Unit:
        ordered = tuple(sorted(voices, key=lambda v: (v.published or "9999", v.document)))
        first = ordered[0]
        agencies = sorted({agency for voice in ordered for agency in voice.agencies})
        cited = tuple(Names(first.cited).apart(first.cited))
        more = first.itself or bool(first.unnamed)
        if len(cited) == 1 and not more:
            return cls(ordered, cited[0], f"relays only {cited[0].name}", True, cited)
        if len(agencies) == 1:
            return cls(ordered, Cited(agencies[0], BODY), f"credits {agencies[0]}", False, cited, True)
        own = Cited(first.publisher, BODY) if first.publisher else None
        return cls(ordered, own, _of_its_own(first, cited), False, cited, more)


def _of_its_own(voice: Voice, cited: Iterable[Cited]) -> str:
    """Why a report is no one else's: it asserts, or cites several, or somebody without a name."""
    sources = [c.name for c in cited] + [_unnamed(name) for name in voice.unnamed]
    if voice.itself or not sources:
        return "tells it itself"
    return "cites " + "; ".join(dict.fromkeys(sources))


def _unnamed(name: str) -> str:
    return name if name == UNNAMED else f"{name} (not named)"


def _by_text(voices: Iterable[Voice]) -> list[list[Voice]]:
    found: dict[str, list[Voice]] = {}
    for voice in sorted(voices, key=lambda v: v.document):
        found.setdefault(voice.text, []).append(voice)
    return [found[text] for text in sorted(found)]


def _to_publishers(units: Sequence[_Unit], names: Names) -> Iterator[tuple[int, int]]:
    """Reports that only relay a publisher go to its own report, also when that cites somebody itself, or is a copy."""
    for a, unit in enumerate(units):
        if unit.relays and not any(not u.relays and names.one(u.source, unit.source) for u in units):
            own = (b for b, u in enumerate(units) if b != a and any(_publishes(v, unit.source) for v in u.voices))
            yield from ((a, b) for b in list(own)[:1])


def _with_retold(units: Sequence[_Unit]) -> list[_Unit]:
    """The units; a report that cites a publisher, and besides only whom that one's own report cites, relays it."""
    names = Names([c for u in units for c in u.cited])
    found = []
    for unit in units:
        source = None if unit.relays or unit.asserts else _retells(unit, [u for u in units if u is not unit], names)
        why = f"cites {source.name}, and nobody whom that does not cite" if source else ""
        found.append(replace(unit, source=source, why=why, relays=True) if source else unit)
    return found


def _retells(unit: _Unit, others: Sequence[_Unit], names: Names) -> Cited | None:
    """The cited publisher whose own report cites all others that a report cites."""
    for source in unit.cited:
        rest = [c for c in unit.cited if c is not source]
        own = (u for u in others if any(_publishes(v, source) for v in u.voices))
        if any(all(any(names.one(c, told) for told in u.cited) for c in rest) for u in own):
            return source
    return None


def _publishes(voice: Voice, source: Cited | None) -> bool:
    if voice.publisher is None or source is None or source.sort != BODY:
        return False
    return body_name(voice.publisher, None).words == body_name(source.name, source.country).words


def _components(units: Sequence[_Unit], joined: Iterable[tuple[int, int]]) -> list[list[_Unit]]:
    root = list(range(len(units)))

    def find(n: int) -> int:
        while root[n] != n:
            root[n] = root[root[n]]
            n = root[n]
        return n

    for one, other in joined:
        root[find(one)] = find(other)
    found: dict[int, list[_Unit]] = {}
    for n, unit in enumerate(units):
        found.setdefault(find(n), []).append(unit)
    return list(found.values())


def _told(units: Sequence[_Unit]) -> Separate:
    first = min(units, key=lambda u: (u.relays, u.voices[0].published or "9999", u.voices[0].document))
    reports = [report for unit in sorted(units, key=lambda u: u is not first) for report in _reports(unit)]
    return Separate(first.source.name if first.source else first.voices[0].name, tuple(reports))


def _reports(unit: _Unit) -> Iterator[tuple[str, str]]:
    first = unit.voices[0]
    yield first.document, unit.why
    for voice in unit.voices[1:]:
        why = (voice.copy_why or first.copy_why).removeprefix("same because: ")
        yield voice.document, f"the text of {first.name}" + (f": {why}" if why else "")
