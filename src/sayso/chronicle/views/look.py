"""Questions to a chronicle that need no more than its tables: words, free SQL, what is in it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.chronicle.file import ChronicleError

COMMON = 20_000  # sentences that hold words, from which on they are not ranked
MARKED = ("[", "]")  # around the words that were found
_WORD = re.compile(r'"[^"]*"|\S+')


@dataclass(frozen=True, slots=True)
class Answer:
    """Names of columns and rows of values."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def ask(file: sqlite3.Connection, statement: str, path: Path) -> Answer:
    """The answer to one SQL statement on a connection that cannot write; ChronicleError says what is wrong with it."""
    try:
        found = file.execute(statement)
        if found.description is None:
            raise ChronicleError("sql needs a statement that answers, such as SELECT")
        return Answer(tuple(column[0] for column in found.description), tuple(found.fetchall()))
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise ChronicleError(f"{path}: {error}") from error


def search(
    file: sqlite3.Connection, words: str, *, limit: int = 50, where: str = "", given: Sequence[Any] = ()
) -> Answer:
    """Sentences that hold all the words ("in quotes" as a phrase, `ship*` by beginning), the best first.

    Words of very many sentences tell none of them apart: of these the last that were added come first. Every word
    stands between brackets where it was found; `start` is the place of the sentence in the text. `where` is a further
    condition on readings `r` (" AND ..."), with its values.
    """
    query = as_query(words)
    common = "SELECT 1 FROM sentences WHERE sentences MATCH ? LIMIT 1 OFFSET ?"
    order = "s.rowid DESC" if file.execute(common, (query, COMMON)).fetchone() else "rank, s.rowid"
    rows = file.execute(
        "SELECT v.published, coalesce(v.publisher, ''), highlight(sentences, 0, ?, ?), r.document, s.start"
        " FROM sentences s CROSS JOIN readings r ON r.id = s.reading CROSS JOIN versions v USING (document, version)"
        f" WHERE sentences MATCH ?{where} ORDER BY {order} LIMIT ?",
        (*MARKED, query, *given, limit),
    ).fetchall()
    return Answer(("published", "publisher", "sentence", "document", "start"), tuple(rows))


def as_query(words: str) -> str:
    """Words of a person as a query of FTS5 in which nothing is syntax but quotation marks and a star at the end.

    >>> as_query('missile* "Black Sea" AND')
    '"missile"* "Black Sea" "AND"'
    """
    found = []
    for word in _WORD.findall(words):
        beginning = word.endswith("*") and not word.startswith('"')
        bare = "".join(c for c in word.strip('"').rstrip("*") if c != '"' and c.isprintable())
        if bare:
            found.append(f'"{bare}"*' if beginning else f'"{bare}"')
    if not found:
        raise ChronicleError("search needs a word")
    return " ".join(found)


def stats(file: sqlite3.Connection) -> Answer:
    """What a chronicle holds: documents, texts, events by kind and status, sources, days, failures."""
    counted = {
        "documents": "SELECT count(*) FROM documents",
        "texts": "SELECT count(*) FROM versions",
        "undated documents": "SELECT count(*) FROM documents d JOIN versions v ON v.document = d.id"
        " AND v.version = d.version WHERE v.published IS NULL",
        "first day of publication": "SELECT min(published) FROM versions",
        "last day of publication": "SELECT max(published) FROM versions",
        "publishers": "SELECT count(DISTINCT publisher) FROM versions",
        "events": "SELECT count(*) FROM events",
        "claims": "SELECT count(*) FROM claims",
        "inputs that could not be read": "SELECT count(*) FROM failures",
        "removed documents": "SELECT count(*) FROM removed",
    }
    rows = [(what, file.execute(statement).fetchone()[0]) for what, statement in counted.items()]
    for column in ("status", "kind"):
        found = file.execute(f"SELECT {column}, count(*) FROM events GROUP BY 1 ORDER BY 2 DESC, 1")
        rows += [(f"events, {column} {value}", number) for value, number in found]
    return Answer(("what", "number"), tuple(rows))
