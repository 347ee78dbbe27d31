"""The names that people gave a chronicle's reader: kept for good, and looked up by those who tell who is who."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from sayso.chronicle.file import now
from sayso.chronicle.store import Store
from sayso.chronicle.views.look import Answer
from sayso.knowledge.own_names import OwnName, RefusedName, checked, clash
from sayso.knowledge.persons import plain_name

BY_HAND = "by hand"
_COLUMNS = "alias, id, kind, country, exact"


def names_in(file: sqlite3.Connection) -> tuple[OwnName, ...]:
    """All names in the order in which they were given: the first of an id is the one that it goes by."""
    return tuple(_name(row) for row in file.execute(f"SELECT {_COLUMNS} FROM names ORDER BY rowid"))


def put_names(store: Store, names: Iterable[OwnName], source: str = BY_HAND) -> tuple[int, list[RefusedName]]:
    """Keeps names; how many were new or changed, and those that cannot be taken, with the reason."""
    refused, changed = [], 0
    with store.writing() as file:
        for told in names:
            name = checked(told)
            why = name if isinstance(name, str) else _clash(file, name)
            if why is not None:
                refused.append(RefusedName(source, told.alias, why))
            elif isinstance(name, OwnName):
                changed += _put(file, name, source)
        _compare_again(store, changed)
    return changed, refused


def remove_names(store: Store, *, alias: str | None = None, identifier: str | None = None) -> int:
    """Takes out one alias, or all of an id; how many went."""
    with store.writing() as file:
        gone = file.execute("DELETE FROM names WHERE alias = ? OR id = ?", (alias, identifier)).rowcount
        _compare_again(store, gone)
    return gone


def _compare_again(store: Store, changed: int) -> None:
    """Imported rows name parties by these names: with others, they may be taken for other incidents."""
    from sayso.chronicle.coded.row_matches import derive_rows, match_rows

    if changed:
        derive_rows(store)
        match_rows(store)


def listed_names(file: sqlite3.Connection) -> Answer:
    """The names as rows, those of an id together."""
    rows = file.execute(
        "SELECT n.id, n.alias, n.kind, coalesce(n.country, ''), CASE n.exact WHEN 1 THEN 'as written' ELSE '' END,"
        " n.source FROM names n ORDER BY (SELECT min(rowid) FROM names WHERE id = n.id), n.rowid"
    ).fetchall()
    return Answer(("id", "alias", "kind", "country", "found", "source"), tuple(rows))


def known_id(file: sqlite3.Connection, name: str) -> str | None:
    """The id that people gave a name, accents, hyphens and case aside; None for other names, and for one of two ids."""
    found = file.execute("SELECT DISTINCT id FROM names WHERE plain = ?", (plain_name(name),)).fetchall()
    return str(found[0][0]) if len(found) == 1 else None


def aliases_of(file: sqlite3.Connection, name: str) -> tuple[str, ...]:
    """All names of the one that goes by `name`; `name` alone when nobody gave it an id."""
    identifier = known_id(file, name)
    rows = file.execute("SELECT alias FROM names WHERE id = ? ORDER BY rowid", (identifier,))
    return tuple(dict.fromkeys((name, *(alias for (alias,) in rows))))


def _clash(file: sqlite3.Connection, name: OwnName) -> str | None:
    same_alias = file.execute(f"SELECT {_COLUMNS} FROM names WHERE alias = ?", (name.alias,)).fetchone()
    same_id = file.execute(
        f"SELECT {_COLUMNS} FROM names WHERE id = ? AND alias <> ? ORDER BY rowid LIMIT 1", (name.id, name.alias)
    ).fetchone()
    return clash(name, _name(same_alias) if same_alias else None, _name(same_id) if same_id else None)


def _put(file: sqlite3.Connection, name: OwnName, source: str) -> int:
    """1 when the name was new or is another one now."""
    row = (name.alias, plain_name(name.alias), name.id, name.kind, name.country, int(name.exact), source, now())
    return file.execute(
        "INSERT INTO names (alias, plain, id, kind, country, exact, source, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (alias) DO UPDATE SET kind = excluded.kind, country = excluded.country, exact = excluded.exact,"
        " source = excluded.source"
        " WHERE (kind, country, exact) IS NOT (excluded.kind, excluded.country, excluded.exact)",
        row,
    ).rowcount


def _name(row: tuple[str, str, str, str | None, int]) -> OwnName:
    return OwnName(*row[:4], exact=bool(row[4]))
