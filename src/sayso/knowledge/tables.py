"""The files of the knowledge folders, read by their path there: tables of CSV and TOML, lists of words."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_KNOWLEDGE = files("sayso.knowledge")


def rows(path: str) -> list[dict[str, str]]:
    """The rows of a CSV table ("en/titles.csv"), by column."""
    return list(csv.DictReader(_read(path).splitlines()))


@cache
def table(path: str) -> dict[str, Any]:
    """A TOML file ("world/status.toml"), read once and shared: not to be changed."""
    return tomllib.loads(_read(path))


def lines(path: str) -> list[str]:
    """The lines of a text file without the empty ones and those that begin with "#"."""
    return [line for line in _read(path).splitlines() if line and not line.startswith("#")]


def parts(cell: str, separator: str = ";") -> tuple[str, ...]:
    """The entries of a cell, which semicolons or another mark part."""
    return tuple(p for p in cell.split(separator) if p)


def _read(path: str) -> str:
    return _KNOWLEDGE.joinpath(*path.split("/")).read_text("utf-8")
