"""How much speaks for two events telling one happening, and how much against: votes of small rules, with their words.

A vote is a weight and a reason; their sum decides (after Fellegi & Sunter 1969, with weights set by hand on a scale of
log odds: two is much, four is nearly proof). A rule that has nothing to go by abstains; APART ends the matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from sayso.gathering.compared import APART, Compared, Vote, name_weight
from sayso.gathering.facts import Figure
from sayso.gathering.occasion import weekday, when, where
from sayso.gathering.parties import actors, names, targets, weapons
from sayso.knowledge.tables import table

PRIOR = -4.2  # two events that only share a block are hardly ever one
PALE = 0.0  # a word in common that tells nothing
WORD, MOST_WORDS = 0.5, 2.0  # a telling word of the sentence in common, and all of them
NO_WORD = -0.3
STORY, WHOLE_STORY = 0.8, 3.0  # a name in common of those that the texts are about, and all of them
OTHER_STORY = -2.0
OTHER_SUM = -1.5
GROWTH = ((3.0, -0.3), (10.0, -1.0), (float("inf"), -2.5))  # tolls develop, within bounds
ONE_TEXT = 2.0  # of events outside the kinds, which a reader does not join
TOLD_APART = -2.0  # of events within the kinds, which it would have joined


@dataclass(frozen=True, slots=True)
class Likeness:
    """The sum of the votes, above 0 for one happening, and their words, the weightiest first; "but" speaks against."""

    score: float
    reasons: tuple[str, ...]


def likeness(one: Compared, other: Compared) -> Likeness:
    """What speaks for and against two events being one; the order of the two does not matter."""
    cast: list[Vote] = []
    for rule in RULES:
        vote = rule(one, other)
        if vote is not None:
            if vote[0] <= APART:
                return Likeness(APART, (f"but {vote[1]}",))
            cast.append(vote)
    cast.sort(key=lambda v: (-abs(v[0]), v[1]))
    return Likeness(PRIOR + sum(v[0] for v in cast), tuple(r if w > 0 else f"but {r}" for w, r in cast))


def sort(one: Compared, other: Compared) -> Vote | None:
    """The sort of happening: the kind, the word, or a word for the same."""
    a, b = one.facts, other.facts
    kinds = _kinds(a.kind, b.kind)
    if kinds <= APART:
        return APART, "{} is not {}".format(*sorted((a.kind, b.kind)))
    words = _words(one, other)
    if words <= 0 and (a.kind != b.kind or a.kind == "other"):
        return APART, "told by other words"
    return kinds + words, f"both {a.kind}" if a.kind == b.kind != "other" else "told by the same word"


def _kinds(one: str, other: str) -> float:
    if "other" in (one, other):
        return 0.0
    if one == other:
        return 1.8
    return 0.0 if frozenset((one, other)) in _kin() else APART


def _words(one: Compared, other: Compared) -> float:
    if one.words & other.words:
        pale = one.pale or other.pale
        return PALE if pale else 2.5 if one.facts.words[0] == other.facts.words[0] else 2.0
    if one.happenings & other.happenings:
        return 1.8
    return -0.8 if one.happenings and other.happenings else 0.0


@cache
def _kin() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(row["kinds"]) for row in table("world/kin.toml")["kin"])


def figures(one: Compared, other: Compared) -> Vote | None:
    best: Vote | None = None
    for a in one.facts.figures:
        for b in other.facts.figures:
            if a.of == b.of and (vote := _figure(a, b)) and (best is None or vote[0] > best[0]):
                best = vote
    return best


def _figure(a: Figure, b: Figure) -> Vote | None:
    if a.low is None or b.low is None:
        return None
    if a.low == b.low and a.high == b.high:
        return (1.2 if a.low > 9 else 0.6), f"both {a.low:g} {a.of}"
    least, most = sorted((a.low, b.low))
    if a.of == "money":
        return OTHER_SUM, f"{least:g} and {most:g} {a.of}"
    grown = most / max(least, 1.0)
    return next(w for limit, w in GROWTH if grown <= limit), f"{least:g} and {most:g} {a.of}"


def order(one: Compared, other: Compared) -> Vote | None:
    """The second is not the first; whether another report counts at all is open."""
    mine, theirs = set(one.facts.marks), set(other.facts.marks)
    if not mine or not theirs:
        return None
    shared = mine & theirs
    return (0.5, f"both the {min(shared)}") if shared else (-3.0, f"one {min(mine)}, one {min(theirs)}")


def wording(one: Compared, other: Compared) -> Vote | None:
    shared = one.near & other.near
    if not shared:
        return NO_WORD, "no word in common"
    return min(MOST_WORDS, WORD * len(shared)), "told with " + ", ".join(sorted(shared)[:5])


def story(one: Compared, other: Compared) -> Vote | None:
    if one.facts.document == other.facts.document:
        told_apart = "other" not in (one.facts.kind, other.facts.kind)
        return (TOLD_APART, "two events for its reader") if told_apart else (ONE_TEXT, "told in one text")
    shared = one.story & other.story
    weight = sum(map(name_weight, shared))
    if not weight:
        return OTHER_STORY, "in texts about other names"
    return min(WHOLE_STORY, STORY * weight), "texts about " + ", ".join(sorted(shared)[:5])


Rule = Callable[[Compared, Compared], Vote | None]
RULES: tuple[Rule, ...] = (
    when, sort, weekday, where, actors, targets, names, weapons, figures, order, wording, story,
)  # fmt: skip
