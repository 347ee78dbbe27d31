"""The Python side of sayso: `sayso.read` and the reading it returns."""

from __future__ import annotations

import functools
import os
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso import records
from sayso.records import Document, Failure
from sayso.report import to_report

if TYPE_CHECKING:
    import pandas

    from sayso.knowledge.own_names import OwnName
    from sayso.reading.kit import Kit


class Unreadable(ValueError):
    """An input gave no document; the message says why. `failure` is its record."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.input}: {failure.what}")
        self.failure = failure


@dataclass(frozen=True, slots=True, repr=False)
class Reading(records.Reading):
    """What one document says: `.events`, `.claims`, `.entities`, ...; prints itself as a chronicle."""

    def to_dict(self) -> dict[str, Any]:
        """The report of CONTRACT `sayso.report/1` as plain JSON values."""
        return to_report(self)

    def to_pandas(self) -> pandas.DataFrame:
        """One row an event, the columns of the chronicle table; needs pandas."""
        import pandas

        from sayso.export.rows import columns, rows_of

        return pandas.DataFrame(rows_of(self), columns=list(columns()))

    def __str__(self) -> str:
        from sayso.show.chronicle import to_text

        return to_text([self])

    def __repr__(self) -> str:
        shown = sum(e.kind != "other" for e in self.events)
        return f"<Reading of {self.document.id}: {shown} event{'s' * (shown != 1)}, {len(self.claims)} claims>"

    @classmethod
    def of(cls, reading: records.Reading) -> Reading:
        """The same reading with the methods of this class."""
        return cls(**{f.name: getattr(reading, f.name) for f in fields(records.Reading)})


def kit(
    model: str | Path | None = None,
    own_kinds: tuple[Path, ...] = (),
    own_names: tuple[OwnName, ...] = (),
    *,
    fast: bool = False,
) -> Kit:
    """The loaded model and lexicons; loaded once per process, model, names and content of the files of own kinds."""
    kinds = tuple((path, path.read_bytes() if path.is_file() else b"") for path in own_kinds)
    return _kit(model, kinds, own_names, fast)


@functools.cache
def _kit(
    model: str | Path | None, own_kinds: tuple[tuple[Path, bytes], ...], own_names: tuple[OwnName, ...], fast: bool
) -> Kit:
    from sayso.reading.kit import Kit

    loaded = Kit(model, own_kinds=tuple(path for path, _ in own_kinds), own_names=own_names, fast=fast)
    _ = loaded.own, loaded.parser
    return loaded


def read(
    source: str | os.PathLike[str],
    *,
    published: str | None = None,
    model: str | Path | None = None,
    kinds: Iterable[str | os.PathLike[str]] = (),
    names: Iterable[str | os.PathLike[str]] = (),
    fast: bool = False,
) -> Reading:
    """Read one text, or the one document of a file.

    `source` is a path when it is a path object or names an existing file, else the text itself. `published` is an
    ISO date for inputs that carry none, `kinds` are TOML files with kinds of events of your own, `names` tables of
    names or FollowTheMoney files; `fast` looks for names only beside capitals and figures. Raises `Unreadable` when
    the file gives no document, `KindsError` or `NamesError` when a file of kinds or names cannot be used; names that
    were not taken are warned of.

    >>> reading = sayso.read("The minister visited Oslo on Friday, the ministry said.", published="2024-05-06")
    >>> reading.events[0].kind
    'visit'
    """
    from sayso import intake

    if _is_file(source):
        first = next(iter(intake.documents([Path(source)], published=published)))
        if isinstance(first, Failure):
            raise Unreadable(first)
    else:
        first = intake.from_text(str(source), published=published)
    return next(read_documents([first], model=model, kinds=kinds, names=_names(names), fast=fast))


def read_documents(
    documents: Iterable[Document],
    *,
    model: str | Path | None = None,
    kinds: Iterable[str | os.PathLike[str]] = (),
    names: tuple[OwnName, ...] = (),
    fast: bool = False,
) -> Iterator[Reading]:
    """The readings of documents, in order; parsed in batches."""
    from sayso.reading.read import read_all

    for reading in read_all(documents, kit(model, tuple(Path(file) for file in kinds), names, fast=fast)):
        yield Reading.of(reading)


def _names(files: Iterable[str | os.PathLike[str]]) -> tuple[OwnName, ...]:
    from sayso.knowledge.name_files import load_own_names

    paths = [Path(file) for file in files]
    found = load_own_names(paths) if paths else None
    for refused in found.refused if found else ():
        warnings.warn(f"{refused.where}: {refused.why}", stacklevel=3)
    return found.names if found else ()


def _is_file(source: str | os.PathLike[str]) -> bool:
    if not isinstance(source, str):
        return True
    try:
        return "\n" not in source and len(source) < 1000 and Path(source).is_file()
    except (OSError, ValueError):
        return False
