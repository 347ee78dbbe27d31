"""`sayso failures`: the inputs that gave no document, with their reasons; `--retry` reads them again."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import TYPE_CHECKING

from sayso.commands.add import add_adding, adding
from sayso.commands.arguments import add_limit, day
from sayso.commands.look import FORMATS, print_answer
from sayso.commands.output import complain, write_out
from sayso.commands.upkeep import told

if TYPE_CHECKING:
    from sayso.chronicle.failed import Wanted
    from sayso.chronicle.store import Store
    from sayso.commands.output import Commands

_ABOUT = """\
Lists the inputs that gave no document, with the reason of each, and counts the reasons. --retry reads them again: what
can be read now is added and leaves the list. docs/at-scale.md explains the reasons."""
ADDRESSES = ("http://", "https://")
_RECORD = re.compile(r"#\d+$")


def add_failures(commands: Commands) -> None:
    """The arguments of `sayso failures`."""
    command = commands.add_parser("failures", help="inputs that could not be read, and why", description=_ABOUT)
    command.add_argument("--reason", metavar="CODE", help="only those of this reason")
    command.add_argument("--input", metavar="NAME", help="only inputs with this in their name")
    command.add_argument("--since", metavar="YYYY-MM-DD", type=day, help="only those of this day or later")
    command.add_argument("--count", action="store_true", help="only the reasons and how often each was given")
    command.add_argument("--format", choices=FORMATS, default="table", help="table unless another is named")
    add_limit(command)
    command.add_argument("--retry", action="store_true", help="read these inputs again")
    add_adding(command)
    command.set_defaults(run=told(run_failures), again=False)


def run_failures(options: argparse.Namespace) -> int:
    """The list, or another try."""
    from sayso.chronicle.failed import Wanted
    from sayso.chronicle.file import connect_to_read

    wanted = Wanted(options.reason, options.input, options.since)
    with closing(connect_to_read(options.chronicle)):
        pass  # says so when there is no chronicle: another try makes none
    if options.retry:
        return adding(options, lambda store: _again(store, wanted))
    _list(options, wanted)
    return 0


def _list(options: argparse.Namespace, wanted: Wanted) -> None:
    from sayso.chronicle.failed import COLUMNS, failures, reasons
    from sayso.chronicle.file import connect_to_read
    from sayso.chronicle.views.look import Answer

    with closing(connect_to_read(options.chronicle)) as file:
        counts = reasons(file, wanted)
        if options.count:
            print_answer(Answer(("reason", "inputs"), tuple(counts)), options.format)
            return
        rows = tuple(failures(file, wanted, limit=options.limit))
    if rows or options.format != "table":
        print_answer(Answer(COLUMNS, rows), options.format)
    if options.format == "table":
        number = sum(count for _, count in counts)
        each = ", ".join(f"{count} {reason}" for reason, count in counts)
        write_out(f"{number} failure{'s' * (number != 1)}: {each}" if number else f"No failures ({options.chronicle}).")


def _again(store: Store, wanted: Wanted) -> tuple[list[str], Callable[[set[str]], None]]:
    """The inputs to read again, and what is done when they were: what did not fail again leaves the list."""
    from sayso.chronicle.failed import Earlier, failures

    names = list(dict.fromkeys(row[0] for row in failures(store.connection, wanted)))
    inputs = {name: input_of(name) for name in names}
    gone = [name for name, given in inputs.items() if not _there(given)]
    if gone:
        complain(f"{len(gone)} of them are not there (any more) and stay in the list, the first: {gone[0]}")

    def forget(failed: Iterable[str]) -> None:
        earlier = Earlier(store)
        for name in set(names) - set(gone) - set(failed):
            earlier.forget(name)

    return list(dict.fromkeys(given for name, given in inputs.items() if name not in gone)), forget


def input_of(name: str) -> str:
    """The input that a failure is of: the file of a record (news.jsonl#3), the archive of a member (a.zip!/b.html)."""
    if name.startswith(ADDRESSES):
        return name.partition("!")[0]
    ends = [m.start() for m in re.finditer("!", name)]
    wholes = (name[:end] for end in (*ends, len(name)))
    return next((whole for whole in wholes if os.path.exists(whole)), _RECORD.sub("", name))


def _there(given: str) -> bool:
    return given.startswith(ADDRESSES) or os.path.exists(given)
