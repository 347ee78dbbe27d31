"""`sayso read`: every input becomes a reading or a failure with its reason, printed in the wanted form."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_reader, day
from sayso.commands.output import SOME_FAILED, complain, write_out, wrong_call

if TYPE_CHECKING:
    from sayso.api import Reading
    from sayso.commands.output import Commands
    from sayso.knowledge.own_names import OwnName
    from sayso.records import Document, Failure

FORMATS = ("table", "text", "jsonl", "csv", "markdown")
_READ = """\
Reads pages (HTML), text, Markdown and JSON lines, whole folders of them, or standard input (-), and prints what they
say: one event a line, in order of time, with its source and how certain it is."""
_READ_END = """\
examples:
  sayso read article.html                            the chronicle of a page
  sayso read folder --published 2024-05-03           of a folder; the date serves reports that carry none
  sayso read article.txt --show                      each event's sentence, with what stands where
  sayso read folder --format csv > events.csv        one row an event, for a spreadsheet
  sayso read folder --format jsonl > reports.jsonl   everything that was found, with the place of every word
  sayso read folder --map events.geojson             places, events and itineraries for a map
  sayso read folder --kinds my-kinds.toml            with kinds of events of your own (docs/own-kinds.md)
  sayso read folder --names my-names.csv             with names that it shall find (docs/what-you-have.md)

