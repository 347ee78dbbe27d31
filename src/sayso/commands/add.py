"""`sayso add`: inputs into a chronicle, each read once; at the end what became of them."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle, add_reader, day
from sayso.commands.output import SOME_FAILED, STOPPED, WRONG_CALL, complain, write_out, wrong_call

if TYPE_CHECKING:
    from sayso.chronicle.store import Added
    from sayso.commands.output import Commands
    from sayso.records import Failure

_ABOUT = """\
Reads pages, text, Markdown, JSON lines and folders of them, and keeps what they say in a chronicle (one file, sayso.db
unless -c names another). What is in it already is not read again; a changed page becomes a new text of the same
document. Ctrl-C stops it; what was added stays, and the same call goes on where it stopped."""


def add_add(commands: Commands) -> None:
    """The arguments of `sayso add`."""
    command = commands.add_parser("add", help="read reports and keep what they say", description=_ABOUT)
    command.add_argument("inputs", nargs="+", metavar="INPUT", help="file or folder; - is standard input")
    add_chronicle(command)
    command.add_argument("--published", metavar="YYYY-MM-DD", type=day, help="day of the inputs that carry no date")
    add_reader(command)
    command.add_argument("--again", action="store_true", help="also what was removed for good before")
    command.add_argument("--quiet", action="store_true", help="no progress and no summary; what failed is still named")
    command.set_defaults(run=run_add)


def run_add(options: argparse.Namespace) -> int:
    """Adds the inputs; 1 when some could not be read."""
    from sayso.add import add
    from sayso.chronicle.file import ChronicleError
    from sayso.chronicle.names import names_in
    from sayso.chronicle.store import Store
    from sayso.knowledge.own_kinds import KindsError
    from sayso.reading.kit import Kit
    from sayso.reading.model import ModelError
    from sayso.reading.startup import import_without_commands

    if options.inputs.count("-") > 1:
        return wrong_call("standard input (-) can be read once")
    import_without_commands()
    counts: Counter[str] = Counter()
    try:
        with Store(options.chronicle, what="sayso add") as store:
            kit = Kit(options.model, own_kinds=tuple(options.kinds), own_names=names_in(store.connection))
            _follow(
                add(options.inputs, store, kit, published=options.published, again=options.again),
                counts,
                quiet=options.quiet,
            )
    except (ModelError, KindsError, ChronicleError, KeyboardInterrupt) as error:
        return _cut_off(error, _summary(counts, options.chronicle) if counts else "")
    if not options.quiet:
        write_out(_summary(counts, options.chronicle))
    return SOME_FAILED if counts["failed"] else 0


def _cut_off(error: BaseException, done: str) -> int:
    """Says why the call ends before its end, and what was added until then."""
    stopped = isinstance(error, KeyboardInterrupt)
    complain("stopped" if stopped else error)
    if done:
        complain(f"until then {done}; the same call goes on where it stopped")
    return STOPPED if stopped else WRONG_CALL


def _follow(found: Iterator[Added | Failure], counts: Counter[str], *, quiet: bool) -> None:
    """Counts what became of each input, and tells it on a terminal."""
    from sayso.chronicle.store import EARLIER, REMOVED
    from sayso.records import Failure

    live = not quiet and sys.stderr.isatty()
    for item in found:
        if isinstance(item, Failure):
            counts["failed"] += 1
            complain(f"{item.input}: {item.what} ({item.reason})")
        else:
            counts[item.outcome] += 1
            if item.outcome == REMOVED:
                complain(f"{item.document} was removed for good and is left out (--again adds it)")
            if item.outcome == EARLIER:
                complain(f"{item.document}: an earlier text of it, known; the later one stays")
        if live:
            print(f"\r{_counted(counts)} ", end="", file=sys.stderr, flush=True)
    if live:
        print(file=sys.stderr)


def _summary(counts: Counter[str], chronicle: Path) -> str:
    return f"{_counted(counts)} ({chronicle})"


def _counted(counts: Counter[str]) -> str:
    """ "12 new, 3 known, 1 failed"."""
    return ", ".join(f"{number} {name}" for name, number in counts.items()) or "nothing to add"
