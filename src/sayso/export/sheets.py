"""Incidents as tables: CSV, Excel (XlsxWriter), Parquet (pyarrow), Markdown, and as JSON lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from datetime import datetime
from math import isfinite
from typing import Any

from sayso.export.days import as_day
from sayso.export.incident_rows import clean, in_order, incident_columns, incident_row, teller
from sayso.export.incident_words import plain
from sayso.export.tables import MARKDOWN_COLUMNS, csv_of, harmless
from sayso.jsonl import to_dict, write_line
from sayso.records import Entry

Rows = Iterator[Sequence[Any]]

LONGEST_CELL, MOST_ROWS = 32_767, 1_048_576  # of a sheet, in characters and rows (Excel specifications and limits)
TELLING_COLUMNS: tuple[str, ...] = (
    "incident",
    "kind",
    "source",
    "stance",
    "status",
    "factuality",
    "quote",
    "publisher",
    "title",
)
TELLING_COLUMNS += ("published", "url", "document", "version", "start", "stop", "sha256", "event")
FIGURE_COLUMNS: tuple[str, ...] = (
    "incident",
    "kind",
    "status",
    "of",
    "low",
    "value",
    "high",
    "unit",
    "source",
    "quote",
    "document",
)
DISPUTE_COLUMNS: tuple[str, ...] = ("incident", "kind", "status", "field", "one", "one_source", "one_quote")
DISPUTE_COLUMNS += ("other", "other_source", "other_quote")


def incidents_csv(entries: Iterable[Entry], *, exact: bool = False) -> str:
    """CSV, one row an incident; `exact` leaves cells as they are that a spreadsheet would take for formulas."""
    return sheet_csv(incident_columns(), (astuple(incident_row(entry)) for entry in in_order(entries)), exact=exact)


def sheet_csv(head: Sequence[str], rows: Iterable[Sequence[Any]], *, exact: bool = False) -> str:
    """CSV of any table with a header, formulas neutralised unless `exact`."""
    if not exact:
        return csv_of(head, rows)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([head, *rows])
    return out.getvalue()


def incidents_markdown(entries: Iterable[Entry]) -> str:
    """A Markdown table of the columns that a person reads, with the number of reports and separate origins."""
    lines = []
    for row in map(incident_row, in_order(entries)):
        cells = [getattr(row, name) for name in MARKDOWN_COLUMNS]
        cells[2] = f"{row.kind}: {row.what}"
        lines.append([*map(plain, cells), f"{row.reports} ({row.origins})"])
    head = [*(name.replace("_", " ") for name in MARKDOWN_COLUMNS), "reports (origins)"]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, ["---"] * len(head), *lines))


def incidents_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """JSON lines, one record `sayso.records.Entry` each, as `sayso.jsonl.read_lines` reads them back."""
    return (write_line(entry) + "\n" for entry in in_order(entries))


def tables_of(entries: Sequence[Entry]) -> dict[str, tuple[Sequence[str], Rows]]:
    """The four tables of a workbook: their names, columns and rows."""
    return {
        "Incidents": (incident_columns(), (astuple(incident_row(entry)) for entry in entries)),
        "Tellings": (TELLING_COLUMNS, _tellings(entries)),
        "Figures": (FIGURE_COLUMNS, _figures(entries)),
        "Disputes": (DISPUTE_COLUMNS, _disputes(entries)),
    }


def _tellings(entries: Sequence[Entry]) -> Rows:
    for entry in entries:
        for t in entry.tellings:
            certain = (t.stance, t.status, t.factuality, t.quote, t.publisher, t.title, t.published)
            where = (t.url, t.document, t.version, t.span.start, t.span.stop, t.sha256, t.event)
            yield (entry.id, entry.kind, teller(t), *certain, *where)


def _figures(entries: Sequence[Entry]) -> Rows:
    for entry in entries:
        for f in entry.figures:
            number = (f.of, f.low, f.value, f.high, f.unit)
            yield (entry.id, entry.kind, entry.status, *number, f.source, f.quote, f.document)


def _disputes(entries: Sequence[Entry]) -> Rows:
    for entry in entries:
        for d in entry.disputes:
            both = (d.one, d.one_source, d.one_quote, d.other, d.other_source, d.other_quote)
            yield (entry.id, entry.kind, entry.status, d.field, *both)


def incidents_xlsx(entries: Iterable[Entry], *, exact: bool = False) -> bytes:
    """An Excel workbook with sheets of incidents, tellings, figures and disputes; ValueError for over a million rows.

    Words are always written as words; the apostrophe that `exact` turns off protects who saves a sheet as CSV.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1), "comments": "made by sayso export"})  # the same bytes again
    for name, (head, rows) in tables_of(in_order(entries)).items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate([head, *rows]):
            _write_row(sheet, number, row, exact)
    book.close()
    return out.getvalue()


