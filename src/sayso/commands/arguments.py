"""Arguments that several commands share."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

DEFAULT_CHRONICLE = Path("sayso.db")


def add_chronicle(command: argparse.ArgumentParser) -> None:
    """`-c FILE`: the chronicle."""
    command.add_argument(
        "-c", "--chronicle", metavar="FILE", type=Path, default=DEFAULT_CHRONICLE, help="the chronicle (sayso.db)"
    )


def add_reader(command: argparse.ArgumentParser) -> None:
    """`--model` and `--kinds`: what reads."""
    command.add_argument("--model", help="an installed spaCy pipeline or the path of one")
    command.add_argument(
        "--kinds", metavar="FILE", type=Path, action="append", default=[], help="TOML file with kinds of your own"
    )


def day(value: str) -> str:
    """A day as ISO 8601 writes it, for `type=` of an argument."""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value!r} is no day, write it as 2023-09-16") from error
