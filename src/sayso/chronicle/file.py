"""The file of a chronicle: opened, made, checked; one writer at a time, readers beside it."""

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
from sayso.chronicle.noted import writer_of
from sayso.chronicle.told_to_sql import teach

Connection = sqlite3.Connection
SCHEMA_VERSION = 5
APPLICATION = 0x5A59534F  # in the header of the file, so that `file` and we know it
CACHE = 128 * 1024  # KiB of the file that are held in memory at most
PATIENCE = 10.0  # seconds that a writer waits for another


class ChronicleError(Exception):
    """A chronicle cannot be opened or written; the message says what and why.

    `NotAChronicle`: the file is something else, or of a newer sayso. `Busy`: another process is writing. `NotThere`:
    it has nothing of the id that was given.
    """


class NotAChronicle(ChronicleError):
    """The file is no chronicle, is damaged, or was written by a newer sayso."""


class Busy(ChronicleError):
    """Another process holds the file for writing; the message says which."""


class NotThere(ChronicleError):
    """The chronicle has nothing of the id that was given."""


def now() -> str:
    """This instant in UTC, to the second (ISO 8601)."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """A connection for writing, maybe to a file of an older schema; makes one when `create` and there is none.

    Raises ChronicleError when the file cannot be written, is held by another writer, or is no chronicle.
    """
    if not create:
        _require(path)
    if path.is_dir():
        raise ChronicleError(f"{path} is a folder; -c names the file of a chronicle")
    if not path.absolute().parent.is_dir():
        raise ChronicleError(f"{path}: there is no folder {path.parent} to make the chronicle in")
    with plainly(path):
        connection = sqlite3.connect(path.absolute(), timeout=PATIENCE, isolation_level=None)
        return _closed_on_error(connection, path, writable=True)


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that cannot change anything; works beside a writer and on a read-only folder."""
    _require(path)
    with plainly(path):
        connection = _closed_on_error(_open_to_read(path), path, writable=False)
    if version_of(connection) < SCHEMA_VERSION:
        older = version_of(connection)
        connection.close()
        raise NotAChronicle(
            f"{path} was written by an older sayso (schema {older}, this one has {SCHEMA_VERSION});"
            f" `sayso gather -c {path}` brings it up to date"
        )
    return connection


def _require(path: Path) -> None:
    if path.is_dir():
        raise ChronicleError(f"{path} is a folder; -c names the file of a chronicle")
    if not path.exists():
        raise ChronicleError(f"there is no chronicle {path} (`sayso add` makes one)")


def _closed_on_error(connection: sqlite3.Connection, path: Path, *, writable: bool) -> sqlite3.Connection:
    try:
        if writable:
            _prepare(connection, path)
        _check(connection, path)
        teach(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _open_to_read(path: Path) -> sqlite3.Connection:
    """Read-only; "immutable" when the folder is read-only too and no writer can come."""
    address = f"file:{quote(os.fsencode(path.absolute()))}?mode=ro"
    if not os.access(path.absolute().parent, os.W_OK) and not _has_log(path):
        address += "&immutable=1"
    connection = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")
    return connection


@contextmanager
def writing(connection: sqlite3.Connection, path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction: all of it is in the file when the block ends, or nothing when it raises.

    Inside another one the block is a part of that.
    """
    if connection.in_transaction:
        yield connection
        return
    with plainly(path):
        connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.Error):
            raise told(error, path) from error
        raise


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Errors of SQLite inside the block as ChronicleError, in words for people."""
    try:
        yield
    except sqlite3.Error as error:
        raise told(error, path) from error
    except UnicodeDecodeError as error:  # a message of SQLite that names what is damaged
        raise NotAChronicle(f"{path} is damaged; `sayso verify -c {path}` says where") from error


def told(error: sqlite3.Error, path: Path) -> ChronicleError:
    """An error of SQLite in words for people."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Busy(f"{path} is being written by {writer_of(path)}; try again when it is done")
    if name.startswith("SQLITE_FULL"):
        return ChronicleError(f"{path}: no space left on the disk; what was added before is safe")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return ChronicleError(f"{path}: {_closed(path)} ({error})")
    if name.startswith("SQLITE_IOERR"):
        return ChronicleError(f"{path}: the disk reports an error ({error}); what was added before is safe")
    if name.startswith("SQLITE_NOTADB"):
        return NotAChronicle(f"{path} is no chronicle, or its beginning is damaged: {error}")
    if name.startswith("SQLITE_CORRUPT") or "Could not decode" in str(error):
        return NotAChronicle(f"{path} is damaged ({error}); `sayso verify -c {path}` says where")
    return ChronicleError(f"{path}: {error}")


def _has_log(path: Path) -> bool:
    """Whether something of the chronicle stands only in the log beside it."""
    try:
        return Path(f"{path}-wal").stat().st_size > 0
    except OSError:
        return False


def _closed(path: Path) -> str:
    """Why a file cannot be opened or written, as far as the folder tells."""
    folder = path.absolute().parent
    if not os.access(folder, os.W_OK):
        if _has_log(path) and os.access(path, os.R_OK):
            return f"it was left while it was written and its folder is read-only: copy it with {path.name}-wal first"
        return f"cannot be written, its folder {folder} is read-only"
    if not os.access(path, os.R_OK):
        return "cannot be opened, you may not read it"
    return "cannot be written, you may only read it" if not os.access(path, os.W_OK) else "cannot be written"


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Settings of a writer; an empty file, also one that a first run left behind, becomes a chronicle."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
        connection.execute("PRAGMA journal_mode = WAL")
        with writing(connection, path):
            _make(connection)
    connection.execute("PRAGMA synchronous = FULL")
    with writing(connection, path):  # says at once that it is read-only or held by another
        pass


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


def version_of(connection: sqlite3.Connection) -> int:
    """The schema of a chronicle."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Raises unless the file is a chronicle, of this schema or an older one."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    version = version_of(connection)
    if application != APPLICATION and not tables:
        raise NotAChronicle(
            f"{path} is empty: nothing was added yet, or it was copied without {path.name}-wal while it was written"
        )
    if application != APPLICATION:
        raise NotAChronicle(f"{path} is a database, but no chronicle of sayso")
    if version > SCHEMA_VERSION:
        raise NotAChronicle(f"{path} was written by a newer sayso (schema {version}, this one knows {SCHEMA_VERSION})")
