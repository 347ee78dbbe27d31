"""How alike the events of a component are, as far as that makes a difference.

Most pairs of a component are plainly not alike, which is soon found; by how much, only counts where the groups that
they belong to have other pairs that are alike. So a score that is not above 0 is worked out when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from math import inf

from sayso.gathering.decided import Pair
from sayso.gathering.pairs import Pairs

SMALL = 40  # events of a component in which every pair is compared

Sum = tuple[int, int, tuple[Pair, ...]]  # of scores, number of pairs, and those not above 0 that it still lacks
NONE: Sum = (0, 0, ())


class Scores:
    """The scores of the pairs of a component, in thousandths so that sums are exact.

    Those of every pair when the component is small, else of those that share a block.
    """

    def __init__(self, component: list[str], pairs: Pairs) -> None:
        self._pairs = pairs
        self._beside: dict[str, dict[str, int | None]] = {event: {} for event in component}
        compared = combinations(component, 2) if len(component) <= SMALL else pairs.near_pairs(component)
        for one, other in compared:
            found = pairs.found(one, other, least=0.0)
            self._put(one, other, None if found == -inf else round(1000 * found))

    def _put(self, one: str, other: str, score: int | None) -> None:
        self._beside[one][other] = self._beside[other][one] = score

    def as_decided(self) -> Scores:
        """The same, with what people decided in place of what the machine finds."""
        found = Scores([], self._pairs)
        found._beside = {event: dict(beside) for event, beside in self._beside.items()}
        for one, beside in self._beside.items():
            for other in self._pairs.decided.partners.get(one, set()) & beside.keys():
                found._put(one, other, round(1000 * self._pairs.score(one, other)))
        return found

    def beside(self, event: str) -> Mapping[str, int | None]:
        """The events that one was compared with, and the scores; None for one that is not above 0, by how much ever."""
        return self._beside[event]

    def of(self, one: str, other: str) -> int:
        """The score of a pair that was compared."""
        found = self._beside[one][other]
        if found is None:
            found = round(1000 * self._pairs.found(one, other))
            self._put(one, other, found)
        return found

    def first(self, one: str, other: str) -> Sum:
        """The sum over a single pair."""
        found = self._beside[one][other]
        return (0, 1, ((one, other),)) if found is None else (found, 1, ())

    def added(self, one: Sum, other: Sum) -> Sum:
        """The sum of two, complete where it may be above 0."""
        total, number, open_pairs = one[0] + other[0], one[1] + other[1], one[2] + other[2]
        if total > 0 and open_pairs:
            return total + sum(self.of(*pair) for pair in open_pairs), number, ()
        return total, number, open_pairs

    def strongest(self, group: Iterable[str], others: Iterable[str]) -> Pair:
        """The most alike pair between two groups that were compared, the first by ids of several."""
        between = [(e, o) for e in group for o in self._beside[e].keys() & others]
        above = [(-score, e, o) for e, o in between if (score := self._beside[e][o] or 0) > 0]
        _, one, other = min(above or [(-self.of(e, o), e, o) for e, o in between])
        return one, other
