"""Events dated by others: "a week after the raid", "hours before the crash"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.events.scene import Scene
from sayso.records import EventTime, Timex

_AFTER, _BEFORE = frozenset({"after", "following"}), frozenset({"before"})
_LENGTH = re.compile(r"P(?:(\d+)D|(\d+)W)|(PT)\w+")
Dates = Mapping[int, EventTime | None]  # by index of the trigger


def distance_times(scene: Scene, dates: Dates) -> Iterator[tuple[int, EventTime]]:
    """Triggers without a date that another event dates, and what it makes it: days counted forth or back."""
    for word in scene.parsed.tokens:
        if word.lower in _AFTER or word.lower in _BEFORE:
            yield from _by_distance(scene, word, dates)


def _by_distance(scene: Scene, word: g.Token, dates: Dates) -> Iterator[tuple[int, EventTime]]:
    length = _length_before(scene, word)
    ends = _ends(scene, word, dates)
    if length is None or ends is None:
        return
    days, within, timex = length
    first, second = ends
    forth = 1 if word.lower in _AFTER else -1
    known, other = dates.get(second), dates.get(first)
    if other is None and known is not None:
        yield from _shifted(first, known, forth * days, within * forth, timex)
    elif known is None and other is not None:
        yield from _shifted(second, other, -forth * days, -within * forth, timex)


def _length_before(scene: Scene, word: g.Token) -> tuple[int, int, Timex | None] | None:
    """Days of the length that stands before the word, how many more it may be, and the expression: "a week after" is
    seven and none, "within a day before" none and one, "hours after" none and none."""
    before = scene.parsed.tokens[word.index - 1] if word.index else None
    if before is None or before.sentence != word.sentence:
        return None
    time = scene.time_at.get(before.index)
    if time is None:
        return (0, 0, None) if load_setting().has("closely", before.lower) else None
    found = _LENGTH.fullmatch(time.value)
    if time.type != "DURATION" or found is None:
        return (0, 0, time) if load_setting().has("closely", before.lower) else None
    days = 0 if found[3] else int(found[1] or 0) + 7 * int(found[2] or 0)
    within = _is_within(scene, time)
    return (0, days, time) if within else (days, 0, time)


def _is_within(scene: Scene, time: Timex) -> bool:
    first = scene.parsed.tokens_in(time.span)[0].index
    return any(t.lower == "within" for t in scene.parsed.tokens[max(0, first - 2) : first])


def _ends(scene: Scene, word: g.Token, dates: Dates) -> tuple[int, int] | None:
    """The event that is counted, and the one that it is counted from."""
    parsed = scene.parsed
    if word.role == g.MARKER:
        clause = parsed.tokens[word.head]
        return _known(dates, _what_came(parsed, parsed.tokens[clause.head]), clause.index)
    inner = g.child(parsed, word.index, g.PREPOSITION_OBJECT, g.PREPOSITION_CLAUSE)
    above = next((a for a in g.ancestors(parsed, word.index) if a.pos == g.VERB), None)
    if inner is None or above is None:
        return None
    return _known(dates, _what_came(parsed, above), inner.index)


def _what_came(parsed: g.Parsed, verb: g.Token) -> int:
    """ "the raid came": the subject of a verb that only says that it was."""
    subject = g.child(parsed, verb.index, g.SUBJECT)
    return subject.index if subject is not None and verb.lemma in ("come", "happen", "occur") else verb.index


def _known(dates: Dates, first: int, second: int) -> tuple[int, int] | None:
    return (first, second) if first in dates and second in dates and first != second else None


def _shifted(
    index: int, known: EventTime, days: int, within: int, timex: Timex | None
) -> Iterator[tuple[int, EventTime]]:
    """A known day moved by a number of days, widened by `within` (before it when negative)."""
    if known.earliest is None or known.latest is None:
        return
    try:
        first = date.fromisoformat(known.earliest) + timedelta(days + min(0, within))
        last = date.fromisoformat(known.latest) + timedelta(days + max(0, within))
    except OverflowError:
        return
    times = (*((timex.id,) if timex else ()), *known.times)
    yield index, EventTime(times, "within", first.isoformat(), last.isoformat(), "counted from another event")
