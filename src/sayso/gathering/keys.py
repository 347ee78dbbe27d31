"""Under which other events the same happening is looked for: blocks of a sort of happening with a name, or a day too.

No key is one frequent value alone, and a block that is large all the same (one pair of states in a tenth of all events)
is searched only next to an event, in the order of `rank_of`: the sorted neighbourhood of Hernández & Stolfo (1995).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sayso.gathering.facts import EventFacts, Party
from sayso.knowledge.word_families import happenings_of

ANCHORS = 8  # names of an event under which it is looked for
LONGEST = 3  # days of an event that stands under each of its days


def block_keys(facts: EventFacts) -> tuple[str, ...]:
    """The blocks of an event, each a sort of happening with a name, or with a name and a day."""
    sorts, anchors, days = tuple(_sorts(facts)), tuple(dict.fromkeys(_anchors(facts)))[:ANCHORS], tuple(_days(facts))
    named = (f"{sort}|{anchor}" for sort in sorts for anchor in anchors)
    dated = (f"{sorts[0]}|{day}|{anchor}" for anchor in anchors for day in days) if sorts else ()
    inside = (f"{sort}|:{facts.document}" for sort in sorts) if facts.kind == "other" else ()
    return tuple(dict.fromkeys((*dated, *named, *inside)))


def rank_of(facts: EventFacts) -> str:
    """Where an event stands in its blocks: by day, place and word, so that what is alike stands close together."""
    place = facts.place.name if facts.place else ""
    return "|".join((facts.earliest or facts.published or "9999", place, "".join(facts.words[:1]), facts.id))


def event_of(rank: str) -> str:
    """The event that stands at a rank."""
    return rank.rpartition("|")[2]


def _sorts(facts: EventFacts) -> Iterator[str]:
    told = facts.words[:1] if facts.kind != "other" else facts.words[:2]
    if facts.kind != "other":
        yield facts.kind
    yield from (f"={word}" for word in told)
    yield from (f"#{name}" for name in sorted(set().union(*map(happenings_of, told))))


def _anchors(facts: EventFacts) -> Iterator[str]:
    """Names, the most telling first: who took part, where, and whom the text is about."""
    for party in (*facts.targets, *facts.actors):
        yield from _party(party)
    if facts.place and facts.place.precision != "country":
        yield from facts.place.words
    yield from (word for word in facts.story if not word.startswith("="))
    if facts.place and facts.place.country:
        yield f"={facts.place.country}"
    yield from (word for word in facts.story if word.startswith("="))


def _party(party: Party) -> Iterator[str]:
    if party.kind == "country" and party.country:
        yield f"={party.country}"
    elif party.named:
        yield from party.words[-1:]


def _days(facts: EventFacts) -> Iterator[str]:
    """The days of an event that lasts a few."""
    try:
        first, last = date.fromisoformat(facts.earliest or ""), date.fromisoformat(facts.latest or "")
    except ValueError:
        return
    if 0 <= (last - first).days < LONGEST:
        yield from ((first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1))
