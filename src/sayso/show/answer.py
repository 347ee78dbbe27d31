"""Rows of any query as aligned columns for a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from sayso.export.printable import printable

UNBOUNDED = 400  # columns of output that no terminal bounds


def to_columns(head: Sequence[str], rows: Iterable[Sequence[Any]], *, width: int | None = None) -> str:
    """A table without lines; what is not told is a dash, and words wrap where the terminal is too narrow."""
    table = Table(box=None, pad_edge=False, header_style="")
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    out = io.StringIO()
    Console(file=out, width=width or UNBOUNDED, no_color=True, highlight=False, markup=False).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bytes):
        return f"{len(value):,} bytes"
    return " ".join(printable(str(value)).split())
