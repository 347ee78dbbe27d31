"""Rows as CSV, Markdown and JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

from sayso.export.rows import Row, columns

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARKDOWN_COLUMNS = ("when", "who", "what", "whom", "equipment", "numbers", "where", "according_to", "certainty")


def to_csv(rows: Sequence[Row]) -> str:
    """CSV of events with a header."""
    return csv_of(columns(), map(astuple, rows))


def to_markdown(rows: Sequence[Row]) -> str:
    """A Markdown table of the columns that a person reads; the kind stands before the word that tells it."""
    lines = []
    for row in rows:
        cells = [getattr(row, name) for name in MARKDOWN_COLUMNS]
        cells[2] = f"{row.kind}: {row.what}"
        lines.append(cells)
    return markdown_of([name.replace("_", " ") for name in MARKDOWN_COLUMNS], lines)


def csv_of(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """CSV with a header; cells that a spreadsheet would take for a formula begin with an apostrophe, None is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue()


def markdown_of(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table with a header."""
    lines = [_markdown_line(head), _markdown_line(["---"] * len(head))]
    lines += [_markdown_line([_escaped(cell) for cell in row]) for row in rows]
    return "\n".join(lines) + "\n"


def json_lines_of(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """One JSON object a row."""
    return "".join(json.dumps(dict(zip(head, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)


def _markdown_line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _escaped(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def harmless(cell: Any) -> Any:
    """The cell with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
