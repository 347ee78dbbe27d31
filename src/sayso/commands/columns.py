"""`--columns`: which columns of a dump hold the text, the title, the day."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.intake.dump_columns import Columns
    from sayso.intake.dumps import Dumps


def add_columns(command: argparse.ArgumentParser) -> None:
    """The argument of commands that take inputs."""
    command.add_argument(
        "--columns", metavar="text=NAME,...", type=columns,
        help="read tables (CSV, TSV, JSON lines) as dumps, a report a row: text=body,title=headline,url=link,"
        "published=date,id=key, or a TOML file (docs/inputs.md)",
    )  # fmt: skip


def columns(value: str) -> Columns:
    """The columns of each field, for `type=` of an argument."""
    from sayso.intake.dump_columns import ColumnsError, columns_of

    try:
        return columns_of(value)
    except ColumnsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def rows_of(options: argparse.Namespace) -> Dumps | None:
    """What takes the dumps of a call apart; None when it names no columns."""
    from sayso.intake.dumps import Dumps

    return Dumps(options.columns) if options.columns else None
