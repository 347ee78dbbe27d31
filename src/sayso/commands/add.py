"""`sayso add`: inputs into a chronicle, each read once; at the end what became of them."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle, add_reader, add_work, day, kit_of, limits_of, workers_of
from sayso.commands.columns import add_columns, rows_of
from sayso.commands.fetching import add_fetching, pages_of
from sayso.commands.output import SOME_FAILED, STOPPED, WRONG_CALL, complain, write_out, wrong_call
from sayso.commands.progress import Progress, counted, how_many
from sayso.commands.reading import tell_stages
from sayso.commands.stopping import Stop, stopping

if TYPE_CHECKING:
    from sayso.chronicle.store import Added, Store
    from sayso.commands.output import Commands
    from sayso.records import Failure
    from sayso.work.crew import Crew

_ABOUT = """\
Reads pages, text, Markdown, JSON lines and folders of them, and keeps what they say in a chronicle (one file, sayso.db
unless -c names another). What is in it already is not read again; a changed page becomes a new text of the same
document. Ctrl-C stops it when what is being read is stored, and the same call goes on where it stopped."""


def add_add(commands: Commands) -> None:
    """The arguments of `sayso add`."""
    command = commands.add_parser("add", help="read reports and keep what they say", description=_ABOUT)
    command.add_argument("inputs", nargs="*", metavar="INPUT", help="file, folder, address (--fetch), or - (stdin)")
    command.add_argument("--readings", metavar="DIR", type=Path, help="add what `sayso scale read` has read into DIR")
    command.add_argument("--again", action="store_true", help="also what was removed for good before")
    add_adding(command)
    command.set_defaults(run=run_add)


def add_adding(command: argparse.ArgumentParser) -> None:
    """The arguments of whatever adds."""
    add_chronicle(command)
    command.add_argument("--published", metavar="YYYY-MM-DD", type=day, help="day of the inputs that carry no date")
    add_reader(command)
    command.add_argument("--quiet", action="store_true", help="no progress and no summary; what failed is still named")
    command.add_argument("--profile", action="store_true", help="at the end, seconds by stage of the work")
    add_work(command)
    add_columns(command)
    add_fetching(command)


def run_add(options: argparse.Namespace) -> int:
    """Adds the inputs; 1 when some could not be read."""
    if bool(options.inputs) == bool(options.readings):
        return wrong_call("give inputs, or --readings DIR" + (" without inputs" if options.inputs else ""))
    if options.readings:
        return _load(options)
    if options.inputs.count("-") > 1:
        return wrong_call("standard input (-) can be read once")
    return adding(options, lambda store: (options.inputs, lambda failed: None))


def _load(options: argparse.Namespace) -> int:
    """Adds readings that are there already; 1 when there were failures among them."""
    from sayso.add import add_readings
    from sayso.chronicle.file import ChronicleError
    from sayso.chronicle.store import Store
    from sayso.scale.kept import KeptError

    counts: Counter[str] = Counter()
    progress = Progress(None, shown=not options.quiet and sys.stderr.isatty())
    stop = Stop()
    try:
        with stopping() as stop, Store(options.chronicle, what="sayso add") as store:
            _follow(stop.until(add_readings(options.readings, store, again=options.again)), counts, progress)
    except (KeptError, ChronicleError, KeyboardInterrupt) as error:
        return _cut_off(error, counts, options.chronicle)
    finally:
        progress.end()
    return (
        _cut_off(KeyboardInterrupt(), counts, options.chronicle) if stop.asked else _summed(options, stop.taken, counts)
    )


def adding(options: argparse.Namespace, chosen: Chosen) -> int:
    """Adds the inputs that `chosen` finds for a chronicle, and calls what it gives with the names that failed."""
    from sayso.work.crew import Crew

    if options.profile and options.workers:
        return wrong_call("--profile counts the seconds of one process: leave out --workers")
    with Crew(workers_of(options)) as crew:
        crew.begin()
        return _adding(options, chosen, crew)


def _adding(options: argparse.Namespace, chosen: Chosen, crew: Crew) -> int:
    from sayso.chronicle.file import ChronicleError
    from sayso.chronicle.store import Store
    from sayso.knowledge.own_kinds import KindsError
    from sayso.reading.model import ModelError
    from sayso.work.worker import WorkError

    work = _Work(options, crew, Stop(), Counter())
    try:
        with stopping() as work.stop, Store(options.chronicle, what="sayso add") as store:
            inputs, done = chosen(store)
            failed = _added(work, store, inputs)
            if not work.stop.asked:
                done(failed)
    except (ModelError, KindsError, ChronicleError, WorkError, KeyboardInterrupt) as error:
        return _cut_off(error, work.counts, options.chronicle)
    if work.stop.asked:
        return _cut_off(KeyboardInterrupt(), work.counts, options.chronicle)
    return _summed(options, work.stop.taken, work.counts)


if TYPE_CHECKING:
    from collections.abc import Callable

    Chosen = Callable[[Store], tuple[Sequence[str], Callable[[set[str]], None]]]


@dataclass(slots=True)
class _Work:
    """One call: what was asked for, who reads, whether it is to stop, and what became of the inputs so far."""

    options: argparse.Namespace
    crew: Crew
    stop: Stop
    counts: Counter[str]


def _added(work: _Work, store: Store, inputs: Sequence[str]) -> set[str]:
    """Adds inputs and counts what became of them; the names of those that failed."""
    from sayso import intake
    from sayso.add import add_captures
    from sayso.chronicle.names import names_in

    options = work.options
    kit = kit_of(options, names_in(store.connection))
    live = not options.quiet and sys.stderr.isatty()
    progress = Progress(how_many(inputs) if live else None, shown=live)
    captures = work.stop.until(intake.captures(inputs, fetch=pages_of(options), rows=rows_of(options)))
    found = add_captures(
        captures, store, kit,
        published=options.published, again=options.again, crew=work.crew, limits=limits_of(options),
    )  # fmt: skip
    try:
        return _follow(found, work.counts, progress)
    finally:
        progress.end()
        if options.profile:
            tell_stages(kit)


def _follow(found: Iterator[Added | Failure], counts: Counter[str], progress: Progress) -> set[str]:
    """Counts what became of each input, and tells it on a terminal; the names of those that failed."""
    from sayso.chronicle.known import EARLIER, REMOVED
    from sayso.records import Failure

    failed: set[str] = set()
    for item in found:
        if isinstance(item, Failure):
            counts["failed" if item.is_wrong else "no reports"] += 1
            failed.add(item.input)
            progress.complain(f"{item.input}: {item.what} ({item.reason})")
        else:
            counts[item.outcome] += 1
            if item.outcome == REMOVED:
                progress.complain(f"{item.document} was removed for good and is left out (--again adds it)")
            if item.outcome == EARLIER:
                progress.complain(f"{item.document}: an earlier text of it, known; the later one stays")
        progress.tell(counts)
    return failed


def _cut_off(error: BaseException, counts: Counter[str], chronicle: Path) -> int:
    """Says why the call ends before its end, and what was added until then."""
    stopped = isinstance(error, KeyboardInterrupt)
    complain("stopped" if stopped else error)
    if counts:
        complain(f"until then {counted(counts)} ({chronicle}); the same call goes on where it stopped")
    return STOPPED if stopped else WRONG_CALL


def _summed(options: argparse.Namespace, taken: int, counts: Counter[str]) -> int:
    """The sum at the end: every input that was found is a document, known or a failure."""
    if not options.quiet:
        sums = f"{counts.total():,} inputs = {counted(counts, ' + ')}" if len(counts) > 1 else counted(counts)
        write_out(f"{sums} ({options.chronicle})")
    if taken != counts.total():
        complain(f"{taken:,} inputs were found, but {counts.total():,} are accounted for: a fault of sayso, tell us")
    return SOME_FAILED if counts["failed"] or taken != counts.total() else 0
