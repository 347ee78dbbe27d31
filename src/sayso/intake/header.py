"""The lines between a title and the first paragraph: byline, date line, and the dateline that opens a report."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.intake import dates
from sayso.intake.furniture import Unit, furniture, is_prose, join, units
from sayso.records import Cut

_FIRST_LINES = 8
_BYLINE = re.compile(r"(?:(?:Written |Reported )?[Bb]y|BY)[\s:]+(?P<name>[A-Z][^\d\n!?:;]{2,90}?)\W*")
_WORDS_OF_PROSE = 12


@dataclass(frozen=True, slots=True)
class Header:
    """What stood above the report: its byline, its date as written, and the body without these lines."""

    byline: str | None
    date: str | None
    body: str
    cuts: tuple[Cut, ...]


def read_header(body: str) -> Header:
    """Byline and date of the lines above the first paragraph, or else the date of its dateline, which stays."""
    lines = units(body)
    top = _lines_above_prose(lines)
    stamps = [(n, dates.date_line(lines[n].text)) for n in top]
    bylines = [(n, byline(lines[n].text)) for n in top]
    stamp = next((s for _, s in stamps if s), None)
    named = next((b for _, b in bylines if b), None)
    gone = {n for n, found in (*stamps, *bylines) if found}
    cuts = tuple(Cut("date line" if dates.date_line(lines[n].text) else "byline", lines[n].text) for n in sorted(gone))
    kept = [unit for n, unit in enumerate(lines) if n not in gone]
    return Header(named, stamp or _dateline(kept), join(kept), cuts)


def byline(line: str) -> str | None:
    """The names in a line such as "By Jane Doe and John Roe" or "By Jane Doe | Sept. 16, 2023", or None."""
    alone = _BYLINE.fullmatch(line)
    name = dates.dated_byline(line) or (alone["name"] if alone else None)
    return name.strip(" ,|") if name and len(name.split()) <= _WORDS_OF_PROSE else None


def drop_title(body: str, title: str | None) -> str:
    """The body without first lines that only repeat the title."""
    lines = units(body)
    while title and lines and _same(lines[0].text, title):
        lines = lines[1:]
    return join(lines)


def _same(line: str, title: str) -> bool:
    return re.findall(r"\w+", line.lower()) == re.findall(r"\w+", title.lower())


def _lines_above_prose(lines: list[Unit]) -> list[int]:
    top: list[int] = []
    for n, unit in enumerate(lines[:_FIRST_LINES]):
        if is_prose(unit.text) and not dates.date_line(unit.text):
            break
        top.append(n)
    return top if len(top) < len(lines) else []


def _dateline(lines: list[Unit]) -> str | None:
    first = next((u.text for u in lines[:_FIRST_LINES] if is_prose(u.text) and not furniture(u.text)), None)
    return dates.dateline(first) if first else None
