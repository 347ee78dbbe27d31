"""What an imported row and the incident that it is taken for differ in, both values side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sayso.gathering.coded.row_likeness import meet
from sayso.gathering.coded.rows import Known, facts_of_row, tolls_of
from sayso.gathering.compared import Compared, ready
from sayso.gathering.facts import EventFacts
from sayso.gathering.occasion import where
from sayso.gathering.parties import same_party
from sayso.records import CodedRow, Disagreement, Entry, Telling

_AGAINST = ("denies", "doubts")


def find_disagreements(
    row: CodedRow, known: Known, entry: Entry, facts: Sequence[EventFacts]
) -> tuple[Disagreement, ...]:
    """What a row and the incident that it is taken for differ in; `facts` are those of the incident's events.

    A value disagrees when no report of the incident has it: days and numbers whose bounds have nothing in common,
    places and parties that cannot be one, another status, a denial of what the row holds for done.
    """
    told = {t.event: t for t in reversed(entry.tellings)}
    mine = ready(facts_of_row(row, known))
    theirs = [ready(one) for one in facts]
    rules: tuple[Callable[[], Iterable[Disagreement | None]], ...] = (
        lambda: [_of_days(mine, theirs, told)],
        lambda: [_of_place(mine, theirs, told)],
        lambda: _of_numbers(row, entry),
        lambda: [_of_actors(mine, theirs, entry)],
        lambda: [_of_kind(row, entry)],
        lambda: _of_status(row, entry),
    )
    return tuple(found for rule in rules for found in rule() if found is not None)


def _against(field: str, theirs: str, ours: str, telling: Telling | None) -> Disagreement:
    return Disagreement(field, theirs, ours, telling.source if telling else "", telling.quote if telling else "")


def _of_days(row: Compared, events: Sequence[Compared], told: Mapping[str, Telling]) -> Disagreement | None:
    dated = [e for e in events if e.days is not None]
    days = row.days
    if days is None or not dated or any(meet(days, e.days) for e in dated if e.days):
        return None
    other = dated[0].facts
    return _against("day", _between(row.facts), _between(other), told.get(other.id))


def _between(facts: EventFacts) -> str:
    return str(facts.earliest) if facts.earliest == facts.latest else f"{facts.earliest} to {facts.latest}"


def _of_place(row: Compared, events: Sequence[Compared], told: Mapping[str, Telling]) -> Disagreement | None:
    votes = [(e, where(row, e)) for e in events]
    apart = [e for e, vote in votes if vote is not None and vote[0] < 0]
    if not apart or len(apart) < sum(vote is not None for _, vote in votes):
        return None
    mine, ours = row.facts.place, apart[0].facts.place
    assert mine is not None
    assert ours is not None
    return _against("place", mine.name, ours.name, told.get(apart[0].facts.id))


def _of_numbers(row: CodedRow, entry: Entry) -> Iterator[Disagreement]:
    for of, (low, high) in tolls_of(row):
        ours = [f for f in entry.figures if f.of == of and f.low is not None]
        meet = any((f.low or 0) <= high and low <= (f.high if f.high is not None else float("inf")) for f in ours)
        if ours and not meet:
            words = str(low) if low == high else f"{low} to {high}"
            yield Disagreement("number", f"{words} {of}", f"{ours[0].quote} {of}", ours[0].source, ours[0].quote)


def _of_actors(row: Compared, events: Sequence[Compared], entry: Entry) -> Disagreement | None:
    ours = [p for e in events for p in (*e.facts.actors, *e.facts.targets)]
    mine = row.facts.actors
    if not mine or not entry.actors or any(same_party(a, b) > 0 for a in mine for b in ours):
        return None
    theirs, told = ", ".join(p.name for p in mine), ", ".join(p.name for p in entry.actors)
    return _against("actors", theirs, told, _first(entry))


def _of_kind(row: CodedRow, entry: Entry) -> Disagreement | None:
    if row.kind in (None, entry.kind):
        return None
    return _against("kind", str(row.kind), entry.kind, _first(entry))


def _of_status(row: CodedRow, entry: Entry) -> Iterator[Disagreement]:
    if row.status != entry.status:
        yield _against("status", row.status, entry.status, _first(entry))
    against = (t for t in entry.tellings if t.stance in _AGAINST) if row.status == "happened" else ()
    for telling in {t.source: t for t in against}.values():
        yield _against("status", row.status, "denied" if telling.stance == "denies" else "doubted", telling)


def _first(entry: Entry) -> Telling | None:
    """The telling that vouches for what the incident shows."""
    agreeing = (t for t in entry.tellings if t.status == entry.status and t.stance not in _AGAINST)
    return next(agreeing, next(iter(entry.tellings), None))
