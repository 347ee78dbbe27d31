"""Files of names: tables of aliases, FollowTheMoney entities, and watch lists."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sayso.knowledge.nations import load_nations
from sayso.knowledge.own_names import NamesError, OwnName, OwnNames, RefusedName, checked, clash
from sayso.knowledge.tables import rows

COLUMNS = ("alias", "id", "kind", "country")
_FTM_NAMES = ("name", "alias", "weakAlias", "previousName")
_FTM_COUNTRIES = ("country", "nationality", "jurisdiction", "mainCountry")


def load_own_names(paths: Iterable[Path]) -> OwnNames:
    """The names of tables (`alias,id,kind,country`) and of FollowTheMoney files (JSON lines), in their order.

    A row that cannot be taken is among the refused; raises `NamesError` when a whole file cannot be read.
    """
    taken: dict[str, OwnName] = {}
    first_of: dict[str, OwnName] = {}
    refused: list[RefusedName] = []
    for path in paths:
        for where, found in _rows_of(path):
            name = checked(found) if isinstance(found, OwnName) else found
            why = name if isinstance(name, str) else clash(name, taken.get(name.alias), first_of.get(name.id))
            if why is not None:
                refused.append(RefusedName(where, found.alias if isinstance(found, OwnName) else "", why))
            elif isinstance(name, OwnName):
                taken.setdefault(name.alias, name)
                first_of.setdefault(name.id, name)
    return OwnNames(tuple(taken.values()), tuple(refused))


def watch_names(path: Path) -> tuple[str, ...]:
    """The names of a watch list: one a line ("#" begins a remark), or those of a table or FollowTheMoney file.

    Raises `NamesError` when the file cannot be read or names nobody.
    """
    text = _text(path)
    head = next(iter(text.splitlines()), "").lower()
    if text.lstrip()[:1] in ("{", "[") or all(column in head for column in COLUMNS[:3]):
        found = [name.alias.strip() for _, name in _rows_of(path) if isinstance(name, OwnName)]
    else:
        found = [line.strip() for line in text.splitlines() if not line.lstrip().startswith("#")]
    names = tuple(dict.fromkeys(name for name in found if any(c.isalnum() for c in name)))
    if not names:
        raise NamesError(f"{path}: there is no name in it")
    return names


def _rows_of(path: Path) -> Iterator[tuple[str, OwnName | str]]:
    """Where each row stands, and its name, or why there is none."""
    text = _text(path)
    found = _of_ftm(text) if text.lstrip()[:1] in ("{", "[") else _of_table(path, text)
    return ((f"{path}, {where}", name) for where, name in found)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise NamesError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise NamesError(f"{path}: is not text in UTF-8") from error


def _of_table(path: Path, text: str) -> Iterator[tuple[str, OwnName | str]]:
    first = next(iter(text.splitlines()), "")
    mark = max(",;\t", key=first.count)
    table = csv.DictReader(text.splitlines(), delimiter=mark)
    head = [(name or "").strip().lower() for name in table.fieldnames or ()]
    missing = [name for name in COLUMNS[:3] if name not in head]
    if missing:
        raise NamesError(f"{path}: no column {', '.join(missing)} (a table of names has {', '.join(COLUMNS)})")
    table.fieldnames = head
    try:
        for row in table:
            cells = {k: v for k, v in row.items() if isinstance(k, str) and isinstance(v, str)}
            if any(cells.values()):
                alias, identifier, kind, country = (cells.get(column, "") for column in COLUMNS)
                yield f"line {table.line_num}", OwnName(alias, identifier, kind, country)
    except csv.Error as error:
        raise NamesError(f"{path}: is no table: {error}") from error


def _of_ftm(text: str) -> Iterator[tuple[str, OwnName | str]]:
    """The names of the persons and bodies among FollowTheMoney entities, one JSON object a line (or a list of them)."""
    kinds = {row["schema"]: row["kind"] for row in rows("world/ftm_schemata.csv")}
    for where, entity in _objects(text):
        if not isinstance(entity, dict) or not isinstance(entity.get("schema"), str):
            yield where, "is no FollowTheMoney entity"
        elif entity["schema"] in kinds:
            yield from ((where, name) for name in _names_of(entity, kinds[entity["schema"]]))


def _objects(text: str) -> Iterator[tuple[str, Any]]:
    if text.lstrip().startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = ["not JSON"]
        yield from ((f"entity {number}", one) for number, one in enumerate(found, 1))
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield f"line {number}", json.loads(line)
            except (ValueError, RecursionError):
                yield f"line {number}", None


def _names_of(entity: dict[str, Any], kind: str) -> Iterator[OwnName]:
    properties = entity.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    codes = (code.upper() for key in _FTM_COUNTRIES for code in _values(properties.get(key)))
    country = next((code for code in codes if code in load_nations().countries), None)
    told = [name for key in _FTM_NAMES for name in _values(properties.get(key))]
    caption = [] if told else _values(entity.get("caption"))
    for alias in dict.fromkeys(told + caption):
        yield OwnName(alias, str(entity.get("id") or ""), kind, country)


def _values(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, str) and one.strip()]
