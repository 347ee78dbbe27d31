"""Files of an older sayso brought up to date: what people gave is kept, what was derived is made again from readings.

One transaction: a run that is cut off leaves the older file. Nothing is parsed again; the stored reports are put into
the tables of `schema.sql`, and then gathered. From schema ALIKE on derived tables hold what they hold now: they are
kept too, and only what is new in them is made.
"""

from __future__ import annotations

import logging
import sqlite3
from typing import TYPE_CHECKING

from sayso.chronicle.decided.attachments import prepare_all
from sayso.chronicle.file import SCHEMA_VERSION, ChronicleError, now, schema, statements, version_of
from sayso.chronicle.gathered.disputed import count_disputes
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.reshape import put_back, reshape

if TYPE_CHECKING:
    from sayso.chronicle.store import Store

DERIVED = "\n-- derived --"  # in schema.sql: what stands below it is made again
STAYING = ("readings", "retired")  # below it, and yet not to be had from anything else
ALIKE = 4  # the first schema whose derived tables hold what those of now hold

# What the tables that are kept need on the way from one schema to the next, in SQL, by the schema they come from.
# Tables that are new need nothing; those that changed are made anew as schema.sql has them, from columns of their name.
# From ALIKE on derived tables are kept too.
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
    4: (
        "ALTER TABLE incidents ADD COLUMN disputes INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE incidents ADD COLUMN developments INTEGER NOT NULL DEFAULT 0",
    ),
}
_NAMES = (
    "INSERT INTO identity_names SELECT m.variant, e.name, count(*) FROM identity_members m"
    " CROSS JOIN entities e ON e.reading = m.reading AND e.local = m.local GROUP BY 1, 2"
)

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
    if older < ALIKE:
        _make_again(store, file)
    else:
        _keep(file)
    told = {"schema_version": str(SCHEMA_VERSION), "migrated": f"from schema {older} at {now()}"}
    file.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", told.items())
    file.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    for table, _, parent, _ in file.execute("PRAGMA foreign_key_check"):
        raise ChronicleError(f"{store.path} cannot be brought up to date: {table} refers to a missing row of {parent}")


def _keep(file: sqlite3.Connection) -> None:
    """The derived tables in their present form, with the names of identities and the numbers of contradictions."""
    reshape(file)
    file.execute(_NAMES)
    count_disputes(file, [incident for (incident,) in file.execute("SELECT id FROM incidents")])


def _make_again(store: Store, file: sqlite3.Connection) -> None:
    """The tables that are kept in their present form, and all others from readings; gathering follows."""
    kept = _set_aside(file)
    for statement in statements(schema()):
        file.execute(statement)
    for table in kept:
        if table != "readings":  # made again from their reports
            put_back(file, table)
    _derive(store, file)
    for table in kept:
        file.execute(f"DROP TABLE former_{table}")


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
