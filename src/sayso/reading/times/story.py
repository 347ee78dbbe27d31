"""What a time expression is told against: the day of writing, the times told before, the tense of its verb."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import NamedTuple, Protocol

from sayso.dates.calendar import DAY, QUARTER, Period, day, third
from sayso.dates.shift import FUTURE, PAST, shifted, step
from sayso.knowledge.times import TimeWords
from sayso.reading import grammar as g
from sayso.reading.times.numbers import Lexeme
from sayso.reading.times.tense import governing_tense, has_present_perfect, lead_in, will_be

DATE, TIME, DURATION, SET = "DATE", "TIME", "DURATION", "SET"
PUBLISHED = "published"
SAME_SCENE = 10  # sentences within which a time of day belongs to the day told last
MANY_MONTHS = frozenset({"P6M", "P9M", "P12M", "P1Y"})
_BEFORE_A_NOUN = frozenset(
    {g.COMPOUND, g.ADJECTIVAL, g.POSSESSOR, g.NUMERIC, g.NOUN_MODIFIER, g.QUANTIFIER, g.DETERMINES}
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a rule makes of an expression. `period` is the stretch of days, None when it is open or unknown.

    `anchor` is "published", the id of an earlier time, or None; `bounds` are first and last day where they are not
    the period's. `shift` is how it counts from its anchor, kept while that has no day. `compared`: told only to
    compare with ("a year earlier"), so that nothing counts from it.
    """

    type: str
    value: str
    period: Period | None = None
    mod: str | None = None
    anchor: str | None = None
    bounds: tuple[date | None, date | None] | None = None
    unit: str | None = None
    shift: str | None = None
    compared: bool = False

    @property
    def days(self) -> tuple[date | None, date | None]:
        if self.bounds is not None:
            return self.bounds
        return (self.period.first, self.period.last) if self.period else (None, None)

    @property
    def is_date(self) -> bool:
        return self.type in (DATE, TIME) and not self.value.endswith("_REF")


NO_TIME = Meaning("", "")  # words that look like a time and are none: consumed, not told


def dated(period: Period, *, mod: str | None = None, anchor: str | None = None) -> Meaning:
    """A DATE over a period; early, mid or late months keep their ten days."""
    bounds = third(period, mod) if mod else None
    return Meaning(DATE, period.value, period, mod, anchor, bounds, period.unit)


def maybe_dated(period: Period | None, *, mod: str | None = None, anchor: str | None = None) -> Meaning | None:
    """The same, None for no period."""
    return dated(period, mod=mod, anchor=anchor) if period else None


def open_date(
    value: str, unit: str, *, mod: str | None = None, anchor: str | None = None, shift: str | None = None
) -> Meaning:
    """A DATE that the text leaves without a year or day."""
    return Meaning(DATE, value, None, mod, anchor, None, unit, shift)


class Start(NamedTuple):
    """What a time counts from: its period, None while its day is unknown, and its name ("published", an id, None)."""

    period: Period | None
    anchor: str | None


def counted(start: Start, shift: str, open_value: str, unit: str, *, mod: str | None = None) -> Meaning | None:
    """The DATE that a shift leads to; an open one that keeps the shift while the start has no day."""
    if start.period is None:
        return open_date(open_value, unit, mod=mod, anchor=start.anchor, shift=shift)
    return maybe_dated(shifted(start.period, shift), mod=mod, anchor=start.anchor)


def duration(value: str, *, mod: str | None = None) -> Meaning:
    return Meaning(DURATION, value, mod=mod)


class Expression(Protocol):
    """What has tokens: a match or one lexeme."""

    @property
    def tokens(self) -> tuple[int, int]: ...


@dataclass(frozen=True, slots=True)
class Told:
    """A time told earlier in the text; `background` when it only names a thing ("the November 27 deal")."""

    id: str
    meaning: Meaning
    sentence: int
    background: bool
    token: int  # the one that hangs on a word outside the expression
    last: int  # its last token

    @property
    def start(self) -> Start:
        return Start(self.meaning.period, self.id)


