"""One event of one report as a side of a contradiction, and whether two of them are surely of one happening."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sayso.gathering.compared import ready
from sayso.gathering.facts import EventFacts
from sayso.gathering.likeness import PRIOR, RULES, Rule, figures, story
from sayso.gathering.occasion import weekday, when, where
from sayso.gathering.parties import actors
from sayso.records import Dispute, Telling

SURE = 4.0  # how alike two accounts are at least, apart from the field in which they differ
LIKELY = 0.0  # for a denial in words, which gathering has put with what it denies
VERY_SURE = 6.0  # for doubt and negation, often of something else that is told with the same words
AGAINST = -1.5  # and nothing else speaks so firmly against them
CERTAIN = ("CT+", "PR+")
_VOTES: dict[str, tuple[Rule, ...]] = {
    "time": (when, weekday),
    "place": (where,),
    "actor": (actors,),
    "number": (figures,),
    "number in one report": (figures, story),  # its reader has told its sentences apart, gathering has joined them
}

ready_facts = lru_cache(maxsize=1 << 10)(ready)


@dataclass(frozen=True, slots=True)
class Account:
    """One event of one report: its facts, its claims, its outcome, its sentence; copies share `text`.

    `decided` are the events that people put with it.
    """

    facts: EventFacts
    tellings: tuple[Telling, ...]
    text: str
    outcome: str | None
    sentence: str
    decided: frozenset[str] = frozenset()

    @property
    def first(self) -> Telling:
        return self.tellings[0]


def one_happening(one: Account, other: Account, field: str, sure: float = SURE) -> bool:
    """Whether two accounts are surely of one happening: people said so, or all but the field in which they differ."""
    if one.facts.id == other.facts.id or other.facts.id in one.decided:
        return True
    a, b = ready_facts(one.facts), ready_facts(other.facts)
    votes = [vote[0] for rule in RULES if rule not in _VOTES.get(field, ()) and (vote := rule(a, b)) is not None]
    return PRIOR + sum(votes) >= sure and min(votes, default=0.0) > AGAINST


def dispute_of(
    incident: str, field: str, sides: Iterable[tuple[str, Telling, str]], developed: bool = False
) -> Dispute:
    """The row of a contradiction of which each side has a value, who tells it, and the sentence."""
    (one, a, quote), (other, b, other_quote) = sides
    return Dispute(
        incident, field, one, other, a.source, b.source, quote, other_quote, a.published, b.published, a.document,
        b.document, developed,
    )  # fmt: skip
