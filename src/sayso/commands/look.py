"""`sayso search`, `sql` and `stats`: questions to a chronicle."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle, add_view, view_of
from sayso.commands.output import write_out
from sayso.commands.upkeep import told

if TYPE_CHECKING:
    from sayso.chronicle.views.look import Answer
    from sayso.commands.output import Commands

FORMATS = ("table", "jsonl", "csv", "markdown")
_SQL = """\
Answers one SQL statement; nothing can be changed. docs/data.md explains the tables. For example:
  sayso sql "SELECT kind, count(*) FROM events GROUP BY 1 ORDER BY 2 DESC"
"""


def add_look(commands: Commands) -> None:
    """The arguments of the three commands."""
    search = commands.add_parser("search", help="sentences that hold all the words, with the words marked")
    search.add_argument("words", nargs="+", metavar="WORD", help='a word, "a phrase", or a beginning with *')
    search.add_argument("--limit", type=int, default=50, metavar="N", help="at most so many (50)")
    add_view(search, "the sentences are those of reports that tell an incident which fulfils them all")
    search.set_defaults(run=told(run_search))
    sql = commands.add_parser(
        "sql", help="ask the tables", description=_SQL, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    sql.add_argument("statement", metavar="SELECT", help="one statement of SQL")
    sql.set_defaults(run=told(run_sql))
    stats = commands.add_parser("stats", help="what is in a chronicle")
    stats.set_defaults(run=told(run_stats))
    for command in (search, sql, stats):
        add_chronicle(command)
        command.add_argument("--format", choices=FORMATS, default="table", help="table unless another is named")


def run_search(options: argparse.Namespace) -> int:
    """Sentences by words; a phrase is one argument of several words."""
    from sayso.chronicle.file import connect_to_read
    from sayso.chronicle.views.facets import search_within

    words = " ".join(f'"{word}"' if " " in word else word for word in options.words)
    with closing(connect_to_read(options.chronicle)) as file:
        print_answer(search_within(file, words, view_of(options), limit=options.limit), options.format)
    return 0


def run_sql(options: argparse.Namespace) -> int:
    """The answer to one statement."""
    from sayso.chronicle.file import connect_to_read
    from sayso.chronicle.views.look import ask

    with closing(connect_to_read(options.chronicle)) as file:
        print_answer(ask(file, options.statement, options.chronicle), options.format)
    return 0


def run_stats(options: argparse.Namespace) -> int:
    """What the chronicle holds."""
    from sayso.chronicle.file import connect_to_read
    from sayso.chronicle.views.look import stats

    with closing(connect_to_read(options.chronicle)) as file:
        print_answer(stats(file), options.format)
    return 0


def print_answer(answer: Answer, form: str, path: Path | None = None) -> None:
    """The rows in one of FORMATS, to a file or standard output."""
    from sayso.export.tables import csv_of, json_lines_of, markdown_of
    from sayso.show.answer import to_columns

    if form == "table":
        write_out(to_columns(answer.columns, answer.rows, width=None if path else _width()).rstrip("\n"), path)
    else:
        write = {"csv": csv_of, "markdown": markdown_of, "jsonl": json_lines_of}[form]
        write_out(write(answer.columns, answer.rows).rstrip("\n"), path)


def _width() -> int | None:
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
