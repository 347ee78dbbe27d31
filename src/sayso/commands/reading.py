"""What `sayso read` was given, to readings, by other processes or this one, with progress and a profile."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sayso.commands.arguments import kit_of, limits_of, workers_of
from sayso.commands.columns import rows_of
from sayso.commands.fetching import pages_of
from sayso.commands.output import complain
from sayso.commands.progress import how_many

if TYPE_CHECKING:
    from sayso.api import Reading
    from sayso.knowledge.own_names import OwnName
    from sayso.reading.kit import Kit
    from sayso.records import Failure
    from sayso.work.crew import Crew

T = TypeVar("T")
CHUNK = 12  # documents that are parsed together


def readings_of(options: argparse.Namespace, failures: list[Failure]) -> Iterator[Reading]:
    """The readings, in order; each failure is told on standard error at once and kept in `failures`."""
    readings = _read(options, failures)
    total = how_many(options.inputs)
    if options.quiet or total == 1 or not sys.stderr.isatty():
        return readings
    return _with_progress(readings, total)


def _read(options: argparse.Namespace, failures: list[Failure]) -> Iterator[Reading]:
    from sayso.work.crew import Crew

    with Crew(workers_of(options)) as crew:
        crew.begin()
        yield from _without(_outcomes(options, crew), failures)


def _outcomes(options: argparse.Namespace, crew: Crew) -> Iterator[Reading | Failure]:
    from sayso import intake
    from sayso.api import Reading
    from sayso.records import Failure
    from sayso.work.chunks import Read
    from sayso.work.job import Job

    kit = kit_of(options, _names(options.names))
    _ = kit.digest  # says what cannot be had before anything is read
    captures = intake.captures(options.inputs, fetch=pages_of(options), rows=rows_of(options))
    asked: Iterator[Read[Failure]] = (Read(None, one) if isinstance(one, Failure) else Read(one) for one in captures)
    job: Job[Failure] = Job(kit, options.published, limits=limits_of(options))
    for chunk in crew.read(asked, job, most=CHUNK):
        for one in chunk:
            assert one.outcome is not None
            yield one.outcome if isinstance(one.outcome, Failure) else Reading.of(one.outcome)
    if options.profile:
        tell_stages(kit)


def tell_stages(kit: Kit) -> None:
    """Seconds by stage on standard error."""
    from sayso.show.stages import to_table

    print(to_table(kit.stages.seconds), end="", file=sys.stderr)


def _without(found: Iterable[T | Failure], failures: list[Failure]) -> Iterator[T]:
    """What was found but for failures: these are told and kept."""
    from sayso.records import Failure

    for item in found:
        if isinstance(item, Failure):
            failures.append(item)
            complain(f"{item.input}: {item.what} ({item.reason})")
        else:
            yield item


def _names(files: Sequence[Path]) -> tuple[OwnName, ...]:
    """The names of the files; those that cannot be taken are told on standard error."""
    from sayso.knowledge.name_files import load_own_names

    found = load_own_names(files)
    for refused in found.refused:
        complain(f"{refused.where}: not taken: {refused.why}")
    return found.names


def _with_progress(readings: Iterator[Reading], total: int | None) -> Iterator[Reading]:
    """The readings, with a bar on standard error when that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("reading", total=total)
        for reading in readings:
            shown.advance(task)
            yield reading
