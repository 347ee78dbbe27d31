"""How firmly a text commits to something, and how that changes under one more word: the algebra of factuality."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from sayso.knowledge.cues import Cue
from sayso.spans import Span

_CERTAINTY = {"CT": 3, "PR": 2, "PS": 1}
_LETTERS = {3: "CT", 2: "PR", 1: "PS"}


@dataclass(frozen=True, slots=True)
class Commitment:
    """Certainty 3 (certain), 2 (probable), 1 (possible) or 0 (an intention; not positive: an open question)."""

    certainty: int = 3
    positive: bool = True
    tense: str | None = None
    outcome: str | None = None
    count: int | None = None
    cues: tuple[Span, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The value on FactBank's scale."""
        if not self.certainty:
            return "Uu" if self.positive else "CTu"
        return _LETTERS[self.certainty] + ("+" if self.positive else "-")


@cache
def certain_in(tense: str | None) -> Commitment:
    """Certain, in a tense, without a word that says more."""
    return Commitment(tense=tense)


CERTAIN = certain_in(None)
OPEN = Commitment(0, positive=False)


def read_value(value: str | None) -> tuple[int, bool]:
    """Certainty and polarity of a value on FactBank's scale; None, which changes nothing, is certain and positive."""
    if value is None or value == "CTu":
        return (3, True) if value is None else (0, False)
    return _CERTAINTY.get(value[:2], 0), not value.endswith("-")


def under_cue(above: Commitment, row: Cue, cue: Span, *, failed: bool = False, count: int | None = None) -> Commitment:
    """What a governing word commits to about its complement, by its signature; `failed`: its attempt is said to fail.

    What is presupposed holds whatever its cue's; all else is at most as certain. What a cue denies stays open where
    the cue itself is no more than possible or lies ahead ("hopes to prevent a strike").
    """
    value = "CT+" if failed else row.affirmed if above.positive else row.denied
    certainty, positive = read_value(value)
    presupposed = row.affirmed == row.denied == "CT+"
    if not presupposed:
        firm = above.certainty > 1 and (above.tense != "future" or not above.positive)
        certainty = min(certainty, above.certainty) if positive or firm else 0
    if row.kind == "schedule" and positive and above.tense == "past":  # "was scheduled to meet": and then?
        certainty = 0
    if row.kind == "continuation" and above.positive and certainty < 2:  # it goes on already
        return replace(above, certainty=2, tense="ongoing", cues=(*above.cues, cue), rules=(*above.rules, row.name))
    tense = above.tense or ("past" if failed else None)
    return Commitment(
        certainty=certainty,
        positive=positive,
        tense=row.tense or (None if presupposed else tense),
        outcome="failed" if failed else _outcome(row, above),
        count=count,
        cues=(*above.cues, cue),
        rules=(*above.rules, row.name),
    )


def _outcome(row: Cue, above: Commitment) -> str | None:
    """The outcome that a cue tells; "is trying to" leaves it open, "tried to" does not."""
    return None if row.kind == "attempt" and above.tense != "past" else row.outcome


def marked(state: Commitment, row: Cue, mark: Span) -> Commitment:
    """The commitment under an adverb, adjective or marker: no more certain than it, turned round by a negative one.

    "until they left" has happened, "almost guarantees" guarantees nearly, a "planned visit" that is off is off.
    """
    if (row.kind, state.tense) in (("aim", "past"), ("near miss", "ongoing")):
        return state
    if row.kind == "plan" and not state.positive:
        return state
    certainty, positive = read_value(row.affirmed)
    certainty = min(state.certainty, certainty)
    been = row.kind == "condition" and state.tense == "past"  # "if they left" asks of what was
    return replace(
        state,
        certainty=certainty,
        positive=state.positive == positive and row.affirmed != "CTu",
        tense=state.tense if been else row.tense or state.tense,
        outcome=row.outcome or state.outcome,
        cues=(*state.cues, mark),
        rules=(*state.rules, row.name),
    )
