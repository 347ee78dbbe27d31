"""Patterns over lexemes of time: "article? rel number units", and the rules that they call.

An item is a category, or several joined by "|", with "?" when it may be absent; "name:category" gives it a name for
the rule, else its (first) category is its name. Each pattern becomes a regular expression over one character a
lexeme, so that a sentence is matched in one pass and no rule looks at text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sayso.reading.times.numbers import Lexeme

OTHER = "."  # words that tell no time
LONGEST, REMEMBERED = 24, 1 << 13  # lexemes that a pattern may have; stretches of them that are remembered
ALIKE = {  # a name for several categories
    "anyunit": "unit|units",
    "count": "number|day|year|hhmm",
    "dom": "day|ordinal|nth",
    "ordinal": "ordinal|nth",
    "rel": "rel|past",
    "about": "approx|loose",
}
_CODES: dict[str, str] = {}

R = TypeVar("R")


def code(category: str) -> str:
    """The character that stands for a category."""
    found = _CODES.get(category)
    if found is None:
        found = _CODES[category] = chr(0xE000 + len(_CODES))
    return found


def coded(row: Sequence[Lexeme | None]) -> str:
    return "".join(OTHER if x is None else code(x.category) for x in row)


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found at lexemes `row[start:stop]`; `m["month"]` is a named item's value, None when absent."""

    row: Sequence[Lexeme | None]
    found: re.Match[str]

    @property
    def first(self) -> Lexeme:
        return self._at(self.found.start())

    @property
    def last(self) -> Lexeme:
        return self._at(self.found.end() - 1)

    def _at(self, index: int) -> Lexeme:
        lexeme = self.row[index]
        assert lexeme is not None
        return lexeme

    @property
    def after(self) -> Lexeme | None:
        """The lexeme that follows."""
        stop = self.found.end()
        return self.row[stop] if stop < len(self.row) else None

    def lexeme(self, name: str) -> Lexeme | None:
        if name not in self.found.re.groupindex or self.found.start(name) < 0:
            return None
        return self._at(self.found.start(name))

    def __getitem__(self, name: str) -> Any:
        lexeme = self.lexeme(name)
        return None if lexeme is None else lexeme.value

    def word(self, name: str) -> str | None:
        lexeme = self.lexeme(name)
        return None if lexeme is None else lexeme.word

    @property
    def tokens(self) -> tuple[int, int]:
        """The first and last token."""
        return self.first.first, self.last.last

    @property
    def lexemes(self) -> tuple[Lexeme, ...]:
        return tuple(self._at(i) for i in range(self.found.start(), self.found.end()))


@dataclass(frozen=True, slots=True)
class Pattern:
    expression: re.Pattern[str]
    firsts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule(Generic[R]):
    """A named rule: `tell` gives the meaning of a match, or None to abstain."""

    name: str
    patterns: tuple[Pattern, ...]
    tell: Callable[..., R | None]


def rule(*patterns: str) -> Callable[[Callable[..., R | None]], Rule[R]]:
    """Makes a function of (match, story) a rule for the patterns; its name is the function's."""

    def named(tell: Callable[..., R | None]) -> Rule[R]:
        return Rule(tell.__name__, tuple(compiled(p) for p in patterns), tell)

    return named


def compiled(pattern: str) -> Pattern:
    pieces: list[str] = []
    names: set[str] = set()
    firsts: set[str] = set()
    open_ = True
    for item in pattern.split():
        optional, item = item.endswith("?"), item.removesuffix("?")
        name, _, alternatives = item.rpartition(":")
        categories = [c for a in alternatives.split("|") for c in ALIKE.get(a, a).split("|")]
        name = re.sub(r"\W", "_", name or alternatives.split("|")[0])
        while name in names:
            name += "_"
        names.add(name)
        characters = "".join(code(c) for c in categories)
        pieces.append(f"(?P<{name}>[{characters}]){'?' if optional else ''}")
        if open_:
            firsts.update(characters)
        open_ = open_ and optional
    return Pattern(re.compile("".join(pieces)), frozenset(firsts))


class Grammar(Generic[R]):
    """Rules, ready to be tried: the longest match first, then the order in which they were given.

    Which patterns fit is remembered by the lexemes ahead: news repeats "last week" and "on Friday" without end.
    """

    def __init__(self, rules: Sequence[Rule[R]]) -> None:
        self._by_first: dict[str, list[tuple[Rule[R], Pattern]]] = {}
        for own in rules:
            for pattern in own.patterns:
                for character in sorted(pattern.firsts):
                    self._by_first.setdefault(character, []).append((own, pattern))
        self._fitting = lru_cache(maxsize=REMEMBERED)(self._find)

    def matches(self, row: Sequence[Lexeme | None], codes: str, at: int) -> Iterator[tuple[Rule[R], Match]]:
        ahead = codes[at : at + LONGEST].partition(OTHER)[0]
        for own, pattern in self._fitting(ahead):
            found = pattern.expression.match(codes, at)
            assert found is not None
            yield own, Match(row, found)

    def _find(self, ahead: str) -> tuple[tuple[Rule[R], Pattern], ...]:
        """The rules whose patterns begin the lexemes ahead, the longest match first."""
        found = []
        for own, pattern in self._by_first.get(ahead[:1], ()):
            hit = pattern.expression.match(ahead)
            if hit is not None:
                found.append((hit.end(), own, pattern))
        found.sort(key=lambda fit: -fit[0])
        return tuple((own, pattern) for _, own, pattern in found)