def _write_row(sheet: Any, number: int, row: Sequence[Any], exact: bool) -> None:
    if number >= MOST_ROWS:
        raise ValueError(f"more than {MOST_ROWS:,} rows: no sheet holds them; choose csv or parquet")
    for column, cell in enumerate(row):
        if isinstance(cell, str) and cell:
            words = clean(cell)[: LONGEST_CELL - 1]
            sheet.write_string(number, column, words if exact else harmless(words))
        elif isinstance(cell, int | float) and isfinite(cell):
            sheet.write_number(number, column, cell)


def incidents_parquet(entries: Iterable[Entry]) -> bytes:
    """A Parquet file, one row an incident: the columns of the CSV with days as days, and lists of parties, tellings,
    figures and disputes."""
    import pyarrow
    from pyarrow import parquet

    chosen = in_order(entries)
    table = pyarrow.Table.from_pylist([_parquet_row(entry) for entry in chosen], schema=_parquet_schema(pyarrow))
    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd")
    return out.getvalue()


def _parquet_row(entry: Entry) -> dict[str, Any]:
    row: dict[str, Any] = dict(zip(incident_columns(), astuple(incident_row(entry)), strict=True))
    row |= {name: cell or None for name, cell in row.items() if isinstance(cell, str)}
    row |= {name: as_day((row[name] or "")[:10]) for name in ("earliest", "latest", "published")}
    for name in ("actors", "targets", "figures", "disputes"):
        row[name] = [_cleaned(to_dict(part)) for part in getattr(entry, name)]
    row["tellings"] = [_cleaned(dict(zip(TELLING_COLUMNS, cells, strict=True))) for cells in _tellings([entry])]
    return row


def _cleaned(part: dict[str, Any]) -> dict[str, Any]:
    return {name: clean(value) if isinstance(value, str) else value for name, value in part.items()}


def _parquet_schema(arrow: Any) -> Any:
    """Words unless a column is named here; a list has structs of the columns of its table."""
    kinds = dict.fromkeys(("lat", "lon", "low", "high", "value"), arrow.float64())
    kinds |= dict.fromkeys(("reports", "origins", "denials", "start", "stop"), arrow.int64())
    kinds |= dict.fromkeys(("killed_min", "killed_max", "wounded_min", "wounded_max"), arrow.int64())
    kinds |= dict.fromkeys(("earliest", "latest", "published"), arrow.date32())
    fields = [(name, kinds.get(name, arrow.string())) for name in incident_columns() if name != "disputes"]
    del kinds["published"]  # of a telling: as the page gives it
    parts = {
        "actors": ("name", "kind", "country"),
        "targets": ("name", "kind", "country"),
        "figures": ("of", "low", "high", "value", "unit", "source", "quote", "document"),
        "disputes": DISPUTE_COLUMNS[:1] + DISPUTE_COLUMNS[3:],
        "tellings": TELLING_COLUMNS,
    }
    for name, columns in parts.items():
        struct = arrow.struct([(column, kinds.get(column, arrow.string())) for column in columns])
        fields.append((name, arrow.list_(struct)))
    return arrow.schema(fields)
