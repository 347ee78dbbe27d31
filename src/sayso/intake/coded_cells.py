"""The cells of one row of a team's table, by our fields."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sayso.intake.coded_tables import TableRow
from sayso.knowledge.import_maps import ImportMap


class RowError(ValueError):
    """A row cannot be taken; the message says why."""


class Cells:
    """The cells of a row by our fields; what the map calls empty is left out."""

    def __init__(self, raw: TableRow, wanted: ImportMap) -> None:
        self.raw, self._wanted = raw, wanted

    def all(self, field: str) -> list[str]:
        """What stands in the columns of a field."""
        told = (" ".join(self.raw.cells.get(column, "").split()) for column in self._wanted.of(field))
        return [cell for cell in told if cell and cell.lower() not in self._wanted.empty]

    def one(self, field: str) -> str | None:
        return next(iter(self.all(field)), None)

    def several(self, field: str) -> tuple[str, ...]:
        """The entries of a field: of all its columns, each cut where the map says."""
        mark = self._wanted.separators.get(field)
        cut = (part.strip() for cell in self.all(field) for part in _entries(cell, mark))
        return tuple(dict.fromkeys(part for part in cut if part and part.lower() not in self._wanted.empty))


def _entries(cell: str, mark: str | None) -> list[str]:
    """The entries of a cell: of a list that JSON lines hold, else what stands between the marks."""
    if cell.startswith("["):
        try:
            return [str(part) for part in json.loads(cell)]
        except ValueError:
            return [cell]
    return cell.split(mark) if mark else [cell]


def code_of(told: str | None, codes: Mapping[str, str], what: str) -> str | None:
    """What a code stands for, None for an empty cell; RowError for one that the map does not know."""
    found = codes.get(told.lower()) if told else None
    if told and found is None:
        raise RowError(f"the map has no {what} {told!r}")
    return found
