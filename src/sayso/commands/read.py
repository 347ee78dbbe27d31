"""`sayso read`: every input becomes a reading or a failure with its reason, printed in the wanted form."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_reader, add_work, day
from sayso.commands.columns import add_columns
from sayso.commands.fetching import add_fetching
from sayso.commands.output import SOME_FAILED, write_out, wrong_call
from sayso.commands.reading import readings_of

if TYPE_CHECKING:
    from sayso.api import Reading
    from sayso.commands.output import Commands
    from sayso.records import Failure

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
  sayso read https://news.example/a --fetch          a page of the network (docs/fetching.md)
  sayso read dump.csv --columns text=body,title=headline,published=date    one report a row
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
    command.add_argument("inputs", nargs="+", metavar="INPUT", help="file, folder, address (--fetch), or - (stdin)")
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
    command.add_argument("--profile", action="store_true", help="at the end, seconds by stage of the work")
    add_columns(command)
    add_fetching(command)
    add_work(command)
    command.set_defaults(run=run_read)


def run_read(options: argparse.Namespace) -> int:
    """`sayso read`: every input becomes a reading or a failure with its reason."""
    from sayso.knowledge.own_kinds import KindsError
    from sayso.knowledge.own_names import NamesError
    from sayso.reading.model import ModelError
    from sayso.work.worker import WorkError

    wrong = _wrong_call(options)
    if wrong:
        return wrong_call(wrong)
    failures: list[Failure] = []
    try:
        _write(options, readings_of(options, failures), failures)
    except (ModelError, KindsError, NamesError, WorkError) as error:
        return wrong_call(error)
    return SOME_FAILED if any(one.is_wrong for one in failures) else 0


def _wrong_call(options: argparse.Namespace) -> str | None:
    """What cannot be meant, before anything is read or written."""
    if (options.show or options.explain) and options.format not in (None, "text"):
        return f"--show and --explain print text, not {options.format}"
    if options.inputs.count("-") > 1:
        return "standard input (-) can be read once"
    if options.profile and options.workers:
        return "--profile counts the seconds of one process: leave out --workers"
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
