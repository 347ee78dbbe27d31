"""Shards: files of many reports each, and what is in one of them. Parquet is opened here, all else as anywhere."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from sayso.intake import captures
from sayso.intake.capture import Capture
from sayso.intake.coded_tables import TableRow
from sayso.intake.dump_columns import FIELDS
from sayso.intake.walk import IN_FOLDERS, NOT_READ, files_in
from sayso.records import Failure

if TYPE_CHECKING:
    from sayso.intake.dumps import Dumps

PARQUET = b"PAR1"  # first bytes of a file
TOGETHER = 256  # rows of a Parquet file that are held at once


def shards_of(inputs: Iterable[str]) -> list[str]:
    """The files that are named, and those of folders that may hold reports, in order; each once.

    FileNotFoundError where there is nothing of a name.
    """
    found: dict[str, None] = {}
    for name in inputs:
        if os.path.isdir(name):
            found.update(dict.fromkeys(files_in(name, names=(*IN_FOLDERS, *NOT_READ, ".parquet"))))
        elif os.path.exists(name):
            found[name] = None
        else:
            raise FileNotFoundError(name)
    return list(found)


def captures_of_shard(shard: str, rows: Dumps | None = None) -> Iterator[Capture | Failure]:
    """The bytes of every report of a shard, in order; `rows` tells which columns of a dump hold what."""
    with open(shard, "rb") as file:
        is_parquet = file.read(len(PARQUET)) == PARQUET
    return _of_parquet(shard, rows) if is_parquet else captures([shard], rows=rows)


def _of_parquet(shard: str, rows: Dumps | None) -> Iterator[Capture | Failure]:
    """A line of JSON lines for every row; a page where there is a column "html"."""
    from pyarrow import ArrowException, parquet

    number = 0
    try:
        with parquet.ParquetFile(shard) as file:
            wanted = _columns(file.schema_arrow.names, rows)
            if wanted is None:
                columns = ", ".join(file.schema_arrow.names)
                yield Failure(
                    shard, "intake", "no-table", f"no column text or html (--columns tells it); it has {columns}"
                )
                return
            for batch in file.iter_batches(TOGETHER, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    yield _captured(shard, number, row, rows)
    except (ArrowException, OSError) as fault:
        yield Failure(shard, "intake", "damaged", f"the file is damaged after row {number}: {str(fault)[:200]}")


def _columns(names: list[str], rows: Dumps | None) -> list[str] | None:
    """The columns that are read; None where none of them has reports."""
    asked = {column for columns in rows.columns.of.values() for column in columns} if rows else {*FIELDS, "html"}
    found = [name for name in names if name in asked]
    has_reports = set(rows.columns.of["text"] if rows else ("text", "html")) & set(found)
    return found if has_reports else None


def _captured(shard: str, number: int, row: dict[str, Any], rows: Dumps | None) -> Capture | Failure:
    name = f"{shard}!/{number}"
    if rows:
        cells = {column: _told(value) for column, value in row.items() if value is not None}
        return rows.captured(TableRow(number, cells), shard)
    page = row.get("html")
    if page:
        url = _told(row["url"]) if row.get("url") else None
        return Capture(name, "html", page if isinstance(page, bytes) else _told(page).encode("utf-8"), url=url)
    fields = {field: _told(value) for field, value in row.items() if value is not None and field != "html"}
    return Capture(name, "jsonl", json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace"))


def _told(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.isoformat() if isinstance(value, date) else str(value)
