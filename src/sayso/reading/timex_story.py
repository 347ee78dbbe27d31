"""What a time expression is told against: the day of writing, the times told before, the tense of its verb."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import Protocol

from sayso.knowledge.times import TimeWords
from sayso.reading import grammar as g
from sayso.reading.timex_calendar import DAY, QUARTER, Period, third
from sayso.reading.timex_numbers import Lexeme
from sayso.reading.timex_tense import PAST, governing_tense, lead_in

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
    the period's. `compared`: told only to compare with ("a year earlier"), so that nothing counts from it.
    """

    type: str
    value: str
    period: Period | None = None
    mod: str | None = None
    anchor: str | None = None
    bounds: tuple[date | None, date | None] | None = None
    unit: str | None = None
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


def open_date(value: str, unit: str, *, mod: str | None = None, anchor: str | None = None) -> Meaning:
    """A DATE that the text leaves without a year or day."""
    return Meaning(DATE, value, None, mod, anchor, None, unit)


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


@dataclass(slots=True)
class Story:
    """Grows while a document is read: `reference` is the day of writing, `told` the times so far."""

    parsed: g.Parsed
    words: TimeWords
    reference: date | None
    anchor: str | None
    told: list[Told] = field(default_factory=list)

    def tense(self, expression: Expression) -> int | None:
        """PAST, PRESENT or FUTURE by the verb that governs the expression; None without one.

        What stands before a noun goes with the verb only into the past: one can plan to answer Monday's attack.
        """
        head = self._head(expression)
        led = lead_in(self.parsed, head, self.words)
        if led is not None:
            return led
        tense = governing_tense(self.parsed, head, self.words)
        return None if tense != PAST and self.is_prenominal(expression) else tense

    def is_prenominal(self, expression: Expression) -> bool:
        """Whether the expression stands before a noun that it describes: "a three-day visit", "Monday's attack"."""
        token = self.parsed.tokens[self._head(expression)]
        return token.head > token.index and token.role in _BEFORE_A_NOUN

    def _head(self, expression: Expression) -> int:
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

    def topic(self, lexeme: Lexeme, *, sentences: int) -> Period | None:
        """The quarter that the text is about; None when it is about none, or about several ("the nine months").

        A quarter that is over goes before one that has only begun.
        """
        begun = None
        for told in self._before(lexeme, sentences):
            period = told.meaning.period
            if told.meaning.unit == QUARTER and period is not None:
                if self.reference is None or period.last < self.reference:
                    return period
                begun = begun or period
            elif told.meaning.value in MANY_MONTHS:
                return begun
        return begun

    def _before(self, lexeme: Lexeme, sentences: int) -> Iterator[Told]:
        """The times told before, the nearest first, without those told only to compare."""
        here = self.parsed.tokens[lexeme.first].sentence
        near = takewhile(lambda told: here - told.sentence <= sentences, reversed(self.told))
        return (told for told in near if not told.meaning.compared)

    def today_at(self, lexeme: Lexeme) -> tuple[date | None, str | None]:
        """The day on which a clock time falls, with its anchor: the last day told nearby, else the day of writing."""
        told = self.last_told(lexeme, sentences=SAME_SCENE)
        if told is not None and told.meaning.unit == DAY:
            return told.meaning.days[0], told.id
        return self.reference, self.anchor
