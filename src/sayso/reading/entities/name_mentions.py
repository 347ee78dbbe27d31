"""A mention by name while the names of a text are being found: its tokens, its kind, and what it stands for."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.reading import grammar as g
from sayso.reading.entities.marks import Marks

PERSON, ORGANISATION, COUNTRY = "person", "organisation", "country"
FACILITY, GROUP, MEDIA = "facility", "group", "media"


@dataclass(frozen=True, slots=True)
class NameMention:
    """One mention by name: tokens `[first, last]`, entity kind, the name it stands for, country, and why."""

    first: int
    last: int
    kind: str
    name: str
    country: str | None = None
    rule: str = "model"

    def overlaps(self, other: NameMention) -> bool:
        return self.first <= other.last and other.first <= self.last


def name_word(parsed: g.Parsed, marks: Marks, index: int) -> bool:
    token = parsed.tokens[index]
    known = index in marks.signs or index in marks.bodies or index in marks.titles or index in marks.nouns
    return token.pos == g.NAME and token.text[:1].isupper() and not known and index not in marks.equipment
