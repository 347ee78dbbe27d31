"""Which columns of a dump hold text, title, address, day and so on: `text=body,title=headline`, or a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FIELDS = ("text", "title", "url", "published", "id", "publisher", "byline")
_DAYS = (datetime(2001, 2, 3, tzinfo=UTC), datetime(2014, 11, 28, tzinfo=UTC))  # a format must tell these two
_PARTS = ("columns", "name", "delimiter", "formats")


class ColumnsError(ValueError):
    """The columns of a dump are not told as they must be; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of each field; several are joined, a paragraph each.

    `name` goes before the ids of the dump's own (the file's, when None); `formats` are those of `datetime.strptime`,
    tried before all others.
    """

    of: Mapping[str, tuple[str, ...]]
    name: str | None = None
    delimiter: str | None = None
    formats: tuple[str, ...] = ()


def columns_of(told: str) -> Columns:
    """The columns as a call tells them; raises `ColumnsError`."""
    if "=" not in told:
        return _of_file(Path(told))
    pairs = [part.partition("=") for part in told.split(",")]
    lame = [part for part, (name, _, value) in zip(told.split(","), pairs, strict=True) if not (name and value.strip())]
    if lame:
        raise ColumnsError(f"{lame[0].strip()!r} is no FIELD=COLUMN, as in text=body,title=headline")
    fields = [name.strip() for name, _, _ in pairs]
    twice = next((name for name in fields if fields.count(name) > 1), None)
    if twice:
        raise ColumnsError(f"{twice} stands twice; text=lead+body takes both columns")
    return _checked({name.strip(): value.split("+") for name, _, value in pairs})


def _of_file(path: Path) -> Columns:
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ColumnsError(f"{path}: {getattr(fault, 'strerror', None) or fault}") from fault
    unknown = sorted(content.keys() - set(_PARTS))
    if unknown:
        raise ColumnsError(f"{path}: unknown: {', '.join(unknown)} (there are {', '.join(_PARTS)})")
    table, formats, mark = content.get("columns"), content.get("formats", []), content.get("delimiter")
    if not isinstance(table, dict) or not all(map(_names, table.values())):
        raise ColumnsError(f'{path}: needs [columns], with lines such as text = "body" or text = ["lead", "body"]')
    if mark is not None and not (isinstance(mark, str) and len(mark) == 1 and mark not in '"\r\n'):
        raise ColumnsError(f"{path}: delimiter must be one character, not {mark!r}")
    if not isinstance(formats, list) or not all(isinstance(each, str) for each in formats):
        raise ColumnsError(f"{path}: formats must be a list of texts")
    wrong = next((form for form in formats if not _tells_a_day(form)), None)
    if wrong is not None:
        raise ColumnsError(f"{path}: the format {wrong!r} does not tell day, month and year (as %d/%m/%Y does)")
    found = _checked({field: [value] if isinstance(value, str) else value for field, value in table.items()})
    return Columns(found.of, str(content.get("name", path.stem)), mark, tuple(formats))


def _names(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(each, str) for each in value))


def _tells_a_day(form: str) -> bool:
    """Whether a format of `datetime.strptime` can be read, and names one day: any other would make days up."""
    try:
        return all(datetime.strptime(day.strftime(form), form).date() == day.date() for day in _DAYS)
    except (ValueError, re.error):
        return False


def _checked(told: Mapping[str, list[str]]) -> Columns:
    for field in told:
        if field not in FIELDS:
            raise ColumnsError(f"there is no field {field!r} (there are {', '.join(FIELDS)})")
    if not any(name.strip() for name in told.get("text", ())):
        raise ColumnsError("the column of the text must be told: text=COLUMN")
    return Columns({field: tuple(name.strip() for name in names) for field, names in told.items()})
