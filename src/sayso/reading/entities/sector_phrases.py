"""What a noun phrase tells of an actor's sector: "rebel commander", "spokesman for the army", "Ministry of Justice"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sayso.knowledge.sectors import PAST, sector_words
from sayso.reading import grammar as g
from sayso.reading.entities.marks import Marks
from sayso.records import SECTORS
from sayso.spans import Span

_UNSURE = frozenset({None, "government", "civilian"})  # say little of a holder who serves somebody
_ARMED = {s: s for s in ("rebel", "criminal", "police", "intelligence")} | {"party": "rebel"}
_SERVED = ("of", "for", "with")
_SERVED_AT = ("from", "in", "at", "within")  # before a place too
_DEEP = 4  # phrases within phrases


@dataclass(frozen=True, slots=True)
class Told:
    """What a phrase tells: a sector, "" when only that the office is past or that its body is of none."""

    sector: str
    firm: bool
    past: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the tables have on the noun that heads a phrase, from its first token on."""

    first: int
    sector: str | None
    serves: bool
    holder: bool


@dataclass(frozen=True, slots=True)
class SectorPhrases:
    """Reads phrases of one text. `meant` gives the sector of whom a token means: "" for somebody of none, None where it
    means nobody but a state, or one whose sector is being looked for; `states` are the tokens that mean states."""

    parsed: g.Parsed
    marks: Marks
    meant: Callable[[int], str | None]
    states: frozenset[int]

    def told(self, where: Span, *, named: bool = False) -> Told | None:
        """What a title, apposition, description or name of a body (`named`) tells; None when nothing."""
        head = self._head(where)
        if head is None:
            return None
        inside = self.parsed.tokens_in(where)
        told = self._at(head, inside[0].index, named=named)
        return self._at(inside[-1], inside[0].index, named=True) if told is None and named else told

    def is_kin(self, where: Span) -> bool:
        """Whether a description means somebody's relatives."""
        head = self._head(where)
        mark = self.marks.titles.get(head.index) if head is not None else None
        return mark is not None and mark.title.sector == "family"

    def _head(self, where: Span) -> g.Token | None:
        """The noun of a phrase; of a title before a name ("NATO chief") the last word that hangs on that name."""
        inside = self.parsed.tokens_in(where)
        within = {t.index for t in inside}
        outward = [t for t in inside if t.head not in within and t.pos in (g.NOUN, g.NAME)]
        known = (t for t in reversed(outward) if t.index in self.marks.in_title or t.index in self.marks.nouns)
        return next(known, None) or self.parsed.head_of(where)

    def _at(self, head: g.Token, start: int, *, named: bool = False, deep: int = 0) -> Told | None:
        """What the phrase of a head that begins at `start` tells; "dozens of soldiers" is as "soldiers"."""
        entry = self._entry(head, named=named)
        if entry is None:
            inner = next(iter(g.prepositional(self.parsed, head.index, "of")), None)
            nested = inner is not None and inner.index > head.index and deep < _DEEP
            return self._at(inner, inner.index, deep=deep + 1) if inner is not None and nested else None
        before = range(min(start, entry.first), entry.first)
        if self._is_past(before, entry.first):
            return Told("", firm=True, past=True)
        if not entry.serves:
            return Told(entry.sector or "", firm=entry.sector != "civilian")
        beside = self._beside(head, before, deep)
        if beside is not None:
            return Told(_joined(entry, beside), firm=bool(beside))
        of_state = any(i in self.marks.signs for i in before)
        return Told(entry.sector or "", firm=of_state or entry.sector not in _UNSURE)

    def _is_past(self, before: Sequence[int], first: int) -> bool:
        """Whether "former" or its like stands in a phrase, or right before it."""
        outside = self.parsed.tokens[max(0, min(before, default=first) - 1)]
        words = [self.parsed.tokens[i].lower for i in before]
        words += [outside.lower] if outside.head > outside.index else []
        return any(sector_words().get(word) == PAST for word in words)

    def _entry(self, head: g.Token, *, named: bool) -> _Entry | None:
        """The row for a head: of titles or of body nouns, the longer one; else of the words."""
        title, noun = self.marks.in_title.get(head.index), self.marks.nouns.get(head.index)
        if noun is not None and not named and noun.noun.use == "name" and not noun.noun.serves:
            noun = None
        if title is not None and title.title.use == "address":
            title = None
        if noun is not None and (title is None or named or noun.first < title.first):
            return _Entry(noun.first, noun.noun.sector, noun.noun.serves, holder=False)
        if title is not None:
            return _Entry(title.first, sector_of(title.title.sector), title.title.serves, holder=True)
        word = sector_words().get(head.lower)
        return _Entry(head.index, word, serves=False, holder=False) if word not in (None, PAST) else None

    def _beside(self, head: g.Token, before: Sequence[int], deep: int) -> tuple[str, ...] | None:
        """The sectors of whom a holder or body serves: words before it, the nearest first, then "of", "for" after it.

        None when the text names nobody but a state; none of them when somebody of no known sector is served.
        """
        owners = (k.index for k in g.children(self.parsed, head.index, g.POSSESSOR) if k.index not in before)
        words = map(self._word, (*reversed(before), *owners))
        told = [s for s in (*words, *self._after(head, deep)) if s is not None]
        return tuple(s for s in told if s) if told else None

    def _after(self, head: g.Token, deep: int) -> Iterator[str | None]:
        if deep >= _DEEP:
            return
        for served in g.prepositional(self.parsed, head.index, *_SERVED, *_SERVED_AT):
            sector = self._served(served, deep + 1)
            if sector or self.parsed.tokens[served.head].lower in _SERVED:
                yield sector

    def _served(self, token: g.Token, deep: int) -> str | None:
        """The sector of whom "of" or "for" leads to; None for a state."""
        if (sector := self._word(token.index)) or token.index in self.marks.signs:
            return sector
        start = self.parsed.tokens_in(g.phrase(self.parsed, token.index))[0].index
        if (told := self._at(token, start, deep=deep)) is not None:
            return told.sector
        return None if token.index in self.states else ""

    def _word(self, index: int) -> str | None:
        """The sector that one word beside a holder tells; "" for a body of none, None for a state and other words."""
        if (meant := self.meant(index)) is not None:
            return meant
        if (body := self.marks.bodies.get(index)) is not None:
            return body.body.sector or ""
        token = self.parsed.tokens[index]
        if token.pos == g.PRONOUN:
            return None if index in self.states else ""
        word = sector_words().get(token.lower)
        return word if word not in (None, PAST) else self._noun(index)

    def _noun(self, index: int) -> str | None:
        """The sector of a body or holder told in one word: "party leader", "student union"."""
        noun, title = self.marks.nouns.get(index), self.marks.titles.get(index)
        if noun is not None and noun.noun.kind != "other" and noun.noun.use != "name":
            return noun.noun.sector or ""
        sector = sector_of(title.title.sector) if title is not None else None
        return sector if sector != "civilian" else None  # "National Coalition", "child soldiers"


def sector_of(word: str | None) -> str | None:
    """The sector that a row of titles gives, None for "expert" and the like."""
    return word if word in SECTORS else None


def _joined(entry: _Entry, beside: Sequence[str]) -> str:
    """The sector of a holder or body with those told beside it, of which "government" says least.

    Soldiers of the government stay soldiers, those of rebels are rebels; nobody speaks for a body of no known sector.
    """
    if entry.sector == "military":
        return next((_ARMED[s] for s in beside if s in _ARMED), "military")
    told = next((s for s in beside if s != "government"), "government" if beside else "")
    if told == "government" or (not told and not entry.holder):
        return entry.sector or told
    return told
