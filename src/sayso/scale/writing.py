"""What comes of a shard, on its way into Parquet files: beside their names first, put in place whole, the mark last."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, astuple, fields
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from sayso.jsonl import storable
from sayso.records import Failure
from sayso.scale.kept import FAILURES, MARKS, PARTIAL, READINGS, Done, Kept

if TYPE_CHECKING:
    from pyarrow import Schema

ROWS, SIZE = 2_000, 32_000_000  # rows, or bytes, that are held until they are written
LEVEL = 6  # of zstd


class Writing:
    """What comes of one shard, on its way into files; use it in a `with`: what is not `finish`ed leaves nothing."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name, self._token = folder, name, token_hex(4)
        self._files = {kind: _File(self._beside(kind), kind) for kind in (READINGS, FAILURES)}
        self.readings = self.failures = self.beside = 0

    def __enter__(self) -> Writing:
        return self

    def __exit__(self, *_: object) -> None:
        for kind, file in self._files.items():
            file.close()
            self._beside(kind).unlink(missing_ok=True)

    def put(self, row: Kept | Failure) -> None:
        """The next row."""
        if isinstance(row, Kept):
            self.readings += 1
            self._files[READINGS].put(astuple(row), len(row.text) + len(row.report) + len(row.data or b""))
        else:
            self.failures += row.is_wrong
            self.beside += not row.is_wrong
            self._files[FAILURES].put(tuple(map(storable, astuple(row))), len(row.what))

    def finish(self, done: Done) -> None:
        """Puts the files in place, and then the mark; takes away what a run that was killed left of the shard."""
        for kind, file in self._files.items():
            file.close()
            _put_in_place(self._beside(kind), self._folder / kind / f"{self._name}.parquet")
        mark = self._folder / MARKS / f"{self._name}.json"
        beside = mark.with_name(f"{mark.name}.{self._token}{PARTIAL}")
        beside.write_text(json.dumps(asdict(done), sort_keys=True) + "\n", "utf-8")
        _put_in_place(beside, mark)
        for kind in self._files:
            for left in (self._folder / kind).glob(f"{self._name}.parquet.*{PARTIAL}"):
                left.unlink(missing_ok=True)

    def _beside(self, kind: str) -> Path:
        return self._folder / kind / f"{self._name}.parquet.{self._token}{PARTIAL}"


class _File:
    """A Parquet file that is written in groups of rows, so that few of them are held."""

    def __init__(self, path: Path, kind: str) -> None:
        from pyarrow import parquet

        self._schema = schema_of(kind)
        path.parent.mkdir(parents=True, exist_ok=True)
        repeated = [name for name in ("reader", "published", "stage", "reason") if name in self._schema.names]
        self._writer = parquet.ParquetWriter(
            path, self._schema, compression="zstd", compression_level=LEVEL, use_dictionary=repeated,
            write_statistics=[name for name in ("document", "published", "reason") if name in self._schema.names],
        )  # fmt: skip
        self._rows: list[tuple[Any, ...]] = []
        self._size = 0

    def put(self, row: tuple[Any, ...], size: int) -> None:
        self._rows.append(row)
        self._size += size
        if len(self._rows) >= ROWS or self._size >= SIZE:
            self._write()

    def close(self) -> None:
        self._write()
        self._writer.close()

    def _write(self) -> None:
        import pyarrow

        if self._rows:
            columns = [
                pyarrow.array(c, f.type) for c, f in zip(zip(*self._rows, strict=True), self._schema, strict=True)
            ]
            self._writer.write_table(pyarrow.Table.from_arrays(columns, schema=self._schema))
        self._rows, self._size = [], 0


def schema_of(kind: str) -> Schema:
    """The columns of readings, or of failures."""
    import pyarrow

    record = Kept if kind == READINGS else Failure
    types = {"data": pyarrow.binary()}
    return pyarrow.schema([(field.name, types.get(field.name, pyarrow.string())) for field in fields(record)])


def _put_in_place(beside: Path, path: Path) -> None:
    with open(beside, "rb+") as file:
        os.fsync(file.fileno())
    os.replace(beside, path)
