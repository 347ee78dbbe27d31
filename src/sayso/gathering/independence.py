"""Separate origins of what several reports tell: copies of one text are one, and so are reports of one source alone.

A report that only relays one named source counts as that source: two papers that each cite no one but RIA Novosti are
one origin, together with RIA's own report. A report that asserts the thing itself, or cites several, is its own; so is
one whose sources have no name ("officials", "a diplomat"). What is said of independence is said as far as the texts
tell: two desks may have been told the same by one official whom neither names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from sayso.gathering.entities.body_names import body_name
from sayso.gathering.entities.person_names import compared, person_name
from sayso.knowledge.publishers import load_publishers
from sayso.records import Attribution, Entity, Reading

UNNAMED = "an unnamed source"
PERSON, BODY = "person", "body"
_BODIES = ("government", "military", "organisation", "media", "country", "group", "facility")


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with a name, as one text gives it; `sort` is PERSON or BODY."""

    name: str
    sort: str
    country: str | None = None


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
    """One origin: whom it leads back to, and its reports with the reason for each."""

    name: str
    reports: tuple[tuple[str, str], ...]


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
    units = [_Unit.of(copies) for copies in _by_text(voices)]
    links = [(a, b) for a, b in combinations(range(len(units)), 2) if units[a].source and units[b].source]
    names = _Names([u.source for u in units if u.source])
    joined = [(a, b) for a, b in links if names.one(units[a].source, units[b].source)]
    joined += _to_publishers(units, names)
    origins = [_told(group) for group in _components(units, joined)]
    return tuple(sorted(origins, key=lambda o: (-len(o.reports), o.name, o.reports)))


@dataclass(frozen=True, slots=True)
class _Unit:
    """Reports of one text: the earliest leads; `source` is whom it relays, credits, or who publishes it."""

    voices: tuple[Voice, ...]
    source: Cited | None
    why: str
    relays: bool

    @classmethod
    def of(cls, voices: Sequence[Voice]) -> _Unit:
        ordered = tuple(sorted(voices, key=lambda v: (v.published or "9999", v.document)))
        first = ordered[0]
        agencies = sorted({agency for voice in ordered for agency in voice.agencies})
        cited = _Names(first.cited).apart(first.cited)
        if len(cited) == 1 and not first.itself and not first.unnamed:
            return cls(ordered, cited[0], f"relays only {cited[0].name}", True)
        if len(agencies) == 1:
            return cls(ordered, Cited(agencies[0], BODY), f"credits {agencies[0]}", False)
        return cls(ordered, Cited(first.publisher, BODY) if first.publisher else None, _of_its_own(first, cited), False)


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


def _to_publishers(units: Sequence[_Unit], names: _Names) -> Iterator[tuple[int, int]]:
    """Reports that only relay a publisher go to its own report, also when that cites somebody itself, or is a copy."""
    for a, unit in enumerate(units):
        if unit.relays and not any(not u.relays and names.one(u.source, unit.source) for u in units):
            own = (b for b, u in enumerate(units) if b != a and any(_publishes(v, unit.source) for v in u.voices))
            yield from ((a, b) for b in list(own)[:1])


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


class _Names:
    """Which of the sources of one incident are one, by their names and states; nobody else is looked at.

    A body without a state is the one of the same name when there is only one; a family name goes to the only full name.
    """

    def __init__(self, sources: Iterable[Cited]) -> None:
        self._number: dict[Cited, int] = {}
        blocks: dict[tuple[str, ...], list[Cited]] = {}
        for source in sorted(set(sources), key=lambda s: (s.name, s.sort, s.country or "")):
            blocks.setdefault(_block(source), []).append(source)
        for block in blocks.values():
            for group in _people(block) if block[0].sort == PERSON else _of_one_state(block):
                number = len(set(self._number.values()))
                self._number.update((source, number) for source in group)

    def one(self, one: Cited | None, other: Cited | None) -> bool:
        return one is not None and other is not None and self._number[one] == self._number[other]

    def apart(self, sources: Iterable[Cited]) -> list[Cited]:
        """One for each source that is not another's, in order of name."""
        first: dict[int, Cited] = {}
        for source in sorted(sources, key=lambda s: (s.name, s.country or "")):
            first.setdefault(self._number[source], source)
        return list(first.values())


def _block(source: Cited) -> tuple[str, ...]:
    if source.sort == PERSON:
        return PERSON, person_name(source.name, source.country).family
    return BODY, *body_name(source.name, source.country).words


def _of_one_state(block: Sequence[Cited]) -> Iterator[list[Cited]]:
    states = Counter(source.country for source in block if source.country)
    if len(states) <= 1:
        yield list(block)
        return
    for state in (*sorted(states), None):
        yield [source for source in block if source.country == state]


def _people(block: Sequence[Cited]) -> Iterator[list[Cited]]:
    full: list[list[Cited]] = []
    for source in sorted(block, key=lambda s: (-len(s.name), s.name)):
        name = person_name(source.name, source.country)
        if name.given:
            home = next((g for g in full if _one_person(g[0], source)), None)
            full.append([source]) if home is None else home.append(source)
    family = [s for s in block if not person_name(s.name, s.country).given]
    if len(full) == 1:
        full[0].extend(family)
    elif family:
        full.append(family)
    yield from full


def _one_person(one: Cited, other: Cited) -> bool:
    return compared(person_name(one.name, one.country), person_name(other.name, other.country)) is not None
