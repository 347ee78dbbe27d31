"""Files of an older sayso brought up to date: what people gave is kept, what was derived is made again from readings.

One transaction: a run that is cut off leaves the older file. Nothing is parsed again; the stored reports are put into
the tables of `schema.sql`, and then gathered.
"""

from __future__ import annotations

import logging
import sqlite3
from typing import TYPE_CHECKING

from sayso.chronicle.decided.attachments import prepare_all
from sayso.chronicle.file import SCHEMA_VERSION, ChronicleError, now, schema, statements, version_of
from sayso.chronicle.gathered.pending import gather_pending

if TYPE_CHECKING:
    from sayso.chronicle.store import Store

DERIVED = "\n-- derived --"  # in schema.sql: what stands below it is made again
STAYING = ("readings", "retired")  # below it, and yet not to be had from anything else

# What the tables that are kept need on the way from one schema to the next, in SQL, by the schema they come from.
# Tables that are new need nothing; those that changed are made anew as schema.sql has them, from columns of their name.
STEPS: dict[int, tuple[str, ...]] = {
    1: (
        "ALTER TABLE decisions ADD COLUMN about TEXT NOT NULL DEFAULT 'event'",
        "ALTER TABLE decisions ADD COLUMN withdraws TEXT",
        "UPDATE decisions SET selectors = (SELECT json_group_array(json_set(value, '$.document', (SELECT coalesce("
        "max(document), '') FROM versions WHERE version = json_extract(value, '$.version'))))"
        " FROM json_each(selectors))",
        "UPDATE decisions SET about = 'decision', verdict = 'withdraw', selectors = '[]',"
        " withdraws = (SELECT min(id) FROM decisions AS of WHERE of.withdrawn_by = decisions.id)"
        " WHERE id IN (SELECT withdrawn_by FROM decisions)",
        "UPDATE decisions SET targets = json_array(withdraws) WHERE withdraws IS NOT NULL",
    ),
    2: (),
    3: (),
}

_log = logging.getLogger(__name__)


def resume(store: Store) -> None:
    """Brings an older file up to date, and gathers what a run that was cut off had left; told by a warning."""
    older = version_of(store.connection)
    if older < SCHEMA_VERSION:
        _log.warning("%s is of schema %d and is brought up to schema %d", store.path, older, SCHEMA_VERSION)
        migrate(store)
    gather_pending(store)


def migrate(store: Store) -> None:
    """The file under the present schema, in one transaction; ChronicleError when something does not fit."""
    file = store.connection
    file.execute("PRAGMA foreign_keys = OFF")  # tables are dropped and made again
    try:
        with store.writing():
            _migrate(store, file)
    finally:
        file.execute("PRAGMA foreign_keys = ON")


def kept_tables() -> tuple[str, ...]:
    """The tables whose rows outlive a migration: those above "derived", and what cannot be had from anything else."""
    above = statements(schema().partition(DERIVED)[0])
    found = (s.partition("CREATE TABLE ")[2].split(maxsplit=1) for s in above)
    return (*(words[0] for words in found if words), *STAYING)


def _migrate(store: Store, file: sqlite3.Connection) -> None:
    older = version_of(file)
    if older == SCHEMA_VERSION:  # another process was quicker
        return
    for step in range(older, SCHEMA_VERSION):
        for statement in STEPS[step]:
            file.execute(statement)
    kept = _set_aside(file)
    for statement in statements(schema()):
        file.execute(statement)
    for table in kept:
        _put_back(file, table)
    _derive(store, file)
    for table in kept:
        file.execute(f"DROP TABLE former_{table}")
    told = {"schema_version": str(SCHEMA_VERSION), "migrated": f"from schema {older} at {now()}"}
    file.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", told.items())
    file.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    for table, _, parent, _ in file.execute("PRAGMA foreign_key_check"):
        raise ChronicleError(f"{store.path} cannot be brought up to date: {table} refers to a missing row of {parent}")


def _set_aside(file: sqlite3.Connection) -> list[str]:
    """Renames the tables that are kept, and drops everything else; the names of the former."""
    for sort in ("view", "trigger", "index"):
        for name in _named(file, f"type = '{sort}' AND sql IS NOT NULL"):
            file.execute(f'DROP {sort} "{name}"')
    kept = [table for table in kept_tables() if table in _named(file, "type = 'table'")]
    file.execute("PRAGMA legacy_alter_table = ON")  # references keep the names that they have
    for table in kept:
        file.execute(f"ALTER TABLE {table} RENAME TO former_{table}")
    file.execute("PRAGMA legacy_alter_table = OFF")
    for name in _named(file, "sql LIKE 'CREATE VIRTUAL TABLE%'"):
        file.execute(f'DROP TABLE "{name}"')
    for name in _named(
        file, "type = 'table' AND name NOT LIKE 'former!_%' ESCAPE '!' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    ):
        file.execute(f'DROP TABLE "{name}"')
    return kept


def _named(file: sqlite3.Connection, where: str) -> list[str]:
    return [name for (name,) in file.execute(f"SELECT name FROM sqlite_schema WHERE {where}")]


def _put_back(file: sqlite3.Connection, table: str) -> None:
    """The rows of a table under its new form, by the names of columns; readings are made again from their reports."""
    if table == "readings":
        return
    before, after = (_columns(file, name) for name in (f"former_{table}", table))
    common = ", ".join(f'"{column}"' for column in after if column in before)
    file.execute(f"INSERT INTO {table} ({common}) SELECT {common} FROM former_{table}")


def _columns(file: sqlite3.Connection, table: str) -> list[str]:
    return [name for (name,) in file.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def _derive(store: Store, file: sqlite3.Connection) -> None:
    """Everything that is made from readings, in the order in which they were added."""
    from sayso.chronicle.coded.row_matches import derive_rows
    from sayso.chronicle.stored import reading_of

    prepare_all(file)
    rows = file.execute(
        "SELECT r.report, v.text FROM former_readings r JOIN versions v USING (document, version) ORDER BY r.id"
    )
    for report, text in rows:
        store.derive(reading_of(report, text))
    derive_rows(store)
