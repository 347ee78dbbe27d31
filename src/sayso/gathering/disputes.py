"""What reports of one incident contradict each other in: nothing is averaged, both sides are kept with their words.

A row has two values that cannot both be true of one happening, each with who gives it, when, and the sentence. Not
contradictory are a coarse value and a finer one within it, a number and a part of it, what copies of one text say, a
plan and what came of it, and a number that grows from day to day: that is a development, told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from sayso.gathering.accounts import CERTAIN, Account, dispute_of, one_happening, ready_facts
from sayso.gathering.denials import denials_of
from sayso.gathering.facts import EventFacts, Party
from sayso.gathering.kin import both_in
from sayso.gathering.occasion import kilometres, where
from sayso.gathering.parties import same_party
from sayso.gathering.tolls import TOLLS, most_told, of_one_thing, without_bounds_in_common
from sayso.knowledge.identity_words import one_way
from sayso.records import Dispute, Figure, Telling

FAR = 50.0  # kilometres between two towns that cannot both be the place
_FINE = ("point", "populated place")


def find_disputes(
    incident: str, accounts: Sequence[Account], numbers: Sequence[Figure]
) -> tuple[tuple[Dispute, ...], tuple[Dispute, ...]]:
    """The contradictions within an incident, each pair of values once, and the numbers that developed.

    Two times contradict when they have no day in common, two places when they are towns over `FAR` kilometres apart,
    two numbers of one thing when their bounds have nothing in common, two actors when they are named, of other states
    or names, and neither side has both; outcomes when one is success and the other failure; and two sources when one
    asserts what the other denies or doubts. Only numbers may differ within one report, between sources that it names.
    """
    told = [account for account in accounts if account.tellings]
    found = [*_of_pairs(incident, told), *denials_of(incident, told)]
    counted = list(_of_numbers(incident, numbers, {a.facts.id: a for a in told}))
    disputes = _once([*found, *(d for d in counted if not d.developed)])
    return disputes, _once([d for d in counted if d.developed])


def _once(found: Iterable[Dispute]) -> tuple[Dispute, ...]:
    first: dict[tuple[str, ...], Dispute] = {}
    for dispute in found:
        said = dispute.field == "status"
        sides = (dispute.one_source, dispute.other_source) if said else (dispute.one, dispute.other)
        first.setdefault((dispute.field, *sorted(map(one_way, sides))), dispute)
    return tuple(first.values())


# --- values of two accounts --------------------------------------------------------------------------------------


def _of_pairs(incident: str, told: Sequence[Account]) -> Iterator[Dispute]:
    for one, other in combinations(told, 2):
        if one.text == other.text or _only_planned(one) != _only_planned(other):
            continue
        for field, values in (
            ("time", _times(one.facts, other.facts)),
            ("place", _places(one, other)),
            ("actor", _actors(one, other)),
            ("outcome", _outcomes(one, other)),
        ):
            if values and one_happening(one, other, field):
                sides = ((values[0], one.first, one.sentence), (values[1], other.first, other.sentence))
                yield dispute_of(incident, field, sides)


def _only_planned(account: Account) -> bool:
    return account.facts.status == "planned" or (account.facts.status == "possible" and account.facts.tense == "future")


def _times(one: EventFacts, other: EventFacts) -> tuple[str, str] | None:
    if None in (one.earliest, one.latest, other.earliest, other.latest):
        return None
    apart = str(one.latest) < str(other.earliest) or str(other.latest) < str(one.earliest)
    return (_days(one), _days(other)) if apart else None


def _days(facts: EventFacts) -> str:
    return str(facts.earliest) if facts.earliest == facts.latest else f"{facts.earliest} to {facts.latest}"


def _places(one: Account, other: Account) -> tuple[str, str] | None:
    """Two towns, each named in the sentence that tells the event."""
    a, b = one.facts.place, other.facts.place
    if a is None or b is None or a.precision not in _FINE or b.precision not in _FINE:
        return None
    if a.name not in one.sentence or b.name not in other.sentence:
        return None
    if set(a.words) & set(b.words) or a.name in b.within or b.name in a.within:
        return None
    far = kilometres(a, b)
    return (a.name, b.name) if far is not None and far > FAR else None


def _actors(one: Account, other: Account) -> tuple[str, str] | None:
    """Who did it, for deeds of one side at one place: named actors without anybody in common, one at least cited."""
    if not both_in("one_sided", one.facts, other.facts) or not (_vouched(one) and _vouched(other)):
        return None
    mine, theirs = _bodies(one.facts.actors), _bodies(other.facts.actors)
    if not mine or not theirs or not (one.first.chain or other.first.chain) or not _at_one_place(one, other):
        return None
    if any(_kin(a, b) for a in (one.facts.actors, one.facts.targets) for b in (other.facts.actors,)):
        return None
    return None if _kin(one.facts.actors, other.facts.targets) else (mine[0].name, theirs[0].name)


def _at_one_place(one: Account, other: Account) -> bool:
    vote = where(ready_facts(one.facts), ready_facts(other.facts))
    return vote is not None and vote[0] >= 1.0


def _vouched(account: Account) -> bool:
    return account.facts.status == "happened" and account.facts.factuality in CERTAIN


def _bodies(parties: Iterable[Party]) -> list[Party]:
    return [p for p in parties if p.named and p.country and p.kind in ("country", "government", "military", "group")]


def _kin(mine: Iterable[Party], theirs: Sequence[Party]) -> bool:
    return any(
        same_party(a, b) > 0 or (a.country and a.country == b.country) or set(a.words) & set(b.words)
        for a in mine
        for b in theirs
    )


def _outcomes(one: Account, other: Account) -> tuple[str, str] | None:
    a, b = one.outcome, other.outcome
    certain = one.facts.factuality in CERTAIN and other.facts.factuality in CERTAIN
    return (a, b) if a and b and a != b and certain else None


# --- numbers -----------------------------------------------------------------------------------------------------


def _of_numbers(incident: str, numbers: Sequence[Figure], accounts: dict[str, Account]) -> Iterator[Dispute]:
    """Each value against the one that most texts give; of two that grow from an earlier report to a later one."""
    known = [f for f in numbers if f.event in accounts]
    texts = {a.facts.document: a.text for a in accounts.values()}
    days = {a.facts.document: a.facts.published or "" for a in accounts.values()}
    for group in of_one_thing(known):
        best = most_told(group, texts, days)
        for figure in group:
            if without_bounds_in_common(best, figure) and _two_sides(best, figure, accounts):
                one, other = sorted((best, figure), key=lambda f: _published(f, accounts))
                developed = _grows(one, other, accounts)
                sides = [_side(f, accounts) for f in ((one, other) if developed else (best, figure))]
                yield dispute_of(incident, "number", sides, developed)


def _published(figure: Figure, accounts: dict[str, Account]) -> tuple[str, str]:
    return accounts[figure.event].facts.published or "", figure.document


def _two_sides(one: Figure, other: Figure, accounts: dict[str, Account]) -> bool:
    """Two texts that tell one happening, or two sources that one text names for it."""
    a, b = accounts[one.event], accounts[other.event]
    if one.document != other.document:
        return a.text != b.text and one_happening(a, b, "number")
    two_named = one.source != other.source and a.first.publisher not in (one.source, other.source)
    return two_named and one_happening(a, b, "number in one report")


def _grows(earlier: Figure, later: Figure, accounts: dict[str, Account]) -> bool:
    """Whether it is a toll that a later day tells higher, or one source's number of two days."""
    days = [accounts[f.event].facts.published for f in (earlier, later)]
    if None in days or days[0] == days[1]:
        return False
    more = (later.low or later.high or 0) > (earlier.high or earlier.low or 0)
    return earlier.source == later.source or (later.of in TOLLS and more)


def _side(figure: Figure, accounts: dict[str, Account]) -> tuple[str, Telling, str]:
    telling = replace(accounts[figure.event].first, source=figure.source)
    counted = figure.of if figure.of in TOLLS else figure.filler or figure.of
    return f"{figure.quote} {counted}", telling, figure.sentence or figure.quote
