"""One codec: records to plain JSON values and back, and lines of them.

`to_dict(record)` and `from_dict(Type, value)` are inverse for every record of `sayso.records`. Keys are the field
names without a trailing underscore; spans are `[start, stop]`; tuples are lists.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, partial
from typing import Any, TypeVar

from sayso.spans import Span

R = TypeVar("R")


def storable(name: str) -> str:
    """A name of a file as text: bytes that are no UTF-8 stand escaped."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


_PLAIN = frozenset((str, int, float, bool, type(None)))


def to_dict(record: object) -> Any:
    """The plain JSON value of a record, a tuple of records, or a value that is plain already."""
    kind = record.__class__
    if kind in _PLAIN:
        return record
    if isinstance(record, tuple | list):
        return [item if item.__class__ in _PLAIN else to_dict(item) for item in record]
    if not is_dataclass(kind):
        return record
    return {
        key: value if (value := getattr(record, name)).__class__ in _PLAIN else to_dict(value)
        for key, name in _names(kind)
    }


def from_dict(kind: type[R], value: Any) -> R:
    """The record of class `kind` that `to_dict` wrote as `value`; unknown keys are left out, missing ones default.

    KeyError when a field without a default is missing, TypeError when a value has another shape than its field.
    """
    if not isinstance(value, dict):
        raise TypeError(f"{kind.__name__} needs an object, not {type(value).__name__}")
    shape: type = kind
    given = ((name, revive, value[key]) for key, name, revive in _shape(shape) if key in value)
    known = {name: None if part is None else revive(part) for name, revive, part in given}
    missing = [name for name in _required(shape) if name not in known]
    if missing:
        raise KeyError(f"{kind.__name__} without {', '.join(missing)}")
    return kind(**known)


def write_line(value: object) -> str:
    """One line of JSON, as UTF-8 takes it, keys in the order of the record, no newline at its end."""
    return json.dumps(to_dict(value), ensure_ascii=False, separators=(",", ":"))


def read_lines(lines: Iterable[str], kind: type[R]) -> Iterator[R]:
    """The records of JSON lines; empty lines are skipped."""
    for line in lines:
        if line.strip():
            yield from_dict(kind, json.loads(line))


Revive = Callable[[Any], Any]


@cache
def _names(kind: type) -> tuple[tuple[str, str], ...]:
    """The keys of a record with the names of its fields."""
    return tuple((f.name.rstrip("_"), f.name) for f in fields(kind))


@cache
def _shape(kind: type) -> tuple[tuple[str, str, Revive], ...]:
    """The keys of a record with the names of its fields, and what makes the value of each."""
    hints = typing.get_type_hints(kind)
    return tuple((key, name, _revive(hints[name])) for key, name in _names(kind))


@cache
def _required(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)


def _revive(hint: Any) -> Revive:
    """What makes a value of this type from JSON that is not null."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _revive(next(a for a in typing.get_args(hint) if a is not type(None)))
    if hint is Span:
        return _span
    if origin is tuple:
        return partial(_several, _revive(typing.get_args(hint)[0]))
    if is_dataclass(hint):
        return partial(from_dict, hint)  # type: ignore[arg-type]
    return _number if hint is float else partial(_checked, origin or hint)


def _span(value: Any) -> Span:
    start, stop = value
    return Span(int(start), int(stop))


def _several(revive: Revive, values: Any) -> tuple[Any, ...]:
    return tuple(None if value is None else revive(value) for value in values)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no float")
    return float(value)


def _checked(hint: type, value: Any) -> Any:
    if not isinstance(value, hint):
        raise TypeError(f"{value!r} is no {hint.__name__}")
    return value
