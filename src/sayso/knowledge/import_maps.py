"""How a team's table reads: which of its columns and codes mean what; `docs/what-you-have.md` shows how."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from sayso.knowledge.kinds import load_kinds
from sayso.knowledge.nations import load_nations
from sayso.records import STATUSES

FIELDS = (
    "id", "day", "earliest", "latest", "year", "month", "day_of_month", "precision", "kind", "status", "actors",
    "targets", "equipment", "place", "country", "lat", "lon", "killed", "wounded", "source", "note",
)  # fmt: skip
LISTS = ("actors", "targets", "equipment")  # fields of which a cell may hold several
PRECISIONS = ("day", "week", "month", "year")
NO_KIND = "none"  # stands for a code that is none of our kinds on purpose
_PARTS = frozenset({
    "about", "name", "kind", "status", "delimiter", "empty", "formats", "columns", "kinds", "statuses", "countries",
    "precisions", "separators",
})  # fmt: skip
_SHIPPED = files("sayso.knowledge") / "world" / "imports"


class MapError(ValueError):
    """A map of columns cannot be used; the message names the file, the entry and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class ImportMap:
    """The columns of each field and the codes of a table; codes are kept in small letters.

    `kind` and `status` hold for all rows of a table without such a column; `empty` are cells that tell nothing;
    `formats` are those of `datetime.strptime`, tried besides ISO 8601.
    """

    name: str
    digest: str
    columns: Mapping[str, tuple[str, ...]]
    kind: str | None
    status: str
    delimiter: str | None
    empty: frozenset[str]
    formats: tuple[str, ...]
    kinds: Mapping[str, str]
    statuses: Mapping[str, str]
    countries: Mapping[str, str]
    precisions: Mapping[str, str]
    separators: Mapping[str, str]

    def of(self, field: str) -> tuple[str, ...]:
        """The columns of a field."""
        return self.columns.get(field, ())


def shipped_maps() -> tuple[str, ...]:
    """The names of the maps that come with sayso."""
    return tuple(sorted(f.name.removesuffix(".toml") for f in _SHIPPED.iterdir() if f.name.endswith(".toml")))


def load_map(name: str) -> ImportMap:
    """The map in a TOML file, or one that comes with sayso, by its name; raises `MapError` when it cannot be used."""
    if name in shipped_maps():
        return _map(name, name, (_SHIPPED / f"{name}.toml").read_bytes())
    path = Path(name)
    try:
        raw = path.read_bytes()
    except OSError as error:
        known = ", ".join(shipped_maps())
        raise MapError(f"{name}: {error.strerror or error} (maps that come with sayso: {known})") from error
    return _map(name, path.stem, raw)


def _map(where: str, stem: str, raw: bytes) -> ImportMap:
    content = _content(where, raw)
    unknown = sorted(content.keys() - _PARTS)
    if unknown:
        raise MapError(f"{where}: unknown: {', '.join(unknown)} (there are {', '.join(sorted(_PARTS))})")
    columns = _columns(where, _table(where, content, "columns"))
    kinds = _codes(where, content, "kinds", (*load_kinds().ids, NO_KIND))
    kind = _one_of(where, "kind", content.get("kind"), load_kinds().ids)
    if "kind" not in columns and kind is None:
        raise MapError(f"{where}: needs the column of the kind ([columns] kind), or one kind = for all rows")
    return ImportMap(
        name=_text(where, "name", content.get("name", stem)) or stem,
        digest=hashlib.sha256(raw).hexdigest(),
        columns=columns,
        kind=kind,
        status=_one_of(where, "status", content.get("status"), STATUSES) or "happened",
        delimiter=_delimiter(where, content.get("delimiter")),
        empty=frozenset(word.strip().lower() for word in _texts(where, "empty", content.get("empty", []))),
        formats=tuple(_texts(where, "formats", content.get("formats", []))),
        kinds=kinds,
        statuses=_codes(where, content, "statuses", STATUSES),
        countries=_codes(where, content, "countries", tuple(load_nations().countries)),
        precisions=_codes(where, content, "precisions", PRECISIONS),
        separators=_separators(where, _table(where, content, "separators")),
    )


def _content(where: str, raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise MapError(f"{where}: is not text in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise MapError(f"{where}: is not TOML: {error}") from error


def _columns(where: str, table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Field to columns; a single name stands for a list of one."""
    found = {}
    for field, value in table.items():
        if field not in FIELDS:
            raise MapError(f"{where}: [columns] {field}: no such field (there are {', '.join(FIELDS)})")
        found[field] = tuple(_texts(where, f"[columns] {field}", [value] if isinstance(value, str) else value))
    return found


def _codes(where: str, content: Mapping[str, Any], part: str, allowed: Iterable[str]) -> dict[str, str]:
    """A table of their codes and our values, the codes in small letters."""
    table = _table(where, content, part)
    values = ((code, _one_of(where, f"[{part}] {code}", value, allowed)) for code, value in table.items())
    return {code.strip().lower(): value or "" for code, value in values}


def _one_of(where: str, what: str, value: Any, allowed: Iterable[str]) -> str | None:
    if value is not None and value not in tuple(allowed):
        few = tuple(allowed) if len(tuple(allowed)) < 40 else ("ISO 3166-1 codes, as RU",)
        raise MapError(f"{where}: {what} is {value!r}, must be one of {', '.join(few)}")
    return None if value is None else str(value)


def _separators(where: str, table: Mapping[str, Any]) -> dict[str, str]:
    for field, mark in table.items():
        if field not in LISTS or not isinstance(mark, str) or not mark:
            raise MapError(f"{where}: [separators] {field}: must be text, for one of {', '.join(LISTS)}")
    return dict(table)


def _delimiter(where: str, value: Any) -> str | None:
    if value is not None and not (isinstance(value, str) and len(value) == 1 and value not in '"\r\n'):
        raise MapError(f"{where}: delimiter must be one character, not {value!r}")
    return value


def _table(where: str, content: Mapping[str, Any], part: str) -> Mapping[str, Any]:
    found = content.get(part, {})
    if not isinstance(found, dict):
        raise MapError(f"{where}: [{part}] must be a table")
    return found


def _texts(where: str, what: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise MapError(f"{where}: {what} must be text or a list of texts, not {value!r}")
    return value


def _text(where: str, what: str, value: Any) -> str:
    if not isinstance(value, str) or "/" in value:
        raise MapError(f"{where}: {what} must be text without a slash, not {value!r}")
    return value.strip()