@dataclass(slots=True)
class Story:
    """Grows while a document is read: `writing` is the day of writing, `told` the times so far.

    `weekdays` keeps whether each bare weekday was told of the future; one that looks both ways is in `doubted`.
    """

    parsed: g.Parsed
    words: TimeWords
    writing: Start
    doubted: frozenset[int] = frozenset()
    told: list[Told] = field(default_factory=list)
    weekdays: set[tuple[int, bool]] = field(default_factory=set)

    def tense(self, expression: Expression) -> int | None:
        """PAST, PRESENT or FUTURE by the verb that governs the expression; None without one.

        What stands before a noun goes with the verb only into the past: one can plan to answer Monday's attack.
        """
        head = self.head(expression)
        led = lead_in(self.parsed, head, self.words)
        if led is not None:
            return led
        tense = governing_tense(self.parsed, head, self.words)
        return None if tense != PAST and self.is_prenominal(expression) else tense

    def is_present_perfect(self, expression: Expression) -> bool:
        """Whether the verb above is one like "has lasted", "have been waiting"."""
        return has_present_perfect(self.parsed, self.head(expression), self.words)

    def is_announced(self, expression: Expression) -> bool:
        """Whether the verb right above tells what will be: "will meet", "are to meet"; not "could meet"."""
        head = self.head(expression)
        return will_be(self.parsed, head, self.words) and not self.is_prenominal(expression)

    def weekday(self, number: int, rel: int | None, tense: int | None) -> str:
        """The step to a Monday (1) to Sunday (7).

        A report that calls a day by its bare name means one day by it: where the verbs disagree, the nearest.
        """
        if rel is None:
            self.weekdays.add((number, tense == FUTURE))
            if number in self.doubted:
                return step("weekday", number, "nearest")
        return step("weekday", number, tense=tense, rel=rel)

    def both_ways(self) -> frozenset[int]:
        return frozenset(number for number, _ in self.weekdays if {(number, True), (number, False)} <= self.weekdays)

    def is_prenominal(self, expression: Expression) -> bool:
        """Whether the expression stands before a noun that it describes: "a three-day visit", "Monday's attack"."""
        token = self.parsed.tokens[self.head(expression)]
        return token.head > token.index and token.role in _BEFORE_A_NOUN

    def names_what_was(self, expression: Expression) -> bool:
        """Whether the expression names a thing that was ("the January 6 attack"), not one appointed ("election")."""
        token = self.parsed.tokens[self.head(expression)]
        above = self.parsed.tokens[token.head]
        return self.is_prenominal(expression) and not self.words.has("appointments", above.lemma)

    def head(self, expression: Expression) -> int:
        """The token of an expression that hangs on a word outside it."""
        first, last = expression.tokens
        tokens = self.parsed.tokens
        outward = (i for i in range(last, first - 1, -1) if not first <= tokens[i].head <= last)
        return next((i for i in outward if tokens[i].pos != g.PUNCTUATION), last)

    def word_before(self, expression: Expression) -> str:
        index = expression.tokens[0] - 1
        return self.parsed.tokens[index].lower if index >= 0 else ""

    def word_after(self, expression: Expression) -> str:
        index = expression.tokens[1] + 1
        return self.parsed.tokens[index].lower if index < len(self.parsed.tokens) else ""

    def last_told(self, lexeme: Lexeme, *, sentences: int = 1000) -> Told | None:
        """The nearest earlier date of the text, within so many sentences before.

        Dates that only name a thing ("the November 27 deal") count when there is no other.
        """
        near = [t for t in self._before(lexeme, sentences) if t.meaning.is_date]
        return next((t for t in near if not t.background), near[0] if near else None)

    def topic(self, lexeme: Lexeme, *, sentences: int) -> Told | None:
        """The quarter that the text is about; None when it is about none, or about several ("the nine months").

        A quarter that is over goes before one that has only begun.
        """
        begun = None
        for told in self._before(lexeme, sentences):
            if told.meaning.unit == QUARTER:
                if self._is_over(told):
                    return told
                begun = begun or told
            elif told.meaning.value in MANY_MONTHS:
                return begun
        return begun

    def _is_over(self, told: Told) -> bool:
        now, period = self.writing.period, told.meaning.period
        return now is None or period is None or period.last < now.first

    def _before(self, lexeme: Lexeme, sentences: int) -> Iterator[Told]:
        """The times told before, the nearest first, without those told only to compare."""
        here = self.parsed.tokens[lexeme.first].sentence
        near = takewhile(lambda told: here - told.sentence <= sentences, reversed(self.told))
        return (told for told in near if not told.meaning.compared)

    def today_at(self, lexeme: Lexeme) -> Start:
        """The day on which a clock time falls: the last day told nearby, else the day of writing."""
        told = self.last_told(lexeme, sentences=SAME_SCENE)
        if told is None or told.meaning.unit != DAY:
            return self.writing
        moment = told.meaning.days[told.meaning.type == TIME]  # "overnight" ends today
        return Start(day(moment) if moment else None, told.id)