exit status: 0 all was read, 1 some input could not be read (each is named), 2 a wrong call.
The pages of docs/ explain every column and field."""


def add_read(commands: Commands) -> None:
    """The arguments of `sayso read`."""
    command = commands.add_parser(
        "read", help="read reports and print what they say", description=_READ, epilog=_READ_END,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    command.add_argument("inputs", nargs="+", metavar="INPUT", help="file or folder; - is standard input")
    command.add_argument(
        "--format", choices=FORMATS, help="default: table on a terminal, text (the same without colour) elsewhere"
    )
    command.add_argument("--show", action="store_true", help="each event's sentence with labelled rules beneath")
    command.add_argument(
        "--explain", action="store_true", help="for each event, which rule or row found its every value"
    )
    command.add_argument("--published", metavar="YYYY-MM-DD", type=day, help="day of the inputs that carry no date")
    add_reader(command)
    command.add_argument(
        "--names", metavar="FILE", type=Path, action="append", default=[],
        help="names to find: a table of alias, id, kind, country, or a FollowTheMoney file",
    )  # fmt: skip
    command.add_argument("--no-text", action="store_true", help="leave article texts out of jsonl and --save")
    command.add_argument("--other", action="store_true", help="also events outside the 24 kinds")
    command.add_argument("--save", metavar="FILE", type=Path, help="write the reports as JSON lines too")
    command.add_argument("--map", metavar="FILE", type=Path, help="write places, events and itineraries as GeoJSON too")
    command.add_argument(
        "--quiet", action="store_true", help="no progress on standard error; what failed is still named"
    )
    command.set_defaults(run=run_read)


def run_read(options: argparse.Namespace) -> int:
    """`sayso read`: every input becomes a reading or a failure with its reason."""
    from sayso import intake
    from sayso.knowledge.own_kinds import KindsError
    from sayso.knowledge.own_names import NamesError
    from sayso.reading.model import ModelError

    wrong = _wrong_call(options)
    if wrong:
        return wrong_call(wrong)
    failures: list[Failure] = []
    documents = _documents(intake.documents(options.inputs, published=options.published), failures)
    try:
        _write(options, _readings(options, documents), failures)
    except (ModelError, KindsError, NamesError) as error:
        return wrong_call(error)
    return SOME_FAILED if failures else 0


def _wrong_call(options: argparse.Namespace) -> str | None:
    """What cannot be meant, before anything is read or written."""
    if (options.show or options.explain) and options.format not in (None, "text"):
        return f"--show and --explain print text, not {options.format}"
    if options.inputs.count("-") > 1:
        return "standard input (-) can be read once"
    wrong = (_wrong_file(name, file, options) for name, file in (("--save", options.save), ("--map", options.map)))
    return next((told for told in wrong if told), None)


def _wrong_file(option: str, file: Path | None, options: argparse.Namespace) -> str | None:
    """Why a file cannot be written, None when it can or none is asked for."""
    if file is None:
        return None
    if any(file.resolve() == Path(name).resolve() for name in options.inputs if name != "-"):
        return f"{option} would write over the input {file}"
    if file.is_dir() or not file.parent.is_dir():
        return f"{option} needs the name of a file in a folder that exists, not {file}"
    if option == "--map" and options.save and options.save.resolve() == file.resolve():
        return f"--save and --map cannot both write {file}"
    return None


def _documents(found: Iterable[Document | Failure], failures: list[Failure]) -> Iterator[Document]:
    """The documents; each failure is told on standard error at once and kept."""
    from sayso.records import Failure as Failed

    for item in found:
        if isinstance(item, Failed):
            failures.append(item)
            complain(f"{item.input}: {item.what} ({item.reason})")
        else:
            yield item


def _readings(options: argparse.Namespace, documents: Iterator[Document]) -> Iterator[Reading]:
    from sayso.api import read_documents
    from sayso.reading.startup import import_without_commands

    import_without_commands()
    names = _names(options.names)
    readings = read_documents(documents, model=options.model, kinds=options.kinds, names=names)
    total = _how_many(options.inputs)
    if options.quiet or total == 1 or not sys.stderr.isatty():
        return readings
    return _with_progress(readings, total)


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


def _how_many(inputs: Sequence[str]) -> int | None:
    """The number of files that are named, None when one of them may hold many documents."""
    from sayso.intake.walk import files_in

    files = [f for name in inputs for f in (files_in(name) if os.path.isdir(name) else [name])]
    return None if any(f == "-" or f.endswith((".jsonl", ".ndjson")) for f in files) else len(files)


def _write(options: argparse.Namespace, readings: Iterator[Reading], failures: list[Failure]) -> None:
    """The readings in the wanted form; JSON lines are written as they come, the others need all."""
    saved = _saved(readings, options) if options.save else readings
    saved = _mapped(saved, options) if options.map else saved
    wanted = options.format or ("table" if sys.stdout.isatty() else "text")
    if wanted == "jsonl" and not (options.show or options.explain):
        for reading in saved:
            write_out(_line(reading, options))
        return
    every = list(saved)
    if options.show or options.explain:
        _print_closely(every, options)
    elif wanted in ("csv", "markdown"):
        _print_rows(every, wanted, options)
    else:
        _print_chronicle(every, failures, wanted, options)


def _line(reading: Reading, options: argparse.Namespace) -> str:
    from sayso.report import report_line, to_report

    return report_line(to_report(reading, text=not options.no_text))


def _saved(readings: Iterator[Reading], options: argparse.Namespace) -> Iterator[Reading]:
    with options.save.open("w", encoding="utf-8", newline="\n") as out:
        for reading in readings:
            out.write(_line(reading, options) + "\n")
            yield reading


def _mapped(readings: Iterator[Reading], options: argparse.Namespace) -> Iterator[Reading]:
    from sayso.export.geojson import BETWEEN, HEAD, TAIL, feature_lines

    with options.map.open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEAD)
        before = ""
        for reading in readings:
            for line in feature_lines([reading], other=options.other):
                out.write(before + line)
                before = BETWEEN
            yield reading
        out.write(TAIL)


def _print_closely(readings: Sequence[Reading], options: argparse.Namespace) -> None:
    from sayso.show.explain import explain
    from sayso.show.rules import WIDTH, to_rules

    for reading in readings:
        if len(readings) > 1:
            write_out(f"=== {reading.document.file or reading.document.id}\n")
        if options.show:
            write_out(to_rules(reading, other=options.other, width=_columns() or WIDTH))
        if options.explain:
            write_out(explain(reading, other=options.other))


def _print_rows(readings: Sequence[Reading], wanted: str, options: argparse.Namespace) -> None:
    from sayso.export.rows import rows_of_all
    from sayso.export.tables import to_csv, to_markdown

    rows = rows_of_all(readings, other=options.other)
    write_out((to_csv if wanted == "csv" else to_markdown)(rows).rstrip("\n"))


def _print_chronicle(
    readings: Sequence[Reading], failures: Sequence[Failure], wanted: str, options: argparse.Namespace
) -> None:
    from rich.console import Console

    from sayso.show.chronicle import PLAIN_WIDTH, print_chronicle, to_text

    if wanted == "table" and sys.stdout.isatty():
        print_chronicle(Console(highlight=False), readings, failures, other=options.other)
    elif readings:
        write_out(to_text(readings, failures, other=options.other, width=_columns() or PLAIN_WIDTH).rstrip("\n"))


def _columns() -> int | None:
    """The width of the terminal or the one that the environment asks for, at least 40; None when there is none."""
    if not sys.stdout.isatty() and not os.environ.get("COLUMNS"):
        return None
    return max(shutil.get_terminal_size().columns, 40)
