"""One codec: records to plain JSON values and back, and lines of them.

`to_dict(record)` and `from_dict(Type, value)` are inverse for every record of `sayso.records`. Keys are the field
names without a trailing underscore; spans are `[start, stop]`; tuples are lists.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

from sayso.spans import Span

R = TypeVar("R")


def to_dict(record: object) -> Any:
    """The plain JSON value of a record, a tuple of records, or a value that is plain already."""
    if is_dataclass(record) and not isinstance(record, type):
        return {f.name.rstrip("_"): to_dict(getattr(record, f.name)) for f in fields(record)}
    if isinstance(record, tuple | list):
        return [to_dict(item) for item in record]
    return record


def from_dict(kind: type[R], value: Any) -> R:
    """The record of class `kind` that `to_dict` wrote as `value`; unknown keys are left out, missing ones default.

    KeyError when a field without a default is missing, TypeError when a value has another shape than its field.
    """
    if not isinstance(value, dict):
        raise TypeError(f"{kind.__name__} needs an object, not {type(value).__name__}")
    shape: type = kind
    types_of = _field_types(shape)
    known = {name: value[name.rstrip("_")] for name in types_of if name.rstrip("_") in value}
    missing = [name for name in _required(shape) if name not in known]
    if missing:
        raise KeyError(f"{kind.__name__} without {', '.join(missing)}")
    return kind(**{name: _revive(types_of[name], part) for name, part in known.items()})


def write_line(value: object) -> str:
    """One line of JSON, as UTF-8 takes it, keys in the order of the record, no newline at its end."""
    return json.dumps(to_dict(value), ensure_ascii=False, separators=(",", ":"))


def read_lines(lines: Iterable[str], kind: type[R]) -> Iterator[R]:
    """The records of JSON lines; empty lines are skipped."""
    for line in lines:
        if line.strip():
            yield from_dict(kind, json.loads(line))


@cache
def _field_types(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}


@cache
def _required(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)


def _revive(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _revive(next(a for a in typing.get_args(hint) if a is not type(None)), value)
    if hint is Span:
        start, stop = value
        return Span(int(start), int(stop))
    if origin is tuple:
        return tuple(_revive(typing.get_args(hint)[0], item) for item in value)
    if is_dataclass(hint):
        return from_dict(hint, value)  # type: ignore[arg-type]
    if hint is float and not isinstance(value, bool) and isinstance(value, int | float):
        return float(value)
    if not isinstance(value, hint):
        raise TypeError(f"{value!r} is no {hint.__name__}")
    return value
