"""Numbers for times: what a token of figures can be (year, day, clock, decade, ...) and numbers in words made one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from sayso.reading import grammar as g

DIGITS = re.compile(r"(?P<prefix>mid-|pre-|post-|late-|early-)?(?P<number>\d{1,4})(?P<suffix>s|st|nd|rd|th)?", re.ASCII)
CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)", re.ASCII)
AMOUNT = re.compile(r"\d{1,3}(?:,\d{3}){1,4}|\d{1,9}\.\d{1,9}|\d{5,12}", re.ASCII)
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:t.*)?", re.ASCII)
SLASHED = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
RANGE = re.compile(r"(\d{1,4})[–-](\d{1,4})", re.ASCII)
QUARTER = re.compile(r"q([1-4])|([1-4])q", re.ASCII)
FIGURES = frozenset("0123456789")
FRACTIONS = {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "½": 0.5, "¼": 0.25, "¾": 0.75}
PREFIXES = {
    "mid-": ("edge", "MID"), "late-": ("edge", "END"), "early-": ("edge", "START"),
    "pre-": ("prefix", "BEFORE"), "post-": ("prefix", "AFTER"),
}  # fmt: skip
YEARS = range(1000, 2200)


class Lexeme(NamedTuple):
    """A word of time: tokens `[first, last]`, characters `[start, stop)`, the word as the parser saw it."""

    category: str
    value: Any
    word: str
    first: int
    last: int
    start: int
    stop: int

    @property
    def tokens(self) -> tuple[int, int]:
        """The first and last token."""
        return self.first, self.last


def lexeme_of(token: g.Token, category: str, value: Any) -> Lexeme:
    return Lexeme(category, value, token.lower, token.index, token.index, token.start, token.stop)


def has_figures(lower: str) -> bool:
    """Whether a word may be figures: by its first and last characters."""
    return lower[0] in FIGURES or lower[-1] in FIGURES or (lower[-1] == "s" and lower[-2:-1] in FIGURES)


def numeric(token: g.Token) -> list[Lexeme] | None:
    """The lexemes of a token of figures (two for "mid-1996", three for "3–5"); None when it is no number."""
    if token.lower in FRACTIONS:
        return [lexeme_of(token, "fraction", FRACTIONS[token.lower])]
    return (_plain(token) or _shaped(token)) if has_figures(token.lower) else None


def _plain(token: g.Token) -> list[Lexeme] | None:
    """1998, 13, 13th, 1990s, mid-1996, 80s."""
    found = DIGITS.fullmatch(token.lower)
    if found is None:
        return None
    category = _category(found["number"], found["suffix"])
    if category is None:
        return None
    main = lexeme_of(token, category, int(found["number"]))
    if not found["prefix"]:
        return [main]
    cut = token.start + len(found["prefix"])
    category, value = PREFIXES[found["prefix"]]
    head = main._replace(category=category, value=value, word=found["prefix"], stop=cut)
    return [head, main._replace(start=cut)]


def _category(figures: str, suffix: str | None) -> str | None:
    number = int(figures)
    if suffix == "s":
        return "decade" if number % 10 == 0 and len(figures) in (2, 4) else None
    if suffix:
        return "nth"
    if len(figures) == 4:
        return "year" if number in YEARS else "hhmm"
    return "day" if 1 <= number <= 31 else "number"


def _shaped(token: g.Token) -> list[Lexeme] | None:
    """10:42, 1,500, 2023-09-16, 9/16/2023, 3–5, Q3."""
    lower = token.lower
    if found := CLOCK.fullmatch(lower):
        return [lexeme_of(token, "clock", (int(found[1]), int(found[2])))]
    if AMOUNT.fullmatch(lower):
        return [lexeme_of(token, "number", float(lower.replace(",", "")))]
    if found := ISO.fullmatch(lower):
        return [lexeme_of(token, "iso", (int(found[1]), int(found[2]), int(found[3])))]
    if found := SLASHED.fullmatch(lower):
        return [lexeme_of(token, "slashed", (int(found[1]), int(found[3]), found[4], found[2]))]
    if found := QUARTER.fullmatch(lower):
        return [lexeme_of(token, "quarter-name", int(found[1] or found[2]))]
    if found := RANGE.fullmatch(lower):
        return _range(token, found)
    return None


def _range(token: g.Token, found: re.Match[str]) -> list[Lexeme]:
    """ "3–5" in one token: two numbers and the dash."""
    whole = lexeme_of(token, "dash", "-")

    def part(group: int) -> Lexeme:
        start, stop = (token.start + n for n in found.span(group))
        category = _category(found[group], None) or "number"
        return whole._replace(category=category, value=int(found[group]), word=found[group], start=start, stop=stop)

    dash = whole._replace(word="-", start=token.start + found.end(1), stop=token.start + found.start(2))
    return [part(1), dash, part(2)]


# --- numbers in words ----------------------------------------------------------------------------------------------


def joined_numbers(found: Sequence[Lexeme | None]) -> list[Lexeme | None]:
    """Numbers in words made one: "twenty-four", "two thousand", "nineteen ninety-seven" (a year)."""
    joined: list[Lexeme | None] = []
    for lexeme in found:
        joined.append(lexeme)
        while (pair := _pair(joined)) is not None:
            cut, both = pair
            joined[cut:] = [both]
    return joined


def _pair(row: list[Lexeme | None]) -> tuple[int, Lexeme] | None:
    """Where the number before the last one begins, and both as one."""
    right = row[-1]
    if len(row) < 2 or right is None or right.category not in ("number", "ordinal") or not right.word[0].isalpha():
        return None
    between = row[-2]
    dashed = len(row) > 2 and between is not None and between.category == "dash"
    cut = len(row) - (3 if dashed else 2)
    left = row[cut]
    if left is None or left.category not in ("number", "day", "year"):
        return None
    sum_ = _together(left, right, dashed)
    if sum_ is None:
        return None
    category, value = sum_
    word = f"{left.word} {right.word}"
    return cut, Lexeme(category, value, word, left.first, right.last, left.start, right.stop)


def _together(left: Lexeme, right: Lexeme, dashed: bool) -> tuple[str, int] | None:
    a, b = left.value, right.value
    if b >= 100 and left.category in ("number", "day") and not dashed:
        return "number", int(a * b)
    if not left.word[0].isalpha():
        return None
    if 20 <= a <= 90 and a % 10 == 0 and 1 <= b <= 9:
        return right.category, int(a + b)
    if left.category == "year":
        return ("year", int(a + b)) if a % 10 == 0 and b < 10 and right.category == "number" else None
    if a >= 100 and a % 100 == 0 and b < 100:
        return "year" if a == 2000 else right.category, int(a + b)
    if 15 <= a <= 20 and 10 <= b <= 99 and right.category == "number":
        return "year", int(a * 100 + b)
    return None
