"""Shards of invented reports - a web archive, JSON lines, Parquet - and what was read of them, file by file."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pyarrow
from pyarrow import parquet

from sayso.scale.shard_reader import Plan
from sayso.work.limits import Limits
from tests.plain_scene import far_apart, reports, write
from tests.slow_reader import slow_kit
from tests.test_intake_warc import answer, record

LED = "The people of the ports said that this is what they had seen and heard of all of it on that day. "


def page(row: dict[str, str]) -> bytes:
    """A report as a page."""
    return (
        f'<html><head><title>{row["publisher"]}</title><meta name="date" content="{row["published"]}"></head>'
        f"<body><article><h1>Ports</h1><p>{LED}</p><p>{row['text']}</p></article></body></html>"
    ).encode()


def archive(path: Path, number: int, seed: int = 3) -> None:
    """A web archive of pages; one of them has nothing in it."""
    write_archive(path, reports(seed, number))


def write_archive(path: Path, rows: list[dict[str, str]]) -> None:
    """A web archive of reports as pages, and of one page with nothing in it."""
    parts = [record(answer(page(row)), address=f"https://a.example/{row['id']}") for row in rows]
    parts.insert(len(rows) // 2, record(answer(b"<html><body></body></html>"), address="https://a.example/nothing"))
    path.write_bytes(b"".join(parts))


def archives(folder: Path, pages: int, shards: int) -> list[str]:
    """So many pages in so many web archives: a happening each, every tenth page a copy of the one before."""
    told = far_apart(pages)
    rows = [
        {"id": f"doc-{n}", "text": f"{told[n - (n % 10 == 9)]}.", "publisher": f"Paper {n % 7}",
         "published": f"2024-05-{n % 20 + 1:02}"}
        for n in range(pages)
    ]  # fmt: skip
    each = pages // shards
    for n in range(shards):
        write_archive(folder / f"{n}.warc", rows[n * each : (n + 1) * each])
    return [str(folder / f"{n}.warc") for n in range(shards)]


def shards(folder: Path, number: int = 12) -> Path:
    """A folder of three shards."""
    folder.mkdir()
    archive(folder / "pages.warc", number)
    write(folder / "lines.jsonl", [*reports(1, number), {"id": "doc-1", "text": ""}])
    rows = [{**row, "id": f"row-{n}"} for n, row in enumerate(reports(2, number))]
    rows.append({**rows[0], "text": rows[0]["text"] + " Corrected.", "published": None})
    parquet.write_table(pyarrow.Table.from_pylist(rows), folder / "rows.parquet")
    return folder


def plan(out: Path, *, apart: bool = False, pause: float = 0.0, seconds: float = 30.0, data: bool = False) -> Plan:
    """How the shards are read, by a reader that parses nothing."""
    kit = slow_kit(pause)
    return Plan(kit, kit.digest, str(out), apart=apart, limits=Limits(seconds=seconds), data=data)


def files(out: Path) -> dict[str, str]:
    """The hash of every file that counts."""
    found = (path for path in out.rglob("*") if path.is_file())
    return {str(path.relative_to(out)): sha256(path.read_bytes()).hexdigest() for path in found}


def marked(out: Path) -> dict[str, tuple[int, int]]:
    """Readings and failures of each shard."""
    found = map(json.loads, (path.read_text() for path in (out / "done").iterdir()))
    return {Path(one["shard"]).name: (one["readings"], one["failures"]) for one in found}
