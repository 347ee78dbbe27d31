"""A list of the chronicle for Python: rows with names, as dicts, as a pandas or an Arrow table."""

from __future__ import annotations

import re
from collections import Counter, namedtuple
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from sayso.export.days import as_day
from sayso.records import Entry

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from sayso.chronicle.views.look import Answer

SHOWN, SHOWN_COLUMNS = 20, 12  # rows and columns that a table prints of itself

_DAYS = frozenset({"earliest", "latest", "published", "day"})
_NUMBERS = frozenset({"lat", "lon", "low", "high", "value"})
_COUNTS = frozenset(
    {"reports", "origins", "denials", "killed_min", "killed_max", "wounded_min", "wounded_max", "start", "number"}
)
_NO_NAME = re.compile(r"\W+")


class MissingLibrary(ImportError):
    """A table is asked for in the form of a library that is not installed; the message says how to get it."""


@dataclass(frozen=True)
class Table(Sequence[Any]):
    """Rows with names: iterate over `records`, or take all as dicts, a pandas or an Arrow table.

    What the texts do not tell is None (null); days are `datetime.date`, counts are integers, coordinates floats.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    entries: tuple[Entry, ...] | None = None

    @cached_property
    def records(self) -> tuple[Any, ...]:
        """`sayso.records.Entry` for a list of incidents, else rows whose cells are attributes."""
        if self.entries is not None:
            return self.entries
        row = namedtuple("Row", self.columns, rename=True)  # type: ignore[misc]
        return tuple(row(*cells) for cells in self.rows)

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self.records[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.records)

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict a row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame; types are `string`, `Int64`, `float64` and, for days, `datetime64[s]`. Needs pandas."""
        try:
            import pandas
        except ImportError as error:
            raise MissingLibrary("to_pandas needs pandas: pip install 'sayso[pandas]'") from error

        names = {"string": "string", "int": "Int64", "float": "float64", "day": "datetime64[s]", "bytes": "object"}
        series = {
            name: pandas.Series(list(cells), dtype=names[_type_of(name, cells)])
            for name, cells in self._columns_with_cells()
        }
        return pandas.DataFrame(series, columns=list(self.columns))

    def to_arrow(self) -> pyarrow.Table:
        """An Arrow table; types are string, int64, double and, for days, date32. Needs pyarrow."""
        try:
            import pyarrow
        except ImportError as error:
            raise MissingLibrary("to_arrow needs pyarrow: pip install 'sayso[parquet]'") from error

        types = {"string": pyarrow.string(), "int": pyarrow.int64(), "float": pyarrow.float64(),
                 "day": pyarrow.date32(), "bytes": pyarrow.binary()}  # fmt: skip
        found = [(name, types[_type_of(name, cells)], cells) for name, cells in self._columns_with_cells()]
        arrays = [pyarrow.array(list(cells), type=kind) for _, kind, cells in found]
        return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema([(name, kind) for name, kind, _ in found]))

    def _columns_with_cells(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        for number, name in enumerate(self.columns):
            cells = tuple(row[number] for row in self.rows)
            words = _type_of(name, cells) == "string"
            yield name, tuple(str(c) if c is not None and words else c for c in cells)

    def __repr__(self) -> str:
        from sayso.show.answer import to_columns

        rows = f"\n... {len(self) - SHOWN} more rows" if len(self) > SHOWN else ""
        left_out = ", ".join(self.columns[SHOWN_COLUMNS:])
        columns = f"\n... and the columns {left_out}" if left_out else ""
        shown = [row[:SHOWN_COLUMNS] for row in self.rows[:SHOWN]]
        return to_columns(self.columns[:SHOWN_COLUMNS], shown, width=160).rstrip("\n") + rows + columns


def _type_of(name: str, cells: Sequence[Any]) -> str:
    """What a column holds, by its name where every list has the same one, else by its cells."""
    told = [c for c in cells if c is not None]
    if name in _DAYS and all(isinstance(c, date) for c in told):
        return "day"
    if all(isinstance(c, int) for c in told) and (told or name in _COUNTS):
        return "int"
    if all(isinstance(c, int | float) for c in told) and (told or name in _NUMBERS):
        return "float"
    return "bytes" if told and all(isinstance(c, bytes) for c in told) else "string"


def to_table(answer: Answer, entries: Iterable[Entry] | None = None) -> Table:
    """An answer with names that are Python's, None for what is empty, and days as days."""
    columns = tuple(_names(answer.columns))
    rows = tuple(tuple(map(_cell, columns, row)) for row in answer.rows)
    return Table(columns, rows, None if entries is None else tuple(entries))


def _names(columns: Iterable[str]) -> Iterator[str]:
    """Names for Python, each one once: "count(*)" is `count`, a second one `count_2`."""
    seen: Counter[str] = Counter()
    for column in columns:
        name = _NO_NAME.sub("_", column).strip("_") or "column"
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}_{seen[name]}"


def _cell(name: str, cell: Any) -> Any:
    if cell == "":
        return None
    if name in _DAYS and isinstance(cell, str):
        return as_day(cell) or cell
    return cell
