"""`sayso verify`, `rebuild`, `backup`, `export-state`, `import-state`, `remove`, `expire`: keep a chronicle sound."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import closing
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle, add_reader, day, kit_of
from sayso.commands.output import SOME_FAILED, complain, write_out, wrong_call

if TYPE_CHECKING:
    from sayso.chronicle.file import Connection
    from sayso.commands.output import Commands

Run = Callable[[argparse.Namespace], int]


def add_upkeep(commands: Commands) -> None:
    """The arguments of the seven commands."""
    verify = commands.add_parser("verify", help="check every quote, hash and reference of a chronicle")
    verify.add_argument("--deep", action="store_true", help="also gather all again in a copy, and compare")
    verify.set_defaults(run=told(run_verify))
    rebuild = commands.add_parser("rebuild", help="read all texts of a chronicle again")
    rebuild.add_argument("--changed", action="store_true", help="only those that another reader has read")
    add_reader(rebuild)
    rebuild.set_defaults(run=told(run_rebuild))
    backup = commands.add_parser("backup", help="copy a chronicle, also while it is written")
    backup.add_argument("target", type=Path, metavar="COPY", help="the file that is made")
    backup.set_defaults(run=told(run_backup))
    export = commands.add_parser("export-state", help="write what people decided and gave, for another chronicle")
    export.add_argument("target", type=Path, metavar="FILE", help="the file that is made: JSON lines")
    export.set_defaults(run=told(run_export_state))
    load = commands.add_parser("import-state", help="take in what `sayso export-state` wrote")
    load.add_argument("state", type=Path, metavar="FILE", help="the file")
    load.set_defaults(run=told(run_import_state))
    remove = commands.add_parser("remove", help="take documents out for good: bytes, texts and what was found in them")
    remove.add_argument("documents", nargs="+", metavar="DOCUMENT", help="id of a document")
    remove.add_argument("--why", required=True, help="the reason, which is kept")
    remove.set_defaults(run=told(run_remove))
    expire = commands.add_parser(
        "expire", help="remove the documents that were published before a day, undated ones by when they were added"
    )
    expire.add_argument("--older-than", type=day, required=True, metavar="YYYY-MM-DD", help="the day")
    expire.add_argument("--why", default="expired", help="the reason, which is kept")
    expire.set_defaults(run=told(run_expire))
    for command in (verify, rebuild, backup, export, load, remove, expire):
        add_chronicle(command)


def told(run: Run) -> Run:
    """The command with errors of the chronicle as a message and the exit code of a wrong call."""

    @wraps(run)
    def safely(options: argparse.Namespace) -> int:
        from sayso.chronicle.file import ChronicleError, plainly

        try:
            with plainly(options.chronicle):
                return run(options)
        except ChronicleError as error:
            return wrong_call(error)

    return safely


def run_verify(options: argparse.Namespace) -> int:
    """Names everything that does not hold; 1 when there is any."""
    from sayso.chronicle.file import connect_to_read
    from sayso.chronicle.verify import faults
    from sayso.chronicle.verify_deep import deep_faults

    with closing(connect_to_read(options.chronicle)) as file:
        found = 0
        for fault in chain(faults(file), deep_faults(file) if options.deep else ()):
            complain(fault)
            found += 1
        documents = file.execute("SELECT count(*) FROM documents").fetchone()[0]
    write_out(f"{documents} documents, {found or 'no'} fault{'s' * (found != 1)} ({options.chronicle})")
    return SOME_FAILED if found else 0


def run_rebuild(options: argparse.Namespace) -> int:
    """Reads stored texts again and puts the new readings in place of the old."""
    from sayso.chronicle.names import names_in
    from sayso.chronicle.store import Store
    from sayso.chronicle.upkeep import documents_to_read, rebuild
    from sayso.knowledge.own_kinds import KindsError
    from sayso.reading.model import ModelError
    from sayso.reading.read import read_all

    with Store(options.chronicle, what="sayso rebuild", create=False) as store:
        try:
            names = names_in(store.connection)
            kit = kit_of(options, names)
            reader = kit.digest
        except (ModelError, KindsError) as error:
            return wrong_call(error)
        every = "" if not options.changed else reader
        documents = list(documents_to_read(store, reader=every))
        done = sum(1 for _ in rebuild(store, read_all(documents, kit)))
        told_decisions = _decisions(store.connection)
    write_out(f"{done} documents read again ({options.chronicle})")
    if told_decisions:
        write_out(told_decisions)
    return 0


def _decisions(file: Connection) -> str:
    """How many decisions hold on to something, and how many do not; nothing when there are none."""
    from sayso.chronicle.decided.attachments import counted

    whole, missing = counted(file)
    if not whole and not missing:
        return ""
    where = " (`sayso decisions --unattached` lists them)" if missing else ""
    return f"{whole} decision{'s' * (whole != 1)} re-attached, {missing} unattached{where}"


def run_export_state(options: argparse.Namespace) -> int:
    """Writes what people decided and gave."""
    from sayso.chronicle.decided.state import state_lines
    from sayso.chronicle.file import connect_to_read

    with closing(connect_to_read(options.chronicle)) as file:
        lines = list(state_lines(file))
    count = len(lines) - 1
    try:
        with options.target.open("x", encoding="utf-8") as target:
            target.writelines(line + "\n" for line in lines)
    except OSError as error:
        return wrong_call(f"{options.target} cannot be written: {error.strerror}")
    write_out(f"{count} decisions and other things that people gave written to {options.target}")
    return 0


def run_import_state(options: argparse.Namespace) -> int:
    """Takes in what another chronicle wrote."""
    from sayso.chronicle.decided.state import put_state
    from sayso.chronicle.store import Store

    try:
        lines = options.state.read_text("utf-8").rstrip("\n").split("\n")
    except (OSError, UnicodeError) as error:
        return wrong_call(f"{options.state} cannot be read: {error}")
    with Store(options.chronicle, what="sayso import-state") as store:
        found = put_state(store, lines)
        told_decisions = _decisions(store.connection)
    counts = ", ".join(f"{number} {table}" for table, number in found.items() if number) or "nothing"
    write_out(f"{counts} new ({options.chronicle})")
    if told_decisions:
        write_out(told_decisions)
    return 0


def run_backup(options: argparse.Namespace) -> int:
    """Copies the chronicle."""
    from sayso.chronicle.file import connect_to_read
    from sayso.chronicle.upkeep import backup

    with closing(connect_to_read(options.chronicle)) as file:
        backup(file, options.target)
    write_out(f"{options.chronicle} copied to {options.target}")
    return 0


def run_remove(options: argparse.Namespace) -> int:
    """Removes documents; 1 when one of them is not there."""
    from sayso.chronicle.file import ChronicleError
    from sayso.chronicle.store import Store
    from sayso.chronicle.upkeep import remove

    missing = 0
    with Store(options.chronicle, what="sayso remove", create=False) as store:
        for document in options.documents:
            try:
                remove(store, document, why=options.why)
            except ChronicleError as error:
                complain(error)
                missing += 1
    write_out(f"{len(options.documents) - missing} removed for good ({options.chronicle})")
    return SOME_FAILED if missing else 0


def run_expire(options: argparse.Namespace) -> int:
    """Removes what was published before a day, and names it."""
    from sayso.chronicle.store import Store
    from sayso.chronicle.upkeep import older_than, remove
    from sayso.export.printable import printable

    with Store(options.chronicle, what="sayso expire", create=False) as store:
        old = older_than(store.connection, options.older_than)
        for document in old:
            remove(store, document, why=options.why)
            write_out(f"removed: {printable(document)}")
    write_out(f"{len(old)} removed for good ({options.chronicle})")
    return 0
