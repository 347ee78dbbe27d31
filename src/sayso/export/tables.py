"""Rows as CSV and Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple

from sayso.export.rows import Row, columns

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARKDOWN_COLUMNS = ("when", "who", "what", "whom", "equipment", "where", "according_to", "certainty")


def to_csv(rows: Sequence[Row]) -> str:
    """CSV with a header; cells that a spreadsheet would take for a formula begin with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns())
    for row in rows:
        writer.writerow([_harmless(cell) for cell in astuple(row)])
    return out.getvalue()


def to_markdown(rows: Sequence[Row]) -> str:
    """A Markdown table of the columns that a person reads; the kind stands before the word that tells it."""
    head = [name.replace("_", " ") for name in MARKDOWN_COLUMNS]
    lines = [_markdown_line(head), _markdown_line(["---"] * len(head))]
    for row in rows:
        cells = [getattr(row, name) for name in MARKDOWN_COLUMNS]
        cells[2] = f"{row.kind}: {row.what}"
        lines.append(_markdown_line([_escaped(c) for c in cells]))
    return "\n".join(lines) + "\n"


def _markdown_line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
