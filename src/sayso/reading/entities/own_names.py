"""Names of a text that its user has listed: before all other tables, and whatever the parser makes of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from sayso.knowledge.own_names import OWN, SHORT, OwnName, is_common
from sayso.knowledge.phrases import straight, unaccented
from sayso.reading import grammar as g
from sayso.reading.entities.marks import Marks
from sayso.reading.entities.name_mentions import NameMention
from sayso.records import Entity

_PIECE = re.compile(r"\w+|[^\w\s]")

Table = dict[str, list[tuple[tuple[str, ...], OwnName]]]  # folded first piece: all pieces, the longest first


def own_mentions(parsed: g.Parsed, marks: Marks, names: Sequence[OwnName]) -> Iterator[NameMention]:
    """The listed names in order, the longest at each place, none over the end of a sentence or over equipment."""
    if not names:
        return
    table, first_names = _table(tuple(names)), _first_names(tuple(names))
    pieces = [(i, piece) for i, token in enumerate(parsed.tokens) for piece in _folded_pieces(token.text)]
    at = 0
    while at < len(pieces):
        found = _longest(parsed, marks, pieces, at, table)
        if found is None:
            at += 1
            continue
        stop, name = found
        yield NameMention(
            pieces[at][0], pieces[stop - 1][0], name.kind, first_names[name.id], name.country, OWN + name.id
        )
        at = stop


def is_own(rule: str | None) -> bool:
    """Whether a listed name found an entity."""
    return rule is not None and rule.startswith(OWN)


def known_apart(one: Entity, other: Entity) -> bool:
    """Whether two entities stand under different ids of the list."""
    return is_own(one.rule) and is_own(other.rule) and one.rule != other.rule


@lru_cache(maxsize=4)
def _table(names: tuple[OwnName, ...]) -> Table:
    found: Table = {}
    for name in names:
        pieces = tuple(_folded_pieces(name.alias))
        found.setdefault(pieces[0], []).append((pieces, name))
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found


@lru_cache(maxsize=4)
def _first_names(names: tuple[OwnName, ...]) -> dict[str, str]:
    """The name that each id goes by."""
    return {name.id: name.alias for name in reversed(names)}


def _folded_pieces(words: str) -> Iterable[str]:
    """Words, numbers and marks in small plain letters, so that it does not matter where a parser cuts."""
    return _PIECE.findall(unaccented(unicodedata.normalize("NFC", straight(words))).casefold())


def _longest(
    parsed: g.Parsed, marks: Marks, pieces: list[tuple[int, str]], at: int, table: Table
) -> tuple[int, OwnName] | None:
    """The listed name that begins at a piece, and the piece behind it."""
    if at and pieces[at - 1][0] == pieces[at][0]:
        return None
    for wanted, name in table.get(pieces[at][1], ()):
        stop = at + len(wanted)
        whole = stop == len(pieces) or (stop < len(pieces) and pieces[stop][0] != pieces[stop - 1][0])
        if whole and all(pieces[at + n][1] == piece for n, piece in enumerate(wanted)):
            first, last = pieces[at][0], pieces[stop - 1][0]
            if _may_be(parsed, marks, first, last, name):
                return stop, name
    return None


def _may_be(parsed: g.Parsed, marks: Marks, first: int, last: int, name: OwnName) -> bool:
    if any(i in marks.equipment for i in range(first, last + 1)) or last > parsed.sentence_of(first).last:
        return False
    text = straight(parsed.text[parsed.tokens[first].start : parsed.tokens[last].stop])
    if not _written_so(text, name):
        return False
    opens = parsed.sentence_of(first).first == first
    return not (opens and first == last and is_common(name.alias) and parsed.tokens[first].pos != g.NAME)


def _written_so(text: str, name: OwnName) -> bool:
    """Short and exact names are found letter for letter; others in capitals too, never in small letters alone."""
    if text == name.alias:
        return True
    short = " " not in name.alias and sum(c.isalpha() for c in name.alias) < SHORT
    if name.exact or short:
        return False
    return not (text[:1].islower() and name.alias[:1].isupper())
