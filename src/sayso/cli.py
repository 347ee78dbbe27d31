"""The command line: parse arguments, call one function, print."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sayso import __version__

if TYPE_CHECKING:
    from sayso.api import Reading
    from sayso.records import Document, Failure

FORMATS = ("table", "text", "jsonl", "csv", "markdown")
SOME_FAILED, WRONG_CALL = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all went well, 1 when some input could not be read, 2 for a wrong call."""
    options = parser().parse_args(arguments)
    if not hasattr(options, "run"):
        parser().print_help()
        return WRONG_CALL
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """The arguments of every command."""
    top = argparse.ArgumentParser(
        prog="sayso", description="News reports to a sourced chronicle: who did what, according to whom, how certain."
    )
    top.add_argument("--version", action="version", version=f"sayso {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    _add_read(commands.add_parser("read", help="read reports and print what they say", description=_READ))
    kinds = commands.add_parser("kinds", help="print the codebook of event kinds")
    kinds.add_argument("kind", nargs="*", help="only these kinds")
    kinds.set_defaults(run=run_kinds)
    return top


_READ = "Reads pages (HTML), text, Markdown and JSON lines, whole folders of them, or standard input (-)."


def _add_read(command: argparse.ArgumentParser) -> None:
    command.add_argument("inputs", nargs="+", metavar="INPUT", help="file or folder; - is standard input")
    command.add_argument("--format", choices=FORMATS, help="default: table on a terminal, text in a pipe")
    command.add_argument("--show", action="store_true", help="each event's sentence with labelled rules beneath")
    command.add_argument("--explain", action="store_true", help="for each event, what found its every value")
    command.add_argument("--published", metavar="YYYY-MM-DD", type=_day, help="date of inputs that carry none")
    command.add_argument("--model", help="an installed spaCy pipeline or the path of one")
    command.add_argument("--no-text", action="store_true", help="leave article texts out of jsonl and --save")
    command.add_argument("--other", action="store_true", help="also events outside the 24 kinds")
    command.add_argument("--save", metavar="FILE", type=Path, help="write the readings as JSON lines too")
    command.add_argument("--quiet", action="store_true", help="no progress and no notes on standard error")
    command.set_defaults(run=run_read)


def _day(value: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value!r} is no day, write it as 2023-09-16") from error


def run_read(options: argparse.Namespace) -> int:
    """`sayso read`: every input becomes a reading or a failure with its reason."""
    from sayso import intake
    from sayso.reading.model import ModelError

    _quiet_model()
    failures: list[Failure] = []
    documents = _documents(intake.documents(options.inputs, published=options.published), failures, options.quiet)
    try:
        _write(options, _readings(options, documents), failures)
    except ModelError as error:
        print(f"sayso: {error}", file=sys.stderr)
        return WRONG_CALL
    if failures and not options.quiet:
        print(f"sayso: {len(failures)} of the inputs could not be read", file=sys.stderr)
    return SOME_FAILED if failures else 0


def _documents(found: Iterable[Document | Failure], failures: list[Failure], quiet: bool) -> Iterator[Document]:
    """The documents; each failure is told on standard error at once and kept."""
    from sayso.records import Failure as Failed

    for item in found:
        if isinstance(item, Failed):
            failures.append(item)
            print(f"sayso: {item.input}: {item.what} ({item.reason})", file=sys.stderr)
        else:
            yield item


def _readings(options: argparse.Namespace, documents: Iterator[Document]) -> Iterator[Reading]:
    from sayso.api import read_documents

    readings = read_documents(documents, model=options.model)
    return readings if options.quiet else _with_progress(readings)


def _with_progress(readings: Iterator[Reading]) -> Iterator[Reading]:
    """The readings, with a count on standard error when that is a terminal."""
    if not sys.stderr.isatty():
        yield from readings
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    shown = Progress(
        SpinnerColumn(), TextColumn("{task.completed} read"), TimeElapsedColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with shown:
        task = shown.add_task("reading", total=None)
        for reading in readings:
            shown.advance(task)
            yield reading


def _write(options: argparse.Namespace, readings: Iterator[Reading], failures: list[Failure]) -> None:
    """The readings in the wanted form; JSON lines are written as they come, the others need all."""
    saved = _saved(readings, options) if options.save else readings
    wanted = options.format or ("table" if sys.stdout.isatty() else "text")
    if wanted == "jsonl" and not (options.show or options.explain):
        for reading in saved:
            _print(_line(reading, options))
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


def _print_closely(readings: Sequence[Reading], options: argparse.Namespace) -> None:
    from sayso.show.explain import explain
    from sayso.show.rules import to_rules

    for reading in readings:
        if options.show:
            _print(to_rules(reading, other=options.other))
        if options.explain:
            _print(explain(reading, other=options.other))


def _print_rows(readings: Sequence[Reading], wanted: str, options: argparse.Namespace) -> None:
    from sayso.export.rows import rows_of_all
    from sayso.export.tables import to_csv, to_markdown

    rows = rows_of_all(readings, other=options.other)
    _print((to_csv if wanted == "csv" else to_markdown)(rows).rstrip("\n"))


def _print_chronicle(
    readings: Sequence[Reading], failures: Sequence[Failure], wanted: str, options: argparse.Namespace
) -> None:
    from rich.console import Console

    from sayso.show.chronicle import print_chronicle, to_text

    if wanted == "table" and sys.stdout.isatty():
        print_chronicle(Console(highlight=False), readings, failures, other=options.other)
    else:
        _print(to_text(readings, failures, other=options.other).rstrip("\n"))


def run_kinds(options: argparse.Namespace) -> int:
    """`sayso kinds`: the codebook, whole or of some kinds."""
    from sayso.knowledge.kinds import load_kinds
    from sayso.show.codebook import to_codebook

    kinds = load_kinds()
    unknown = [k for k in options.kind if kinds.get(k) is None]
    if unknown:
        print(f"sayso: no such kind: {', '.join(unknown)}", file=sys.stderr)
        return WRONG_CALL
    _print(to_codebook([k for k in kinds if not options.kind or k.id in options.kind]).rstrip("\n"))
    return 0


def _print(text: str) -> None:
    """Standard output in UTF-8 with plain line ends, whatever the locale says."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _quiet_model() -> None:
    """spaCy warns that the pipeline was trained with an earlier release; the hashes of its files say what it is."""
    import warnings

    warnings.filterwarnings("ignore", message=r".*\[W095\].*")


if __name__ == "__main__":
    sys.exit(main())
