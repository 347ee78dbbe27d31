"""Lines of a page or pasted text that are not the report: comment forms, share lines, newsletter boxes, credits.

A line goes only when the whole of it matches a row of knowledge/en/furniture.toml; every cut is listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from sayso.knowledge.tables import table
from sayso.records import Cut

LONGEST = 600  # characters of a line that may be furniture
_ENOUGH = 200  # letters of report that must stand above what is cut to the end
_PROSE, _PARAGRAPH = 80, 240  # characters of a paragraph that ends like a sentence, and of any
_STOP = re.compile(r"[.!?…][\"'”’)\]]*$")
_BLANK = re.compile(r"\n\s*\n\s*")
_WRAPPED, _WIDEST = 50, 100  # characters of the lines of a hard-wrapped paragraph


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of furniture: what it is, what the whole line matches, how far the cut reaches, where it may be."""

    reason: str
    pattern: re.Pattern[str]
    reach: str
    where: str
    example: str
    counter: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A line, or a hard-wrapped paragraph, with what separates it from the one before."""

    text: str
    gap: str
    cut: str | None = None


@cache
def rules() -> tuple[Rule, ...]:
    """The rows of furniture.toml, and one made of its menu words."""
    found = table("en/furniture.toml")
    return (*(_rule(row) for row in found["furniture"]), _menu(found["menu"]))


def trim_furniture(text: str) -> tuple[str, tuple[Cut, ...]]:
    """The text without its furniture, and what was cut in order; paragraphs that stay are as they were."""
    marked = _mark(units(text))
    kept = [unit for unit in marked if unit.cut is None]
    return join(kept), tuple(Cut(unit.cut, unit.text) for unit in marked if unit.cut)


def furniture(line: str, *, edge: bool = False) -> Rule | None:
    """The first rule that the whole line matches; those for menus and tags only at an `edge` of the text."""
    line = " ".join(line.split())
    if len(line) > LONGEST or not _any_rule().fullmatch(line):
        return None
    return next((r for r in rules() if (edge or r.where == "any") and r.pattern.fullmatch(line)), None)


def units(text: str) -> list[Unit]:
    """The lines of a text; lines that only hard line ends divide are one."""
    found: list[Unit] = []
    for block in _BLANK.split(text.strip()):
        parts = _unwrapped([line for line in block.split("\n") if line.strip()])
        found.extend(Unit(part.strip(), "\n\n" if n == 0 else "\n") for n, part in enumerate(parts))
    return found


def join(kept: list[Unit]) -> str:
    """The text of units, each after its own gap."""
    return "".join((unit.gap if n else "") + unit.text for n, unit in enumerate(kept))


def is_prose(line: str) -> bool:
    """Whether a line is a paragraph: long and ending as a sentence does, or longer than any headline."""
    return len(line) >= _PARAGRAPH or (len(line) >= _PROSE and _STOP.search(line) is not None)


def _rule(row: dict[str, str]) -> Rule:
    return Rule(
        row["reason"],
        re.compile(row["pattern"], re.IGNORECASE),
        row.get("reach", "line"),
        row.get("where", "any"),
        row["example"],
        row["counter"],
    )


def _menu(names: list[str]) -> Rule:
    name = "(?:" + "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) + ")"
    pattern = re.compile(rf"\W*{name}(?:(?:\s*[|/,·•>›»]\s*|\s+){name})*\W*", re.IGNORECASE)
    return Rule("menu", pattern, "line", "edge", "Home | World | Asia", "World leaders met at home.")


@cache
def _any_rule() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in rules()), re.IGNORECASE)


def _mark(lines: list[Unit]) -> list[Unit]:
    at_edge = [furniture(unit.text, edge=True) for unit in lines]
    prose = [n for n, unit in enumerate(lines) if is_prose(unit.text) and not at_edge[n]]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    marked: list[Unit] = []
    under: Rule | None = None
    letters = 0
    for n, unit in enumerate(lines):
        inside = first < n < last and at_edge[n] is not None
        rule = furniture(unit.text) if inside else at_edge[n]
        if rule is None and under and (under.reach == "rest" or (n > first and _like_headline(unit.text))):
            rule = under
        under = _reaching(rule, under, letters)
        letters += 0 if rule else len(unit.text)
        marked.append(replace(unit, cut=rule.reason) if rule else unit)
    return marked


def _reaching(rule: Rule | None, under: Rule | None, letters: int) -> Rule | None:
    if under and under.reach == "rest":
        return under
    if rule is None or (rule.reach == "rest" and letters < _ENOUGH):
        return None
    return under if rule.reach == "line" else rule


def _like_headline(line: str) -> bool:
    return len(line) <= 140 and _STOP.search(line) is None and line[0] not in "\"“'‘"


def _unwrapped(lines: list[str]) -> list[str]:
    """The lines of a block, one that goes on in the next joined to it by its own line end."""
    wrapped = _hard_wrapped(lines)
    parts: list[list[str]] = []
    for line in lines:
        if parts and _goes_on(parts[-1][-1], line, wrapped):
            parts[-1].append(line)
        else:
            parts.append([line])
    return ["\n".join(part) for part in parts]


def _goes_on(line: str, following: str, wrapped: bool) -> bool:
    if _STOP.search(line.rstrip()):
        return False
    return following.lstrip()[0].islower() or (wrapped and len(line.strip()) >= _WRAPPED)


def _hard_wrapped(lines: list[str]) -> bool:
    """Whether most lines of a block are about as long as an old terminal is wide."""
    lengths = [len(line.strip()) for line in lines]
    long = sum(length >= _WRAPPED for length in lengths[:-1])
    return len(lines) > 2 and max(lengths) <= _WIDEST and long * 3 >= 2 * (len(lines) - 1)
