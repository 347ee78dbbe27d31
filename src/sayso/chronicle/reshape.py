"""A file of an older schema in the form of the present one, where its tables hold what they hold now.

Nothing is derived again: tables whose form changed are made anew and keep their rows, by the names of columns; indexes,
views and triggers that changed are made anew. What new tables and columns hold is filled by who calls.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sayso.chronicle.file import schema, statements

_FORM = "SELECT name, type, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"


def reshape(file: sqlite3.Connection) -> None:
    """Gives a file the tables, indexes, views and triggers of `schema.sql`; part of the transaction that is open."""
    wanted = form_of_schema()
    changed = {name for name, (sort, _, sql) in _form(file).items() if sort == "table" and _is_other(wanted, name, sql)}
    for name, (sort, table, sql) in _form(file).items():
        if sort != "table" and (sort != "index" or table in changed or _is_other(wanted, name, sql)):
            file.execute(f'DROP {sort} "{name}"')
    _set_aside(file, changed)
    for name, (_, _, sql) in wanted.items():
        if name not in _form(file):
            file.execute(sql)
    for table in sorted(changed & wanted.keys()):
        put_back(file, table)
    for table in sorted(changed):
        file.execute(f"DROP TABLE former_{table}")


def form_of_schema() -> dict[str, tuple[str, str, str]]:
    """What `schema.sql` makes: by name its sort, its table and its statement, in order."""
    with closing(sqlite3.connect(":memory:")) as made:
        for statement in statements(schema()):
            made.execute(statement)
        return _form(made)


def _form(file: sqlite3.Connection) -> dict[str, tuple[str, str, str]]:
    return {name: (sort, table, sql) for name, sort, table, sql in file.execute(_FORM)}


def _is_other(wanted: dict[str, tuple[str, str, str]], name: str, sql: str) -> bool:
    return name not in wanted or wanted[name][2] != sql


def _set_aside(file: sqlite3.Connection, tables: set[str]) -> None:
    file.execute("PRAGMA legacy_alter_table = ON")  # references keep the names that they have
    for table in sorted(tables):
        file.execute(f"ALTER TABLE {table} RENAME TO former_{table}")
    file.execute("PRAGMA legacy_alter_table = OFF")


def put_back(file: sqlite3.Connection, table: str) -> None:
    """The rows of a table that was set aside, under its new form, by the names of columns."""
    before, after = (_columns(file, name) for name in (f"former_{table}", table))
    common = ", ".join(f'"{column}"' for column in after if column in before)
    file.execute(f"INSERT INTO {table} ({common}) SELECT {common} FROM former_{table}")


def _columns(file: sqlite3.Connection, table: str) -> list[str]:
    return [name for (name,) in file.execute("SELECT name FROM pragma_table_info(?)", (table,))]
