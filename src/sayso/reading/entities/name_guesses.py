"""The parser's guesses at names, without what does not belong to them and with what it left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sayso.knowledge.name_words import name_words
from sayso.reading import grammar as g
from sayso.reading.entities.marks import Marks, quote
from sayso.reading.entities.name_mentions import FACILITY, ORGANISATION, PERSON, NameMention, name_word

_LABELS = {g.PERSON: PERSON, g.ORGANISATION: ORGANISATION, g.FACILITY: FACILITY, g.LAW: ORGANISATION}
_NAMING = frozenset({*_LABELS, g.PLACE, g.LOCATION, g.NATIONALITY, g.PRODUCT, g.WORK, g.EVENT_NAME})
_LOOSE = name_words("determiner")
_SUFFIXES = name_words("suffix")
ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][A-Z0-9&+]{1,7}")
_STRAY_STOP = re.compile(r"(?<=[a-z])\.(?= [A-Z]\.)")


def names_of_model(parsed: g.Parsed, marks: Marks) -> list[NameMention]:
    """All the parser's names in order; those of no entity (places, works) keep its label as their kind."""
    return _as_acronyms(parsed, _joined(parsed, [f for n in parsed.names for f in _from_model(parsed, marks, n)]))


def _from_model(parsed: g.Parsed, marks: Marks, name: g.Name) -> Iterator[NameMention]:
    """The model's name without what does not belong to it; nothing when nothing is left, or it is a weapon's."""
    if name.label not in _NAMING or any(i in marks.equipment for i in range(name.first, name.last + 1)):
        return
    trimmed = _trimmed(parsed, marks, name)
    if trimmed is None:
        return
    first, last = trimmed
    kind = _LABELS.get(name.label, name.label)
    if kind == PERSON:
        first, last = _grown(parsed, marks, first, last)
        first -= first == last and first > 0 and marks.words[first - 1] == "Pope"
    yield NameMention(first, last, kind, quote(parsed, first, last))


def _trimmed(parsed: g.Parsed, marks: Marks, name: g.Name) -> tuple[int, int] | None:
    first, last = _unquoted(parsed, name.first, name.last)
    while first <= last and _droppable(parsed, marks, first, name.label):
        mark = marks.titles.get(first) if name.label == g.PERSON else None
        first = max(first, mark.last if mark else first) + 1
    if name.label == g.PERSON:
        while last > first and parsed.tokens[last].pos not in (g.NAME, g.NOUN) and parsed.tokens[last].text.islower():
            last -= 1
    elif (mark := marks.in_title.get(first)) is not None and (mark.first < first or mark.last > last):
        first = mark.last + 1
    elif (mark := marks.in_title.get(last)) is not None and (mark.first < first or mark.last > last):
        last = mark.first - 1
    named = any(parsed.tokens[i].pos == g.NAME for i in range(first, last + 1))
    return (first, last) if first <= last and named else None


def _unquoted(parsed: g.Parsed, first: int, last: int) -> tuple[int, int]:
    """Without articles, possessive endings, quotation marks and half-open brackets at the ends."""
    tokens = parsed.tokens
    while first <= last and (tokens[first].lower in _LOOSE or tokens[first].pos in (g.PUNCTUATION, g.PARTICLE)):
        first += 1
    while last >= first and tokens[last].pos in (g.PUNCTUATION, g.PARTICLE, g.DETERMINER, g.PREPOSITION):
        last -= 1
    for index in range(first, last + 1):
        if tokens[index].text in ("(", "[") and not any(t.text in (")", "]") for t in tokens[index : last + 1]):
            return first, index - 1
    return first, last


def _droppable(parsed: g.Parsed, marks: Marks, first: int, label: str) -> bool:
    """Whether the first word of a name is a title or, before a person, a nationality."""
    if parsed.tokens[first].lower in _LOOSE:
        return True
    if label != g.PERSON:
        return False
    sign = marks.signs.get(first)
    if sign is not None and sign.last == first and sign.sign.use in ("adjective", "both"):
        return True
    return any(m is not None and m.first == first for m in (marks.titles.get(i) for i in range(first, first + 4)))


def _grown(parsed: g.Parsed, marks: Marks, first: int, last: int) -> tuple[int, int]:
    """A person's name with the name words beside it that the model left out ("Jr.", a first name)."""
    tokens = parsed.tokens
    stop = parsed.sentence_of(last).last
    while last < stop and name_word(parsed, marks, last + 1) and tokens[last + 1].head in (last, tokens[last].head):
        last += 1
    if last < stop and tokens[last + 1].lower in _SUFFIXES:
        last += 1
    elif last + 1 < stop and tokens[last + 1].text == "," and tokens[last + 2].lower in _SUFFIXES:
        last += 2
    start = parsed.sentence_of(first).first
    while first > start and name_word(parsed, marks, first - 1) and tokens[first - 1].role == g.COMPOUND:
        if not first <= tokens[first - 1].head <= last:
            break
        first -= 1
    return first, last


def _joined(parsed: g.Parsed, found: list[NameMention]) -> list[NameMention]:
    """Neighbouring persons with nothing between them made one ("Vladimir" + "V. Putin"; "Biden" + "Jr.")."""
    joined: list[NameMention] = []
    for item in sorted(found, key=lambda f: (f.first, -f.last)):
        before = joined[-1] if joined else None
        if before is not None and before.overlaps(item):
            continue
        if before is not None and before.kind == item.kind == PERSON and before.last + 1 == item.first:
            name = quote(parsed, before.first, item.last)
            joined[-1] = replace(before, last=item.last, name=name)
        else:
            joined.append(item)
    return [replace(f, name=_STRAY_STOP.sub("", f.name)) for f in joined]


def _as_acronyms(parsed: g.Parsed, found: list[NameMention]) -> list[NameMention]:
    """Persons that are written as an acronym among ordinary words are bodies."""
    return [replace(f, kind=ORGANISATION) if f.kind == PERSON and _acronym(parsed, f) else f for f in found]


def _acronym(parsed: g.Parsed, found: NameMention) -> bool:
    text = parsed.tokens[found.first].text
    if found.first != found.last or not ACRONYM.fullmatch(text):
        return False
    sentence = parsed.sentence_of(found.first)
    return any(t.text.islower() for t in parsed.tokens[sentence.first : sentence.last + 1])
