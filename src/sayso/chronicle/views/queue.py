"""The order in which incidents are reviewed: what most needs a person comes first.

The rule, in TIERS: first what somebody denies or doubts, or reports contradict each other in; then what nobody vouches
for (status "possible"); then what a single separate origin tells; then the others; each by day, undated ones last. What
was rejected is in no incident any more and comes at the end, where it is asked for.

Each tier is walked in the order of an index until there are enough, and what is contested is looked up in indexes that
have nothing else, so that a large chronicle is asked as soon as a small one. A place in the queue is a value of its
own: it stays what it was when the incident has been reviewed, rejected or merged.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

from sayso.chronicle.file import ChronicleError
from sayso.chronicle.views.chosen import BY_DAY, Asked, Condition, find_ids
from sayso.chronicle.views.entries import asked_of
from sayso.chronicle.views.reviewed import Aside, Reviewing, in_state, set_aside

TIERS = (
    "contested: someone denies or doubts it, or its reports contradict each other",
    "possible: nobody vouches for it",
    "one origin: nobody else tells it",
    "several origins",
    "rejected",
)
_ASIDE = len(TIERS) - 1
_KEY = "(i.earliest IS NULL AND i.latest IS NULL), coalesce(i.earliest, i.latest, ''), coalesce(i.latest, ''), i.id"
_BACKWARDS = (
    "(i.earliest IS NULL AND i.latest IS NULL) DESC, coalesce(i.earliest, i.latest) DESC, i.latest DESC, i.id DESC"
)
_CONTESTED = (
    "SELECT m.incident FROM incident_events m WHERE m.denies = 1 UNION"
    " SELECT m.incident FROM claims c CROSS JOIN incident_events m ON m.event = c.event"
    " WHERE c.stance IN ('denies', 'doubts') UNION SELECT i.id FROM incidents i WHERE i.disputes > 0"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the queue: the tier, whether the incident is undated, its first and last day, its id."""

    tier: int
    undated: int
    first: str
    last: str
    id: str

    def __str__(self) -> str:
        return "~".join(str(part) for part in astuple(self))


@dataclass(frozen=True, slots=True)
class Queued:
    """One thing to review: an incident, or events that were rejected (`aside`)."""

    place: Place
    aside: Aside | None = None

    @property
    def id(self) -> str:
        return self.place.id


def place_of(text: str) -> Place:
    """The place that `str` of one gives; ChronicleError for anything else."""
    parts = text.split("~", 4)
    if len(parts) != 5 or not (parts[0].isdecimal() and parts[0] in "01234" and parts[1] in ("0", "1")):
        raise ChronicleError(f"{text[:80]!r} is no place in the queue")
    return Place(int(parts[0]), int(parts[1]), *parts[2:])


def queued(
    file: sqlite3.Connection, wanted: Reviewing, *, after: Place | None = None, before: Place | None = None,
    number: int = 1,
) -> list[Queued]:  # fmt: skip
    """The next `number` things to review behind a place, in order; with `before` those ahead of one, nearest first."""
    contested = json.dumps([incident for (incident,) in file.execute(_CONTESTED)])
    state = in_state(file, wanted.state, wanted.who)
    found: list[Queued] = []
    for tier in _tiers(after, before):
        if len(found) >= number:
            break
        walk = _set_aside if tier == _ASIDE else _walk
        found += walk(file, wanted, _Walk(tier, after, before, number - len(found), contested, state))
    return found


@dataclass(frozen=True, slots=True)
class _Walk:
    """One tier to be walked, behind one place or ahead of another, until there are `number`."""

    tier: int
    after: Place | None
    before: Place | None
    number: int
    contested: str
    state: list[Asked]

    @property
    def bound(self) -> Place | None:
        """The place, when it lies in this tier."""
        bound = self.before or self.after
        return bound if bound is not None and bound.tier == self.tier else None


def _tiers(after: Place | None, before: Place | None) -> Sequence[int]:
    every = range(len(TIERS))
    if before is not None:
        return every[before.tier :: -1]
    return every[after.tier :] if after is not None else every


def _walk(file: sqlite3.Connection, wanted: Reviewing, walk: _Walk) -> list[Queued]:
    conditions = [
        *_of_tier(walk),
        *_beyond(walk),
        *asked_of(wanted.view),
        *walk.state,
    ]
    order = BY_DAY if walk.before is None else _BACKWARDS
    found = [identifier for identifier, _ in find_ids(file, conditions, walk.number, order=order)]
    return [Queued(Place(walk.tier, *_key(file, identifier))) for identifier in found]


def _key(file: sqlite3.Connection, identifier: str) -> tuple[int, str, str, str]:
    found: tuple[int, str, str, str] = file.execute(
        f"SELECT {_KEY} FROM incidents i WHERE i.id = ?", (identifier,)
    ).fetchone()
    return found


def _of_tier(walk: _Walk) -> Iterator[Asked]:
    """The conditions of a tier: its own, and that none of the tiers before it fits."""
    among = "IN (SELECT value FROM json_each(?))"
    yield _asked(f"i.id {among}" if walk.tier == 0 else f"i.id NOT {among}", walk.contested)
    if walk.tier > 0:
        yield _asked("i.status = 'possible'" if walk.tier == 1 else "i.status <> 'possible'")
    if walk.tier > 1:
        yield _asked("i.origins < 2" if walk.tier == 2 else "i.origins > 1")


def _beyond(walk: _Walk) -> Iterator[Asked]:
    if walk.bound is not None:
        key = ", ".join(f"json_extract(?, '$[{n}]')" for n in range(4))
        yield _asked(f"({_KEY}) {'<' if walk.before else '>'} ({key})", json.dumps(astuple(walk.bound)[1:]))


def _asked(probe: str, value: str | None = None) -> Asked:
    return Asked(Condition(probe), value)


def _set_aside(file: sqlite3.Connection, wanted: Reviewing, walk: _Walk) -> list[Queued]:
    bound = walk.bound.id if walk.bound is not None else None
    found = set_aside(file, wanted)
    if walk.before is not None:
        kept = [one for one in reversed(found) if bound is None or one.id < bound]
    else:
        kept = [one for one in found if bound is None or one.id > bound]
    return [Queued(Place(walk.tier, 0, "", "", one.id), one) for one in kept[: walk.number]]
