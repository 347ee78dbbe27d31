"""The file of a chronicle: opened, made, brought up to date; one writer at a time, readers beside it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from urllib.parse import quote

from sayso import __version__

Connection = sqlite3.Connection
SCHEMA_VERSION = 1
APPLICATION = 0x5A59534F  # in the header of the file, so that `file` and we know it
PATIENCE = 10.0  # seconds that a writer waits for another


class ChronicleError(Exception):
    """A chronicle cannot be opened or written; the message says what and why.

    `NotAChronicle`: the file is something else, or of a newer sayso. `Busy`: another process is writing.
    """


class NotAChronicle(ChronicleError):
    """The file is no chronicle, is damaged, or was written by a newer sayso."""


class Busy(ChronicleError):
    """Another process holds the file for writing; the message says which."""


def now() -> str:
    """This instant in UTC, to the second (ISO 8601)."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """A connection for writing; makes the file when `create` and there is none, and brings an older one up to date."""
    if not path.exists() and not create:
        raise ChronicleError(f"there is no chronicle {path} (`sayso add` makes one)")
    try:
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        _prepare(connection, path)
    except sqlite3.Error as error:
        raise told(error, path) from error
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that cannot change anything; works beside a writer and on a read-only folder."""
    if not path.is_file():
        raise ChronicleError(f"there is no chronicle {path} (`sayso add` makes one)")
    try:
        connection = _open_to_read(path)
        _check(connection, path)
    except sqlite3.Error as error:
        raise told(error, path) from error
    return connection


def _open_to_read(path: Path) -> sqlite3.Connection:
    """Read-only; "immutable" when the folder is read-only too and no writer can come."""
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    beside = Path(f"{path}-wal")
    if not os.access(path.parent, os.W_OK) and not beside.exists():
        address += "&immutable=1"
    connection = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection


@contextmanager
def writing(connection: sqlite3.Connection, path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction: all of it is in the file when the block ends, or nothing when it raises."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        raise told(error, path) from error
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.Error):
            raise told(error, path) from error
        raise


def told(error: sqlite3.Error, path: Path) -> ChronicleError:
    """An error of SQLite in words for people."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Busy(f"{path} is being written by {_writer(path)}; try again when it is done")
    if name.startswith("SQLITE_FULL"):
        return ChronicleError(f"{path}: no space left on the disk; what was added before is safe")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return ChronicleError(f"{path}: cannot be written: {error}")
    if name.startswith("SQLITE_IOERR"):
        return ChronicleError(f"{path}: the disk reports an error ({error}); what was added before is safe")
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return NotAChronicle(f"{path} is no chronicle, or is damaged: {error}")
    return ChronicleError(f"{path}: {error}")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
        connection.execute("PRAGMA journal_mode = WAL")
        with writing(connection, path):
            _make(connection)
    _check(connection, path)
    connection.execute("PRAGMA synchronous = FULL")


def _make(connection: sqlite3.Connection) -> None:
    """The tables of `schema.sql`, unless another process has made them just now."""
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        return
    for statement in statements(schema()):
        connection.execute(statement)
    facts = {"schema_version": str(SCHEMA_VERSION), "created": now(), "sayso": __version__}
    connection.executemany("INSERT INTO about VALUES (?, ?)", facts.items())
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def schema() -> str:
    """The text of `schema.sql`."""
    return (resources.files("sayso.chronicle") / "schema.sql").read_text("utf-8")


def statements(script: str) -> Iterator[str]:
    """The statements of a script, so that they run inside one transaction (`executescript` would end it)."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Raises unless the file is a chronicle of this schema."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION:
        raise NotAChronicle(f"{path} is a database, but no chronicle of sayso")
    if version > SCHEMA_VERSION:
        raise NotAChronicle(f"{path} was written by a newer sayso (schema {version}, this one knows {SCHEMA_VERSION})")


def _writer(path: Path) -> str:
    """Who holds the file for writing, as `holding` noted it."""
    try:
        return Path(f"{path}-writer").read_text("utf-8").strip() or "another process"
    except OSError:
        return "another process"


@contextmanager
def holding(path: Path, what: str) -> Iterator[None]:
    """Notes beside the file who is writing, for those who find it busy."""
    note = Path(f"{path}-writer")
    try:
        note.write_text(f"process {os.getpid()} ({what}, since {now()})\n", "utf-8")
    except OSError:
        yield
        return
    try:
        yield
    finally:
        note.unlink(missing_ok=True)
