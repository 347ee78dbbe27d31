"""Credits: the agencies that a text names as its origin, and those that it says only added to it.

A dateline "KYIV (Reuters) -", a byline "By Agence France-Presse", a closing "Source: KCNA" or a copyright line credit
the text; "AFP contributed to this report" and a list of several agencies credit a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.knowledge.publishers import Publishers
from sayso.records import Document

CREDITED, CONTRIBUTED = "credited", "contributed"
_AGENCY_ROLES = frozenset({"wire", "agency"})
_TOP, _END = 400, 600  # characters of a text in which credits stand

_DATELINE = re.compile(r"(?:^|\n)[^\n()]{0,60}\(([^()\n]{2,60})\) ?(?:[-–—]|[A-Z“\"])")
_TOP_LINE = re.compile(r"(?:^|\n)(?:by |from |source: ?)?([^\n|,]{2,60})(?=\n|\s*\|)", re.IGNORECASE)
_END_LINE = re.compile(
    r"(?:source|via|copyright|©|\(c\))[: ]*(?:(?:19|20)\d\d,? )?(?:by |the )*([^\n.;:|]{2,60})", re.IGNORECASE
)
_CONTRIBUTED = re.compile(
    r"((?:^|(?<=[\n.(]))[^\n.(]{2,120}?) (?:also )?contributed to this (?:report|story|article)"
    r"|(?:additional|further) (?:reporting|material) (?:by|from) ([^\n.)]{2,120})"
    r"|(?:with|using) (?:material|information|reports?|files?|inputs?) (?:by|from) ([^\n.)]{2,120})",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r", ?and |,|/| and |;|&")


@dataclass(frozen=True, slots=True, order=True)
class Credit:
    """An agency by its name in the table of publishers, and what the text owes it: `CREDITED` or `CONTRIBUTED`."""

    agency: str
    role: str


def find_credits(document: Document, publishers: Publishers) -> tuple[Credit, ...]:
    """The agencies that a document credits, in order of name; an agency that publishes it is credited."""
    body = document.text[document.title_stop :].strip()
    found = {(name, CREDITED) for name in _named(_credit_lines(document, body), publishers)}
    added = set(_named(_contributions(body), publishers))
    whole = {name for name, _ in found} - added
    return tuple(sorted([Credit(n, CREDITED) for n in whole] + [Credit(n, CONTRIBUTED) for n in added]))


def _credit_lines(document: Document, body: str) -> Iterator[str]:
    yield from (document.publisher or "", (document.byline or "").removeprefix("By "))
    yield from (part for part in (document.byline or "").split(",")[1:])
    for line in (_DATELINE, _TOP_LINE):
        yield from (m[1] for m in line.finditer(body[:_TOP]))
    yield from (m[1] for m in _END_LINE.finditer(body[-_END:]))


def _contributions(body: str) -> Iterator[str]:
    for match in _CONTRIBUTED.finditer(body[-_END:]):
        yield from _SEVERAL.split(next(group for group in match.groups() if group))
    for several in re.findall(r"\(([^()\n]{2,80})\)\s*$", body):
        yield from _SEVERAL.split(several)


def _named(lines: Iterator[str], publishers: Publishers) -> Iterator[str]:
    for line in lines:
        row = publishers.by_name(line.strip(" \t-–—()."))
        if row and row.role in _AGENCY_ROLES:
            yield row.name
