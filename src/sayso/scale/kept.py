"""What is kept of a shard: a Parquet file of readings, one of failures, and a mark that both are whole.

Files are written beside their names and put in place whole; the mark comes last. Nothing counts without its mark.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from hashlib import file_digest
from pathlib import Path, PurePath
from typing import Any

from sayso.jsonl import storable
from sayso.records import Failure, Provenance, Reading
from sayso.report import from_report, to_report

READINGS, FAILURES, MARKS = "readings", "failures", "done"  # folders
PARTIAL = ".partial"


class KeptError(Exception):
    """A folder has no readings, or damaged ones; the message says which."""


@dataclass(frozen=True, slots=True)
class Done:
    """The mark of a shard: which bytes it was, how they were read, and what came of them.

    `settings` stand for whatever else the result depends on; `beside` counts what is no report.
    """

    name: str
    shard: str
    size: int
    sha256: str
    settings: str
    readings: int = 0
    failures: int = 0
    beside: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """One reading as it is kept. `input` is what it was made from; `data` the bytes of that, where they were kept."""

    input: str
    document: str
    version: str
    reader: str
    published: str | None
    capture: str | None
    address: str | None
    fetched: str | None
    headers: str | None
    text: str
    report: str
    data: bytes | None = None

    @classmethod
    def of(cls, name: str, reading: Reading, found: Provenance, data: bytes | None) -> Kept:
        """A reading with where it is from."""
        document = reading.document
        return cls(
            storable(name), document.id, document.version, reading.reader.digest, document.published, document.capture,
            found.address, found.fetched, json.dumps(found.headers) if found.headers else None, document.text,
            json.dumps(to_report(reading, text=False), separators=(",", ":")), data,
        )  # fmt: skip

    @property
    def reading(self) -> Reading:
        """The reading; KeptError when it is damaged."""
        try:
            report = json.loads(self.report)
            report["document"]["text"] = self.text
            return from_report(report)
        except (ValueError, LookupError, TypeError) as error:
            raise KeptError(f"the reading of {self.input} is damaged ({error})") from error

    @property
    def provenance(self) -> Provenance:
        """Where the bytes are from."""
        headers = tuple((name, value) for name, value in json.loads(self.headers)) if self.headers else ()
        return Provenance(self.address, self.fetched, headers)


def name_of(shard: str, sha256: str) -> str:
    """The name of what is kept of a shard: its own and the hash of its bytes."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", PurePath(shard).name)[:80]
    return f"{plain}-{sha256[:16]}"


def hash_of(shard: str) -> str:
    """SHA-256 of a file."""
    with open(shard, "rb") as file:
        return file_digest(file, "sha256").hexdigest()


def mark_of(folder: Path, name: str) -> Done | None:
    """The mark of a shard, None when it is not done; a mark that cannot be read is none."""
    try:
        return Done(**json.loads((folder / MARKS / f"{name}.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_kept(folder: Path, mark: Done) -> bool:
    """Whether the files of which a mark tells are there."""
    return all((folder / kind / f"{mark.name}.parquet").exists() for kind in (READINGS, FAILURES))


def marks(folder: Path) -> list[Done]:
    """The marks of all shards that are done, in order of their names; KeptError when there are none."""
    names = (path.stem for path in (folder / MARKS).glob("*.json"))
    found = [mark for name in names if (mark := mark_of(folder, name))]
    if not found:
        raise KeptError(f"{folder} has no readings (`sayso scale read INPUTS {folder}` puts them there)")
    return sorted(found, key=lambda mark: (mark.shard, mark.name))


def readings_in(folder: Path, mark: Done, *, data: bool = True) -> Iterator[Kept]:
    """The readings of a shard, in order; KeptError when the file is damaged or is not the one that was marked."""
    wanted = [field.name for field in fields(Kept) if data or field.name != "data"]
    yield from (Kept(**row) for row in _rows(folder / READINGS / f"{mark.name}.parquet", mark.readings, wanted))


def failures_in(folder: Path, mark: Done) -> Iterator[Failure]:
    """What of a shard could not be read, in order."""
    path = folder / FAILURES / f"{mark.name}.parquet"
    yield from (Failure(**row) for row in _rows(path, mark.failures + mark.beside))


def _rows(path: Path, number: int, columns: list[str] | None = None) -> Iterator[dict[str, Any]]:
    from pyarrow import ArrowException, parquet

    try:
        with parquet.ParquetFile(path) as file:
            if file.metadata.num_rows != number:
                raise KeptError(f"{path} has {file.metadata.num_rows:,} rows, its mark tells of {number:,}")
            for batch in file.iter_batches(256, columns=columns):
                yield from batch.to_pylist()
    except (ArrowException, OSError) as fault:
        raise KeptError(f"{path} is damaged or gone ({str(fault)[:200]})") from fault
