"""An imported row as the columns of its table, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sayso.records import CodedRow

COLUMNS = (
    "row, collection, kind, told_kind, status, earliest, latest, actors, targets, equipment, place, country, lat, lon,"
    " killed_low, killed_high, wounded_low, wounded_high, source, note"
)
_NAMES = COLUMNS.replace(" ", "").split(",")
_COUNTED = ("killed", "wounded")


def row_values(row: CodedRow) -> tuple[Any, ...]:
    """The values of COLUMNS."""
    return (
        row.id, row.collection, row.kind, row.told_kind, row.status, row.earliest, row.latest, _listed(row.actors),
        _listed(row.targets), _listed(row.equipment), row.place, row.country, row.lat, row.lon, *_bounds(row.killed),
        *_bounds(row.wounded), row.source, row.note,
    )  # fmt: skip


def coded_row(values: Sequence[Any]) -> CodedRow:
    """The row that COLUMNS hold."""
    told = dict(zip(_NAMES, values, strict=True))
    listed = {name: tuple(json.loads(told[name])) for name in ("actors", "targets", "equipment")}
    bounds = {of: tuple(b for b in (told.pop(f"{of}_low"), told.pop(f"{of}_high")) if b is not None) for of in _COUNTED}
    return CodedRow(id=told.pop("row"), **(told | listed | bounds))


def _listed(names: Sequence[str]) -> str:
    return json.dumps(names, ensure_ascii=False)


def _bounds(numbers: Sequence[int]) -> tuple[int | None, int | None]:
    return (numbers[0], numbers[-1]) if numbers else (None, None)
