"""What `sayso read` was given, to readings: in this process or in others, with progress and a profile."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sayso.commands.arguments import limits_of
from sayso.commands.columns import rows_of
from sayso.commands.fetching import pages_of
from sayso.commands.output import complain
from sayso.commands.progress import how_many

if TYPE_CHECKING:
    from sayso.api import Reading
    from sayso.knowledge.own_names import OwnName
    from sayso.reading.kit import Kit
    from sayso.records import Failure

T = TypeVar("T")
CHUNK = 12  # documents that a worker is given at once


def readings_of(options: argparse.Namespace, failures: list[Failure]) -> Iterator[Reading]:
    """The readings, in order; each failure is told on standard error at once and kept in `failures`."""
    from sayso.reading.startup import import_without_commands

    if not options.workers:  # they do it themselves
        import_without_commands()
    names = _names(options.names)
    readings = _by_workers(options, names, failures) if options.workers else _here(options, names, failures)
    total = how_many(options.inputs)
    if options.quiet or total == 1 or not sys.stderr.isatty():
        return readings
    return _with_progress(readings, total)


def _here(options: argparse.Namespace, names: tuple[OwnName, ...], failures: list[Failure]) -> Iterator[Reading]:
    from sayso import intake
    from sayso.api import kit, read_documents

    found = intake.documents(
        options.inputs, published=options.published, fetch=pages_of(options), rows=rows_of(options)
    )
    if not options.profile:
        yield from read_documents(_without(found, failures), model=options.model, kinds=options.kinds, names=names)
        return
    loaded = kit(options.model, tuple(options.kinds), names)
    documents = _without(loaded.stages.each("intake", found), failures)
    yield from read_documents(documents, model=options.model, kinds=options.kinds, names=names)
    tell_stages(loaded)


def tell_stages(kit: Kit) -> None:
    """Seconds by stage on standard error."""
    from sayso.show.stages import to_table

    print(to_table(kit.stages.seconds), end="", file=sys.stderr)


def _by_workers(options: argparse.Namespace, names: tuple[OwnName, ...], failures: list[Failure]) -> Iterator[Reading]:
    from sayso import intake
    from sayso.api import Reading
    from sayso.reading.kit import Kit
    from sayso.records import Failure
    from sayso.work.chunks import Read
    from sayso.work.crew import read_chunks
    from sayso.work.job import Job

    captures = intake.captures(options.inputs, fetch=pages_of(options), rows=rows_of(options))
    asked: Iterator[Read[Failure]] = (Read(None, one) if isinstance(one, Failure) else Read(one) for one in captures)
    kit = Kit(options.model, own_kinds=tuple(options.kinds), own_names=names)
    job: Job[Failure] = Job(kit, options.published, limits=limits_of(options))
    for chunk in read_chunks(asked, job, workers=options.workers, most=CHUNK):
        for reading in _without((one.outcome for one in chunk if one.outcome is not None), failures):
            yield Reading.of(reading)


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
