"""The tables that intake reads, by name: what an editor can correct without Python."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_KNOWLEDGE = files("sayso") / "knowledge"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV table in knowledge/, by column name."""
    return list(csv.DictReader(_read(name).splitlines()))


@cache
def table(name: str) -> dict[str, Any]:
    """A TOML table in knowledge/."""
    return tomllib.loads(_read(name))


def _read(name: str) -> str:
    return _KNOWLEDGE.joinpath(*name.split("/")).read_text(encoding="utf-8")
