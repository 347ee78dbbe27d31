"""Which telling stands for an incident, and whose day and place are shown where it tells none, or only broadly."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sayso.chronicle.decided.decisions import IN_FORCE

RULE = (
    "Shown is the telling of which people corrected most, else the one whose status comes first in happened, failed,"
    " planned, possible, negated; of these the one that fills most of day, place and roles; of these the one of the"
    " earliest report. A headline gives way to the body of its report where that tells another status. A day that it"
    " tells in no more than weeks or years, or a place that it tells only as a country, gives way to the finest that"
    " another tells, unless people corrected it."
)
SHOWN_FIRST = ("happened", "failed", "planned", "possible", "negated")
_FINEST = ("point", "populated place", "sea", "admin")  # places that give way to none
_EVER = 10**6  # days of a time that is open at one end
_CORRECTED = (
    "SELECT group_concat(DISTINCT d.field) FROM attachments a JOIN decisions d ON d.id = a.decision"
    f" WHERE a.target = e.id AND d.verdict = 'correct' AND {IN_FORCE}"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the choice needs of one telling; `settled` when its days follow from another report.

    `headline` is whether it stands in the title of its document, `corrected` names the fields that people corrected.
    """

    event: str
    kind: str
    status: str
    earliest: str | None
    latest: str | None
    settled: bool
    precision: str | None
    country: str | None
    roles: int
    published: str
    document: str = ""
    headline: bool = False
    corrected: str = ""

    @property
    def width(self) -> int | None:
        """Days that it can have been; None for a telling without a day."""
        if self.earliest is None or self.latest is None:
            return _EVER if self.earliest or self.latest else None
        return (date.fromisoformat(self.latest) - date.fromisoformat(self.earliest)).days

    def firmness(self) -> tuple[int, int, int, str, str]:
        told = (self.earliest is not None and not self.settled) + (self.precision is not None) + self.roles
        fields = len(self.corrected.split(",")) if self.corrected else 0
        return -fields, SHOWN_FIRST.index(self.status), -told, self.published, self.event

    def is_corrected(self, field: str) -> bool:
        return field in self.corrected.split(",")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a row of `incidents` says of the incident itself."""

    event: str
    kind: str
    status: str
    earliest: str | None
    latest: str | None
    days_of: str | None
    place_of: str | None


def shown_of(file: sqlite3.Connection, events: Iterable[str]) -> Shown:
    """What is shown of the tellings of an incident, by RULE."""
    return pick([_candidate(file, event) for event in events])


def pick(tellings: Sequence[Candidate]) -> Shown:
    """The choice among tellings; their order makes no difference."""
    first = min(_without_overruled(tellings), key=Candidate.firmness)
    days, place = _days(first, tellings), _place(first, tellings)
    return Shown(
        first.event,
        first.kind,
        first.status,
        days.earliest if days else None,
        days.latest if days else None,
        days.event if days else None,
        place.event if place else None,
    )


def _without_overruled(tellings: Sequence[Candidate]) -> list[Candidate]:
    """The tellings without headlines that say otherwise than the body of their report: "Kim visits" for a plan."""
    bodies: dict[str, set[str]] = {}
    for told in tellings:
        if not told.headline:
            bodies.setdefault(told.document, set()).add(told.status)
    return [t for t in tellings if t.corrected or not t.headline or t.status in bodies.get(t.document, {t.status})]


def _days(first: Candidate, tellings: Sequence[Candidate]) -> Candidate | None:
    """The telling with the finest days; the first one unless another is finer."""
    if first.width == 0 or first.is_corrected("time"):
        return first
    found = [((w, t.settled, t is not first, t.published, t.event), t) for t in tellings if (w := t.width) is not None]
    return min(found, key=lambda f: f[0])[1] if found else None


def _place(first: Candidate, tellings: Sequence[Candidate]) -> Candidate | None:
    """The first telling, unless it tells no more than a country and another tells a place there."""
    if first.precision in _FINEST or first.is_corrected("place"):
        return first
    finer = [
        ((_FINEST.index(t.precision), t.published, t.event), t)
        for t in tellings
        if t.precision in _FINEST and (first.country is None or first.country == t.country)
    ]
    return min(finer, key=lambda f: f[0])[1] if finer else first


def _candidate(file: sqlite3.Connection, event: str) -> Candidate:
    row = file.execute(
        "SELECT e.id, e.kind, e.status, coalesce(s.earliest, e.earliest), coalesce(s.latest, e.latest),"
        " s.event IS NOT NULL, p.precision, p.country,"
        " (SELECT count(DISTINCT role) FROM participants WHERE event = e.id), coalesce(v.published, '9999'),"
        f" e.document, e.stop <= length(coalesce(v.title, '')), coalesce(({_CORRECTED}), '')"
        " FROM events e JOIN readings r ON r.id = e.reading JOIN versions v USING (document, version)"
        " LEFT JOIN settled_events s ON s.event = e.id"
        " LEFT JOIN places p ON p.reading = e.reading AND p.local = e.place WHERE e.id = ?",
        (event,),
    ).fetchone()
    return Candidate(*row)
