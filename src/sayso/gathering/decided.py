"""What people decided about pairs of things, put over what the machine finds: "different" holds without exception,
"same" unless it contradicts that; where decisions contradict each other the latest are kept, and the rest is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Pair = tuple[str, str]
Verdicts = Mapping[Pair, bool]  # ids in order: True for the same, False for different; the latest decision last


@dataclass(slots=True)
class Decided:
    """Decisions on pairs with what follows from them: A = B and B ≠ C make A ≠ C.

    `dropped` has the pairs decided the same that others, decided later or different, leave no room for.
    """

    verdicts: Verdicts
    partners: dict[str, set[str]] = field(default_factory=dict)
    dropped: tuple[Pair, ...] = ()
    _apart: dict[str, set[str]] = field(default_factory=dict)
    _cluster: dict[str, set[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.verdicts)

    def cluster(self, one: str) -> set[str]:
        """All that is decided to be the same as something, with it."""
        return self._cluster.get(one, {one})

    def apart(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether any of some is decided to be different from any of others."""
        if not self._apart:
            return False
        strangers = {s for one in some for mine in self.cluster(one) for s in self._apart.get(mine, ())}
        return bool(strangers) and any(not strangers.isdisjoint(self.cluster(other)) for other in others)

    def united(self, groups: Sequence[list[str]]) -> list[list[str]]:
        """The groups, with those together that share something decided the same.

        Where that would bring together what is decided to be different, only the decided ones leave their groups.
        """
        home = {one: group for group in map(list, groups) for one in group}
        for cluster in self._clusters(home):
            found = list({id(home[one]): home[one] for one in cluster}.values())
            _move(cluster, found, home, whole=not self._clash(found))
        return sorted(sorted(group) for group in {id(group): group for group in home.values()}.values() if group)

    def _clusters(self, among: Iterable[str]) -> list[list[str]]:
        """The clusters that have several of these, in order."""
        found = {min(self._cluster[one]): self._cluster[one] for one in among if one in self._cluster}
        within = set(among)
        return [sorted(found[first] & within) for first in sorted(found) if len(found[first] & within) > 1]

    def _clash(self, groups: Sequence[list[str]]) -> bool:
        return any(self.apart(one, other) for n, one in enumerate(groups) for other in groups[:n])


def _move(cluster: list[str], groups: list[list[str]], home: dict[str, list[str]], *, whole: bool) -> None:
    """Puts a cluster into one group, with the whole groups of its members or without the others in them."""
    together = [one for group in groups for one in group] if whole else cluster
    for group in groups:
        group[:] = [one for one in group if one not in together]
    joined = list(together)
    home.update((one, joined) for one in together)


def settled(verdicts: Verdicts) -> Decided:
    """The decisions in force with what follows from them; `verdicts` in the order in which they were made."""
    found = Decided(verdicts)
    for (one, other), same in verdicts.items():
        found.partners.setdefault(one, set()).add(other)
        found.partners.setdefault(other, set()).add(one)
        if not same:
            found._apart.setdefault(one, set()).add(other)
            found._apart.setdefault(other, set()).add(one)
    found.dropped = tuple(_cluster_all(found))
    return found


def _cluster_all(found: Decided) -> Iterator[Pair]:
    """Puts together what is decided the same, the latest first; the pairs that cannot be."""
    for one, other in reversed([pair for pair, same in found.verdicts.items() if same]):
        mine, theirs = found.cluster(one), found.cluster(other)
        if mine is theirs:
            continue
        if found.apart(mine, theirs):
            yield one, other
        else:
            together = mine | theirs
            found._cluster.update((each, together) for each in together)
