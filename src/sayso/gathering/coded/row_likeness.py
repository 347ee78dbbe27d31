"""How alike an imported row and an event of a text are: the votes of two reports, but for what only texts have.

A row is no text: its names are those of its parties and its place, which other votes count already, and the code of its
kind is a category, not the word that a reporter chose. So `story` and `wording` are cast anew, and so is the outcome.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from sayso.gathering.compared import APART, PLAIN_NAME, Compared, Vote, ready
from sayso.gathering.facts import EventFacts
from sayso.gathering.keys import block_keys
from sayso.gathering.likeness import PRIOR, RULES, Likeness, Rule, story, wording

LEAST_ON_ANOTHER_DAY = 1.0  # above the 0 that is enough on the same day
SLIP = 2  # days by which a row's day and ours may differ
PAGE = 60  # days between a row and the publication of an event that has no day
NAME, NAMES = 0.4, 1.2  # a name of the row that the text is about and no vote has counted, and all of them
OTHER_NAMES = -1.0
BOTH_FAILED, ONE_FAILED = 1.0, -0.5
_SAME_DAYS = ("both on ", "both between ")  # how `occasion.when` tells of days in common


def row_keys(facts: EventFacts) -> tuple[str, ...]:
    """The blocks in which the events of a row are looked for: its own, and those of the days about it."""
    near = (key for shifted in _about(facts) for key in block_keys(shifted))
    return tuple(dict.fromkeys((*block_keys(facts), *near)))


def row_likeness(row: Compared, other: Compared) -> Likeness | None:
    """How alike a row and an event are, None when they are not; a day that slipped needs more to go with it."""
    span = time_about(other)
    if row.days and (span is None or not meet(row.days, span)):
        return None
    found = _voted(row, other)
    if found.score > 0:
        return found
    widened = _moved(row.facts, SLIP, SLIP)
    if widened is None or not row.days or not other.days or meet(row.days, other.days):
        return None
    found = _voted(ready(widened), other)
    if found.score <= LEAST_ON_ANOTHER_DAY:
        return None
    apart = max(other.days[0] - row.days[1], row.days[0] - other.days[1])
    reasons = tuple(reason for reason in found.reasons if not reason.startswith(_SAME_DAYS))
    return Likeness(found.score, (*reasons, f"but {apart} day{'s' * (apart != 1)} apart"))


def time_about(event: Compared) -> tuple[int, int] | None:
    """The days, as ordinals, that a row can have which is taken for an event; None when the text tells no time at all.

    These are the event's own days and two more on either side, else the weeks before its page, and after it for a plan.
    """
    if event.days is not None:
        return event.days[0] - SLIP, event.days[1] + SLIP
    if event.published is None:
        return None
    ahead = PAGE if event.facts.status in ("planned", "possible") else 0
    return event.published - PAGE, event.published + ahead


def meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two times, in days, have a day in common."""
    return max(one[0], other[0]) <= min(one[1], other[1])


def _voted(row: Compared, other: Compared) -> Likeness:
    cast = []
    for rule in ROW_RULES:
        vote = rule(row, other)
        if vote is not None:
            if vote[0] <= APART:
                return Likeness(APART, (f"but {_reason(vote)}",))
            cast.append((vote[0], _reason(vote)))
    cast.sort(key=lambda v: (-abs(v[0]), v[1]))
    total = round(PRIOR + sum(weight for weight, _ in cast), 6)
    return Likeness(total, tuple(reason if weight > 0 else f"but {reason}" for weight, reason in cast if weight))


def _reason(vote: Vote) -> str:
    told = vote[2] if len(vote) > 2 else ""
    return vote[1] + (told if isinstance(told, str) else ", ".join(sorted(told)[:5]))


def row_wording(row: Compared, other: Compared) -> Vote | None:
    """The remark of a row against the sentence; a row without one abstains."""
    return wording(row, other) if row.near & other.near else None


def row_story(row: Compared, other: Compared) -> Vote | None:
    """Names of the row in what the text is about, besides those by which parties and places are compared."""
    if not row.story & other.story:
        return OTHER_NAMES, "in a text about other names"
    counted = {w for p in (*other.facts.actors, *other.facts.targets, *other.facts.equipment) for w in p.words}
    shared = (row.story & other.story).difference(counted, other.facts.place.words if other.facts.place else ())
    plain = len(shared & row.plain)
    weight = NAME * (len(shared) - plain + PLAIN_NAME * plain)
    return (min(NAMES, weight), "in a text about ", frozenset(w.removeprefix("=") for w in shared)) if weight else None


def outcome(row: Compared, other: Compared) -> Vote | None:
    """To fail is rare enough to tell."""
    failed = [one.facts.status == "failed" for one in (row, other)]
    if not any(failed):
        return None
    return (BOTH_FAILED, "both failed") if all(failed) else (ONE_FAILED, "only one failed")


ROW_RULES: tuple[Rule, ...] = (
    *(rule for rule in RULES if rule not in (story, wording)), row_wording, row_story, outcome,
)  # fmt: skip


def _moved(facts: EventFacts, before: int, after: int) -> EventFacts | None:
    """The facts with so many days more on either side; None when there are none to move."""
    if facts.earliest is None or facts.latest is None:
        return None
    try:
        first = date.fromisoformat(facts.earliest) - timedelta(before)
        last = date.fromisoformat(facts.latest) + timedelta(after)
    except OverflowError:
        return None
    return replace(facts, earliest=first.isoformat(), latest=last.isoformat())


def _about(facts: EventFacts) -> Iterator[EventFacts]:
    if facts.earliest == facts.latest:
        yield from (found for found in (_moved(facts, SLIP, 0), _moved(facts, 0, SLIP)) if found)
