"""Whether two people who reviewed the same incidents decided alike: of accepting and rejecting, each person's latest.

An incident is one thing to decide about, and so are events that one decision took out of theirs. Agreement beyond what
chance would give is Cohen's kappa (J. Cohen, A coefficient of agreement for nominal scales, Educational and
Psychological Measurement 20, 1960, 37-46): (p - e) / (1 - e), with p the share of things on which two agree, and e the
share on which they would if each decided with the same frequencies at random.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from sayso.chronicle.views.entries import View
from sayso.chronicle.views.review_states import STANDING
from sayso.chronicle.views.reviewed import Reviewing, set_aside

VERDICTS = ("accept", "reject")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An incident, or events that were rejected (`is_incident` False), with what each reviewer decided, by name."""

    id: str
    kind: str
    word: str
    quote: str
    is_incident: bool
    verdicts: dict[str, str]

    @property
    def agree(self) -> bool | None:
        """Whether all decided alike; None when only one did."""
        return len(set(self.verdicts.values())) == 1 if len(self.verdicts) > 1 else None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers: how many things both decided about, on how many alike, and Cohen's kappa.

    `kappa` is None where chance alone would make them agree always: both gave one verdict throughout, or there is
    nothing that both decided about.
    """

    one: str
    other: str
    both: int
    alike: int
    kappa: float | None

    @property
    def share(self) -> float | None:
        """The share on which they agree, from 0 to 1."""
        return self.alike / self.both if self.both else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everybody who accepted or rejected, what they decided about, and how far each two agree."""

    reviewers: tuple[str, ...]
    reviewed: tuple[Reviewed, ...]
    pairs: tuple[Pair, ...]


def agreement(file: sqlite3.Connection) -> Agreement:
    """The agreement of all reviewers of a chronicle, by the id of what they decided about."""
    aside = {event: one.id for one in set_aside(file, Reviewing(View(), "")) for event in one.events}
    rows = file.execute(
        "SELECT s.target, s.who, s.verdict, m.incident FROM"
        f" ({STANDING} ORDER BY d.made, d.rowid) s LEFT JOIN incident_events m ON m.event = s.target"
    )
    verdicts: dict[str, dict[str, str]] = {}
    incidents = set()
    for target, who, verdict, incident in rows:
        thing = incident or aside.get(target, target)
        verdicts.setdefault(thing, {})[who] = verdict
        if incident:
            incidents.add(incident)
    found = tuple(_reviewed(file, thing, verdicts[thing], thing in incidents) for thing in sorted(verdicts))
    reviewers = tuple(sorted({who for one in verdicts.values() for who in one}))
    return Agreement(reviewers, found, tuple(pairs_of(reviewers, [one.verdicts for one in found])))


def _reviewed(file: sqlite3.Connection, thing: str, verdicts: dict[str, str], is_incident: bool) -> Reviewed:
    shown = "SELECT shown FROM incidents WHERE id = ?" if is_incident else "SELECT ?"
    row = file.execute(f"SELECT kind, word, quote FROM events WHERE id = ({shown})", (thing,)).fetchone()
    kind, word, quote = row or ("", "", "")
    return Reviewed(thing, kind, word, quote, is_incident, dict(sorted(verdicts.items())))


def pairs_of(reviewers: Sequence[str], verdicts: Iterable[dict[str, str]]) -> list[Pair]:
    """How far each two reviewers agree, by what each decided about each thing."""
    things = list(verdicts)
    found = []
    for one, other in combinations(reviewers, 2):
        both = [(thing[one], thing[other]) for thing in things if one in thing and other in thing]
        found.append(Pair(one, other, len(both), sum(a == b for a, b in both), kappa(both)))
    return found


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two people's verdicts on the same things; None where it is not defined.

    >>> round(kappa([("accept", "accept")] * 20 + [("accept", "reject")] * 5 + [("reject", "accept")] * 10
    ...             + [("reject", "reject")] * 15), 2)
    0.4
    """
    if not pairs:
        return None
    number = len(pairs)
    observed = sum(a == b for a, b in pairs) / number
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(one[verdict] * other[verdict] for verdict in one) / number**2
    return None if expected == 1 else (observed - expected) / (1 - expected)
