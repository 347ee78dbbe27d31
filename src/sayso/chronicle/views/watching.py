"""A watch list against a chronicle: which of the names and sources that it holds are on the list."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from sayso.chronicle.names import aliases_of
from sayso.knowledge.persons import plain_name

_HELD = (  # an index each answers the first two
    "SELECT DISTINCT name FROM participants",
    "SELECT DISTINCT source FROM claims",
    "SELECT DISTINCT chain FROM claims WHERE chain <> source",
)


def watched(file: sqlite3.Connection, names: Iterable[str]) -> tuple[str, ...]:
    """The names of participants and sources, and the chains of sources, as stored, in which a listed name stands.

    Names are compared word by word, accents, hyphens and case aside: "Shoigu" is in "Sergei Shoigu", not in
    "Shoigunov". All aliases of a name (`sayso names`) count with it.
    """
    wanted = {tuple(plain_name(alias).split()) for name in names for alias in aliases_of(file, name)}
    wanted.discard(())
    lengths = sorted({len(words) for words in wanted})
    held = (name for statement in _HELD for (name,) in file.execute(statement))
    return tuple(dict.fromkeys(name for name in held if not wanted.isdisjoint(_parts(name, lengths))))


def _parts(name: str, lengths: Iterable[int]) -> Iterator[tuple[str, ...]]:
    """The sequences of so many words in a name."""
    words = plain_name(name).split()
    for length in lengths:
        yield from (tuple(words[n : n + length]) for n in range(len(words) - length + 1))
