"""`sayso verify`, `rebuild`, `backup`, `remove`, `expire`: what keeps a chronicle sound."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import closing
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle, add_reader, day
from sayso.commands.output import SOME_FAILED, complain, write_out, wrong_call

if TYPE_CHECKING:
    from sayso.commands.output import Commands

Run = Callable[[argparse.Namespace], int]


def add_upkeep(commands: Commands) -> None:
    """The arguments of the five commands."""
    verify = commands.add_parser("verify", help="check every quote, hash and reference of a chronicle")
    verify.set_defaults(run=told(run_verify))
    rebuild = commands.add_parser("rebuild", help="read all texts of a chronicle again")
    rebuild.add_argument("--changed", action="store_true", help="only those that another reader has read")
    add_reader(rebuild)
    rebuild.set_defaults(run=told(run_rebuild))
    backup = commands.add_parser("backup", help="copy a chronicle, also while it is written")
    backup.add_argument("target", type=Path, metavar="COPY", help="the file that is made")
    backup.set_defaults(run=told(run_backup))
    remove = commands.add_parser("remove", help="take documents out for good: bytes, texts and what was found in them")
    remove.add_argument("documents", nargs="+", metavar="DOCUMENT", help="id of a document")
    remove.add_argument("--why", required=True, help="the reason, which is kept")
    remove.set_defaults(run=told(run_remove))
    expire = commands.add_parser("expire", help="remove the documents that were published before a day")
    expire.add_argument("--older-than", type=day, required=True, metavar="YYYY-MM-DD", help="the day")
    expire.add_argument("--why", default="expired", help="the reason, which is kept")
    expire.set_defaults(run=told(run_expire))
    for command in (verify, rebuild, backup, remove, expire):
        add_chronicle(command)


def told(run: Run) -> Run:
    """The command with errors of the chronicle as a message and the exit code of a wrong call."""

    @wraps(run)
    def safely(options: argparse.Namespace) -> int:
        from sayso.chronicle.file import ChronicleError

        try:
            return run(options)
        except ChronicleError as error:
            return wrong_call(error)

    return safely


def run_verify(options: argparse.Namespace) -> int:
    """Names everything that does not hold; 1 when there is any."""
    from sayso.chronicle.file import connect_to_read
    from sayso.chronicle.verify import faults

    with closing(connect_to_read(options.chronicle)) as file:
        found = 0
        for fault in faults(file):
            complain(fault)
            found += 1
        documents = file.execute("SELECT count(*) FROM documents").fetchone()[0]
    write_out(f"{documents} documents, {found or 'no'} fault{'s' * (found != 1)} ({options.chronicle})")
    return SOME_FAILED if found else 0


def run_rebuild(options: argparse.Namespace) -> int:
    """Reads stored texts again and puts the new readings in place of the old."""
    from sayso.api import kit, read_documents
    from sayso.chronicle.store import Store
    from sayso.chronicle.upkeep import documents_to_read, rebuild
    from sayso.knowledge.own_kinds import KindsError
    from sayso.reading.model import ModelError

    with Store(options.chronicle, what="sayso rebuild", create=False) as store:
        try:
            reader = kit(options.model, tuple(options.kinds)).digest
        except (ModelError, KindsError) as error:
            return wrong_call(error)
        every = "" if not options.changed else reader
        documents = list(documents_to_read(store, reader=every))
        done = sum(1 for _ in rebuild(store, read_documents(documents, model=options.model, kinds=options.kinds)))
    write_out(f"{done} documents read again ({options.chronicle})")
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
    """Removes what was published before a day."""
    from sayso.chronicle.store import Store
    from sayso.chronicle.upkeep import older_than, remove

    with Store(options.chronicle, what="sayso expire", create=False) as store:
        old = older_than(store.connection, options.older_than)
        for document in old:
            remove(store, document, why=options.why)
    write_out(f"{len(old)} removed for good ({options.chronicle})")
    return 0
