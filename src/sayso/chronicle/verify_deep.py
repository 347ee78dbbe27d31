"""Whether all that follows from the stored readings is what the chronicle holds: made again in a copy, and compared."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sayso.chronicle.coded.row_matches import derive_rows
from sayso.chronicle.decided.attachments import prepare_all
from sayso.chronicle.digest import digests_of
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.migrate import kept_tables
from sayso.chronicle.store import Store
from sayso.chronicle.stored import readings_in


def deep_faults(file: sqlite3.Connection) -> Iterator[str]:
    """The tables whose rows are others when all is derived and gathered again from the stored readings.

    Nothing is parsed. It is done in a copy of the file in a folder of its own, which only the caller may read and which
    is taken away at the end; it takes as long as storing and gathering the whole chronicle did.
    """
    with tempfile.TemporaryDirectory(prefix="sayso-verify-") as folder:
        path = Path(folder, "again.db")
        with closing(sqlite3.connect(path)) as copy:
            file.backup(copy)
        with closing(sqlite3.connect(path)) as copy:
            before = digests_of(copy)
            _forget(copy)
        after = _again(path, file)
    for table in sorted(before):
        if before[table] != after[table]:
            yield f"{table}: others than follow from the readings (`sayso rebuild` makes them again)"


def _forget(copy: sqlite3.Connection) -> None:
    """Empties the derived tables; names that are told of stored texts stay with these."""
    kept = (*kept_tables(), "told_names", "sqlite_schema", "sqlite_temp_schema")
    listed = copy.execute("SELECT name FROM pragma_table_list WHERE type IN ('table', 'virtual')").fetchall()
    for (table,) in listed:
        if table == "readings" or table not in kept:
            copy.execute(f"DELETE FROM {table}")
    copy.commit()


def _again(path: Path, file: sqlite3.Connection) -> dict[str, str]:
    """The digests of an emptied copy after everything was derived from the readings of the chronicle."""
    with Store(path, what="sayso verify", create=False) as store:
        with store.writing() as copy:
            prepare_all(copy)
            for reading in readings_in(file):
                store.derive(reading)
            derive_rows(store)
            gather_pending(store)
        return digests_of(store.connection)
