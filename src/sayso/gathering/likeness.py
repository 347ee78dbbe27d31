"""How much speaks for two events telling one happening, and how much against: votes of small rules, with their words.

A vote is a weight and a reason; their sum decides (after Fellegi & Sunter 1969, with weights set by hand on a scale of
log odds: two is much, four is nearly proof). A rule that has nothing to go by abstains; APART ends the matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import inf

from sayso.gathering.compared import APART, PLAIN_NAME, Compared, Vote
from sayso.gathering.facts import Figure
from sayso.gathering.kin import are_kin, both_in
from sayso.gathering.occasion import CLOSE, weekday, when, where
from sayso.gathering.parties import CROSSED, MOST_NAMED, actors, most_of, names, targets, weapons
from sayso.knowledge.tables import rows
from sayso.knowledge.word_families import stem_of

PRIOR = -4.2  # two events that only share a block are hardly ever one
PALE = 0.0  # a word in common that tells nothing
WORD, MOST_WORDS = 0.5, 2.0  # a telling word of the sentence in common, and all of them
NO_WORD = -0.3
STORY, WHOLE_STORY = 0.8, 3.0  # a name in common of those that the texts are about, and all of them
OTHER_STORY = -2.0
OTHER_SUM = -1.5
GROWTH = ((3.0, -0.3), (10.0, -1.0), (float("inf"), -2.5))  # tolls develop, within bounds
ONE_TEXT = 2.0  # of events outside the kinds, which a reader does not join
TINY = 1e-6  # more than the error of a sum
NAMED = 5  # words that a reason names at most
TOLD_APART = -2.0  # of events within the kinds, which it would have joined
GROUND, NO_GROUND = 1.0, -1.7  # what two reports must have in common besides the affair and the sort of happening
UNTIMED = -2.5  # of sorts that happen every week, where nothing tells the day


@dataclass(frozen=True, slots=True)
class Likeness:
    """The sum of the votes, above 0 for one happening, and their words, the weightiest first; "but" speaks against."""

    score: float
    reasons: tuple[str, ...]


def score(one: Compared, other: Compared, *, least: float = -inf) -> float:
    """The sum of the votes on two events, above 0 for one happening, APART when one ends the matter; no direction.

    Where it cannot be above `least` it is not worked out to the end: -inf.
    """
    total, left, others_left = PRIOR, one.left or most_left(one), other.left or most_left(other)
    ground, from_ = 0.0, _grounds(one, other)
    for n, rule in enumerate(RULES):
        vote = rule(one, other)
        if vote is not None:
            if vote[0] <= APART:
                return APART
            total += vote[0]
            if vote[0] >= from_[n]:
                ground += vote[0]
        if total + left[n] < least or total + others_left[n] < least:
            return -inf
    if ground < GROUND and _across(one, other):
        total += NO_GROUND
    return round(total, 6)  # the same in whatever order they are added


def _across(one: Compared, other: Compared) -> bool:
    """Whether two reports tell them, as events of the kinds."""
    return one.facts.document != other.facts.document and "other" not in (one.facts.kind, other.facts.kind)


def _grounds(one: Compared, other: Compared) -> tuple[float, ...]:
    """From which weight on the vote of each rule says which happening it is, in the order of RULES."""
    return SERIES_GROUNDS if both_in("series", one.facts, other.facts) else GROUNDS


def most_left(event: Compared) -> list[float]:
    """The most that the rules after each one can add to a score of this event."""
    if not event.left:
        most = _most(event)
        event.left.extend(sum(most[n + 1 :]) + TINY for n in range(len(most)))
    return event.left


def _most(event: Compared) -> tuple[float, ...]:
    """The highest vote of each rule on this event, in the order of RULES; 0 where the rule has nothing to go by."""
    facts = event.facts
    return (
        2.5, max(most_of(event.actors), CROSSED), most_of(event.targets), 4.3, 2.0 if facts.place else 0.0,
        MOST_NAMED if facts.names else 0.0, 1.0 if event.weekdays else 0.0, WHOLE_STORY,
        min(MOST_WORDS, WORD * len(facts.near)), 1.2 if facts.equipment else 0.0,
        1.2 if facts.figures else 0.0, 0.5 if facts.marks else 0.0, 0.0,
    )  # fmt: skip


def likeness(one: Compared, other: Compared) -> Likeness:
    """What speaks for and against two events being one; the order of the two does not matter."""
    cast: list[tuple[float, str]] = []
    total, ground = PRIOR, 0.0
    for rule, from_ in zip(RULES, _grounds(one, other), strict=True):
        vote = rule(one, other)
        if vote is not None:
            if vote[0] <= APART:
                return Likeness(APART, (f"but {_words_of(vote)}",))
            cast.append((vote[0], _words_of(vote)))
            total += vote[0]
            ground += vote[0] if vote[0] >= from_ else 0.0
    if ground < GROUND and _across(one, other):
        cast.append((NO_GROUND, "little in common but the affair"))
        total += NO_GROUND
    cast.sort(key=lambda v: (-abs(v[0]), v[1]))
    return Likeness(round(total, 6), tuple(r if w > 0 else f"but {r}" for w, r in cast))


def _words_of(vote: Vote) -> str:
    """The reason of a vote in full."""
    if len(vote) == 2:
        return vote[1]
    told = vote[2]
    return vote[1] + (told if isinstance(told, str) else ", ".join(sorted(told)[:NAMED]))


def sort(one: Compared, other: Compared) -> Vote | None:
    """The sort of happening: the kind, the word, or a word for the same."""
    a, b = one.facts, other.facts
    kinds = _kinds(a.kind, b.kind)
    if kinds <= APART:
        return APART, "{} is not {}".format(*sorted((a.kind, b.kind)))
    if a.words and b.words and frozenset((a.words[0], b.words[0])) in _opposites():
        return APART, "one {}, the other {}".format(*sorted((a.words[0], b.words[0])))
    words = _words(one, other)
    if words <= 0 and (a.kind != b.kind or a.kind == "other"):
        return APART, "told by other words"
    return kinds + words, f"both {a.kind}" if a.kind == b.kind != "other" else "told by the same word"


def _kinds(one: str, other: str) -> float:
    if "other" in (one, other):
        return 0.0
    if one == other:
        return 1.8
    return 0.0 if are_kin(one, other) else APART


def _words(one: Compared, other: Compared) -> float:
    if one.words & other.words:
        pale = one.pale or other.pale
        return PALE if pale else 2.5 if one.facts.words[0] == other.facts.words[0] else 2.0
    if one.happenings & other.happenings:
        return 1.8
    return -0.8 if one.happenings and other.happenings else 0.0


@cache
def _opposites() -> frozenset[frozenset[str]]:
    """Pairs of stems of words that never tell one happening: to arrive and to leave."""
    found = ((row["one"], other) for row in rows("en/opposite_words.csv") for other in row["other"].split())
    return frozenset(frozenset(map(stem_of, pair)) for pair in found)


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
    if not one.facts.marks or not other.facts.marks:
        return None
    mine, theirs = set(one.facts.marks), set(other.facts.marks)
    shared = mine & theirs
    return (0.5, f"both the {min(shared)}") if shared else (-5.0, f"one {min(mine)}, one {min(theirs)}")


def untimed(one: Compared, other: Compared) -> Vote | None:
    """What states and councils do every week is not one happening because they do it again."""
    if not both_in("recurrent", one.facts, other.facts) or not _across(one, other):
        return None
    if when(one, other) is not None or weekday(one, other) is not None:
        return None
    return UNTIMED, "no day of them is known"


def wording(one: Compared, other: Compared) -> Vote | None:
    shared = one.near & other.near
    if not shared:
        return NO_WORD, "no word in common"
    return min(MOST_WORDS, WORD * len(shared)), "told with ", shared


def story(one: Compared, other: Compared) -> Vote | None:
    if one.facts.document == other.facts.document:
        told_apart = "other" not in (one.facts.kind, other.facts.kind)
        return (TOLD_APART, "told as two events in one text") if told_apart else (ONE_TEXT, "told in one text")
    shared = one.story & other.story
    if not shared:
        return OTHER_STORY, "in texts about other names"
    plain = len(shared & one.plain)
    return min(WHOLE_STORY, STORY * (len(shared) - plain + PLAIN_NAME * plain)), "texts about ", shared


Rule = Callable[[Compared, Compared], Vote | None]
RULES: tuple[Rule, ...] = (  # those first that soon tell most pairs apart; the order makes no other difference
    when, actors, targets, sort, where, names, weekday, story, wording, weapons, figures, order, untimed,
)  # fmt: skip

# From which weight on a vote says which happening it is, and not only of which sort or in which affair; who goes from
# place to place does not say which of the stops it is
_BARS: dict[Rule, float] = {when: CLOSE, sort: inf, story: inf}
GROUNDS = tuple(_BARS.get(rule, TINY) for rule in RULES)
SERIES_GROUNDS = tuple({actors: inf, names: inf, **_BARS}.get(rule, TINY) for rule in RULES)
