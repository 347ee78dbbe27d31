"""Rows of a team's table in our words: each becomes a `CodedRow`, or is named with what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sayso.ids import digest
from sayso.intake.coded_cells import Cells, RowError, code_of
from sayso.intake.coded_days import days_of
from sayso.intake.coded_tables import CodedTable, TableRow
from sayso.knowledge.import_maps import NO_KIND, ImportMap
from sayso.knowledge.nations import load_nations
from sayso.records import CodedRow, RejectedRow, TakenRow

_NUMBER = re.compile(r"\d{1,3}(?:[ ,.’']\d{3})+|\d+")
_TELLING = ("day", "earliest", "latest", "year", "place", "country", "actors", "targets")
_RANGE = re.compile(r"\s*(?:-|–|to|/)\s*")


def missing_columns(table: CodedTable, wanted: ImportMap) -> tuple[tuple[str, ...], bool]:
    """The columns that the map names and the table lacks, and whether it can be read without them.

    It cannot without any column of id or kind that the map names, nor when no day, place or party is left.
    """
    there = {field for field, columns in wanted.columns.items() if any(c in table.columns for c in columns)}
    needed = {"id", "kind"} & wanted.columns.keys()
    missing = dict.fromkeys(c for columns in wanted.columns.values() for c in columns if c not in table.columns)
    return tuple(missing), needed <= there and not there.isdisjoint(_TELLING)


def coded_rows(table: CodedTable, wanted: ImportMap) -> Iterator[TakenRow | RejectedRow]:
    """Each row of the table in order, taken or rejected; of two rows under one id the second is rejected."""
    seen: dict[str, int] = {}
    for raw in table.rows:
        try:
            row = _coded(raw, wanted)
        except RowError as error:
            yield RejectedRow(raw.line, str(error), raw.cells)
            continue
        if row.id in seen:
            told = row.id.partition("/")[2] if wanted.of("id") else "the same row"
            yield RejectedRow(raw.line, f"{told} stands in line {seen[row.id]} already", raw.cells)
            continue
        seen[row.id] = raw.line
        yield TakenRow(raw.line, row, raw.cells)


def _coded(raw: TableRow, wanted: ImportMap) -> CodedRow:
    if raw.fault is not None:
        raise RowError(raw.fault)
    cells = Cells(raw, wanted)
    told_kind, kind = _kind(cells, wanted)
    earliest, latest = days_of(cells, wanted)
    lat, lon = _point(cells)
    found = CodedRow(
        id=f"{wanted.name}/{_id(cells, wanted)}",
        collection=wanted.name,
        kind=kind,
        told_kind=told_kind,
        status=code_of(cells.one("status"), wanted.statuses, "status") or wanted.status,
        earliest=earliest,
        latest=latest,
        actors=cells.several("actors"),
        targets=cells.several("targets"),
        equipment=cells.several("equipment"),
        place=cells.one("place"),
        country=_country(cells.one("country"), wanted),
        lat=lat,
        lon=lon,
        killed=_number(cells.all("killed"), "killed"),
        wounded=_number(cells.all("wounded"), "wounded"),
        source=cells.one("source"),
        note=" ".join(cells.all("note")) or None,
    )
    if not (found.earliest or found.latest or found.place or found.country or found.actors or found.targets):
        raise RowError("it tells neither when, nor where, nor who")
    return found


def _id(cells: Cells, wanted: ImportMap) -> str:
    """Their id; where the table has none, a hash of the row."""
    if wanted.of("id"):
        told = cells.all("id")
        if not told:
            raise RowError(f"it has no id ({', '.join(wanted.of('id'))})")
        return "-".join(told)
    return digest(*(f"{name}\x1e{cell}" for name, cell in sorted(cells.raw.cells.items())))[:12]


def _kind(cells: Cells, wanted: ImportMap) -> tuple[str, str | None]:
    """What the row calls its kind, and ours: by all its columns ("Battles: Armed clash"), else by one of them."""
    told = cells.all("kind")
    if not told:
        return wanted.kind or "", wanted.kind
    known = (wanted.kinds.get(code.lower()) for code in (": ".join(told), *told))
    kind = next((code for code in known if code), wanted.kind)
    return ": ".join(told), None if kind == NO_KIND else kind


def _country(told: str | None, wanted: ImportMap) -> str | None:
    if told is None:
        return None
    nations = load_nations()
    found = wanted.countries.get(told.lower()) or nations.code(told)
    if found is None and told.upper() in nations.countries:
        found = told.upper()
    if found is None:
        raise RowError(f"no state is called {told!r} (the map can say which, in [countries])")
    return found


# --- numbers -------------------------------------------------------------------------------------------------------


def _point(cells: Cells) -> tuple[float | None, float | None]:
    lat, lon = (_degrees(cells.one(field), field, most) for field, most in (("lat", 90), ("lon", 180)))
    if (lat is None) != (lon is None):
        raise RowError(
            "a longitude stands without a latitude" if lat is None else "a latitude stands without a longitude"
        )
    return (None, None) if lat == lon == 0 else (lat, lon)


def _degrees(told: str | None, what: str, most: int) -> float | None:
    if told is None:
        return None
    try:
        found = float(told.replace(",", "."))
    except ValueError as error:
        raise RowError(f"{what} {told!r} is no number") from error
    if not -most <= found <= most:
        raise RowError(f"{what} {told!r} lies outside {-most} to {most}")
    return found


def _number(told: Iterable[str], what: str) -> tuple[int, ...]:
    """Least and greatest number of the cells ("12", "10-15", "1,200"); () when there is none."""
    found: list[int] = []
    for cell in told:
        for part in _RANGE.split(cell):
            plain = part.removesuffix(".0").strip()
            if not _NUMBER.fullmatch(plain):
                raise RowError(f"{what} {cell!r} is no number")
            found.append(int(re.sub(r"\D", "", plain)[:15]))
    return (min(found), max(found)) if found else ()
