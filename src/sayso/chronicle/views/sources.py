"""Who is cited by whom within a view, how often, how often alone and against whose word; who reports how much."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from sayso.chronicle.gathered.disputed import compared
from sayso.chronicle.views.entries import View, where_of

COMPARED = 2_000  # disputed incidents whose sides are looked for; more would take too long
AGAINST = ("denies", "doubts")
_CLAIMS = (
    "SELECT m.incident, v.publisher, c.source, c.chain <> '' AS cited, c.stance, e.document"
    " FROM incident_events m CROSS JOIN events e ON e.id = m.event CROSS JOIN documents d ON d.id = e.document"
    " CROSS JOIN versions v ON v.document = d.id AND v.version = d.version CROSS JOIN claims c ON c.event = e.id"
    "{where} ORDER BY m.incident"
)


@dataclass(slots=True)
class CitedSource:
    """Someone whom reports cite. Numbers are incidents: `alone` where nobody else vouches, `denied` where another
    source denies or doubts what this one says, `denies` where it is the one that does, `disputed` where it stands on
    one side of a contradiction (None: not counted). `by` has the publishers that cite it; `kind` and `country` are as
    the texts tell most often.
    """

    name: str
    incidents: int = 0
    alone: int = 0
    denied: int = 0
    denies: int = 0
    disputed: int | None = None
    by: Counter[str] = field(default_factory=Counter)
    kind: str | None = None
    country: str | None = None


@dataclass(slots=True)
class ReportingPublisher:
    """A publisher: its reports, how many of them bring another's text, the incidents they tell, and that it alone
    tells; how many it tells in its own voice; whom it cites."""

    name: str
    reports: int = 0
    copies: int = 0
    incidents: int = 0
    alone: int = 0
    own_voice: int = 0
    cites: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """All who are cited and all who report within a view; `disputes` tells whether contradictions were counted."""

    cited: tuple[CitedSource, ...]
    publishers: tuple[ReportingPublisher, ...]
    incidents: int
    disputes: bool


@dataclass(slots=True)
class _Counts:
    """What is counted so far; names that differ in their case alone are one."""

    cited: dict[str, CitedSource] = field(default_factory=dict)
    publishers: dict[str, ReportingPublisher] = field(default_factory=dict)
    incidents: int = 0
    several: list[str] = field(default_factory=list)

    def source(self, name: str) -> CitedSource:
        return self.cited.setdefault(name.lower(), CitedSource(name))

    def publisher(self, name: str) -> ReportingPublisher:
        return self.publishers.setdefault(name.lower(), ReportingPublisher(name))


_Row = tuple[str, str | None, str, int, str, str]


def source_counts(file: sqlite3.Connection, view: View) -> SourceCounts:
    """The sources and publishers of the incidents of a view, those of most incidents first."""
    counts, where, given = _Counts(), "", list[object]()
    found, values = where_of(view)
    if found:
        tables = "incident_events m JOIN events e ON e.id = m.event JOIN incidents i ON i.id = m.incident"
        where, given = f" WHERE m.incident IN (SELECT m.incident FROM {tables}{found})", values
    rows = file.execute(_CLAIMS.format(where=where), given)
    for incident, told in groupby(rows, key=itemgetter(0)):
        _count(counts, incident, list(told))
    _count_reports(file, counts, view)
    _name_kinds(file, counts)
    with_disputes = _count_disputes(file, counts)
    return SourceCounts(
        tuple(sorted(counts.cited.values(), key=lambda s: (-s.incidents, s.name))),
        tuple(sorted(counts.publishers.values(), key=lambda p: (-p.reports, -p.incidents, p.name))),
        counts.incidents, with_disputes,
    )  # fmt: skip


def _count(counts: _Counts, incident: str, told: list[_Row]) -> None:
    """One incident with all claims on it."""
    counts.incidents += 1
    if len({row[5] for row in told}) > 1 or len({row[2].lower() for row in told}) > 1:
        counts.several.append(incident)
    vouching = {row[2].lower() for row in told if row[4] not in AGAINST}
    against = {row[2].lower() for row in told if row[4] in AGAINST}
    for key in dict.fromkeys(row[2].lower() for row in told if row[3]):
        _count_source(counts, key, told, vouching, against)
    _count_publishers(counts, told)


def _count_source(counts: _Counts, key: str, told: list[_Row], vouching: set[str], against: set[str]) -> None:
    cited = [row for row in told if row[3] and row[2].lower() == key]
    source = counts.source(cited[0][2])
    source.incidents += 1
    source.alone += vouching == {key}
    source.denied += key in vouching and bool(against - {key})
    source.denies += key in against
    source.by.update(sorted({row[1] for row in cited if row[1]}))


def _count_publishers(counts: _Counts, told: list[_Row]) -> None:
    names = {row[1] for row in told if row[1]}
    for name in sorted(names):
        publisher, own = counts.publisher(name), [row for row in told if row[1] == name]
        publisher.incidents += 1
        publisher.alone += len({row[1] for row in told}) == 1
        publisher.own_voice += any(not row[3] for row in own)
        publisher.cites.update(sorted({row[2] for row in own if row[3]}))


def _count_reports(file: sqlite3.Connection, counts: _Counts, view: View) -> None:
    """The reports of each publisher: all of them, or those that tell an incident of the view."""
    where, given = where_of(view)
    tables = "events e JOIN incident_events m ON m.event = e.id JOIN incidents i ON i.id = m.incident"
    telling = f" AND d.id IN (SELECT e.document FROM {tables}{where})" if where else ""
    rows = file.execute(
        "SELECT v.publisher, count(*), count(CASE WHEN o.origin <> d.id THEN 1 END) FROM documents d"
        " JOIN versions v ON v.document = d.id AND v.version = d.version LEFT JOIN origins o ON o.document = d.id"
        f" WHERE v.publisher IS NOT NULL{telling} GROUP BY 1",
        given,
    )
    for name, reports, copies in rows:
        publisher = counts.publisher(name)
        publisher.reports += reports
        publisher.copies += copies


def _name_kinds(file: sqlite3.Connection, counts: _Counts) -> None:
    """What the texts call a source, and which country it speaks for: what they say most often."""
    rows = file.execute(
        "SELECT source, kind, country FROM attributions WHERE source IS NOT NULL GROUP BY 1, 2, 3 ORDER BY count(*)"
    )
    for name, kind, country in rows:
        source = counts.cited.get(name.lower())
        if source is not None:
            source.kind, source.country = kind or source.kind, country or source.country


def _count_disputes(file: sqlite3.Connection, counts: _Counts) -> bool:
    """On which sides of contradictions each source stands; False when there are too many incidents to compare."""
    disputed = {incident for (incident,) in file.execute("SELECT id FROM incidents WHERE disputes > 0")}
    among = [incident for incident in counts.several if incident in disputed]
    if len(among) > COMPARED:
        return False
    for source in counts.cited.values():
        source.disputed = 0
    for sides in _sides(file, among):
        for key in sides & counts.cited.keys():
            source = counts.cited[key]
            source.disputed = (source.disputed or 0) + 1
    return True


def _sides(file: sqlite3.Connection, incidents: Iterable[str]) -> Iterator[set[str]]:
    """For each incident the sources that contradict each other, in small letters."""
    for one in compared(file, incidents):
        yield {name.lower() for d in one.disputes for name in (d.one_source, d.other_source)}
