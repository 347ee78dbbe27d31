"""The incidents of one component: what is told, what is only planned and what is denied, each put with its like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sayso.gathering.decided import Decided
from sayso.gathering.facts import EventFacts
from sayso.gathering.gathered import Fulfilment, Gathered, Gathering, Joined
from sayso.gathering.linkage import agglomerated
from sayso.gathering.pairs import Pairs
from sayso.gathering.scores import NONE, Scores, Sum


def settled(component: list[str], pairs: Pairs) -> Gathering:
    """The incidents of the events of a component, and which of them carries out a plan."""
    scores = Scores(component, pairs)
    told, planned, denied = (
        agglomerated([e for e in component if _manner(pairs.ready(e).facts) == manner], scores, pairs)
        for manner in ("told", "planned", "denied")
    )
    if pairs.decided:
        scores = scores.as_decided()
        told, planned = _by_manner(pairs.decided.united([*told, *planned]), pairs)
        denied = _parted(pairs.decided.united(denied), [*told, *planned], pairs.decided)
    incidents = list(_incidents([*told, *planned], denied, scores, pairs))
    return Gathering(tuple(incidents), tuple(_fulfilments(told, planned, incidents, scores, pairs)))


def _manner(facts: EventFacts) -> str:
    if facts.status == "negated":
        return "denied"
    if facts.status == "planned" or (facts.status == "possible" and facts.tense == "future"):
        return "planned"
    return "told"


def _by_manner(groups: list[list[str]], pairs: Pairs) -> tuple[list[list[str]], list[list[str]]]:
    """The groups of which some report tells that it happened, and those that are only planned."""
    told = [g for g in groups if any(_manner(pairs.ready(e).facts) == "told" for e in g)]
    return told, [g for g in groups if g not in told]


def _parted(denied: list[list[str]], vouched: list[list[str]], decided: Decided) -> list[list[str]]:
    """The denials, with those apart that people put with different incidents."""
    home = {event: n for n, group in enumerate(vouched) for event in group}
    found = []
    for group in denied:
        bound = {e: min((home[c] for c in decided.cluster(e) if c in home), default=None) for e in group}
        aims = {n for n in bound.values() if n is not None}
        if len(aims) == 1 and not decided.apart(group, vouched[min(aims)]):
            aims = set()  # the whole group goes there
        parts = [[e for e in group if bound[e] == aim] for aim in sorted(aims)]
        found += [part for part in (*parts, [e for e in group if bound[e] not in aims]) if part]
    return sorted(found)


# --- which group goes with which ---------------------------------------------------------------------------------


def _most_alike(groups: list[list[str]], others: list[list[str]], scores: Scores, decided: Decided) -> list[int | None]:
    """For each group the number of the one among the others that is most alike on average, None when none is.

    One that is decided to be the same comes first, one that is decided to be different never.
    """
    home = {event: n for n, other in enumerate(others) for event in other}
    found = []
    for group in groups:
        sums = {n: s for n, s in _sums(group, home, scores).items() if not decided.apart(group, others[n])}
        same = sorted(home[e] for one in group for e in decided.cluster(one) if e in home)
        found.append(same[0] if same else _best_of(sums))
    return found


def _sums(group: list[str], home: Mapping[str, int], scores: Scores) -> dict[int, Sum]:
    """The sums of the scores of a group with each other group."""
    sums: dict[int, Sum] = {}
    for event in group:
        for other in scores.beside(event):
            if other in home:
                sums[home[other]] = scores.added(sums.get(home[other], NONE), scores.first(event, other))
    return sums


def _best_of(sums: Mapping[int, Sum]) -> int | None:
    means = [(total / number, -n) for n, (total, number, _) in sums.items() if total > 0]
    return -max(means)[1] if means else None


# --- what comes of it --------------------------------------------------------------------------------------------


def _incidents(vouched: list[list[str]], denied: list[list[str]], scores: Scores, pairs: Pairs) -> Iterator[Gathered]:
    """An incident for each group that is vouched for, with what denies it; then the denials that stand alone."""
    denials: dict[int, list[str]] = {}
    alone: list[list[str]] = []
    for group, of in zip(denied, _most_alike(denied, vouched, scores, pairs.decided), strict=True):
        if of is None or pairs.decided.apart(group, denials.get(of, ())):
            alone.append(group)
        else:
            denials.setdefault(of, []).extend(group)
    for n, group in enumerate(vouched):
        yield _incident(group, denials.get(n, []), scores, pairs)
    for group in alone:
        yield _incident(group, [], scores, pairs)


def _fulfilments(
    told: list[list[str]], planned: list[list[str]], incidents: list[Gathered], scores: Scores, pairs: Pairs
) -> Iterator[Fulfilment]:
    for n, best in enumerate(_most_alike(planned, told, scores, pairs.decided)):
        if best is not None:
            because = _joined(planned[n], set(told[best]), scores, pairs)
            yield Fulfilment(incidents[len(told) + n].id, incidents[best].id, because)


def _incident(events: list[str], denials: list[str], scores: Scores, pairs: Pairs) -> Gathered:
    """The incident of a group, named after its earliest-anchored event."""
    ordered, denying = (sorted(part, key=lambda e: _anchored(pairs.ready(e).facts)) for part in (events, denials))
    before: set[str] = set()
    because = []
    for event in ordered + denying:
        if before & scores.beside(event).keys():
            because.append(_joined([event], before, scores, pairs))
        if event not in denials:
            before.add(event)
    return Gathered(ordered[0], tuple(ordered), tuple(denying), tuple(because))


def _anchored(facts: EventFacts) -> tuple[str, str, str]:
    return facts.earliest or facts.published or "9999", facts.published or "9999", facts.id


def _joined(group: Iterable[str], others: Iterable[str], scores: Scores, pairs: Pairs) -> Joined:
    """The most alike pair between two groups."""
    one, other = scores.strongest(group, others)
    found = pairs.likeness(one, other)
    return Joined(one, other, round(found.score, 3), found.reasons)
